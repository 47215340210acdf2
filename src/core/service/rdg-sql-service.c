/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running the user's SELECT: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-sql-service.h"

static gboolean
run_query (RdgQuery       *query,
           guint64         limit,
           RdgSqlRowFunc   take_row,
           gpointer        user_data,
           gboolean       *truncated,
           GError        **error)
{
  RdgStep step;

  if (!take_row (query, 0, user_data, error))
    return FALSE;

  for (guint64 row = 1; (step = rdg_query_step (query, error)) == RDG_STEP_ROW; row++)
    {
      if (limit != 0 && row > limit)
        {
          *truncated = TRUE;
          return TRUE;
        }
      if (!take_row (query, row, user_data, error))
        return FALSE;
    }

  return step == RDG_STEP_DONE;
}

/**
 * rdg_sql_run:
 * @sql: one SELECT; `readings` in it is the function of rdg-reading-view.h
 * @limit: rows at most, or 0
 * @take_row: (scope call): takes each row
 * @job: (nullable): for cancel
 * @truncated: (out): whether there were more rows than @limit
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set (RDG_USAGE_ERROR_VALUE where the statement is none that is run,
 *   RDG_STORE_ERROR, G_IO_ERROR_CANCELLED, or the function's)
 */
gboolean
rdg_sql_run (RdgWorkspace   *workspace,
             const char     *sql,
             guint64         limit,
             RdgSqlRowFunc   take_row,
             gpointer        user_data,
             RdgJob         *job,
             gboolean       *truncated,
             GError        **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (RdgQuery) query = NULL;

  *truncated = FALSE;
  if (store == NULL)
    return FALSE;

  rdg_store_set_cancellable (store, job != NULL ? rdg_job_get_cancellable (job) : NULL);
  query = rdg_query_new (store, sql, error);
  return query != NULL && run_query (query, limit, take_row, user_data, truncated, error);
}
