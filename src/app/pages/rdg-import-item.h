/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import, as texts that a row binds to. Immutable; main thread only. */
#pragma once

#include "rdg-import-service.h"

G_BEGIN_DECLS

#define RDG_TYPE_IMPORT_ITEM (rdg_import_item_get_type ())

G_DECLARE_FINAL_TYPE (RdgImportItem, rdg_import_item, RDG, IMPORT_ITEM, GObject)

RdgImportItem      *rdg_import_item_new      (GPtrArray     *rows,
                                              guint          index,
                                              gboolean       writable);
const RdgImportRow *rdg_import_item_get_row  (RdgImportItem *self);
const char         *rdg_layout_get_word      (RdgLayout      layout);

G_END_DECLS
