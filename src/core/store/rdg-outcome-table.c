/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Road-test results that people wrote back: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-outcome-table.h"

#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_outcome_table_schema[] =
  "CREATE TABLE outcome ("
  "  outcome_id INTEGER PRIMARY KEY,"
  "  car_id INTEGER NOT NULL REFERENCES car,"
  "  failed INTEGER NOT NULL CHECK (failed IN (0, 1)),"
  "  zone TEXT NOT NULL,"
  "  note TEXT NOT NULL,"
  "  recorded_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX outcome_car ON outcome (car_id);";

/**
 * rdg_outcome_table_insert:
 * @zone: (nullable): where on the car
 * @note: (nullable): what the person wrote
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_outcome_table_insert (RdgStore    *store,
                          gint64       car_id,
                          gboolean     failed,
                          const char  *zone,
                          const char  *note,
                          gint64       recorded_at,
                          GError     **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT INTO outcome (car_id, failed, zone, note, recorded_at) "
                       "VALUES (?, ?, ?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;

  rdg_statement_bind_int (insert, 1, car_id);
  rdg_statement_bind_int (insert, 2, failed ? 1 : 0);
  rdg_statement_bind_text (insert, 3, zone != NULL ? zone : "");
  rdg_statement_bind_text (insert, 4, note != NULL ? note : "");
  rdg_statement_bind_int (insert, 5, recorded_at);

  return rdg_statement_run (insert, error);
}

/**
 * rdg_outcome_table_delete_last:
 * @found: (out): whether there was one
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_outcome_table_delete_last (RdgStore  *store,
                               gint64     car_id,
                               gboolean  *found,
                               GError   **error)
{
  g_autoptr (RdgStatement) delete =
    rdg_statement_new (store,
                       "DELETE FROM outcome WHERE outcome_id = "
                       "(SELECT max(outcome_id) FROM outcome WHERE car_id = ?)", error);

  if (delete == NULL)
    return FALSE;

  rdg_statement_bind_int (delete, 1, car_id);
  if (!rdg_statement_run (delete, error))
    return FALSE;

  *found = _rdg_store_get_n_changed (store) > 0;
  return TRUE;
}

/**
 * rdg_outcome_table_each:
 * @func: (scope call): takes each; text lives during the call
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_outcome_table_each (RdgStore              *store,
                        RdgStoredOutcomeFunc   func,
                        gpointer               user_data,
                        GError               **error)
{
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store, "SELECT car_id, failed, zone FROM outcome ORDER BY outcome_id", error);
  RdgStep step;

  if (select == NULL)
    return FALSE;

  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredOutcome outcome = { rdg_statement_get_int (select, 0),
                                   rdg_statement_get_int (select, 1) != 0,
                                   rdg_statement_get_text (select, 2) };

      func (&outcome, user_data);
    }

  return step == RDG_STEP_DONE;
}
