/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RESULTADOS: what goes in of it, in whatever order and however dirty, and what comes out again. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "ingest-fixture.h"
#include "rdg-car-table.h"
#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-importer.h"
#include "rdg-operation-table.h"
#include "rdg-reading-list.h"
#include "rdg-reject-table.h"

#define HEADER ",KNR,NAME,ID,STATUS,UNIT,VALUE_ID,VALUE,DATA\n"

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
        const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  RdgImportResult result;

  rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  return result;
}

static RdgImportResult
import_text (RdgStore   *store,
             const char *text,
             gssize      length)
{
  g_autofree char *path = ingest_fixture_write (&fixture, "results.csv", text, length);

  return import (store, path);
}

static GArray *
read_car (RdgStore   *store,
          const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgReadingList) list = rdg_reading_list_new (store, &error);
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  gint64 car_id = 0;
  gsize n = 0;

  if (!rdg_car_table_find (store, code, &car_id, NULL))
    return copy;

  const RdgReading *readings = rdg_reading_list_read (list, car_id, &n, &error);

  g_assert_no_error (error);
  g_array_append_vals (copy, readings, (guint) n);
  return copy;
}

static const RdgOperation *
find_operation (GPtrArray *operations,
                guint32    characteristic)
{
  for (guint i = 0; i < operations->len; i++)
    {
      const RdgOperation *operation = g_ptr_array_index (operations, i);

      if (operation->characteristic == characteristic)
        return operation;
    }

  g_assert_not_reached ();
}

static const char quirks[] =
  HEADER
  "0,2024-0000001,012001    ,2,10,Nm      ,5.0,57.40   ,2024-03-01 08:00:03.512\n"
  "1,2024-0000001,012001    ,2,13.0,Nm      ,5,\"99,5\"   ,1/3/2024 08:00:04\n"
  "2,2024-0000001,012001,2, 10 ,\\u00B0,5,12,1/3/2024 08:00:04\n"
  "3,2024-0000001,012001,2,10,\302\260,5,13,1/3/2024 08:00:05\n"
  "4,2024-0000001,SECTION_ALS_00000002,718,10,        ,,        ,1/3/2024 08:00:06\n"
  "5,2024-0000001,130100,2,13,Nm,1.0,NOK,1/3/2024 08:00:07\n"
  /* The first once more: another index, padding and spelling. */
  "6,2024-0000001,012001,2.0,10,NM,5,57.4,2024-03-01T08:00:03.512\n"
  "7,2024-000001,012001,2,10,Nm,5,57.4,1/3/2024 08:00:03\n"
  "8,2024-0000001,012001,2,10,Nm,5,57.4,31/02/2024 08:00:03\n"
  "9,2024-0000001,012001,2,10,Nm,5,57.4\n"
  "10,2024-0000001,,2,10,Nm,5,57.4,1/3/2024 08:00:03\n"
  "11,2024-0000001,130100,2,bad,Nm,1.0,0x10,1/3/2024 08:00:08\n"
  "12,2024-0000001,130100,2,10,Nm,1.0,NaN,1/3/2024 08:00:09\n"
  "13,2024-0000001,SECTION_ZP8_01,1,10,mm,,1,1/3/2024 09:00:00\n"
  "\n"
  "14,2023-0000009,012001,2,10,Nm,5,1,29/2/2024\n"
  "15,2023-0000009,130100,2,10,Nm,1,2,29/2/2024\n"
  "16,2024-0000001,012001,2,10,Nm\0,5,57.4,1/3/2024 08:00:03\n";

static void
assert_quirks (RdgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) readings = read_car (store, "2024-0000001");
  g_autoptr (GPtrArray) operations = rdg_operation_table_list (store, &error);
  const RdgReading *reading = &g_array_index (readings, RdgReading, 0);
  const RdgOperation *operation;

  g_assert_no_error (error);
  g_assert_cmpuint (readings->len, ==, 9);
  operation = find_operation (operations, reading[0].characteristic);
  g_assert_cmpstr (operation->operation, ==, "012001");
  g_assert_cmpstr (operation->channel, ==, "5");
  g_assert_cmpstr (operation->unit, ==, "Nm");
  g_assert_cmpint (operation->group, ==, 2);
  g_assert_cmpint (reading[0].time, ==,
                   rdg_datetime_make (2024, 3, 1, 8 * 3600 * 1000 + 3512));
  g_assert_true (reading[0].value == 57.4);
  g_assert_cmpuint (reading[0].status, ==, 10);
  g_assert_cmpuint (reading[1].characteristic, ==, reading[0].characteristic);
  g_assert_cmpuint (reading[1].status, ==, 13);
  g_assert_true (reading[1].value == 99.5);
  g_assert_cmpuint (reading[2].characteristic, ==, reading[3].characteristic);
  g_assert_cmpstr (find_operation (operations, reading[2].characteristic)->unit, ==, "\302\260");

  operation = find_operation (operations, reading[4].characteristic);
  g_assert_cmpstr (operation->operation, ==, "SECTION_ALS_00000002");
  g_assert_cmpstr (operation->channel, ==, "");
  g_assert_cmpstr (operation->unit, ==, "");
  g_assert_cmpint (operation->group, ==, 718);
  g_assert_true (isnan (reading[4].value));
  g_assert_cmpuint (reading[4].status, ==, 10);

  /* No number, but a status. */
  g_assert_true (isnan (reading[5].value));
  g_assert_cmpuint (reading[5].status, ==, 13);
  g_assert_true (isnan (reading[6].value));
  g_assert_cmpuint (reading[6].status, ==, 0);
  g_assert_true (isnan (reading[7].value));
}

