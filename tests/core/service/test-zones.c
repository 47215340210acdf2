/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where cars failed, from what inspectors and people wrote down; and what a model learns of it on a
 * simulated plant, whose causes each lead to a zone of their own.
 */
#include "rdg-car-outcomes.h"
#include "rdg-car-zones.h"
#include "rdg-datetime.h"
#include "rdg-import-service.h"
#include "rdg-model-registry.h"
#include "rdg-model-zones.h"
#include "rdg-simulate.h"
#include "rdg-training-service.h"
#include "rdg-zone-risk.h"
#include "service-fixture.h"

#include <math.h>
#include <string.h>

static const char status[] =
  "KNR,STATUS,DATA\n"
  "2024-0000001,M710,3/6/2024 10:00:00\n"
  "2024-0000002,M710,3/6/2024 10:00:00\n"
  "2024-0000002,M710,4/6/2024 10:00:00\n"
  "2024-0000003,M710,3/6/2024 10:00:00\n"
  "2024-0000004,M710,3/6/2024 10:00:00\n"
  "2024-0000005,M710,3/6/2024 10:00:00\n"
  "2024-0000006,M710,3/6/2024 10:00:00\n"
  "2024-0000007,M710,3/6/2024 10:00:00\n";

#define FAILURE(car, hall, zone, at) \
  "2024-000000" car ",BF11GZ,A1A1,DHSA,EST-001,U7310042," hall ",Teto. Risco " at "," zone "," at "\n"

static const char failures[] =
  "KNR,MODELO,COR,MOTOR,ESTACAO,USUARIO,HALLE,FALHA,S_GROUP_ID,DATA\n"
  /* Two zones; what was found before the test says nothing of it. */
  FAILURE ("1", "ZP7", "1", "3/6/2024 09:00:00")
  FAILURE ("1", "ROD", "4", "3/6/2024 10:30:00")
  FAILURE ("1", "ROD", "5", "3/6/2024 10:40:00")
  FAILURE ("1", "ROD", "4", "3/6/2024 10:50:00")
  /* The second test found something else. */
  FAILURE ("2", "ROD", "4", "3/6/2024 10:30:00")
  FAILURE ("2", "ROD", "1", "4/6/2024 10:30:00")
  /* No zone is known. */
  FAILURE ("3", "ROD", "-2", "3/6/2024 10:30:00")
  FAILURE ("3", "ROD", "#MULTIVALUE", "3/6/2024 10:40:00")
  FAILURE ("3", "ROD", "", "3/6/2024 10:50:00")
  FAILURE ("5", "ROD", "4", "3/6/2024 10:30:00")
  FAILURE ("6", "ROD", "4", "3/6/2024 10:30:00")
  FAILURE ("7", "ROD", "5", "3/6/2024 10:30:00");

static void
import_text (ServiceFixture *fixture,
             const char     *name,
             const char     *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  const char *paths[] = { path, NULL };
  g_autoptr (RdgJob) job = rdg_job_new ("import");
  g_autoptr (GPtrArray) reports = NULL;
  g_autoptr (GError) error = NULL;
  RdgImportOptions options = { 0 };

  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_true (rdg_import_files (fixture->workspace, paths, &options, job, &reports, &error));
  g_assert_no_error (error);
}

static void
record (ServiceFixture *fixture,
        const char     *code,
        RdgCarOutcome   outcome,
        const char     *zone)
{
  g_autoptr (GError) error = NULL;

  rdg_outcome_record (fixture->workspace, code, outcome, zone, NULL, &error);
  g_assert_no_error (error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char * const *) a, *(char * const *) b);
}

