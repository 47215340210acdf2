/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of what a forest's leaves know of zones: see rdg-forest-zones.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest-zones.h"

/**
 * rdg_forest_zones_alloc:
 * @forest: whose leaves they are; its nodes are there
 *
 * Returns: (transfer full) (nullable): room for as many entries, to be filled and then finished with
 *   rdg_forest_zones_finish(), or %NULL when there is not enough memory
 */
RdgForestZones *
rdg_forest_zones_alloc (guint            n_zones,
                        const RdgForest *forest,
                        gsize            n_entries)
{
  g_autoptr (RdgForestZones) self = g_new0 (RdgForestZones, 1);
  gsize n_nodes = forest->node_start[forest->n_trees];

  self->n_zones = n_zones;
  self->start = g_try_new0 (gsize, (gsize) forest->n_trees + 1);
  self->entries = g_try_new0 (RdgLeafZone, MAX (n_entries, 1));
  self->shares = g_try_new0 (double, MAX (n_entries, 1));
  self->first = g_try_new0 (guint32, MAX (n_nodes, 1));

  if (self->start == NULL || self->entries == NULL || self->shares == NULL || self->first == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * rdg_forest_zones_finish:
 *
 * Derives what follows from the entries and the forest's leaves. After it they are immutable.
 */
void
rdg_forest_zones_finish (RdgForestZones  *self,
                         const RdgForest *forest)
{
  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];
      guint32 *first = self->first + forest->node_start[t];

      for (gsize i = self->start[t]; i < self->start[t + 1]; i++)
        {
          const RdgLeafZone *entry = &self->entries[i];
          const RdgNode *leaf = &nodes[entry->leaf];

          /* Of the failed share of the leaf, the part that failed there. */
          self->shares[i] = rdg_node_get_share (leaf, forest->class_weight) *
                            ((double) entry->n / (double) leaf->n_failed);
          if (first[entry->leaf] == 0)
            first[entry->leaf] = (guint32) (i - self->start[t]) + 1;
        }
    }
}

/**
 * rdg_forest_zones_free:
 *
 * Frees what the leaves know of zones.
 */
void
rdg_forest_zones_free (RdgForestZones *self)
{
  if (self == NULL)
    return;

  g_free (self->start);
  g_free (self->entries);
  g_free (self->shares);
  g_free (self->first);
  g_free (self);
}
