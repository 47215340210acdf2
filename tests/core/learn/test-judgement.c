/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a training judges: by folds, after a gap, with what was known before the test. */
#include "rdg-training.h"

#include <math.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-baseline.h"
#include "rdg-curves.h"
#include "rdg-error.h"
#include "rdg-model-codec.h"
#include "rdg-split.h"

#define HOUR_MS 3600000

static RdgTrainingOptions
small_options (RdgAlgorithm algorithm)
{
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.algorithm = algorithm;
  options.n_trees = options.boost_rounds = 20;
  options.svm_rows = 200;
  options.svm_cost = 1.0;
  options.svm_gamma = 0.3;
  options.n_bootstrap = 20;
  options.n_threads = 1;
  options.n_folds = 4;

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

/* Every car judges, and learns; its risk is as good on the whole as that of a hold-out, and not as
 * good as by a model that knows it. */
static void
test_folds (gconstpointer data)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options (GPOINTER_TO_INT (data));
  g_autoptr (GError) error = NULL;
  gsize n, n_failed = 0, n_judged_failed = 0;

  learn_table_generate (&table, 2000, 2, 4);
  for (guint i = 0; i < 2000; i++)
    n_failed += table.failed[i];

  g_autoptr (RdgModel) model = train (&table, &options, &error);

  g_assert_no_error (error);

  const RdgJudgedCar *judged = rdg_model_get_judged (model, &n);
  const RdgMetrics *holdout = rdg_model_get_holdout (model);

  g_assert_cmpint (rdg_model_get_split (model), ==, RDG_SPLIT_FOLDS);
  g_assert_cmpuint (rdg_model_get_n_folds (model), ==, 4);
  g_assert_cmpuint (rdg_model_get_n_train (model), ==, 2000);
  g_assert_cmpuint (rdg_model_get_n_holdout (model), ==, 2000);
  g_assert_cmpuint (n, ==, 2000);
  for (gsize i = 0; i < n; i++)
    {
      n_judged_failed += judged[i].failed;
      g_assert_true (isnan (judged[i].earlier));
      g_assert_true (i == 0 || judged[i].hash > judged[i - 1].hash);
    }
  g_assert_cmpuint (n_judged_failed, ==, n_failed);
  g_assert_cmpfloat (holdout->value[RDG_METRIC_N], ==, 2000);
  g_assert_cmpfloat (holdout->value[RDG_METRIC_ROC_AUC], >, 0.66);

  /* The model itself has learnt them all, and ranks them better than may be believed. */
  g_autofree double *score = g_new (double, 2000);
  RdgMetrics known;

  g_assert_true (rdg_model_score (model, table.matrix, 1, score, NULL, NULL, NULL));
  g_assert_true (rdg_metrics_compute (score, table.failed, 2000, 0.5, 0, 1, &known, NULL, NULL));
  g_assert_cmpfloat (known.value[RDG_METRIC_ROC_AUC], >, holdout->value[RDG_METRIC_ROC_AUC] + 0.02);
  g_assert_true (rdg_model_find_trained (model, table.codes[0], NULL));
}

/* Neither the threads nor the order of the rows show. */
static void
test_same_bytes (gconstpointer data)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (LearnTable) shuffled = { 0 };
  RdgTrainingOptions options = small_options (GPOINTER_TO_INT (data));

  learn_table_generate (&table, 800, 2, 4);
  learn_table_shuffle (&table, 3, &shuffled);

  g_autoptr (RdgModel) one = train (&table, &options, NULL);
  g_autoptr (GBytes) one_bytes = rdg_model_encode (one);

  options.n_threads = 3;

  g_autoptr (RdgModel) two = train (&shuffled, &options, NULL);
  g_autoptr (GBytes) two_bytes = rdg_model_encode (two);

  g_assert_true (g_bytes_equal (one_bytes, two_bytes));
}

