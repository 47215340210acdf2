/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees are the items of work: each draws from its own random stream (seed,
 * tree), and what trees add up to is summed either in whole numbers or in the
 * order of the trees. So threads change nothing but the time.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-forest-sample.h"
#include "rdg-forest-zones.h"
#include "rdg-parallel.h"
#include "rdg-tree-zones.h"

typedef struct
{
  RdgSampler     sampler;
  RdgTreeGrower *grower;
  guint8        *times;
  guint64       *oob_sum;
  guint32       *oob_trees;
  RdgZoneCounter *zones;     /* NULL without targets */
} Worker;

typedef struct
{
  const RdgBins          *bins;
  const RdgForestOptions *options;
  const RdgZoneTargets   *targets;   /* nullable */
  Worker                 *workers;
  guint                   n_workers;
  RdgTree                *trees;
  GArray                **zones;     /* each tree's RdgLeafZones */
} Training;

static void
train_tree (gsize    item,
            guint    index,
            gpointer user_data)
{
  Training *training = user_data;
  Worker *worker = &training->workers[index];
  RdgRng rng;

  _rdg_sampler_draw (&worker->sampler, (guint) item, &rng, worker->times);
  rdg_tree_grower_grow (worker->grower, worker->times, &rng, &training->trees[item]);
  rdg_tree_grower_add_out_of_bag (worker->grower, &training->trees[item], worker->oob_sum,
                                  worker->oob_trees);
  if (worker->zones != NULL)
    training->zones[item] = _rdg_zone_counter_take (worker->zones, worker->grower,
                                                    &training->trees[item], worker->times);
}

