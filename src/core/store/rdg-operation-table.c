/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a characteristic's identity stand in columns of their own, and
 * once more in its name, which is what people read and models refer to.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-operation-table.h"

#include <inttypes.h>

#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_operation_table_schema[] =
  "ALTER TABLE characteristic ADD COLUMN operation TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE characteristic ADD COLUMN channel TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE characteristic ADD COLUMN result_group INTEGER NOT NULL DEFAULT 0;"
  "CREATE UNIQUE INDEX characteristic_operation "
  "ON characteristic (operation, channel, unit, result_group) WHERE operation <> '';";

/* Names are unique with their unit: where an operation "A 1" and the channel 1 of an operation "A"
 * meet, or one channel in two groups of results, the later one's name gets a number. */
#define MOST_NAMES 1000

/**
 * rdg_operation_table_list:
 *
 * Returns: (transfer full) (element-type RdgOperation) (nullable): an array, or %NULL with @error
 *   set
 */
GPtrArray *
rdg_operation_table_list (RdgStore  *store,
                          GError   **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_operation_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT characteristic_id, operation, channel, unit, result_group FROM characteristic "
    "WHERE operation <> '' ORDER BY characteristic_id",
    error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgOperation *self = g_new0 (RdgOperation, 1);

      self->characteristic = (guint32) rdg_statement_get_int (statement, 0);
      self->operation = g_strdup (rdg_statement_get_text (statement, 1));
      self->channel = g_strdup (rdg_statement_get_text (statement, 2));
      self->unit = g_strdup (rdg_statement_get_text (statement, 3));
      self->group = rdg_statement_get_int (statement, 4);
      g_ptr_array_add (list, self);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

void
rdg_operation_free (RdgOperation *self)
{
  if (self == NULL)
    return;

  g_free (self->operation);
  g_free (self->channel);
  g_free (self->unit);
  g_free (self);
}

static char *
make_name (const RdgOperation *operation,
           guint               attempt)
{
  g_autofree char *name = operation->channel[0] != '\0'
                            ? g_strdup_printf ("%s %s", operation->operation, operation->channel)
                            : g_strdup (operation->operation);

  return attempt == 0 ? g_steal_pointer (&name) : g_strdup_printf ("%s (%u)", name, attempt + 1);
}

/**
 * rdg_operation_table_add:
 * @operation: receives its characteristic
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_operation_table_add (RdgStore      *store,
                         RdgOperation  *operation,
                         GError       **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "INSERT INTO characteristic (name, unit, kind, operation, channel, result_group) "
    "VALUES (?1, ?2, 'numeric', ?3, ?4, ?5) "
    "ON CONFLICT (name, unit, kind) DO NOTHING RETURNING characteristic_id",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 2, operation->unit);
  rdg_statement_bind_text (statement, 3, operation->operation);
  rdg_statement_bind_text (statement, 4, operation->channel);
  rdg_statement_bind_int (statement, 5, operation->group);
  for (guint attempt = 0; attempt < MOST_NAMES; attempt++)
    {
      g_autofree char *name = make_name (operation, attempt);

      rdg_statement_bind_text (statement, 1, name);

      RdgStep step = rdg_statement_step (statement, error);

      if (step == RDG_STEP_ROW)
        {
          operation->characteristic = (guint32) rdg_statement_get_int (statement, 0);
          return rdg_statement_run (statement, error);
        }
      if (step == RDG_STEP_ERROR)
        return FALSE;
      rdg_statement_reset (statement);
    }

  _rdg_store_set_error (store, SQLITE_CONSTRAINT, error);
  return FALSE;
}
