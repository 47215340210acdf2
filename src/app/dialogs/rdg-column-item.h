/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column of a file that is about to be imported; its role can be changed. Main thread only. */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

#define RDG_TYPE_COLUMN_ITEM (rdg_column_item_get_type ())

G_DECLARE_FINAL_TYPE (RdgColumnItem, rdg_column_item, RDG, COLUMN_ITEM, GObject)

RdgColumnItem      *rdg_column_item_new         (const RdgColumn *column);
const char         *rdg_column_item_get_name    (RdgColumnItem   *self);
const char         *rdg_column_item_get_unit    (RdgColumnItem   *self);
RdgRole             rdg_column_item_get_role    (RdgColumnItem   *self);
gboolean            rdg_column_item_is_changed  (RdgColumnItem   *self);
char               *rdg_column_item_dup_reason  (RdgColumnItem   *self);
const char * const *rdg_role_get_words          (void);

G_END_DECLS
