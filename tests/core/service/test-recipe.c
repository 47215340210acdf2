/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Features of a simulated plant: the same for training, scoring and explaining,
 * and nothing in them that was known only when the road test had begun.
 */
#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-datetime.h"
#include "rdg-feature-name.h"
#include "rdg-import-service.h"
#include "rdg-line-context.h"
#include "rdg-model-registry.h"
#include "rdg-simulate.h"
#include "rdg-training-service.h"
#include "service-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define CARS 900

typedef struct
{
  ServiceFixture service;
  RdgCarRoll    *cars;
} Plant;

static void
import (Plant              *plant,
        const char * const *paths)
{
  g_autoptr (RdgJob) job = rdg_job_new ("import");
  g_autoptr (GPtrArray) reports = NULL;
  g_autoptr (GError) error = NULL;
  RdgImportOptions options = { 0 };

  g_assert_true (rdg_import_files (plant->service.workspace, paths, &options, job, &reports, &error));
  g_assert_no_error (error);
}

static void
read_cars (Plant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (plant->service.workspace, RDG_STORE_READ,
                                                         &error);

  g_clear_pointer (&plant->cars, rdg_car_roll_free);
  plant->cars = _rdg_car_outcomes_read (store, NULL, &error);
  g_assert_no_error (error);
}

static void
open_plant (Plant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgSimulateReport) report = NULL;
  RdgSimulateOptions options = {
    .cars = CARS, .days = 5, .seed = 11, .dirt = 1, .readings = RDG_SIMULATE_MIN_READINGS,
    .files = 1u << RDG_SIMULATE_FILE_FALHAS | 1u << RDG_SIMULATE_FILE_STATUS |
             1u << RDG_SIMULATE_FILE_RESULTADOS,
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  plant->cars = NULL;
  service_fixture_open (&plant->service);
  report = rdg_simulate_write (&options, plant->service.folder, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->failures, >, 20);
  for (guint i = 0; report->files[i] != NULL; i++)
    {
      if (strstr (report->files[i], "truth") == NULL)
        g_strv_builder_add (builder, report->files[i]);
    }
  paths = g_strv_builder_end (builder);
  import (plant, (const char * const *) paths);
  read_cars (plant);
}

static void
close_plant (Plant *plant)
{
  g_clear_pointer (&plant->cars, rdg_car_roll_free);
  service_fixture_close (&plant->service);
}

static RdgMatrix *
load (Plant          *plant,
      const RdgModel *model,
      const gint64   *ids,
      gsize           n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (plant->service.workspace, RDG_STORE_READ,
                                                         &error);
  g_autoptr (RdgCarMatrix) loaded =
    _rdg_car_matrix_load (store, model, plant->cars, ids, n, NULL, NULL, &error);
  g_auto (GStrv) missing = NULL;

  g_assert_no_error (error);
  if (model == NULL)
    return rdg_matrix_ref (loaded->matrix);

  RdgMatrix *conformed = rdg_model_conform (model, loaded->matrix, &missing, &error);

  g_assert_no_error (error);
  if (n > 1)
    g_assert_cmpuint (g_strv_length (missing), ==, 0);
  return conformed;
}

