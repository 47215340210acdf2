/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a cut is worth. For two classes the gini gain of a cut is
 *
 *   2 N (F_left - N_left F / N)^2 / (N_left N_right)      (N rows, F of them failed)
 *
 * whose last factors are compared without a division. Hellinger's distance between
 * the classes does not see how rare one of them is.
 */
#pragma once

#include <math.h>

#include "rdg-tree-split.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean hellinger;
  double   weight;          /* of a failed row */
  guint32  n_passed;
  guint32  n_failed;
  double   failed_share;    /* by weight */
} RdgJudge;

static inline RdgJudge
_rdg_judge_init (RdgSplitRule       rule,
                 double             class_weight,
                 const RdgNodeRows *rows)
{
  double failed = class_weight * rows->n[1];

  return (RdgJudge){
    .hellinger = rule == RDG_SPLIT_RULE_HELLINGER,
    .weight = class_weight,
    .n_passed = rows->n[0],
    .n_failed = rows->n[1],
    .failed_share = failed / (rows->n[0] + failed),
  };
}

/* Returns: whether the cut beats @best, which is then its score; both sides must have rows. */
static inline gboolean
_rdg_judge_beats (const RdgJudge *self,
                  guint32         left_passed,
                  guint32         left_failed,
                  double         *best)
{
  guint32 right_passed = self->n_passed - left_passed;
  guint32 right_failed = self->n_failed - left_failed;

  if (self->hellinger)
    {
      double left = sqrt ((double) left_failed / self->n_failed) -
                    sqrt ((double) left_passed / self->n_passed);
      double right = sqrt ((double) right_failed / self->n_failed) -
                     sqrt ((double) right_passed / self->n_passed);
      double score = left * left + right * right;

      if (!(score > *best))
        return FALSE;
      *best = score;
      return TRUE;
    }

  double failed = self->weight * left_failed;
  double left = left_passed + failed;
  double sides = left * (right_passed + self->weight * right_failed);
  double surplus = failed - left * self->failed_share;

  if (!(surplus * surplus > *best * sides))
    return FALSE;

  double score = surplus * surplus / sides;

  /* What the product called larger, the quotient may round to the same. */
  if (!(score > *best))
    return FALSE;
  *best = score;
  return TRUE;
}

G_END_DECLS
