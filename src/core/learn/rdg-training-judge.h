/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good a model is: by the cars held out, or by folds. For the files of this folder. */
#pragma once

#include "rdg-folds.h"
#include "rdg-training.h"

G_BEGIN_DECLS

/* Of those rows: 1 failed, 0 passed. */
guint8  *_rdg_training_take_outcomes (const RdgTrainingSet     *set,
                                      const guint32            *rows,
                                      gsize                     n);
/* Sets the model's judged cars: scored by as many models as there are folds, learnt with the same
 * options, each calibrated by itself. */
gboolean _rdg_training_run_folds     (RdgModel                 *model,
                                      const RdgMatrix          *matrix,
                                      const RdgTrainingSet     *set,
                                      const RdgFolds           *folds,
                                      const RdgTrainingOptions *options,
                                      const RdgProgress        *progress,
                                      GCancellable             *cancellable,
                                      GError                  **error);
/* The same for a hold-out, by the model itself. */
gboolean _rdg_training_score_holdout (RdgModel                 *model,
                                      const RdgMatrix          *matrix,
                                      const RdgTrainingSet     *set,
                                      const RdgSplit           *split,
                                      const RdgTrainingOptions *options,
                                      GCancellable             *cancellable,
                                      GError                  **error);
/* From the judged cars, and from the cars that taught by what did not learn from them. */
gboolean _rdg_training_measure       (RdgModel                 *model,
                                      const guint8             *train_failed,
                                      const double             *oob,
                                      const RdgTrainingOptions *options,
                                      const RdgProgress        *progress,
                                      GCancellable             *cancellable,
                                      GError                  **error);

G_END_DECLS
