/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What inspectors found: see rdg-failure-table.h. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-failure-table.h"

#include "rdg-datetime.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

/* Halls, stations, zones and texts are never deleted, so that nothing need look for their rows. */
const char rdg_failure_table_schema[] =
  "CREATE TABLE failure ("
  "  failure_id INTEGER PRIMARY KEY,"
  "  import_id INTEGER NOT NULL REFERENCES import,"
  "  car_id INTEGER NOT NULL REFERENCES car,"
  "  at INTEGER NOT NULL,"
  "  hall_id INTEGER NOT NULL,"
  "  station_id INTEGER NOT NULL,"
  "  zone_id INTEGER NOT NULL,"
  "  text_id INTEGER NOT NULL,"
  "  inspector INTEGER,"        /* a keyed hash, where a user asked for it; never an id */
  "  key INTEGER NOT NULL,"
  "  twin INTEGER NOT NULL CHECK (twin IN (0, 1))"
  ") STRICT;"
  "CREATE INDEX failure_car ON failure (car_id);"
  "CREATE INDEX failure_key ON failure (key);";

struct _RdgFailureWriter
{
  RdgStatement *statement;
};

/**
 * rdg_failure_writer_new:
 *
 * Returns: (transfer full) (nullable): a writer, or %NULL with @error set
 */
RdgFailureWriter *
rdg_failure_writer_new (RdgStore  *store,
                        gint64     import_id,
                        GError   **error)
{
  RdgStatement *statement = rdg_statement_new (
    store,
    "INSERT INTO failure (import_id, car_id, at, hall_id, station_id, zone_id, text_id, key,"
    "  inspector, twin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif (?9, 0),"
    "  EXISTS (SELECT 1 FROM failure f WHERE f.key = ?8))",
    error);

  if (statement == NULL)
    return NULL;

  RdgFailureWriter *self = g_new0 (RdgFailureWriter, 1);

  self->statement = statement;
  rdg_statement_bind_int (statement, 1, import_id);
  return self;
}

void
rdg_failure_writer_free (RdgFailureWriter *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->statement);
  g_free (self);
}

gboolean
rdg_failure_writer_add (RdgFailureWriter  *self,
                        const RdgFailure  *failure,
                        GError           **error)
{
  rdg_statement_bind_int (self->statement, 2, failure->car_id);
  rdg_statement_bind_int (self->statement, 3, failure->at);
  rdg_statement_bind_int (self->statement, 4, failure->hall);
  rdg_statement_bind_int (self->statement, 5, failure->station);
  rdg_statement_bind_int (self->statement, 6, failure->zone);
  rdg_statement_bind_int (self->statement, 7, failure->text);
  rdg_statement_bind_int (self->statement, 8, (gint64) failure->key);
  rdg_statement_bind_int (self->statement, 9, failure->inspector);
  return rdg_statement_run (self->statement, error);
}

/**
 * rdg_failure_table_each:
 * @func: (scope call): takes each
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_failure_table_each (RdgStore        *store,
                        RdgFailureFunc   func,
                        gpointer         user_data,
                        GError         **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT import_id, car_id, at, hall_id, station_id, zone_id, text_id, key,"
    "  inspector FROM failure WHERE twin = 0 ORDER BY car_id, failure_id",
    error);
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgFailure failure = {
        .import_id = rdg_statement_get_int (statement, 0),
        .car_id = rdg_statement_get_int (statement, 1),
        .at = rdg_statement_get_int (statement, 2),
        .hall = (guint32) rdg_statement_get_int (statement, 3),
        .station = (guint32) rdg_statement_get_int (statement, 4),
        .zone = (guint32) rdg_statement_get_int (statement, 5),
        .text = (guint32) rdg_statement_get_int (statement, 6),
        .key = (guint64) rdg_statement_get_int (statement, 7),
        .inspector = rdg_statement_get_int (statement, 8),
      };

      func (&failure, user_data);
    }

  return step == RDG_STEP_DONE;
}

/**
 * rdg_failure_table_count:
 * @n_taken: (out): rows that count
 * @from: (out): the first of them, or RDG_DATETIME_NONE
 * @to: (out): the last
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_failure_table_count (RdgStore  *store,
                         gint64     import_id,
                         guint64   *n_taken,
                         gint64    *from,
                         gint64    *to,
                         GError   **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT count(*), min(at), max(at) FROM failure WHERE import_id = ?1 AND twin = 0", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, import_id);
  if (rdg_statement_step (statement, error) != RDG_STEP_ROW)
    return FALSE;

  *n_taken = (guint64) rdg_statement_get_int (statement, 0);
  *from = rdg_statement_get_time (statement, 1);
  *to = rdg_statement_get_time (statement, 2);
  return TRUE;
}

/**
 * rdg_failure_table_periods:
 *
 * Returns: (transfer full) (element-type RdgFailurePeriod) (nullable): one an import, or %NULL with
 *   @error set
 */
GArray *
rdg_failure_table_periods (RdgStore  *store,
                           GError   **error)
{
  g_autoptr (GArray) periods = g_array_new (FALSE, FALSE, sizeof (RdgFailurePeriod));
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "SELECT f.import_id, min(f.at), max(f.at) FROM failure f JOIN import i USING (import_id) "
    "WHERE f.at <= i.imported_at GROUP BY f.import_id",
    error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgFailurePeriod period = { rdg_statement_get_int (statement, 0),
                                  rdg_statement_get_int (statement, 1),
                                  rdg_statement_get_int (statement, 2) };

      g_array_append_val (periods, period);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&periods) : NULL;
}

/**
 * rdg_failure_table_delete:
 *
 * Forgets an import's failures; what other imports had of them counts from now on. Inside a
 * transaction.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_failure_table_delete (RdgStore  *store,
                          gint64     import_id,
                          GError   **error)
{
  g_autoptr (RdgStatement) delete =
    rdg_statement_new (store, "DELETE FROM failure WHERE import_id = ?1", error);
  g_autoptr (RdgStatement) revive = rdg_statement_new (
    store,
    "UPDATE failure SET twin = 0 WHERE twin = 1 AND failure_id = "
    "(SELECT min (f.failure_id) FROM failure f WHERE f.key = failure.key)",
    delete != NULL ? error : NULL);

  if (delete == NULL || revive == NULL)
    return FALSE;

  rdg_statement_bind_int (delete, 1, import_id);
  if (!rdg_statement_run (delete, error))
    return FALSE;
  return _rdg_store_get_n_changed (store) == 0 || rdg_statement_run (revive, error);
}
