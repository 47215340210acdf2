/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What number formats make of numbers. */
#include "rdg-cell-format.h"

static void
test_kinds (void)
{
  static const struct
  {
    const char  *code;
    RdgCellKind  kind;
  } codes[] = {
    { "General", RDG_CELL_NUMBER },
    { "0.00E+00", RDG_CELL_NUMBER },
    { "#,##0.00", RDG_CELL_NUMBER },
    { "0\" days\"", RDG_CELL_NUMBER },
    { "0\\d", RDG_CELL_NUMBER },
    { "0_d", RDG_CELL_NUMBER },
    { "[Red]0;[Blue]yyyy", RDG_CELL_NUMBER },
    { "[h]:mm:ss", RDG_CELL_NUMBER },
    { "\"open", RDG_CELL_NUMBER },
    { "[open", RDG_CELL_NUMBER },
    { "", RDG_CELL_NUMBER },
    { "dd/mm/yyyy\\ hh:mm:ss", RDG_CELL_DATE },
    { "[$-416]d\\ \"de\"\\ mmmm", RDG_CELL_DATE },
    { "mmm", RDG_CELL_DATE },
    { "yyyy", RDG_CELL_DATE },
    { "h:mm AM/PM", RDG_CELL_TIME },
    { "mm:ss.0", RDG_CELL_TIME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_test_message ("%s", codes[i].code);
      g_assert_cmpint (rdg_cell_kind_from_code (codes[i].code), ==, codes[i].kind);
    }

  g_assert_cmpint (rdg_cell_kind_from_id (0), ==, RDG_CELL_NUMBER);
  g_assert_cmpint (rdg_cell_kind_from_id (14), ==, RDG_CELL_DATE);
  g_assert_cmpint (rdg_cell_kind_from_id (20), ==, RDG_CELL_TIME);
  g_assert_cmpint (rdg_cell_kind_from_id (22), ==, RDG_CELL_DATE);
  g_assert_cmpint (rdg_cell_kind_from_id (46), ==, RDG_CELL_NUMBER);
  g_assert_cmpint (rdg_cell_kind_from_id (49), ==, RDG_CELL_NUMBER);
}

static void
assert_date (double       serial,
             RdgCellKind  kind,
             gboolean     from_1904,
             const char  *expected)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE] = "";
  gboolean done = rdg_cell_format_date (serial, kind, from_1904, buffer);

  g_assert_cmpint (done, ==, expected != NULL);
  if (expected != NULL)
    g_assert_cmpstr (buffer, ==, expected);
}

static void
test_dates (void)
{
  assert_date (1, RDG_CELL_DATE, FALSE, "1900-01-01 00:00:00");
  assert_date (59, RDG_CELL_DATE, FALSE, "1900-02-28 00:00:00");
  assert_date (60, RDG_CELL_DATE, FALSE, NULL);
  assert_date (61, RDG_CELL_DATE, FALSE, "1900-03-01 00:00:00");
  assert_date (45352.2709375, RDG_CELL_DATE, FALSE, "2024-03-01 06:30:09");
  assert_date (45352.27093750579, RDG_CELL_DATE, FALSE, "2024-03-01 06:30:09.001");
  assert_date (45351.9999999999, RDG_CELL_DATE, FALSE, "2024-03-01 00:00:00");
  assert_date (0, RDG_CELL_DATE, TRUE, "1904-01-01 00:00:00");
  assert_date (43890.5, RDG_CELL_DATE, TRUE, "2024-03-01 12:00:00");
  assert_date (0.75, RDG_CELL_TIME, FALSE, "18:00:00");
  assert_date (45352.75, RDG_CELL_TIME, FALSE, "2024-03-01 18:00:00");
  assert_date (2958465.5, RDG_CELL_DATE, FALSE, "9999-12-31 12:00:00");
  assert_date (2958466, RDG_CELL_DATE, FALSE, NULL);
  assert_date (-1, RDG_CELL_DATE, FALSE, NULL);
  assert_date (1e300, RDG_CELL_DATE, FALSE, NULL);
  assert_date (0.0 / 0.0, RDG_CELL_DATE, FALSE, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/cell-format/kinds", test_kinds);
  g_test_add_func ("/ingest/cell-format/dates", test_dates);

  return g_test_run ();
}
