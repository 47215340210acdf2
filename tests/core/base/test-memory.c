/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-memory.h"

static void
test_room (void)
{
  g_assert_true (rdg_memory_has_room (0));
  g_assert_true (rdg_memory_has_room (1 << 20));
  /* More than a processor can address, and more than can be counted. */
  g_assert_false (rdg_memory_has_room (G_GUINT64_CONSTANT (1) << 60));
  g_assert_false (rdg_memory_has_room (G_MAXUINT64));
  g_assert_false (rdg_memory_has_room (G_MAXSSIZE));
}

static void
test_mb (void)
{
  g_assert_cmpuint (rdg_memory_to_mb (0), ==, 1);
  g_assert_cmpuint (rdg_memory_to_mb (5 << 20), ==, 5);
  g_assert_cmpuint (rdg_memory_to_mb (G_MAXUINT64), ==, G_MAXUINT64 >> 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/memory/room", test_room);
  g_test_add_func ("/base/memory/mb", test_mb);

  return g_test_run ();
}
