/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first rows of a file, each with what an import would refuse of it and why. Main thread only. */
#pragma once

#include "rdg-import-file.h"

G_BEGIN_DECLS

#define RDG_TYPE_PREVIEW_TABLE (rdg_preview_table_get_type ())

G_DECLARE_FINAL_TYPE (RdgPreviewTable, rdg_preview_table, RDG, PREVIEW_TABLE, GtkWidget)

void              rdg_preview_table_set_file    (RdgPreviewTable *self,
                                                 RdgImportFile   *file);
/* NULL while it is being read. */
const RdgPreview *rdg_preview_table_get_preview (RdgPreviewTable *self);

G_END_DECLS
