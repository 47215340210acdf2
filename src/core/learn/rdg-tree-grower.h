/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grows one tree at a time from a table of codes. A grower is one thread's: it
 * holds the scratch memory; what it grows depends on its arguments alone.
 */
#pragma once

#include "rdg-rng.h"
#include "rdg-tree-split.h"

G_BEGIN_DECLS

typedef struct
{
  guint  mtry;            /* at least 1 */
  guint  min_node_size;   /* a node of so many rows or fewer is a leaf */
  guint  max_depth;       /* 0: no limit */
  double class_weight;
} RdgTreeOptions;

typedef struct _RdgTreeGrower RdgTreeGrower;

RdgTreeGrower *rdg_tree_grower_new  (const RdgBins        *bins,
                                     const guint8         *failed,
                                     const RdgTreeOptions *options);
void           rdg_tree_grower_free (RdgTreeGrower        *self);
/* times: how often each row of the bins is in the tree's sample. */
void           rdg_tree_grower_grow (RdgTreeGrower        *self,
                                     const guint16        *times,
                                     RdgRng               *rng,
                                     RdgTree              *tree);
void           rdg_tree_clear       (RdgTree              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgTreeGrower, rdg_tree_grower_free)

G_END_DECLS