static gboolean
prepare_workers (Training     *training,
                 const guint8 *failed)
{
  gsize n = training->bins->n_rows;

  for (guint w = 0; w < training->n_workers; w++)
    {
      Worker *worker = &training->workers[w];

      worker->times = g_try_new (guint8, n);
      worker->oob_sum = g_try_new0 (guint64, n);
      worker->oob_trees = g_try_new0 (guint32, n);
      worker->grower = rdg_tree_grower_new (training->bins, failed, &training->options->tree);
      if (!_rdg_sampler_init (&worker->sampler, training->options, failed, n) ||
          worker->times == NULL || worker->oob_sum == NULL || worker->oob_trees == NULL ||
          worker->grower == NULL)
        return FALSE;

      if (training->targets == NULL)
        continue;
      worker->zones = _rdg_zone_counter_new (training->bins, failed, training->targets,
                                             training->options);
      if (worker->zones == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
clear_workers (Training *training)
{
  for (guint w = 0; w < training->n_workers; w++)
    {
      Worker *worker = &training->workers[w];

      _rdg_zone_counter_free (worker->zones);
      rdg_tree_grower_free (worker->grower);
      _rdg_sampler_clear (&worker->sampler);
      g_free (worker->times);
      g_free (worker->oob_sum);
      g_free (worker->oob_trees);
    }
}

static void
sum_out_of_bag (const Training *training,
                double         *oob)
{
  const RdgZoneTargets *targets = training->targets;
  g_autofree RdgZoneCounter **counters = g_new (RdgZoneCounter *, training->n_workers);

  for (guint w = 0; w < training->n_workers; w++)
    counters[w] = training->workers[w].zones;

  for (gsize i = 0; i < training->bins->n_rows; i++)
    {
      guint64 sum = 0;
      guint32 n_trees = 0;

      for (guint w = 0; w < training->n_workers; w++)
        {
          sum += training->workers[w].oob_sum[i];
          n_trees += training->workers[w].oob_trees[i];
        }

      oob[i] = n_trees == 0 ? NAN : (double) sum / RDG_TREE_OOB_ONE / n_trees;
      if (targets != NULL)
        _rdg_zone_counter_sum (counters, training->n_workers, i, n_trees,
                               targets->oob + i * targets->n_zones);
    }
}

static void
sum_importance (const Training *training,
                double         *importance)
{
  guint n_features = training->bins->n_columns;
  double total = 0.0;

  for (guint f = 0; f < n_features; f++)
    {
      importance[f] = 0.0;
      for (guint t = 0; t < training->options->n_trees; t++)
        importance[f] += training->trees[t].importance[f];
      total += importance[f];
    }

  for (guint f = 0; total > 0.0 && f < n_features; f++)
    importance[f] /= total;
}

static gboolean
assemble_zones (const Training *training,
                RdgForest      *forest)
{
  gsize n_entries = 0;

  for (guint t = 0; t < forest->n_trees; t++)
    n_entries += training->zones[t]->len;
  forest->zones = rdg_forest_zones_alloc (training->targets->n_zones, forest, n_entries);
  if (forest->zones == NULL)
    return FALSE;

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const GArray *entries = training->zones[t];
      gsize start = forest->zones->start[t];

      if (entries->len > 0)
        memcpy (forest->zones->entries + start, entries->data, entries->len * sizeof (RdgLeafZone));
      forest->zones->start[t + 1] = start + entries->len;
    }
  rdg_forest_zones_finish (forest->zones, forest);

  return TRUE;
}

static RdgForest *
assemble (const Training *training)
{
  guint n_trees = training->options->n_trees;
  gsize n_nodes = 0, n_sets = 0;

  for (guint t = 0; t < n_trees; t++)
    {
      n_nodes += training->trees[t].nodes->len;
      n_sets += training->trees[t].sets->len;
    }

  g_autoptr (RdgForest) forest = rdg_forest_alloc (training->bins->n_columns, n_trees,
                                                   training->options->tree.class_weight, n_nodes,
                                                   n_sets);

  if (forest == NULL)
    return NULL;

  for (guint t = 0; t < n_trees; t++)
    {
      RdgTree *tree = &training->trees[t];

      memcpy (forest->nodes + forest->node_start[t], tree->nodes->data,
              tree->nodes->len * sizeof (RdgNode));
      if (tree->sets->len > 0)
        memcpy (forest->sets + forest->set_start[t], tree->sets->data,
                tree->sets->len * sizeof (guint32));
      forest->node_start[t + 1] = forest->node_start[t] + tree->nodes->len;
      forest->set_start[t + 1] = forest->set_start[t] + tree->sets->len;
      rdg_tree_clear (tree);
    }
  rdg_forest_finish (forest);
  if (training->targets != NULL && !assemble_zones (training, forest))
    return NULL;

  return g_steal_pointer (&forest);
}

/**
 * rdg_forest_train:
 * @bins: the training table
 * @failed: (array): 1 for each row of @bins that failed
 * @options: how
 * @oob: (out caller-allocates) (array): for each row of @bins, its out-of-bag score
 * @importance: (out caller-allocates) (array): for each feature, its share of all that splits gained
 *
 * Blocks; any thread. Progress is told, and cancelling looked at, after each tree.
 *
 * Returns: (transfer full) (nullable): the forest, or %NULL with %G_IO_ERROR_CANCELLED or an error
 *   of %RDG_LEARN_ERROR
 */
RdgForest *
rdg_forest_train (const RdgBins           *bins,
                  const guint8            *failed,
                  const RdgForestOptions  *options,
                  double                  *oob,
                  double                  *importance,
                  const RdgProgress       *progress,
                  GCancellable            *cancellable,
                  GError                 **error)
{
  return rdg_forest_train_zones (bins, failed, NULL, options, oob, importance, progress,
                                 cancellable, error);
}

/**
 * rdg_forest_train_zones:
 * @targets: (nullable): the zones that rows failed in; of rows that passed it is not looked at
 *
 * As rdg_forest_train(), with the same trees; beside them the forest's leaves learn the zones.
 *
 * Returns: (transfer full) (nullable): the forest, or %NULL with an error
 */
RdgForest *
rdg_forest_train_zones (const RdgBins           *bins,
                        const guint8            *failed,
                        const RdgZoneTargets    *targets,
                        const RdgForestOptions  *options,
                        double                  *oob,
                        double                  *importance,
                        const RdgProgress       *progress,
                        GCancellable            *cancellable,
                        GError                 **error)
{
  guint n_workers = rdg_parallel_choose (options->n_threads, options->n_trees);
  g_autofree Worker *workers = g_new0 (Worker, n_workers);
  g_autofree RdgTree *trees = g_new0 (RdgTree, options->n_trees);
  g_autofree GArray **zones = g_new0 (GArray *, options->n_trees);
  Training training = { bins, options, targets, workers, n_workers, trees, zones };
  RdgForest *forest = NULL;
  gboolean enough_memory = FALSE, done = FALSE;

  enough_memory = prepare_workers (&training, failed);
  if (enough_memory)
    done = rdg_parallel_run (options->n_trees, n_workers, train_tree, &training, progress,
                             cancellable, error);
  if (done)
    {
      sum_out_of_bag (&training, oob);
      sum_importance (&training, importance);
      forest = assemble (&training);
      enough_memory = forest != NULL;
    }

  for (guint t = 0; t < options->n_trees; t++)
    {
      rdg_tree_clear (&trees[t]);
      g_clear_pointer (&zones[t], g_array_unref);
    }
  clear_workers (&training);

  if (!enough_memory)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                 _("There is not enough memory for %u trees on %" PRId64
                   " cars; choose fewer trees or a larger smallest node."),
                 options->n_trees, (gint64) bins->n_rows);

  return forest;
}
