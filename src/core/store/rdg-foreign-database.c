/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a database of another program: see rdg-foreign-database.h. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-foreign-database.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "rdg-error.h"
#include "rdg-migrations.h"
#include "rdg-store-file.h"

/* In instructions of SQLite's machine, between looks at the cancellable. */
#define OPS_PER_LOOK 10000
#define BUSY_TIMEOUT_MS 5000
#define MOST_NAMED 8
/* Where the header says that the file has a write-ahead log (fileformat.html, 1.3). */
#define HEADER_READ_VERSION 19

struct _RdgForeignDatabase
{
  char         *path;
  char         *name;
  sqlite3      *handle;
  sqlite3_stmt *rows;
  GPtrArray    *tables;
  char         *table;
  GCancellable *cancellable;   /* of the call that runs, or NULL */
};

/* What a file from elsewhere may ask of us, well above what a table needs. */
static const struct
{
  int limit;
  int value;
} limits[] = {
  { SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024 },
  { SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024 },
  { SQLITE_LIMIT_EXPR_DEPTH, 200 },
  { SQLITE_LIMIT_COMPOUND_SELECT, 100 },
  { SQLITE_LIMIT_VDBE_OP, 250000 },
  { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
  { SQLITE_LIMIT_ATTACHED, 0 },
  { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
  { SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static void
set_error (RdgForeignDatabase  *self,
           int                  rc,
           GError             **error)
{
  const char *why = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (rc);
  g_autofree char *valid = g_utf8_make_valid (why, -1);

  switch (rc & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("Another program is writing to the database “%s”. Wait until it is done, or "
                     "close it, and try again."), self->name);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("The database “%s” is damaged (%s). Fetch it again."), self->name, valid);
      break;
    case SQLITE_TOOBIG:
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                   _("The database “%s” has a value larger than is taken. Make a view without "
                     "that column."), self->name);
      break;
    default:
      if (self->table != NULL)
        g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                     _("“%s” of the database “%s” cannot be read: %s."), self->table, self->name,
                     valid);
      else
        g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                     _("The database “%s” cannot be read: %s."), self->name, valid);
      break;
    }
}

static int
progress_cb (void *data)
{
  return g_cancellable_is_cancelled (((RdgForeignDatabase *) data)->cancellable);
}

/* Nothing but reading. */
static int
authorize_cb (void       *data,
              int         action,
              const char *first,
              const char *second,
              const char *database,
              const char *trigger)
{
  switch (action)
    {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    default:
      return SQLITE_DENY;
    }
}

static gboolean
has_wal_header (const char *path)
{
  guint8 header[HEADER_READ_VERSION + 1] = { 0 };
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize n = fd >= 0 ? pread (fd, header, sizeof header, 0) : 0;

  if (fd >= 0)
    close (fd);
  return n == sizeof header && header[HEADER_READ_VERSION] == 2;
}

/* Reading a file with a write-ahead log makes two files beside it, which a folder may not take and
 * which would stay; where there is no log, nobody has it open, and SQLite is told that none will. */
static gboolean
can_be_immutable (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  if (_rdg_store_file_has_journal (path) || g_file_test (wal, G_FILE_TEST_EXISTS))
    return FALSE;

  return has_wal_header (path) || !_rdg_store_file_folder_writable (path);
}

static gboolean
connect_sqlite (RdgForeignDatabase  *self,
                GError             **error)
{
  g_autofree char *escaped = g_uri_escape_string (self->path, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file://", escaped, "?mode=ro",
                                      can_be_immutable (self->path) ? "&immutable=1" : "", NULL);
  int rc = sqlite3_open_v2 (uri, &self->handle,
                            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
                              SQLITE_OPEN_EXRESCODE, NULL);

  if (rc != SQLITE_OK)
    {
      set_error (self, rc, error);
      return FALSE;
    }

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_progress_handler (self->handle, OPS_PER_LOOK, progress_cb, self);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (self->handle, limits[i].limit, limits[i].value);

  rc = sqlite3_exec (self->handle, "PRAGMA query_only = ON; PRAGMA cell_size_check = ON;"
                                   "PRAGMA mmap_size = 0; PRAGMA cache_size = -16384",
                     NULL, NULL, NULL);
  if (rc != SQLITE_OK)
    set_error (self, rc, error);
  return rc == SQLITE_OK;
}

static gboolean
check_owner (RdgForeignDatabase  *self,
             GError             **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->handle, "PRAGMA application_id", -1, &statement, NULL);
  gboolean ours = FALSE;

  if (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    ours = sqlite3_column_int (statement, 0) == RDG_APPLICATION_ID;
  sqlite3_finalize (statement);

  if (rc != SQLITE_ROW)
    {
      set_error (self, rc, error);
      return FALSE;
    }
  if (ours)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
                   _("“%s” is a Rodagem database itself. Open it instead of importing it, or "
                     "import the files that went into it."), self->name);
      return FALSE;
    }
  return TRUE;
}

static void
table_free (RdgForeignTable *self)
{
  g_free (self->name);
  g_free (self);
}

static gboolean
list_tables (RdgForeignDatabase  *self,
             GError             **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (
    self->handle,
    "SELECT name, type = 'view' FROM pragma_table_list "
    "WHERE schema = 'main' AND type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY name",
    -1, &statement, NULL);

  while (rc == SQLITE_OK || rc == SQLITE_ROW)
    {
      rc = sqlite3_step (statement);
      if (rc == SQLITE_ROW)
        {
          const char *name = (const char *) sqlite3_column_text (statement, 0);
          RdgForeignTable *table = g_new0 (RdgForeignTable, 1);

          table->name = g_utf8_make_valid (name != NULL ? name : "", -1);
          table->view = sqlite3_column_int (statement, 1) != 0;
          g_ptr_array_add (self->tables, table);
        }
    }
  sqlite3_finalize (statement);

  if (rc != SQLITE_DONE)
    set_error (self, rc, error);
  return rc == SQLITE_DONE;
}

