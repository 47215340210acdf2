/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Splits of two classes.
 *
 * Numbers: every boundary between neighbouring codes of the node, with the missing
 * rows on either side, and missing against the rest. Missing rows belong with the
 * column's median: a cut that parts them from it must be worth MISSING_PRICE times as
 * much. So many more cuts are there to choose from that one of them nearly always
 * fits the sample by chance; and what a car has not measured tells which way it
 * went on the line, which many columns say alike, so that the trees would be alike.
 * A boundary inside a stretch of
 * codes of one pure class cannot be best (Fayyad and Irani 1992: between two such
 * cuts a convex score has no maximum), and with few failures that is nearly all of
 * them: only those next to a code with rows of the rarer class are judged (which the price
 * leaves as it is, though it changes at the median).
 *
 * Categories: levels in the order of their failure rate, missing being one more
 * level; for two classes the best of all partitions is a cut of that order
 * (Breiman et al. 1984, theorem 4.5).
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-split.h"

#include <stdlib.h>

#include "rdg-tree-judge.h"
#include "rdg-tree-split-random.h"

#define MISSING_PRICE 2.0

struct _RdgSplitter
{
  const RdgBins *bins;
  RdgSplitRule   rule;
  double         class_weight;
  RdgCounter    *counter;
};

/* A cut between two points of a feature, or between one and what lies beside it. */
typedef struct
{
  const RdgPoint *left;     /* NULL: the code next to the right one */
  const RdgPoint *right;    /* NULL: the code next to the left one */
} Boundary;

/**
 * rdg_splitter_new:
 * @bins: the training table
 * @class_weight: of a failed row
 *
 * One thread's scratch memory for splitting nodes of @bins.
 *
 * Returns: (transfer full): a splitter
 */
RdgSplitter *
rdg_splitter_new (const RdgBins *bins,
                  RdgSplitRule   rule,
                  double         class_weight)
{
  RdgSplitter *self = g_new0 (RdgSplitter, 1);

  self->bins = bins;
  self->rule = rule;
  self->class_weight = class_weight;
  self->counter = _rdg_counter_new (bins);

  return self;
}

/**
 * rdg_splitter_free:
 *
 * Frees the scratch memory.
 */
void
rdg_splitter_free (RdgSplitter *self)
{
  if (self == NULL)
    return;

  _rdg_counter_free (self->counter);
  g_free (self);
}

/* Returns: whether the cut, at that price, is the best so far and was kept */
static inline gboolean
judge_cut (const RdgJudge *judge,
           guint32         passed,
           guint32         failed,
           gboolean        missing_left,
           double          price,
           RdgCut         *best)
{
  double score = best->score * price;

  if (!_rdg_judge_beats (judge, passed, failed, &score))
    return FALSE;

  best->score = score / price;
  best->price = price;
  best->missing_left = missing_left;
  best->n_left = passed + failed;
  best->n_left_failed = failed;

  return TRUE;
}

/* major, minor: the rows left of it, without the missing ones. has_missing is a constant where this is
 * inlined. Returns: TRUE, for there is one */
static inline __attribute__ ((always_inline)) gboolean
judge_boundary (const RdgJudge *judge,
                guint           minor_class,
                guint           middle,
                guint32         major,
                guint32         minor,
                const RdgPoint *missing,
                gboolean        has_missing,
                Boundary        boundary,
                Boundary       *chosen,
                RdgCut         *best)
{
  /* A code of the node itself: what is not in it shows nowhere. */
  guint code = boundary.left != NULL ? boundary.left->code : boundary.right->code;

  for (guint missing_left = 0; missing_left < (has_missing ? 2 : 1); missing_left++)
    {
      guint32 left_major = major + (missing_left ? missing->at : 0);
      guint32 left_minor = minor + (missing_left ? missing->minor : 0);
      guint32 passed = minor_class == 1 ? left_major : left_minor;
      guint32 failed = minor_class == 1 ? left_minor : left_major;
      gboolean from_median = missing_left ? code < middle : code > middle;

      if (judge_cut (judge, passed, failed, missing_left != 0,
                     has_missing && from_median ? MISSING_PRICE : 1.0, best))
        *chosen = boundary;
    }

  return TRUE;
}

