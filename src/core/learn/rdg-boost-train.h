/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a training table to boosted trees: as many rounds as pay on the newest cars,
 * the trees, and for every car a score by trees that were not grown from it.
 * Blocking; any thread.
 */
#pragma once

#include "rdg-boost-split.h"
#include "rdg-forest.h"

G_BEGIN_DECLS

/* Deeper ones are no longer weak learners, and a level's nodes could double that often. */
#define RDG_BOOST_MOST_DEPTH 16
#define RDG_BOOST_LEAST_LEAVES 2
#define RDG_BOOST_MOST_LEAVES 4096

typedef struct
{
  guint   n_rounds;
  double  rate;            /* of a leaf's best value, what it takes */
  guint   max_depth;
  double  lambda;
  double  least_weight;    /* of a leaf: the sum of p (1 - p) */
  double  row_share;       /* drawn for a tree */
  double  column_share;
  guint   patience;        /* rounds without a better one until it stops; 0: all are made */
  double  class_weight;
  guint64 seed;
  guint   n_threads;
  guint   max_leaves;      /* of a tree; 0: as many as its depth allows */
} RdgBoostOptions;

/* The least that there must be of both outcomes among the newest cars to stop by them. */
#define RDG_BOOST_LEAST_TO_STOP 10

/* tested_at: of each row of bins, or NULL; then the last rows are the newest. unseen: for each row, or
 * NULL: no cross-fitting. importance: n_features, of sum 1 (or all 0). losses: NULL, or after
 * each round the mean log loss of the rows that were learnt from, n_rounds of them. */
RdgForest *rdg_boost_train (const RdgBins          *bins,
                            const guint8           *failed,
                            const gint64           *tested_at,
                            const RdgBoostOptions  *options,
                            double                 *unseen,
                            double                 *importance,
                            double                 *losses,
                            const RdgProgress      *progress,
                            GCancellable           *cancellable,
                            GError                **error);

G_END_DECLS
