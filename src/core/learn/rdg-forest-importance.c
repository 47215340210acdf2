/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest-importance.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-forest-sample.h"
#include "rdg-parallel.h"

#define MOST_CORRECTED 32767      /* with their copies, as many as a node can name */
/* Streams beside those of the trees. */
#define SHUFFLE_STREAM ((guint64) 1 << 40)
/* Whole numbers: their sum does not depend on the order. */
#define ONE 0x1.0p40

typedef struct
{
  RdgSampler sampler;
  guint8    *times;
  guint32   *rows;        /* out of bag */
  guint32   *shuffled;
  double    *score;
  guint     *most;        /* of a node: the largest code that goes left */
  guint8    *used;        /* 1 for a feature of the tree */
  gint64    *worth;
} Worker;

typedef struct
{
  const RdgForest        *forest;
  const RdgBins          *bins;
  const guint8           *failed;
  const RdgForestOptions *options;
  Worker                 *workers;
} Ranking;

static void
set_shares (double *importance,
            guint   n)
{
  double total = 0.0;

  for (guint f = 0; f < n; f++)
    {
      importance[f] = MAX (importance[f], 0.0);
      total += importance[f];
    }
  for (guint f = 0; total > 0.0 && f < n; f++)
    importance[f] /= total;
}

static gboolean
fail_memory (const RdgBins *bins,
             GError       **error)
{
  g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
               _("There is not enough memory to rank %u features this way; "
                 "rank them by impurity."), bins->n_columns);

  return FALSE;
}

/* Thresholds as codes. */
static void
read_tree (const Ranking *ranking,
           guint          tree,
           Worker        *worker)
{
  const RdgNode *nodes = ranking->forest->nodes + ranking->forest->node_start[tree];

  memset (worker->used, 0, ranking->bins->n_columns);
  for (guint i = 0; i < rdg_forest_get_n_nodes (ranking->forest, tree); i++)
    {
      const RdgBinsColumn *column = &ranking->bins->columns[nodes[i].feature];

      if (nodes[i].flags & RDG_NODE_LEAF)
        continue;

      worker->used[nodes[i].feature] = 1;
      if (!(nodes[i].flags & RDG_NODE_CATEGORY))
        worker->most[i] = rdg_bins_column_find_code (column, 0, column->n_codes + 1,
                                                     nodes[i].threshold);
    }
}

/* The share of the leaf that a row falls into, with another row's value of one feature. */
static double
walk (const Ranking *ranking,
      guint          tree,
      const guint   *most,
      guint32        row,
      guint          feature,
      guint32        other)
{
  const RdgForest *forest = ranking->forest;
  const RdgNode *nodes = forest->nodes + forest->node_start[tree];
  const guint32 *sets = forest->sets + forest->set_start[tree];
  guint32 at = 0;

  while (!(nodes[at].flags & RDG_NODE_LEAF))
    {
      const RdgNode *node = &nodes[at];
      guint code = rdg_bins_get_code (ranking->bins, node->feature,
                                      node->feature == feature ? other : row);
      gboolean left;

      if (code == 0)
        left = (node->flags & RDG_NODE_MISSING_LEFT) != 0;
      else if (node->flags & RDG_NODE_CATEGORY)
        left = (sets[node->set + (code - 1) / 32] >> ((code - 1) % 32)) & 1;
      else
        left = code <= most[at];
      at = node->left + !left;
    }

  return rdg_node_get_share (&nodes[at], forest->class_weight);
}

