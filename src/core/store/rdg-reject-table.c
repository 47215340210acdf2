/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rejects: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-reject-table.h"

#include "rdg-statement.h"

const char rdg_reject_table_schema[] =
  "CREATE TABLE reject ("
  "  reject_id INTEGER PRIMARY KEY,"
  "  import_id INTEGER NOT NULL REFERENCES import,"
  "  line INTEGER NOT NULL,"
  "  column_name TEXT NOT NULL,"
  "  reason TEXT NOT NULL,"
  "  text TEXT NOT NULL"
  ") STRICT;"
  "CREATE INDEX reject_import ON reject (import_id);";

struct _RdgRejectWriter
{
  RdgStatement *statement;
};

RdgRejectWriter *
rdg_reject_writer_new (RdgStore  *store,
                       gint64     import_id,
                       GError   **error)
{
  RdgStatement *statement = rdg_statement_new (
    store,
    "INSERT INTO reject (import_id, line, column_name, reason, text) VALUES (?1, ?2, ?3, ?4, ?5)",
    error);

  if (statement == NULL)
    return NULL;

  RdgRejectWriter *self = g_new0 (RdgRejectWriter, 1);

  self->statement = statement;
  rdg_statement_bind_int (statement, 1, import_id);
  return self;
}

void
rdg_reject_writer_free (RdgRejectWriter *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->statement);
  g_free (self);
}

gboolean
rdg_reject_writer_add (RdgRejectWriter       *self,
                       const RdgRejectEntry  *entry,
                       GError               **error)
{
  rdg_statement_bind_int (self->statement, 2, (gint64) entry->line);
  rdg_statement_bind_text (self->statement, 3, entry->column);
  rdg_statement_bind_text (self->statement, 4, entry->reason);
  rdg_statement_bind_text (self->statement, 5, entry->text);
  return rdg_statement_run (self->statement, error);
}

/**
 * rdg_reject_table_list:
 *
 * Returns: (transfer full) (element-type RdgRejectEntry) (nullable): an array, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_reject_table_list (RdgStore  *store,
                       gint64     import_id,
                       guint64    offset,
                       guint64    limit,
                       GError   **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reject_entry_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT line, column_name, reason, text FROM reject WHERE import_id = ?1 "
    "ORDER BY reject_id LIMIT ?2 OFFSET ?3",
    error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  rdg_statement_bind_int (statement, 1, import_id);
  rdg_statement_bind_int (statement, 2, limit == 0 ? -1 : (gint64) MIN (limit, G_MAXINT64));
  rdg_statement_bind_int (statement, 3, (gint64) MIN (offset, G_MAXINT64));
  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgRejectEntry *entry = g_new0 (RdgRejectEntry, 1);

      entry->line = (guint64) rdg_statement_get_int (statement, 0);
      entry->column = g_strdup (rdg_statement_get_text (statement, 1));
      entry->reason = g_strdup (rdg_statement_get_text (statement, 2));
      entry->text = g_strdup (rdg_statement_get_text (statement, 3));
      g_ptr_array_add (list, entry);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

void
rdg_reject_entry_free (RdgRejectEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->column);
  g_free (self->reason);
  g_free (self->text);
  g_free (self);
}
