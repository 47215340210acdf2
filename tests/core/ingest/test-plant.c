/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant's cells, and the imports of FALHAS and STATUS: what is one and the same, and what stays. */
#include <string.h>

#include "ingest-fixture.h"
#include "rdg-car-table.h"
#include "rdg-checkpoint-table.h"
#include "rdg-error.h"
#include "rdg-failure-table.h"
#include "rdg-hall-table.h"
#include "rdg-importer.h"
#include "rdg-layout-plant.h"
#include "rdg-plant-cell.h"
#include "rdg-reject-table.h"

static IngestFixture fixture;

static RdgStore *
open_store (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture.folder, name, NULL);
  RdgStore *store = rdg_store_open (path, RDG_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

static RdgImportResult
import (RdgStore   *store,
        const char *name,
        const char *content,
        gssize      length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ingest_fixture_write (&fixture, name, content, length);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  RdgImportResult result;

  rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_cells (void)
{
  static const struct
  {
    const char *cell, *zone;
  } zones[] = {
    { "133", "133" }, { " 133  ", "133" }, { "133.0", "133" }, { "-2", "-2" },
    { "#MULTIVALUE", "#MULTIVALUE" }, { "#multivalue ", "#MULTIVALUE" }, { "", "" },
    { "1.5", "1.5" }, { "9830945", "9830945" },
  };
  gint64 one, other;

  g_assert_true (rdg_plant_cell_is_code ("2024-0137410", 12));
  g_assert_false (rdg_plant_cell_is_code ("2024-013741", 11));
  g_assert_false (rdg_plant_cell_is_code ("2024/0137410", 12));
  g_assert_false (rdg_plant_cell_is_code ("2024-01374100", 13));

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *zone = rdg_plant_cell_get_zone (zones[i].cell, strlen (zones[i].cell));

      g_assert_cmpstr (zone, ==, zones[i].zone);
    }

  g_assert_true (rdg_plant_cell_get_time ("3/6/2024 10:00:00", 17, &one));
  g_assert_true (rdg_plant_cell_get_time ("2024-06-03 10:00:00.000", 23, &other));
  g_assert_cmpint (one, ==, other);
  g_assert_true (rdg_plant_cell_get_time ("03/06/2024", 10, &one));
  g_assert_true (rdg_plant_cell_get_time ("2024-06-03", 10, &other));
  g_assert_cmpint (one, ==, other);
  g_assert_false (rdg_plant_cell_get_time ("31/02/2024", 10, &one));
}

static void
test_failure_text (void)
{
  static const struct
  {
    const char *cell, *text, *part, *defect;
  } cells[] = {
    { "Painel lateral 05. Sujeira na pintura  ", "Painel lateral 05. Sujeira na pintura",
      "Painel lateral 05", "Sujeira na pintura" },
    { "CAPÔ. RISCO ¨", "CAPÔ. RISCO", "Capô", "Risco" },
    { "Ruído ¨ ¨", "Ruído", "Ruído", "" },
    { "órgão. não. Solto", "órgão. não. Solto", "Órgão", "Não. solto" },
    { "¨", "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *text = rdg_plant_cell_get_failure (cells[i].cell, strlen (cells[i].cell));
      g_autofree char *part = NULL;
      g_autofree char *defect = NULL;

      rdg_plant_cell_split_failure (text, &part, &defect);
      g_assert_cmpstr (text, ==, cells[i].text);
      g_assert_cmpstr (part, ==, cells[i].part);
      g_assert_cmpstr (defect, ==, cells[i].defect);
    }
}

static void
test_headers (void)
{
  static const char * const failures[] = { "", " knr", "HALLE ", "Falha", "DATA", NULL };
  static const char * const results[] = { "", "KNR", "NAME", "ID", "STATUS", "UNIT", "VALUE_ID",
                                          "VALUE", "DATA", NULL };
  static const char * const positions[] = { "KNR", "STATUS", "DATA", NULL };
  static const char * const others[] = { "KNR", "STATUS", "VALUE", NULL };
  RdgLayout layout = RDG_LAYOUT_TABLE;

  g_assert_true (rdg_layout_plant_find (failures, &layout));
  g_assert_cmpint (layout, ==, RDG_LAYOUT_FALHAS);
  g_assert_true (rdg_layout_plant_find (results, &layout));
  g_assert_cmpint (layout, ==, RDG_LAYOUT_RESULTADOS);
  g_assert_true (rdg_layout_plant_find (positions, &layout));
  g_assert_cmpint (layout, ==, RDG_LAYOUT_STATUS);
  g_assert_false (rdg_layout_plant_find (others, &layout));
  g_assert_true (rdg_layout_plant_matches (RDG_LAYOUT_STATUS, results));
  g_assert_false (rdg_layout_plant_matches (RDG_LAYOUT_FALHAS, results));
}

static void
count_cb (const RdgFailure *failure,
          gpointer          user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_failures (void)
{
  static const char content[] =
    "KNR,MODELO,COR,MOTOR,ESTACAO,USUARIO,HALLE,FALHA,S_GROUP_ID,DATA\n"
    "2024-0000002,BF11GZ,A1A1,,EST-001,U7310042,ZP7 ,Cap\303\264. Risco,5,3/6/2024 10:00:00\n"
    "2024-0000002,BF11GZ,A1A1,,EST-001,U7310043,zp7,CAP\303\224. RISCO \302\250,5,2024-06-03 10:00:00.000\n"
    "2024-0000001,AW12CZ,A1A1,DHSA,EST-002,U7310042,ROD,Ru\303\255do,#MULTIVALUE,4/6/2024\n"
    "2024-0000001,AW12CZ,A1A1,DHSA,EST-002,U7310042,ROD,Ru\303\255do,137,31/2/2024\n"
    "U7310042,2024-0000003,A1A1,DHSA,EST-002,ROD\n"
    "2024-0000003,AW12CZ,A1A1,DHSA,EST-002,U7310042,BUY,So\377lto,137,5/6/2024\n";
  g_autoptr (RdgStore) store = open_store ("failures.rodagem");
  RdgImportResult result = import (store, "failures.csv", content, sizeof content - 1);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_cmpuint (result.entry->rows_read, ==, 6);
  g_assert_cmpuint (result.entry->rows_taken, ==, 3);
  g_assert_cmpuint (result.entry->rows_duplicate, ==, 1);
  g_assert_cmpuint (result.entry->rows_rejected, ==, 2);
  g_assert_cmpuint (result.entry->cells_dropped, ==, 1);
  g_assert_cmpuint (result.entry->cars_new, ==, 3);

  g_autoptr (GPtrArray) rejects =
    rdg_reject_table_list (store, result.entry->import_id, 0, 0, &error);

  g_assert_cmpuint (rejects->len, ==, 3);
  for (guint i = 0; i < rejects->len; i++)
    {
      const RdgRejectEntry *reject = g_ptr_array_index (rejects, i);

      g_assert_null (strstr (reject->text, "U7310042"));
      g_assert_cmpuint (reject->line, ==, 5 + i);
    }

  g_assert_true (rdg_failure_table_each (store, count_cb, &n, &error));
  g_assert_cmpuint (n, ==, 3);

  g_autoptr (RdgCarRoll) cars = rdg_car_table_read (store, &error);

  g_assert_cmpuint (cars->n_cars, ==, 3);
  g_assert_cmpstr (cars->variant[0], ==, "BF11GZ");
  g_assert_cmpstr (cars->variant[1], ==, "AW12CZ");

  g_assert_true (rdg_importer_undo (store, result.entry->import_id, NULL, NULL, &error));
  g_assert_no_error (error);
  n = 0;
  g_assert_true (rdg_failure_table_each (store, count_cb, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  rdg_import_result_clear (&result);
}

static void
test_passes (void)
{
  static const char first[] = "KNR,STATUS,DATA\n2024-0000001,M710 ,2024-06-03 10:00:00.001\n"
                              "2024-0000001,m710,2024-06-03 10:00:00.001\n"
                              "2024-0000001,??,1900-01-01\n2024-0000002,M600,3/6/2024\n";
  static const char second[] = "KNR,STATUS,DATA\n2024-0000001,M710,2024-06-03 10:00:00.001\n"
                               "2024-0000001,M800,2024-06-03 09:00:00\n";
  g_autoptr (RdgStore) store = open_store ("passes.rodagem");
  RdgImportResult one = import (store, "first.csv", first, -1);
  RdgImportResult two = import (store, "second.csv", second, -1);
  g_autoptr (GError) error = NULL;
  const RdgPass *passes;
  gsize n_passes;
  gint64 car_id;

  g_assert_cmpuint (one.entry->rows_taken, ==, 3);
  g_assert_cmpuint (one.entry->rows_duplicate, ==, 1);
  g_assert_cmpuint (two.entry->rows_taken, ==, 1);
  g_assert_cmpuint (two.entry->rows_duplicate, ==, 1);
  g_assert_cmpuint (two.entry->cars_new, ==, 0);

  g_autoptr (RdgCheckpointReader) reader = rdg_checkpoint_reader_new (store, 0, &error);

  g_assert_true (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &error));
  g_assert_cmpuint (n_passes, ==, 3);
  g_assert_cmpint (passes[0].at, <, 0);
  g_assert_cmpint (passes[1].at, <, passes[2].at);
  g_assert_true (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &error));
  g_assert_cmpuint (n_passes, ==, 1);
  g_assert_false (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &error));
  g_assert_no_error (error);
  g_clear_pointer (&reader, rdg_checkpoint_reader_free);

  g_assert_true (rdg_importer_undo (store, one.entry->import_id, NULL, NULL, &error));
  reader = rdg_checkpoint_reader_new (store, 0, &error);
  g_assert_true (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &error));
  g_assert_cmpuint (n_passes, ==, 2);
  g_assert_false (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &error));
  rdg_import_result_clear (&one);
  rdg_import_result_clear (&two);
}

static void
test_cancelled (void)
{
  g_autoptr (RdgStore) store = open_store ("cancelled.rodagem");
  g_autofree char *path = ingest_fixture_write (
    &fixture, "cancelled.csv", "KNR,STATUS,DATA\n2024-0000001,M710,2024-06-03\n", -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RdgImportResult result;

  g_cancellable_cancel (cancellable);
  g_assert_false (rdg_importer_run (store, inspection, NULL, NULL, cancellable, &result,
                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (rdg_import_table_is_empty (store));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/plant/cells", test_cells);
  g_test_add_func ("/ingest/plant/failure-text", test_failure_text);
  g_test_add_func ("/ingest/plant/headers", test_headers);
  g_test_add_func ("/ingest/plant/failures", test_failures);
  g_test_add_func ("/ingest/plant/passes", test_passes);
  g_test_add_func ("/ingest/plant/cancelled", test_cancelled);
  ingest_fixture_open (&fixture);
  status = g_test_run ();
  ingest_fixture_close (&fixture);

  return status;
}
