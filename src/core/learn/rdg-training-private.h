/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a training that are taken again for each fold. For the files of this folder. */
#pragma once

#include "rdg-forest-zones.h"
#include "rdg-split.h"
#include "rdg-training.h"

G_BEGIN_DECLS

void     _rdg_training_describe_features (RdgModel                 *model,
                                          const RdgMatrix          *matrix);
/* zones: what is learnt of them, too. unseen: for each car to learn from, its score by what has not
 * learnt from it. */
gboolean _rdg_training_learn             (RdgModel                 *model,
                                          const RdgMatrix          *matrix,
                                          const RdgSplit           *split,
                                          const gint64             *tested_at,
                                          const guint8             *train_failed,
                                          const RdgZoneTargets     *zones,
                                          const RdgTrainingOptions *options,
                                          double                   *unseen,
                                          const RdgProgress        *progress,
                                          GCancellable             *cancellable,
                                          GError                  **error);

G_END_DECLS
