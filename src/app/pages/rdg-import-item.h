/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import, as texts that a row binds to. Immutable; main thread only. */
#pragma once

#include "rdg-import-service.h"

G_BEGIN_DECLS

#define RDG_TYPE_IMPORT_ITEM (rdg_import_item_get_type ())

G_DECLARE_FINAL_TYPE (RdgImportItem, rdg_import_item, RDG, IMPORT_ITEM, GObject)

RdgImportItem      *rdg_import_item_new      (GPtrArray     *rows,
                                              guint          index,
                                              gboolean       writable,
                                              gint64         axis_from,
                                              gint64         axis_to);
const RdgImportRow *rdg_import_item_get_row  (RdgImportItem *self);
/* It covers a period, and there is an axis to show it on. */
gboolean            rdg_import_item_has_period
                                             (RdgImportItem *self);
void                rdg_import_item_get_axis (RdgImportItem *self,
                                              gint64        *from,
                                              gint64        *to);
const char         *rdg_layout_get_word      (RdgLayout      layout);

G_END_DECLS
