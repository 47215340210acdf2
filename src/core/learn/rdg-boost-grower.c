/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A level of the tree is three loops cut among threads: groups of four features fill and
 * judge their histograms, nodes part their rows, blocks of rows that did not take part
 * walk down. Between them the main thread picks cuts in the features' order. The tree is
 * written when all of its cuts are known.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-boost-grower.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-boost-write.h"
#include "rdg-error.h"
#include "rdg-parallel.h"

#define GROUP 4
#define WALK_ROWS 8192
#define MOST_HISTOGRAM_BYTES ((gsize) 256 << 20)   /* of a level, to be kept for the next one */
#define LEAST_GAIN 1e-9                            /* of what the node is worth uncut: rounding */

/* A node of the level that is being cut. */
typedef struct
{
  gsize       begin;         /* its rows */
  gsize       end;
  RdgBoostSum total;
  gboolean    is_tried;      /* FALSE: only its histogram is wanted, for the sibling's sake */
  gint        parent;        /* subtract the sibling from this one of the level above, or -1: count */
  guint       sibling;
  guint       above;         /* the candidate it is a child of + 1; 0: the root */
  guint       side;
} Branch;

struct _RdgBoostGrower
{
  const RdgBins   *bins;
  RdgBoostGrowing  growing;
  guint32         *spare;         /* as many as bins have rows */
  gsize           *start;         /* a feature of this tree: where its sums begin in a branch */
  RdgBoostSum     *histograms[2]; /* this level's, the last level's */
  gsize            room[2];
  RdgBoostSum     *scratch;       /* a worker's, where a level's are not kept */

  /* Of the tree that is grown. */
  const RdgBoostSum *sums;
  guint32           *rows;
  const guint32     *rest;
  gsize              n_rest;
  const guint       *features;
  guint              n_features;
  gboolean           is_kept;
  GArray            *branches;    /* of Branch */
  GArray            *next;
  GArray            *candidates;  /* of RdgBoostCandidate, level by level */
  guint              n_above;     /* of them, from the levels above */
  guint              most_cuts;
  GByteArray        *goes_left;   /* a node: RDG_BOOST_MOST_CODES flags */
  RdgBoostCut       *cuts;        /* group by group, of each branch */
  gsize              n_cuts;
  RdgTree           *tree;
  double            *margin;
};

static inline Branch *
get_branch (GArray *branches,
            guint   i)
{
  return &g_array_index (branches, Branch, i);
}

static inline RdgBoostCandidate *
get_candidate (RdgBoostGrower *self,
               guint           i)
{
  return &g_array_index (self->candidates, RdgBoostCandidate, i);
}

static inline RdgNode *
get_node (RdgTree *tree,
          guint    i)
{
  return &g_array_index (tree->nodes, RdgNode, i);
}

/* Four chains of additions side by side: one would wait for itself wherever codes repeat. */
static void
count_four (const RdgBoostSum   *sums,
            const guint32       *rows,
            gsize                n,
            const guint8        *codes[GROUP],
            RdgBoostSum         *histogram[GROUP])
{
  const guint8 *a = codes[0], *b = codes[1], *c = codes[2], *d = codes[3];
  RdgBoostSum *h0 = histogram[0], *h1 = histogram[1], *h2 = histogram[2], *h3 = histogram[3];

  for (gsize i = 0; i < n; i++)
    {
      guint32 row = rows[i];
      RdgBoostSum sum = sums[row];

      h0[a[row]] += sum;
      h1[b[row]] += sum;
      h2[c[row]] += sum;
      h3[d[row]] += sum;
    }
}

static void
count_one (const RdgBoostSum *sums,
           const guint32     *rows,
           gsize              n,
           const guint8      *codes,
           RdgBoostSum       *histogram)
{
  for (gsize i = 0; i < n; i++)
    histogram[codes[rows[i]]] += sums[rows[i]];
}

/* histogram: of the group's first feature, the others behind it. */
static void
count_group (RdgBoostGrower *self,
             const Branch   *branch,
             guint           first,
             guint           n,
             RdgBoostSum    *histogram)
{
  const guint8 *codes[GROUP];
  RdgBoostSum *at[GROUP];
  gsize n_rows = branch->end - branch->begin;
  const guint32 *rows = self->rows + branch->begin;

  memset (histogram, 0, (self->start[first + n] - self->start[first]) * sizeof *histogram);
  for (guint k = 0; k < n; k++)
    {
      codes[k] = self->bins->columns[self->features[first + k]].narrow;
      at[k] = histogram + (self->start[first + k] - self->start[first]);
    }

  if (n == GROUP)
    count_four (self->sums, rows, n_rows, codes, at);
  else
    for (guint k = 0; k < n; k++)
      count_one (self->sums, rows, n_rows, codes[k], at[k]);
}