static void
rank_tree (gsize    item,
           guint    index,
           gpointer user_data)
{
  Ranking *ranking = user_data;
  Worker *worker = &ranking->workers[index];
  guint tree = (guint) item;
  gsize n = 0;
  RdgRng rng;

  _rdg_sampler_draw (&worker->sampler, tree, &rng, worker->times);
  for (gsize i = 0; i < ranking->bins->n_rows; i++)
    if (worker->times[i] == 0)
      worker->rows[n++] = (guint32) i;
  if (n == 0)
    return;

  read_tree (ranking, tree, worker);
  for (gsize i = 0; i < n; i++)
    worker->score[i] = walk (ranking, tree, worker->most, worker->rows[i], 0, worker->rows[i]);

  for (guint f = 0; f < ranking->bins->n_columns; f++)
    {
      double rise = 0.0;

      if (!worker->used[f])
        continue;

      memcpy (worker->shuffled, worker->rows, n * sizeof *worker->rows);
      rdg_rng_init (&rng, ranking->options->seed,
                    SHUFFLE_STREAM + ((guint64) tree << 16) + f);
      rdg_rng_shuffle_u32 (&rng, worker->shuffled, n);
      for (gsize i = 0; i < n; i++)
        {
          double outcome = ranking->failed[worker->rows[i]] != 0;
          double score = walk (ranking, tree, worker->most, worker->rows[i], f, worker->shuffled[i]);
          double wrong = score - outcome, was_wrong = worker->score[i] - outcome;

          rise += wrong * wrong - was_wrong * was_wrong;
        }
      worker->worth[f] += (gint64) llround (rise / (double) n * ONE);
    }
}

static gboolean
worker_init (Worker        *self,
             const Ranking *ranking)
{
  gsize n = ranking->bins->n_rows;
  guint most_nodes = 0;

  for (guint t = 0; t < ranking->forest->n_trees; t++)
    most_nodes = MAX (most_nodes, rdg_forest_get_n_nodes (ranking->forest, t));

  self->times = g_try_new (guint8, n);
  self->rows = g_try_new (guint32, n);
  self->shuffled = g_try_new (guint32, n);
  self->score = g_try_new (double, n);
  self->most = g_try_new (guint, most_nodes);
  self->used = g_new (guint8, ranking->bins->n_columns);
  self->worth = g_new0 (gint64, ranking->bins->n_columns);

  return _rdg_sampler_init (&self->sampler, ranking->options, ranking->failed, n) &&
         self->times != NULL && self->rows != NULL && self->shuffled != NULL &&
         self->score != NULL && self->most != NULL;
}

static void
worker_clear (Worker *self)
{
  _rdg_sampler_clear (&self->sampler);
  g_free (self->times);
  g_free (self->rows);
  g_free (self->shuffled);
  g_free (self->score);
  g_free (self->most);
  g_free (self->used);
  g_free (self->worth);
}

static gboolean
rank_by_permutation (Ranking            *ranking,
                     double             *importance,
                     const RdgProgress  *progress,
                     GCancellable       *cancellable,
                     GError            **error)
{
  guint n_trees = ranking->forest->n_trees;
  guint n_workers = rdg_parallel_choose (ranking->options->n_threads, n_trees);
  g_autofree Worker *workers = g_new0 (Worker, n_workers);
  gboolean done = TRUE;

  ranking->workers = workers;
  for (guint w = 0; w < n_workers; w++)
    done &= worker_init (&workers[w], ranking);

  if (!done)
    fail_memory (ranking->bins, error);
  else
    done = rdg_parallel_run (n_trees, n_workers, rank_tree, ranking, progress, cancellable, error);

  for (guint f = 0; done && f < ranking->bins->n_columns; f++)
    {
      gint64 worth = 0;

      for (guint w = 0; w < n_workers; w++)
        worth += workers[w].worth[f];
      importance[f] = (double) worth / ONE / n_trees;
    }
  for (guint w = 0; w < n_workers; w++)
    worker_clear (&workers[w]);

  return done;
}

/* The columns, and behind them their copies, all shuffled alike: what features have to do with each
 * other stays, what they have to do with the outcome goes. */
