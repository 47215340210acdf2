/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes a table for bench-forest and its peers; see bench-table.h.
 *
 *   bench-data line N_TRAIN N_HOLDOUT N_COLUMNS SEED FILE
 *   bench-data ai4i|ai4i-l SEED FILE       (RDG_TEST_AI4I names the AI4I table)
 *   bench-data plant DATABASE FILE
 */
#include <stdlib.h>
#include <string.h>

#include "bench-plant.h"

int
main (int   argc,
      char *argv[])
{
  g_auto (BenchTable) table = { 0 };

  if (argc == 7 && strcmp (argv[1], "line") == 0)
    bench_table_generate (&table, (gsize) atol (argv[2]), (gsize) atol (argv[3]),
                          (guint) atoi (argv[4]), (guint64) atol (argv[5]));
  else if (argc == 4 && g_str_has_prefix (argv[1], "ai4i"))
    bench_table_read_ai4i (&table, strcmp (argv[1], "ai4i-l") == 0, (guint64) atol (argv[2]));
  else if (argc == 4 && strcmp (argv[1], "plant") == 0)
    bench_table_read_plant (&table, argv[2]);
  else
    {
      g_printerr ("bench-data line N_TRAIN N_HOLDOUT N_COLUMNS SEED FILE\n"
                  "bench-data ai4i|ai4i-l SEED FILE\n"
                  "bench-data plant DATABASE FILE\n");
      return 2;
    }

  bench_table_write (&table, argv[argc - 1]);

  return 0;
}
