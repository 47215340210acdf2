/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forest's memory: all trees in one array each of nodes, shares and sets. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest.h"

#include <stdatomic.h>

#include "rdg-forest-walker.h"
#include "rdg-forest-zones.h"

/**
 * rdg_forest_alloc:
 *
 * Returns: (transfer full) (nullable): a forest of that size, to be filled and then finished with
 *   rdg_forest_finish(), or %NULL when there is not enough memory
 */
RdgForest *
rdg_forest_alloc (guint  n_features,
                  guint  n_trees,
                  double class_weight,
                  gsize  n_nodes,
                  gsize  n_sets)
{
  g_autoptr (RdgForest) self = g_new0 (RdgForest, 1);

  self->n_features = n_features;
  self->n_trees = n_trees;
  self->class_weight = class_weight;
  self->walker = g_malloc0 (sizeof *self->walker);
  atomic_init (self->walker, NULL);
  self->node_start = g_try_new0 (gsize, (gsize) n_trees + 1);
  self->set_start = g_try_new0 (gsize, (gsize) n_trees + 1);
  self->nodes = g_try_new0 (RdgNode, MAX (n_nodes, 1));
  self->shares = g_try_new0 (double, MAX (n_nodes, 1));
  self->sets = g_try_new0 (guint32, MAX (n_sets, 1));

  if (self->node_start == NULL || self->set_start == NULL || self->nodes == NULL ||
      self->shares == NULL || self->sets == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/* What a tree can add at the least and the most. */
static void
measure_tree (const RdgForest *self,
              guint            tree,
              double          *least,
              double          *most)
{
  *least = INFINITY;
  *most = -INFINITY;
  for (gsize i = self->node_start[tree]; i < self->node_start[tree + 1]; i++)
    if (self->nodes[i].flags & RDG_NODE_LEAF)
      {
        *least = MIN (*least, (double) self->nodes[i].value);
        *most = MAX (*most, (double) self->nodes[i].value);
      }
}

static void
finish_boosted (RdgForest *self)
{
  double least, most;

  self->lowest = self->highest = self->start;
  for (guint t = 0; t < self->n_trees; t++)
    {
      measure_tree (self, t, &least, &most);
      self->lowest += least;
      self->highest += most;
    }

  /* Trees that say nothing are halfway; and a little wider, so that no rounding leaves 0 to 1. */
  double slack = self->highest > self->lowest ? 1e-9 * (self->highest - self->lowest) : 0.5;

  self->lowest -= slack;
  self->highest += slack;

  double one = (self->highest - self->lowest) / self->n_trees;

  for (guint t = 0; t < self->n_trees; t++)
    {
      measure_tree (self, t, &least, &most);
      for (gsize i = self->node_start[t]; i < self->node_start[t + 1]; i++)
        if (self->nodes[i].flags & RDG_NODE_LEAF)
          self->shares[i] = ((double) self->nodes[i].value - least + slack / self->n_trees) / one;
    }
}

/**
 * rdg_forest_finish:
 *
 * Derives what follows from the nodes. After it the forest is immutable.
 */
void
rdg_forest_finish (RdgForest *self)
{
  gsize n_nodes = self->node_start[self->n_trees];

  if (self->boosted)
    {
      finish_boosted (self);
      return;
    }

  for (gsize i = 0; i < n_nodes; i++)
    if (self->nodes[i].flags & RDG_NODE_LEAF)
      self->shares[i] = rdg_node_get_share (&self->nodes[i], self->class_weight);
}

/**
 * rdg_forest_free:
 *
 * Frees the forest.
 */
void
rdg_forest_free (RdgForest *self)
{
  if (self == NULL)
    return;

  rdg_forest_walker_free (atomic_load (self->walker));
  g_free (self->walker);
  rdg_forest_zones_free (self->zones);
  g_free (self->node_start);
  g_free (self->set_start);
  g_free (self->nodes);
  g_free (self->shares);
  g_free (self->sets);
  g_free (self);
}
