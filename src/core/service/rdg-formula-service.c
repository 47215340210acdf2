/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving, changing and removing formulas: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-formula-service.h"

#include <glib/gi18n-lib.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-formula-table.h"

RdgSavedFormula *
rdg_saved_formula_new (const char *name,
                       const char *unit,
                       const char *expression)
{
  RdgSavedFormula *self = g_new0 (RdgSavedFormula, 1);

  self->name = g_strdup (name);
  self->unit = g_strdup (unit);
  self->expression = g_strdup (expression);

  return self;
}

void
rdg_saved_formula_free (RdgSavedFormula *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->unit);
  g_free (self->expression);
  g_free (self);
}

/**
 * rdg_formula_service_list:
 *
 * Returns: (transfer full) (element-type RdgSavedFormula) (nullable): in the order of names, or %NULL
 *   with @error set
 */
GPtrArray *
rdg_formula_service_list (RdgWorkspace  *workspace,
                          GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) stored = store != NULL ? rdg_formula_table_list (store, error) : NULL;
  GPtrArray *formulas;

  if (stored == NULL)
    return NULL;

  formulas = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_saved_formula_free);
  for (guint i = 0; i < stored->len; i++)
    {
      const RdgStoredFormula *formula = g_ptr_array_index (stored, i);

      g_ptr_array_add (formulas, rdg_saved_formula_new (formula->name, formula->unit,
                                                        formula->expression));
    }

  return formulas;
}

/* What seldom happens may be seen in no car of a sample: then all cars are asked. */
static gboolean
check (RdgWorkspace           *workspace,
       RdgFormulaSample       *sample,
       const RdgSavedFormula  *formula,
       GCancellable           *cancellable,
       guint                  *position,
       GError                **error)
{
  g_autoptr (RdgFormulaSample) cars = NULL;
  g_autoptr (GError) local_error = NULL;

  cars = sample != NULL ? rdg_formula_sample_ref (sample)
                        : rdg_formula_sample_load (workspace, RDG_FORMULA_SAMPLE_CARS, cancellable, error);
  if (cars == NULL)
    return FALSE;
  if (rdg_formula_sample_check (cars, formula->name, formula->unit, formula->expression, position,
                                &local_error))
    return TRUE;
  if (!rdg_formula_sample_is_partial (cars))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  rdg_formula_sample_unref (cars);
  cars = rdg_formula_sample_load (workspace, 0, cancellable, error);
  return cars != NULL &&
         rdg_formula_sample_check (cars, formula->name, formula->unit, formula->expression, position,
                                   error);
}

static gboolean
check_room (GPtrArray              *stored,
            const RdgSavedFormula  *formula,
            const char             *replaces,
            GError                **error)
{
  gboolean found = FALSE;

  for (guint i = 0; i < stored->len; i++)
    {
      const char *name = ((RdgStoredFormula *) g_ptr_array_index (stored, i))->name;

      found |= g_strcmp0 (name, replaces) == 0;
      if (g_str_equal (name, formula->name) && g_strcmp0 (name, replaces) != 0)
        {
          g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_EXISTS,
                       _("There is a formula “%s” already; choose another name or remove it."), name);
          return FALSE;
        }
    }
  if (replaces != NULL && !found)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("There is no formula “%s”."), replaces);
      return FALSE;
    }
  if (replaces == NULL && stored->len >= RDG_FORMULA_MOST)
    {
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                   _("There are %d formulas, and no more fit; remove one first."), RDG_FORMULA_MOST);
      return FALSE;
    }

  return TRUE;
}

/* Inside a transaction: what was there is looked at again. */
static gboolean
put (RdgStore               *store,
     const RdgSavedFormula  *formula,
     const char             *replaces,
     GError                **error)
{
  g_autoptr (GPtrArray) stored = rdg_formula_table_list (store, error);
  RdgStoredFormula row = { formula->name, formula->unit, formula->expression, rdg_datetime_now () };
  gboolean found;

  return stored != NULL && check_room (stored, formula, replaces, error) &&
         (replaces == NULL || rdg_formula_table_delete (store, replaces, &found, error)) &&
         rdg_formula_table_put (store, &row, error);
}

/**
 * rdg_formula_service_save:
 * @sample: (nullable): cars of @workspace to check the formula on
 * @replaces: (nullable): the name of the formula that is changed
 * @position: (out) (optional): where in the expression the fault is, in characters from 1, or 0
 *
 * One transaction. Models keep the formulas that they were trained with.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_formula_service_save (RdgWorkspace           *workspace,
                          RdgFormulaSample       *sample,
                          const RdgSavedFormula  *formula,
                          const char             *replaces,
                          GCancellable           *cancellable,
                          guint                  *position,
                          GError                **error)
{
  g_autoptr (RdgStore) store = NULL;

  if (position != NULL)
    *position = 0;
  if (!check (workspace, sample, formula, cancellable, position, error))
    return FALSE;

  store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!put (store, formula, replaces, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}

/**
 * rdg_formula_service_save_all:
 * @sample: (nullable): cars of @workspace to check the formulas on
 * @formulas: (element-type RdgSavedFormula): new ones
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_formula_service_save_all (RdgWorkspace      *workspace,
                              RdgFormulaSample  *sample,
                              GPtrArray         *formulas,
                              GCancellable      *cancellable,
                              GError           **error)
{
  g_autoptr (RdgStore) store = NULL;

  for (guint i = 0; i < formulas->len; i++)
    {
      if (!check (workspace, sample, g_ptr_array_index (formulas, i), cancellable, NULL, error))
        return FALSE;
    }

  store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < formulas->len; i++)
    {
      if (!put (store, g_ptr_array_index (formulas, i), NULL, error))
        {
          rdg_store_rollback (store);
          return FALSE;
        }
    }

  return rdg_store_commit (store, error);
}

/**
 * rdg_formula_service_remove:
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_formula_service_remove (RdgWorkspace  *workspace,
                            const char    *name,
                            GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  gboolean found = FALSE;

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!rdg_formula_table_delete (store, name, &found, error) || !found)
    {
      rdg_store_rollback (store);
      if (!found && error != NULL && *error == NULL)
        g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                     _("There is no formula “%s”."), name);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}
