/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import as a row of the Data page. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-import-item.h"

G_BEGIN_DECLS

#define RDG_TYPE_IMPORT_TILE (rdg_import_tile_get_type ())

G_DECLARE_FINAL_TYPE (RdgImportTile, rdg_import_tile, RDG, IMPORT_TILE, GtkListBoxRow)

GtkWidget *rdg_import_tile_new (RdgImportItem *item);

G_END_DECLS
