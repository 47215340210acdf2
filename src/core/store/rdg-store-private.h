/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this folder know of a store; the only door to SQLite itself. */
#pragma once

#include <sqlite3.h>

#include "rdg-store.h"

G_BEGIN_DECLS

/* Of the page cache, in KiB, negative as SQLite wants it. */
#define RDG_STORE_CACHE_SIZE "-16384"

struct _RdgStore
{
  char         *path;
  sqlite3      *handle;
  GCancellable *cancellable;
  gint64        busy_since;
};

sqlite3  *_rdg_store_get_handle     (RdgStore    *self);
void      _rdg_store_set_error      (RdgStore    *self,
                                     int          rc,
                                     GError     **error);
/* One or more statements without parameters. */
gboolean  _rdg_store_execute        (RdgStore    *self,
                                     const char  *sql,
                                     GError     **error);
gint64    _rdg_store_get_last_id    (RdgStore    *self);
/* Rows that the last statement changed. */
gint64    _rdg_store_get_n_changed  (RdgStore    *self);

G_END_DECLS
