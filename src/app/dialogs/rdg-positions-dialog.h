/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which hall a position on the line marks: seen and changed. Main thread only. */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

#define RDG_TYPE_POSITIONS_DIALOG (rdg_positions_dialog_get_type ())

G_DECLARE_FINAL_TYPE (RdgPositionsDialog, rdg_positions_dialog, RDG, POSITIONS_DIALOG, AdwWindow)

void rdg_positions_dialog_present (RdgAppContext *context,
                                   GtkWindow     *parent);

G_END_DECLS
