/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import left out: line, column, reason, text. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-workspace.h"

G_BEGIN_DECLS

#define RDG_TYPE_REJECTS_DIALOG (rdg_rejects_dialog_get_type ())

G_DECLARE_FINAL_TYPE (RdgRejectsDialog, rdg_rejects_dialog, RDG, REJECTS_DIALOG, AdwWindow)

RdgRejectsDialog *rdg_rejects_dialog_present   (GtkWindow        *parent,
                                                RdgWorkspace     *workspace,
                                                gint64            import_id,
                                                const char       *file);
GListModel       *rdg_rejects_dialog_get_model (RdgRejectsDialog *self);
void              rdg_rejects_dialog_export    (RdgRejectsDialog *self,
                                                GFile            *file);

G_END_DECLS
