/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can a model be learnt from these cars at all? Each sets RDG_LEARN_ERROR with a
 * sentence that says what is lacking and what to do. For the files of this folder.
 */
#pragma once

#include "rdg-bins.h"
#include "rdg-folds.h"
#include "rdg-training.h"

G_BEGIN_DECLS

/* rows: nullable, then all. */
gsize    _rdg_training_count_failed     (const guint8         *failed,
                                         const guint32        *rows,
                                         gsize                 n);
gboolean _rdg_training_check_outcomes   (const RdgTrainingSet *set,
                                         GError              **error);
gboolean _rdg_training_check_train_part (const RdgTrainingSet *set,
                                         const RdgSplit       *split,
                                         GError              **error);
/* Each fold needs both outcomes, and what is left without it enough of them. */
gboolean _rdg_training_check_folds      (const RdgTrainingSet *set,
                                         const RdgFolds       *folds,
                                         GError              **error);
gboolean _rdg_training_check_columns    (const RdgMatrix      *matrix,
                                         GError              **error);
/* n_usable: the features that have more than one value. */
gboolean _rdg_training_check_bins       (const RdgBins        *bins,
                                         guint                *n_usable,
                                         GError              **error);
/* The same, for a learner without bins. */
gboolean _rdg_training_check_values     (const RdgMatrix      *matrix,
                                         const guint32        *rows,
                                         gsize                 n_rows,
                                         GError              **error);
/* rdg-training-memory.c */
gboolean _rdg_training_check_memory     (const RdgTrainingSet     *set,
                                         const RdgTrainingOptions *options,
                                         GError                  **error);

G_END_DECLS
