/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Depth first, with a stack of its own. A node owns a stretch of each list of rows;
 * splitting it parts those stretches in two, keeping the order of the rows. The rows
 * that are not in the sample are parted along with it: a pass over one column for
 * a node's rows costs far less than walking each row down the finished tree.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-grower.h"

#include <string.h>

#include "rdg-tree-part.h"

/* A node with a smaller share of all rows reads the bins row by row: in a column, its rows lie too
 * far apart for two of them to share a cache line. */
#define DENSE_SHARE 32

/* The rows of a node are stretches of three lists. */
typedef enum
{
  LIST_PASSED,
  LIST_FAILED,
  LIST_OUT_OF_BAG,
  N_LISTS
} List;

typedef struct
{
  gsize begin[N_LISTS];
  gsize end[N_LISTS];
} Stretch;

/* A node that waits to be split or to become a leaf. */
typedef struct
{
  Stretch stretch;
  guint32 node;
  guint32 n[2];             /* passed and failed, drawn twice counts twice */
  guint   depth;
} Task;

/* The rows out of bag that ended in one leaf. */
typedef struct
{
  guint32 node;
  gsize   begin;
  gsize   end;
} OobLeaf;

struct _RdgTreeGrower
{
  const RdgBins *bins;
  const guint8  *failed;
  RdgTreeOptions options;
  guint          max_depth;
  RdgSplitter   *splitter;
  guint32       *class_rows;    /* all rows of the bins, the passed ones first */
  gsize          n_passed;
  RdgEntry      *entries;       /* the same: list by list, in each node by node */
  RdgEntry      *right;
  GArray        *oob_leaves;
  guint         *usable;        /* features in which the rows differ: those always tried first */
  guint          n_usable;
  guint          n_always;
  guint         *candidates;    /* the same, shuffled as a tree grows */
  GArray        *tasks;
  GArray        *codes;
  guint8        *goes_left;     /* at a code of a category */
};

static gboolean
is_always_tried (const RdgTreeOptions *options,
                 guint                 feature)
{
  return options->always != NULL && options->always[feature];
}

static void
list_usable (RdgTreeGrower *self)
{
  const RdgBins *bins = self->bins;
  const RdgTreeOptions *options = &self->options;

  for (guint c = 0; c < bins->n_columns; c++)
    if (bins->columns[c].varies && is_always_tried (options, c))
      self->usable[self->n_usable++] = c;
  self->n_always = self->n_usable;

  for (guint c = 0; c < bins->n_columns; c++)
    if (bins->columns[c].varies && !is_always_tried (options, c) &&
        (options->select_weights == NULL || options->select_weights[c] > 0.0))
      self->usable[self->n_usable++] = c;
}

static void
list_classes (RdgTreeGrower *self)
{
  gsize n = self->bins->n_rows, n_failed = 0;

  for (gsize i = 0; i < n; i++)
    n_failed += self->failed[i] != 0;
  self->n_passed = n - n_failed;

  for (gsize i = 0, passed = 0, failed = self->n_passed; i < n; i++)
    self->class_rows[self->failed[i] != 0 ? failed++ : passed++] = (guint32) i;
}

/**
 * rdg_tree_grower_new:
 * @bins: the training table
 * @failed: (array): 1 for each of its rows that failed
 * @options: how trees grow
 *
 * @bins, @failed and what @options points to must outlive the grower. One thread at a time.
 *
 * Returns: (transfer full) (nullable): a grower, or %NULL when there is not enough memory
 */
RdgTreeGrower *
rdg_tree_grower_new (const RdgBins        *bins,
                     const guint8         *failed,
                     const RdgTreeOptions *options)
{
  g_autoptr (RdgTreeGrower) self = g_new0 (RdgTreeGrower, 1);

  self->bins = bins;
  self->failed = failed;
  self->options = *options;
  self->max_depth = options->max_depth == 0 ? RDG_TREE_MAX_DEPTH
                                            : MIN (options->max_depth, RDG_TREE_MAX_DEPTH);
  self->splitter = rdg_splitter_new (bins, options->rule, options->class_weight);
  self->oob_leaves = g_array_new (FALSE, FALSE, sizeof (OobLeaf));
  self->usable = g_new (guint, bins->n_columns);
  self->candidates = g_new (guint, bins->n_columns);
  list_usable (self);
  self->tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  self->codes = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->goes_left = g_new (guint8, RDG_BINS_MAX_CODES + 1);
  self->entries = g_try_new (RdgEntry, bins->n_rows);
  self->right = g_try_new (RdgEntry, bins->n_rows);
  self->class_rows = g_try_new (guint32, bins->n_rows);
  if (self->entries == NULL || self->right == NULL || self->class_rows == NULL)
    return NULL;
  list_classes (self);

  return g_steal_pointer (&self);
}