static RdgModel *
train (Plant *plant)
{
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;
  RdgTrainingReport *report;
  RdgModel *model;

  rdg_training_options_init (&options);
  options.n_trees = 5;
  report = rdg_training_service_run (plant->service.workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  model = rdg_model_ref (report->model);
  rdg_training_report_free (report);
  return model;
}

static gsize
list_labelled (const Plant *plant,
               gint64      *ids,
               gboolean     tested_only)
{
  gsize n = 0;

  for (gsize i = 0; i < plant->cars->n_cars; i++)
    {
      if (plant->cars->label[i] != RDG_LABEL_NONE && (!tested_only || plant->cars->tested[i]))
        ids[n++] = plant->cars->id[i];
    }
  return n;
}

/* The rows of one matrix in another: bit for bit, or both of them missing. */
static guint64
assert_same (const RdgMatrix *one,
             gsize            one_row,
             const RdgMatrix *other,
             gsize            other_row)
{
  guint64 n_known = 0;

  for (guint c = 0; c < rdg_matrix_get_n_columns (one); c++)
    {
      const char *name = rdg_matrix_get_feature (one, c)->name;
      guint column;
      float a, b;

      g_assert_true (rdg_matrix_find (other, name, &column));
      a = rdg_matrix_get_column (one, c)[one_row];
      b = rdg_matrix_get_column (other, column)[other_row];
      n_known += !isnan (a);
      if (isnan (a) != isnan (b) || (!isnan (a) && memcmp (&a, &b, sizeof a) != 0))
        g_error ("“%s” is %g and %g", name, (double) a, (double) b);
    }

  return n_known;
}

static void
test_same_everywhere (void)
{
  Plant plant;
  g_autoptr (RdgModel) model = NULL;
  g_autoptr (RdgMatrix) trained = NULL, conformed = NULL, scored = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *ids = NULL;
  guint64 n_known = 0;
  gsize n, from = 0;

  open_plant (&plant);
  ids = g_new (gint64, plant.cars->n_cars);
  n = list_labelled (&plant, ids, FALSE);
  g_assert_cmpuint (n, >, 200);
  model = train (&plant);
  trained = load (&plant, NULL, ids, n);
  conformed = rdg_model_conform (model, trained, NULL, &error);
  scored = load (&plant, model, plant.cars->id, plant.cars->n_cars);

  for (gsize i = 0; i < n; i++)
    {
      while (plant.cars->id[from] != ids[i])
        from++;
      n_known += assert_same (conformed, i, scored, from);
    }
  g_assert_cmpuint (n_known, >, n * 80);

  for (gsize i = 0; i < n; i += 37)
    {
      g_autoptr (RdgMatrix) alone = load (&plant, model, &ids[i], 1);

      assert_same (alone, 0, conformed, i);
    }
  close_plant (&plant);
}

static void
write_file (Plant      *plant,
            const char *name,
            GString    *text)
{
  g_autofree char *path = g_build_filename (plant->service.folder, name, NULL);
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  import (plant, paths);
}

/* Of every tested car: a reading, failures and a pass, at the moment of its test and an hour later. */
static void
plant_the_future (Plant *plant)
{
  g_autoptr (GString) status = g_string_new ("KNR,STATUS,DATA\n");
  g_autoptr (GString) failures = g_string_new ("KNR,MODELO,COR,MOTOR,ESTACAO,USUARIO,HALLE,FALHA,"
                                               "S_GROUP_ID,DATA\n");
  g_autoptr (GString) results = g_string_new (",KNR,NAME,ID,STATUS,UNIT,VALUE_ID,VALUE,DATA\n");

  for (gsize i = 0; i < plant->cars->n_cars; i++)
    {
      if (!plant->cars->tested[i])
        continue;
      for (guint later = 0; later < 2; later++)
        {
          gint64 at = plant->cars->time[i] + (gint64) later * 3600000;
          const char *code = plant->cars->code[i];
          char date[RDG_DATETIME_BUFFER_SIZE];

          rdg_datetime_format (at, date);
          g_strdelimit (date, "T", ' ');
          g_string_append_printf (status, "%s,M620,%s\n%s,R750,%s\n", code, date, code, date);
          g_string_append_printf (failures, "%s,BF1,A1,CWL,S1,,ZP7,Later %u,9830946,%s\n", code, later,
                                  date);
          g_string_append_printf (results, "0,%s,3108,2,13,Nm,2.0,999,%s\n", code, date);
        }
    }

  write_file (plant, "STATUS-2.csv", status);
  write_file (plant, "FALHAS-2.csv", failures);
  write_file (plant, "RESULTADOS-2.csv", results);
}

static guint64
count_rows (Plant      *plant,
            guint       i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) imports = rdg_import_list (plant->service.workspace, 0, &error);

  g_assert_no_error (error);
  return ((RdgImportRow *) g_ptr_array_index (imports, i))->rows_taken;
}

