/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Twins: readings of an import that another one, which is still there, had
 * brought before. They count nowhere. When the other import is undone they take
 * its readings' place, and the database is as if its file had never been there.
 */
#pragma once

#include "rdg-reading-table.h"

G_BEGIN_DECLS

/* Inside a transaction, after an import's records are deleted: twins that are so no longer become
 * readings. */
gboolean         rdg_reading_twin_settle        (RdgStore  *store,
                                                  GError   **error);

RdgRecordWriter *rdg_record_writer_new_of_twins (RdgStore  *store,
                                                  gint64     import_id,
                                                  GError   **error);
/* Up to the row with that id. */
RdgRecordReader *rdg_record_reader_new_of_twins (RdgStore  *store,
                                                  gint64     import_id,
                                                  gint64     last,
                                                  GError   **error);

G_END_DECLS