static RdgBoostSum *
find_histogram (RdgBoostGrower *self,
                guint           level,
                guint           branch,
                guint           first)
{
  return self->histograms[level] + branch * self->start[self->n_features] + self->start[first];
}

static void
fill_and_judge (gsize    item,
                guint    worker,
                gpointer user_data)
{
  RdgBoostGrower *self = user_data;
  guint first = (guint) item * GROUP;
  guint n = MIN (GROUP, self->n_features - first);
  gsize size = self->start[first + n] - self->start[first];

  /* Those that are counted stand before those that are subtracted. */
  for (guint b = 0; b < self->branches->len; b++)
    {
      const Branch *branch = get_branch (self->branches, b);
      RdgBoostCut *best = &self->cuts[item * self->branches->len + b];
      RdgBoostSum *histogram = self->is_kept
                                 ? find_histogram (self, 0, b, first)
                                 : self->scratch + (gsize) worker * GROUP * RDG_BOOST_MOST_CODES;

      if (self->is_kept && branch->parent >= 0)
        {
          const RdgBoostSum *parent = find_histogram (self, 1, (guint) branch->parent, first);
          const RdgBoostSum *sibling = find_histogram (self, 0, branch->sibling, first);

          for (gsize i = 0; i < size; i++)
            histogram[i] = parent[i] - sibling[i];
        }
      else if (self->is_kept || branch->is_tried)
        count_group (self, branch, first, n, histogram);

      best->score = rdg_boost_rule_score (&self->growing.rule, branch->total) * (1.0 + LEAST_GAIN);
      best->feature = G_MAXUINT;
      for (guint k = 0; branch->is_tried && k < n; k++)
        rdg_boost_split_try (self->bins, self->features[first + k],
                             histogram + (self->start[first + k] - self->start[first]),
                             branch->total, &self->growing.rule, best);
    }
}

static void
part_rows (gsize    item,
           guint    worker,
           gpointer user_data)
{
  RdgBoostGrower *self = user_data;
  RdgBoostCandidate *candidate = get_candidate (self, self->n_above + (guint) item);

  if (candidate->rank == 0)
    return;

  const guint8 *codes = self->bins->columns[candidate->cut.feature].narrow;
  guint8 goes_left[RDG_BOOST_MOST_CODES];
  guint32 *rows = self->rows + candidate->begin, *right = self->spare + candidate->begin;
  gsize n = candidate->end - candidate->begin, n_left = 0, n_right = 0;

  rdg_boost_write_goes_left (&self->bins->columns[candidate->cut.feature], &candidate->cut, goes_left);
  for (gsize i = 0; i < n; i++)
    {
      guint32 row = rows[i];
      guint8 left = goes_left[codes[row]];

      rows[n_left] = row;
      right[n_right] = row;
      n_left += left;
      n_right += !left;
    }
  memcpy (rows + n_left, right, n_right * sizeof *rows);
  candidate->n_left = n_left;
}

static gboolean
is_worth_trying (const RdgBoostGrower *self,
                 gsize                 n_rows,
                 RdgBoostSum           total,
                 guint                 depth)
{
  const RdgBoostRule *rule = &self->growing.rule;

  return depth < self->growing.max_depth && n_rows >= 2 &&
         (double) total[1] >= 2.0 * rule->least_weight * rule->scale;
}

/* The two children of a node that is cut: branches of the next level, unless they must be leaves. */
static void
add_children (RdgBoostGrower *self,
              guint           place,
              guint           depth)
{
  const RdgBoostCandidate *candidate = get_candidate (self, place);
  gsize half = candidate->begin + candidate->n_left;
  Branch child[2] = {
    { .begin = candidate->begin, .end = half, .total = candidate->cut.left, .parent = -1,
      .above = place + 1, .side = 0 },
    { .begin = half, .end = candidate->end, .total = candidate->total - candidate->cut.left,
      .parent = -1, .above = place + 1, .side = 1 },
  };

  /* What is cut below the last one comes after it. */
  for (guint c = 0; c < 2; c++)
    child[c].is_tried = candidate->rank < self->most_cuts &&
                        is_worth_trying (self, child[c].end - child[c].begin, child[c].total, depth);

  guint small = child[0].end - child[0].begin > child[1].end - child[1].begin;

  if (!child[0].is_tried && !child[1].is_tried)
    return;

  /* The smaller one is always counted, if only for the larger one's sake. */
  guint at = self->next->len;

  g_array_append_val (self->next, child[small]);
  if (!child[!small].is_tried)
    return;

  child[!small].parent = (gint) candidate->branch;
  child[!small].sibling = at;
  g_array_append_val (self->next, child[!small]);
}

