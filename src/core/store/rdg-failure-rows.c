/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failures in words: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-failure-rows.h"

#include "rdg-statement.h"

/**
 * rdg_failure_rows_each:
 * @func: (scope call): takes each, in the order of the file
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_failure_rows_each (RdgStore           *store,
                       gint64              import_id,
                       RdgFailureRowFunc   func,
                       gpointer            user_data,
                       GError            **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT f.car_id, c.code, f.at, h.name, s.name, z.code, t.text "
    "FROM failure f JOIN car c USING (car_id) LEFT JOIN hall h USING (hall_id) "
    "LEFT JOIN station s USING (station_id) LEFT JOIN zone z USING (zone_id) "
    "LEFT JOIN failure_text t USING (text_id) WHERE f.import_id = ?1 ORDER BY f.failure_id",
    error);
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, import_id);
  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgFailureRow row = {
        .car_id = rdg_statement_get_int (statement, 0),
        .code = rdg_statement_get_text (statement, 1),
        .at = rdg_statement_get_int (statement, 2),
        .hall = rdg_statement_get_text (statement, 3),
        .station = rdg_statement_get_text (statement, 4),
        .zone = rdg_statement_get_text (statement, 5),
        .text = rdg_statement_get_text (statement, 6),
      };

      if (!func (&row, user_data, error))
        return FALSE;
    }

  return step == RDG_STEP_DONE;
}
