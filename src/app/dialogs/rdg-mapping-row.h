/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which mapping a file is read with, in a line; and a menu to save it by name,
 * to use another one that was saved, or to forget one. Main thread only.
 */
#pragma once

#include "rdg-app-context.h"
#include "rdg-import-file.h"

G_BEGIN_DECLS

#define RDG_TYPE_MAPPING_ROW (rdg_mapping_row_get_type ())

G_DECLARE_FINAL_TYPE (RdgMappingRow, rdg_mapping_row, RDG, MAPPING_ROW, GtkWidget)

void rdg_mapping_row_set_file (RdgMappingRow *self,
                               RdgAppContext *context,
                               RdgWorkspace  *workspace,
                               RdgImportFile *file);
void rdg_mapping_row_save     (RdgMappingRow *self,
                               const char    *name);

G_END_DECLS
