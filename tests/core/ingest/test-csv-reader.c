/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows, their lines and what is wrong with them. */
#include <glib/gstdio.h>
#include <string.h>

#include "rdg-csv-reader.h"

static void
cell_cb (const char      *text,
         gsize            length,
         guint            column,
         const RdgCsvRow *row,
         gpointer         user_data)
{
  GString *rows = user_data;

  g_string_append_printf (rows, "%s%.*s", column > 0 ? "|" : "", (int) MIN (length, 20), text);
}

/* All rows as one text: line, problem, cells. */
static char *
read_all (const char *content,
          gssize      length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GString) cells = g_string_new (NULL);
  GString *rows = g_string_new (NULL);
  const RdgCsvRow *row;
  int fd = g_file_open_tmp ("rodagem-test-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, content, length, NULL));

  RdgSource *source = rdg_source_open (path, NULL, &error);

  g_assert_no_error (error);

  RdgCsvReader *reader = rdg_csv_reader_new (source, ',', cell_cb, cells);

  while (rdg_csv_reader_next (reader, &row, NULL, &error))
    {
      g_string_append_printf (rows, "%" G_GUINT64_FORMAT ":%d:%u:%s\n", row->line,
                              (int) row->problem, row->n_cells, cells->str);
      g_string_truncate (cells, 0);
    }
  g_assert_no_error (error);
  rdg_csv_reader_free (reader);
  g_remove (path);

  return g_string_free (rows, FALSE);
}

static void
assert_rows (const char *content,
             const char *expected)
{
  g_autofree char *rows = read_all (content, -1);

  g_assert_cmpstr (rows, ==, expected);
}

static void
test_lines (void)
{
  assert_rows ("a,b\n1,2\n", "1:0:2:a|b\n2:0:2:1|2\n");
  assert_rows ("a,b\r\n\r\n  \n1,2", "1:0:2:a|b\n4:0:2:1|2\n");
  assert_rows ("a,b\r1,2\r", "1:0:2:a|b\n2:0:2:1|2\n");
  assert_rows ("a,\"x\ny\"\n1,2\n", "1:0:2:a|x\ny\n3:0:2:1|2\n");
  assert_rows ("a,\"x\"\"y\"\n", "1:0:2:a|x\"y\n");
  assert_rows (" a , b \n,\n", "1:0:2:a|b\n2:0:2:|\n");
}

static void
test_open_quote (void)
{
  assert_rows ("a,b\n\"1,2\n3,4\n5,6", "1:0:2:a|b\n2:3:0:\n3:0:2:3|4\n4:0:2:5|6\n");
  assert_rows ("a,b\n1,\"2", "1:0:2:a|b\n2:3:1:1\n");
}

static void
test_stray_return (void)
{
  assert_rows ("a,b\n1\r2,3\n4,5\n", "1:0:2:a|b\n2:4:1:1\n3:0:2:4|5\n");
}

static void
test_nul (void)
{
  g_autofree char *rows = read_all ("a,b\n1,\0002\n3,4\n", 13);

  g_assert_true (g_str_has_prefix (rows, "1:0:2:a|b\n2:1:2:1|"));
  g_assert_true (g_str_has_suffix (rows, "\n3:0:2:3|4\n"));
}

static void
test_long_cell (void)
{
  g_autoptr (GString) content = g_string_new ("a,b\n1,");
  g_autofree char *cell = g_strnfill (1000 * 1000, 'x');

  g_string_append_printf (content, "%s\n2,\"%s\"\n3,4\n", cell, cell);
  assert_rows (content->str, "1:0:2:a|b\n2:2:2:1\n3:2:2:2\n4:0:2:3|4\n");
}

/* Lines without quotes are cut by the reader itself: to the cells that libcsv, which gets to see the
 * second text's lines for their quotes, finds in them. */
static void
test_plain_lines (void)
{
  static const char *parts[] = { "a", "7", ",", ",", " ", "\t", "é", "x y", "\r" };
  static const char *ends[] = { "\n", "\r\n" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint end = 0; end < G_N_ELEMENTS (ends); end++)
    {
      g_autoptr (GString) plain = g_string_new ("a,b,\n");
      g_autoptr (GString) quoted = g_string_new ("a,b,\"\"\n");

      for (guint i = 0; i < 5000; i++)
        {
          g_autoptr (GString) line = g_string_new (NULL);

          for (gint n = g_rand_int_range (rand, 0, 12); n > 0; n--)
            g_string_append (line, parts[g_rand_int_range (rand, 0, i % 50 == 0 ? 9 : 8)]);
          g_string_append_printf (plain, "%s,%s", line->str, ends[end]);
          g_string_append_printf (quoted, "%s,\"\"%s", line->str, ends[end]);
        }

      g_autofree char *expected = read_all (quoted->str, -1);

      assert_rows (plain->str, expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/csv-reader/lines", test_lines);
  g_test_add_func ("/ingest/csv-reader/plain-lines", test_plain_lines);
  g_test_add_func ("/ingest/csv-reader/open-quote", test_open_quote);
  g_test_add_func ("/ingest/csv-reader/stray-return", test_stray_return);
  g_test_add_func ("/ingest/csv-reader/nul", test_nul);
  g_test_add_func ("/ingest/csv-reader/long-cell", test_long_cell);

  return g_test_run ();
}
