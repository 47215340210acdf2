/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best cut of one node. All ways of counting end in the same whole numbers,
 * and one formula on them judges cuts in one order: how the counting was done never
 * shows in the forest.
 */
#pragma once

#include "rdg-rng.h"
#include "rdg-tree-count.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_SPLIT_RULE_GINI,
  RDG_SPLIT_RULE_HELLINGER,
  RDG_SPLIT_RULE_EXTRA_TREES,   /* one random cut a feature, judged by gini */
  RDG_N_SPLIT_RULES
} RdgSplitRule;

typedef struct
{
  double   score;         /* larger is purer; negative: none yet */
  double   price;         /* by which the score was divided: see rdg-tree-split.c */
  guint    feature;
  gboolean missing_left;
  guint32  n_left;
  guint32  n_left_failed;
  guint16  code_left;     /* numeric: the largest code in the node that goes left */
  guint16  code_right;    /* the smallest that goes right; 0 when only missing ones do */
  float    threshold;     /* numeric: where the rule wants the cut, NaN for the middle */
  GArray  *codes;         /* category: the codes in the node, of guint16: first those that go left */
  guint    n_left_codes;
} RdgCut;

typedef struct _RdgSplitter RdgSplitter;

RdgSplitter *rdg_splitter_new   (const RdgBins     *bins,
                                 RdgSplitRule       rule,
                                 double             class_weight);
void         rdg_splitter_free  (RdgSplitter       *self);
/* FALSE when the node's rows differ in none of the features. */
gboolean     rdg_splitter_try   (RdgSplitter       *self,
                                 const RdgNodeRows *rows,
                                 const guint       *features,
                                 guint              n_features,
                                 RdgRng            *rng,
                                 RdgCut            *best);
/* By how much a cut makes the node purer, in rows. */
double       rdg_splitter_get_gain
                                (const RdgSplitter *self,
                                 const RdgNodeRows *rows,
                                 const RdgCut      *cut);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSplitter, rdg_splitter_free)

G_END_DECLS