/**
 * rdg_foreign_database_open:
 * @path: a file name
 *
 * Returns: (transfer full) (nullable): the database, of which nothing is selected yet, or %NULL
 *   with @error set
 */
RdgForeignDatabase *
rdg_foreign_database_open (const char    *path,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (RdgForeignDatabase) self = g_new0 (RdgForeignDatabase, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->name = g_filename_display_name (path);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
  self->cancellable = cancellable;
  if (!connect_sqlite (self, error) || !check_owner (self, error) || !list_tables (self, error))
    return NULL;

  /* From here on, what the file defines is run. */
  sqlite3_set_authorizer (self->handle, authorize_cb, NULL);
  self->cancellable = NULL;
  return g_steal_pointer (&self);
}

void
rdg_foreign_database_free (RdgForeignDatabase *self)
{
  if (self == NULL)
    return;

  sqlite3_finalize (self->rows);
  sqlite3_close (self->handle);
  g_ptr_array_unref (self->tables);
  g_free (self->table);
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

/**
 * rdg_foreign_database_get_tables:
 *
 * Returns: (transfer none) (element-type RdgForeignTable): tables and views, by name
 */
GPtrArray *
rdg_foreign_database_get_tables (RdgForeignDatabase *self)
{
  return self->tables;
}

static void
set_no_choice (RdgForeignDatabase  *self,
               const char          *table,
               GError             **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->tables->len, MOST_NAMED); i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "",
                            ((RdgForeignTable *) g_ptr_array_index (self->tables, i))->name);
  if (self->tables->len > MOST_NAMED)
    g_string_append (names, ", …");

  if (self->tables->len == 0)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                 _("The database “%s” has no tables."), self->name);
  else if (table != NULL)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("The database “%s” has no table or view “%s”; it has %s."), self->name, table,
                 names->str);
  else
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("The database “%s” has %u tables and views: %s. Say which one is meant "
                   "(“--table NAME”)."), self->name, self->tables->len, names->str);
}

/**
 * rdg_foreign_database_select:
 * @table: (nullable): a table or view; %NULL where there is just one
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_foreign_database_select (RdgForeignDatabase  *self,
                             const char          *table,
                             GError             **error)
{
  const RdgForeignTable *found = NULL;

  for (guint i = 0; i < self->tables->len && found == NULL; i++)
    {
      const RdgForeignTable *candidate = g_ptr_array_index (self->tables, i);

      if (table == NULL ? self->tables->len == 1
                        : sqlite3_stricmp (candidate->name, table) == 0)
        found = candidate;
    }
  if (found == NULL)
    {
      set_no_choice (self, table, error);
      return FALSE;
    }

  char *sql = sqlite3_mprintf ("SELECT * FROM main.\"%w\"", found->name);
  int rc;

  self->table = g_strdup (found->name);
  rc = sqlite3_prepare_v2 (self->handle, sql, -1, &self->rows, NULL);
  sqlite3_free (sql);
  if (rc != SQLITE_OK)
    set_error (self, rc, error);
  return rc == SQLITE_OK;
}

const char *
rdg_foreign_database_get_table (RdgForeignDatabase *self)
{
  return self->table;
}

guint
rdg_foreign_database_n_columns (RdgForeignDatabase *self)
{
  return (guint) sqlite3_column_count (self->rows);
}

const char *
rdg_foreign_database_get_column (RdgForeignDatabase *self,
                                 guint               column)
{
  const char *name = sqlite3_column_name (self->rows, (int) column);

  return name != NULL ? name : "";
}

/**
 * rdg_foreign_database_next:
 *
 * Blocking: the view may compute for as long as it likes, until @cancellable ends it.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
rdg_foreign_database_next (RdgForeignDatabase  *self,
                           GCancellable        *cancellable,
                           GError             **error)
{
  int rc;

  self->cancellable = cancellable;
  rc = sqlite3_step (self->rows);
  self->cancellable = NULL;

  if (rc != SQLITE_ROW && rc != SQLITE_DONE)
    set_error (self, rc, error);
  return rc == SQLITE_ROW;
}

/**
 * rdg_foreign_database_get_text:
 * @buffer: for a number
 * @length: (out): of the text, which a NUL need not end
 *
 * Returns: (transfer none): the value as text; of NULL "", of a blob "(blob)"
 */
const char *
rdg_foreign_database_get_text (RdgForeignDatabase *self,
                               guint               column,
                               char                buffer[RDG_NUMBER_BUFFER_SIZE],
                               gsize              *length)
{
  const char *text;

  switch (sqlite3_column_type (self->rows, (int) column))
    {
    case SQLITE_INTEGER:
      g_snprintf (buffer, RDG_NUMBER_BUFFER_SIZE, "%" G_GINT64_FORMAT,
                  (gint64) sqlite3_column_int64 (self->rows, (int) column));
      text = buffer;
      break;
    case SQLITE_FLOAT:
      text = rdg_number_format (sqlite3_column_double (self->rows, (int) column), buffer);
      break;
    case SQLITE_TEXT:
      text = (const char *) sqlite3_column_text (self->rows, (int) column);
      if (text != NULL)
        {
          *length = (gsize) sqlite3_column_bytes (self->rows, (int) column);
          return text;
        }
      text = "";
      break;
    case SQLITE_BLOB:
      text = "(blob)";
      break;
    case SQLITE_NULL:
    default:
      text = "";
      break;
    }

  *length = strlen (text);
  return text;
}
