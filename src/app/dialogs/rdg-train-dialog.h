/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to train with: asked before a training. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-training-service.h"

G_BEGIN_DECLS

#define RDG_TYPE_TRAIN_DIALOG (rdg_train_dialog_get_type ())

G_DECLARE_FINAL_TYPE (RdgTrainDialog, rdg_train_dialog, RDG, TRAIN_DIALOG, AdwWindow)

RdgTrainDialog     *rdg_train_dialog_new         (GtkWindow                *parent,
                                                  GSettings                *settings,
                                                  const RdgTrainingOutlook *outlook);
RdgTrainingOptions *rdg_train_dialog_dup_options (RdgTrainDialog           *self);
char               *rdg_train_dialog_dup_note    (RdgTrainDialog           *self);

G_END_DECLS
