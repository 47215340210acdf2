/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgDialectRow: how a text file is written, where it was not found rightly. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-import-file.h"

G_BEGIN_DECLS

#define RDG_TYPE_DIALECT_ROW (rdg_dialect_row_get_type ())

G_DECLARE_FINAL_TYPE (RdgDialectRow, rdg_dialect_row, RDG, DIALECT_ROW, AdwBin)

void rdg_dialect_row_set_file (RdgDialectRow *self,
                               RdgWorkspace  *workspace,
                               RdgImportFile *file);

G_END_DECLS
