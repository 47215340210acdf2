/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Road-test results that people write back. */
#define G_LOG_DOMAIN "rdg-service"

#include <glib/gi18n-lib.h>

#include "rdg-car-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-outcome-table.h"
#include "rdg-prediction-service.h"

/**
 * rdg_outcome_record:
 * @outcome: passed or failed
 * @zone: (nullable): where on the car
 * @note: (nullable): what the person saw
 *
 * One transaction. The car waits no longer.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_outcome_record (RdgWorkspace   *workspace,
                    const char     *code,
                    RdgCarOutcome   outcome,
                    const char     *zone,
                    const char     *note,
                    GError        **error)
{
  g_autoptr (RdgStore) store = NULL;
  gint64 car_id = 0;

  if (outcome != RDG_CAR_PASSED && outcome != RDG_CAR_FAILED)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("A result is “passed” or “failed”."));
      return FALSE;
    }

  store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!rdg_car_table_find (store, code, &car_id, error) ||
      !rdg_outcome_table_insert (store, car_id, outcome == RDG_CAR_FAILED, zone, note,
                                 rdg_datetime_now (), error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }
  if (!rdg_store_commit (store, error))
    return FALSE;

  rdg_workspace_changed (workspace, RDG_CHANGE_OUTCOMES);
  return TRUE;
}

static gboolean
take_back (RdgStore    *store,
           const char  *code,
           GError     **error)
{
  gint64 car_id = 0;
  gboolean found = FALSE;

  if (!rdg_car_table_find (store, code, &car_id, error) ||
      !rdg_outcome_table_delete_last (store, car_id, &found, error))
    return FALSE;

  if (!found)
    g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                 _("No result was recorded for car “%s”."), code);
  return found;
}

/**
 * rdg_outcome_take_back:
 *
 * One transaction. What was recorded before it, or imported, counts again.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_outcome_take_back (RdgWorkspace  *workspace,
                       const char    *code,
                       GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!take_back (store, code, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }
  if (!rdg_store_commit (store, error))
    return FALSE;

  rdg_workspace_changed (workspace, RDG_CHANGE_OUTCOMES);
  return TRUE;
}