/* Returns: whether there is any boundary */
static inline __attribute__ ((always_inline)) gboolean
try_points (const RdgJudge *judge,
            guint           minor_class,
            guint           middle,
            const RdgPoint *points,
            guint           n_points,
            gboolean        has_missing,
            Boundary       *chosen,
            RdgCut         *best)
{
  guint32 major = 0, minor = 0;
  gboolean found = FALSE;

  for (guint p = 1; p <= n_points; p++)
    {
      const RdgPoint *point = &points[p], *before = &points[p - 1];

      if (point->between > 0)
        {
          if (p > 1)
            found |= judge_boundary (judge, minor_class, middle, major, minor, points, has_missing,
                                     (Boundary){ before, NULL }, chosen, best);
          major += point->between;
          if (p < n_points)
            found |= judge_boundary (judge, minor_class, middle, major, minor, points, has_missing,
                                     (Boundary){ NULL, point }, chosen, best);
        }
      else if (p > 1 && p < n_points && (before->at > 0 || point->at > 0))
        {
          found |= judge_boundary (judge, minor_class, middle, major, minor, points, has_missing,
                                   (Boundary){ before, point }, chosen, best);
        }
      if (p < n_points)
        {
          major += point->at;
          minor += point->minor;
        }
    }

  return found;
}

/* Missing against the rest. */
static gboolean
try_missing (const RdgJudge *judge,
             guint           minor_class,
             const RdgPoint *missing,
             RdgCut         *best,
             gboolean       *chosen)
{
  guint32 missing_passed = minor_class == 1 ? missing->at : missing->minor;
  guint32 missing_failed = minor_class == 1 ? missing->minor : missing->at;
  guint32 passed = judge->n_passed - missing_passed;
  guint32 failed = judge->n_failed - missing_failed;

  *chosen = FALSE;
  if (missing_passed + missing_failed == 0 || passed + failed == 0)
    return FALSE;

  *chosen = judge_cut (judge, passed, failed, FALSE, MISSING_PRICE, best);

  return TRUE;
}

static gboolean
try_numeric (RdgSplitter       *self,
             const RdgNodeRows *rows,
             guint              i,
             guint              feature,
             RdgCut            *best)
{
  RdgJudge judge = _rdg_judge_init (self->rule, self->class_weight, rows);
  guint minor_class = rdg_node_rows_get_minor (rows);
  guint middle = self->bins->columns[feature].middle;
  guint32 n = rows->n[0] + rows->n[1];
  double score = best->score;
  Boundary chosen = { NULL, NULL };
  gboolean found, missing_alone;
  guint n_points;
  const RdgPoint *points = _rdg_counter_get_points (self->counter, i, &n_points);

  if (points[0].at > 0 || points[0].minor > 0)
    found = try_points (&judge, minor_class, middle, points, n_points, TRUE, &chosen, best);
  else
    found = try_points (&judge, minor_class, middle, points, n_points, FALSE, &chosen, best);
  found |= try_missing (&judge, minor_class, points, best, &missing_alone);
  if (!(best->score > score))
    return found;

  best->feature = feature;
  best->threshold = NAN;
  best->code_right = 0;
  if (missing_alone)
    {
      guint last = self->bins->columns[feature].n_codes + 1;

      best->code_left = (guint16) (points[n_points].between > 0
                                     ? _rdg_counter_find_below (self->counter, i, last)
                                     : points[n_points - 1].code);
      return TRUE;
    }

  best->code_left = (guint16) (chosen.left != NULL
                                 ? chosen.left->code
                                 : _rdg_counter_find_below (self->counter, i, chosen.right->code));
  best->code_right = (guint16) (chosen.right != NULL
                                  ? chosen.right->code
                                  : _rdg_counter_find_above (self->counter, i, chosen.left->code));
  /* None to learn from: a missing value goes where most rows go. */
  if (points[0].at == 0 && points[0].minor == 0)
    best->missing_left = best->n_left >= n - best->n_left;

  return TRUE;
}

