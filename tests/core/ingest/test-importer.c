/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imports: what goes in, what does not, and that nothing half-done stays. */
#include <math.h>
#include <string.h>

#include "ingest-fixture.h"
#include "rdg-car-table.h"
#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-importer.h"
#include "rdg-outcome-table.h"
#include "rdg-reading-table.h"
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
        const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  RdgImportResult result;

  rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  return result;
}

static void
assert_refused (RdgStore       *store,
                const char     *content,
                RdgImportError  code,
                const char     *part)
{
  g_autofree char *path = ingest_fixture_write (&fixture, "refused.csv", content, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  g_autoptr (RdgCarRoll) cars = NULL;
  RdgImportResult result;

  g_assert_false (rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, part));

  imports = rdg_import_table_list (store, 0, NULL);
  g_assert_cmpuint (imports->len, ==, 0);
  cars = rdg_car_table_read (store, NULL);
  g_assert_cmpuint (cars->n_cars, ==, 0);
}

static const char table[] =
  "car,model,torque [Nm],speed,date,failed\n"
  "C3,b,1.25,100,1/2/2024,no\n"
  "C1,a,oops,200,2/2/2024,yes\n"
  "C2,b,,-3e2,3/2/2024,\n"
  "C4,a,7,1\n"
  "C9,c,0.1,0x10,30/2/2024,no\n"
  "D1,a,1,1,13/2/2024,no\n"
  "D2,a,1,1,13/2/2024,no\n"
  "D3,a,1,1,13/2/2024,no\n"
  "D4,a,1,1,13/2/2024,no\n"
  "D5,a,1,1,13/2/2024,no\n"
  "D6,a,1,1,13/2/2024,no\n";

static void
test_table (void)
{
  g_autoptr (RdgStore) store = open_store ("table.rodagem");
  g_autofree char *path = ingest_fixture_write (&fixture, "table.csv", table, -1);
  RdgImportResult result = import (store, path);
  RdgImportEntry *entry = result.entry;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (entry->rows_read, ==, 11);
  g_assert_cmpuint (entry->rows_taken, ==, 10);
  g_assert_cmpuint (entry->rows_rejected, ==, 1);
  g_assert_cmpuint (entry->cells_dropped, ==, 3);
  g_assert_cmpuint (entry->cars_new, ==, 10);
  g_assert_cmpint (entry->from, ==, rdg_datetime_make (2024, 2, 1, 0));
  g_assert_cmpint (entry->to, ==, rdg_datetime_make (2024, 2, 13, 0));
  g_assert_cmpuint (result.labels[RDG_LABEL_FAILED], ==, 1);
  g_assert_cmpuint (result.labels[RDG_LABEL_PASSED], ==, 8);
  g_assert_cmpuint (result.labels[RDG_LABEL_NONE], ==, 1);

  g_autoptr (GPtrArray) rejects = rdg_reject_table_list (store, entry->import_id, 0, 0, &error);
  RdgRejectEntry *reject = g_ptr_array_index (rejects, 0);

  g_assert_cmpuint (rejects->len, ==, 4);
  g_assert_cmpuint (reject->line, ==, 3);
  g_assert_cmpstr (reject->column, ==, "torque [Nm]");
  g_assert_cmpstr (reject->text, ==, "oops");
  reject = g_ptr_array_index (rejects, 1);
  g_assert_cmpuint (reject->line, ==, 5);
  g_assert_cmpstr (reject->column, ==, "");

  g_autoptr (RdgCarRoll) cars = rdg_car_table_read (store, &error);

  g_assert_cmpuint (cars->n_cars, ==, 10);
  g_assert_cmpstr (cars->code[0], ==, "C3");
  g_assert_cmpstr (cars->variant[0], ==, "b");
  g_assert_cmpstr (cars->code[1], ==, "C1");
  g_assert_cmpint (cars->label[1], ==, RDG_LABEL_FAILED);
  g_assert_cmpint (cars->time[1], ==, rdg_datetime_make (2024, 2, 2, 0));

  gint64 car_id = 0;
  const RdgRecord *record;

  g_assert_true (rdg_car_table_find (store, "C2", &car_id, &error));
  g_assert_cmpint (car_id, ==, cars->id[2]);

  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new (store, car_id, &error);

  g_assert_true (rdg_record_reader_next (reader, &record, &error));
  g_assert_cmpint (record->car_id, ==, car_id);
  g_assert_cmpuint (record->n_readings, ==, 2);
  g_assert_true (record->readings[1].value == -300);
  g_assert_false (rdg_record_reader_next (reader, &record, &error));
  g_assert_no_error (error);
  rdg_import_result_clear (&result);
}

