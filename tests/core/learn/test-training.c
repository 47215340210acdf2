/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-training.h"

#include <math.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-error.h"
#include "rdg-model-codec.h"

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

static RdgModel *
train (const LearnTable         *table,
       const RdgTrainingOptions *options,
       GError                  **error)
{
  RdgTrainingSet set = learn_table_get_set (table);

  return rdg_training_run (&set, options, NULL, NULL, error);
}

/* Not a bit of a model depends on how many worked on it, whatever learns. */
static void
test_threads (gconstpointer data)
{
  static const guint threads[] = { 1, 2, 3, 8 };
  RdgAlgorithm algorithm = GPOINTER_TO_INT (data);
  g_auto (LearnTable) table = { 0 };
  g_autoptr (GBytes) one = NULL;

  learn_table_generate (&table, algorithm == RDG_ALGORITHM_SVM ? 1500 : 3000, 6, 4);
  for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
    {
      RdgTrainingOptions options = small_options ();
      g_autoptr (GError) error = NULL;

      options.algorithm = algorithm;
      options.n_trees = 100;
      options.boost_rounds = 60;
      options.boost_rows = 0.7;
      options.boost_columns = 0.7;
      options.svm_rows = 500;
      options.n_threads = threads[t];
      options.class_weight = 5.3;

      g_autoptr (RdgModel) model = train (&table, &options, &error);

      g_assert_no_error (error);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      if (one == NULL)
        one = g_steal_pointer (&bytes);
      else
        g_assert_true (g_bytes_equal (one, bytes));
    }
}

static void
test_order_of_rows (gconstpointer data)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (LearnTable) shuffled = { 0 };
  RdgTrainingOptions options = small_options ();

  learn_table_generate (&table, 1500, 2, 4);
  if (GPOINTER_TO_INT (data))
    {
      table.tested_at = g_new (gint64, 1500);
      for (gint64 i = 0; i < 1500; i++)
        table.tested_at[i] = i * 7919 % 701;
    }
  learn_table_shuffle (&table, 3, &shuffled);

  g_autoptr (RdgModel) one = train (&table, &options, NULL);
  g_autoptr (RdgModel) two = train (&shuffled, &options, NULL);
  g_autoptr (GBytes) one_bytes = rdg_model_encode (one);
  g_autoptr (GBytes) two_bytes = rdg_model_encode (two);

  g_assert_true (g_bytes_equal (one_bytes, two_bytes));
  g_assert_cmpint (rdg_model_get_split (one), ==,
                   GPOINTER_TO_INT (data) ? RDG_SPLIT_TIME : RDG_SPLIT_HASH);
}

static void
test_svm (void)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (LearnTable) shuffled = { 0 };
  RdgTrainingOptions options = small_options ();
  double sum = 0.0, reach, direction;

  learn_table_generate (&table, 1500, 2, 4);
  learn_table_shuffle (&table, 3, &shuffled);
  options.algorithm = RDG_ALGORITHM_SVM;
  options.svm_rows = 600;

  g_autoptr (RdgModel) one = train (&table, &options, NULL);
  g_autoptr (RdgModel) two = train (&shuffled, &options, NULL);
  g_autoptr (GBytes) one_bytes = rdg_model_encode (one);
  g_autoptr (GBytes) two_bytes = rdg_model_encode (two);

  g_assert_true (g_bytes_equal (one_bytes, two_bytes));
  g_assert_cmpint (rdg_model_get_algorithm (one), ==, RDG_ALGORITHM_SVM);
  g_assert_cmpuint (rdg_model_get_n_trees (one), ==, 0);
  g_assert_cmpuint (rdg_model_get_svm (one)->n_sampled, ==, 600);
  g_assert_cmpfloat (rdg_model_get_holdout (one)->value[RDG_METRIC_ROC_AUC], >, 0.65);
  g_assert_cmpfloat (rdg_model_get_oob (one)->value[RDG_METRIC_ROC_AUC], >, 0.65);
  for (guint f = 0; f < rdg_model_get_n_features (one); f++)
    sum += rdg_model_get_importance (one, f);
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
  /* More torque is worse, a wider angle better; a category has no direction. */
  g_assert_true (rdg_model_get_reach (one, 0, &reach, &direction));
  g_assert_cmpfloat (direction, >, 0.3);
  g_assert_true (rdg_model_get_reach (one, 1, &reach, &direction));
  g_assert_cmpfloat (direction, <, -0.3);
  g_assert_true (rdg_model_get_reach (one, 2, &reach, &direction));
  g_assert_true (isnan (direction));
}

