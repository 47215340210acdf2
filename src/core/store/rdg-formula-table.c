/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas that people saved by name: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-formula-table.h"

#include "rdg-statement.h"
#include "rdg-store-private.h"

/* A model does not point here: it keeps its own copy of the formulas that it was trained with. */
const char rdg_formula_table_schema[] =
  "CREATE TABLE formula ("
  "  name TEXT NOT NULL PRIMARY KEY,"
  "  unit TEXT NOT NULL,"
  "  expression TEXT NOT NULL,"
  "  saved_at INTEGER NOT NULL"
  ") STRICT;";

/**
 * rdg_formula_table_put:
 *
 * Takes the place of what had this name.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_formula_table_put (RdgStore                *store,
                       const RdgStoredFormula  *formula,
                       GError                 **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT OR REPLACE INTO formula (name, unit, expression, saved_at) "
                       "VALUES (?, ?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;

  rdg_statement_bind_text (insert, 1, formula->name);
  rdg_statement_bind_text (insert, 2, formula->unit);
  rdg_statement_bind_text (insert, 3, formula->expression);
  rdg_statement_bind_int (insert, 4, formula->saved_at);

  return rdg_statement_run (insert, error);
}

/**
 * rdg_formula_table_delete:
 * @found: (out): whether there was one of this name
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_formula_table_delete (RdgStore    *store,
                          const char  *name,
                          gboolean    *found,
                          GError     **error)
{
  g_autoptr (RdgStatement) delete =
    rdg_statement_new (store, "DELETE FROM formula WHERE name = ?", error);

  if (delete == NULL)
    return FALSE;

  rdg_statement_bind_text (delete, 1, name);
  if (!rdg_statement_run (delete, error))
    return FALSE;

  *found = _rdg_store_get_n_changed (store) > 0;
  return TRUE;
}

static void
free_formula (gpointer data)
{
  RdgStoredFormula *formula = data;

  g_free (formula->name);
  g_free (formula->unit);
  g_free (formula->expression);
  g_free (formula);
}

/**
 * rdg_formula_table_list:
 *
 * Returns: (transfer full) (nullable): RdgStoredFormula, in the order of names, or %NULL with @error
 *   set
 */
GPtrArray *
rdg_formula_table_list (RdgStore  *store,
                        GError   **error)
{
  g_autoptr (GPtrArray) formulas = g_ptr_array_new_with_free_func (free_formula);
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store, "SELECT name, unit, expression, saved_at FROM formula ORDER BY name",
                       error);
  RdgStep step;

  if (select == NULL)
    return NULL;

  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredFormula *formula = g_new0 (RdgStoredFormula, 1);

      formula->name = g_strdup (rdg_statement_get_text (select, 0));
      formula->unit = g_strdup (rdg_statement_get_text (select, 1));
      formula->expression = g_strdup (rdg_statement_get_text (select, 2));
      formula->saved_at = rdg_statement_get_int (select, 3);
      g_ptr_array_add (formulas, formula);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&formulas) : NULL;
}
