/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of both of the plant's forms, the days that no calendar has, and the way back. */
#include "rdg-datetime.h"
#include "rdg-rng.h"

#include <string.h>

static void
assert_reads (const char   *text,
              RdgDateOrder  order,
              const char   *expected)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];
  gint64 ms = 0;

  if (!rdg_datetime_parse (text, strlen (text), order, &ms))
    g_error ("\"%s\" was refused", text);
  g_assert_cmpstr (rdg_datetime_format (ms, buffer), ==, expected);
}

static void
test_forms (void)
{
  static const struct
  {
    const char  *text;
    RdgDateOrder order;
    const char  *expected;
  } cases[] = {
    { "3/4/2024", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 00:00:00" },
    { "3/4/2024", RDG_DATE_ORDER_MONTH_FIRST, "2024-03-04 00:00:00" },
    { "13.04.2024 7:05", RDG_DATE_ORDER_DAY_FIRST, "2024-04-13 07:05:00" },
    { "03-04-2024 23:59:59", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 23:59:59" },
    { "2024-04-03", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 00:00:00" },
    { "2024-04-03", RDG_DATE_ORDER_MONTH_FIRST, "2024-04-03 00:00:00" },
    { "2024/4/3 05:06:07", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 05:06:07" },
    { "2024-04-03T05:06:07Z", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 05:06:07" },
    { "2024-04-03 05:06:07.5", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 05:06:07.500" },
    { "2024-04-03 05:06:07,25", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 05:06:07.250" },
    { "2024-04-03 05:06:07.1234567", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 05:06:07.123" },
    { "  2024-04-03   05:06  ", RDG_DATE_ORDER_DAY_FIRST, "2024-04-03 05:06:00" },
    { "29/2/2024", RDG_DATE_ORDER_DAY_FIRST, "2024-02-29 00:00:00" },
    { "29/2/2000", RDG_DATE_ORDER_DAY_FIRST, "2000-02-29 00:00:00" },
    { "31/12/1969 23:59:59", RDG_DATE_ORDER_DAY_FIRST, "1969-12-31 23:59:59" },
    { "1/1/0001", RDG_DATE_ORDER_DAY_FIRST, "0001-01-01 00:00:00" },
    { "31/12/9999 23:59:59.999", RDG_DATE_ORDER_DAY_FIRST, "9999-12-31 23:59:59.999" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_reads (cases[i].text, cases[i].order, cases[i].expected);
}

static void
test_refused (void)
{
  static const char *refused[] = {
    "", " ", "2024", "2024-04", "29/2/2023", "29/2/1900", "31/4/2024", "0/1/2024", "1/0/2024",
    "1/13/2024", "32/1/2024", "1/1/0000", "1/1/24", "123/1/2024", "1/1/20245", "2024-4-3-1",
    "2024-04/03", "1/1/2024 24:00", "1/1/2024 12:60", "1/1/2024 12:30:60", "1/1/2024 12", "1/1/2024 12:3",
    "1/1/2024 12:30:5", "1/1/2024 12:30:", "1/1/2024 12:30:05.", "1/1/2024T", "1/1/2024 x", "1/1/2024 12:30 PM",
    "-1/1/2024", "1/ 1/2024", "1//2024", "a/b/c", "20240403", "1e1/1/2024",
  };
  gint64 ms;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (rdg_datetime_parse (refused[i], strlen (refused[i]), RDG_DATE_ORDER_DAY_FIRST, &ms))
      g_error ("\"%s\" was taken", refused[i]);

  g_assert_false (rdg_datetime_parse ("13/14/2024", 10, RDG_DATE_ORDER_MONTH_FIRST, &ms));
  g_assert_false (rdg_datetime_parse ("1/1/2024\000", 9, RDG_DATE_ORDER_DAY_FIRST, &ms));
  /* The length rules. */
  g_assert_true (rdg_datetime_parse ("1/1/2024;x", 8, RDG_DATE_ORDER_DAY_FIRST, &ms));
}

static void
test_every_day (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1890);
  gint64 previous = 0;

  for (guint i = 0; i < 80000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u/%u/%u", g_date_get_day (date), g_date_get_month (date),
                                               g_date_get_year (date));
      gint64 ms;

      g_assert_true (rdg_datetime_parse (text, strlen (text), RDG_DATE_ORDER_DAY_FIRST, &ms));
      if (i > 0)
        g_assert_cmpint (ms - previous, ==, RDG_DATETIME_DAY_MS);
      previous = ms;
      g_date_add_days (date, 1);
    }
}

static void
test_epoch (void)
{
  gint64 ms = 1;

  g_assert_true (rdg_datetime_parse ("1/1/1970", 8, RDG_DATE_ORDER_DAY_FIRST, &ms));
  g_assert_cmpint (ms, ==, 0);
  /* date -u -d '2024-04-03 05:06:07' +%s */
  g_assert_cmpint (rdg_datetime_make (2024, 4, 3, ((5 * 60 + 6) * 60 + 7) * 1000), ==, G_GINT64_CONSTANT (1712120767000));
}

static void
test_round_trip (void)
{
  RdgRng rng;
  gint64 first = rdg_datetime_make (1, 1, 1, 0);
  gint64 last = rdg_datetime_make (9999, 12, 31, RDG_DATETIME_DAY_MS - 1);

  rdg_rng_init (&rng, 5, 0);

  for (guint i = 0; i < 200000; i++)
    {
      gint64 ms = first + (gint64) rdg_rng_below (&rng, (guint64) (last - first + 1));
      gint64 again;
      char buffer[RDG_DATETIME_BUFFER_SIZE];

      rdg_datetime_format (ms, buffer);
      g_assert_true (rdg_datetime_parse (buffer, strlen (buffer), RDG_DATE_ORDER_MONTH_FIRST, &again));
      g_assert_cmpint (again, ==, ms);
    }
}

static void
test_none (void)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE] = "x";

  g_assert_cmpstr (rdg_datetime_format (RDG_DATETIME_NONE, buffer), ==, "");
  /* A damaged file may hold anything. */
  rdg_datetime_format (G_MAXINT64, buffer);
  rdg_datetime_format (G_MININT64 + 1, buffer);
  g_assert_cmpuint (strlen (buffer), <, RDG_DATETIME_BUFFER_SIZE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/datetime/forms", test_forms);
  g_test_add_func ("/base/datetime/refused", test_refused);
  g_test_add_func ("/base/datetime/every-day", test_every_day);
  g_test_add_func ("/base/datetime/epoch", test_epoch);
  g_test_add_func ("/base/datetime/round-trip", test_round_trip);
  g_test_add_func ("/base/datetime/none", test_none);

  return g_test_run ();
}