static void
test_boosted (void)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (LearnTable) shuffled = { 0 };
  RdgTrainingOptions options = small_options ();
  double sum = 0.0, lowest, highest, reach, direction, unseen;
  guint n_found = 0;

  learn_table_generate (&table, 3000, 2, 4);
  table.tested_at = g_new (gint64, 3000);
  for (gint64 i = 0; i < 3000; i++)
    table.tested_at[i] = i * 7919 % 1009;
  learn_table_shuffle (&table, 3, &shuffled);
  options.algorithm = RDG_ALGORITHM_BOOSTED;
  options.boost_rounds = 200;

  g_autoptr (RdgModel) one = train (&table, &options, NULL);

  options.n_threads = 3;

  g_autoptr (RdgModel) two = train (&shuffled, &options, NULL);
  g_autoptr (GBytes) one_bytes = rdg_model_encode (one);
  g_autoptr (GBytes) two_bytes = rdg_model_encode (two);

  g_assert_true (g_bytes_equal (one_bytes, two_bytes));
  g_assert_cmpint (rdg_model_get_algorithm (one), ==, RDG_ALGORITHM_BOOSTED);
  g_assert_cmpuint (rdg_model_get_n_trees (one), <, 200);
  g_assert_true (rdg_model_get_log_odds (one, &lowest, &highest));
  g_assert_cmpfloat (lowest, <, highest);
  g_assert_cmpfloat (rdg_model_get_holdout (one)->value[RDG_METRIC_ROC_AUC], >, 0.7);
  g_assert_cmpfloat (rdg_model_get_oob (one)->value[RDG_METRIC_ROC_AUC], >, 0.7);
  g_assert_cmpfloat (rdg_model_get_oob (one)->value[RDG_METRIC_ROC_AUC], <, 0.9);
  for (guint f = 0; f < rdg_model_get_n_features (one); f++)
    sum += rdg_model_get_importance (one, f);
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
  g_assert_cmpfloat (rdg_model_get_importance (one, 0), >, rdg_model_get_importance (one, 3));
  g_assert_true (rdg_model_get_reach (one, 0, &reach, &direction));
  g_assert_cmpfloat (direction, >, 0.3);

  /* Every trained car has a score by trees that have not seen it. */
  for (guint i = 0; i < 3000; i++)
    if (rdg_model_find_trained (one, table.codes[i], &unseen))
      {
        g_assert_true (unseen >= 0.0 && unseen <= 1.0);
        n_found++;
      }
  g_assert_cmpuint (n_found, ==, rdg_model_get_n_train (one));
}

/* What moves a forest's score, and which way. */
static void
test_reach (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  double reach[5], direction[5];

  learn_table_generate (&table, 1500, 2, 4);

  g_autoptr (RdgModel) model = train (&table, &options, NULL);

  for (guint f = 0; f < 5; f++)
    g_assert_true (rdg_model_get_reach (model, f, &reach[f], &direction[f]));
  for (guint f = 0; f < 3; f++)
    for (guint noise = 3; noise < 5; noise++)
      g_assert_cmpfloat (reach[f], >, reach[noise]);
  g_assert_cmpfloat (direction[0], >, 0.3);
  g_assert_cmpfloat (direction[1], <, -0.3);
  g_assert_true (isnan (direction[2]));
}

static void
test_seed (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();

  learn_table_generate (&table, 1500, 2, 4);

  g_autoptr (RdgModel) one = train (&table, &options, NULL);

  options.seed = 99;

  g_autoptr (RdgModel) two = train (&table, &options, NULL);
  g_autoptr (GBytes) one_bytes = rdg_model_encode (one);
  g_autoptr (GBytes) two_bytes = rdg_model_encode (two);

  g_assert_false (g_bytes_equal (one_bytes, two_bytes));
  g_assert_cmpuint (rdg_model_get_seed (two), ==, 99);
  /* Both are judged by the same cars. */
  for (gsize i = 0; i < 1500; i++)
    g_assert_true (rdg_model_find_trained (one, table.codes[i], NULL) ==
                   rdg_model_find_trained (two, table.codes[i], NULL));
}

/* The outcomes of the hold-out must not reach the learner: with all of them turned around, forest,
 * calibration and threshold stay, only the judgement changes. */