static void
assert_refused (const LearnTable *table,
                guint             n_folds,
                RdgLearnError     code,
                const char       *words)
{
  RdgTrainingOptions options = small_options (RDG_ALGORITHM_FOREST);
  g_autoptr (GError) error = NULL;

  options.n_folds = n_folds;
  g_assert_null (train (table, &options, &error));
  g_assert_error (error, RDG_LEARN_ERROR, (int) code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

/* Twenty failures, but of six cars: rows of one code stay together. */
static void
test_one_class (void)
{
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 300, 0, 1);
  for (guint i = 0; i < 300; i++)
    {
      table.failed[i] = i < 24;
      if (i < 24)
        {
          g_free (table.codes[i]);
          table.codes[i] = g_strdup_printf ("twin %u", i % 6);
        }
    }
  assert_refused (&table, 7, RDG_LEARN_ERROR_ONE_CLASS,
                  "6 cars failed and 276 passed: of 7 folds one would have only one outcome. "
                  "At most 6 folds are possible.");

  RdgTrainingOptions options = small_options (RDG_ALGORITHM_FOREST);
  g_autoptr (GError) error = NULL;

  options.n_folds = 6;

  g_autoptr (RdgModel) model = train (&table, &options, &error);

  g_assert_no_error (error);

  for (guint i = 0; i < 24; i++)
    {
      g_free (table.codes[i]);
      table.codes[i] = g_strdup ("one car");
    }
  assert_refused (&table, 2, RDG_LEARN_ERROR_ONE_CLASS, "no folds are possible");

  /* Both outcomes in each fold, but too few to learn from without one. */
  for (guint i = 0; i < 300; i++)
    {
      g_free (table.codes[i]);
      table.codes[i] = g_strdup_printf ("car %u", i);
      table.failed[i] = i >= 12;
    }
  assert_refused (&table, 2, RDG_LEARN_ERROR_TOO_FEW, "6 passed cars are left");
}

static void
test_options (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options (RDG_ALGORITHM_FOREST);

  learn_table_generate (&table, 100, 0, 1);
  for (guint k = 1; k <= 21; k += 20)
    {
      g_autoptr (GError) error = NULL;

      options.n_folds = k;
      g_assert_null (train (&table, &options, &error));
      g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "folds"));
    }

  g_autoptr (GError) error = NULL;

  options.n_folds = 0;
  options.gap_hours = NAN;
  g_assert_null (train (&table, &options, &error));
  g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "gap"));
}

typedef struct
{
  GCancellable *cancellable;
  guint         n_reports;
  guint         cancel_at;
  double        last;
} Watch;

static void
report (double   fraction,
        gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpfloat (fraction, >=, watch->last - 1e-9);
  g_assert_cmpfloat (fraction, <=, 1.0 + 1e-9);
  watch->last = fraction;
  if (++watch->n_reports == watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

static RdgProgress
enter_stage (RdgTrainingStage stage,
             gpointer         user_data)
{
  Watch *watch = user_data;

  watch->last = 0.0;

  return stage == RDG_TRAINING_STAGE_TRAIN ? rdg_progress_init (report, watch)
                                           : rdg_progress_init (NULL, NULL);
}

/* Progress only ever rises over all folds, and a training that is cancelled in one of them ends. */
static void
test_progress (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options (RDG_ALGORITHM_FOREST);
  RdgTrainingSet set;
  guint n_reports = 0;

  learn_table_generate (&table, 600, 0, 1);
  set = learn_table_get_set (&table);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Watch watch = { cancellable, 0, round == 0 ? 0 : n_reports / 2, 0.0 };
      RdgTrainingWatch calls = { enter_stage, &watch };
      g_autoptr (RdgModel) model = rdg_training_run (&set, &options, &calls, cancellable, &error);

      if (round == 0)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (watch.n_reports, >, 50);
          n_reports = watch.n_reports;
        }
      else
        {
          g_assert_null (model);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpuint (watch.n_reports, <, n_reports);
        }
    }
}

/* What was known of a car before its test stands beside what was said of it, and from the list alone
 * follows what the hold-out says. */
