/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the database to a candidate: what goes in, what stays out, and nothing half-done. */
#include "rdg-error.h"
#include "rdg-leak-check.h"
#include "rdg-model-codec.h"
#include "rdg-model-registry.h"
#include "rdg-training-service.h"
#include "service-fixture.h"

#include <math.h>
#include <string.h>

static RdgTrainingOptions
few_trees (void)
{
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.n_trees = 40;
  options.n_bootstrap = 20;
  return options;
}

static RdgTrainingReport *
train (ServiceFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options = few_trees ();
  RdgTrainingReport *report = rdg_training_service_run (fixture->workspace, &options, "a note", NULL,
                                                        &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static void
assert_no_training (ServiceFixture *fixture,
                    GQuark          domain,
                    int             code)
{
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options = few_trees ();
  g_autofree char *before = service_fixture_dump (fixture);
  g_autofree char *after = NULL;

  g_assert_null (rdg_training_service_run (fixture->workspace, &options, NULL, NULL, &error));
  g_assert_error (error, domain, code);
  after = service_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_candidate (void)
{
  ServiceFixture fixture;
  RdgTrainingReport *report;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const RdgModelRow *row;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 1200, .times = TRUE });
  report = train (&fixture);

  g_assert_cmpuint (rdg_model_get_n_features (report->model), ==, 3);
  g_assert_cmpstr (rdg_model_get_feature (report->model, 0)->name, ==, "TEMPO_ZP7");
  g_assert_cmpstr (rdg_model_get_feature (report->model, 1)->name, ==, "Torque");
  g_assert_cmpstr (rdg_model_get_feature (report->model, 1)->unit, ==, "Nm");
  g_assert_cmpstr (rdg_model_get_feature (report->model, 2)->name, ==, "Type");
  g_assert_cmpstr (rdg_model_get_feature (report->model, 2)->levels[0], ==, "H");
  g_assert_cmpint (rdg_model_get_split (report->model), ==, RDG_SPLIT_TIME);
  g_assert_cmpuint (rdg_model_get_n_holdout (report->model), ==, 240);

  /* What is part of the answer, and what was never measured, with the reason. */
  g_assert_cmpuint (rdg_model_get_n_blocked (report->model), ==, 2);
  g_assert_cmpstr (rdg_model_get_blocked (report->model, 0)->name, ==, "Faults");
  g_assert_cmpstr (rdg_model_get_blocked (report->model, 0)->reason, ==, "Part of the answer.");
  g_assert_cmpstr (rdg_model_get_blocked (report->model, 1)->name, ==, "Spare");

  rows = rdg_model_registry_list (fixture.workspace, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->model_id, ==, report->model_id);
  g_assert_cmpint (row->state, ==, RDG_MODEL_CANDIDATE);
  g_assert_cmpstr (row->note, ==, "a note");
  g_assert_cmpuint (row->n_train, ==, 960);
  g_assert_cmpuint (row->n_features, ==, 3);
  g_assert_cmpint (row->data_from, ==, 1709251200000);
  g_assert_cmpfloat (row->holdout.value[RDG_METRIC_ROC_AUC], ==,
                     rdg_model_get_holdout (report->model)->value[RDG_METRIC_ROC_AUC]);
  g_assert_cmpfloat (row->holdout.value[RDG_METRIC_ROC_AUC], >, 0.85);

  rdg_training_report_free (report);
  service_fixture_close (&fixture);
}

/* The same cars give the same model, in whatever order they and their columns came. */
static void
test_order_of_imports (void)
{
  GBytes *bytes[2];

  for (guint i = 0; i < 2; i++)
    {
      ServiceFixture fixture;
      RdgTrainingReport *report;

      service_fixture_open (&fixture);
      service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 800, .times = TRUE, .backwards = i == 1 });
      report = train (&fixture);
      bytes[i] = rdg_model_encode (report->model);
      rdg_training_report_free (report);
      service_fixture_close (&fixture);
    }

  g_assert_true (g_bytes_equal (bytes[0], bytes[1]));
  g_bytes_unref (bytes[0]);
  g_bytes_unref (bytes[1]);
}

static void
test_hash_split (void)
{
  ServiceFixture fixture;
  RdgTrainingReport *report;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 400 });
  report = train (&fixture);
  g_assert_cmpint (rdg_model_get_split (report->model), ==, RDG_SPLIT_HASH);
  g_assert_cmpuint (rdg_model_get_n_holdout (report->model), ==, 80);
  /* Eighty cars tell little, and the report says so. */
  g_assert_cmpuint (g_strv_length (report->warnings), ==, 1);
  rdg_training_report_free (report);
  service_fixture_close (&fixture);
}

static void
test_too_little (void)
{
  ServiceFixture fixture;

  service_fixture_open (&fixture);
  assert_no_training (&fixture, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW);
  service_fixture_close (&fixture);

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 0 });
  assert_no_training (&fixture, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW);
  service_fixture_close (&fixture);

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 300, .n_failed = 19 });
  assert_no_training (&fixture, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW);
  service_fixture_close (&fixture);

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 300, .n_failed = 300 });
  assert_no_training (&fixture, RDG_LEARN_ERROR, RDG_LEARN_ERROR_ONE_CLASS);
  service_fixture_close (&fixture);
}