static void
test_nothing_later (void)
{
  Plant plant;
  g_autoptr (RdgModel) model = NULL;
  g_autoptr (RdgMatrix) before = NULL, after = NULL, retrained = NULL;
  g_autofree gint64 *ids = NULL, *tested_at = NULL;
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options;
  RdgTrainingReport *report;
  gboolean warned = FALSE;
  gsize n;

  rdg_training_options_init (&options);
  options.n_trees = 5;

  open_plant (&plant);
  ids = g_new (gint64, plant.cars->n_cars);
  n = list_labelled (&plant, ids, TRUE);
  tested_at = g_memdup2 (plant.cars->time, plant.cars->n_cars * sizeof (gint64));
  model = train (&plant);
  before = load (&plant, model, ids, n);

  plant_the_future (&plant);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (count_rows (&plant, i), >=, n);
  read_cars (&plant);
  for (gsize i = 0; i < plant.cars->n_cars; i++)
    {
      if (plant.cars->tested[i])
        g_assert_cmpint (tested_at[i], ==, plant.cars->time[i]);
    }
  after = load (&plant, model, ids, n);
  retrained = load (&plant, NULL, ids, n);
  for (gsize i = 0; i < n; i++)
    {
      assert_same (before, i, after, i);
      assert_same (before, i, retrained, i);
    }

  report = rdg_training_service_run (plant.service.workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (report->warnings), >=, 1);
  for (guint i = 0; report->warnings[i] != NULL; i++)
    warned |= strstr (report->warnings[i], "“3108 2” is mostly measured at or after") != NULL;
  g_assert_true (warned);
  rdg_training_report_free (report);
  close_plant (&plant);
}

/* Of a car that was on the line when nobody wrote failures down, or before they did, it is not known
 * that it had none. */
static void
test_not_covered (void)
{
  Plant plant;
  g_autoptr (RdgMatrix) matrix = NULL;
  g_autoptr (GString) early = g_string_new ("KNR,STATUS,DATA\n"
                                            "2024-9999991,R750,2024-04-02 08:00:00\n"
                                            "2024-9999991,M700,2024-04-03 08:00:00\n"
                                            "2024-9999992,R750,2024-04-02 23:00:00\n"
                                            "2024-9999992,M700,2024-06-03 08:00:00\n");
  guint failures, minutes, again, share, shift;
  gsize covered = 0;

  open_plant (&plant);
  write_file (&plant, "STATUS-2.csv", early);
  read_cars (&plant);
  matrix = load (&plant, NULL, plant.cars->id, plant.cars->n_cars);
  g_assert_true (rdg_matrix_find (matrix, "failures before the test", &failures));
  g_assert_true (rdg_matrix_find (matrix, "minutes from ZP5 to ZP5A", &minutes));
  g_assert_true (rdg_matrix_find (matrix, "passes of CAB beyond the first", &again));
  g_assert_true (rdg_matrix_find (matrix, "failed of the last 200 cars tested", &share));
  g_assert_true (rdg_matrix_find (matrix, "shift at the start", &shift));

  for (gsize i = 0; i < plant.cars->n_cars; i++)
    {
      const RdgFeature *shifts = rdg_matrix_get_feature (matrix, shift);
      float n = rdg_matrix_get_column (matrix, failures)[i];

      covered += n >= 0;
      if (!g_str_has_prefix (plant.cars->code[i], "2024-999999"))
        continue;
      g_assert_true (isnan (n));
      g_assert_true (isnan (rdg_matrix_get_column (matrix, minutes)[i]));
      g_assert_true (isnan (rdg_matrix_get_column (matrix, again)[i]));
      g_assert_cmpstr (shifts->levels[(guint) rdg_matrix_get_column (matrix, shift)[i]], ==,
                       g_str_has_suffix (plant.cars->code[i], "1") ? "early" : "night");
      /* In April no car had been tested yet. */
      if (g_str_has_suffix (plant.cars->code[i], "1"))
        g_assert_true (isnan (rdg_matrix_get_column (matrix, share)[i]));
    }
  g_assert_cmpuint (covered, >, plant.cars->n_cars / 2);
  close_plant (&plant);
}

