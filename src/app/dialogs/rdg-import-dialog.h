/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The import assistant: choose files, see what they are, choose what columns
 * mean, take them in, report. Main thread only.
 */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

#define RDG_TYPE_IMPORT_DIALOG (rdg_import_dialog_get_type ())

G_DECLARE_FINAL_TYPE (RdgImportDialog, rdg_import_dialog, RDG, IMPORT_DIALOG, AdwWindow)

/* Begins with the choice of files. */
void rdg_import_dialog_choose  (RdgAppContext      *context,
                                GtkWindow          *parent);
void rdg_import_dialog_choose_folder
                               (RdgAppContext      *context,
                                GtkWindow          *parent);
void rdg_import_dialog_present (RdgAppContext      *context,
                                GtkWindow          *parent,
                                const char * const *paths);

G_END_DECLS
