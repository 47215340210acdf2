/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number is cut between neighbouring codes of the node, with its missing values on
 * either side. A category's levels are put in the order of what a leaf of each alone would say
 * and cut as if they were numbers (Fisher 1958); missing values are one level more.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-boost-split.h"

#include <stdlib.h>
#include <string.h>

#define LEVEL_WEIGHT 1.0   /* draws rare levels to the middle of the order */

typedef double Pair __attribute__ ((vector_size (16)));
typedef gint64 PairMask __attribute__ ((vector_size (16)));

typedef struct
{
  double             lambda;
  double             least;
  RdgBoostSum        total;
  Pair               gradient;   /* of the total, twice */
  Pair               weight;
  RdgBoostCut       *best;
} Judge;

typedef struct
{
  double key;
  guint  code;
} Level;

/* Returns: whether the cut is the best so far */
static inline gboolean
judge (Judge       *self,
       RdgBoostSum  left)
{
  RdgBoostSum right = self->total - left;
  double left_weight = (double) left[1], right_weight = (double) right[1];

  if (left_weight < self->least || right_weight < self->least)
    return FALSE;

  double left_gradient = (double) left[0], right_gradient = (double) right[0];

  left_weight += self->lambda;
  right_weight += self->lambda;

  /* Both quotients over one divisor: a product tells whether the division is worth it. */
  double sum = left_gradient * left_gradient * right_weight +
               right_gradient * right_gradient * left_weight;
  double sides = left_weight * right_weight;

  if (!(sum > self->best->score * sides) || !(sum / sides > self->best->score))
    return FALSE;

  self->best->score = sum / sides;
  self->best->left = left;

  return TRUE;
}

static void
keep (RdgBoostCut *best,
      guint        feature,
      guint        code_left,
      guint        code_right,
      gboolean     has_missing,
      gboolean     missing_left)
{
  best->feature = feature;
  best->code_left = code_left;
  best->code_right = code_right;
  best->has_missing = has_missing;
  best->goes_left[0] = missing_left;
}

/* Whether to judge a cut at all: the same sums as in judge(), for missing values on the right and on
 * the left at once. Sums beyond 2^53 are rounded here, which at worst hides a tie. */
static inline gboolean
is_promising (const Judge *self,
              Pair         gradient,
              Pair         weight)
{
  const Pair lambda = { self->lambda, self->lambda };
  Pair right_gradient = self->gradient - gradient;
  Pair right_weight = self->weight - weight;
  PairMask heavy = (weight >= self->least) & (right_weight >= self->least);

  weight += lambda;
  right_weight += lambda;

  Pair sum = gradient * gradient * right_weight + right_gradient * right_gradient * weight;
  PairMask promising = heavy & (sum > self->best->score * (weight * right_weight));

  return (promising[0] | promising[1]) != 0;
}

static void
try_numeric (Judge             *self,
             guint              feature,
             guint              n_codes,
             const RdgBoostSum *histogram)
{
  RdgBoostSum missing = histogram[0], left = { 0, 0 };
  Pair gradient = { 0.0, (double) missing[0] }, weight = { 0.0, (double) missing[1] };
  gboolean has_missing = missing[1] > 0;
  guint last = 0;

  for (guint code = 1; code <= n_codes; code++)
    {
      /* Read from memory one by one: parting a vector for two conversions takes longer. */
      const gint64 *here = (const gint64 *) &histogram[code];

      if (here[1] == 0)
        continue;

      if (last != 0 && is_promising (self, gradient, weight))
        {
          if (judge (self, left))
            keep (self->best, feature, last, code, has_missing, FALSE);
          if (has_missing && judge (self, left + missing))
            keep (self->best, feature, last, code, TRUE, TRUE);
        }
      left += histogram[code];
      gradient += (double) here[0];
      weight += (double) here[1];
      last = code;
    }

  if (has_missing && last != 0 && judge (self, left))
    keep (self->best, feature, last, 0, TRUE, FALSE);
}

static int
compare_levels (const void *a,
                const void *b)
{
  const Level *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;

  return (x->code > y->code) - (x->code < y->code);
}

static void
try_category (Judge             *self,
              guint              feature,
              guint              n_codes,
              const RdgBoostSum *histogram,
              double             smooth)
{
  Level levels[RDG_BOOST_MOST_CODES];
  RdgBoostSum left = { 0, 0 };
  guint n = 0, n_left = 0;

  for (guint code = 0; code <= n_codes; code++)
    if (histogram[code][1] > 0)
      levels[n++] = (Level){ (double) histogram[code][0] / ((double) histogram[code][1] + smooth),
                             code };
  qsort (levels, n, sizeof *levels, compare_levels);

  for (guint l = 0; l + 1 < n; l++)
    {
      left += histogram[levels[l].code];
      if (judge (self, left))
        n_left = l + 1;
    }
  if (n_left == 0)
    return;

  RdgBoostCut *best = self->best;

  keep (best, feature, 0, 0, histogram[0][1] > 0, FALSE);
  memset (best->seen, 0, sizeof best->seen);
  memset (best->goes_left, 0, sizeof best->goes_left);
  for (guint l = 0; l < n; l++)
    {
      guint code = levels[l].code;

      best->seen[code / 32] |= 1u << code % 32;
      if (l < n_left)
        best->goes_left[code / 32] |= 1u << code % 32;
    }
}

/**
 * rdg_boost_split_try:
 * @histogram: (array): a code's sum, the missing values' first
 * @total: of the node
 * @best: (inout): replaced if the feature has a cut of a higher score
 *
 * Looks for the best cut of one feature.
 */
void
rdg_boost_split_try (const RdgBins      *bins,
                     guint               feature,
                     const RdgBoostSum  *histogram,
                     RdgBoostSum         total,
                     const RdgBoostRule *rule,
                     RdgBoostCut        *best)
{
  const RdgBinsColumn *column = &bins->columns[feature];
  Judge self = {
    .lambda = rule->lambda * rule->scale,
    .least = MAX (rule->least_weight * rule->scale, 1.0),
    .total = total,
    .gradient = { (double) total[0], (double) total[0] },
    .weight = { (double) total[1], (double) total[1] },
    .best = best,
  };

  if (column->kind == RDG_FEATURE_NUMERIC)
    try_numeric (&self, feature, column->n_codes, histogram);
  else
    try_category (&self, feature, column->n_codes, histogram,
                  self.lambda + LEVEL_WEIGHT * rule->scale);
}