/* What was known of other cars when this one came, and no sooner. */
static void
test_context (void)
{
  RdgCarRoll cars = { .n_cars = 120 };
  g_autoptr (RdgLineContext) context = NULL;
  const gint64 hour = 3600000;

  cars.time = g_new (gint64, cars.n_cars);
  cars.failed_at = g_new (gint64, cars.n_cars);
  cars.label = g_new (guint8, cars.n_cars);
  cars.tested = g_new (guint8, cars.n_cars);
  cars.written_back = g_new0 (guint8, cars.n_cars);
  for (gsize i = 0; i < cars.n_cars; i++)
    {
      gboolean failed = i >= 60 && i < 80;

      cars.time[i] = (gint64) i * hour;
      cars.tested[i] = TRUE;
      cars.label[i] = failed ? RDG_LABEL_FAILED : RDG_LABEL_PASSED;
      cars.failed_at[i] = failed ? cars.time[i] + (i == 60 ? 30 : 0) * hour : RDG_DATETIME_NONE;
    }
  context = _rdg_line_context_new (&cars);

  g_assert_true (isnan (_rdg_line_context_get_share (context, 51 * hour)));
  g_assert_cmpfloat (_rdg_line_context_get_share (context, 60 * hour), ==, 0);
  /* Car 60 failed, but that was found much later; car 61 is only just tested. */
  g_assert_cmpfloat (_rdg_line_context_get_share (context, 63 * hour), ==, 0);
  g_assert_cmpfloat_with_epsilon (_rdg_line_context_get_share (context, 63 * hour + 1), 100.0 / 61,
                                  1e-4);
  g_assert_cmpfloat_with_epsilon (_rdg_line_context_get_share (context, 90 * hour + 1), 100.0 * 20 / 89,
                                  1e-4);
  g_free (cars.time);
  g_free (cars.failed_at);
  g_free (cars.label);
  g_free (cars.tested);
  g_free (cars.written_back);
}

/* As people say it. */
static void
test_names (void)
{
  static const struct
  {
    const char *name, *unit, *text;
  } names[] = {
    { "minutes from ZP6 to CAB", "min", "Minutes from ZP6 to CAB" },
    { "passes of CAB beyond the first", "", "Passes of CAB beyond the first" },
    { "failures at ZP5A", "", "Failures found at ZP5A" },
    { "failures in zone doors", "", "Failures found in the zone doors" },
    { "out of limits in group 2", "", "Screw-driving results out of limits" },
    { "out of limits in group 20", "", "Readings out of limits in group 20" },
    { "3108 2", "Nm", "Torque of operation 3108, screw 2" },
    { "3108 2 [Grad]", "Grad", "Angle of operation 3108, screw 2" },
    { "130100 4 max", "Nm", "Largest torque of operation 130100, screw 4" },
    { "012005 3 mean", "%", "Mean of operation 012005, channel 3" },
    { "Torque", "Nm", "Torque" },
    { "passes of ", "", "passes of " },
    { "passes of beyond the first", "", "passes of beyond the first" },
    { "12 3", "Nm", "12 3" },
    { "SECTION_ALS_00000073", "V", "SECTION_ALS_00000073" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = rdg_feature_name_for_people (names[i].name, names[i].unit);

      g_assert_cmpstr (text, ==, names[i].text);
    }
  g_assert_cmpstr (_rdg_feature_level_for_people ("shift at the start", "night"), ==, "night");
  g_assert_cmpstr (_rdg_feature_level_for_people ("Colour", "late"), ==, "late");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe/same-everywhere", test_same_everywhere);
  g_test_add_func ("/recipe/nothing-later", test_nothing_later);
  g_test_add_func ("/recipe/not-covered", test_not_covered);
  g_test_add_func ("/recipe/context", test_context);
  g_test_add_func ("/recipe/names", test_names);

  return g_test_run ();
}
