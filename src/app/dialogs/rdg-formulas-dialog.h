/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas of the open database: listed, written, removed. Main thread only. */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

#define RDG_TYPE_FORMULAS_DIALOG (rdg_formulas_dialog_get_type ())

G_DECLARE_FINAL_TYPE (RdgFormulasDialog, rdg_formulas_dialog, RDG, FORMULAS_DIALOG, AdwWindow)

void rdg_formulas_dialog_present (RdgAppContext *context,
                                  GtkWindow     *parent);

G_END_DECLS