static RdgBins *
add_copies (const RdgBins *bins,
            guint64        seed)
{
  g_autoptr (RdgBins) both = g_new0 (RdgBins, 1);
  g_autofree guint32 *order = g_try_new (guint32, bins->n_rows);
  gsize size = bins->wide ? sizeof (guint16) : sizeof (guint8);
  RdgRng rng;

  if (order == NULL)
    return NULL;

  for (gsize i = 0; i < bins->n_rows; i++)
    order[i] = (guint32) i;
  rdg_rng_init (&rng, seed, SHUFFLE_STREAM - 1);
  rdg_rng_shuffle_u32 (&rng, order, bins->n_rows);

  both->n_rows = bins->n_rows;
  both->wide = bins->wide;
  both->n_columns = 2 * bins->n_columns;
  both->columns = g_new0 (RdgBinsColumn, both->n_columns);
  for (guint c = 0; c < both->n_columns; c++)
    {
      const RdgBinsColumn *from = &bins->columns[c % bins->n_columns];
      RdgBinsColumn *column = &both->columns[c];
      gsize room = from->low != NULL ? (from->n_codes + 1) * sizeof (float) : 0;

      *column = *from;
      column->low = g_memdup2 (from->low, room);
      column->high = g_memdup2 (from->high, room);
      column->codes = g_try_malloc (bins->n_rows * size);
      if (column->codes == NULL)
        return NULL;
      if (c < bins->n_columns)
        memcpy (column->codes, from->codes, bins->n_rows * size);
      else
        for (gsize i = 0; i < bins->n_rows; i++)
          if (bins->wide)
            column->wide[i] = from->wide[order[i]];
          else
            column->narrow[i] = from->narrow[order[i]];
    }

  return g_steal_pointer (&both);
}

static gboolean
rank_corrected (const RdgBins           *bins,
                const guint8            *failed,
                const RdgForestOptions  *options,
                double                  *importance,
                const RdgProgress       *progress,
                GCancellable            *cancellable,
                GError                 **error)
{
  guint n = bins->n_columns;
  RdgForestOptions twice = *options;

  if (n > MOST_CORRECTED)
    {
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                   _("Corrected importance takes at most %d features; there are %u. "
                     "Rank them by permutation."), MOST_CORRECTED, n);
      return FALSE;
    }

  g_autoptr (RdgBins) both = add_copies (bins, options->seed);
  g_autofree double *oob = g_try_new (double, bins->n_rows);
  g_autofree double *gain = g_new (double, 2 * n);
  g_autofree double *weights = NULL;
  g_autofree guint8 *always = NULL;

  if (both == NULL || oob == NULL)
    return fail_memory (bins, error);

  if (options->tree.select_weights != NULL)
    {
      weights = g_new (double, 2 * n);
      memcpy (weights, options->tree.select_weights, n * sizeof *weights);
      memcpy (weights + n, options->tree.select_weights, n * sizeof *weights);
    }
  if (options->tree.always != NULL)
    {
      always = g_new (guint8, 2 * n);
      memcpy (always, options->tree.always, n);
      memcpy (always + n, options->tree.always, n);
    }
  twice.tree.select_weights = weights;
  twice.tree.always = always;

  g_autoptr (RdgForest) forest = rdg_forest_train (both, failed, &twice, oob, gain, progress,
                                                   cancellable, error);

  if (forest == NULL)
    return FALSE;
  for (guint f = 0; f < n; f++)
    importance[f] = gain[f] - gain[n + f];

  return TRUE;
}

/**
 * rdg_forest_rank_features:
 * @forest: a forest
 * @kind: corrected or permutation
 * @bins: what it was trained on
 * @failed: (array): 1 for each row of @bins that failed
 * @options: how it was trained
 * @importance: (out caller-allocates) (array): one a feature
 *
 * Blocks; any thread. Progress is told, and cancelling looked at, after each tree.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or an error of %RDG_LEARN_ERROR
 */
gboolean
rdg_forest_rank_features (const RdgForest         *forest,
                          RdgImportance            kind,
                          const RdgBins           *bins,
                          const guint8            *failed,
                          const RdgForestOptions  *options,
                          double                  *importance,
                          const RdgProgress       *progress,
                          GCancellable            *cancellable,
                          GError                 **error)
{
  Ranking ranking = { forest, bins, failed, options, NULL };

  g_return_val_if_fail (kind != RDG_IMPORTANCE_IMPURITY, FALSE);

  if (kind == RDG_IMPORTANCE_PERMUTATION
        ? !rank_by_permutation (&ranking, importance, progress, cancellable, error)
        : !rank_corrected (bins, failed, options, importance, progress, cancellable, error))
    return FALSE;

  set_shares (importance, bins->n_columns);

  return TRUE;
}
