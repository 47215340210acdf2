/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best cut of a node by one feature's histogram. Gradients are whole numbers, so
 * that sums are exact: in whatever order rows were added or histograms subtracted,
 * and by however many threads, the same cut comes out.
 */
#pragma once

#include "rdg-bins.h"

G_BEGIN_DECLS

/* [0]: of the gradients of the log loss, [1]: of its second derivatives. */
typedef gint64 RdgBoostSum __attribute__ ((vector_size (16)));

#define RDG_BOOST_MOST_CODES (RDG_BINS_MAX_NARROW_CODES + 1)

typedef struct
{
  double scale;        /* what 1 is in a sum */
  double lambda;       /* added to a leaf's weight */
  double least_weight; /* of a child */
} RdgBoostRule;

typedef struct
{
  double      score;       /* of the children together; the larger, the better */
  guint       feature;
  gboolean    has_missing; /* missing values are in the node, so that it is known where they go */
  guint       code_left;   /* numeric: the largest code that goes left */
  guint       code_right;  /* the smallest that goes right; 0: only missing ones do */
  RdgBoostSum left;        /* of the rows that go left */
  guint32     seen[RDG_BOOST_MOST_CODES / 32];       /* category: codes in the node */
  guint32     goes_left[RDG_BOOST_MOST_CODES / 32];  /* bit 0: missing values, of any kind */
} RdgBoostCut;

/* What a node is worth that is not cut: the score that a cut has to beat. */
static inline double
rdg_boost_rule_score (const RdgBoostRule *self,
                      RdgBoostSum         sum)
{
  double gradient = (double) sum[0];

  return gradient * gradient / ((double) sum[1] + self->lambda * self->scale);
}

void rdg_boost_split_try (const RdgBins      *bins,
                          guint               feature,
                          const RdgBoostSum  *histogram,
                          RdgBoostSum         total,
                          const RdgBoostRule *rule,
                          RdgBoostCut        *best);

G_END_DECLS
