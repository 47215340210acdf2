/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The forest's part of a model's bytes:
 *
 *   n_trees      u32                class_weight double
 *   start        double, of boosted trees alone: the log odds before the first one
 *   n_nodes      u64, of all trees  n_sets       u64, of all trees
 *     [] n_nodes u32; n_sets u32
 *     [] of its nodes: feature u16; flags u16 (1 leaf, 2 category, 4 missing goes left); two u32:
 *        leaf: rows of the sample, failed ones, or of a boosted tree what it adds to the log odds as a
 *        float's bits (feature 0)
 *        number: the threshold as a float's bits, the left child
 *        category: where its set begins, the left child
 *     [] of its sets: u32: bit l of a set, lowest first: level l goes left
 *
 * A tree that is let in is a tree: every node but the first has one parent, which stands
 * before it; no path is longer than RDG_TREE_MAX_DEPTH.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec-forest.h"

#include <math.h>
#include <string.h>

#define NODE_SIZE 12
#define SET_SIZE 4
#define TREE_SIZE (8 + NODE_SIZE)
#define MOST_TREES 1000000
/* Far from anything that was grown, and no sum of so many overflows. */
#define MOST_LOG_ODDS 1e6

void
_rdg_model_put_forest (GByteArray      *bytes,
                       const RdgForest *forest)
{
  rdg_bytes_put_u32 (bytes, forest->n_trees);
  rdg_bytes_put_double (bytes, forest->class_weight);
  if (forest->boosted)
    rdg_bytes_put_double (bytes, forest->start);
  rdg_bytes_put_u64 (bytes, forest->node_start[forest->n_trees]);
  rdg_bytes_put_u64 (bytes, forest->set_start[forest->n_trees]);

  for (guint t = 0; t < forest->n_trees; t++)
    {
      rdg_bytes_put_u32 (bytes, rdg_forest_get_n_nodes (forest, t));
      rdg_bytes_put_u32 (bytes, (guint32) (forest->set_start[t + 1] - forest->set_start[t]));

      for (gsize i = forest->node_start[t]; i < forest->node_start[t + 1]; i++)
        {
          const RdgNode *node = &forest->nodes[i];
          guint32 first;

          /* A float, an index or a count: its 32 bits. */
          memcpy (&first, &node->threshold, sizeof first);
          rdg_bytes_put_u16 (bytes, node->feature);
          rdg_bytes_put_u16 (bytes, node->flags);
          rdg_bytes_put_u32 (bytes, first);
          rdg_bytes_put_u32 (bytes, node->left);
        }
      for (gsize s = forest->set_start[t]; s < forest->set_start[t + 1]; s++)
        rdg_bytes_put_u32 (bytes, forest->sets[s]);
    }
}

static gboolean
leaf_is_sound (const RdgNode *node,
               gboolean       boosted)
{
  if (node->flags != RDG_NODE_LEAF || node->feature != 0 || node->n < 1)
    return FALSE;

  /* Written so that a NaN is refused. */
  return boosted ? fabs ((double) node->value) <= MOST_LOG_ODDS : node->n_failed <= node->n;
}

static gboolean
node_is_sound (const RdgNode         *node,
               gboolean               boosted,
               guint32                index,
               guint32                n_nodes,
               guint32                n_sets,
               const RdgModelFeature *features,
               guint                  n_features)
{
  if (node->flags & RDG_NODE_LEAF)
    return leaf_is_sound (node, boosted);

  if ((node->flags & ~RDG_NODE_ALL_FLAGS) != 0 || node->feature >= n_features ||
      node->left <= index || node->left >= n_nodes - 1)
    return FALSE;

  const RdgFeature *feature = &features[node->feature].feature;

  if (!(node->flags & RDG_NODE_CATEGORY))
    return feature->kind == RDG_FEATURE_NUMERIC && !isnan (node->threshold);

  guint32 n_words = (feature->n_levels + 31) / 32;

  return feature->kind == RDG_FEATURE_CATEGORY && n_words <= n_sets &&
         node->set <= n_sets - n_words;
}

