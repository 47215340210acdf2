/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgBoostGrower: one boosted tree after another, level by level; where leaves are
 * limited, it comes out as if it had been grown best first (rdg_boost_choose()). A level's histograms
 * are filled four features at a time, which hides that missing values all hit one number, and
 * of two children only the smaller one's: the other is what is left of the parent's.
 *
 * The bins are narrow: see rdg_bins_new_coarse(). One thread at a time; it uses more.
 */
#pragma once

#include "rdg-boost-split.h"
#include "rdg-tree.h"

G_BEGIN_DECLS

typedef struct
{
  guint        max_depth;
  guint        max_leaves;   /* 0: any number */
  double       rate;         /* of a leaf's best value, what it takes */
  RdgBoostRule rule;
  guint        n_threads;
} RdgBoostGrowing;

typedef struct _RdgBoostGrower RdgBoostGrower;

RdgBoostGrower *rdg_boost_grower_new  (const RdgBins         *bins,
                                       const RdgBoostGrowing *growing);
void            rdg_boost_grower_free (RdgBoostGrower        *self);

/* sums: of every row of the bins. sample: rows to grow from, rising; reordered. rest: all others
 * whose margin is wanted. To margin the new tree's values are added. The tree's importance is
 * added to, not cleared. */
gboolean        rdg_boost_grower_grow (RdgBoostGrower        *self,
                                       const RdgBoostSum     *sums,
                                       guint32               *sample,
                                       gsize                  n_sample,
                                       const guint32         *rest,
                                       gsize                  n_rest,
                                       const guint           *features,
                                       guint                  n_features,
                                       double                *margin,
                                       RdgTree               *tree,
                                       GCancellable          *cancellable,
                                       GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgBoostGrower, rdg_boost_grower_free)

G_END_DECLS
