/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that an import did not take, and cells that it dropped: why, and from where. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_reject_table_schema[];

typedef struct
{
  guint64  line;
  char    *column;   /* "" when the whole row */
  char    *reason;   /* a sentence */
  char    *text;
} RdgRejectEntry;

typedef struct _RdgRejectWriter RdgRejectWriter;

RdgRejectWriter *rdg_reject_writer_new   (RdgStore              *store,
                                          gint64                 import_id,
                                          GError               **error);
void             rdg_reject_writer_free  (RdgRejectWriter       *self);
gboolean         rdg_reject_writer_add   (RdgRejectWriter       *self,
                                          const RdgRejectEntry  *entry,
                                          GError               **error);

/* As they stand in the file; limit 0: all. */
GPtrArray       *rdg_reject_table_list   (RdgStore              *store,
                                          gint64                 import_id,
                                          guint64                offset,
                                          guint64                limit,
                                          GError               **error);
void             rdg_reject_entry_free   (RdgRejectEntry        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgRejectWriter, rdg_reject_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgRejectEntry, rdg_reject_entry_free)

G_END_DECLS
