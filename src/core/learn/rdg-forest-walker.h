/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgForestWalker: a forest packed for scoring many rows. A node takes eight
 * bytes and asks one question, of whatever kind its split is: is the value at
 * its place in the row greater than a number? A leaf is its own left child, so
 * that rows side by side step down together without a branch.
 *
 * For that a row is laid out as places, one a question's kind: a numeric feature
 * takes as value the rank among the forest's own thresholds, one place for splits that
 * send missing values left and another for those that send them right; every
 * different set of levels is a place that holds 0 or 1. Which leaf a row reaches is what
 * rdg_node_goes_left() says, always.
 *
 * Immutable; any thread.
 */
#pragma once

#include "rdg-forest.h"

G_BEGIN_DECLS

/* Rows that step down together: as many as there are registers to hold where each one is. */
#define RDG_WALKER_LANES 8

RdgForestWalker *rdg_forest_walker_new      (const RdgForest       *forest,
                                             const RdgMatrix       *matrix);
void             rdg_forest_walker_free     (RdgForestWalker       *self);

gboolean         rdg_forest_walker_takes    (const RdgForestWalker *self,
                                             const RdgMatrix       *matrix);
/* What rdg_forest_walker_lay_out() fills for n_rows rows, in guint16. */
gsize            rdg_forest_walker_get_size (const RdgForestWalker *self,
                                             gsize                  n_rows);
void             rdg_forest_walker_lay_out  (const RdgForestWalker *self,
                                             const RdgMatrix       *matrix,
                                             gsize                  begin,
                                             gsize                  n_rows,
                                             guint16               *rows);
/* sum: RDG_WALKER_LANES for each begun group of as many rows. */
void             rdg_forest_walker_add      (const RdgForestWalker *self,
                                             const RdgForest       *forest,
                                             const guint16         *rows,
                                             gsize                  n_rows,
                                             double                *sum);
/* leaves: RDG_WALKER_LANES for each begun group of as many rows. */
void             rdg_forest_walker_reach    (const RdgForestWalker *self,
                                             const RdgForest       *forest,
                                             guint                  tree,
                                             const guint16         *rows,
                                             gsize                  n_rows,
                                             guint32               *leaves);
/* The packed forest of scoring many rows, made at the first need; NULL where it does not pay or fit. */
const RdgForestWalker *
                 _rdg_forest_get_walker     (const RdgForest       *self,
                                             const RdgMatrix       *matrix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgForestWalker, rdg_forest_walker_free)

G_END_DECLS
