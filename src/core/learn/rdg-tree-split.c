/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gini splits of two classes. Rows of a node are first counted into runs of
 * equal codes: by a histogram where the node is large against the number of
 * codes, by sorting where it is small.
 *
 * Numbers: every boundary between neighbouring runs, with the missing rows on
 * either side, and missing against the rest. A boundary inside a stretch of runs
 * of one pure class cannot be best (Fayyad and Irani 1992: between two such cuts
 * the score is convex), and with few failures that is nearly all of them.
 *
 * Categories: levels in the order of their failure rate, missing being one more
 * level; for two classes the best of all partitions is a cut of that order
 * (Breiman et al. 1984, theorem 4.5).
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-split.h"

#include <string.h>

#define INSERTION_SORT_MOST 32

struct _RdgSplitter
{
  const RdgBins *bins;
  double         class_weight;
  guint64       *histogram;     /* n << 32 | n_failed, at a code; all zero between uses */
  guint32       *keys;          /* code << 16 | draw */
  guint32       *scratch;
  RdgRun        *runs;
  gsize          n_runs;
};

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
                  double         class_weight)
{
  RdgSplitter *self = g_new0 (RdgSplitter, 1);
  gsize most_codes = 0;

  for (guint c = 0; c < bins->n_columns; c++)
    most_codes = MAX (most_codes, bins->columns[c].n_codes);

  self->bins = bins;
  self->class_weight = class_weight;
  self->histogram = g_new0 (guint64, most_codes + 1);
  self->keys = g_new (guint32, bins->n_rows);
  self->scratch = g_new (guint32, bins->n_rows);
  self->runs = g_new (RdgRun, MIN (bins->n_rows, most_codes + 1));

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

  g_free (self->histogram);
  g_free (self->keys);
  g_free (self->scratch);
  g_free (self->runs);
  g_free (self);
}

static inline double
score_side (double  class_weight,
            guint32 n,
            guint32 n_failed)
{
  double failed = class_weight * n_failed;
  double passed = (double) (n - n_failed);

  return (failed * failed + passed * passed) / (failed + passed);
}

/**
 * rdg_splitter_score:
 * @n: rows of a node, at least 1
 * @n_failed: how many of them failed
 *
 * Returns: how pure a set of rows is, times its weight; a cut's score is the sum of its sides'
 */
double
rdg_splitter_score (RdgSplitter *self,
                    guint32      n,
                    guint32      n_failed)
{
  return score_side (self->class_weight, n, n_failed);
}

static void
count_by_histogram (RdgSplitter   *self,
                    const guint16 *codes,
                    guint          n_codes,
                    const guint32 *rows,
                    const RdgDraw *draws,
                    gsize          n_rows)
{
  guint64 *histogram = self->histogram;
  gsize n_runs = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      guint64 times = draws[i] >> 1;

      histogram[codes[rows[i]]] += times << 32 | (times & -(guint64) (draws[i] & 1));
    }

  for (guint code = 0; code <= n_codes; code++)
    if (histogram[code] != 0)
      {
        self->runs[n_runs++] = (RdgRun){ code, (guint32) (histogram[code] >> 32),
                                         (guint32) histogram[code] };
        histogram[code] = 0;
      }

  self->n_runs = n_runs;
}

static guint32 *
sort_small (guint32 *keys,
            gsize    n)
{
  for (gsize i = 1; i < n; i++)
    {
      guint32 key = keys[i];
      gsize j = i;

      for (; j > 0 && keys[j - 1] > key; j--)
        keys[j] = keys[j - 1];
      keys[j] = key;
    }

  return keys;
}

static guint32 *
sort_by_code (guint32 *keys,
              guint32 *scratch,
              gsize    n)
{
  guint32 low[256] = { 0 }, high[256] = { 0 };
  guint32 low_sum = 0, high_sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      low[(keys[i] >> 16) & 0xff]++;
      high[keys[i] >> 24]++;
    }
  for (guint d = 0; d < 256; d++)
    {
      guint32 low_here = low[d], high_here = high[d];

      low[d] = low_sum;
      high[d] = high_sum;
      low_sum += low_here;
      high_sum += high_here;
    }
  for (gsize i = 0; i < n; i++)
    scratch[low[(keys[i] >> 16) & 0xff]++] = keys[i];
  for (gsize i = 0; i < n; i++)
    keys[high[scratch[i] >> 24]++] = scratch[i];

  return keys;
}

static void
count_by_sorting (RdgSplitter   *self,
                  const guint16 *codes,
                  const guint32 *rows,
                  const RdgDraw *draws,
                  gsize          n_rows)
{
  guint32 *keys = self->keys;
  RdgRun *run = self->runs - 1;
  guint32 last = G_MAXUINT32;

  for (gsize i = 0; i < n_rows; i++)
    keys[i] = (guint32) codes[rows[i]] << 16 | draws[i];

  keys = n_rows <= INSERTION_SORT_MOST ? sort_small (keys, n_rows)
                                       : sort_by_code (keys, self->scratch, n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 code = keys[i] >> 16;
      guint32 times = (keys[i] & 0xffff) >> 1;

      if (code != last)
        {
          *++run = (RdgRun){ code, 0, 0 };
          last = code;
        }
      run->n += times;
      run->n_failed += (keys[i] & 1) ? times : 0;
    }

  self->n_runs = (gsize) (run + 1 - self->runs);
}

