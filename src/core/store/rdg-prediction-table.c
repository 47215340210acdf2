/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model said of a car: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-prediction-table.h"

#include <string.h>

#include "rdg-statement.h"
#include "rdg-store-private.h"

G_STATIC_ASSERT (sizeof (RdgStoredZoneRisk) == 3 * sizeof (float));

const char rdg_prediction_table_schema[] =
  /* No foreign key to car: its check would need an index as large as the table. Whoever deletes cars
   * calls rdg_prediction_table_forget_cars(). */
  "CREATE TABLE prediction ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  car_id INTEGER NOT NULL,"
  "  score REAL NOT NULL,"
  "  risk REAL NOT NULL,"
  "  low REAL NOT NULL,"
  "  high REAL NOT NULL,"
  "  recommendation INTEGER NOT NULL CHECK (recommendation IN (0, 1)),"   /* short, long */
  "  past INTEGER NOT NULL CHECK (past IN (0, 1)),"
  "  reason_feature INTEGER,"       /* of model_feature */
  "  reason_contribution REAL,"
  "  reason_value REAL,"            /* NULL: not measured, or a category */
  "  reason_level TEXT,"
  "  PRIMARY KEY (model_id, car_id)"
  ") STRICT, WITHOUT ROWID;";

/* Since step 3. Written when the model was, so that it need not be decoded. */
const char rdg_prediction_zones_schema[] =
  "CREATE TABLE model_zone ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  zone INTEGER NOT NULL,"
  "  name TEXT NOT NULL,"
  "  usual REAL NOT NULL,"          /* of all cars that the model has learnt from, the share that failed there */
  "  PRIMARY KEY (model_id, zone)"
  ") STRICT, WITHOUT ROWID;"
  /* Of each of the model's zones risk, low and high as little-endian floats; NULL where it has none. */
  "ALTER TABLE prediction ADD COLUMN zones BLOB;";

#define FLOATS_PER_ZONE 3

/* Into and out of what the file holds: the same bytes both ways. */
static void
swap_floats (gconstpointer from,
             gsize         n,
             gpointer      to)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, (const guint8 *) from + i * sizeof bits, sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy ((guint8 *) to + i * sizeof bits, &bits, sizeof bits);
    }
}

static void
bind_prediction (RdgStatement        *insert,
                 gint64               model_id,
                 const RdgPrediction *prediction,
                 guint8              *zones)
{
  gsize n_floats = (gsize) prediction->n_zones * FLOATS_PER_ZONE;

  rdg_statement_bind_int (insert, 1, model_id);
  rdg_statement_bind_int (insert, 2, prediction->car_id);
  rdg_statement_bind_double (insert, 3, prediction->score);
  rdg_statement_bind_double (insert, 4, prediction->risk);
  rdg_statement_bind_double (insert, 5, prediction->low);
  rdg_statement_bind_double (insert, 6, prediction->high);
  rdg_statement_bind_int (insert, 7, prediction->recommendation);
  rdg_statement_bind_int (insert, 8, prediction->past);
  if (n_floats > 0)
    {
      swap_floats (prediction->zones, n_floats, zones);
      rdg_statement_bind_blob (insert, 13, zones, n_floats * sizeof (float));
    }
  else
    {
      rdg_statement_bind_null (insert, 13);
    }

  if (prediction->reason_feature < 0)
    {
      for (int i = 9; i <= 12; i++)
        rdg_statement_bind_null (insert, i);
      return;
    }
  rdg_statement_bind_int (insert, 9, prediction->reason_feature);
  rdg_statement_bind_double (insert, 10, prediction->reason_contribution);
  rdg_statement_bind_double (insert, 11, prediction->reason_value);
  rdg_statement_bind_text (insert, 12, prediction->reason_level);
}

/**
 * rdg_prediction_table_replace:
 * @predictions: ascending by car, which is the order of the table
 *
 * All that the model says, instead of what it said before. Inside a transaction.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_prediction_table_replace (RdgStore             *store,
                              gint64                model_id,
                              const RdgPrediction  *predictions,
                              gsize                 n_predictions,
                              GError              **error)
{
  g_autoptr (RdgStatement) clear =
    rdg_statement_new (store, "DELETE FROM prediction WHERE model_id = ?", error);
  g_autoptr (RdgStatement) insert =
    clear == NULL ? NULL :
    rdg_statement_new (store,
                       "INSERT INTO prediction (model_id, car_id, score, risk, low, high, "
                       "recommendation, past, reason_feature, reason_contribution, reason_value, "
                       "reason_level, zones) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  g_autoptr (GByteArray) zones = g_byte_array_new ();

  if (insert == NULL)
    return FALSE;

  rdg_statement_bind_int (clear, 1, model_id);
  if (!rdg_statement_run (clear, error))
    return FALSE;

  for (gsize i = 0; i < n_predictions; i++)
    {
      g_byte_array_set_size (zones, predictions[i].n_zones * (guint) sizeof (RdgStoredZoneRisk));
      bind_prediction (insert, model_id, &predictions[i], zones->data);
      if (!rdg_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_prediction_table_each:
 * @func: called for each car, ascending by id; text lives during the call
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_prediction_table_each (RdgStore           *store,
                           gint64              model_id,
                           RdgPredictionFunc   func,
                           gpointer            user_data,
                           GError            **error)
{
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store,
                       "SELECT car_id, score, risk, low, high, recommendation, past, reason_feature, "
                       "reason_contribution, reason_value, reason_level, zones "
                       "FROM prediction WHERE model_id = ? ORDER BY car_id", error);
  g_autoptr (GByteArray) zones = g_byte_array_new ();
  RdgStep step;

  if (select == NULL)
    return FALSE;

  rdg_statement_bind_int (select, 1, model_id);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      gboolean has_reason = !rdg_statement_is_null (select, 7);
      gboolean has_level = has_reason && !rdg_statement_is_null (select, 10);
      gsize size;
      gconstpointer blob = rdg_statement_get_blob (select, 11, &size);
      guint n_zones = (guint) (size / sizeof (RdgStoredZoneRisk));

      g_byte_array_set_size (zones, n_zones * (guint) sizeof (RdgStoredZoneRisk));
      swap_floats (blob, (gsize) n_zones * FLOATS_PER_ZONE, zones->data);
      RdgPrediction prediction = {
        .car_id = rdg_statement_get_int (select, 0),
        .score = rdg_statement_get_double (select, 1),
        .risk = rdg_statement_get_double (select, 2),
        .low = rdg_statement_get_double (select, 3),
        .high = rdg_statement_get_double (select, 4),
        .recommendation = (guint8) rdg_statement_get_int (select, 5),
        .past = (guint8) rdg_statement_get_int (select, 6),
        .reason_feature = has_reason ? (gint) rdg_statement_get_int (select, 7) : -1,
        .reason_contribution = rdg_statement_get_double (select, 8),
        .reason_value = rdg_statement_get_double (select, 9),
        .reason_level = has_level ? rdg_statement_get_text (select, 10) : NULL,
        .zones = (const RdgStoredZoneRisk *) (gconstpointer) zones->data,
        .n_zones = n_zones,
      };

      func (&prediction, user_data);
    }

  return step == RDG_STEP_DONE;
}

/**
 * rdg_prediction_table_forget_cars:
 *
 * Forgets what was said of cars that are no more. Inside the transaction that deleted them.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_prediction_table_forget_cars (RdgStore  *store,
                                  GError   **error)
{
  return _rdg_store_execute (store,
                             "DELETE FROM prediction WHERE car_id NOT IN (SELECT car_id FROM car)",
                             error);
}