/**
 * rdg_tree_grower_free:
 *
 * Frees the scratch memory.
 */
void
rdg_tree_grower_free (RdgTreeGrower *self)
{
  if (self == NULL)
    return;

  rdg_splitter_free (self->splitter);
  g_free (self->class_rows);
  g_free (self->entries);
  g_free (self->right);
  g_array_unref (self->oob_leaves);
  g_free (self->usable);
  g_free (self->candidates);
  g_array_unref (self->tasks);
  g_array_unref (self->codes);
  g_free (self->goes_left);
  g_free (self);
}

/* Moves the next feature that is drawn to candidates[drawn]. */
static void
draw_candidate (RdgTreeGrower *self,
                guint          drawn,
                RdgRng        *rng)
{
  guint *candidates = self->candidates;
  const double *weights = self->options.select_weights;
  guint pick = drawn;

  if (weights == NULL)
    {
      pick += (guint) rdg_rng_below (rng, self->n_usable - drawn);
    }
  else
    {
      double total = 0.0, target = rdg_rng_uniform (rng);

      for (guint c = drawn; c < self->n_usable; c++)
        total += weights[candidates[c]];
      for (target *= total; pick + 1 < self->n_usable && target >= weights[candidates[pick]]; pick++)
        target -= weights[candidates[pick]];
    }

  guint feature = candidates[pick];

  candidates[pick] = candidates[drawn];
  candidates[drawn] = feature;
}

/* Draws mtry features, and on until one of them splits: a feature that is constant in
 * this node costs a draw but never the split. */
static gboolean
find_cut (RdgTreeGrower     *self,
          const RdgNodeRows *rows,
          RdgRng            *rng,
          RdgCut            *best)
{
  guint drawn = self->n_always;
  guint n = drawn + MIN (self->options.mtry, self->n_usable - drawn);

  *best = (RdgCut){ .score = -1.0, .codes = self->codes };
  for (; drawn < n; drawn++)
    draw_candidate (self, drawn, rng);

  gboolean found = rdg_splitter_try (self->splitter, rows, self->candidates, n, rng, best);

  for (; drawn < self->n_usable && !found; drawn++)
    {
      draw_candidate (self, drawn, rng);
      found = rdg_splitter_try (self->splitter, rows, self->candidates + drawn, 1, rng, best);
    }

  return found;
}

/* A number between two neighbouring values: the smaller one stays below, the larger one above. */
static float
middle (float low,
        float high)
{
  float threshold = (float) (((double) low + (double) high) / 2.0);

  return threshold < high ? threshold : low;
}

static void
write_split (RdgTreeGrower *self,
             const RdgCut  *cut,
             guint32        n,
             RdgNode       *node,
             GArray        *sets)
{
  const RdgBinsColumn *column = &self->bins->columns[cut->feature];

  node->feature = (guint16) cut->feature;
  node->flags = cut->missing_left ? RDG_NODE_MISSING_LEFT : 0;

  if (column->kind == RDG_FEATURE_NUMERIC)
    {
      if (cut->code_right == 0)
        node->threshold = INFINITY;
      else if (!isnan (cut->threshold))
        node->threshold = cut->threshold;
      else
        node->threshold = middle (column->high[cut->code_left], column->low[cut->code_right]);
      return;
    }

  /* A level that the node has not seen goes where most rows go. */
  gboolean heavy_left = cut->n_left >= n - cut->n_left;
  guint n_words = (column->n_codes + 31) / 32;

  memset (self->goes_left, heavy_left, column->n_codes + 1);
  for (guint i = 0; i < cut->codes->len; i++)
    self->goes_left[g_array_index (cut->codes, guint16, i)] = i < cut->n_left_codes;
  self->goes_left[0] = cut->missing_left;

  node->flags |= RDG_NODE_CATEGORY;
  node->set = sets->len;
  for (guint w = 0; w < n_words; w++)
    {
      guint32 word = 0;

      for (guint level = 32 * w; level < MIN (32 * w + 32, column->n_codes); level++)
        word |= (guint32) self->goes_left[level + 1] << (level % 32);
      g_array_append_val (sets, word);
    }
}

/* The largest code that the threshold sends left. A row that is not in the sample may have a value
 * between the two that the cut lies between. A quantile that the threshold parts goes right as a
 * whole: the one place where codes know less than values, for columns beyond exact ranks. */
static guint
find_code_left (const RdgBinsColumn *column,
                const RdgCut        *cut,
                float                threshold)
{
  return rdg_bins_column_find_code (column, cut->code_left,
                                    cut->code_right == 0 ? column->n_codes + 1 : cut->code_right,
                                    threshold);
}

static gboolean
is_leaf (const RdgTreeGrower *self,
         const Task          *task)
{
  return task->n[0] + task->n[1] <= self->options.min_node_size ||
         task->n[0] == 0 || task->n[1] == 0 || task->depth >= self->max_depth;
}

