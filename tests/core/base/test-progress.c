/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slices of slices land where they should. */
#include "rdg-progress.h"

static void
keep_cb (double   fraction,
         gpointer user_data)
{
  *(double *) user_data = fraction;
}

static void
test_whole (void)
{
  double seen = -1;
  RdgProgress whole = rdg_progress_init (keep_cb, &seen);

  rdg_progress_report (&whole, 0);
  g_assert_cmpfloat (seen, ==, 0);
  rdg_progress_report (&whole, 0.25);
  g_assert_cmpfloat (seen, ==, 0.25);
  rdg_progress_report (&whole, 1);
  g_assert_cmpfloat (seen, ==, 1);
}

static void
test_clamped (void)
{
  double seen = -1;
  RdgProgress whole = rdg_progress_init (keep_cb, &seen);
  RdgProgress half = rdg_progress_slice (&whole, 0.5, 1);

  rdg_progress_report (&half, -3);
  g_assert_cmpfloat (seen, ==, 0.5);
  rdg_progress_report (&half, 7);
  g_assert_cmpfloat (seen, ==, 1);
}

static void
test_nested (void)
{
  double seen = -1;
  RdgProgress whole = rdg_progress_init (keep_cb, &seen);
  RdgProgress half = rdg_progress_slice (&whole, 0.5, 1);
  RdgProgress quarter = rdg_progress_slice (&half, 0, 0.5);

  rdg_progress_report (&quarter, 0);
  g_assert_cmpfloat (seen, ==, 0.5);
  rdg_progress_report (&quarter, 0.5);
  g_assert_cmpfloat (seen, ==, 0.625);
  rdg_progress_report (&quarter, 1);
  g_assert_cmpfloat (seen, ==, 0.75);
}

static void
test_silent (void)
{
  RdgProgress nobody = rdg_progress_init (NULL, NULL);
  RdgProgress slice = rdg_progress_slice (NULL, 0.2, 0.4);

  rdg_progress_report (NULL, 0.5);
  rdg_progress_report (&nobody, 0.5);
  rdg_progress_report (&slice, 0.5);
}

static void
test_count (void)
{
  gsize count = 0;
  RdgProgress whole = rdg_progress_init (NULL, NULL);

  rdg_progress_count (NULL, 3);
  rdg_progress_count (&whole, 3);
  whole.count = &count;

  RdgProgress slice = rdg_progress_slice (&whole, 0.2, 0.4);

  rdg_progress_count (&slice, 3);
  rdg_progress_count (&whole, 4);
  g_assert_cmpuint (count, ==, 7);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/progress/whole", test_whole);
  g_test_add_func ("/base/progress/clamped", test_clamped);
  g_test_add_func ("/base/progress/nested", test_nested);
  g_test_add_func ("/base/progress/silent", test_silent);
  g_test_add_func ("/base/progress/count", test_count);

  return g_test_run ();
}
