/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Depth first, with a stack of its own. A node owns a stretch of the row list;
 * splitting it parts that stretch in two, keeping the order of the rows. The rows
 * that are not in the sample are parted along with it: a pass over one column for
 * a node's rows costs far less than walking each row down the finished tree.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-grower.h"

#include <string.h>

/* A node that waits to be split or to become a leaf. */
typedef struct
{
  gsize   begin;
  gsize   end;
  gsize   oob_begin;
  gsize   oob_end;
  guint32 node;
  guint32 n;
  guint32 n_failed;
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
  guint32       *rows;          /* the tree's rows, node by node */
  RdgDraw       *draws;         /* in step with rows */
  guint32       *oob_rows;      /* the rows that are not in the sample, node by node */
  GArray        *oob_leaves;
  guint32       *right_rows;
  RdgDraw       *right_draws;
  guint         *usable;        /* features in which the rows differ */
  guint          n_usable;
  guint         *candidates;
  GArray        *tasks;
  GArray        *codes;
  guint8        *goes_left;     /* at a code of a category */
};

/**
 * rdg_tree_grower_new:
 * @bins: the training table
 * @failed: (array): 1 for each of its rows that failed
 * @options: how trees grow
 *
 * @bins and @failed must outlive the grower. One thread at a time.
 *
 * Returns: (transfer full): a grower
 */
RdgTreeGrower *
rdg_tree_grower_new (const RdgBins        *bins,
                     const guint8         *failed,
                     const RdgTreeOptions *options)
{
  RdgTreeGrower *self = g_new0 (RdgTreeGrower, 1);
  gsize n = bins->n_rows;

  self->bins = bins;
  self->failed = failed;
  self->options = *options;
  self->max_depth = options->max_depth == 0 ? RDG_TREE_MAX_DEPTH
                                            : MIN (options->max_depth, RDG_TREE_MAX_DEPTH);
  self->splitter = rdg_splitter_new (bins, options->class_weight);
  self->rows = g_new (guint32, n);
  self->draws = g_new (RdgDraw, n);
  self->oob_rows = g_new (guint32, n);
  self->oob_leaves = g_array_new (FALSE, FALSE, sizeof (OobLeaf));
  self->right_rows = g_new (guint32, n);
  self->right_draws = g_new (RdgDraw, n);
  self->usable = g_new (guint, bins->n_columns);
  self->candidates = g_new (guint, bins->n_columns);
  for (guint c = 0; c < bins->n_columns; c++)
    if (bins->columns[c].varies)
      self->usable[self->n_usable++] = c;
  self->tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  self->codes = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->goes_left = g_new (guint8, RDG_BINS_MAX_CODES + 1);

  return self;
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
  g_free (self->rows);
  g_free (self->draws);
  g_free (self->oob_rows);
  g_array_unref (self->oob_leaves);
  g_free (self->right_rows);
  g_free (self->right_draws);
  g_free (self->usable);
  g_free (self->candidates);
  g_array_unref (self->tasks);
  g_array_unref (self->codes);
  g_free (self->goes_left);
  g_free (self);
}

/* Draws mtry features, and on until one of them splits: a feature that is constant in
 * this node costs a draw but never the split. */
