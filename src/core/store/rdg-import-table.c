/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of imports. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-import-table.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_import_table_schema[] =
  "CREATE TABLE import ("
  "  import_id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  file TEXT NOT NULL,"
  "  path TEXT NOT NULL,"
  "  bytes INTEGER NOT NULL,"
  "  hash BLOB NOT NULL,"
  "  layout TEXT NOT NULL,"
  "  mapping TEXT NOT NULL,"
  "  state TEXT NOT NULL CHECK (state IN ('done', 'undone')),"
  "  imported_at INTEGER NOT NULL,"
  "  undone_at INTEGER,"
  "  rows_read INTEGER NOT NULL DEFAULT 0,"
  "  rows_taken INTEGER NOT NULL DEFAULT 0,"
  "  rows_duplicate INTEGER NOT NULL DEFAULT 0,"
  "  rows_rejected INTEGER NOT NULL DEFAULT 0,"
  "  cells_dropped INTEGER NOT NULL DEFAULT 0,"
  "  cars_new INTEGER NOT NULL DEFAULT 0,"
  "  cars_touched INTEGER NOT NULL DEFAULT 0,"
  "  time_from INTEGER,"
  "  time_to INTEGER,"
  "  CHECK (rows_read = rows_taken + rows_duplicate + rows_rejected)"
  ") STRICT;"
  /* The same file can be there once; after an undo it can come again. */
  "CREATE UNIQUE INDEX import_same ON import (bytes, hash) WHERE state = 'done';";

static const char list_sql[] =
  "SELECT import_id, file, path, bytes, hash, layout, mapping, state, imported_at, rows_read,"
  "  rows_taken, rows_duplicate, rows_rejected, cells_dropped, cars_new, cars_touched,"
  "  time_from, time_to "
  "FROM import WHERE import_id = ?1 OR ?1 = 0 ORDER BY import_id DESC";

static RdgImportEntry *
entry_from_row (RdgStatement *statement)
{
  RdgImportEntry *self = g_new0 (RdgImportEntry, 1);
  gsize size;
  gconstpointer hash = rdg_statement_get_blob (statement, 4, &size);

  if (size == RDG_IMPORT_HASH_SIZE)
    memcpy (self->hash, hash, size);
  self->import_id = rdg_statement_get_int (statement, 0);
  self->file = g_strdup (rdg_statement_get_text (statement, 1));
  self->path = g_strdup (rdg_statement_get_text (statement, 2));
  self->bytes = (guint64) rdg_statement_get_int (statement, 3);
  self->layout = g_strdup (rdg_statement_get_text (statement, 5));
  self->mapping = g_strdup (rdg_statement_get_text (statement, 6));
  self->undone = g_str_equal (rdg_statement_get_text (statement, 7), "undone");
  self->imported_at = rdg_statement_get_time (statement, 8);
  self->rows_read = (guint64) rdg_statement_get_int (statement, 9);
  self->rows_taken = (guint64) rdg_statement_get_int (statement, 10);
  self->rows_duplicate = (guint64) rdg_statement_get_int (statement, 11);
  self->rows_rejected = (guint64) rdg_statement_get_int (statement, 12);
  self->cells_dropped = (guint64) rdg_statement_get_int (statement, 13);
  self->cars_new = (guint64) rdg_statement_get_int (statement, 14);
  self->cars_touched = (guint64) rdg_statement_get_int (statement, 15);
  self->from = rdg_statement_get_time (statement, 16);
  self->to = rdg_statement_get_time (statement, 17);

  return self;
}

