/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A boosted tree, once all of its cuts are known: its nodes, and what its leaves add to the cars' log odds. */
#pragma once

#include "rdg-boost-choose.h"
#include "rdg-tree.h"

G_BEGIN_DECLS

typedef struct
{
  const RdgBins      *bins;
  const RdgBoostRule *rule;
  double              rate;      /* of a leaf's best value, what it takes */
  const guint32      *rows;      /* parted by the cuts */
  gsize               n_rows;
  RdgBoostSum         total;     /* of the rows */
  double             *margin;    /* a row of the bins */
  RdgTree            *tree;
  GByteArray         *goes_left; /* a node: RDG_BOOST_MOST_CODES flags */
} RdgBoostWriter;

void rdg_boost_write_tree      (const RdgBoostWriter *self,
                                RdgBoostCandidate    *candidates,
                                guint                 n);
void rdg_boost_write_goes_left (const RdgBinsColumn  *column,
                                const RdgBoostCut    *cut,
                                guint8               *goes_left);

G_END_DECLS
