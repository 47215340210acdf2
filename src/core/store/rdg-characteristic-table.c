/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is measured, the levels of categories, and how each import uses them.
 * The same name, unit and kind is the same characteristic in every import.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-characteristic-table.h"

#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_characteristic_table_schema[] =
  "CREATE TABLE characteristic ("
  "  characteristic_id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL,"
  "  unit TEXT NOT NULL,"
  "  kind TEXT NOT NULL CHECK (kind IN ('numeric', 'category')),"
  "  UNIQUE (name, unit, kind)"
  ") STRICT;"
  /* A category's value in a record is the level's code. */
  "CREATE TABLE level ("
  "  characteristic_id INTEGER NOT NULL REFERENCES characteristic ON DELETE CASCADE,"
  "  code INTEGER NOT NULL,"
  "  text TEXT NOT NULL,"
  "  PRIMARY KEY (characteristic_id, code),"
  "  UNIQUE (characteristic_id, text)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE import_column ("
  "  import_id INTEGER NOT NULL REFERENCES import,"
  "  characteristic_id INTEGER NOT NULL REFERENCES characteristic,"
  "  input INTEGER NOT NULL CHECK (input IN (0, 1)),"
  "  variant INTEGER NOT NULL CHECK (variant IN (0, 1)),"
  "  reason TEXT NOT NULL,"
  "  PRIMARY KEY (import_id, characteristic_id)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX import_column_characteristic ON import_column (characteristic_id);";

/* With max(), SQLite takes the other columns from that same row: the newest import decides. */
static const char list_sql[] =
  "SELECT c.characteristic_id, c.name, c.unit, c.kind, u.input, u.variant, u.reason,"
  "  max(u.import_id) "
  "FROM characteristic c JOIN import_column u USING (characteristic_id) "
  "JOIN import i USING (import_id) WHERE i.state = 'done' "
  "GROUP BY c.characteristic_id ORDER BY c.characteristic_id";

static const char levels_sql[] =
  "SELECT text FROM level WHERE characteristic_id = ?1 ORDER BY code";

static GStrv
list_levels (RdgStatement  *statement,
             guint32        id,
             guint         *n_levels,
             GError       **error)
{
  g_autoptr (GStrvBuilder) levels = g_strv_builder_new ();
  RdgStep step;

  *n_levels = 0;
  rdg_statement_bind_int (statement, 1, id);
  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      g_strv_builder_add (levels, rdg_statement_get_text (statement, 0));
      (*n_levels)++;
    }

  return step == RDG_STEP_DONE ? g_strv_builder_end (levels) : NULL;
}

