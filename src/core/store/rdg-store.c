/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to one database file: its transactions and its end. See rdg-store.h. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-store.h"

#include "rdg-store-private.h"

/* Some ten thousand looks at the cancellable a second. */
#define OPERATIONS_PER_LOOK 5000

/* In KiB, negative as SQLite wants it. */
#define BULK_CACHE_SIZE "-49152"

sqlite3 *
_rdg_store_get_handle (RdgStore *self)
{
  return self->handle;
}

gboolean
_rdg_store_execute (RdgStore    *self,
                    const char  *sql,
                    GError     **error)
{
  int rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;

  _rdg_store_set_error (self, rc, error);
  return FALSE;
}

gint64
_rdg_store_get_last_id (RdgStore *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

gint64
_rdg_store_get_n_changed (RdgStore *self)
{
  return sqlite3_changes64 (self->handle);
}

static int
look_at_cancellable_cb (void *user_data)
{
  RdgStore *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable);
}

/**
 * rdg_store_close:
 *
 * What was begun and not committed is undone.
 */
void
rdg_store_close (RdgStore *self)
{
  if (self == NULL)
    return;

  if (self->handle != NULL)
    {
      rdg_store_rollback (self);
      if (sqlite3_close (self->handle) != SQLITE_OK)
        g_critical ("A store was closed before its statements");
    }
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

/**
 * rdg_store_get_path:
 *
 * Returns: (transfer none): the absolute file name
 */
const char *
rdg_store_get_path (RdgStore *self)
{
  return self->path;
}

/**
 * rdg_store_begin:
 *
 * Waits for another writer.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_store_begin (RdgStore  *self,
                 GError   **error)
{
  return _rdg_store_execute (self, "BEGIN IMMEDIATE", error);
}

/**
 * rdg_store_commit:
 *
 * Returns: %FALSE with @error set, and everything since the begin undone
 */
gboolean
rdg_store_commit (RdgStore  *self,
                  GError   **error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      _rdg_store_set_error (self, SQLITE_INTERRUPT, error);
      rdg_store_rollback (self);
      return FALSE;
    }
  if (_rdg_store_execute (self, "COMMIT", error))
    return TRUE;

  rdg_store_rollback (self);
  return FALSE;
}

/**
 * rdg_store_rollback:
 *
 * Undoes everything since the begin; without one, does nothing.
 */
void
rdg_store_rollback (RdgStore *self)
{
  if (sqlite3_get_autocommit (self->handle))
    return;

  /* Not stopped by the very cancellable that is its reason. */
  sqlite3_progress_handler (self->handle, 0, NULL, NULL);
  sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  rdg_store_set_cancellable (self, self->cancellable);
}

static int
note_mode_cb (void  *direct,
              int    n_values,
              char **values,
              char **names)
{
  *(gboolean *) direct = n_values == 1 && g_strcmp0 (values[0], "delete") == 0;
  return 0;
}

/**
 * rdg_store_begin_bulk:
 * @first: whether the database is empty so far
 *
 * A page that has gone into the WAL and is changed again by the same transaction makes SQLite read
 * back all that followed it, at the commit, for its checksums. Appending to a b-tree comes back to
 * inner pages after a while: with more cache they are still in memory then.
 *
 * What fills an empty database needs no WAL, which would only write all of it twice: in a rollback
 * journal's mode new pages go straight to their place, and a killed process is undone by the next
 * one that opens the file; and what leaves the cache early is written while the next rows are read.
 * Where another connection has the file open, the WAL stays.
 */
void
rdg_store_begin_bulk (RdgStore *self,
                      gboolean  first)
{
  gboolean direct = FALSE;

  if (first)
    sqlite3_exec (self->handle, "PRAGMA journal_mode = DELETE", note_mode_cb, &direct, NULL);
  if (!direct)
    sqlite3_exec (self->handle, "PRAGMA cache_size = " BULK_CACHE_SIZE, NULL, NULL, NULL);
}

/**
 * rdg_store_end_bulk:
 *
 * Where the WAL cannot be taken up again at once, the next one to open the file for writing does.
 */
void
rdg_store_end_bulk (RdgStore *self)
{
  sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
  sqlite3_exec (self->handle, "PRAGMA cache_size = " RDG_STORE_CACHE_SIZE, NULL, NULL, NULL);
}

/**
 * rdg_store_set_cancellable:
 * @cancellable: (nullable): what to look at while statements run and wait
 */
void
rdg_store_set_cancellable (RdgStore     *self,
                           GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
  if (cancellable != NULL)
    sqlite3_progress_handler (self->handle, OPERATIONS_PER_LOOK, look_at_cancellable_cb, self);
  else
    sqlite3_progress_handler (self->handle, 0, NULL, NULL);
}
