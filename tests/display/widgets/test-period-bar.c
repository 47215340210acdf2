/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods lie on their axis where they should, and the shortest can still be seen. */
#include "rdg-period-bar.h"
#include "rdg-test-page.h"

#define DAY (24 * 3600 * 1000LL)

static void
check (gint64 from,
       gint64 to,
       float  x,
       float  span)
{
  RdgPeriodBar *bar = g_object_ref_sink (g_object_new (RDG_TYPE_PERIOD_BAR, NULL));
  float found_x, found_span;

  rdg_period_bar_set (bar, 1000 * DAY, 1100 * DAY, from, to);
  rdg_period_bar_get_span (bar, 500, &found_x, &found_span);
  g_assert_cmpfloat_with_epsilon (found_x, x, 0.01);
  g_assert_cmpfloat_with_epsilon (found_span, span, 0.01);
  g_assert_finalize_object (bar);
}

static void
test_span (void)
{
  check (1000 * DAY, 1100 * DAY, 0, 500);
  check (1020 * DAY, 1040 * DAY, 100, 100);
  check (1000 * DAY, 1000 * DAY, 0, 4);
  check (1100 * DAY, 1100 * DAY, 496, 4);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/period-bar/span", test_span);

  return g_test_run ();
}