static int
compare_rates (const void *a,
               const void *b)
{
  const RdgRun *x = a, *y = b;
  guint64 left = (guint64) x->n_failed * y->n;
  guint64 right = (guint64) y->n_failed * x->n;

  if (left != right)
    return left < right ? -1 : 1;

  return (x->code > y->code) - (x->code < y->code);
}

static gboolean
try_category (RdgSplitter       *self,
              const RdgNodeRows *rows,
              guint              feature,
              RdgCut            *best)
{
  RdgJudge judge = _rdg_judge_init (self->rule, self->class_weight, rows);
  guint32 n = rows->n[0] + rows->n[1];
  guint32 left = 0, left_failed = 0;
  gboolean missing_left = FALSE;
  guint n_left_runs = 0, n_runs;
  RdgRun *runs = _rdg_counter_get_runs (self->counter, rows, feature, &n_runs);
  gboolean missing_seen = runs[0].code == 0;

  qsort (runs, n_runs, sizeof *runs, compare_rates);

  for (guint r = 0; r + 1 < n_runs; r++)
    {
      left += runs[r].n;
      left_failed += runs[r].n_failed;
      missing_left |= runs[r].code == 0;

      if (judge_cut (&judge, left - left_failed, left_failed, missing_left, 1.0, best))
        n_left_runs = r + 1;
    }

  if (n_left_runs == 0)
    return n_runs > 1;

  _rdg_cut_set_levels (best, feature, runs, n_runs, n_left_runs);
  if (!missing_seen)
    best->missing_left = best->n_left >= n - best->n_left;

  return TRUE;
}

/**
 * rdg_splitter_try:
 * @rows: a node that is not pure
 * @features: (array length=n_features): columns of the bins
 * @rng: the tree's stream; only extra-trees draw from it
 * @best: (inout): the best cut so far, replaced by a better one
 *
 * Returns: whether the node's rows differ in any of the features
 */
gboolean
rdg_splitter_try (RdgSplitter       *self,
                  const RdgNodeRows *rows,
                  const guint       *features,
                  guint              n_features,
                  RdgRng            *rng,
                  RdgCut            *best)
{
  gboolean found = FALSE;

  if (self->rule == RDG_SPLIT_RULE_EXTRA_TREES)
    {
      for (guint f = 0; f < n_features; f++)
        found |= _rdg_split_try_random (self->bins, self->counter, self->class_weight, rows,
                                        features[f], rng, best);
      return found;
    }

  /* Passes of about the same width. */
  guint n_passes = (n_features + RDG_COUNT_AT_ONCE - 1) / RDG_COUNT_AT_ONCE;
  guint at_once = (n_features + n_passes - 1) / MAX (n_passes, 1);

  for (guint f = 0; f < n_features;)
    {
      guint n = 0;

      while (n < at_once && f + n < n_features &&
             self->bins->columns[features[f + n]].kind == RDG_FEATURE_NUMERIC)
        n++;

      if (n == 0)
        {
          found |= try_category (self, rows, features[f++], best);
          continue;
        }

      _rdg_counter_begin (self->counter, rows, features + f, n);
      for (guint i = 0; i < n; i++)
        found |= try_numeric (self, rows, i, features[f + i], best);
      _rdg_counter_end (self->counter);
      f += n;
    }

  return found;
}

/**
 * rdg_splitter_get_gain:
 * @cut: a cut that rdg_splitter_try() found for @rows
 *
 * Returns: the fall in impurity, times the rows' weight
 */
double
rdg_splitter_get_gain (const RdgSplitter *self,
                       const RdgNodeRows *rows,
                       const RdgCut      *cut)
{
  double n = rows->n[0] + self->class_weight * rows->n[1];

  return (self->rule == RDG_SPLIT_RULE_HELLINGER ? n : 2.0 * n) * cut->score * cut->price;
}
