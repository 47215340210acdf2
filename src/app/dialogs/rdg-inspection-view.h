/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was recognised of a file, and the choice of what its columns mean. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-inspection.h"

G_BEGIN_DECLS

#define RDG_TYPE_INSPECTION_VIEW (rdg_inspection_view_get_type ())

G_DECLARE_FINAL_TYPE (RdgInspectionView, rdg_inspection_view, RDG, INSPECTION_VIEW, AdwBin)

GtkWidget  *rdg_inspection_view_new         (RdgInspection     *inspection);
const char *rdg_inspection_view_get_path    (RdgInspectionView *self);
RdgMapping *rdg_inspection_view_dup_mapping (RdgInspectionView *self);
GListModel *rdg_inspection_view_get_columns (RdgInspectionView *self);

G_END_DECLS
