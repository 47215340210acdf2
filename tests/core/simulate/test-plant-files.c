/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FALHAS, STATUS and RESULTADOS: a car's rows, what may be known when, and the rules' ledger. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-falhas-rows.h"
#include "rdg-plant-private.h"
#include "rdg-resultados-rows.h"
#include "rdg-simulate-cell.h"
#include "rdg-simulate-writer.h"
#include "rdg-status-rows.h"
#include "rdg-text.h"

#define CARS 1200
#define DAYS 16

static void
test_texts_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* Whether two failures say the same is decided by their places in the catalogue. */
  for (guint zone = 0; zone < RDG_PLANT_N_ZONES; zone++)
    for (guint part = 0; part < RDG_PLANT_PARTS_PER_ZONE; part++)
      for (guint defect = 0; defect < RDG_PLANT_N_DEFECTS; defect++)
        {
          RdgPlantFailure failure = { .zone = zone, .part = (guint8) part,
                                      .defect = (guint8) defect };
          g_autofree char *text = rdg_plant_failure_dup_text (&failure);

          g_assert_true (g_hash_table_add (seen, rdg_text_normalise (text, -1)));
        }
}

static void
test_codes (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, 4);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RdgStatusRow));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (RdgPlantCar) car = { 0 };
  guint64 n = 0;

  rdg_plant_car_init (&car);
  for (guint i = 0; i < CARS; i++)
    {
      rdg_plant_make_car (plant, i, &car);
      rdg_status_make_rows (plant, &car, 0, rows);
      n += rows->len;
      for (guint j = 0; j < rows->len; j++)
        {
          const RdgStatusRow *row = &g_array_index (rows, RdgStatusRow, j);
          const char *hall_code = row->hall < 0 ? NULL : rdg_status_hall_code (row->hall);

          g_assert_false (row->duplicate);
          g_assert_cmpint (row->at, <, rdg_plant_get_end (plant));
          if (hall_code != NULL)
            g_assert_cmpstr (row->code, ==, hall_code);
          g_hash_table_add (seen, g_strdup (row->code));
        }
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, RDG_STATUS_N_CODES);
  g_assert_cmpuint (n / CARS, >=, 60);
  g_assert_cmpuint (n / CARS, <=, 90);
}

/* With another outcome, what is written of the time before the road test is the same. */
static void
test_no_leak (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, 5);
  g_autoptr (RdgPlant) other_plant = rdg_plant_new (CARS, DAYS, 5);
  g_autoptr (GArray) kinds = rdg_result_kinds_new (300);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RdgResultadosRow));
  g_autoptr (GArray) other_rows = g_array_new (FALSE, FALSE, sizeof (RdgResultadosRow));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (RdgFalhasRow));
  g_autoptr (GArray) other_found = g_array_new (FALSE, FALSE, sizeof (RdgFalhasRow));
  g_auto (RdgPlantCar) car = { 0 };
  g_auto (RdgPlantCar) other = { 0 };
  guint different = 0, late_rows = 0;

  _rdg_plant_set_outcome_seed (other_plant, 77);
  rdg_plant_car_init (&car);
  rdg_plant_car_init (&other);
  for (guint i = 0; i < CARS; i++)
    {
      guint n = 0;

      rdg_plant_make_car (plant, i, &car);
      rdg_plant_make_car (other_plant, i, &other);
      different += car.outcome != other.outcome;

      rdg_resultados_make_rows (plant, &car, kinds, 0, rows);
      rdg_resultados_make_rows (other_plant, &other, kinds, 0, other_rows);
      for (; n < rows->len; n++)
        {
          const RdgResultadosRow *a = &g_array_index (rows, RdgResultadosRow, n);
          const RdgResultadosRow *b = &g_array_index (other_rows, RdgResultadosRow, n);
          const RdgResultKind *kind = &g_array_index (kinds, RdgResultKind, a->kind);

          if (kind->source == RDG_SOURCE_LATE)
            break;
          g_assert_cmpint (a->at, <, car.test_at);
          g_assert_cmpuint (n, <, other_rows->len);
          g_assert_cmpuint (a->kind, ==, b->kind);
          g_assert_cmpint (a->at, ==, b->at);
          g_assert_cmpint (a->good, ==, b->good);
          g_assert_true (isnan (a->value) ? isnan (b->value) : a->value <= b->value &&
                                                               a->value >= b->value);
        }
      for (; n < rows->len; n++)
        {
          const RdgResultadosRow *row = &g_array_index (rows, RdgResultadosRow, n);
          const RdgResultKind *kind = &g_array_index (kinds, RdgResultKind, row->kind);

          g_assert_true (g_str_has_prefix (kind->name, "SECTION_ZP8_"));
          late_rows++;
        }

      rdg_falhas_make_rows (plant, &car, 0, found);
      rdg_falhas_make_rows (other_plant, &other, 0, other_found);
      for (guint j = 0; j < found->len; j++)
        {
          const RdgFalhasRow *a = &g_array_index (found, RdgFalhasRow, j);
          const RdgFalhasRow *b = &g_array_index (other_found, RdgFalhasRow, j);

          if (a->failure->after_test)
            break;
          g_assert_cmpint (a->at, ==, b->at);
          g_assert_cmpstr (a->hall, ==, b->hall);
          g_assert_cmpuint (a->failure->defect, ==, b->failure->defect);
        }
    }

  g_assert_cmpuint (different, >, 20);
  g_assert_cmpuint (late_rows, >, CARS);
}

