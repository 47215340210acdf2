/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgTrainingOptionRow: one option of a training, as the list of them describes
 * it. Main thread only.
 */
#pragma once

#include <adwaita.h>

#include "rdg-training-options.h"

G_BEGIN_DECLS

#define RDG_TYPE_TRAINING_OPTION_ROW (rdg_training_option_row_get_type ())

G_DECLARE_FINAL_TYPE (RdgTrainingOptionRow, rdg_training_option_row, RDG, TRAINING_OPTION_ROW,
                      AdwActionRow)

GtkWidget               *rdg_training_option_row_new        (const RdgTrainingOption  *option);
const RdgTrainingOption *rdg_training_option_row_get_option (RdgTrainingOptionRow     *self);
/* What was typed can be taken; where not, the row says what can. */
gboolean                 rdg_training_option_row_is_valid   (RdgTrainingOptionRow     *self);
void                     rdg_training_option_row_show       (RdgTrainingOptionRow     *self,
                                                             const RdgTrainingOptions *options);
/* Of a valid one. A text stays the row's. */
void                     rdg_training_option_row_take       (RdgTrainingOptionRow     *self,
                                                             RdgTrainingOptions       *options);

G_END_DECLS
