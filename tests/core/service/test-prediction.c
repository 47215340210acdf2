/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risks: the same wherever they are asked for, honest for past cars, and explained in full. */
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-import-service.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-training-service.h"
#include "service-fixture.h"

#include <math.h>
#include <string.h>

#define N_CARS 900

static const ServiceContent content = { .n_cars = N_CARS, .times = TRUE };

static void
open_scored (ServiceFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options;
  RdgTrainingReport *report;
  guint64 cars = 0;
  double seconds = -1;

  service_fixture_open (fixture);
  service_fixture_fill (fixture, &content);
  rdg_training_options_init (&options);
  options.n_trees = 60;
  options.n_bootstrap = 20;
  report = rdg_training_service_run (fixture->workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (rdg_model_registry_promote (fixture->workspace, report->model_id, "first", NULL, &error));
  rdg_training_report_free (report);

  g_assert_true (rdg_prediction_score (fixture->workspace, 0, &cars, &seconds, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (cars, ==, N_CARS + FIXTURE_WAITING);
  g_assert_cmpfloat (seconds, >=, 0);
}

static RdgRiskList *
list_cars (ServiceFixture *fixture,
           gboolean        all,
           gint64          since)
{
  g_autoptr (GError) error = NULL;
  RdgRiskList *list = rdg_prediction_list (fixture->workspace, 0, all, since, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (list);
  return list;
}

static RdgModel *
load_model (ServiceFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RdgModel *model = rdg_model_registry_load (fixture->workspace, 0, NULL, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_list (void)
{
  ServiceFixture fixture;
  g_autoptr (RdgRiskList) list = NULL;
  guint n_long = 0;
  double sum = 0, caught = 0;

  open_scored (&fixture);
  list = list_cars (&fixture, FALSE, RDG_DATETIME_NONE);
  g_assert_cmpuint (list->n_cars, ==, FIXTURE_WAITING);
  g_assert_cmpuint (list->n_waiting, ==, FIXTURE_WAITING);
  g_assert_cmpuint (list->n_scored, ==, N_CARS + FIXTURE_WAITING);
  g_assert_true (list->waiting_only);

  for (gsize i = 0; i < list->n_cars; i++)
    {
      g_assert_cmpint (list->outcome[i], ==, RDG_CAR_UNLABELLED);
      g_assert_false (list->past[i]);
      g_assert_cmpfloat (list->risk[i].low, <=, list->risk[i].risk);
      g_assert_cmpfloat (list->risk[i].high, >=, list->risk[i].risk);
      g_assert_cmpint (list->recommendation[i] == RDG_RECOMMENDATION_LONG, ==,
                       list->risk[i].risk >= list->threshold);
      g_assert_cmpint (list->since[i], !=, RDG_DATETIME_NONE);
      g_assert_cmpstr (list->variant[i], !=, "");
      if (i > 0)
        g_assert_true (list->risk[i].risk < list->risk[i - 1].risk ||
                       (list->risk[i].risk == list->risk[i - 1].risk &&
                        strcmp (list->code[i], list->code[i - 1]) > 0));
      sum += list->risk[i].risk;
      if (list->recommendation[i] == RDG_RECOMMENDATION_LONG)
        {
          n_long++;
          caught += list->risk[i].risk;
          g_assert_cmpstr (list->main_reason[i], !=, "");
        }
    }

  g_assert_cmpuint (n_long, >, 0);
  g_assert_cmpfloat_with_epsilon (sum, list->expected_failures, 1e-9);
  g_assert_cmpfloat_with_epsilon (caught, list->expected_caught, 1e-9);
  /* Only the torque makes cars fail. */
  g_assert_true (g_str_has_prefix (list->main_reason[0], "Torque: "));
  g_assert_nonnull (strstr (list->main_reason[0], " Nm; usual "));
  service_fixture_close (&fixture);
}

static void
test_past_cars (void)
{
  ServiceFixture fixture;
  g_autoptr (RdgRiskList) list = NULL;
  g_autoptr (RdgModel) model = NULL;
  gsize n_past = 0;

  open_scored (&fixture);
  list = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
  model = load_model (&fixture);
  g_assert_cmpuint (list->n_cars, ==, list->n_scored);
  for (gsize i = 0; i < list->n_cars; i++)
    {
      double score;

      g_assert_cmpint (list->past[i], ==, rdg_model_find_trained (model, list->code[i], &score));
      if (!list->past[i])
        continue;
      n_past++;
      g_assert_cmpfloat (list->risk[i].risk, ==, rdg_model_calibrate (model, score).risk);
      g_assert_cmpint (list->outcome[i], !=, RDG_CAR_UNLABELLED);
    }
  /* The hold-out's cars are not among them. */
  g_assert_cmpuint (n_past, ==, rdg_model_get_n_train (model));
  service_fixture_close (&fixture);
}

static void
test_since (void)
{
  ServiceFixture fixture;
  g_autoptr (RdgRiskList) list = NULL;
  gint64 from = rdg_datetime_make (2024, 3, 1, 0) + (gint64) (N_CARS + FIXTURE_WAITING - 10) * 60000;

  open_scored (&fixture);
  list = list_cars (&fixture, FALSE, from);
  g_assert_cmpuint (list->n_cars, ==, 10);
  g_assert_cmpuint (list->n_waiting, ==, FIXTURE_WAITING);
  service_fixture_close (&fixture);
}

static void
assert_explained (ServiceFixture *fixture,
                  const char     *code,
                  const RdgRisk  *risk,
                  gboolean        past)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgExplanation) explanation = rdg_prediction_explain (fixture->workspace, 0, code, NULL,
                                                                   &error);
  double sum, last = INFINITY;

  g_assert_no_error (error);
  g_assert_cmpstr (explanation->code, ==, code);
  g_assert_cmpint (explanation->past, ==, past);
  g_assert_cmpfloat_with_epsilon (explanation->risk.risk, risk->risk, 1e-9);
  g_assert_cmpuint (explanation->reasons->len, ==, 3);

  sum = explanation->base;
  for (guint i = 0; i < explanation->reasons->len; i++)
    {
      const RdgReason *reason = g_ptr_array_index (explanation->reasons, i);

      sum += reason->contribution;
      g_assert_cmpfloat (fabs (reason->contribution), <=, last);
      last = fabs (reason->contribution);
      if (g_str_equal (reason->feature, "TEMPO_ZP7"))
        g_assert_true (g_str_has_prefix (reason->text, "Time at ZP7: "));
    }
  g_assert_cmpfloat_with_epsilon (sum, explanation->score, 1e-9);
}

static void
test_explain (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgRiskList) list = NULL;

  open_scored (&fixture);
  list = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
  for (gsize i = 0; i < list->n_cars; i += 97)
    assert_explained (&fixture, list->code[i], &list->risk[i], list->past[i]);
  g_assert_null (rdg_prediction_explain (fixture.workspace, 0, "2024-9999999", NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  service_fixture_close (&fixture);
}

static void
assert_same_reasons (GPtrArray *some,
                     GPtrArray *others)
{
  g_assert_cmpuint (some->len, ==, others->len);
  for (guint i = 0; i < some->len; i++)
    {
      const RdgReason *one = g_ptr_array_index (some, i), *other = g_ptr_array_index (others, i);

      g_assert_cmpstr (one->feature, ==, other->feature);
      g_assert_cmpstr (one->value, ==, other->value);
      g_assert_cmpstr (one->text, ==, other->text);
      g_assert_cmpfloat (one->contribution, ==, other->contribution);
    }
}

/* Of many cars at once, of a few, of one, and in any order. */
static void
test_reasons (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgRiskList) list = NULL;
  g_autoptr (GPtrArray) many = NULL;
  g_autoptr (GPtrArray) few = NULL;

  open_scored (&fixture);
  list = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
  many = rdg_prediction_reasons (fixture.workspace, 0, list->car_id, 300, 2, NULL, &error);
  g_assert_no_error (error);
  few = rdg_prediction_reasons (fixture.workspace, 0, list->car_id, 7, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (many->len, ==, 300);
  g_assert_cmpuint (few->len, ==, 7);
  for (guint i = 0; i < few->len; i++)
    {
      g_autoptr (RdgExplanation) one = rdg_prediction_explain (fixture.workspace, 0, list->code[i],
                                                               NULL, &error);

      g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (few, i))->len, ==, 2);
      assert_same_reasons (g_ptr_array_index (few, i), g_ptr_array_index (many, i));
      g_ptr_array_set_size (one->reasons, 2);
      assert_same_reasons (g_ptr_array_index (few, i), one->reasons);
    }
  service_fixture_close (&fixture);
}

/* A file of the cars that wait gives the risks that the database gives. */
static void
test_file (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgRiskList) list = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  open_scored (&fixture);
  list = list_cars (&fixture, FALSE, RDG_DATETIME_NONE);
  path = service_fixture_write_csv (&fixture, &content, N_CARS, FIXTURE_WAITING, "2024");
  before = service_fixture_dump (&fixture);
  rows = rdg_prediction_file (fixture.workspace, path, NULL, 0, 2, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, list->n_cars);
  for (guint i = 0; i < rows->len; i++)
    {
      const RdgPredictedRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpstr (row->code, ==, list->code[i]);
      g_assert_cmpfloat (row->risk.risk, ==, list->risk[i].risk);
      g_assert_cmpint (row->recommendation, ==, list->recommendation[i]);
      g_assert_false (row->past);
      g_assert_cmpuint (row->reasons->len, ==, 2);
    }
  g_clear_pointer (&rows, g_ptr_array_unref);
  g_free (path);

  /* One row is read as the model needs it, however little can be guessed from it. */
  path = service_fixture_write_csv (&fixture, &content, N_CARS, 1, "2024");
  rows = rdg_prediction_file (fixture.workspace, path, NULL, 0, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  for (gsize i = 0; i < list->n_cars; i++)
    {
      const RdgPredictedRow *row = g_ptr_array_index (rows, 0);

      if (g_str_equal (list->code[i], row->code))
        g_assert_cmpfloat (row->risk.risk, ==, list->risk[i].risk);
    }
  g_clear_pointer (&rows, g_ptr_array_unref);
  g_free (path);

  /* Cars that were trained on do not flatter the model. */
  path = service_fixture_write_csv (&fixture, &content, 0, 5, "2024");
  rows = rdg_prediction_file (fixture.workspace, path, NULL, 0, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (((RdgPredictedRow *) g_ptr_array_index (rows, i))->past);

  after = service_fixture_dump (&fixture);
  g_assert_cmpstr (before, ==, after);
  service_fixture_close (&fixture);
}

static void
test_evaluate (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  RdgEvaluation fresh, trained;

  open_scored (&fixture);
  path = service_fixture_write_csv (&fixture, &content, 0, N_CARS, "2025");
  g_assert_true (rdg_prediction_evaluate (fixture.workspace, path, NULL, 0, &fresh, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (fresh.metrics.value[RDG_METRIC_N], ==, N_CARS);
  g_assert_cmpfloat (fresh.metrics.value[RDG_METRIC_ROC_AUC], >, 0.9);
  g_free (path);

  /* The very cars of the training are known by their codes, and judged out of the bag. */
  path = service_fixture_write_csv (&fixture, &content, 0, N_CARS, "2024");
  g_assert_true (rdg_prediction_evaluate (fixture.workspace, path, NULL, 0, &trained, NULL, NULL, &error));
  g_assert_cmpfloat (trained.metrics.value[RDG_METRIC_ROC_AUC], <, fresh.metrics.value[RDG_METRIC_ROC_AUC]);
  g_assert_true (fresh.has_judged);
  g_assert_cmpfloat_with_epsilon (fresh.metrics.value[RDG_METRIC_RECALL] -
                                    trained.metrics.value[RDG_METRIC_RECALL],
                                  fresh.against_holdout.value[RDG_METRIC_RECALL] -
                                    trained.against_holdout.value[RDG_METRIC_RECALL], 1e-12);
  service_fixture_close (&fixture);
}

static void
assert_described (double      recall_low,
                  double      recall_high,
                  double      precision_low,
                  gboolean    has_judged,
                  const char *words)
{
  RdgEvaluation evaluation = { .has_judged = has_judged };
  RdgMetrics *against = &evaluation.against_holdout;
  g_autofree char *text = NULL;

  for (guint m = 0; m < RDG_N_METRICS; m++)
    {
      evaluation.metrics.value[m] = 0.5;
      against->low[m] = -0.01;
      against->high[m] = 0.01;
    }
  against->value[RDG_METRIC_RECALL] = (recall_low + recall_high) / 2.0;
  against->low[RDG_METRIC_RECALL] = recall_low;
  against->high[RDG_METRIC_RECALL] = recall_high;
  against->low[RDG_METRIC_PRECISION] = precision_low;
  text = rdg_evaluation_describe (&evaluation);

  /* Its numbers are in the user's locale. */
  g_auto (GStrv) parts = g_strsplit (words, "50.0", -1);
  g_autofree char *number = g_strdup_printf ("%.1f", 50.0);
  g_autofree char *expected = g_strjoinv (number, parts);

  g_assert_cmpstr (text, ==, expected);
}

/* A change is one whose whole interval is on one side. */
static void
test_evaluation_words (void)
{
  assert_described (-0.2, 0.01, -0.01, TRUE, "About as good as when it was judged.");
  assert_described (-0.3, -0.1, -0.01, TRUE,
                    "Worse than when it was judged: failures caught 50 % instead of 70 %.");
  assert_described (0.1, 0.3, -0.01, TRUE,
                    "Better than when it was judged: failures caught 50 % instead of 30 %.");
  assert_described (-0.3, -0.1, 0.001, TRUE,
                    "Not as when it was judged. Worse: failures caught 50 % instead of 70 %. "
                    "Better: long tests that find one 50.0 % instead of 50.0 %.");
  assert_described (-0.2, 0.01, -0.01, FALSE,
                    "The model is of an older version or came from another program, "
                    "without the cars that judged it: "
                    "whether it is still as good cannot be told.");
}

static void
test_outcome (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  RdgRiskList *list;
  g_autofree char *code = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  open_scored (&fixture);
  list = list_cars (&fixture, FALSE, RDG_DATETIME_NONE);
  code = g_strdup (list->code[0]);
  rdg_risk_list_unref (list);
  before = service_fixture_dump (&fixture);

  g_assert_true (rdg_outcome_record (fixture.workspace, code, RDG_CAR_FAILED, "doors", "rattles", &error));
  list = list_cars (&fixture, FALSE, RDG_DATETIME_NONE);
  g_assert_cmpuint (list->n_waiting, ==, FIXTURE_WAITING - 1);
  g_assert_cmpstr (list->code[0], !=, code);
  rdg_risk_list_unref (list);

  /* The later one counts, until it is taken back. */
  g_assert_true (rdg_outcome_record (fixture.workspace, code, RDG_CAR_PASSED, NULL, NULL, &error));
  list = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
  for (gsize i = 0; i < list->n_cars; i++)
    if (g_str_equal (list->code[i], code))
      g_assert_cmpint (list->outcome[i], ==, RDG_CAR_PASSED);
  rdg_risk_list_unref (list);
  g_assert_true (rdg_outcome_take_back (fixture.workspace, code, &error));
  list = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
  for (gsize i = 0; i < list->n_cars; i++)
    if (g_str_equal (list->code[i], code))
      g_assert_cmpint (list->outcome[i], ==, RDG_CAR_FAILED);
  rdg_risk_list_unref (list);

  g_assert_true (rdg_outcome_take_back (fixture.workspace, code, &error));
  g_assert_no_error (error);
  after = service_fixture_dump (&fixture);
  g_assert_cmpstr (before, ==, after);

  g_assert_false (rdg_outcome_take_back (fixture.workspace, code, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (rdg_outcome_record (fixture.workspace, "nobody", RDG_CAR_FAILED, NULL, NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (rdg_outcome_record (fixture.workspace, code, RDG_CAR_UNLABELLED, NULL, NULL, &error));
  g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
  service_fixture_close (&fixture);
}

static void
test_cancel (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgJob) job = rdg_job_new ("score");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  open_scored (&fixture);
  before = service_fixture_dump (&fixture);
  rdg_job_cancel (job);
  g_assert_false (rdg_prediction_score (fixture.workspace, 0, NULL, NULL, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = service_fixture_dump (&fixture);
  g_assert_cmpstr (before, ==, after);
  service_fixture_close (&fixture);
}

static void
test_nothing_there (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;

  service_fixture_open (&fixture);
  g_assert_null (rdg_prediction_list (fixture.workspace, 0, TRUE, RDG_DATETIME_NONE, NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE);
  g_clear_error (&error);
  g_assert_false (rdg_prediction_score (fixture.workspace, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE);
  g_clear_error (&error);
  g_assert_null (rdg_prediction_list (fixture.workspace, 5, TRUE, RDG_DATETIME_NONE, NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  service_fixture_close (&fixture);
}

/* What an import or its undo changes of a car is not in its risk: the car has none until it is
 * scored anew; the others keep theirs, and so does all that a dry run looks at. */
static void
test_touched_cars (void)
{
  ServiceFixture fixture;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gint64 import_id = 0;

  open_scored (&fixture);
  path = service_fixture_write_csv (&fixture, &content, N_CARS - 40, 50, "2024");
  for (guint round = 0; round < 3; round++)
    {
      const char *paths[] = { path, NULL };
      RdgImportOptions options = { .dry_run = round == 0 };
      g_autoptr (GPtrArray) reports = NULL;
      g_autoptr (RdgRiskList) list = NULL;
      g_autoptr (RdgRiskList) again = NULL;
      guint64 n_unscored = 0;

      if (round < 2)
        {
          g_assert_true (rdg_import_files (fixture.workspace, paths, &options, NULL, &reports, &error));
          g_assert_no_error (error);
          n_unscored = ((RdgImportReport *) reports->pdata[0])->cars_unscored;
          import_id = ((RdgImportReport *) reports->pdata[0])->import_id;
        }
      else
        {
          g_assert_true (rdg_import_undo (fixture.workspace, import_id, &n_unscored, NULL, &error));
          g_assert_no_error (error);
        }
      g_assert_cmpuint (n_unscored, ==, round == 0 ? 0 : 50);

      list = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
      g_assert_cmpuint (list->n_cars, ==, N_CARS + FIXTURE_WAITING - n_unscored);
      g_assert_true (rdg_prediction_score (fixture.workspace, 0, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      again = list_cars (&fixture, TRUE, RDG_DATETIME_NONE);
      g_assert_cmpuint (again->n_cars, ==, N_CARS + FIXTURE_WAITING);
    }

  service_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prediction/list", test_list);
  g_test_add_func ("/prediction/past-cars", test_past_cars);
  g_test_add_func ("/prediction/touched-cars", test_touched_cars);
  g_test_add_func ("/prediction/since", test_since);
  g_test_add_func ("/prediction/explain", test_explain);
  g_test_add_func ("/prediction/reasons", test_reasons);
  g_test_add_func ("/prediction/file", test_file);
  g_test_add_func ("/prediction/evaluate", test_evaluate);
  g_test_add_func ("/prediction/evaluation-words", test_evaluation_words);
  g_test_add_func ("/prediction/outcome", test_outcome);
  g_test_add_func ("/prediction/cancel", test_cancel);
  g_test_add_func ("/prediction/nothing-there", test_nothing_there);

  return g_test_run ();
}