static void
test_quirks (void)
{
  g_autoptr (RdgStore) store = open_store ("quirks.rodagem");
  RdgImportResult result = import_text (store, quirks, sizeof quirks - 1);
  RdgImportEntry *entry = result.entry;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (entry->layout, ==, "resultados");
  g_assert_cmpuint (entry->rows_read, ==, 17);
  g_assert_cmpuint (entry->rows_duplicate, ==, 1);
  g_assert_cmpuint (entry->rows_rejected, ==, 5);
  g_assert_cmpuint (entry->rows_taken, ==, 11);
  g_assert_cmpuint (entry->cells_dropped, ==, 4);
  g_assert_cmpuint (entry->cars_new, ==, 2);
  g_assert_cmpuint (entry->cars_touched, ==, 2);
  g_assert_cmpint (entry->from, ==, rdg_datetime_make (2024, 2, 29, 0));
  g_assert_cmpint (entry->to, ==, rdg_datetime_make (2024, 3, 1, 9 * 3600 * 1000));
  assert_quirks (store);

  static const struct
  {
    guint64     line;
    const char *column;
    const char *text;
  } expected[] = {
    { 7, "VALUE", "NOK" },
    { 9, "KNR", "2024-000001" },
    { 10, "DATA", "31/02/2024 08:00:03" },
    { 11, "", "2024-0000001" },
    { 12, "NAME", "2024-0000001" },
    { 13, "STATUS", "bad" },
    { 13, "VALUE", "0x10" },
    { 14, "VALUE", "NaN" },
    { 19, "", "2024-0000001" },
  };
  g_autoptr (GPtrArray) rejects = rdg_reject_table_list (store, entry->import_id, 0, 0, &error);

  g_assert_cmpuint (rejects->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < rejects->len; i++)
    {
      const RdgRejectEntry *reject = g_ptr_array_index (rejects, i);

      g_assert_cmpuint (reject->line, ==, expected[i].line);
      g_assert_cmpstr (reject->column, ==, expected[i].column);
      g_assert_cmpstr (reject->text, ==, expected[i].text);
    }

  g_autoptr (GPtrArray) characteristics = rdg_characteristic_table_list (store, &error);
  guint n_blocked = 0;

  g_assert_cmpuint (characteristics->len, ==, 5);
  for (guint i = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (characteristics, i);

      n_blocked += characteristic->blocked != NULL;
      g_assert_true ((characteristic->blocked != NULL) ==
                     g_str_equal (characteristic->name, "SECTION_ZP8_01"));
    }
  g_assert_cmpuint (n_blocked, ==, 1);
  rdg_import_result_clear (&result);
}