/* "doors+front": the zones of a car, in the order of their names. */
static char *
read_zones (ServiceFixture *fixture,
            const char     *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (fixture->workspace, RDG_STORE_READ, &error);
  g_autoptr (RdgCarRoll) cars = _rdg_car_outcomes_read (store, NULL, &error);
  g_autoptr (RdgCarZones) zones = _rdg_car_zones_read (store, cars, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gint64 id;
  gsize car;

  g_assert_no_error (error);
  g_assert_true (rdg_car_table_find (store, code, &id, &error));
  g_assert_true (rdg_car_roll_find (cars, id, &car));
  for (guint z = 0; z < zones->names->len; z++)
    if (zones->failed[car] >> z & 1)
      g_ptr_array_add (names, g_ptr_array_index (zones->names, z));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return g_strjoinv ("+", (char **) names->pdata);
}

static void
assert_zones (ServiceFixture *fixture,
              const char     *code,
              const char     *expected)
{
  g_autofree char *zones = read_zones (fixture, code);

  g_assert_cmpstr (zones, ==, expected);
}

static void
test_labels (void)
{
  ServiceFixture fixture;

  service_fixture_open (&fixture);
  import_text (&fixture, "status.csv", status);
  import_text (&fixture, "falhas.csv", failures);
  assert_zones (&fixture, "2024-0000001", "doors+front");
  assert_zones (&fixture, "2024-0000002", "doors");
  assert_zones (&fixture, "2024-0000003", "");
  assert_zones (&fixture, "2024-0000004", "");

  /* What a person wrote down counts, as the zone that it names; the newest does. */
  record (&fixture, "2024-0000004", RDG_CAR_FAILED, " Rear ");
  assert_zones (&fixture, "2024-0000004", "rear");
  record (&fixture, "2024-0000005", RDG_CAR_FAILED, "left lamp");
  assert_zones (&fixture, "2024-0000005", "left lamp");
  record (&fixture, "2024-0000006", RDG_CAR_PASSED, NULL);
  assert_zones (&fixture, "2024-0000006", "");
  record (&fixture, "2024-0000007", RDG_CAR_FAILED, "doors");
  record (&fixture, "2024-0000007", RDG_CAR_FAILED, NULL);
  assert_zones (&fixture, "2024-0000007", "front");
  record (&fixture, "2024-0000003", RDG_CAR_FAILED, "unknown");
  assert_zones (&fixture, "2024-0000003", "");

  service_fixture_close (&fixture);
}

/* What an undone import said is said no more; what people wrote down stays. */
static void
test_undone (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;

  service_fixture_open (&fixture);
  import_text (&fixture, "status.csv", status);
  import_text (&fixture, "falhas.csv", failures);
  record (&fixture, "2024-0000002", RDG_CAR_FAILED, "front");
  assert_zones (&fixture, "2024-0000001", "doors+front");

  g_assert_true (rdg_import_undo (fixture.workspace, 2, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_zones (&fixture, "2024-0000001", "");
  assert_zones (&fixture, "2024-0000002", "front");
  assert_zones (&fixture, "2024-0000007", "");

  service_fixture_close (&fixture);
}

/* A car's line of the truth, "" where the car is not in it. */
static char *
find_truth (const char *truth,
            const char *code)
{
  const char *at = strstr (truth, code);

  return at != NULL ? g_strndup (at, strcspn (at, "\n")) : g_strdup ("");
}

static void
open_plant (ServiceFixture  *fixture,
            char           **truth)
{
  g_autoptr (GError) error = NULL;
  RdgSimulateOptions options = {
    .cars = 8000, .days = 30, .seed = 5, .readings = RDG_SIMULATE_MIN_READINGS,
    .files = 1u << RDG_SIMULATE_FILE_FALHAS | 1u << RDG_SIMULATE_FILE_STATUS |
             1u << RDG_SIMULATE_FILE_RESULTADOS,
  };
  g_autoptr (RdgSimulateReport) report = NULL;
  g_autoptr (RdgJob) job = rdg_job_new ("import");
  g_autoptr (GPtrArray) reports = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  g_autofree char *truth_path = NULL;
  RdgImportOptions import = { 0 };

  service_fixture_open (fixture);
  report = rdg_simulate_write (&options, fixture->folder, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; report->files[i] != NULL; i++)
    if (strstr (report->files[i], "truth") == NULL)
      g_strv_builder_add (builder, report->files[i]);
  paths = g_strv_builder_end (builder);
  g_assert_true (rdg_import_files (fixture->workspace, (const char * const *) paths, &import, job,
                                   &reports, &error));
  g_assert_no_error (error);

  truth_path = g_build_filename (fixture->folder, "truth.csv", NULL);
  g_assert_true (g_file_get_contents (truth_path, truth, NULL, &error));
}

/* On later cars, which the model has not seen, the zone that it names first is the planted one far more
 * often than the commonest zone is; and list, explanation and file say the same. */
static void
test_plant (void)
{
  ServiceFixture fixture;
  g_autofree char *truth = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgRiskList) list = NULL;
  g_autoptr (RdgModel) model = NULL;
  RdgTrainingOptions options;
  RdgTrainingReport *report;
  guint64 n_cars;
  guint n_failed = 0, n_first = 0, n_commonest = 0, n_explained = 0;

  open_plant (&fixture, &truth);
  rdg_training_options_init (&options);
  options.n_trees = 120;
  options.n_bootstrap = 5;
  options.seed = 3;
  report = rdg_training_service_run (fixture.workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  model = rdg_model_ref (report->model);
  g_assert_cmpuint (rdg_model_get_n_zones (model), >=, 3);
  g_assert_cmpuint (g_strv_length (report->zones_left_out), >=, 1);
  g_assert_true (rdg_model_registry_promote (fixture.workspace, report->model_id, "x", NULL, &error));
  rdg_training_report_free (report);
  g_assert_true (rdg_prediction_score (fixture.workspace, 0, &n_cars, NULL, NULL, &error));
  list = rdg_prediction_list (fixture.workspace, 0, TRUE, RDG_DATETIME_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->n_zones, ==, rdg_model_get_n_zones (model));

  for (gsize i = 0; i < list->n_cars; i++)
    {
      g_autoptr (GArray) zones = rdg_risk_list_get_zones (list, i);

      g_assert_cmpuint (zones->len, ==, list->n_zones);
      for (guint z = 0; z < zones->len; z++)
        {
          const RdgZoneRisk *zone = &g_array_index (zones, RdgZoneRisk, z);

          g_assert_cmpfloat (zone->risk.risk, >, 0.0);
          g_assert_cmpfloat (zone->risk.risk, <=, list->risk[i].risk + 1e-7);
          g_assert_true (z == 0 || zone->risk.risk <= zone[-1].risk.risk);
        }

      if (i % 300 == 0)
        {
          g_autoptr (RdgExplanation) explanation =
            rdg_prediction_explain (fixture.workspace, 0, list->code[i], NULL, &error);

          g_assert_cmpuint (explanation->zones->len, ==, zones->len);
          for (guint z = 0; z < zones->len; z++)
            g_assert_cmpfloat_with_epsilon (
              g_array_index (explanation->zones, RdgZoneRisk, z).risk.risk,
              g_array_index (zones, RdgZoneRisk, z).risk.risk, 1e-6);
          n_explained++;
        }

      if (list->past[i] || list->outcome[i] != RDG_CAR_FAILED)
        continue;

      g_autofree char *line = find_truth (truth, list->code[i]);

      n_failed++;
      n_first += strstr (line, g_array_index (zones, RdgZoneRisk, 0).zone) != NULL;
      n_commonest += strstr (line, rdg_model_get_zone (model, 0)->name) != NULL;
    }
  g_test_message ("of %u later cars that failed, %u in the zone named first, %u in the commonest",
                  n_failed, n_first, n_commonest);
  g_assert_cmpuint (n_explained, >, 5);
  g_assert_cmpuint (n_failed, >, 20);
  g_assert_cmpuint (2 * n_first, >, 3 * n_commonest);
  g_assert_cmpuint (rdg_model_get_zone_hits (model)->n_first, <=, n_first);

  service_fixture_close (&fixture);
}

/* Which zones are worth naming. */
static void
test_told (void)
{
  static const struct
  {
    RdgZoneRisk zones[4];
    const char *told;
  } cases[] = {
    { { { "doors", 0.02, { 0.12 } }, { "rear", 0.01, { 0.07 } }, { "front", 0.01, { 0.05 } } },
      "doors, rear" },
    { { { "electrical", 0.10, { 0.12 } }, { "doors", 0.02, { 0.06 } }, { "rear", 0.01, { 0.01 } } },
      "doors" },
    { { { "electrical", 0.10, { 0.12 } }, { "doors", 0.02, { 0.025 } }, { "rear", 0.01, { 0.01 } } },
      "" },
    { { { "doors", 0.01, { 0.10 } }, { "rear", 0.01, { 0.09 } }, { "front", 0.01, { 0.08 } },
        { "centre", 0.01, { 0.08 } } }, "doors, rear, front" },
  };
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (RdgZoneRisk));
  g_autoptr (GArray) none_told = rdg_zone_risks_get_told (none);

  g_assert_cmpuint (none_told->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) zones = g_array_new (FALSE, FALSE, sizeof (RdgZoneRisk));

      for (guint z = 0; z < 4 && cases[i].zones[z].zone != NULL; z++)
        g_array_append_val (zones, cases[i].zones[z]);

      g_autoptr (GArray) told = rdg_zone_risks_get_told (zones);
      g_autofree char *text = rdg_zone_risks_format (told);

      g_assert_cmpstr (text, ==, cases[i].told);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/zones/labels", test_labels);
  g_test_add_func ("/service/zones/undone", test_undone);
  g_test_add_func ("/service/zones/plant", test_plant);
  g_test_add_func ("/service/zones/told", test_told);

  return g_test_run ();
}
