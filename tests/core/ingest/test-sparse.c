/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm's format as a table: lines that are long, odd, or hostile. */
#include <inttypes.h>
#include <string.h>

#include "ingest-fixture.h"
#include "rdg-preview.h"
#include "rdg-rng.h"
#include "rdg-table-reader.h"

static void
reject_cb (guint64     line,
           const char *column,
           const char *reason,
           const char *text,
           gboolean    whole_row,
           gpointer    user_data)
{
  g_string_append_printf (user_data, "%" PRIu64 ": %s\n", line, reason);
}

/* The cars that a text gives, as line:label:values; rejects go to another text. */
static char *
read_cars (const char *path,
           GString    *rejects)
{
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgTableReader) reader =
    rdg_table_reader_new (inspection, NULL, reject_cb, rejects, &error);
  GString *cars = g_string_new (NULL);
  const RdgTableRow *row;

  g_assert_no_error (error);
  while (rdg_table_reader_next (reader, &row, NULL, &error))
    {
      g_string_append_printf (cars, "%s:%d:", row->car, (int) row->label);
      for (guint c = 0; c < MIN (rdg_table_reader_n_columns (reader), 8); c++)
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          g_string_append_printf (cars, " %s", g_ascii_formatd (number, sizeof number, "%g", row->values[c]));
        }
      g_string_append_c (cars, '\n');
    }
  g_assert_no_error (error);

  return g_string_free (cars, FALSE);
}

static void
test_rows (void)
{
  IngestFixture fixture;
  g_autoptr (GString) rejects = g_string_new (NULL);
  g_autofree char *path = NULL, *cars = NULL;

  ingest_fixture_open (&fixture);
  path = ingest_fixture_write (&fixture, "a.txt",
                               "\357\273\277\n+1\t1:0.5 3:-2e1  \r\n# 9:9\n-1 2:1 # 7:7\n"
                               "0.5e 1:1\n-1\n1 3:+7", -1);
  cars = read_cars (path, rejects);
  g_assert_cmpstr (cars, ==, "2:2: 0.5 0 -20\n4:1: 0 1 0\n6:1: 0 0 0\n7:2: 0 0 7\n");
  g_assert_true (g_str_has_prefix (rejects->str, "5: At character 1: this is no label."));
  ingest_fixture_close (&fixture);
}

/* What a user sees before it is imported. */
static void
test_preview (void)
{
  IngestFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  ingest_fixture_open (&fixture);
  path = ingest_fixture_write (&fixture, "p.svm", "+1 1:0.5\n\n-1 2:1 2:2\n-1 2:3\n", -1);

  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (RdgPreview) preview = rdg_preview_new (inspection, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (inspection->dialect.kind, ==, RDG_SOURCE_SPARSE);
  g_assert_cmpuint (inspection->dialect.header_line, ==, 0);
  g_assert_null (preview->obstacle);
  g_assert_cmpuint (preview->rows->len, ==, 3);
  g_assert_cmpuint (preview->n_rejected, ==, 1);

  const RdgPreviewRow *first = g_ptr_array_index (preview->rows, 0);
  const RdgPreviewRow *bad = g_ptr_array_index (preview->rows, 1);
  const RdgPreviewRow *last = g_ptr_array_index (preview->rows, 2);

  g_assert_cmpuint (first->line, ==, 1);
  g_assert_cmpstrv (first->cells, ((const char * const[]){ "1", "0.5", "0", NULL }));
  g_assert_cmpuint (bad->line, ==, 3);
  g_assert_true (bad->rejected);
  g_assert_nonnull (strstr (bad->problem, "At character 8: feature 2 comes after feature 2."));
  g_assert_cmpuint (last->line, ==, 4);
  g_assert_cmpstrv (last->cells, ((const char * const[]){ "0", "0", "3", NULL }));
  ingest_fixture_close (&fixture);
}

/* A line longer than any chunk, and one longer than any that is taken. */
static void
test_long_lines (void)
{
  IngestFixture fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) rejects = g_string_new (NULL);
  g_autofree char *path = NULL, *cars = NULL;

  ingest_fixture_open (&fixture);
  g_string_append (text, "1");
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, " %*u:%u", 60000, i + 1, i);
  g_string_append (text, "\n-1 1:1 ");
  for (guint i = 0; i < 9 * 1024 * 1024; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, "2:2\n-1 1:3\n");

  path = ingest_fixture_write (&fixture, "long.svm", text->str, -1);
  cars = read_cars (path, rejects);
  g_assert_cmpstr (cars, ==, "1:2: 0 1 2 3 4 5 6 7\n3:1: 3 0 0 0 0 0 0 0\n");
  g_assert_cmpstr (rejects->str, ==, "2: The line is longer than 8 MiB.\n");
  ingest_fixture_close (&fixture);
}

/* Whatever stands there, it is read to its end or refused with a sentence. */
static void
test_hostile (void)
{
  static const char good[] = "+1 1:0.5 3:-2\n-1 2:1 4:1\n0 3:7\n";
  static const char bits[] = "0123456789.:-+ \n\r\teE#,;\"";
  IngestFixture fixture;
  RdgRng rng;
  guint n_read = 0;

  ingest_fixture_open (&fixture);
  rdg_rng_init (&rng, 1, 0);
  for (guint turn = 0; turn < 500; turn++)
    {
      g_autofree char *text = g_strdup (good);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (RdgInspection) inspection = NULL;
      g_autoptr (RdgTableReader) reader = NULL;
      const RdgTableRow *row;

      for (guint i = 1 + rdg_rng_below (&rng, 4); i > 0; i--)
        text[rdg_rng_below (&rng, sizeof good - 1)] = bits[rdg_rng_below (&rng, sizeof bits - 1)];
      path = ingest_fixture_write (&fixture, "h.svm", text, -1);
      inspection = rdg_inspection_new (path, NULL, NULL, &error);
      g_assert_true ((inspection == NULL) == (error != NULL));
      if (inspection == NULL)
        continue;

      reader = rdg_table_reader_new (inspection, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      while (rdg_table_reader_next (reader, &row, NULL, &error))
        n_read++;
    }
  g_test_message ("%u rows were taken", n_read);
  g_assert_cmpuint (n_read, >, 100);
  ingest_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/sparse/rows", test_rows);
  g_test_add_func ("/ingest/sparse/preview", test_preview);
  g_test_add_func ("/ingest/sparse/long-lines", test_long_lines);
  g_test_add_func ("/ingest/sparse/hostile", test_hostile);

  return g_test_run ();
}