static void
test_options (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options = few_trees ();

  service_fixture_open (&fixture);
  options.holdout = 7;
  g_assert_null (rdg_training_service_run (fixture.workspace, &options, NULL, NULL, &error));
  g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
  service_fixture_close (&fixture);
}

/* A column that knows the answer, one that is only there when it is known, an honest one, one that
 * nearly knows it, and one that did for as long as it meant something else. */
static void
test_leaks (void)
{
  enum { N = 200 };
  static const char * const levels[] = { "a", "b", NULL };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (N);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) warnings = NULL;
  float *answer = rdg_matrix_add_numeric (matrix, "Answer", "");
  float *presence = rdg_matrix_add_numeric (matrix, "Presence", "");
  float *honest = rdg_matrix_add_numeric (matrix, "Honest", "");
  float *category = rdg_matrix_add_category (matrix, "Category", levels);
  float *nearly = rdg_matrix_add_numeric (matrix, "Nearly", "");
  float *once = rdg_matrix_add_numeric (matrix, "Once", "");
  guint8 failed[N];
  gint64 times[N];

  for (guint i = 0; i < N; i++)
    {
      failed[i] = i % 4 == 0;
      answer[i] = failed[i] ? -(float) i - 1 : (float) i;
      presence[i] = failed[i] ? (float) i : NAN;
      honest[i] = (float) (i * 7919 % 101);
      category[i] = failed[i] ? 1 : 0;
      nearly[i] = (i % 80 == 0 || i % 50 == 1) == !failed[i] ? 1 : 0;
      once[i] = i <= N / 2 ? (failed[i] ? 1 : 0) : (float) (i % 2);
      times[i] = i;
    }

  g_assert_true (_rdg_leak_check (matrix, failed, times, builder, NULL, NULL));
  warnings = g_strv_builder_end (builder);
  g_assert_cmpuint (g_strv_length (warnings), ==, 4);
  g_assert_nonnull (strstr (warnings[0], "“Answer”"));
  g_assert_nonnull (strstr (warnings[1], "“Presence”"));
  g_assert_nonnull (strstr (warnings[2], "“Category”"));
  g_assert_nonnull (strstr (warnings[3], "“Nearly”"));
}

static gpointer
train_in_job (RdgJob   *job,
              gpointer  data,
              GError  **error)
{
  RdgTrainingOptions options = few_trees ();

  options.n_trees = 5000;
  return rdg_training_service_run (data, &options, NULL, job, error);
}

static void
finished_cb (RdgJob   *job,
             gpointer  user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
cancel_in_training_cb (gpointer user_data)
{
  RdgJob *job = user_data;

  if (rdg_job_get_stage (job) < 3)
    return G_SOURCE_CONTINUE;

  rdg_job_cancel (job);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  ServiceFixture fixture;
  g_autoptr (RdgJob) job = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gboolean finished = FALSE;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 1200 });
  before = service_fixture_dump (&fixture);

  job = rdg_job_new ("train");
  rdg_training_service_add_stages (job);
  g_assert_cmpuint (rdg_job_get_n_stages (job), ==, 6);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), &finished);
  rdg_job_start (job, rdg_workspace_get_queue (fixture.workspace), train_in_job, fixture.workspace,
                 NULL, (GDestroyNotify) rdg_training_report_free);
  g_timeout_add (5, cancel_in_training_cb, job);
  while (!finished)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_CANCELLED);
  after = service_fixture_dump (&fixture);
  g_assert_cmpstr (before, ==, after);
  service_fixture_close (&fixture);
}

static void
test_outlook (void)
{
  ServiceFixture fixture;
  RdgTrainingOutlook outlook;
  g_autoptr (GError) error = NULL;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 100, .n_failed = 12 });
  g_assert_true (rdg_training_outlook (fixture.workspace, &outlook, &error));
  g_assert_cmpuint (outlook.cars, ==, 100 + FIXTURE_WAITING);
  g_assert_cmpuint (outlook.failed, ==, 12);
  g_assert_cmpuint (outlook.passed, ==, 88);
  g_assert_cmpuint (outlook.unlabelled, ==, FIXTURE_WAITING);
  g_assert_cmpuint (outlook.failed_needed, ==, 20);
  g_assert_cmpuint (outlook.features, ==, 4);
  service_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training/candidate", test_candidate);
  g_test_add_func ("/training/order-of-imports", test_order_of_imports);
  g_test_add_func ("/training/hash-split", test_hash_split);
  g_test_add_func ("/training/too-little", test_too_little);
  g_test_add_func ("/training/options", test_options);
  g_test_add_func ("/training/leaks", test_leaks);
  g_test_add_func ("/training/cancel", test_cancel);
  g_test_add_func ("/training/outlook", test_outlook);

  return g_test_run ();
}