/**
 * rdg_characteristic_table_list:
 *
 * Returns: (transfer full) (element-type RdgCharacteristic) (nullable): an array, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_characteristic_table_list (RdgStore  *store,
                               GError   **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_characteristic_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, list_sql, error);
  g_autoptr (RdgStatement) levels = NULL;
  RdgStep step;

  if (statement == NULL || (levels = rdg_statement_new (store, levels_sql, error)) == NULL)
    return NULL;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgCharacteristic *self = g_new0 (RdgCharacteristic, 1);

      g_ptr_array_add (list, self);
      self->id = (guint32) rdg_statement_get_int (statement, 0);
      self->name = g_strdup (rdg_statement_get_text (statement, 1));
      self->unit = g_strdup (rdg_statement_get_text (statement, 2));
      self->kind = g_str_equal (rdg_statement_get_text (statement, 3), "category")
                     ? RDG_CHARACTERISTIC_CATEGORY
                     : RDG_CHARACTERISTIC_NUMERIC;
      if (!rdg_statement_get_int (statement, 4))
        self->blocked = g_strdup (rdg_statement_get_text (statement, 6));
      self->variant = rdg_statement_get_int (statement, 5) != 0;
      self->import_id = rdg_statement_get_int (statement, 7);

      if (self->kind == RDG_CHARACTERISTIC_CATEGORY &&
          (self->levels = list_levels (levels, self->id, &self->n_levels, error)) == NULL)
        return NULL;
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

void
rdg_characteristic_free (RdgCharacteristic *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->unit);
  g_free (self->blocked);
  g_strfreev (self->levels);
  g_free (self);
}

/**
 * rdg_characteristic_table_ensure:
 * @id: (out): the one that there is, or a new one
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_characteristic_table_ensure (RdgStore               *store,
                                 const char             *name,
                                 const char             *unit,
                                 RdgCharacteristicKind   kind,
                                 guint32                *id,
                                 GError                **error)
{
  /* The update that changes nothing makes RETURNING speak of the row that was there. */
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "INSERT INTO characteristic (name, unit, kind) VALUES (?1, ?2, ?3) "
    "ON CONFLICT DO UPDATE SET kind = excluded.kind RETURNING characteristic_id",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, name);
  rdg_statement_bind_text (statement, 2, unit);
  rdg_statement_bind_text (statement, 3,
                           kind == RDG_CHARACTERISTIC_CATEGORY ? "category" : "numeric");
  if (rdg_statement_step (statement, error) != RDG_STEP_ROW)
    return FALSE;

  *id = (guint32) rdg_statement_get_int (statement, 0);
  return rdg_statement_run (statement, error);
}

/**
 * rdg_characteristic_table_list_levels:
 *
 * Returns: (transfer full) (nullable): the texts in code order, or %NULL with @error set
 */
GStrv
rdg_characteristic_table_list_levels (RdgStore  *store,
                                      guint32    id,
                                      GError   **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, levels_sql, error);
  guint n_levels;

  return statement != NULL ? list_levels (statement, id, &n_levels, error) : NULL;
}

/**
 * rdg_characteristic_table_use:
 * @input: whether it may be an input of a model
 * @variant: whether it names a car's model or variant
 * @reason: why it has its role
 *
 * The first use in an import holds: two ignored columns may differ only in how their unit is written.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_characteristic_table_use (RdgStore    *store,
                              gint64       import_id,
                              guint32      id,
                              gboolean     input,
                              gboolean     variant,
                              const char  *reason,
                              GError     **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "INSERT INTO import_column (import_id, characteristic_id, input, variant, reason) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, import_id);
  rdg_statement_bind_int (statement, 2, id);
  rdg_statement_bind_int (statement, 3, input);
  rdg_statement_bind_int (statement, 4, variant);
  rdg_statement_bind_text (statement, 5, reason);
  return rdg_statement_run (statement, error);
}

/**
 * rdg_characteristic_table_add_level:
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_characteristic_table_add_level (RdgStore    *store,
                                    guint32      id,
                                    guint32      code,
                                    const char  *text,
                                    GError     **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "INSERT INTO level (characteristic_id, code, text) VALUES (?1, ?2, ?3)", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, id);
  rdg_statement_bind_int (statement, 2, code);
  rdg_statement_bind_text (statement, 3, text);
  return rdg_statement_run (statement, error);
}

/**
 * rdg_characteristic_table_delete:
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_characteristic_table_delete (RdgStore  *store,
                                 gint64     import_id,
                                 GError   **error)
{
  g_autoptr (RdgStatement) uses =
    rdg_statement_new (store, "DELETE FROM import_column WHERE import_id = ?1", error);
  g_autoptr (RdgStatement) orphans = rdg_statement_new (
    store,
    "DELETE FROM characteristic WHERE NOT EXISTS (SELECT 1 FROM import_column u "
    "WHERE u.characteristic_id = characteristic.characteristic_id)",
    uses != NULL ? error : NULL);

  if (uses == NULL || orphans == NULL)
    return FALSE;

  rdg_statement_bind_int (uses, 1, import_id);
  return rdg_statement_run (uses, error) && rdg_statement_run (orphans, error);
}
