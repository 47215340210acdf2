/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was recognised of a file, and the choice of what it and its columns mean.
 * Main thread only.
 */
#pragma once

#include "rdg-app-context.h"
#include "rdg-import-file.h"

G_BEGIN_DECLS

#define RDG_TYPE_INSPECTION_VIEW (rdg_inspection_view_get_type ())

G_DECLARE_FINAL_TYPE (RdgInspectionView, rdg_inspection_view, RDG, INSPECTION_VIEW, AdwBin)

GtkWidget     *rdg_inspection_view_new      (RdgAppContext     *context,
                                             RdgWorkspace      *workspace,
                                             RdgImportFile     *file);
RdgImportFile *rdg_inspection_view_get_file (RdgInspectionView *self);

G_END_DECLS