static RdgWay
find_way (const RdgTreeGrower *self,
          const RdgCut        *cut,
          gboolean             by_row)
{
  RdgWay way = {
    .reader = rdg_code_reader_init (self->bins, cut->feature, by_row),
    .by_row = by_row,
  };

  if (self->bins->columns[cut->feature].kind == RDG_FEATURE_CATEGORY)
    {
      way.goes_left = self->goes_left;
    }
  else
    {
      /* Missing is 0: one less, it is above all others. */
      way.shift = !cut->missing_left;
      way.most = cut->code_left - way.shift;
    }

  return way;
}

/* A leaf's rows need no list: how many they are is known. Those out of bag do. */
static void
part_rows (RdgTreeGrower *self,
           RdgWay        *way,
           guint          oob_code_left,
           const Stretch *stretch,
           Task          *left,
           Task          *right)
{
  gboolean left_leaf = is_leaf (self, left), right_leaf = is_leaf (self, right);

  left->stretch = right->stretch = *stretch;
  for (guint class = 0; class < 2 && !(left_leaf && right_leaf); class++)
    {
      gsize begin = stretch->begin[class], n = stretch->end[class] - begin;
      RdgEntry *entries = self->entries + begin;

      if (right_leaf)
        left->stretch.end[class] = begin + _rdg_way_keep (way, entries, n, TRUE);
      else if (left_leaf)
        right->stretch.end[class] = begin + _rdg_way_keep (way, entries, n, FALSE);
      else
        left->stretch.end[class] = right->stretch.begin[class] =
          begin + _rdg_way_part (way, entries, n, self->right);
    }

  gsize begin = stretch->begin[LIST_OUT_OF_BAG], n = stretch->end[LIST_OUT_OF_BAG] - begin;

  way->most = oob_code_left - way->shift;
  left->stretch.end[LIST_OUT_OF_BAG] = right->stretch.begin[LIST_OUT_OF_BAG] =
    begin + _rdg_way_part (way, self->entries + begin, n, self->right);
}

/* The rows in their three lists; those out of bag wait in right until the other two are done. As in
 * _rdg_way_part(), a row is written to both and counted in one. */
static void
take_sample (RdgTreeGrower *self,
             const guint8  *times,
             Task          *root)
{
  gsize n = self->bins->n_rows;
  gsize at = 0, n_oob = 0;

  memset (root, 0, sizeof *root);
  for (guint class = 0; class < 2; class++)
    {
      gsize begin = class == 0 ? 0 : self->n_passed, end = class == 0 ? self->n_passed : n;
      guint32 drawn = 0;

      root->stretch.begin[class] = at;
      for (gsize i = begin; i < end; i++)
        {
          guint32 row = self->class_rows[i];
          RdgEntry entry = row | (RdgEntry) times[row] << RDG_ENTRY_ROW_BITS;

          self->entries[at] = entry;
          self->right[n_oob] = entry;
          at += times[row] != 0;
          n_oob += times[row] == 0;
          drawn += times[row];
        }
      root->stretch.end[class] = at;
      root->n[class] = drawn;
    }

  root->stretch.begin[LIST_OUT_OF_BAG] = at;
  root->stretch.end[LIST_OUT_OF_BAG] = n;
  memcpy (self->entries + at, self->right, n_oob * sizeof *self->right);
}

static RdgNodeRows
get_node_rows (const RdgTreeGrower *self,
               const Task          *task)
{
  const Stretch *stretch = &task->stretch;
  RdgNodeRows rows = { .n = { task->n[0], task->n[1] } };

  for (guint class = 0; class < 2; class++)
    {
      rows.entries[class] = self->entries + stretch->begin[class];
      rows.n_rows[class] = stretch->end[class] - stretch->begin[class];
    }
  rows.by_row = self->bins->rows != NULL &&
                (rows.n_rows[0] + rows.n_rows[1]) * DENSE_SHARE < self->bins->n_rows;

  return rows;
}

