/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores blocks of rows: a block's values are laid side by side once, then every
 * tree in turn takes the whole block while its nodes are in the cache. A row's
 * sum runs over the trees in their order, whatever the number of threads.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest.h"

#include "rdg-parallel.h"

#define BLOCK_ROWS 128

typedef struct
{
  const RdgForest *forest;
  const RdgMatrix *matrix;
  gsize            n_rows;
  double          *score;
  float           *blocks;   /* a worker's block, row-major */
} Scoring;

static void
score_block (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Scoring *scoring = user_data;
  const RdgForest *forest = scoring->forest;
  guint n_features = forest->n_features;
  float *block = scoring->blocks + (gsize) worker * BLOCK_ROWS * n_features;
  gsize begin = item * BLOCK_ROWS;
  gsize n = MIN (BLOCK_ROWS, scoring->n_rows - begin);
  double sum[BLOCK_ROWS] = { 0.0 };

  for (guint f = 0; f < n_features; f++)
    {
      const float *column = rdg_matrix_get_column (scoring->matrix, f) + begin;

      for (gsize i = 0; i < n; i++)
        block[i * n_features + f] = column[i];
    }

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];
      const double *shares = forest->shares + forest->node_start[t];
      const guint32 *sets = forest->sets + forest->set_start[t];

      for (gsize i = 0; i < n; i++)
        {
          const float *row = block + i * n_features;
          guint32 at = 0;

          while (!(nodes[at].flags & RDG_NODE_LEAF))
            at = nodes[at].left + !rdg_node_goes_left (&nodes[at], sets, row[nodes[at].feature]);
          sum[i] += shares[at];
        }
    }

  for (gsize i = 0; i < n; i++)
    scoring->score[begin + i] = sum[i] / forest->n_trees;
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
  g_autofree float *blocks = g_new (float, (gsize) n_workers * BLOCK_ROWS * self->n_features);
  Scoring scoring = { self, matrix, n_rows, score, blocks };

  return rdg_parallel_run (n_blocks, n_workers, score_block, &scoring, progress,
                           cancellable, error);
}
