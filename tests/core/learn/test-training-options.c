/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-training-options.h"

#include <math.h>
#include <string.h>

#include "rdg-error.h"

static void
assert_option_refused (RdgTrainingOptions options,
                       const char        *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (rdg_training_options_check (&options, &error));
  g_assert_true (error->domain == RDG_USAGE_ERROR);
  g_assert_nonnull (strstr (error->message, name));
}

/* Each option that the list has: both ends of its range are in it, and what lies beyond is refused. */
static void
test_every_option (void)
{
  guint n, n_checked = 0;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  for (guint i = 0; i < n; i++)
    {
      RdgTrainingOptions options;
      gpointer field = rdg_training_options_at (&options, &list[i]);
      double least = list[i].least, most = list[i].most;
      const double beyond[] = { nextafter (least, -INFINITY), nextafter (most, INFINITY), NAN, INFINITY,
                                -INFINITY };
      guint n_keys = 0;

      rdg_training_options_init (&options);
      g_assert_true (rdg_training_options_check (&options, NULL));
      switch (list[i].kind)
        {
        case RDG_TRAINING_OPTION_COUNT:
          *(guint *) field = (guint) least;
          g_assert_true (rdg_training_options_check (&options, NULL));
          *(guint *) field = (guint) most;
          g_assert_true (rdg_training_options_check (&options, NULL));
          *(guint *) field = (guint) most + 1;
          assert_option_refused (options, list[i].name);
          *(guint *) field = G_MAXUINT;
          assert_option_refused (options, list[i].name);
          *(guint *) field = (guint) least - 1;
          assert_option_refused (options, list[i].name);
          n_checked++;
          break;

        case RDG_TRAINING_OPTION_NUMBER:
          *(double *) field = least;
          g_assert_true (rdg_training_options_check (&options, NULL));
          *(double *) field = most;
          g_assert_true (rdg_training_options_check (&options, NULL));
          for (guint b = 0; b < G_N_ELEMENTS (beyond); b++)
            {
              *(double *) field = beyond[b];
              assert_option_refused (options, list[i].name);
            }
          n_checked++;
          break;

        case RDG_TRAINING_OPTION_CHOICE:
          while (rdg_training_choice_get_keys (&list[i])[n_keys] != NULL)
            n_keys++;
          *(guint *) field = n_keys;
          assert_option_refused (options, list[i].name);
          n_checked++;
          break;

        case RDG_TRAINING_OPTION_SEED:
        case RDG_TRAINING_OPTION_TEXT:
        case RDG_TRAINING_OPTION_OFF:
        default:
          break;
        }
    }
  g_assert_cmpuint (n_checked, >=, 24);
}

#define REFUSED(field, bad, name) \
  do { RdgTrainingOptions o = fine; o.field = bad; assert_option_refused (o, name); } while (0)

/* What the list does not have, and what is said. */
static void
test_options (void)
{
  RdgTrainingOptions fine;

  rdg_training_options_init (&fine);
  REFUSED (holdout, 7.0, "holdout must be a number from 0");
  REFUSED (n_trees, 0, "trees must be a whole number from 1 to 10000; it is 0.");
  REFUSED (point.capacity, -1.0, "capacity");
  REFUSED (point.capacity, NAN, "capacity");
  REFUSED (point.cars_per_shift, 0.0, "cars-per-shift");
  REFUSED (n_bootstrap, 10001, "bootstrap");
  REFUSED (algorithm, (RdgAlgorithm) 17, "algorithm");
}

/* Each learner is told its own options, and all those that are nobody's own. */
static void
test_option_learners (void)
{
  static const struct
  {
    const char *name;
    gboolean    belongs[RDG_N_ALGORITHMS];
  } expected[] = {
    { "trees", { [RDG_ALGORITHM_FOREST] = TRUE } },
    { "importance", { [RDG_ALGORITHM_FOREST] = TRUE } },
    { "kernel", { [RDG_ALGORITHM_SVM] = TRUE } },
    { "boost-rate", { [RDG_ALGORITHM_BOOSTED] = TRUE } },
    { "class-weight", { TRUE, TRUE, TRUE } },
    { "holdout", { TRUE, TRUE, TRUE } },
  };
  guint n, found = 0;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  for (guint i = 0; i < n; i++)
    for (guint e = 0; e < G_N_ELEMENTS (expected); e++)
      if (g_str_equal (list[i].name, expected[e].name))
        {
          found++;
          for (guint a = 0; a < RDG_N_ALGORITHMS; a++)
            g_assert_cmpint (rdg_training_option_belongs (&list[i], (RdgAlgorithm) a), ==,
                             expected[e].belongs[a]);
        }

  g_assert_cmpuint (found, ==, G_N_ELEMENTS (expected));
}

static void
test_options_copy (void)
{
  g_autofree char *names = g_strdup ("a;b");
  RdgTrainingOptions options;
  RdgTrainingOptions *copy;

  rdg_training_options_init (&options);
  options.always_split = names;
  copy = rdg_training_options_copy (&options);
  names[0] = 'x';
  g_assert_cmpstr (copy->always_split, ==, "a;b");
  g_assert_null (copy->split_weights);
  g_assert_cmpuint (copy->n_trees, ==, options.n_trees);
  rdg_training_options_free (copy);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/training-options/every-option", test_every_option);
  g_test_add_func ("/learn/training-options/beyond-the-list", test_options);
  g_test_add_func ("/learn/training-options/learners", test_option_learners);
  g_test_add_func ("/learn/training-options/copy", test_options_copy);

  return g_test_run ();
}
