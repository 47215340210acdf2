/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Only the failed rows of the sample are walked down, a few in a hundred: what passed
 * counts in no zone. Rows out of bag are found leaf by leaf, where the grower left them.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-zones.h"

#include <math.h>
#include <stdlib.h>

struct _RdgZoneCounter
{
  const RdgBins *bins;
  guint          n_zones;
  const guint32 *zones;         /* of each row */
  double         class_weight;
  guint32       *rows;          /* those that failed in a zone */
  gsize          n_rows;
  guint32       *oob_sum;       /* rows x zones, in units of 1 / one */
  guint32        one;           /* as many trees' shares fit: whole numbers, added in any order */
};

/**
 * _rdg_zone_counter_new:
 *
 * What is given must outlive the counter. One thread at a time.
 *
 * Returns: (transfer full) (nullable): a counter, or %NULL when there is not enough memory
 */
RdgZoneCounter *
_rdg_zone_counter_new (const RdgBins          *bins,
                       const guint8           *failed,
                       const RdgZoneTargets   *targets,
                       const RdgForestOptions *options)
{
  g_autoptr (RdgZoneCounter) self = g_new0 (RdgZoneCounter, 1);
  gsize n_failed = 0;

  for (gsize i = 0; i < bins->n_rows; i++)
    n_failed += failed[i] != 0 && targets->failed[i] != 0;

  self->bins = bins;
  self->n_zones = targets->n_zones;
  self->zones = targets->failed;
  self->class_weight = options->tree.class_weight;
  self->one = G_MAXUINT32 / options->n_trees;
  self->rows = g_try_new (guint32, MAX (n_failed, 1));
  self->oob_sum = g_try_new0 (guint32, bins->n_rows * targets->n_zones);
  if (self->rows == NULL || self->oob_sum == NULL)
    return NULL;

  for (gsize i = 0; i < bins->n_rows; i++)
    if (failed[i] != 0 && targets->failed[i] != 0)
      self->rows[self->n_rows++] = (guint32) i;

  return g_steal_pointer (&self);
}

/**
 * _rdg_zone_counter_free:
 *
 * Frees the scratch memory.
 */
void
_rdg_zone_counter_free (RdgZoneCounter *self)
{
  if (self == NULL)
    return;

  g_free (self->rows);
  g_free (self->oob_sum);
  g_free (self);
}

/* A cut lies at or above the highest value of the codes on its left, and below all of those on its
 * right: in the sample, the highest value of its code goes the way that a row went. */
static float
get_value (const RdgBins *bins,
           guint          feature,
           guint32        row)
{
  const RdgBinsColumn *column = &bins->columns[feature];
  guint code = rdg_bins_get_code (bins, feature, row);

  if (code == 0)
    return NAN;

  return column->kind == RDG_FEATURE_CATEGORY ? (float) (code - 1) : column->high[code];
}

static guint32
find_leaf (const RdgZoneCounter *self,
           const RdgTree        *tree,
           guint32               row)
{
  const RdgNode *nodes = (const RdgNode *) (gpointer) tree->nodes->data;
  const guint32 *sets = (const guint32 *) (gpointer) tree->sets->data;
  guint32 at = 0;

  while (!(nodes[at].flags & RDG_NODE_LEAF))
    at = nodes[at].left + !rdg_node_goes_left (&nodes[at], sets,
                                               get_value (self->bins, nodes[at].feature, row));

  return at;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const RdgLeafZone *x = a, *y = b;

  if (x->leaf != y->leaf)
    return x->leaf < y->leaf ? -1 : 1;

  return (x->zone > y->zone) - (x->zone < y->zone);
}

/* Those of one leaf and zone become one. */
static void
join_entries (GArray *entries)
{
  RdgLeafZone *list = (RdgLeafZone *) (gpointer) entries->data;
  guint n = 0;

  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    if (n > 0 && compare_entries (&list[n - 1], &list[i]) == 0)
      list[n - 1].n += list[i].n;
    else
      list[n++] = list[i];

  g_array_set_size (entries, n);
}

/* Of entries up to n, the first of this leaf or of one behind it. */
static guint
find_entry (const RdgLeafZone *entries,
            guint              n,
            guint32            leaf)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (entries[middle].leaf < leaf)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
add_out_of_bag (RdgZoneCounter      *self,
                const RdgTreeGrower *grower,
                const RdgTree       *tree,
                const GArray        *taken)
{
  const RdgLeafZone *entries = (const RdgLeafZone *) (gpointer) taken->data;
  const RdgEntry *rows;
  guint32 leaf;
  gsize n_rows;

  for (guint l = 0; rdg_tree_grower_get_out_of_bag (grower, l, &leaf, &rows, &n_rows); l++)
    {
      const RdgNode *node = &g_array_index (tree->nodes, RdgNode, leaf);

      for (guint e = find_entry (entries, taken->len, leaf);
           e < taken->len && entries[e].leaf == leaf; e++)
        {
          double share = rdg_node_get_share (node, self->class_weight) *
                         ((double) entries[e].n / (double) node->n_failed);
          guint32 units = (guint32) (share * self->one + 0.5);

          for (gsize i = 0; i < n_rows; i++)
            self->oob_sum[(gsize) rdg_entry_get_row (rows[i]) * self->n_zones + entries[e].zone] +=
              units;
        }
    }
}

GArray *
_rdg_zone_counter_take (RdgZoneCounter      *self,
                        const RdgTreeGrower *grower,
                        const RdgTree       *tree,
                        const guint8        *times)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (RdgLeafZone));

  for (gsize i = 0; i < self->n_rows; i++)
    {
      guint32 row = self->rows[i];

      if (times[row] == 0)
        continue;

      RdgLeafZone entry = { .leaf = find_leaf (self, tree, row), .n = times[row] };

      for (guint32 left = self->zones[row]; left != 0; left &= left - 1)
        {
          entry.zone = (guint16) g_bit_nth_lsf (left, -1);
          g_array_append_val (entries, entry);
        }
    }
  join_entries (entries);
  add_out_of_bag (self, grower, tree, entries);

  return entries;
}

/**
 * _rdg_zone_counter_sum:
 * @n_trees: how many trees did not see the row
 * @oob: (out caller-allocates) (array): a score a zone, all NaN for a row that every tree saw
 */
void
_rdg_zone_counter_sum (RdgZoneCounter * const *counters,
                       guint                   n_counters,
                       gsize                   row,
                       guint32                 n_trees,
                       float                  *oob)
{
  for (guint z = 0; z < counters[0]->n_zones; z++)
    {
      guint64 sum = 0;

      for (guint c = 0; c < n_counters; c++)
        sum += counters[c]->oob_sum[row * counters[c]->n_zones + z];
      oob[z] = n_trees == 0 ? NAN : (float) ((double) sum / counters[0]->one / n_trees);
    }
}
