/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a training will need, reckoned before it begins. The large tables ask
 * for themselves; trees, libsvm's cache and much that is small do not, and would end the
 * program. It is meant to be rather more than what they take.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training-check.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-error.h"
#include "rdg-memory.h"
#include "rdg-parallel.h"
#include "rdg-svm-solve.h"
#include "rdg-tree.h"

/* Scores, orders and copies of labels. */
#define BYTES_PER_ROW 96
/* Of each thread that grows trees. */
#define BYTES_PER_ROW_OF_THREAD 40
/* A thread's stack. */
#define BYTES_PER_THREAD (G_GUINT64_CONSTANT (8) << 20)
/* As it is grown, once more in one piece, with its share of failures, and as a question to walk by. */
#define BYTES_PER_NODE (2 * sizeof (RdgNode) + sizeof (double) + 8)
/* Pure nodes are not cut: a tree grows with the rarer outcome. */
#define NODES_PER_RARE 3

static guint64
reckon_trees (gsize n_trees,
              gsize n_rows,
              gsize n_rare,
              gsize min_node_size)
{
  gsize most = 2 * (n_rows / MAX (min_node_size / 2, 1)) + 1;

  return (guint64) n_trees * MIN (most, NODES_PER_RARE * n_rare) * BYTES_PER_NODE;
}

static guint64
reckon (const RdgTrainingSet     *set,
        const RdgTrainingOptions *options)
{
  guint64 n_rows = rdg_matrix_get_n_rows (set->matrix);
  guint64 n_columns = rdg_matrix_get_n_columns (set->matrix);
  guint64 n_failed = _rdg_training_count_failed (set->failed, NULL, n_rows);
  guint64 n_rare = MIN (n_failed, n_rows - n_failed);
  guint64 n_threads = rdg_parallel_choose (options->n_threads, G_MAXUINT32);
  guint64 n_sampled = MIN (n_rows, options->svm_rows);
  /* A clean copy, and the hold-out once more. */
  guint64 bytes = n_rows * n_columns * sizeof (float) * 6 / 5 + n_rows * BYTES_PER_ROW +
                  n_threads * BYTES_PER_THREAD;

  guint64 n_leaves = G_GUINT64_CONSTANT (1) << options->boost_depth;

  if (options->boost_leaves > 0)
    n_leaves = MIN (n_leaves, options->boost_leaves);

  switch (options->algorithm)
    {
    case RDG_ALGORITHM_SVM:
      /* A table of kernels is made only where there is room beside all this. */
      return bytes + 2 * n_sampled * n_columns * (sizeof (double) + 16) +
             n_threads * (MIN ((guint64) RDG_SVM_CACHE_MB << 20, n_sampled * n_sampled * sizeof (float)) +
                          n_sampled * n_columns * 16);

    case RDG_ALGORITHM_BOOSTED:
      return bytes + 2 * n_rows * n_columns + n_threads * n_rows * BYTES_PER_ROW_OF_THREAD +
             reckon_trees (options->boost_rounds, n_rows, n_leaves, 1);

    case RDG_ALGORITHM_FOREST:
    case RDG_N_ALGORITHMS:
    default:
      return bytes +
             (n_rows <= RDG_BINS_EXACT_ROWS ? 2 : 1) * 2 * n_rows * n_columns +
             n_threads * n_rows * BYTES_PER_ROW_OF_THREAD +
             reckon_trees (options->n_trees, n_rows, n_rare, options->min_node_size);
    }
}

/**
 * _rdg_training_check_memory:
 *
 * Returns: %FALSE with %RDG_LEARN_ERROR_MEMORY, saying how much is needed
 */
gboolean
_rdg_training_check_memory (const RdgTrainingSet     *set,
                            const RdgTrainingOptions *options,
                            GError                  **error)
{
  guint64 bytes = reckon (set, options);

  if (rdg_memory_has_room (bytes))
    return TRUE;

  g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
               _("There is not enough memory: to learn from %" PRId64 " cars with %u features takes "
                 "about %" PRIu64 " MB. Close other programs, or choose fewer cars, features, trees or "
                 "threads."),
               (gint64) rdg_matrix_get_n_rows (set->matrix),
               rdg_matrix_get_n_columns (set->matrix), rdg_memory_to_mb (bytes));
  return FALSE;
}