/* What an import before had is not taken again, and undoing brings back what was. */
static void
test_again (void)
{
  g_autoptr (RdgStore) store = open_store ("again.rodagem");
  g_autoptr (GError) error = NULL;
  RdgImportResult first = import_text (store, quirks, sizeof quirks - 1);
  RdgImportResult same = import_text (store, quirks, sizeof quirks - 1);
  RdgImportResult more = import_text (
    store,
    "DATA;VALUE;KNR;NAME;VALUE_ID;ID;UNIT;STATUS\n"
    "1/3/2024 08:00:04;99,50;2024-0000001;012001;5;2;Nm;13\n"
    "1/3/2024 08:00:04;99,50;2024-0000001;012001;6;2;Nm;13\n"
    "1/3/2024 08:00:05;7;2024-0000002;012001;5;2;Nm;10\n", -1);

  g_assert_cmpint (same.already_imported, ==, first.entry->import_id);
  g_assert_cmpuint (more.entry->rows_taken, ==, 2);
  g_assert_cmpuint (more.entry->rows_duplicate, ==, 1);
  g_assert_cmpuint (more.entry->cars_new, ==, 1);
  g_assert_cmpuint (more.entry->cars_touched, ==, 2);

  g_autoptr (GArray) both = read_car (store, "2024-0000001");

  g_assert_cmpuint (both->len, ==, 10);
  g_assert_true (rdg_importer_undo (store, more.entry->import_id, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_quirks (store);
  g_assert_false (rdg_car_table_find (store, "2024-0000002", &(gint64){ 0 }, NULL));

  g_assert_true (rdg_importer_undo (store, first.entry->import_id, NULL, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (GPtrArray) operations = rdg_operation_table_list (store, &error);

  g_assert_cmpuint (operations->len, ==, 0);
  rdg_import_result_clear (&first);
  rdg_import_result_clear (&same);
  rdg_import_result_clear (&more);
}

static int
compare_lines_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* All that the database says was measured, as text. */
static char *
dump_readings (RdgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = rdg_operation_table_list (store, &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint car = 0; car < 7; car++)
    {
      g_autofree char *code = g_strdup_printf ("2024-%07u", car);
      g_autoptr (GArray) readings = read_car (store, code);

      for (guint i = 0; i < readings->len; i++)
        {
          const RdgReading *reading = &g_array_index (readings, RdgReading, i);
          const RdgOperation *operation = find_operation (operations, reading->characteristic);

          g_ptr_array_add (lines, g_strdup_printf ("%s %s %s %" G_GINT64_FORMAT " %g", code,
                                                   operation->operation, operation->channel,
                                                   reading->time, reading->value));
        }
    }
  g_ptr_array_sort (lines, compare_lines_cb);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static char *
make_long (guint n_rows)
{
  GString *text = g_string_new (HEADER);

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "%u,2024-%07u,%06u,2,10,\302\260,%u,%u.%02u,2024-03-01 08:%02u:%02u\n",
                            i, i % 7, i % 11, i % 3, i % 50, i % 97, i / 60 % 60, i % 60);
  return g_string_free (text, FALSE);
}

/* Rows from one line of the long text to another, with the header. */
static char *
cut_long (const char *text,
          guint       from,
          guint       to)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) part = g_string_new (HEADER);

  for (guint i = from; i < to; i++)
    g_string_append_printf (part, "%s\n", lines[i + 1]);
  return g_string_free (g_steal_pointer (&part), FALSE);
}

/* Three files with rows in common, undone in every order: what is left is as if the others had never
 * been there. */
static void
test_undo_orders (void)
{
  static const guint orders[6][3] = {
    { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
  };
  g_autofree char *text = make_long (3000);
  char *parts[3] = { cut_long (text, 0, 2000), cut_long (text, 1000, 3000),
                     cut_long (text, 500, 2500) };
  char *alone[8];
  g_autoptr (GError) error = NULL;

  for (guint set = 0; set < 8; set++)
    {
      g_autofree char *name = g_strdup_printf ("set-%u.rodagem", set);
      g_autoptr (RdgStore) store = open_store (name);

      for (guint i = 0; i < 3; i++)
        {
          if (set & 1u << i)
            {
              RdgImportResult result = import_text (store, parts[i], -1);

              rdg_import_result_clear (&result);
            }
        }
      alone[set] = dump_readings (store);
    }
  g_assert_false (g_str_equal (alone[7], alone[1]));

  for (guint o = 0; o < G_N_ELEMENTS (orders); o++)
    {
      g_autofree char *name = g_strdup_printf ("order-%u.rodagem", o);
      g_autoptr (RdgStore) store = open_store (name);
      gint64 ids[3];
      guint set = 7;

      for (guint i = 0; i < 3; i++)
        {
          RdgImportResult result = import_text (store, parts[i], -1);

          ids[i] = result.entry->import_id;
          rdg_import_result_clear (&result);
        }
      for (guint i = 0; i < 3; i++)
        {
          g_autofree char *left = dump_readings (store);

          g_assert_true (g_str_equal (left, alone[set]));
          g_assert_true (rdg_importer_undo (store, ids[orders[o][i]], NULL, NULL, &error));
          g_assert_no_error (error);
          set &= ~(1u << orders[o][i]);
        }

      g_autofree char *left = dump_readings (store);

      g_assert_cmpstr (left, ==, "");
    }

  for (guint i = 0; i < 3; i++)
    g_free (parts[i]);
  for (guint i = 0; i < 8; i++)
    g_free (alone[i]);
}

static void
test_refused (void)
{
  g_autoptr (RdgStore) store = open_store ("refused.rodagem");
  g_autofree char *path = ingest_fixture_write (
    &fixture, "bad.csv", HEADER "0,x,012001,2,10,Nm,5,1,1/3/2024\n1,y,012001,2,10,Nm,5,1,1/3/2024\n",
    -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  RdgImportResult result;

  g_assert_false (rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA);
  imports = rdg_import_table_list (store, 0, NULL);
  g_assert_cmpuint (imports->len, ==, 0);
}

/* A byte that is no UTF-8 costs its cell, not its row. */
static void
test_invalid (void)
{
  g_autoptr (RdgStore) store = open_store ("invalid.rodagem");
  g_autofree char *good = make_long (5000);
  g_autofree char *text = g_strconcat (
    good, "5000,2024-0009999,012001,2,10,N\377m\302\260,5,1,1/3/2024\n", NULL);
  RdgImportResult result = import_text (store, text, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rejects = rdg_reject_table_list (store, result.entry->import_id, 0, 0,
                                                         &error);
  const RdgRejectEntry *reject = g_ptr_array_index (rejects, 0);
  g_autoptr (GArray) readings = read_car (store, "2024-0009999");
  g_autoptr (GPtrArray) operations = rdg_operation_table_list (store, &error);

  g_assert_cmpuint (rejects->len, ==, 1);
  g_assert_cmpuint (reject->line, ==, 5002);
  g_assert_cmpstr (reject->column, ==, "UNIT");
  g_assert_cmpuint (readings->len, ==, 1);
  g_assert_cmpstr (find_operation (operations,
                                   g_array_index (readings, RdgReading, 0).characteristic)->unit,
                   ==, "N\357\277\275m\302\260");
  rdg_import_result_clear (&result);
}

/* Unpacked ahead by a thread, to the same content; a file that ends early is refused. */
static void
test_gzip (void)
{
  g_autoptr (RdgStore) plain_store = open_store ("plain.rodagem");
  g_autoptr (RdgStore) store = open_store ("gzip.rodagem");
  g_autofree char *text = make_long (30000);
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  gsize size = strlen (text);
  g_autofree char *packed = g_malloc (size);
  gsize n_read, n_written;
  g_autoptr (GError) error = NULL;
  RdgImportResult result;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (gzip), text, size, packed, size,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error), ==,
                   G_CONVERTER_FINISHED);

  g_autofree char *cut = ingest_fixture_write (&fixture, "cut.csv", packed,
                                               (gssize) n_written - 20);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (cut);

  g_assert_false (rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE);

  RdgImportResult plain = import_text (plain_store, text, -1);
  RdgImportResult unpacked = import_text (store, packed, (gssize) n_written);

  g_assert_cmpuint (plain.entry->rows_taken, ==, unpacked.entry->rows_taken);
  g_assert_cmpuint (plain.entry->rows_duplicate, ==, unpacked.entry->rows_duplicate);
  for (guint car = 0; car < 7; car++)
    {
      g_autofree char *code = g_strdup_printf ("2024-%07u", car);
      g_autoptr (GArray) one = read_car (plain_store, code);
      g_autoptr (GArray) two = read_car (store, code);

      g_assert_cmpuint (one->len, >, 1000);
      g_assert_cmpmem (one->data, one->len * sizeof (RdgReading), two->data,
                       two->len * sizeof (RdgReading));
    }
  rdg_import_result_clear (&plain);
  rdg_import_result_clear (&unpacked);
}

static void
test_cancelled (void)
{
  g_autoptr (RdgStore) store = open_store ("cancelled.rodagem");
  g_autofree char *text = make_long (5000);
  g_autofree char *path = ingest_fixture_write (&fixture, "cancel.csv", text, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  RdgImportResult result;

  g_cancellable_cancel (cancellable);
  g_assert_false (rdg_importer_run (store, inspection, NULL, NULL, cancellable, &result,
                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  imports = rdg_import_table_list (store, 0, NULL);
  g_assert_cmpuint (imports->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  ingest_fixture_open (&fixture);
  g_test_add_func ("/ingest/series/quirks", test_quirks);
  g_test_add_func ("/ingest/series/again", test_again);
  g_test_add_func ("/ingest/series/undo-orders", test_undo_orders);
  g_test_add_func ("/ingest/series/refused", test_refused);
  g_test_add_func ("/ingest/series/invalid", test_invalid);
  g_test_add_func ("/ingest/series/gzip", test_gzip);
  g_test_add_func ("/ingest/series/cancelled", test_cancelled);
  result = g_test_run ();
  ingest_fixture_close (&fixture);

  return result;
}
