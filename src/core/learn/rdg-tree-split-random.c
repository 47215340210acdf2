/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number's cut is drawn evenly between the smallest and the largest value of the
 * node and stays where it was drawn; a category's is a random half of its levels.
 * The missing rows go to the better side. A feature takes the same draws from the
 * stream however its codes are stored.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-split-random.h"

#include "rdg-tree-judge.h"

typedef struct
{
  guint   lowest;         /* codes of the node; 0: all are missing */
  guint   highest;
  guint32 missing[2];
} Range;

static Range
find_range (const RdgCodeReader *reader,
            const RdgNodeRows   *rows)
{
  Range range = { G_MAXUINT, 0, { 0, 0 } };

  for (guint class = 0; class < 2; class++)
    for (gsize i = 0; i < rows->n_rows[class]; i++)
      {
        RdgEntry entry = rows->entries[class][i];
        guint code = rdg_code_reader_get (reader, rdg_entry_get_row (entry));

        if (code == 0)
          range.missing[class] += rdg_entry_get_times (entry);
        else
          range.lowest = MIN (range.lowest, code);
        range.highest = MAX (range.highest, code);
      }
  if (range.highest == 0)
    range.lowest = 0;

  return range;
}

/* With the missing rows on either side, and missing against the rest. */
static gboolean
judge_sides (const RdgJudge *judge,
             const guint32  *left,
             const guint32  *missing,
             gboolean       *missing_left,
             double         *best)
{
  gboolean better = _rdg_judge_beats (judge, left[0], left[1], best);

  if (better)
    *missing_left = FALSE;
  if (missing[0] + missing[1] > 0 &&
      _rdg_judge_beats (judge, left[0] + missing[0], left[1] + missing[1], best))
    {
      *missing_left = TRUE;
      better = TRUE;
    }

  return better;
}

static gboolean
try_numeric (const RdgBins     *bins,
             const RdgJudge    *judge,
             const RdgNodeRows *rows,
             guint              feature,
             double             draw,
             RdgCut            *best)
{
  const RdgBinsColumn *column = &bins->columns[feature];
  RdgCodeReader reader = rdg_code_reader_init (bins, feature, rows->by_row);
  Range range = find_range (&reader, rows);
  gboolean any_missing = range.missing[0] + range.missing[1] > 0;
  gboolean missing_left;

  if (range.lowest == range.highest && (range.lowest == 0 || !any_missing))
    return FALSE;

  guint32 all[2] = { rows->n[0] - range.missing[0], rows->n[1] - range.missing[1] };

  if (any_missing && _rdg_judge_beats (judge, all[0], all[1], &best->score))
    {
      best->feature = feature;
      best->missing_left = FALSE;
      best->n_left = all[0] + all[1];
      best->n_left_failed = all[1];
      best->code_left = (guint16) range.highest;
      best->code_right = 0;
      best->threshold = NAN;
    }
  if (range.lowest == range.highest)
    return TRUE;

  double low = (double) column->high[range.lowest], high = (double) column->low[range.highest];
  float threshold = (float) (low + draw * (high - low));
  guint code = rdg_bins_column_find_code (column, range.lowest, range.highest, threshold);
  guint above = range.highest, below = range.lowest;
  guint32 left[2] = { 0, 0 };

  for (guint class = 0; class < 2; class++)
    for (gsize i = 0; i < rows->n_rows[class]; i++)
      {
        RdgEntry entry = rows->entries[class][i];
        guint other = rdg_code_reader_get (&reader, rdg_entry_get_row (entry));

        left[class] += other > 0 && other <= code ? rdg_entry_get_times (entry) : 0;
        above = other > code && other < above ? other : above;
        below = other <= code && other > below ? other : below;
      }

  if (!judge_sides (judge, left, range.missing, &missing_left, &best->score))
    return TRUE;

  best->feature = feature;
  best->n_left = left[0] + left[1];
  best->n_left_failed = left[1];
  best->code_left = (guint16) below;
  best->code_right = (guint16) above;
  best->threshold = threshold >= column->high[below] && threshold < column->low[above] ? threshold
                                                                                       : NAN;
  best->missing_left = any_missing ? missing_left
                                   : best->n_left >= rows->n[0] + rows->n[1] - best->n_left;
  if (any_missing && missing_left)
    {
      best->n_left += range.missing[0] + range.missing[1];
      best->n_left_failed += range.missing[1];
    }

  return TRUE;
}

static gboolean
try_category (RdgCounter        *counter,
              const RdgJudge    *judge,
              const RdgNodeRows *rows,
              guint              feature,
              guint64            draw,
              RdgCut            *best)
{
  guint n_runs, n_left = 0;
  guint32 left = 0, left_failed = 0;
  RdgRun *runs = _rdg_counter_get_runs (counter, rows, feature, &n_runs);
  gboolean missing_seen = runs[0].code == 0, missing_left = FALSE;
  RdgRng coins;

  if (n_runs < 2)
    return FALSE;

  /* A coin a level, and never all on one side. */
  rdg_rng_init (&coins, draw, 0);
  for (guint r = 0; r < n_runs; r++)
    if ((rdg_rng_u32 (&coins) & 1) != 0 ? n_left + 1 < n_runs : r + 1 == n_runs && n_left == 0)
      {
        RdgRun run = runs[r];

        left += run.n;
        left_failed += run.n_failed;
        missing_left |= run.code == 0;
        runs[r] = runs[n_left];
        runs[n_left++] = run;
      }

  if (!_rdg_judge_beats (judge, left - left_failed, left_failed, &best->score))
    return TRUE;

  best->n_left = left;
  best->n_left_failed = left_failed;
  best->missing_left = missing_seen ? missing_left : left >= rows->n[0] + rows->n[1] - left;
  _rdg_cut_set_levels (best, feature, runs, n_runs, n_left);

  return TRUE;
}

gboolean
_rdg_split_try_random (const RdgBins     *bins,
                       RdgCounter        *counter,
                       double             class_weight,
                       const RdgNodeRows *rows,
                       guint              feature,
                       RdgRng            *rng,
                       RdgCut            *best)
{
  RdgJudge judge = _rdg_judge_init (RDG_SPLIT_RULE_EXTRA_TREES, class_weight, rows);
  guint64 draw = rdg_rng_u64 (rng);

  if (bins->columns[feature].kind == RDG_FEATURE_CATEGORY)
    return try_category (counter, &judge, rows, feature, draw, best);

  return try_numeric (bins, &judge, rows, feature, (double) (draw >> 11) * 0x1.0p-53, best);
}
