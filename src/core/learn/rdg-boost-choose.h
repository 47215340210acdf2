/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which cuts a tree of so many leaves keeps. Best-first growth cuts, of all leaves that can be
 * cut, the one that gains the most. What a node gains does not depend on the others: a tree that is
 * grown level by level may thus be asked after each level which of its cuts would be made,
 * and one that is left out once stays out, whatever is found below.
 */
#pragma once

#include "rdg-boost-split.h"

G_BEGIN_DECLS

/* A node with the best cut that it has. */
typedef struct
{
  RdgBoostCut cut;
  double      gain;        /* over the node uncut */
  gsize       begin;       /* its rows */
  gsize       end;
  gsize       n_left;
  RdgBoostSum total;
  guint       below[2];    /* the cuts of its left and right child: their places + 1; 0: none */
  guint       rank;        /* the first one made: 1; 0: it is not made */
  guint       branch;      /* the grower's, of its level */
  guint32     node;        /* in the tree, once that is written */
} RdgBoostCandidate;

void rdg_boost_choose (RdgBoostCandidate *candidates,
                       guint              n,
                       guint              most);

G_END_DECLS
