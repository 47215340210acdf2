/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a database file, whatever it turns out to be. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "rdg-error.h"
#include "rdg-migrations.h"
#include "rdg-statement.h"
#include "rdg-store-file.h"
#include "rdg-store-private.h"

#define BUSY_TIMEOUT_US (5 * G_USEC_PER_SEC)
#define BUSY_SLEEP_US (20 * 1000)

/* Our own instead of sqlite3_busy_timeout(), so that waiting can be cancelled too. */
static int
busy_cb (void *user_data,
         int   n_calls)
{
  RdgStore *self = user_data;

  if (n_calls == 0)
    self->busy_since = g_get_monotonic_time ();
  if (g_cancellable_is_cancelled (self->cancellable) ||
      g_get_monotonic_time () - self->busy_since > BUSY_TIMEOUT_US)
    return 0;

  g_usleep (BUSY_SLEEP_US);
  return 1;
}

static gboolean
get_pragma (RdgStore    *self,
            const char  *sql,
            gint64      *value,
            GError     **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (self, sql, error);
  RdgStep step = statement != NULL ? rdg_statement_step (statement, error) : RDG_STEP_ERROR;

  if (step == RDG_STEP_ROW)
    *value = rdg_statement_get_int (statement, 0);

  return step != RDG_STEP_ERROR;
}

static gboolean
connect_sqlite (RdgStore    *self,
                const char  *name,
                int          flags,
                GError     **error)
{
  flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

  int rc = sqlite3_open_v2 (name, &self->handle, flags, NULL);

  if (rc != SQLITE_OK)
    {
      _rdg_store_set_error (self, rc, error);
      return FALSE;
    }

  sqlite3_busy_handler (self->handle, busy_cb, self);

  /* The file may come from anywhere: what it defines may not run by itself, and our own tables
   * cannot be tampered with through SQL functions. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);

  return _rdg_store_execute (self,
                             "PRAGMA foreign_keys = ON;"
                             "PRAGMA cell_size_check = ON;"
                             "PRAGMA cache_size = " RDG_STORE_CACHE_SIZE, error);
}

/* Whose file it is, and of what age. is_new: a database without anything in it. */
static gboolean
check_identity (RdgStore  *self,
                gboolean  *is_new,
                int       *version,
                GError   **error)
{
  g_autofree char *name = g_filename_display_name (self->path);
  gint64 application_id = 0, user_version = 0, n_objects = 0;

  /* Of one moment: another program may be making the schema just now. */
  if (!_rdg_store_execute (self, "BEGIN", error) ||
      !get_pragma (self, "PRAGMA application_id", &application_id, error) ||
      !get_pragma (self, "PRAGMA user_version", &user_version, error) ||
      !get_pragma (self, "SELECT count(*) FROM sqlite_schema", &n_objects, error) ||
      !_rdg_store_execute (self, "COMMIT", error))
    return FALSE;

  *is_new = application_id == 0 && user_version == 0 && n_objects == 0;
  *version = (int) user_version;
  if (*is_new)
    return TRUE;

  if (application_id != RDG_APPLICATION_ID)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_A_DATABASE,
                   _("“%s” is an SQLite database of another program, not of Rodagem."), name);
      return FALSE;
    }
  if (user_version > rdg_migrations_get_latest ())
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NEWER,
                   _("The database “%s” was made by a newer Rodagem (schema %d; this one knows "
                     "up to %d). Open it with that version."),
                   name, *version, rdg_migrations_get_latest ());
      return FALSE;
    }
  if (user_version < 1)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED,
                   _("The database “%s” is damaged (%s). Use a backup copy."),
                   name, _("it has no schema version"));
      return FALSE;
    }

  return TRUE;
}

static void
set_absent (const char  *path,
            GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
               _("There is no database “%s”. Import a file to make it, or check the path."), name);
}

/* The reader's way into a folder that cannot be written. WAL needs a file of shared memory beside
 * the database: a writer of another user may have made it; without one, and without anything in the
 * WAL, SQLite is told that nobody changes the file meanwhile. */