/**
 * rdg_import_table_list:
 * @import_id: one import, RDG_STORE_ERROR_NOT_FOUND where there is none such; or 0
 *
 * Returns: (transfer full) (element-type RdgImportEntry) (nullable): newest first, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_import_table_list (RdgStore  *store,
                       gint64     import_id,
                       GError   **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_import_entry_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, list_sql, error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  rdg_statement_bind_int (statement, 1, import_id);
  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    g_ptr_array_add (list, entry_from_row (statement));
  if (step == RDG_STEP_ERROR)
    return NULL;

  if (import_id != 0 && list->len == 0)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("There is no import %" PRId64 " in the database."), import_id);
      return NULL;
    }

  return g_steal_pointer (&list);
}

void
rdg_import_entry_free (RdgImportEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->file);
  g_free (self->path);
  g_free (self->layout);
  g_free (self->mapping);
  g_free (self);
}

/**
 * rdg_import_table_find_same:
 * @bytes: the file's size
 * @hash: (nullable) (array fixed-size=16): of its content
 * @import_id: (out): the import that took it, or 0
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_import_table_find_same (RdgStore      *store,
                            guint64        bytes,
                            const guint8  *hash,
                            gint64        *import_id,
                            GError       **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT import_id FROM import WHERE bytes = ?1 AND (hash = ?2 OR ?2 IS NULL) "
    "AND state = 'done'",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, (gint64) bytes);
  if (hash != NULL)
    rdg_statement_bind_blob (statement, 2, hash, RDG_IMPORT_HASH_SIZE);

  RdgStep step = rdg_statement_step (statement, error);

  *import_id = step == RDG_STEP_ROW ? rdg_statement_get_int (statement, 0) : 0;
  return step != RDG_STEP_ERROR;
}

/**
 * rdg_import_table_begin:
 * @entry: file, path, bytes, layout, mapping; receives its id and its time
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_import_table_begin (RdgStore        *store,
                        RdgImportEntry  *entry,
                        GError         **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "INSERT INTO import (file, path, bytes, hash, layout, mapping, state, imported_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'done', ?7)",
    error);

  if (statement == NULL)
    return FALSE;

  entry->imported_at = rdg_datetime_now ();
  rdg_statement_bind_text (statement, 1, entry->file);
  rdg_statement_bind_text (statement, 2, entry->path);
  rdg_statement_bind_int (statement, 3, (gint64) entry->bytes);
  rdg_statement_bind_blob (statement, 4, NULL, 0);
  rdg_statement_bind_text (statement, 5, entry->layout);
  rdg_statement_bind_text (statement, 6, entry->mapping);
  rdg_statement_bind_time (statement, 7, entry->imported_at);
  if (!rdg_statement_run (statement, error))
    return FALSE;

  entry->import_id = _rdg_store_get_last_id (store);
  return TRUE;
}

/**
 * rdg_import_table_finish:
 * @entry: all of it
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_import_table_finish (RdgStore              *store,
                         const RdgImportEntry  *entry,
                         GError               **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "UPDATE import SET bytes = ?2, hash = ?3, rows_read = ?4, rows_taken = ?5,"
    "  rows_duplicate = ?6, rows_rejected = ?7, cells_dropped = ?8, cars_new = ?9,"
    "  cars_touched = ?10, time_from = ?11, time_to = ?12 WHERE import_id = ?1",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, entry->import_id);
  rdg_statement_bind_int (statement, 2, (gint64) entry->bytes);
  rdg_statement_bind_blob (statement, 3, entry->hash, RDG_IMPORT_HASH_SIZE);
  rdg_statement_bind_int (statement, 4, (gint64) entry->rows_read);
  rdg_statement_bind_int (statement, 5, (gint64) entry->rows_taken);
  rdg_statement_bind_int (statement, 6, (gint64) entry->rows_duplicate);
  rdg_statement_bind_int (statement, 7, (gint64) entry->rows_rejected);
  rdg_statement_bind_int (statement, 8, (gint64) entry->cells_dropped);
  rdg_statement_bind_int (statement, 9, (gint64) entry->cars_new);
  rdg_statement_bind_int (statement, 10, (gint64) entry->cars_touched);
  rdg_statement_bind_time (statement, 11, entry->from);
  rdg_statement_bind_time (statement, 12, entry->to);
  return rdg_statement_run (statement, error);
}

/**
 * rdg_import_table_set_undone:
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_import_table_set_undone (RdgStore  *store,
                             gint64     import_id,
                             GError   **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "UPDATE import SET state = 'undone', undone_at = ?2 WHERE import_id = ?1", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, import_id);
  rdg_statement_bind_time (statement, 2, rdg_datetime_now ());
  return rdg_statement_run (statement, error);
}