/* 0 or 2 for a pure run, 1 for a mixed one. */
static inline guint
mixture (const RdgRun *run)
{
  return run->n_failed == 0 ? 0 : run->n_failed == run->n ? 2 : 1;
}

static inline double
score_cut (double  class_weight,
           guint32 n,
           guint32 n_failed,
           guint32 n_left,
           guint32 n_left_failed)
{
  return score_side (class_weight, n_left, n_left_failed) +
         score_side (class_weight, n - n_left, n_failed - n_left_failed);
}

static gboolean
try_numeric (RdgSplitter *self,
             guint        feature,
             guint32      n,
             guint32      n_failed,
             RdgCut      *best)
{
  const RdgRun *runs = self->runs;
  const RdgRun *end = runs + self->n_runs;
  RdgRun missing = { 0, 0, 0 };
  double weight = self->class_weight;
  gboolean found = FALSE;

  if (runs->code == 0)
    missing = *runs++;

  guint32 left = 0, left_failed = 0;

  for (const RdgRun *run = runs; run + 1 < end; run++)
    {
      left += run->n;
      left_failed += run->n_failed;

      if (mixture (run) != 1 && mixture (run) == mixture (run + 1))
        continue;

      for (guint missing_left = 0; missing_left <= (missing.n > 0); missing_left++)
        {
          guint32 n_left = left + (missing_left ? missing.n : 0);
          guint32 n_left_failed = left_failed + (missing_left ? missing.n_failed : 0);
          double score = score_cut (weight, n, n_failed, n_left, n_left_failed);

          if (score > best->score)
            {
              *best = (RdgCut){ score, feature, missing_left != 0, n_left, n_left_failed,
                                (guint16) run->code, (guint16) run[1].code, best->codes, 0 };
              found = TRUE;
            }
        }
    }

  if (missing.n > 0)
    {
      guint32 n_left = n - missing.n;
      guint32 n_left_failed = n_failed - missing.n_failed;
      double score = score_cut (weight, n, n_failed, n_left, n_left_failed);

      if (score > best->score)
        {
          *best = (RdgCut){ score, feature, FALSE, n_left, n_left_failed,
                            (guint16) end[-1].code, 0, best->codes, 0 };
          found = TRUE;
        }
    }
  else if (found)
    {
      /* None to learn from: a missing value goes where most rows go. */
      best->missing_left = best->n_left >= n - best->n_left;
    }

  return found;
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
try_category (RdgSplitter *self,
              guint        feature,
              guint32      n,
              guint32      n_failed,
              RdgCut      *best)
{
  RdgRun *runs = self->runs;
  guint32 left = 0, left_failed = 0;
  gboolean missing_seen = runs[0].code == 0;
  gboolean missing_left = FALSE;
  gsize n_left_runs = 0;

  qsort (runs, self->n_runs, sizeof *runs, compare_rates);

  for (gsize r = 0; r + 1 < self->n_runs; r++)
    {
      left += runs[r].n;
      left_failed += runs[r].n_failed;
      missing_left |= runs[r].code == 0;

      double score = score_cut (self->class_weight, n, n_failed, left, left_failed);

      if (score > best->score)
        {
          *best = (RdgCut){ score, feature, missing_left, left, left_failed, 0, 0,
                            best->codes, 0 };
          n_left_runs = r + 1;
        }
    }

  if (n_left_runs == 0)
    return FALSE;

  if (!missing_seen)
    best->missing_left = best->n_left >= n - best->n_left;

  g_array_set_size (best->codes, 0);
  for (gsize r = 0; r < self->n_runs; r++)
    if (runs[r].code != 0)
      {
        guint16 code = (guint16) runs[r].code;

        g_array_append_val (best->codes, code);
        best->n_left_codes += r < n_left_runs;
      }

  return TRUE;
}

/**
 * rdg_splitter_try:
 * @feature: a column of the bins
 * @rows: (array length=n_rows): the node's rows
 * @draws: (array length=n_rows): how often each was drawn, and whether it failed
 * @n: the sum of the draws
 * @n_failed: the sum of the draws of failed rows
 * @best: (inout): the best cut so far, replaced by a better one
 *
 * Returns: whether the node's rows differ in @feature at all
 */
gboolean
rdg_splitter_try (RdgSplitter   *self,
                  guint          feature,
                  const guint32 *rows,
                  const RdgDraw *draws,
                  gsize          n_rows,
                  guint32        n,
                  guint32        n_failed,
                  RdgCut        *best)
{
  const RdgBinsColumn *column = &self->bins->columns[feature];

  if (column->n_codes <= 4 * n_rows)
    count_by_histogram (self, column->codes, column->n_codes, rows, draws, n_rows);
  else
    count_by_sorting (self, column->codes, rows, draws, n_rows);

  if (self->n_runs < 2)
    return FALSE;

  if (column->kind == RDG_FEATURE_CATEGORY)
    try_category (self, feature, n, n_failed, best);
  else
    try_numeric (self, feature, n, n_failed, best);

  return TRUE;
}
