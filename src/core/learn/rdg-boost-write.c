/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts by codes become cuts by values. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-boost-write.h"

static inline RdgNode *
get_node (RdgTree *tree,
          guint    i)
{
  return &g_array_index (tree->nodes, RdgNode, i);
}

static float
middle (float low,
        float high)
{
  float threshold = (float) (((double) low + (double) high) / 2.0);

  return threshold < high ? threshold : low;
}

static void
write_split (const RdgBoostWriter    *self,
             const RdgBoostCandidate *candidate,
             RdgNode                 *node)
{
  const RdgBoostCut *cut = &candidate->cut;
  const RdgBinsColumn *column = &self->bins->columns[cut->feature];
  guint8 *goes_left = self->goes_left->data + (gsize) candidate->node * RDG_BOOST_MOST_CODES;
  guint8 heavy_left = candidate->n_left >= candidate->end - candidate->begin - candidate->n_left;

  rdg_boost_write_goes_left (column, cut, goes_left);
  if (!cut->has_missing)
    goes_left[0] = heavy_left;
  node->feature = (guint16) cut->feature;
  node->flags = goes_left[0] ? RDG_NODE_MISSING_LEFT : 0;
  if (column->kind == RDG_FEATURE_NUMERIC)
    {
      node->threshold = cut->code_right == 0
                          ? INFINITY
                          : middle (column->high[cut->code_left], column->low[cut->code_right]);
      return;
    }

  node->flags |= RDG_NODE_CATEGORY;
  node->set = self->tree->sets->len;
  for (guint code = 1; code <= column->n_codes; code++)
    if (!(cut->seen[code / 32] >> code % 32 & 1))
      goes_left[code] = heavy_left;

  /* Levels that have no code of their own were counted as missing. */
  for (guint first = 0; first < column->n_levels; first += 32)
    {
      guint32 word = 0;

      for (guint l = first; l < MIN (first + 32, column->n_levels); l++)
        word |= (guint32) goes_left[l < column->n_codes ? l + 1 : 0] << (l - first);
      g_array_append_val (self->tree->sets, word);
    }
}

static void
write_leaf (const RdgBoostWriter *self,
            guint32               index,
            gsize                 begin,
            gsize                 end,
            RdgBoostSum           total)
{
  double weight = (double) total[1] + self->rule->lambda * self->rule->scale;
  float value = (float) (-self->rate * (double) total[0] / weight);

  *get_node (self->tree, index) = (RdgNode){ .n = (guint32) (end - begin), .value = value,
                                             .flags = RDG_NODE_LEAF };
  for (gsize i = begin; i < end; i++)
    self->margin[self->rows[i]] += (double) value;
}

/**
 * rdg_boost_write_goes_left:
 * @goes_left: (out caller-allocates) (array): for each code whether it goes left
 *
 * Spells a cut out. What the node has none of goes right.
 */
void
rdg_boost_write_goes_left (const RdgBinsColumn *column,
                           const RdgBoostCut   *cut,
                           guint8              *goes_left)
{
  goes_left[0] = cut->goes_left[0] & 1;
  for (guint code = 1; code <= column->n_codes; code++)
    goes_left[code] = column->kind == RDG_FEATURE_NUMERIC
                        ? code <= cut->code_left
                        : (cut->goes_left[code / 32] >> code % 32) & 1;
}

/**
 * rdg_boost_write_tree:
 * @candidates: (inout) (array length=n): the root first, every other behind the one above it; those
 *   with a rank are its cuts, and learn which node they are
 *
 * Writes the nodes and the sets of the tree, adds to its importance, and to the margin what the
 * leaves say of their rows.
 */
void
rdg_boost_write_tree (const RdgBoostWriter *self,
                      RdgBoostCandidate    *candidates,
                      guint                 n)
{
  GArray *nodes = self->tree->nodes;

  g_array_set_size (nodes, 1);
  g_byte_array_set_size (self->goes_left, RDG_BOOST_MOST_CODES);
  if (n == 0)
    write_leaf (self, 0, 0, self->n_rows, self->total);

  for (guint i = 0; i < n; i++)
    {
      RdgBoostCandidate *candidate = &candidates[i];
      gsize half = candidate->begin + candidate->n_left;
      guint32 left = nodes->len;

      if (candidate->rank == 0)
        continue;

      g_array_set_size (nodes, left + 2);
      g_byte_array_set_size (self->goes_left, (left + 2) * RDG_BOOST_MOST_CODES);
      *get_node (self->tree, candidate->node) = (RdgNode){ .left = left };
      write_split (self, candidate, get_node (self->tree, candidate->node));
      self->tree->importance[candidate->cut.feature] += candidate->gain;

      for (guint side = 0; side < 2; side++)
        {
          guint below = candidate->below[side];

          if (below != 0 && candidates[below - 1].rank > 0)
            candidates[below - 1].node = left + side;
          else if (side == 0)
            write_leaf (self, left, candidate->begin, half, candidate->cut.left);
          else
            write_leaf (self, left + 1, half, candidate->end, candidate->total - candidate->cut.left);
        }
    }
}