static gboolean
make_room (RdgBoostGrower *self,
           guint           n_groups,
           guint           n_workers)
{
  gsize n_branches = self->branches->len;
  gsize need = n_branches * self->start[self->n_features];
  gboolean was_kept = self->is_kept;

  if (n_branches * n_groups > self->n_cuts)
    {
      g_free (self->cuts);
      self->n_cuts = n_branches * n_groups;
      self->cuts = g_try_new (RdgBoostCut, self->n_cuts);
    }

  self->is_kept = was_kept && need * sizeof (RdgBoostSum) <= MOST_HISTOGRAM_BYTES;
  if (self->is_kept && need > self->room[0])
    {
      g_free (self->histograms[0]);
      self->histograms[0] = g_try_new (RdgBoostSum, need);
      self->room[0] = self->histograms[0] != NULL ? need : 0;
      self->is_kept = self->histograms[0] != NULL;
    }
  if (!self->is_kept && self->scratch == NULL)
    self->scratch = g_try_new (RdgBoostSum, (gsize) n_workers * GROUP * RDG_BOOST_MOST_CODES);

  return (self->cuts != NULL || self->n_cuts == 0) && (self->is_kept || self->scratch != NULL);
}

static void
swap_levels (RdgBoostGrower *self)
{
  GArray *branches = self->branches;
  RdgBoostSum *histograms = self->histograms[0];
  gsize room = self->room[0];

  self->branches = self->next;
  self->next = branches;
  g_array_set_size (self->next, 0);
  self->histograms[0] = self->histograms[1];
  self->histograms[1] = histograms;
  self->room[0] = self->room[1];
  self->room[1] = room;
}

/* The best cut of each branch, where there is one. */
static void
find_candidates (RdgBoostGrower *self,
                 guint           n_groups)
{
  const RdgBoostRule *rule = &self->growing.rule;

  self->n_above = self->candidates->len;
  for (guint b = 0; b < self->branches->len; b++)
    {
      const Branch *branch = get_branch (self->branches, b);
      const RdgBoostCut *best = NULL;

      for (guint g = 0; branch->is_tried && g < n_groups; g++)
        {
          const RdgBoostCut *cut = &self->cuts[(gsize) g * self->branches->len + b];

          if (cut->feature != G_MAXUINT && (best == NULL || cut->score > best->score))
            best = cut;
        }
      if (best == NULL)
        continue;

      RdgBoostCandidate candidate = {
        .cut = *best,
        .gain = (best->score - rdg_boost_rule_score (rule, branch->total)) / rule->scale,
        .begin = branch->begin,
        .end = branch->end,
        .total = branch->total,
        .rank = 1,
        .branch = b,
      };

      g_array_append_val (self->candidates, candidate);
      if (branch->above > 0)
        get_candidate (self, branch->above - 1)->below[branch->side] = self->candidates->len;
    }
}

static gboolean
grow_level (RdgBoostGrower  *self,
            guint            depth,
            GCancellable    *cancellable,
            GError         **error)
{
  guint n_groups = (self->n_features + GROUP - 1) / GROUP;
  guint n_workers = rdg_parallel_choose (self->growing.n_threads, G_MAXSIZE);

  if (!make_room (self, n_groups, n_workers))
    {
      g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                           _("There is not enough memory to grow boosted trees on these cars; "
                             "choose fewer features or a smaller depth."));
      return FALSE;
    }

  if (!rdg_parallel_run (n_groups, n_workers, fill_and_judge, self, NULL, cancellable, error))
    return FALSE;

  find_candidates (self, n_groups);
  if (self->growing.max_leaves > 0)
    rdg_boost_choose (get_candidate (self, 0), self->candidates->len, self->most_cuts);

  if (!rdg_parallel_run (self->candidates->len - self->n_above, n_workers, part_rows, self, NULL,
                         cancellable, error))
    return FALSE;

  for (guint c = self->n_above; c < self->candidates->len; c++)
    if (get_candidate (self, c)->rank > 0)
      add_children (self, c, depth + 1);

  return TRUE;
}

