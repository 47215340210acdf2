/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is known of one model. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-model-registry.h"

G_BEGIN_DECLS

#define RDG_TYPE_MODEL_DIALOG (rdg_model_dialog_get_type ())

G_DECLARE_FINAL_TYPE (RdgModelDialog, rdg_model_dialog, RDG, MODEL_DIALOG, AdwWindow)

void rdg_model_dialog_present (GtkWindow    *parent,
                               RdgWorkspace *workspace,
                               gint64        model_id);

G_END_DECLS