static void
test_holdout_does_not_teach (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  g_autofree double *one_score = g_new (double, 1000);
  g_autofree double *two_score = g_new (double, 1000);

  learn_table_generate (&table, 1000, 2, 4);
  table.tested_at = g_new (gint64, 1000);
  for (gint64 i = 0; i < 1000; i++)
    table.tested_at[i] = i;

  g_autoptr (RdgModel) one = train (&table, &options, NULL);

  for (gsize i = 800; i < 1000; i++)
    table.failed[i] = !table.failed[i];

  g_autoptr (RdgModel) two = train (&table, &options, NULL);

  g_assert_true (rdg_model_score (one, table.matrix, 1, one_score, NULL, NULL, NULL));
  g_assert_true (rdg_model_score (two, table.matrix, 1, two_score, NULL, NULL, NULL));
  g_assert_cmpmem (one_score, 8000, two_score, 8000);
  g_assert_cmpfloat (rdg_model_get_threshold (one), ==, rdg_model_get_threshold (two));
  g_assert_cmpfloat (rdg_model_calibrate (one, 0.3).risk, ==, rdg_model_calibrate (two, 0.3).risk);
  g_assert_cmpfloat (rdg_model_get_holdout (one)->value[RDG_METRIC_ROC_AUC], >, 0.7);
  g_assert_cmpfloat (rdg_model_get_holdout (two)->value[RDG_METRIC_ROC_AUC], <, 0.3);
  g_assert_cmpfloat (rdg_model_get_oob (one)->value[RDG_METRIC_ROC_AUC], ==,
                     rdg_model_get_oob (two)->value[RDG_METRIC_ROC_AUC]);
}

static void
test_quality (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  double noise = 0.0;

  learn_table_generate (&table, 8000, 5, 4);
  options.n_trees = 100;

  g_autoptr (RdgModel) model = train (&table, &options, NULL);
  const RdgMetrics *holdout = rdg_model_get_holdout (model);

  /* The best that can be known: who fails with 0.8, 0.5 and 0.03. */
  g_assert_cmpfloat (holdout->value[RDG_METRIC_ROC_AUC], >, 0.72);
  g_assert_cmpfloat (holdout->value[RDG_METRIC_ECE], <, 0.03);
  g_assert_cmpfloat (holdout->low[RDG_METRIC_ROC_AUC], <, holdout->value[RDG_METRIC_ROC_AUC]);
  g_assert_cmpfloat (holdout->high[RDG_METRIC_ROC_AUC], >, holdout->value[RDG_METRIC_ROC_AUC]);
  g_assert_cmpfloat_with_epsilon (holdout->value[RDG_METRIC_ROC_AUC],
                                  rdg_model_get_oob (model)->value[RDG_METRIC_ROC_AUC], 0.06);
  for (guint f = 3; f < 8; f++)
    noise += rdg_model_get_importance (model, f);
  g_assert_cmpfloat (noise / 5.0, <, rdg_model_get_importance (model, 1));
}