static void
test_readings_of_a_car (void)
{
  static const guint wanted[] = { RDG_SIMULATE_MIN_READINGS, 200, 900, 2500 };
  g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, 6);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RdgResultadosRow));
  g_auto (RdgPlantCar) car = { 0 };

  rdg_plant_car_init (&car);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (GArray) kinds = rdg_result_kinds_new (wanted[i]);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      guint64 n = 0;

      g_assert_cmpuint (kinds->len, ==, wanted[i]);
      for (guint j = 0; j < kinds->len; j++)
        {
          const RdgResultKind *kind = &g_array_index (kinds, RdgResultKind, j);

          g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s|%u|%s", kind->name,
                                                                  kind->value_id, kind->unit)));
        }

      for (guint j = 0; j < 200; j++)
        {
          rdg_plant_make_car (plant, j, &car);
          rdg_resultados_make_rows (plant, &car, kinds, 0, rows);
          n += rows->len;
        }
      g_assert_cmpfloat_with_epsilon ((double) n / 200.0 / wanted[i], 1.0, 0.08);
    }
}

static gint64
at (int day,
    int hour)
{
  return rdg_datetime_make (2024, 5, day, hour * G_GINT64_CONSTANT (3600000));
}

static void
test_ledger (void)
{
  g_autoptr (RdgSimulateLedger) ledger = rdg_simulate_ledger_new ();
  RdgLedgerOutcomes outcomes;

  /* Through CAB twice and ZP7 once, tested, tested again, found good. */
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_CAB, at (3, 8));
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_CAB, at (3, 6));
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_ZP7, at (3, 9));
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_ROD, at (3, 23));
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_ROD, at (4, 3));
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_ZP7, at (4, 1));
  rdg_simulate_ledger_checkpoint (ledger, RDG_LEDGER_UNMAPPED, at (4, 1));
  rdg_simulate_ledger_end_car (ledger);

  /* Nobody saw its test, but what comes after it: on the last day, late. */
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_failure (ledger, RDG_PLANT_ZP8, at (9, 23));
  rdg_simulate_ledger_end_car (ledger);

  /* The test found something, long before the file of failures begins to be complete. */
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_failure (ledger, RDG_PLANT_ROD, at (1, 2));
  rdg_simulate_ledger_end_car (ledger);

  /* Tested before the period, after it, not at all, and a car that no row names. */
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_ROD, at (2, 23));
  rdg_simulate_ledger_end_car (ledger);
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_checkpoint (ledger, RDG_PLANT_AGUA, at (10, 0));
  rdg_simulate_ledger_end_car (ledger);
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_failure (ledger, RDG_PLANT_ZP7, at (5, 1));
  rdg_simulate_ledger_end_car (ledger);
  rdg_simulate_ledger_begin_car (ledger);
  rdg_simulate_ledger_end_car (ledger);
  rdg_simulate_ledger_stranger (ledger);

  outcomes = rdg_simulate_ledger_conclude (ledger, at (3, 12), at (9, 1));
  g_assert_cmpuint (outcomes.cars, ==, 7);
  g_assert_cmpuint (outcomes.failed, ==, 1);
  g_assert_cmpuint (outcomes.passed, ==, 2);
  g_assert_cmpuint (outcomes.outside_period, ==, 2);
  g_assert_cmpuint (outcomes.not_tested, ==, 2);

  outcomes = rdg_simulate_ledger_conclude (ledger, RDG_DATETIME_NONE, RDG_DATETIME_NONE);
  g_assert_cmpuint (outcomes.passed, ==, 0);
  g_assert_cmpuint (outcomes.no_failure_file, ==, 4);

  const RdgLedgerPasses *passes = rdg_simulate_ledger_get_passes (ledger);

  g_assert_cmpuint (passes[RDG_PLANT_CAB].kept, ==, 1);
  g_assert_cmpuint (passes[RDG_PLANT_CAB].rework, ==, 1);
  g_assert_cmpuint (passes[RDG_PLANT_ZP7].kept, ==, 1);
  g_assert_cmpuint (passes[RDG_PLANT_ZP7].retest, ==, 1);
  g_assert_cmpuint (passes[RDG_PLANT_ROD].kept, ==, 2);
  g_assert_cmpuint (passes[RDG_PLANT_ROD].retest, ==, 1);
  g_assert_cmpuint (rdg_simulate_ledger_get_unmapped (ledger), ==, 1);
}

