/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The packed readings as rows, for SQL: a table-valued function that is there on
 * a connection under the name `readings`, and nowhere in the file.
 *
 *   readings               everything of all imports that are done
 *   readings('2024-0012345')   one car's, found at once; so is  WHERE car = '…'
 *
 * Its columns: car, import_id, name (of the characteristic), operation, channel,
 * unit, result_group, status, time, value (of a category, the level's text).
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

#define RDG_READING_VIEW_NAME "readings"

/* For as long as the store is open. */
gboolean rdg_reading_view_add (RdgStore  *store,
                               GError   **error);

G_END_DECLS
