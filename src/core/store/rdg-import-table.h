/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files taken in, and what did not go in of them. An undone import stays in the history. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_import_table_schema[];

#define RDG_IMPORT_HASH_SIZE 16

typedef struct
{
  gint64   import_id;
  char    *file;          /* base name */
  char    *path;
  guint64  bytes;         /* the file as it lay there */
  guint8   hash[RDG_IMPORT_HASH_SIZE];   /* XXH3-128 of these, big-endian */
  char    *layout;        /* key */
  char    *mapping;       /* JSON */
  gboolean undone;
  gint64   imported_at;
  guint64  rows_read, rows_taken, rows_duplicate, rows_rejected, cells_dropped;
  guint64  cars_new, cars_touched;
  gint64   from, to;      /* RDG_DATETIME_NONE where there are no times */
} RdgImportEntry;

/* Newest first; import_id 0: all. */
GPtrArray *rdg_import_table_list        (RdgStore             *store,
                                         gint64                import_id,
                                         GError              **error);
void       rdg_import_entry_free        (RdgImportEntry       *self);
/* The import (done) of a file of that size and content; 0: none. hash NULL: any of that size. */
gboolean   rdg_import_table_find_same   (RdgStore             *store,
                                         guint64               bytes,
                                         const guint8         *hash,
                                         gint64               *import_id,
                                         GError              **error);

gboolean   rdg_import_table_is_empty    (RdgStore             *store);

/* Inside a transaction. Makes the row whose id the rest of the import refers to … */
gboolean   rdg_import_table_begin       (RdgStore             *store,
                                         RdgImportEntry       *entry,
                                         GError              **error);
/* … and fills in what is known at its end. */
gboolean   rdg_import_table_finish      (RdgStore             *store,
                                         const RdgImportEntry *entry,
                                         GError              **error);
gboolean   rdg_import_table_set_undone  (RdgStore             *store,
                                         gint64                import_id,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgImportEntry, rdg_import_entry_free)

G_END_DECLS
