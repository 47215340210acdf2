/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One walk down the trees for the score and for all zones. As in rdg-forest-predict.c: blocks of
 * rows, and a row's sums run over the trees in their order, whatever the number of threads.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest-zones.h"

#include <string.h>

#include "rdg-forest-walker.h"
#include "rdg-parallel.h"

#define BLOCK_ROWS 128

typedef struct
{
  const RdgForest       *forest;
  const RdgForestWalker *walker;
  const RdgMatrix       *matrix;
  gsize                  n_rows;
  double                *score;
  double                *zone_score;
  guint64               *blocks;       /* a worker's laid out block */
  gsize                  block_size;
} Scoring;

static guint32
find_leaf (const RdgForest *forest,
           guint            tree,
           const RdgMatrix *matrix,
           gsize            row)
{
  const RdgNode *nodes = forest->nodes + forest->node_start[tree];
  const guint32 *sets = forest->sets + forest->set_start[tree];
  guint32 at = 0;

  while (!(nodes[at].flags & RDG_NODE_LEAF))
    at = nodes[at].left +
         !rdg_node_goes_left (&nodes[at], sets,
                              rdg_matrix_get_column (matrix, nodes[at].feature)[row]);

  return at;
}

static void
score_block (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Scoring *scoring = user_data;
  const RdgForest *forest = scoring->forest;
  guint n_zones = forest->zones->n_zones;
  gsize begin = item * BLOCK_ROWS;
  gsize n = MIN (BLOCK_ROWS, scoring->n_rows - begin);
  double *score = scoring->score + begin, *zone_score = scoring->zone_score + begin * n_zones;
  guint16 *rows = NULL;
  guint32 leaves[BLOCK_ROWS];

  memset (score, 0, n * sizeof *score);
  memset (zone_score, 0, n * n_zones * sizeof *zone_score);
  if (scoring->walker != NULL)
    {
      rows = (guint16 *) (scoring->blocks + worker * scoring->block_size);
      rdg_forest_walker_lay_out (scoring->walker, scoring->matrix, begin, n, rows);
    }

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const double *shares = forest->shares + forest->node_start[t];

      if (rows != NULL)
        rdg_forest_walker_reach (scoring->walker, forest, t, rows, n, leaves);
      for (gsize i = 0; i < n; i++)
        {
          guint32 leaf = rows != NULL ? leaves[i]
                                      : find_leaf (forest, t, scoring->matrix, begin + i);

          score[i] += shares[leaf];
          rdg_forest_zones_add (forest->zones, forest, t, leaf, zone_score + i * n_zones);
        }
    }

  for (gsize i = 0; i < n; i++)
    score[i] /= forest->n_trees;
  for (gsize i = 0; i < n * n_zones; i++)
    zone_score[i] /= forest->n_trees;
}

/**
 * rdg_forest_predict_zones:
 * @matrix: rows in the forest's own columns
 * @n_threads: as rdg_parallel_choose() takes it
 * @score: (out caller-allocates) (array): one a row, what rdg_forest_predict() gives to the bit
 * @zone_score: (out caller-allocates) (array): rows x zones, row by row
 *
 * Any thread. The forest must have zones.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_forest_predict_zones (const RdgForest    *self,
                          const RdgMatrix    *matrix,
                          guint               n_threads,
                          double             *score,
                          double             *zone_score,
                          const RdgProgress  *progress,
                          GCancellable       *cancellable,
                          GError            **error)
{
  g_return_val_if_fail (rdg_matrix_get_n_columns (matrix) == self->n_features, FALSE);
  g_return_val_if_fail (self->zones != NULL, FALSE);

  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  gsize n_blocks = (n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  guint n_workers = rdg_parallel_choose (n_threads, n_blocks);
  Scoring scoring = {
    self, _rdg_forest_get_walker (self, matrix), matrix, n_rows, score, zone_score, NULL, 0
  };
  g_autofree guint64 *blocks = NULL;

  if (scoring.walker != NULL)
    {
      scoring.block_size = rdg_forest_walker_get_size (scoring.walker, BLOCK_ROWS) / 4;
      blocks = scoring.blocks = g_try_new (guint64, n_workers * scoring.block_size);
      if (blocks == NULL)
        scoring.walker = NULL;
    }

  return rdg_parallel_run (n_blocks, n_workers, score_block, &scoring, progress, cancellable, error);
}
