/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores blocks of rows: every tree in turn takes the whole block while its nodes
 * are in the cache. Many rows go through the packed forest (rdg-forest-walker), a few
 * through the nodes as they are, which is not worth packing for. A row's sum runs over
 * the trees in their order either way, whatever the number of threads: the same bits.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest.h"

#include <stdatomic.h>

#include "rdg-forest-walker.h"
#include "rdg-parallel.h"

#define BLOCK_ROWS 128
#define FEW_ROWS 64

typedef struct
{
  const RdgForest       *forest;
  const RdgForestWalker *walker;
  const RdgMatrix       *matrix;
  gsize                  n_rows;
  double                *score;
  guint64               *blocks;       /* a worker's laid out block */
  gsize                  block_size;
} Scoring;

static double
score_row (const RdgForest *forest,
           const RdgMatrix *matrix,
           gsize            row)
{
  double sum = 0.0;

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];
      const guint32 *sets = forest->sets + forest->set_start[t];
      guint32 at = 0;

      while (!(nodes[at].flags & RDG_NODE_LEAF))
        at = nodes[at].left +
             !rdg_node_goes_left (&nodes[at], sets,
                                  rdg_matrix_get_column (matrix, nodes[at].feature)[row]);
      sum += forest->shares[forest->node_start[t] + at];
    }

  return sum / forest->n_trees;
}

static void
score_block (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Scoring *scoring = user_data;
  const RdgForest *forest = scoring->forest;
  gsize begin = item * BLOCK_ROWS;
  gsize n = MIN (BLOCK_ROWS, scoring->n_rows - begin);
  double sum[BLOCK_ROWS] = { 0.0 };

  if (scoring->walker == NULL)
    {
      for (gsize i = 0; i < n; i++)
        scoring->score[begin + i] = score_row (forest, scoring->matrix, begin + i);
      return;
    }

  guint16 *rows = (guint16 *) (scoring->blocks + worker * scoring->block_size);

  rdg_forest_walker_lay_out (scoring->walker, scoring->matrix, begin, n, rows);
  rdg_forest_walker_add (scoring->walker, forest, rows, n, sum);

  for (gsize i = 0; i < n; i++)
    scoring->score[begin + i] = sum[i] / forest->n_trees;
}

const RdgForestWalker *
_rdg_forest_get_walker (const RdgForest *self,
                        const RdgMatrix *matrix)
{
  RdgForestWalker *walker = atomic_load (self->walker);

  if (walker == NULL && rdg_matrix_get_n_rows (matrix) > FEW_ROWS)
    {
      RdgForestWalker *made = rdg_forest_walker_new (self, matrix);

      /* Two threads may make one; the first to finish keeps it. */
      if (made != NULL && atomic_compare_exchange_strong (self->walker, &walker, made))
        walker = made;
      else
        rdg_forest_walker_free (made);
    }

  return walker != NULL && rdg_forest_walker_takes (walker, matrix) ? walker : NULL;
}

/**
 * rdg_forest_predict:
 * @matrix: rows in the forest's own columns
 * @n_threads: as rdg_parallel_choose() takes it
 * @score: (out caller-allocates) (array): one a row
 *
 * Any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_forest_predict (const RdgForest    *self,
                    const RdgMatrix    *matrix,
                    guint               n_threads,
                    double             *score,
                    const RdgProgress  *progress,
                    GCancellable       *cancellable,
                    GError            **error)
{
  g_return_val_if_fail (rdg_matrix_get_n_columns (matrix) == self->n_features, FALSE);

  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  gsize n_blocks = (n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  guint n_workers = rdg_parallel_choose (n_threads, n_blocks);
  Scoring scoring = { self, _rdg_forest_get_walker (self, matrix), matrix, n_rows, score, NULL, 0 };
  g_autofree guint64 *blocks = NULL;

  if (scoring.walker != NULL)
    {
      scoring.block_size = rdg_forest_walker_get_size (scoring.walker, BLOCK_ROWS) / 4;
      blocks = scoring.blocks = g_try_new (guint64, n_workers * scoring.block_size);
      if (blocks == NULL)
        scoring.walker = NULL;
    }

  return rdg_parallel_run (n_blocks, n_workers, score_block, &scoring, progress,
                           cancellable, error);
}
