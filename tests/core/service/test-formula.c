/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas of a database: what may be saved, and that training and scoring compute the same. */
#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-formula-features.h"
#include "rdg-formula-service.h"
#include "rdg-formula-table.h"
#include "rdg-model-codec.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-training-service.h"
#include "service-fixture.h"

#include <math.h>
#include <string.h>

#define N_CARS 400

static const ServiceContent content = { .n_cars = N_CARS, .times = TRUE };

static gboolean
save (ServiceFixture  *fixture,
      const char      *name,
      const char      *expression,
      const char      *replaces,
      guint           *position,
      GError         **error)
{
  g_autoptr (RdgSavedFormula) formula = rdg_saved_formula_new (name, "Nm", expression);

  return rdg_formula_service_save (fixture->workspace, NULL, formula, replaces, NULL, position, error);
}

static void
must_save (ServiceFixture *fixture,
           const char     *name,
           const char     *expression)
{
  g_autoptr (GError) error = NULL;

  save (fixture, name, expression, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_refused (ServiceFixture *fixture,
                const char     *name,
                const char     *expression,
                guint           place,
                const char     *part)
{
  g_autofree char *before = service_fixture_dump (fixture);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  guint position = 99;

  g_assert_false (save (fixture, name, expression, NULL, &position, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_cmpuint (position, ==, place);
  after = service_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_save (void)
{
  ServiceFixture fixture;
  g_autoptr (GPtrArray) saved = NULL;
  g_autoptr (GError) error = NULL;

  service_fixture_open (&fixture);
  assert_refused (&fixture, "early", "Torque * 2", 0, "import a file first");
  service_fixture_fill (&fixture, &content);
  must_save (&fixture, "b", "Torque * 2");
  must_save (&fixture, "a", "\"Torque [Nm]\" / TEMPO_ZP7");
  assert_refused (&fixture, "b", "Torque * 3", 0, "already");
  assert_refused (&fixture, "", "Torque * 3", 0, "needs a name");
  assert_refused (&fixture, " c", "Torque * 3", 0, "blank");
  assert_refused (&fixture, "c, d", "Torque * 3", 0, "comma");
  assert_refused (&fixture, "all", "Torque * 3", 0, "“all”");
  assert_refused (&fixture, "Torque", "Torque * 3", 0, "was measured");
  assert_refused (&fixture, "Faults", "Torque * 3", 0, "kept out");
  /* What may be no input may be none by a detour either. */
  assert_refused (&fixture, "c", "Torque + 0 * Faults", 14, "Part of the answer");
  assert_refused (&fixture, "c", "Torque + \"Faults [x]\"", 10, "Part of the answer");
  assert_refused (&fixture, "c", "b * 2", 1, "cannot use another formula");
  assert_refused (&fixture, "c", "Torque +", 9, "ends");

  g_assert_true (save (&fixture, "c", "Torque * 4", "b", NULL, &error));
  g_assert_false (save (&fixture, "d", "Torque * 4", "b", NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (save (&fixture, "a", "Torque * 4", "c", NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  saved = rdg_formula_service_list (fixture.workspace, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (saved->len, ==, 2);
  g_assert_cmpstr (((RdgSavedFormula *) saved->pdata[1])->expression, ==, "Torque * 4");

  g_assert_true (rdg_formula_service_remove (fixture.workspace, "c", &error));
  g_assert_false (rdg_formula_service_remove (fixture.workspace, "c", &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  service_fixture_close (&fixture);
}

static RdgTrainingReport *
train (ServiceFixture  *fixture,
       const char      *formulas,
       guint            n_threads,
       GError         **error)
{
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.n_trees = 30;
  options.n_bootstrap = 20;
  options.n_threads = n_threads;
  options.formulas = formulas;
  return rdg_training_service_run (fixture->workspace, &options, NULL, NULL, error);
}

/* The cars in the columns of a training, or of a model. */
static RdgMatrix *
load (ServiceFixture *fixture,
      const RdgModel *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (fixture->workspace, RDG_STORE_READ, &error);
  g_autoptr (RdgCarRoll) roll = _rdg_car_outcomes_read (store, NULL, &error);
  g_autoptr (RdgCarMatrix) cars = _rdg_car_matrix_load (store, model, roll, roll->id, roll->n_cars, NULL,
                                                        NULL, &error);
  g_autoptr (GPtrArray) saved = rdg_formula_table_list (store, &error);
  g_autoptr (GPtrArray) bound = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_formula_unref);
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();
  RdgMatrix *conformed;

  g_assert_no_error (error);
  if (model == NULL)
    {
      g_assert_true (_rdg_formula_add_features (saved, NULL, cars->matrix, cars->blocked, bound, warnings,
                                                &error));
      return rdg_matrix_ref (cars->matrix);
    }

  conformed = rdg_model_conform (model, cars->matrix, NULL, &error);
  g_assert_no_error (error);
  return conformed;
}

/* Same values by both ways, same bytes with any number of threads, same scores of a file. */
static void
test_same (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgMatrix) trained = NULL, scored = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (RdgModel) model = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (RdgRiskList) list = NULL;
  g_autofree char *path = NULL;
  guint column, other;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &content);
  must_save (&fixture, "rate", "Torque / (TEMPO_ZP7 - 20)");
  must_save (&fixture, "root", "sqrt(Torque - 50) * 1.1");
  for (guint threads = 1; threads <= 3; threads++)
    {
      RdgTrainingReport *report = train (&fixture, NULL, threads, &error);
      g_autoptr (GBytes) bytes = NULL;

      g_assert_no_error (error);
      bytes = rdg_model_encode (report->model);
      if (first == NULL)
        first = g_bytes_ref (bytes);
      g_assert_true (g_bytes_equal (first, bytes));
      rdg_training_report_free (report);
    }

  model = rdg_model_decode (first, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_formulas (model), ==, 2);
  trained = load (&fixture, NULL);
  scored = load (&fixture, model);
  for (guint i = 0; i < 2; i++)
    {
      const char *name = rdg_formula_get_name (rdg_model_get_formula (model, i));

      g_assert_true (rdg_matrix_find (trained, name, &column) && rdg_matrix_find (scored, name, &other));
      for (gsize r = 0; r < rdg_matrix_get_n_rows (trained); r++)
        {
          float one = rdg_matrix_get_column (trained, column)[r];
          float two = rdg_matrix_get_column (scored, other)[r];

          g_assert_true (isnan (one) ? isnan (two) : memcmp (&one, &two, sizeof one) == 0);
        }
    }

  g_assert_true (rdg_model_registry_promote (fixture.workspace, 1, "n", NULL, &error));
  g_assert_true (rdg_prediction_score (fixture.workspace, 0, NULL, NULL, NULL, &error));
  list = rdg_prediction_list (fixture.workspace, 0, FALSE, RDG_DATETIME_NONE, NULL, &error);
  g_assert_no_error (error);
  path = service_fixture_write_csv (&fixture, &content, N_CARS, FIXTURE_WAITING, "2024");
  rows = rdg_prediction_file (fixture.workspace, path, NULL, 0, 2, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, list->n_cars);
  for (guint i = 0; i < rows->len; i++)
    {
      const RdgPredictedRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpstr (row->code, ==, list->code[i]);
      g_assert_cmpfloat (row->risk.risk, ==, list->risk[i].risk);
    }
  service_fixture_close (&fixture);
}

static gboolean
contains (GStrv       texts,
          const char *part)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      if (strstr (texts[i], part) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Behind the service's back, as another program might. */
static void
smuggle (ServiceFixture *fixture,
         const char     *name,
         const char     *expression)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (fixture->workspace, RDG_STORE_WRITE, &error);
  RdgStoredFormula row = { (char *) name, (char *) "", (char *) expression, 0 };

  g_assert_true (rdg_store_begin (store, &error) && rdg_formula_table_put (store, &row, &error) &&
                 rdg_store_commit (store, &error));
}

static const char *
find_blocked (const RdgModel *model,
              const char     *name)
{
  for (guint i = 0; i < rdg_model_get_n_blocked (model); i++)
    {
      if (g_str_equal (rdg_model_get_blocked (model, i)->name, name))
        return rdg_model_get_blocked (model, i)->reason;
    }

  return NULL;
}

static void
test_left_out (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  RdgTrainingReport *report;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &content);
  must_save (&fixture, "good", "Torque * TEMPO_ZP7");
  must_save (&fixture, "holes", "sqrt(Torque - 55)");
  must_save (&fixture, "same", "Torque * 0 + 1");
  must_save (&fixture, "nothing", "Torque / 0");
  smuggle (&fixture, "leak", "Faults * 2");
  smuggle (&fixture, "wrong", "Torque * (");
  smuggle (&fixture, "Torque", "TEMPO_ZP7 * 2");

  report = train (&fixture, NULL, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_formulas (report->model), ==, 2);
  g_assert_nonnull (rdg_model_find_formula (report->model, "good"));
  g_assert_nonnull (strstr (find_blocked (report->model, "same"), "same value"));
  g_assert_nonnull (strstr (find_blocked (report->model, "nothing"), "no value"));
  g_assert_nonnull (strstr (find_blocked (report->model, "leak"), "cannot be used"));
  g_assert_nonnull (find_blocked (report->model, "wrong"));
  g_assert_true (contains (report->warnings, "“holes” has no value for"));
  g_assert_true (contains (report->warnings, "“same” gives the same value"));
  g_assert_true (contains (report->warnings, "“nothing” gives no value"));
  g_assert_true (contains (report->warnings, "Part of the answer"));
  g_assert_true (contains (report->warnings, "position 11"));
  g_assert_true (contains (report->warnings, "“Torque” is a feature that was measured"));
  rdg_training_report_free (report);

  report = train (&fixture, "none", 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_formulas (report->model), ==, 0);
  rdg_training_report_free (report);

  report = train (&fixture, "holes, good", 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_formulas (report->model), ==, 2);
  rdg_training_report_free (report);

  /* What is asked for by name and cannot be is an error. */
  g_assert_null (train (&fixture, "good,leak", 1, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA);
  g_clear_error (&error);
  g_assert_null (train (&fixture, "goot", 1, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  service_fixture_close (&fixture);
}

static void
test_preview (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgFormulaSample) sample = NULL, part = NULL;
  g_autoptr (RdgFormulaPreview) preview = NULL;
  guint position;

  service_fixture_open (&fixture);
  g_assert_null (rdg_formula_sample_load (fixture.workspace, 0, NULL, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW);
  g_clear_error (&error);
  service_fixture_fill (&fixture, &content);
  sample = rdg_formula_sample_load (fixture.workspace, RDG_FORMULA_SAMPLE_CARS, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (rdg_formula_sample_is_partial (sample));
  preview = rdg_formula_sample_preview (sample, NULL, "", "Torque / (TEMPO_ZP7 > 300)", &position, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preview->tally.n_rows, ==, N_CARS);
  g_assert_cmpuint (preview->tally.n_infinite, >, 0);
  g_assert_cmpuint (preview->rows->len, ==, 10);
  g_assert_cmpuint (g_strv_length (preview->inputs), ==, 2);
  g_assert_cmpfloat (preview->least, <=, preview->middle);
  g_assert_cmpfloat (preview->middle, <=, preview->most);
  g_assert_false (preview->constant);
  for (guint i = 0; i < preview->rows->len; i++)
    {
      const RdgFormulaRow *row = g_ptr_array_index (preview->rows, i);

      if (!isnan (row->value))
        g_assert_cmpfloat (row->value, ==, row->inputs[0]);
    }

  part = rdg_formula_sample_load (fixture.workspace, 50, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (rdg_formula_sample_is_partial (part));
  service_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/formula/save", test_save);
  g_test_add_func ("/service/formula/same", test_same);
  g_test_add_func ("/service/formula/left-out", test_left_out);
  g_test_add_func ("/service/formula/preview", test_preview);

  return g_test_run ();
}