static void
test_times (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RdgSimulateClock clock;
  gint64 moment = rdg_datetime_make (2024, 2, 9, 0) + 3723045;

  rdg_simulate_clock_init (&clock);
  rdg_simulate_append_time (text, &clock, moment, RDG_TIME_ISO_MS);
  g_string_append_c (text, '|');
  rdg_simulate_append_time (text, &clock, moment, RDG_TIME_ISO);
  g_string_append_c (text, '|');
  rdg_simulate_append_time (text, &clock, moment, RDG_TIME_DAY_FIRST);
  g_string_append_c (text, '|');
  rdg_simulate_append_time (text, &clock, rdg_datetime_make (1969, 12, 31, 86399999),
                            RDG_TIME_ISO_MS);
  g_assert_cmpstr (text->str, ==,
                   "2024-02-09 01:02:03.045|2024-02-09 01:02:03|9/2/2024 01:02:03|"
                   "1969-12-31 23:59:59.999");
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static RdgSimulateReport *
simulate (const char *folder,
          guint       dirt,
          guint64     seed)
{
  RdgSimulateOptions options = { .cars = 300, .days = 9, .seed = seed, .dirt = dirt,
                                 .files = RDG_SIMULATE_ALL, .readings = 150 };
  g_autoptr (GError) error = NULL;
  RdgSimulateReport *report = rdg_simulate_write (&options, folder, NULL, NULL, &error);

  g_assert_no_error (error);

  return report;
}

static void
test_same_bytes (void)
{
  g_autofree char *one = g_dir_make_tmp ("rdg-plant-files-XXXXXX", NULL);
  g_autofree char *other = g_dir_make_tmp ("rdg-plant-files-XXXXXX", NULL);
  g_autofree char *third = g_dir_make_tmp ("rdg-plant-files-XXXXXX", NULL);

  for (guint dirt = 0; dirt <= RDG_SIMULATE_MAX_DIRT; dirt++)
    {
      g_autoptr (RdgSimulateReport) a = simulate (one, dirt, 9);
      g_autoptr (RdgSimulateReport) b = simulate (other, dirt, 9);
      g_autoptr (RdgSimulateReport) c = simulate (third, dirt, 10);

      g_assert_cmpuint (g_strv_length (a->files), ==, 6);
      for (guint i = 0; a->files[i] != NULL; i++)
        {
          g_autofree char *first = NULL, *second = NULL, *changed = NULL;
          gsize first_length, second_length, changed_length;

          g_assert_true (g_file_get_contents (a->files[i], &first, &first_length, NULL));
          g_assert_true (g_file_get_contents (b->files[i], &second, &second_length, NULL));
          g_assert_true (g_file_get_contents (c->files[i], &changed, &changed_length, NULL));
          g_assert_cmpmem (first, first_length, second, second_length);
          g_assert_false (first_length == changed_length &&
                          memcmp (first, changed, first_length) == 0);
        }
    }

  remove_folder (one);
  remove_folder (other);
  remove_folder (third);
}

typedef struct
{
  GCancellable *cancellable;
  gint64        at;
} Stop;

static void
stop_cb (double   fraction,
         gpointer data)
{
  Stop *stop = data;

  if (fraction < 0.001 || stop->at != 0)
    return;
  stop->at = g_get_monotonic_time ();
  g_cancellable_cancel (stop->cancellable);
}

/* How long it takes from one look at the cancellable to the next is how long a user waits. */
static void
test_stops_at_once (void)
{
  RdgSimulateOptions options = { .cars = 200000, .days = 100, .seed = 1, .dirt = 1,
                                 .files = RDG_SIMULATE_ALL };
  g_autofree char *folder = g_dir_make_tmp ("rdg-plant-files-XXXXXX", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Stop stop = { cancellable, 0 };
  RdgProgress progress = rdg_progress_init (stop_cb, &stop);

  g_assert_null (rdg_simulate_write (&options, folder, &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Room for a machine that does other things, too. */
  g_assert_cmpint (g_get_monotonic_time () - stop.at, <, G_USEC_PER_SEC);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulate/plant-files/texts-differ", test_texts_differ);
  g_test_add_func ("/simulate/plant-files/codes", test_codes);
  g_test_add_func ("/simulate/plant-files/no-leak", test_no_leak);
  g_test_add_func ("/simulate/plant-files/readings-of-a-car", test_readings_of_a_car);
  g_test_add_func ("/simulate/plant-files/ledger", test_ledger);
  g_test_add_func ("/simulate/plant-files/times", test_times);
  g_test_add_func ("/simulate/plant-files/same-bytes", test_same_bytes);
  g_test_add_func ("/simulate/plant-files/stops-at-once", test_stops_at_once);

  return g_test_run ();
}
