/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings that people saved by name: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-saved-mapping-table.h"

#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_saved_mapping_table_schema[] =
  "CREATE TABLE saved_mapping ("
  "  saved_mapping_id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  name TEXT NOT NULL UNIQUE,"
  "  header TEXT NOT NULL,"
  "  json TEXT NOT NULL,"
  "  saved_at INTEGER NOT NULL"
  ") STRICT;";

/**
 * rdg_saved_mapping_table_put:
 *
 * Takes the place of what had this name.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_saved_mapping_table_put (RdgStore    *store,
                             const char  *name,
                             const char  *header,
                             const char  *json,
                             gint64       saved_at,
                             GError     **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT OR REPLACE INTO saved_mapping (name, header, json, saved_at) "
                       "VALUES (?, ?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;

  rdg_statement_bind_text (insert, 1, name);
  rdg_statement_bind_text (insert, 2, header);
  rdg_statement_bind_text (insert, 3, json);
  rdg_statement_bind_int (insert, 4, saved_at);

  return rdg_statement_run (insert, error);
}

/**
 * rdg_saved_mapping_table_delete:
 * @found: (out): whether there was one of this name
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_saved_mapping_table_delete (RdgStore    *store,
                                const char  *name,
                                gboolean    *found,
                                GError     **error)
{
  g_autoptr (RdgStatement) delete =
    rdg_statement_new (store, "DELETE FROM saved_mapping WHERE name = ?", error);

  if (delete == NULL)
    return FALSE;

  rdg_statement_bind_text (delete, 1, name);
  if (!rdg_statement_run (delete, error))
    return FALSE;

  *found = _rdg_store_get_n_changed (store) > 0;
  return TRUE;
}

static void
free_mapping (gpointer data)
{
  RdgStoredMapping *mapping = data;

  g_free (mapping->name);
  g_free (mapping->header);
  g_free (mapping->json);
  g_free (mapping);
}

static void
bind_filter (RdgStatement *statement,
             int           parameter,
             const char   *text)
{
  if (text == NULL)
    rdg_statement_bind_null (statement, parameter);
  else
    rdg_statement_bind_text (statement, parameter, text);
}

/**
 * rdg_saved_mapping_table_list:
 * @name: (nullable): only the one of this name
 * @header: (nullable): only those for this header
 *
 * Returns: (transfer full) (nullable): RdgStoredMapping, newest first, or %NULL with @error set
 */
GPtrArray *
rdg_saved_mapping_table_list (RdgStore    *store,
                              const char  *name,
                              const char  *header,
                              GError     **error)
{
  g_autoptr (GPtrArray) mappings = g_ptr_array_new_with_free_func (free_mapping);
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store,
                       "SELECT name, header, json, saved_at FROM saved_mapping "
                       "WHERE (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR header = ?2) "
                       "ORDER BY saved_mapping_id DESC", error);
  RdgStep step;

  if (select == NULL)
    return NULL;

  bind_filter (select, 1, name);
  bind_filter (select, 2, header);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredMapping *mapping = g_new0 (RdgStoredMapping, 1);

      mapping->name = g_strdup (rdg_statement_get_text (select, 0));
      mapping->header = g_strdup (rdg_statement_get_text (select, 1));
      mapping->json = g_strdup (rdg_statement_get_text (select, 2));
      mapping->saved_at = rdg_statement_get_int (select, 3);
      g_ptr_array_add (mappings, mapping);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&mappings) : NULL;
}