static gboolean
connect_in_protected_folder (RdgStore  *self,
                             GError   **error)
{
  if (!_rdg_store_file_has_journal (self->path))
    {
      g_autofree char *escaped = g_uri_escape_string (self->path, "/", FALSE);
      g_autofree char *uri = g_strconcat ("file://", escaped, "?immutable=1", NULL);

      return connect_sqlite (self, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
    }

  if (!connect_sqlite (self, self->path, SQLITE_OPEN_READONLY, error))
    return FALSE;

  if (sqlite3_exec (self->handle, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) != SQLITE_OK)
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_READ_ONLY,
                   _("The database “%s” has changes that its write-protected folder keeps apart. "
                     "Copy the file and its “-wal” file to a folder of yours and open it there."),
                   name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_for_reading (RdgStore         *self,
                  RdgStoreFileKind  kind,
                  GError          **error)
{
  gboolean is_new = FALSE;
  int version = 0;
  gboolean connected;

  if (kind == RDG_STORE_FILE_ABSENT)
    {
      set_absent (self->path, error);
      return FALSE;
    }

  /* Not SQLITE_OPEN_READONLY where it can be helped: such a reader, when it is the last one, leaves
   * the files of the WAL behind. */
  if (_rdg_store_file_folder_writable (self->path))
    connected = connect_sqlite (self, self->path, SQLITE_OPEN_READWRITE, error);
  else
    connected = connect_in_protected_folder (self, error);

  if (!connected ||
      !_rdg_store_execute (self, "PRAGMA query_only = ON", error) ||
      !check_identity (self, &is_new, &version, error))
    return FALSE;

  if (is_new)
    {
      set_absent (self->path, error);
      return FALSE;
    }
  if (version < rdg_migrations_get_latest ())
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_READ_ONLY,
                   _("The database “%s” was made by an older Rodagem and must be brought up to "
                     "date first: copy it to where it can be written and open it there."), name);
      return FALSE;
    }

  return TRUE;
}

static void
set_read_only (const char  *path,
               GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_READ_ONLY,
               _("The database “%s” can only be read: the file or its folder is "
                 "write-protected."), name);
}

static gboolean
prepare_schema (RdgStore  *self,
                GError   **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean is_new = FALSE;
  int version = 0;

  if (!check_identity (self, &is_new, &version, error))
    return FALSE;

  if (is_new && !_rdg_store_execute (self, "PRAGMA page_size = 8192", error))
    return FALSE;
  if (version < rdg_migrations_get_latest () && !rdg_migrations_run (self, error))
    return FALSE;

  /* Another program that opens the new file at the same moment can be in the way; then the next
   * one to open it does this. */
  if (!_rdg_store_execute (self, "PRAGMA journal_mode = WAL", &local_error) &&
      !g_error_matches (local_error, RDG_STORE_ERROR, RDG_STORE_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

/* The files that an open which failed has made, and nothing that another program has used. */
static void
remove_made (const char *path)
{
  static const char * const suffixes[] = { "-journal", "-wal", "-shm", "" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
open_for_writing (RdgStore         *self,
                  RdgStoreFileKind  kind,
                  GError          **error)
{
  gboolean made = FALSE;

  if (!_rdg_store_file_folder_writable (self->path))
    {
      set_read_only (self->path, error);
      return FALSE;
    }

  if (kind == RDG_STORE_FILE_ABSENT)
    {
      /* Made here and not by SQLite, to know for sure whose it is. */
      int fd = g_open (self->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);

      made = fd >= 0;
      if (made)
        g_close (fd, NULL);
      else if (errno != EEXIST)
        {
          g_autofree char *name = g_filename_display_name (self->path);

          g_set_error (error, RDG_STORE_ERROR,
                       errno == ENOSPC ? RDG_STORE_ERROR_FULL : RDG_STORE_ERROR_FAILED,
                       _("The database “%s” cannot be made: %s."), name, g_strerror (errno));
          return FALSE;
        }
    }

  if (!connect_sqlite (self, self->path, SQLITE_OPEN_READWRITE, error))
    goto failed;
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    {
      set_read_only (self->path, error);
      goto failed;
    }
  if (!prepare_schema (self, error))
    goto failed;

  return TRUE;

failed:
  if (made)
    {
      g_clear_pointer (&self->handle, sqlite3_close);
      remove_made (self->path);
    }
  return FALSE;
}

/* A database of SQLite's own, which has no name and is gone with its connection. */
static gboolean
open_nowhere (RdgStore  *self,
              GError   **error)
{
  return connect_sqlite (self, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error) &&
         prepare_schema (self, error);
}

/**
 * rdg_store_open:
 * @path: a file name
 *
 * Blocking; the store belongs to the calling thread. An open that fails leaves nothing behind.
 *
 * Returns: (transfer full) (nullable): a connection, or %NULL with @error set
 */
RdgStore *
rdg_store_open (const char    *path,
                RdgStoreMode   mode,
                GError       **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (RdgStore) self = g_new0 (RdgStore, 1);
  RdgStoreFileKind kind;

  /* Absolute: SQLite gives names like ":memory:" a meaning of their own. */
  self->path = g_canonicalize_filename (path, NULL);

  if (!_rdg_store_file_check (self->path, &kind, error))
    return NULL;
  if (mode == RDG_STORE_TRY && kind == RDG_STORE_FILE_ABSENT)
    {
      if (!open_nowhere (self, error))
        return NULL;
    }
  else if (!(mode == RDG_STORE_READ ? open_for_reading (self, kind, error)
                                    : open_for_writing (self, kind, error)))
    {
      return NULL;
    }

  return g_steal_pointer (&self);
}
