/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What features are worth, beyond how much their splits gained:
 *
 *   corrected    that gain, less what a shuffled copy of the feature gains in a forest grown on
 *                both (Nembrini, König, Wright 2018): features of many values gain by chance
 *   permutation  by how much the Brier score of the rows out of bag rises when the feature's
 *                values are shuffled among them (Breiman 2001)
 */
#pragma once

#include "rdg-forest.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_IMPORTANCE_IMPURITY,
  RDG_IMPORTANCE_CORRECTED,
  RDG_IMPORTANCE_PERMUTATION,
  RDG_N_IMPORTANCES
} RdgImportance;

/* options: those that forest was trained with. importance: n_features, of sum 1 (or all 0); a
 * feature that is worth no more than its shuffled copy has 0. */
gboolean rdg_forest_rank_features (const RdgForest        *forest,
                                   RdgImportance           kind,
                                   const RdgBins          *bins,
                                   const guint8           *failed,
                                   const RdgForestOptions *options,
                                   double                 *importance,
                                   const RdgProgress      *progress,
                                   GCancellable           *cancellable,
                                   GError                **error);

G_END_DECLS
