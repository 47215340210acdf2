/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grows one tree at a time from a table of codes. A grower is one thread's: it
 * holds the scratch memory; what it grows depends on its arguments alone.
 */
#pragma once

#include "rdg-tree-split.h"

G_BEGIN_DECLS

/* Whole numbers: their sum does not depend on the order. 2^24 trees fit. */
#define RDG_TREE_OOB_ONE 0x1.0p40

typedef struct
{
  guint         mtry;             /* at least 1 */
  guint         min_node_size;    /* a node of so many rows or fewer is a leaf */
  guint         max_depth;        /* 0: no limit */
  double        class_weight;
  RdgSplitRule  rule;
  const double *select_weights;   /* of each feature for being drawn; NULL: all the same */
  const guint8 *always;           /* 1 for each feature that every split tries; NULL: none */
} RdgTreeOptions;

typedef struct _RdgTreeGrower RdgTreeGrower;

RdgTreeGrower *rdg_tree_grower_new  (const RdgBins        *bins,
                                     const guint8         *failed,
                                     const RdgTreeOptions *options);
void           rdg_tree_grower_free (RdgTreeGrower        *self);
/* times: how often each row of the bins is in the tree's sample, RDG_ENTRY_MAX_TIMES at the most. */
void           rdg_tree_grower_grow (RdgTreeGrower        *self,
                                     const guint8         *times,
                                     RdgRng               *rng,
                                     RdgTree              *tree);
/* Right after growing: to each row that is not in the sample, the share of the leaf it falls into,
 * in units of 1 / RDG_TREE_OOB_ONE, and that it fell into one. */
void           rdg_tree_grower_add_out_of_bag
                                    (const RdgTreeGrower  *self,
                                     const RdgTree        *tree,
                                     guint64              *sum,
                                     guint32              *n_trees);
/* Likewise: the i-th leaf that rows out of bag fell into, and they. FALSE: there are not so many. */
gboolean       rdg_tree_grower_get_out_of_bag
                                    (const RdgTreeGrower  *self,
                                     guint                 i,
                                     guint32              *leaf,
                                     const RdgEntry      **rows,
                                     gsize                *n_rows);
void           rdg_tree_clear       (RdgTree              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgTreeGrower, rdg_tree_grower_free)

G_END_DECLS