static void
assert_fails (LearnTable *table,
              RdgLearnError code,
              const char   *words)
{
  RdgTrainingOptions options = small_options ();
  g_autoptr (GError) error = NULL;

  g_assert_null (train (table, &options, &error));
  g_assert_error (error, RDG_LEARN_ERROR, (int) code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_outcomes (void)
{
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 500, 0, 1);
  memset (table.failed, 0, 500);
  assert_fails (&table, RDG_LEARN_ERROR_ONE_CLASS, "All 500 cars passed");
  memset (table.failed, 1, 500);
  assert_fails (&table, RDG_LEARN_ERROR_ONE_CLASS, "All 500 cars failed");
  memset (table.failed + 19, 0, 481);
  assert_fails (&table, RDG_LEARN_ERROR_TOO_FEW, "Only 19 of 500");

  /* All that failed are new: nothing is left to learn from. */
  memset (table.failed, 0, 500);
  memset (table.failed + 450, 1, 50);
  table.tested_at = g_new (gint64, 500);
  for (gint64 i = 0; i < 500; i++)
    table.tested_at[i] = i;
  assert_fails (&table, RDG_LEARN_ERROR_TOO_FEW, "0 failed and 400 passed");

  learn_table_clear (&table);
  table = (LearnTable){ rdg_matrix_new (0), NULL, NULL, NULL, 0 };
  assert_fails (&table, RDG_LEARN_ERROR_TOO_FEW, "nothing to learn from");
}

static void
test_twenty_failures (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  g_autoptr (GError) error = NULL;

  learn_table_generate (&table, 60, 0, 1);
  memset (table.failed, 0, 60);
  memset (table.failed, 1, 20);

  g_autoptr (RdgModel) model = train (&table, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_holdout (model), ==, 12);
}

static void
test_features (void)
{
  g_auto (LearnTable) table = { 0 };
  float *constant;

  learn_table_generate (&table, 500, 0, 1);
  rdg_matrix_unref (table.matrix);
  table.matrix = rdg_matrix_new (500);
  assert_fails (&table, RDG_LEARN_ERROR_NO_FEATURES, "no feature");

  rdg_matrix_add_numeric (table.matrix, "empty", "");
  rdg_matrix_add_numeric (table.matrix, "infinite", "");
  for (gsize i = 0; i < 500; i++)
    ((float *) rdg_matrix_get_column (table.matrix, 1))[i] = INFINITY;
  assert_fails (&table, RDG_LEARN_ERROR_NO_FEATURES, "missing");

  constant = rdg_matrix_add_numeric (table.matrix, "constant", "");
  for (gsize i = 0; i < 500; i++)
    constant[i] = 4.0f;
  assert_fails (&table, RDG_LEARN_ERROR_NO_FEATURES, "one and the same value");
}

/* Columns that say nothing change nothing but their own lines. */
static void
test_useless_columns (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options ();
  g_autoptr (GError) error = NULL;
  float *constant;

  learn_table_generate (&table, 2000, 0, 1);

  g_autoptr (RdgModel) without = train (&table, &options, &error);

  g_assert_no_error (error);
  constant = rdg_matrix_add_numeric (table.matrix, "constant", "");
  for (gsize i = 0; i < 2000; i++)
    constant[i] = 4.0f;
  rdg_matrix_add_numeric (table.matrix, "empty", "");

  g_autoptr (RdgModel) with = train (&table, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (rdg_model_get_importance (with, 3), ==, 0.0);
  g_assert_cmpfloat (rdg_model_get_importance (with, 4), ==, 0.0);
  g_assert_cmpfloat (rdg_model_get_holdout (with)->value[RDG_METRIC_ROC_AUC], ==,
                     rdg_model_get_holdout (without)->value[RDG_METRIC_ROC_AUC]);
}

/* The public table of the issue: five sensors and the type, split by hash. */
static void
test_ai4i (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options;
  double lowest_roc = 1.0, lowest_pr = 1.0;

  if (!learn_table_read_ai4i (&table))
    {
      g_test_skip ("ai4i2020.csv does not lie beside the project");
      return;
    }
  g_assert_cmpuint (table.n_rows, ==, 10000);

  rdg_training_options_init (&options);
  options.n_bootstrap = 0;

  for (guint round = 0; round < (g_test_slow () ? 8 : 1); round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RdgModel) model = train (&table, &options, &error);

      g_assert_no_error (error);

      const RdgMetrics *holdout = rdg_model_get_holdout (model);
      double roc = holdout->value[RDG_METRIC_ROC_AUC], pr = holdout->value[RDG_METRIC_PR_AUC];

      g_test_message ("round %u: ROC-AUC %.4f, PR-AUC %.4f, Brier %.5f, recall %.3f, sent %.3f; "
                      "out of bag %.4f, %.4f", round, roc, pr, holdout->value[RDG_METRIC_BRIER],
                      holdout->value[RDG_METRIC_RECALL], holdout->value[RDG_METRIC_SENT_SHARE],
                      rdg_model_get_oob (model)->value[RDG_METRIC_ROC_AUC],
                      rdg_model_get_oob (model)->value[RDG_METRIC_PR_AUC]);
      if (round == 0)
        {
          g_assert_cmpfloat (roc, >=, 0.955);
          g_assert_cmpfloat (pr, >=, 0.75);
        }
      lowest_roc = MIN (lowest_roc, roc);
      lowest_pr = MIN (lowest_pr, pr);

      /* Another hold-out and another seed. */
      learn_table_rename (&table, "x");
      options.seed++;
    }

  /* No hold-out is far off: the first was not a lucky one. */
  g_assert_cmpfloat (lowest_roc, >=, 0.93);
  g_assert_cmpfloat (lowest_pr, >=, 0.65);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint a = 0; a < RDG_N_ALGORITHMS; a++)
    {
      g_autofree char *path = g_strconcat ("/learn/training/threads/", rdg_algorithm_get_key (a), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (a), test_threads);
    }
  g_test_add_data_func ("/learn/training/order-of-rows/hash", GINT_TO_POINTER (FALSE),
                        test_order_of_rows);
  g_test_add_data_func ("/learn/training/order-of-rows/time", GINT_TO_POINTER (TRUE),
                        test_order_of_rows);
  g_test_add_func ("/learn/training/svm", test_svm);
  g_test_add_func ("/learn/training/boosted", test_boosted);
  g_test_add_func ("/learn/training/reach", test_reach);
  g_test_add_func ("/learn/training/seed", test_seed);
  g_test_add_func ("/learn/training/holdout-does-not-teach", test_holdout_does_not_teach);
  g_test_add_func ("/learn/training/quality", test_quality);
  g_test_add_func ("/learn/training/outcomes", test_outcomes);
  g_test_add_func ("/learn/training/twenty-failures", test_twenty_failures);
  g_test_add_func ("/learn/training/features", test_features);
  g_test_add_func ("/learn/training/useless-columns", test_useless_columns);
  g_test_add_func ("/learn/training/ai4i", test_ai4i);

  return g_test_run ();
}