static void
test_judged (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options (RDG_ALGORITHM_FOREST);
  RdgTrainingSet set;
  g_autofree float *earlier = g_new (float, 1500);
  g_autofree gint64 *tested_at = g_new (gint64, 1500);
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint64 *hashes = g_new (guint64, 1500);
  g_autoptr (GError) error = NULL;
  RdgBaseline baselines[RDG_N_BASELINES];
  g_auto (RdgCurves) curves = { 0 };
  gsize n, n_gap;

  learn_table_generate (&table, 1500, 0, 4);
  for (guint i = 0; i < 1500; i++)
    {
      earlier[i] = i % 7 == 0 ? NAN : (float) (i % 5);
      tested_at[i] = (gint64) i * HOUR_MS;
      hashes[i] = rdg_split_hash_code (table.codes[i]);
      g_hash_table_insert (rows, &hashes[i], GUINT_TO_POINTER (i));
    }
  set = learn_table_get_set (&table);
  set.earlier = earlier;
  set.tested_at = tested_at;
  options.n_folds = 0;
  options.gap_hours = 48.0;

  g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (rdg_model_get_gap (model, &n_gap), ==, 48.0);
  /* Cars 1153 to 1199; between car 1152 and car 1200 lie 48 hours. */
  g_assert_cmpuint (n_gap, ==, 47);
  g_assert_cmpuint (rdg_model_get_n_train (model), ==, 1153);
  g_assert_true (rdg_model_find_trained (model, table.codes[1152], NULL));
  g_assert_false (rdg_model_find_trained (model, table.codes[1153], NULL));

  const RdgJudgedCar *judged = rdg_model_get_judged (model, &n);
  const RdgMetrics *holdout = rdg_model_get_holdout (model);

  g_assert_cmpuint (n, ==, 300);
  for (gsize i = 0; i < n; i++)
    {
      guint row = GPOINTER_TO_UINT (g_hash_table_lookup (rows, &judged[i].hash));

      g_assert_cmpuint (row, >=, 1200);
      g_assert_cmpuint (judged[i].failed, ==, table.failed[row]);
      g_assert_true (judged[i].earlier == earlier[row] ||
                     (isnan (judged[i].earlier) && isnan (earlier[row])));
    }

  g_assert_true (rdg_model_get_curves (model, &curves));
  g_assert_cmpfloat_with_epsilon (curves.roc.area, holdout->value[RDG_METRIC_ROC_AUC], 1e-12);
  g_assert_cmpfloat_with_epsilon (curves.pr.area, holdout->value[RDG_METRIC_PR_AUC], 1e-12);

  g_assert_true (rdg_model_get_baselines (model, 20, baselines, NULL, NULL));
  g_assert_true (baselines[RDG_BASELINE_EARLIER].known);
  g_assert_cmpfloat_with_epsilon (baselines[RDG_BASELINE_EARLIER].metrics.value[RDG_METRIC_SENT_SHARE],
                                  holdout->value[RDG_METRIC_SENT_SHARE], 1e-12);
  g_assert_cmpfloat_with_epsilon (baselines[RDG_BASELINE_ALL].difference.value[RDG_METRIC_PRECISION],
                                  holdout->value[RDG_METRIC_PRECISION] -
                                    holdout->value[RDG_METRIC_POSITIVES] / 300.0, 1e-12);
}

static void
test_gap_too_long (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options (RDG_ALGORITHM_FOREST);
  g_autoptr (GError) error = NULL;

  learn_table_generate (&table, 500, 0, 4);
  table.tested_at = g_new (gint64, 500);
  for (guint i = 0; i < 500; i++)
    table.tested_at[i] = (gint64) i * HOUR_MS;
  options.n_folds = 0;
  options.gap_hours = 395;
  g_assert_null (train (&table, &options, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW);
  g_assert_nonnull (strstr (error->message, "394 of the gap"));
}

/* "18 in 100" has to be true of later cars, too: within 0.02 on average, by folds and by time. */
static void
test_calibrated (gconstpointer data)
{
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options = small_options (GPOINTER_TO_INT (data));

  learn_table_generate (&table, 12000, 3, 11);
  table.tested_at = g_new (gint64, 12000);
  for (guint i = 0; i < 12000; i++)
    table.tested_at[i] = (gint64) i * HOUR_MS;
  options.n_trees = 100;
  options.n_folds = 0;

  g_autoptr (RdgModel) by_time = train (&table, &options, NULL);

  g_assert_cmpfloat (rdg_model_get_holdout (by_time)->value[RDG_METRIC_ECE], <, 0.02);

  options.n_trees = 30;
  options.n_folds = 3;

  g_autoptr (RdgModel) by_folds = train (&table, &options, NULL);

  g_assert_cmpfloat (rdg_model_get_holdout (by_folds)->value[RDG_METRIC_ECE], <, 0.02);
}

int
main (int   argc,
      char *argv[])
{
  static const RdgAlgorithm algorithms[] = { RDG_ALGORITHM_FOREST, RDG_ALGORITHM_SVM,
                                             RDG_ALGORITHM_BOOSTED };

  g_test_init (&argc, &argv, NULL);
  for (guint a = 0; a < G_N_ELEMENTS (algorithms); a++)
    {
      const char *key = rdg_algorithm_get_key (algorithms[a]);
      g_autofree char *folds = g_strconcat ("/learn/judgement/folds/", key, NULL);
      g_autofree char *bytes = g_strconcat ("/learn/judgement/same-bytes/", key, NULL);
      g_autofree char *calibrated = g_strconcat ("/learn/judgement/calibrated/", key, NULL);

      g_test_add_data_func (folds, GINT_TO_POINTER (algorithms[a]), test_folds);
      g_test_add_data_func (bytes, GINT_TO_POINTER (algorithms[a]), test_same_bytes);
      g_test_add_data_func (calibrated, GINT_TO_POINTER (algorithms[a]), test_calibrated);
    }
  g_test_add_func ("/learn/judgement/one-class", test_one_class);
  g_test_add_func ("/learn/judgement/options", test_options);
  g_test_add_func ("/learn/judgement/progress", test_progress);
  g_test_add_func ("/learn/judgement/judged", test_judged);
  g_test_add_func ("/learn/judgement/gap-too-long", test_gap_too_long);

  return g_test_run ();
}