/* Levels keep their codes over imports, and the same cars get a second record. */
static void
test_second_import (void)
{
  g_autoptr (RdgStore) store = open_store ("second.rodagem");
  g_autofree char *first = ingest_fixture_write (&fixture, "first.csv", table, -1);
  g_autofree char *second = ingest_fixture_write (
    &fixture, "second.csv",
    "car,model,torque [Nm],speed,failed\nC9,z,1,1,no\nC1,a,2,2,no\nC7,a,3,3,yes\nC3,z,4,4,no\n", -1);
  RdgImportResult one = import (store, first);
  RdgImportResult two = import (store, second);
  RdgImportResult again = import (store, second);
  g_autoptr (GError) error = NULL;
  guint n_records = 0;
  const RdgRecord *record;

  g_assert_cmpuint (two.entry->cars_new, ==, 1);
  g_assert_cmpuint (two.entry->cars_touched, ==, 4);
  g_assert_cmpint (again.already_imported, ==, two.entry->import_id);
  g_assert_cmpint (again.entry->import_id, ==, 0);

  g_autoptr (GPtrArray) characteristics = rdg_characteristic_table_list (store, &error);

  for (guint i = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (characteristics, i);

      if (g_str_equal (characteristic->name, "model"))
        {
          g_assert_cmpuint (characteristic->n_levels, ==, 4);
          g_assert_cmpstr (characteristic->levels[0], ==, "b");
          g_assert_cmpstr (characteristic->levels[3], ==, "z");
        }
      else if (g_str_equal (characteristic->name, "failed"))
        {
          g_assert_nonnull (characteristic->blocked);
        }
    }

  g_autoptr (RdgCarRoll) cars = rdg_car_table_read (store, &error);

  g_assert_cmpuint (cars->n_cars, ==, 11);
  g_assert_cmpstr (cars->code[1], ==, "C1");
  g_assert_cmpint (cars->label[1], ==, RDG_LABEL_PASSED);
  g_assert_cmpstr (cars->variant[0], ==, "z");

  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new (store, 0, &error);

  while (rdg_record_reader_next (reader, &record, &error))
    n_records++;
  g_assert_cmpuint (n_records, ==, 14);
  g_clear_pointer (&reader, rdg_record_reader_free);

  g_assert_true (rdg_importer_undo (store, two.entry->import_id, NULL, NULL, &error));
  g_assert_no_error (error);
  g_clear_pointer (&cars, rdg_car_roll_free);
  cars = rdg_car_table_read (store, &error);
  g_assert_cmpuint (cars->n_cars, ==, 10);
  g_assert_cmpint (cars->label[1], ==, RDG_LABEL_FAILED);
  g_assert_false (rdg_importer_undo (store, two.entry->import_id, NULL, NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);

  rdg_import_result_clear (&again);
  again = import (store, second);
  g_assert_cmpint (again.entry->import_id, >, two.entry->import_id);
  rdg_import_result_clear (&one);
  rdg_import_result_clear (&two);
  rdg_import_result_clear (&again);
}

static void
test_refused (void)
{
  g_autoptr (RdgStore) store = open_store ("refused.rodagem");

  assert_refused (store, "knr,torque,failed\nA,1,0\nB,2,1\nA,3,0\n", RDG_IMPORT_ERROR_REPEATED_CAR,
                  "2 and 4");
  assert_refused (store, "car,torque,failed\nA,1,0\nB,2,1\nC,3,2\n", RDG_IMPORT_ERROR_BAD_LABEL,
                  "line 4");
  assert_refused (store, "car,torque,failed\nA,1,x\nB,2,y\nC,3,x\n", RDG_IMPORT_ERROR_BAD_LABEL,
                  "failed");
  assert_refused (store, "KNR;MOD;TEMPO_MONT;TEMPO_BODY;TEMPO_ZP5;TEMPO_ZP7;FALHAS_ROD\n"
                         "1;a;1;1;1;1;0\n2;a;1;1;1;1;0\n", RDG_IMPORT_ERROR_NO_DATA, "rejected");
}

/* Many cars, also in no order: each comes back with its own values. */
static void
import_many (gboolean shuffled)
{
  g_autoptr (RdgStore) store = open_store (shuffled ? "shuffled.rodagem" : "ordered.rodagem");
  g_autoptr (GString) content = g_string_new ("car,value,other,failed\n");
  guint n = 20011;

  for (guint i = 0; i < n; i++)
    {
      guint car = shuffled ? (guint) ((guint64) i * 7919 % n) : i;

      g_string_append_printf (content, "car-%06u,%u.5,%u,%u\n", car, car, car % 7, car % 2);
    }

  g_autofree char *path = ingest_fixture_write (&fixture, "many.csv", content->str, -1);
  RdgImportResult result = import (store, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgCarRoll) cars = rdg_car_table_read (store, &error);
  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new (store, 0, &error);
  const RdgRecord *record;
  guint n_seen = 0;

  g_assert_cmpuint (cars->n_cars, ==, n);
  while (rdg_record_reader_next (reader, &record, &error))
    {
      gsize i;

      g_assert_true (rdg_car_roll_find (cars, record->car_id, &i));

      guint car = (guint) g_ascii_strtoull (cars->code[i] + 4, NULL, 10);

      g_assert_true (record->readings[0].value == car + 0.5);
      g_assert_true (record->readings[1].value == car % 7);
      g_assert_cmpint (record->label, ==, car % 2 ? RDG_LABEL_FAILED : RDG_LABEL_PASSED);
      n_seen++;
    }
  g_assert_cmpuint (n_seen, ==, n);
  rdg_import_result_clear (&result);
}

static void
test_ordered (void)
{
  import_many (FALSE);
}

static void
test_shuffled (void)
{
  import_many (TRUE);
}

/* A car that comes twice is found wherever it stands: in one batch, batches later, in a file with or
 * without order, in a database with or without cars. */
static void
refuse_repeat (const char *name,
               gboolean    shuffled,
               gboolean    known,
               guint       again)
{
  g_autoptr (RdgStore) store = open_store (name);
  g_autoptr (GString) content = g_string_new ("car,value,failed\n");
  g_autoptr (GError) error = NULL;
  RdgImportResult result;
  guint n = 12007;
  guint n_before = 0;

  if (known)
    {
      g_autofree char *path = ingest_fixture_write (
        &fixture, "known.csv", "car,value,failed\ncar-000100,1,0\ncar-011000,2,1\ncar-9,2,1\n", -1);

      result = import (store, path);
      n_before = 3;
      rdg_import_result_clear (&result);
    }

  for (guint i = 0; i < n; i++)
    {
      guint place = i == n - 1 ? again : i;
      guint car = shuffled ? (guint) ((guint64) place * 7919 % n) : place;

      g_string_append_printf (content, "car-%06u,%u.5,%u\n", car, car, car % 2);
    }

  g_autofree char *path = ingest_fixture_write (&fixture, "repeat.csv", content->str, -1);
  g_autofree char *lines = g_strdup_printf ("in the lines %u and %u", again + 2, n + 1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (RdgCarRoll) cars = NULL;

  g_assert_false (rdg_importer_run (store, inspection, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_REPEATED_CAR);
  g_assert_nonnull (strstr (error->message, lines));
  cars = rdg_car_table_read (store, NULL);
  g_assert_cmpuint (cars->n_cars, ==, n_before);
}

static void
test_repeats (void)
{
  for (guint i = 0; i < 4; i++)
    {
      gboolean shuffled = i % 2;
      gboolean known = i / 2;
      g_autofree char *near = g_strdup_printf ("near-%u.rodagem", i);
      g_autofree char *far = g_strdup_printf ("far-%u.rodagem", i);
      g_autofree char *first = g_strdup_printf ("first-%u.rodagem", i);

      refuse_repeat (near, shuffled, known, 12005);
      refuse_repeat (far, shuffled, known, 100);
      refuse_repeat (first, shuffled, known, 0);
    }
}

/* An undo takes the cars that nothing else knows, wherever their records lie. */
static void
test_undo (void)
{
  g_autoptr (RdgStore) store = open_store ("undo.rodagem");
  g_autoptr (GString) first = g_string_new ("car,value,failed\n");
  g_autoptr (GString) second = g_string_new ("car,value,failed\n");
  g_autoptr (GError) error = NULL;
  guint n = 9001;
  gint64 id = 0;
  const RdgRecord *record;

  for (guint i = 0; i < n; i++)
    {
      guint car = (guint) ((guint64) i * 7919 % n);

      g_string_append_printf (first, "car-%06u,%u.5,%u\n", car, car, car % 2);
      if (car % 3 == 0)
        g_string_append_printf (second, "car-%06u,%u.25,%u\n", n - 1 - car, car, car % 2);
    }

  g_autofree char *first_path = ingest_fixture_write (&fixture, "undo-1.csv", first->str, -1);
  g_autofree char *second_path = ingest_fixture_write (&fixture, "undo-2.csv", second->str, -1);
  RdgImportResult one = import (store, first_path);
  RdgImportResult two = import (store, second_path);

  g_assert_cmpuint (two.entry->cars_new, ==, 0);
  /* 2 is no multiple of 3 away from 9000. */
  g_assert_true (rdg_car_table_find (store, "car-000002", &id, &error));
  g_assert_true (rdg_outcome_table_insert (store, id, TRUE, NULL, NULL, 0, &error));

  g_assert_true (rdg_importer_undo (store, one.entry->import_id, NULL, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (RdgCarRoll) cars = rdg_car_table_read (store, &error);
  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new (store, 0, &error);
  guint n_records = 0;

  g_assert_cmpuint (cars->n_cars, ==, two.entry->cars_touched + 1);
  while (rdg_record_reader_next (reader, &record, &error))
    {
      gsize i;

      g_assert_true (rdg_car_roll_find (cars, record->car_id, &i));
      g_assert_cmpuint ((n - 1 - g_ascii_strtoull (cars->code[i] + 4, NULL, 10)) % 3, ==, 0);
      n_records++;
    }
  g_assert_cmpuint (n_records, ==, two.entry->cars_touched);
  g_clear_pointer (&reader, rdg_record_reader_free);

  g_assert_true (rdg_importer_undo (store, two.entry->import_id, NULL, NULL, &error));
  g_clear_pointer (&cars, rdg_car_roll_free);
  cars = rdg_car_table_read (store, &error);
  g_assert_cmpuint (cars->n_cars, ==, 1);
  rdg_import_result_clear (&one);
  rdg_import_result_clear (&two);
}

/* Of the same size, but not the same. */
static void
test_same_size (void)
{
  g_autoptr (RdgStore) store = open_store ("size.rodagem");
  g_autofree char *path = ingest_fixture_write (&fixture, "size.csv", table, -1);
  g_autofree char *changed = g_strdup (table);
  RdgImportResult one = import (store, path);
  RdgImportResult same = import (store, path);

  g_assert_cmpint (same.already_imported, ==, one.entry->import_id);

  *strstr (changed, "1.25") = '2';
  g_free (ingest_fixture_write (&fixture, "size.csv", changed, -1));

  RdgImportResult other = import (store, path);

  g_assert_cmpint (other.already_imported, ==, 0);
  g_assert_cmpint (other.entry->import_id, >, one.entry->import_id);
  rdg_import_result_clear (&one);
  rdg_import_result_clear (&same);
  rdg_import_result_clear (&other);
}

static void
test_cancelled (void)
{
  g_autoptr (RdgStore) store = open_store ("cancelled.rodagem");
  g_autofree char *path = ingest_fixture_write (&fixture, "cancelled.csv", table, -1);
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

static void
test_dry_run (void)
{
  g_autoptr (RdgStore) store = open_store ("dry.rodagem");
  g_autofree char *path = ingest_fixture_write (&fixture, "dry.csv", table, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  RdgImportResult result;

  g_assert_true (rdg_importer_run (store, inspection, &(RdgImporterOptions){ .dry_run = TRUE }, NULL, NULL, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.entry->rows_taken, ==, 10);
  imports = rdg_import_table_list (store, 0, NULL);
  g_assert_cmpuint (imports->len, ==, 0);
  rdg_import_result_clear (&result);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/importer/table", test_table);
  g_test_add_func ("/ingest/importer/second-import", test_second_import);
  g_test_add_func ("/ingest/importer/refused", test_refused);
  g_test_add_func ("/ingest/importer/ordered", test_ordered);
  g_test_add_func ("/ingest/importer/shuffled", test_shuffled);
  g_test_add_func ("/ingest/importer/repeats", test_repeats);
  g_test_add_func ("/ingest/importer/undo", test_undo);
  g_test_add_func ("/ingest/importer/same-size", test_same_size);
  g_test_add_func ("/ingest/importer/cancelled", test_cancelled);
  g_test_add_func ("/ingest/importer/dry-run", test_dry_run);
  ingest_fixture_open (&fixture);
  status = g_test_run ();
  ingest_fixture_close (&fixture);

  return status;
}
