/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgStore: one connection to one `.rodagem` file (SQLite). It belongs to the
 * thread that opened it and never leaves it; each thread opens its own. All
 * SQL lives in this folder, one file a table.
 *
 * Blocking; errors are RDG_STORE_ERROR, with the file named.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RdgStore RdgStore;

typedef enum
{
  RDG_STORE_READ,        /* must exist; a newer, foreign or damaged one is refused */
  RDG_STORE_WRITE,       /* made if absent, migrated if older */
  RDG_STORE_TRY,         /* to write what is never committed: an absent one stays absent */
} RdgStoreMode;

RdgStore   *rdg_store_open              (const char    *path,
                                         RdgStoreMode   mode,
                                         GError       **error);
void        rdg_store_close             (RdgStore      *self);
const char *rdg_store_get_path          (RdgStore      *self);

/* One writer at a time: waits five seconds for another program, then RDG_STORE_ERROR_BUSY. What is
 * not committed when the store is closed or the process dies is as if it had never been. */
gboolean    rdg_store_begin             (RdgStore      *self,
                                         GError       **error);
gboolean    rdg_store_commit            (RdgStore      *self,
                                         GError       **error);
void        rdg_store_rollback          (RdgStore      *self);

/* For the length of one large transaction, before its begin and after its end. first: it is what
 * fills an empty database, which nobody has a reason to read meanwhile. */
void        rdg_store_begin_bulk        (RdgStore      *self,
                                         gboolean       first);
void        rdg_store_end_bulk          (RdgStore      *self);

/* Statements of this store stop with G_IO_ERROR_CANCELLED soon after. NULL: no longer. */
void        rdg_store_set_cancellable   (RdgStore      *self,
                                         GCancellable  *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgStore, rdg_store_close)

G_END_DECLS