/* depth: scratch; 0 for a node that no parent has claimed. */
static void
get_tree (RdgByteReader         *reader,
          RdgForest             *forest,
          guint                  tree,
          const RdgModelFeature *features,
          guint16               *depth)
{
  RdgNode *nodes = forest->nodes + forest->node_start[tree];
  guint32 n_nodes = rdg_forest_get_n_nodes (forest, tree);
  guint32 n_sets = (guint32) (forest->set_start[tree + 1] - forest->set_start[tree]);

  memset (depth, 0, n_nodes * sizeof *depth);
  depth[0] = 1;

  for (guint32 i = 0; i < n_nodes; i++)
    {
      RdgNode *node = &nodes[i];

      node->feature = rdg_byte_reader_u16 (reader);
      node->flags = rdg_byte_reader_u16 (reader);

      guint32 first = rdg_byte_reader_u32 (reader);

      memcpy (&node->threshold, &first, sizeof first);
      node->left = rdg_byte_reader_u32 (reader);

      if (!rdg_byte_reader_check (reader, depth[i] > 0 && depth[i] <= RDG_TREE_MAX_DEPTH + 1 &&
                                          node_is_sound (node, forest->boosted, i, n_nodes, n_sets,
                                                         features, forest->n_features)))
        return;

      if (node->flags & RDG_NODE_LEAF)
        continue;

      if (!rdg_byte_reader_check (reader, depth[node->left] == 0 && depth[node->left + 1] == 0))
        return;

      depth[node->left] = depth[node->left + 1] = (guint16) (depth[i] + 1);
    }

  for (gsize s = forest->set_start[tree]; s < forest->set_start[tree + 1]; s++)
    forest->sets[s] = rdg_byte_reader_u32 (reader);
}

/**
 * _rdg_model_get_forest:
 * @boosted: whether the leaves are a boosted tree's
 * @features: (array length=n_features): what its nodes may ask about
 *
 * Returns: (transfer full) (nullable): the forest, or %NULL with @reader failed
 */
RdgForest *
_rdg_model_get_forest (RdgByteReader         *reader,
                       gboolean               boosted,
                       const RdgModelFeature *features,
                       guint                  n_features)
{
  guint n_trees = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 1,
                                                 MOST_TREES, TREE_SIZE);
  double class_weight = rdg_byte_reader_double (reader);

  double start = boosted ? rdg_byte_reader_double (reader) : 0.0;

  rdg_byte_reader_check (reader, class_weight > 0.0 && class_weight <= 1e6);
  rdg_byte_reader_check (reader, fabs (start) <= MOST_LOG_ODDS);

  guint64 n_nodes = rdg_byte_reader_u64 (reader);
  guint64 n_sets = rdg_byte_reader_u64 (reader);

  n_nodes = rdg_byte_reader_count (reader, n_nodes, n_trees, G_MAXSIZE, NODE_SIZE);
  n_sets = rdg_byte_reader_count (reader, n_sets, 0, G_MAXSIZE, SET_SIZE);
  if (reader->failed)
    return NULL;

  g_autoptr (RdgForest) forest = rdg_forest_alloc (n_features, n_trees, class_weight,
                                                   (gsize) n_nodes, (gsize) n_sets);
  g_autofree guint16 *depth = g_try_new (guint16, (gsize) n_nodes);

  if (!rdg_byte_reader_check (reader, forest != NULL && depth != NULL))
    return NULL;

  forest->boosted = boosted;
  forest->start = start;
  for (guint t = 0; t < n_trees; t++)
    {
      guint32 tree_nodes = rdg_byte_reader_u32 (reader);
      guint32 tree_sets = rdg_byte_reader_u32 (reader);

      if (!rdg_byte_reader_check (reader, tree_nodes >= 1 &&
                                          tree_nodes <= n_nodes - forest->node_start[t] &&
                                          tree_sets <= n_sets - forest->set_start[t]))
        return NULL;

      forest->node_start[t + 1] = forest->node_start[t] + tree_nodes;
      forest->set_start[t + 1] = forest->set_start[t] + tree_sets;
      get_tree (reader, forest, t, features, depth);
      if (reader->failed)
        return NULL;
    }

  if (!rdg_byte_reader_check (reader, forest->node_start[n_trees] == n_nodes &&
                                      forest->set_start[n_trees] == n_sets))
    return NULL;

  rdg_forest_finish (forest);

  return g_steal_pointer (&forest);
}