static gboolean
find_cut (RdgTreeGrower *self,
          const Task    *task,
          RdgRng        *rng,
          RdgCut        *best)
{
  const guint32 *rows = self->rows + task->begin;
  const RdgDraw *draws = self->draws + task->begin;
  gsize n_rows = task->end - task->begin;
  gboolean found = FALSE;

  *best = (RdgCut){ .score = -1.0, .codes = self->codes };
  memcpy (self->candidates, self->usable, self->n_usable * sizeof (guint));

  for (guint drawn = 0; drawn < self->n_usable; drawn++)
    {
      if (drawn >= self->options.mtry && found)
        break;

      guint pick = drawn + (guint) rdg_rng_below (rng, self->n_usable - drawn);
      guint feature = self->candidates[pick];

      self->candidates[pick] = self->candidates[drawn];
      self->candidates[drawn] = feature;

      found |= rdg_splitter_try (self->splitter, feature, rows, draws, n_rows,
                                 task->n, task->n_failed, best);
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
             const Task    *task,
             RdgNode       *node,
             GArray        *sets)
{
  const RdgBinsColumn *column = &self->bins->columns[cut->feature];

  node->feature = (guint16) cut->feature;
  node->flags = cut->missing_left ? RDG_NODE_MISSING_LEFT : 0;

  if (column->kind == RDG_FEATURE_NUMERIC)
    {
      node->threshold = cut->code_right == 0
                          ? INFINITY
                          : middle (column->high[cut->code_left], column->low[cut->code_right]);
      return;
    }

  /* A level that the node has not seen goes where most rows go. */
  gboolean heavy_left = cut->n_left >= task->n - cut->n_left;
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

static inline gboolean
code_goes_left (const RdgTreeGrower *self,
                const RdgCut        *cut,
                gboolean             numeric,
                guint                code_left,
                guint16              code)
{
  if (!numeric)
    return self->goes_left[code];

  return code == 0 ? cut->missing_left : code <= code_left;
}

/* The largest code that the threshold sends left. A row that is not in the sample may have a value
 * between the two that the cut lies between. A quantile that the threshold parts goes right as a
 * whole: the one place where codes know less than values, for columns beyond exact ranks. */
static guint
find_code_left (const RdgBinsColumn *column,
                const RdgCut        *cut,
                float                threshold)
{
  guint code = cut->code_left;
  guint end = cut->code_right == 0 ? column->n_codes + 1 : cut->code_right;

  while (end - code > 1)
    {
      guint middle_code = code + (end - code) / 2;

      if (column->high[middle_code] <= threshold)
        code = middle_code;
      else
        end = middle_code;
    }

  return code;
}

/* Returns where the right child's rows out of bag begin. */
static gsize
part_oob_rows (RdgTreeGrower *self,
               const RdgCut  *cut,
               const Task    *task,
               const RdgNode *node)
{
  const RdgBinsColumn *column = &self->bins->columns[cut->feature];
  gboolean numeric = column->kind == RDG_FEATURE_NUMERIC;
  guint code_left = numeric ? find_code_left (column, cut, node->threshold) : 0;
  gsize left = task->oob_begin, right = 0;

  for (gsize i = task->oob_begin; i < task->oob_end; i++)
    {
      guint32 row = self->oob_rows[i];
      gboolean goes_left = code_goes_left (self, cut, numeric, code_left, column->codes[row]);

      self->right_rows[right] = row;
      self->oob_rows[left] = row;
      left += goes_left != 0;
      right += goes_left == 0;
    }

  memcpy (self->oob_rows + left, self->right_rows, right * sizeof *self->oob_rows);

  return left;
}

/* Returns where the right child's rows begin. */
static gsize
part_rows (RdgTreeGrower *self,
           const RdgCut  *cut,
           const Task    *task)
{
  const RdgBinsColumn *column = &self->bins->columns[cut->feature];
  gboolean numeric = column->kind == RDG_FEATURE_NUMERIC;
  gsize left = task->begin, right = 0;

  for (gsize i = task->begin; i < task->end; i++)
    {
      gboolean goes_left = code_goes_left (self, cut, numeric, cut->code_left,
                                           column->codes[self->rows[i]]);

      /* Written to both, counted in one: no branch to guess. */
      self->right_rows[right] = self->rows[i];
      self->right_draws[right] = self->draws[i];
      self->rows[left] = self->rows[i];
      self->draws[left] = self->draws[i];
      left += goes_left != 0;
      right += goes_left == 0;
    }

  memcpy (self->rows + left, self->right_rows, right * sizeof *self->rows);
  memcpy (self->draws + left, self->right_draws, right * sizeof *self->draws);

  return left;
}

static gsize
take_sample (RdgTreeGrower *self,
             const guint16 *times,
             Task          *root)
{
  gsize n_rows = 0;

  *root = (Task){ 0 };
  for (gsize i = 0; i < self->bins->n_rows; i++)
    {
      guint16 drawn = MIN (times[i], RDG_DRAW_MAX_TIMES);

      if (drawn == 0)
        {
          self->oob_rows[root->oob_end++] = (guint32) i;
          continue;
        }

      self->rows[n_rows] = (guint32) i;
      self->draws[n_rows++] = (RdgDraw) (drawn << 1 | (self->failed[i] != 0));
      root->n += drawn;
      root->n_failed += self->failed[i] != 0 ? drawn : 0;
    }
  root->end = n_rows;

  return n_rows;
}

static void
process (RdgTreeGrower *self,
         const Task    *task,
         RdgRng        *rng,
         RdgTree       *tree)
{
  RdgNode node = { .n = task->n, .n_failed = task->n_failed, .flags = RDG_NODE_LEAF };
  RdgCut cut;

  if (task->n > self->options.min_node_size &&
      task->n_failed > 0 && task->n_failed < task->n &&
      task->depth < self->max_depth &&
      find_cut (self, task, rng, &cut))
    {
      double gain = cut.score - rdg_splitter_score (self->splitter, task->n, task->n_failed);
      RdgNode none = { .flags = RDG_NODE_LEAF };
      Task left = *task, right = *task;

      write_split (self, &cut, task, &node, tree->sets);
      node.left = tree->nodes->len;
      g_array_append_val (tree->nodes, none);
      g_array_append_val (tree->nodes, none);
      tree->importance[cut.feature] += MAX (gain, 0.0);

      left.end = right.begin = part_rows (self, &cut, task);
      left.oob_end = right.oob_begin = part_oob_rows (self, &cut, task, &node);
      left.node = node.left;
      left.n = cut.n_left;
      left.n_failed = cut.n_left_failed;
      left.depth = right.depth = task->depth + 1;
      right.node = node.left + 1;
      right.n = task->n - left.n;
      right.n_failed = task->n_failed - left.n_failed;
      g_array_append_val (self->tasks, right);
      g_array_append_val (self->tasks, left);
    }
  else if (task->oob_begin < task->oob_end)
    {
      OobLeaf leaf = { task->node, task->oob_begin, task->oob_end };

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
                      const guint16 *times,
                      RdgRng        *rng,
                      RdgTree       *tree)
{
  RdgNode root_node = { .flags = RDG_NODE_LEAF };
  Task task;

  tree->nodes = g_array_new (FALSE, FALSE, sizeof (RdgNode));
  tree->sets = g_array_new (FALSE, FALSE, sizeof (guint32));
  tree->importance = g_new0 (double, MAX (self->bins->n_columns, 1));
  g_array_append_val (tree->nodes, root_node);

  gsize n_rows = take_sample (self, times, &task);

  g_assert (n_rows > 0);
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
          sum[self->oob_rows[i]] += share;
          n_trees[self->oob_rows[i]]++;
        }
    }
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
