/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The zones of one training: which of them are learnt, and what becomes of them in the model.
 * One thread.
 */
#pragma once

#include "rdg-forest-zones.h"
#include "rdg-model-private.h"
#include "rdg-split.h"
#include "rdg-training.h"

G_BEGIN_DECLS

typedef struct
{
  RdgZoneTargets  targets;       /* of the rows that are learnt from; no zones: nothing is asked */
  guint32        *failed;        /* of all rows of the set, in the model's zones */
} RdgTrainingZones;

/* Before the learner runs: names the model's zones. */
void     _rdg_training_zones_choose    (RdgTrainingZones       *self,
                                        RdgModel               *model,
                                        const RdgTrainingSet   *set,
                                        const RdgSplit         *split);
/* After it, when the model has its trained cars. */
gboolean _rdg_training_zones_calibrate (const RdgTrainingZones *self,
                                        RdgModel               *model,
                                        const RdgTrainingSet   *set,
                                        const RdgSplit         *split,
                                        guint                   n_threads,
                                        GCancellable           *cancellable,
                                        GError                **error);
/* And when it is whole. matrix: in the model's columns. */
gboolean _rdg_training_zones_judge     (const RdgTrainingZones *self,
                                        RdgModel               *model,
                                        const RdgMatrix        *matrix,
                                        const RdgSplit         *split,
                                        const RdgTrainingOptions *options,
                                        GCancellable           *cancellable,
                                        GError                **error);
void     _rdg_training_zones_clear     (RdgTrainingZones       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgTrainingZones, _rdg_training_zones_clear)

G_END_DECLS