static void
process (RdgTreeGrower *self,
         const Task    *task,
         RdgRng        *rng,
         RdgTree       *tree)
{
  guint32 n = task->n[0] + task->n[1];
  RdgNode node = { .n = n, .n_failed = task->n[1], .flags = RDG_NODE_LEAF };
  RdgNodeRows rows = get_node_rows (self, task);
  gsize oob_begin = task->stretch.begin[LIST_OUT_OF_BAG];
  gsize oob_end = task->stretch.end[LIST_OUT_OF_BAG];
  RdgCut cut;

  if (!is_leaf (self, task) && find_cut (self, &rows, rng, &cut))
    {
      RdgNode none = { .flags = RDG_NODE_LEAF };
      const RdgBinsColumn *column = &self->bins->columns[cut.feature];
      Task left, right;

      write_split (self, &cut, n, &node, tree->sets);
      node.left = tree->nodes->len;
      g_array_append_val (tree->nodes, none);
      g_array_append_val (tree->nodes, none);
      tree->importance[cut.feature] += rdg_splitter_get_gain (self->splitter, &rows, &cut);

      left.node = node.left;
      right.node = node.left + 1;
      left.n[0] = cut.n_left - cut.n_left_failed;
      left.n[1] = cut.n_left_failed;
      right.n[0] = task->n[0] - left.n[0];
      right.n[1] = task->n[1] - left.n[1];
      left.depth = right.depth = task->depth + 1;

      RdgWay way = find_way (self, &cut, rows.by_row);

      part_rows (self, &way, way.goes_left == NULL ? find_code_left (column, &cut, node.threshold) : 0,
                 &task->stretch, &left, &right);
      g_array_append_val (self->tasks, right);
      g_array_append_val (self->tasks, left);
    }
  else if (oob_begin < oob_end)
    {
      OobLeaf leaf = { task->node, oob_begin, oob_end };

      g_array_append_val (self->oob_leaves, leaf);
    }

  g_array_index (tree->nodes, RdgNode, task->node) = node;
}

/**
 * rdg_tree_grower_grow:
 * @times: (array): how often each row is in the sample; rows of 0 are out of bag
 * @rng: the tree's own stream
 * @tree: (out caller-allocates): the tree
 *
 * Grows a tree, to be freed with rdg_tree_clear(). The sample must not be empty.
 */
void
rdg_tree_grower_grow (RdgTreeGrower *self,
                      const guint8  *times,
                      RdgRng        *rng,
                      RdgTree       *tree)
{
  RdgNode root_node = { .flags = RDG_NODE_LEAF };
  Task task;

  tree->nodes = g_array_new (FALSE, FALSE, sizeof (RdgNode));
  tree->sets = g_array_new (FALSE, FALSE, sizeof (guint32));
  tree->importance = g_new0 (double, MAX (self->bins->n_columns, 1));
  g_array_append_val (tree->nodes, root_node);

  take_sample (self, times, &task);
  g_assert (task.n[0] + task.n[1] > 0);
  memcpy (self->candidates, self->usable, self->n_usable * sizeof (guint));
  g_array_set_size (self->oob_leaves, 0);
  g_array_append_val (self->tasks, task);
  while (self->tasks->len > 0)
    {
      task = g_array_index (self->tasks, Task, self->tasks->len - 1);
      g_array_set_size (self->tasks, self->tasks->len - 1);
      process (self, &task, rng, tree);
    }
}

/**
 * rdg_tree_grower_add_out_of_bag:
 * @tree: what was grown last
 * @sum: (inout) (array): for each row of the bins
 * @n_trees: (inout) (array): for each row of the bins
 */
void
rdg_tree_grower_add_out_of_bag (const RdgTreeGrower *self,
                                const RdgTree       *tree,
                                guint64             *sum,
                                guint32             *n_trees)
{
  for (guint l = 0; l < self->oob_leaves->len; l++)
    {
      const OobLeaf *leaf = &g_array_index (self->oob_leaves, OobLeaf, l);
      const RdgNode *node = &g_array_index (tree->nodes, RdgNode, leaf->node);
      guint64 share = (guint64) (rdg_node_get_share (node, self->options.class_weight) *
                                 RDG_TREE_OOB_ONE + 0.5);

      for (gsize i = leaf->begin; i < leaf->end; i++)
        {
          guint32 row = rdg_entry_get_row (self->entries[i]);

          sum[row] += share;
          n_trees[row]++;
        }
    }
}

/**
 * rdg_tree_grower_get_out_of_bag:
 * @leaf: (out): a leaf of what was grown last
 * @rows: (out) (array length=n_rows) (transfer none): the rows out of bag that fell into it
 * @n_rows: (out): how many they are
 *
 * Returns: whether there are more than @i such leaves
 */
gboolean
rdg_tree_grower_get_out_of_bag (const RdgTreeGrower  *self,
                                guint                 i,
                                guint32              *leaf,
                                const RdgEntry      **rows,
                                gsize                *n_rows)
{
  if (i >= self->oob_leaves->len)
    return FALSE;

  const OobLeaf *found = &g_array_index (self->oob_leaves, OobLeaf, i);

  *leaf = found->node;
  *rows = self->entries + found->begin;
  *n_rows = found->end - found->begin;

  return TRUE;
}

/**
 * rdg_tree_clear:
 *
 * Frees what @self holds; a zeroed tree is fine.
 */
void
rdg_tree_clear (RdgTree *self)
{
  g_clear_pointer (&self->nodes, g_array_unref);
  g_clear_pointer (&self->sets, g_array_unref);
  g_clear_pointer (&self->importance, g_free);
}
