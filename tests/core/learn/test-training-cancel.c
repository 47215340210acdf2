/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A training that is told to stop: in each of its stages, and while libsvm is at work. */
#include "rdg-training.h"

#include <time.h>

#include "learn-fixture.h"

static RdgTrainingOptions
small_options (void)
{
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.n_trees = 30;
  options.n_bootstrap = 20;
  options.n_threads = 1;

  return options;
}

typedef struct
{
  RdgTrainingStage cancel_in;
  GCancellable    *cancellable;
  guint            entered;
} Watch;

static void
cancel_in_stage (double   fraction,
                 gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->entered == watch->cancel_in + 1 && fraction >= 0.3)
    g_cancellable_cancel (watch->cancellable);
}

static RdgProgress
enter_stage (RdgTrainingStage stage,
             gpointer         user_data)
{
  Watch *watch = user_data;

  g_assert_cmpuint (stage, ==, watch->entered);
  watch->entered++;

  return rdg_progress_init (cancel_in_stage, watch);
}

static void
test_stages (gconstpointer algorithm)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  RdgTrainingSet set;

  learn_table_generate (&table, 500, 0, 1);
  set = learn_table_get_set (&table);
  options.algorithm = GPOINTER_TO_UINT (algorithm);
  options.boost_rounds = 30;
  options.svm_rows = 100;

  for (guint stage = 0; stage <= RDG_N_TRAINING_STAGES; stage++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Watch watch = { stage, cancellable, 0 };
      RdgTrainingWatch calls = { enter_stage, &watch };
      g_autoptr (RdgModel) model = rdg_training_run (&set, &options, &calls, cancellable, &error);

      /* In the last stage the work may be done before the request is seen. */
      if (stage == RDG_N_TRAINING_STAGES)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (watch.entered, ==, RDG_N_TRAINING_STAGES);
        }
      else if (stage != RDG_TRAINING_STAGE_JUDGE)
        {
          g_assert_null (model);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }

  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancelled);
  g_assert_null (rdg_training_run (&set, &options, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  GCancellable *cancellable;
  clock_t       at;
} Canceller;

static gpointer
cancel_at (gpointer data)
{
  Canceller *self = data;

  while (clock () < self->at)
    g_usleep (1000);
  g_cancellable_cancel (self->cancellable);

  return NULL;
}

/* libsvm cannot be stopped, and nobody waits for it: with outcomes that have nothing to do with the cars
 * and a high cost, one of its solutions takes minutes. Told in processor time of the whole program, which goes
 * on while libsvm does, however busy the machine is with other things. */
static void
test_solver (void)
{
  static const double moments[] = { 0.02, 0.3, 1.0 };
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  RdgTrainingSet set;

  learn_table_generate (&table, 5000, 20, 1);
  for (gsize i = 0; i < table.n_rows; i++)
    table.failed[i] = i * 7919 % 10007 % 2;
  set = learn_table_get_set (&table);
  options.algorithm = RDG_ALGORITHM_SVM;
  options.svm_rows = 3000;
  options.svm_cost = 1e6;
  options.svm_gamma = 0.01;
  options.n_threads = 2;

  for (guint m = 0; m < G_N_ELEMENTS (moments); m++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      clock_t start = clock ();
      Canceller canceller = { cancellable, start + (clock_t) (moments[m] * CLOCKS_PER_SEC) };
      GThread *thread = g_thread_new ("cancel", cancel_at, &canceller);

      g_assert_null (rdg_training_run (&set, &options, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (clock () - start, <, 10 * CLOCKS_PER_SEC);
      g_thread_join (thread);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint a = 0; a < RDG_N_ALGORITHMS; a++)
    {
      g_autofree char *path = g_strconcat ("/learn/training-cancel/stages/",
                                           rdg_algorithm_get_key (a), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (a), test_stages);
    }
  g_test_add_func ("/learn/training-cancel/solver", test_solver);

  return g_test_run ();
}