static void
walk_rest (gsize    item,
           guint    worker,
           gpointer user_data)
{
  RdgBoostGrower *self = user_data;
  const RdgNode *nodes = get_node (self->tree, 0);
  gsize end = MIN ((item + 1) * WALK_ROWS, self->n_rest);

  for (gsize i = item * WALK_ROWS; i < end; i++)
    {
      guint32 row = self->rest[i], at = 0;

      while (!(nodes[at].flags & RDG_NODE_LEAF))
        at = nodes[at].left +
             !self->goes_left->data[(gsize) at * RDG_BOOST_MOST_CODES +
                                    self->bins->columns[nodes[at].feature].narrow[row]];
      self->margin[row] += (double) nodes[at].value;
    }
}

/**
 * rdg_boost_grower_new:
 * @bins: (transfer none): narrow ones; they must outlive the grower
 *
 * Returns: (transfer full) (nullable): a grower, or %NULL when there is not enough memory
 */
RdgBoostGrower *
rdg_boost_grower_new (const RdgBins         *bins,
                      const RdgBoostGrowing *growing)
{
  g_return_val_if_fail (!bins->wide, NULL);

  g_autoptr (RdgBoostGrower) self = g_new0 (RdgBoostGrower, 1);

  self->bins = bins;
  self->growing = *growing;
  self->spare = g_try_new (guint32, MAX (bins->n_rows, 1));
  self->start = g_new (gsize, (gsize) bins->n_columns + 1);
  self->branches = g_array_new (FALSE, FALSE, sizeof (Branch));
  self->next = g_array_new (FALSE, FALSE, sizeof (Branch));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (RdgBoostCandidate));
  self->most_cuts = growing->max_leaves > 0 ? growing->max_leaves - 1 : G_MAXUINT;
  self->goes_left = g_byte_array_new ();

  return self->spare != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * rdg_boost_grower_free:
 *
 * Frees the grower.
 */
void
rdg_boost_grower_free (RdgBoostGrower *self)
{
  if (self == NULL)
    return;

  g_free (self->spare);
  g_free (self->start);
  g_free (self->histograms[0]);
  g_free (self->histograms[1]);
  g_free (self->scratch);
  g_free (self->cuts);
  g_array_unref (self->branches);
  g_array_unref (self->next);
  g_array_unref (self->candidates);
  g_byte_array_unref (self->goes_left);
  g_free (self);
}

/**
 * rdg_boost_grower_grow:
 * @sums: (array): a row's gradient and weight, the latter at least 1
 * @sample: (array length=n_sample): at least one row
 * @features: (array length=n_features): which to try, rising
 *
 * Grows one tree into @tree, whose nodes and sets are empty.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or %RDG_LEARN_ERROR_MEMORY
 */
gboolean
rdg_boost_grower_grow (RdgBoostGrower     *self,
                       const RdgBoostSum  *sums,
                       guint32            *sample,
                       gsize               n_sample,
                       const guint32      *rest,
                       gsize               n_rest,
                       const guint        *features,
                       guint               n_features,
                       double             *margin,
                       RdgTree            *tree,
                       GCancellable       *cancellable,
                       GError            **error)
{
  Branch root = { .begin = 0, .end = n_sample, .is_tried = TRUE, .parent = -1 };

  self->sums = sums;
  self->rows = sample;
  self->rest = rest;
  self->n_rest = n_rest;
  self->features = features;
  self->n_features = n_features;
  self->margin = margin;
  self->tree = tree;
  self->is_kept = TRUE;

  self->start[0] = 0;
  for (guint k = 0; k < n_features; k++)
    self->start[k + 1] = self->start[k] + self->bins->columns[features[k]].n_codes + 1;
  for (gsize i = 0; i < n_sample; i++)
    root.total += sums[sample[i]];

  g_array_set_size (self->candidates, 0);
  g_array_set_size (self->branches, 0);
  g_array_set_size (self->next, 0);
  g_array_append_val (self->branches, root);
  for (guint depth = 0; self->branches->len > 0; depth++)
    {
      if (!grow_level (self, depth, cancellable, error))
        return FALSE;
      swap_levels (self);
    }

  RdgBoostWriter writer = {
    .bins = self->bins,
    .rule = &self->growing.rule,
    .rate = self->growing.rate,
    .rows = sample,
    .n_rows = n_sample,
    .total = root.total,
    .margin = margin,
    .tree = tree,
    .goes_left = self->goes_left,
  };

  rdg_boost_write_tree (&writer, get_candidate (self, 0), self->candidates->len);

  return rdg_parallel_run ((n_rest + WALK_ROWS - 1) / WALK_ROWS, self->growing.n_threads,
                           walk_rest, self, NULL, cancellable, error);
}
