/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trains our forest, or our boosted trees, on a table of bench-data and scores its hold-out.
 *
 *   bench-forest TABLE N_TREES THREADS SEED [SCORES [RUNS [boosted [DEPTH [LEAVES]]]]]
 *
 * Prints a JSON object a run: wall and processor seconds of the training (binning, trees,
 * out-of-bag scores; boosting makes none here, nor does it stop early) and of the scoring, nodes,
 * and a hash of the trees' bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <xxhash.h>

#include "bench-table.h"
#include "rdg-boost-train.h"
#include "rdg-forest.h"

typedef struct
{
  double wall;
  double cpu;
} Clock;

static Clock
read_clock (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (Clock){
    .wall = (double) g_get_monotonic_time () / 1e6,
    .cpu = (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
  };
}

static void
write_scores (const char   *path,
              const double *score,
              gsize         n)
{
  FILE *file = fopen (path, "wb");

  if (file == NULL || fwrite (score, sizeof *score, n, file) != n || fclose (file) != 0)
    g_error ("%s cannot be written", path);
}

static RdgForest *
boost (const RdgBins          *bins,
       const guint8           *failed,
       const RdgForestOptions *options,
       guint                   max_leaves,
       double                 *importance)
{
  RdgBoostOptions boosting = { options->n_trees, 0.1, options->tree.max_depth, 1.0, 1.0, 1.0, 1.0, 0, 1.0,
                               options->seed, options->n_threads, max_leaves };

  return rdg_boost_train (bins, failed, NULL, &boosting, NULL, importance, NULL, NULL, NULL, NULL);
}

static void
run (const BenchTable       *table,
     const RdgForestOptions *options,
     gboolean                boosted,
     guint                   max_leaves,
     const char             *scores)
{
  gsize n_holdout = table->n_rows - table->n_train;
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);
  g_autofree double *oob = g_new (double, table->n_train);
  g_autofree double *score = g_new (double, MAX (n_holdout, 1));
  g_autofree double *importance = g_new (double, rdg_matrix_get_n_columns (table->matrix));

  for (gsize i = 0; i < table->n_rows; i++)
    rows[i] = (guint32) i;

  Clock begin = read_clock ();
  g_autoptr (RdgBins) bins = (boosted ? rdg_bins_new_coarse : rdg_bins_new)
                               (table->matrix, rows, table->n_train, options->n_threads, NULL, NULL);
  Clock binned = read_clock ();
  g_autoptr (RdgForest) forest = boosted
                                   ? boost (bins, table->failed, options, max_leaves, importance)
                                   : rdg_forest_train (bins, table->failed, options, oob,
                                                       importance, NULL, NULL, NULL);
  Clock trained = read_clock ();
  g_autoptr (RdgMatrix) holdout = rdg_matrix_take_rows (table->matrix, rows + table->n_train,
                                                        n_holdout);
  Clock taken = read_clock ();

  rdg_forest_predict (forest, holdout, options->n_threads, score, NULL, NULL, NULL);

  Clock done = read_clock ();
  gsize n_nodes = forest->node_start[forest->n_trees];

  if (scores != NULL)
    write_scores (scores, score, n_holdout);
  g_print ("{\"train_wall\": %.6f, \"train_cpu\": %.6f, \"bin_cpu\": %.6f, "
           "\"score_wall\": %.6f, \"nodes\": %" G_GSIZE_FORMAT ", \"hash\": \"%016" G_GINT64_MODIFIER "x\"}\n",
           trained.wall - begin.wall, trained.cpu - begin.cpu, binned.cpu - begin.cpu,
           done.wall - taken.wall, n_nodes,
           (guint64) XXH3_64bits (forest->nodes, n_nodes * sizeof (RdgNode)));
}

int
main (int   argc,
      char *argv[])
{
  g_auto (BenchTable) table = { 0 };
  guint mtry = 1;

  if (argc < 5)
    {
      g_printerr ("bench-forest TABLE N_TREES THREADS SEED [SCORES [RUNS [boosted [DEPTH [LEAVES]]]]]\n");
      return 2;
    }

  bench_table_read (&table, argv[1]);
  while ((mtry + 1) * (mtry + 1) <= rdg_matrix_get_n_columns (table.matrix))
    mtry++;

  RdgForestOptions options = {
    .tree = { .mtry = mtry, .min_node_size = 10, .class_weight = 1.0 },
    .n_trees = (guint) atoi (argv[2]),
    .sample_fraction = 1.0,
    .replace = TRUE,
    .seed = (guint64) atol (argv[4]),
    .n_threads = (guint) atoi (argv[3]),
  };
  gboolean boosted = argc > 7;

  if (boosted)
    options.tree.max_depth = argc > 8 ? (guint) atoi (argv[8]) : 6;

  for (gint r = 0; r < (argc > 6 ? atoi (argv[6]) : 1); r++)
    run (&table, &options, boosted, argc > 9 ? (guint) atoi (argv[9]) : 0,
         argc > 5 && argv[5][0] != '\0' ? argv[5] : NULL);

  return 0;
}
