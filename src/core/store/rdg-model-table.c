/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-model-table.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-error.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_model_table_schema[] =
  "CREATE TABLE model ("
  "  model_id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),"   /* candidate, active, retired */
  "  algorithm TEXT NOT NULL,"
  "  trained_at INTEGER NOT NULL,"
  "  note TEXT NOT NULL,"
  "  n_train INTEGER NOT NULL,"
  "  n_holdout INTEGER NOT NULL,"
  "  data_from INTEGER,"
  "  data_to INTEGER,"
  "  threshold REAL NOT NULL,"
  /* Last: a row is read up to the column that is asked for. */
  "  bytes BLOB NOT NULL"
  ") STRICT;"
  "CREATE UNIQUE INDEX model_one_active ON model (state) WHERE state = 1;"
  "CREATE TABLE model_metric ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  name TEXT NOT NULL,"
  "  value REAL,"
  "  low REAL,"
  "  high REAL,"
  "  PRIMARY KEY (model_id, name)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE model_feature ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  feature INTEGER NOT NULL,"
  "  name TEXT NOT NULL,"
  "  unit TEXT NOT NULL,"
  "  category INTEGER NOT NULL CHECK (category IN (0, 1)),"
  "  importance REAL,"
  "  usual_low REAL,"
  "  usual_middle REAL,"
  "  usual_high REAL,"
  "  PRIMARY KEY (model_id, feature)"
  ") STRICT, WITHOUT ROWID;";

#define LIST_COLUMNS \
  "SELECT model_id, state, algorithm, trained_at, note, n_train, n_holdout, " \
  "(SELECT count(*) FROM model_feature f WHERE f.model_id = model.model_id), " \
  "data_from, data_to, threshold FROM model"

static gboolean
insert_metrics (RdgStore               *store,
                gint64                  model_id,
                const RdgStoredMetric  *metrics,
                guint                   n_metrics,
                GError                **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT INTO model_metric (model_id, name, value, low, high) "
                       "VALUES (?, ?, ?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < n_metrics; i++)
    {
      rdg_statement_bind_int (insert, 1, model_id);
      rdg_statement_bind_text (insert, 2, metrics[i].name);
      rdg_statement_bind_double (insert, 3, metrics[i].value);
      rdg_statement_bind_double (insert, 4, metrics[i].low);
      rdg_statement_bind_double (insert, 5, metrics[i].high);
      if (!rdg_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert_features (RdgStore                *store,
                 gint64                   model_id,
                 const RdgStoredFeature  *features,
                 guint                    n_features,
                 GError                 **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT INTO model_feature (model_id, feature, name, unit, category, "
                       "importance, usual_low, usual_middle, usual_high) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < n_features; i++)
    {
      rdg_statement_bind_int (insert, 1, model_id);
      rdg_statement_bind_int (insert, 2, i);
      rdg_statement_bind_text (insert, 3, features[i].name);
      rdg_statement_bind_text (insert, 4, features[i].unit);
      rdg_statement_bind_int (insert, 5, features[i].category ? 1 : 0);
      rdg_statement_bind_double (insert, 6, features[i].importance);
      rdg_statement_bind_double (insert, 7, features[i].usual_low);
      rdg_statement_bind_double (insert, 8, features[i].usual_middle);
      rdg_statement_bind_double (insert, 9, features[i].usual_high);
      if (!rdg_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert_zones (RdgStore             *store,
              gint64                model_id,
              const RdgStoredZone  *zones,
              guint                 n_zones,
              GError              **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT INTO model_zone (model_id, zone, name, usual) VALUES (?, ?, ?, ?)",
                       error);

  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < n_zones; i++)
    {
      rdg_statement_bind_int (insert, 1, model_id);
      rdg_statement_bind_int (insert, 2, i);
      rdg_statement_bind_text (insert, 3, zones[i].name);
      rdg_statement_bind_double (insert, 4, zones[i].usual);
      if (!rdg_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_model_table_insert:
 * @model_id: (out): its number
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_model_table_insert (RdgStore                *store,
                        const RdgStoredModel    *model,
                        GBytes                  *bytes,
                        const RdgStoredMetric   *metrics,
                        guint                    n_metrics,
                        const RdgStoredFeature  *features,
                        guint                    n_features,
                        const RdgStoredZone     *zones,
                        guint                    n_zones,
                        gint64                  *model_id,
                        GError                 **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT INTO model (state, algorithm, trained_at, note, n_train, n_holdout, "
                       "data_from, data_to, threshold, bytes) VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (insert == NULL)
    return FALSE;

  rdg_statement_bind_text (insert, 1, model->algorithm);
  rdg_statement_bind_int (insert, 2, model->trained_at);
  rdg_statement_bind_text (insert, 3, model->note);
  rdg_statement_bind_int (insert, 4, (gint64) model->n_train);
  rdg_statement_bind_int (insert, 5, (gint64) model->n_holdout);
  rdg_statement_bind_time (insert, 6, model->data_from);
  rdg_statement_bind_time (insert, 7, model->data_to);
  rdg_statement_bind_double (insert, 8, model->threshold);
  rdg_statement_bind_blob (insert, 9, data, size);
  if (!rdg_statement_run (insert, error))
    return FALSE;

  *model_id = _rdg_store_get_last_id (store);

  return insert_metrics (store, *model_id, metrics, n_metrics, error) &&
         insert_features (store, *model_id, features, n_features, error) &&
         insert_zones (store, *model_id, zones, n_zones, error);
}

static RdgStoredModel *
read_model (RdgStatement *row)
{
  RdgStoredModel *self = g_new0 (RdgStoredModel, 1);

  self->id = rdg_statement_get_int (row, 0);
  self->state = (RdgStoredModelState) rdg_statement_get_int (row, 1);
  self->algorithm = g_strdup (rdg_statement_get_text (row, 2));
  self->trained_at = rdg_statement_get_int (row, 3);
  self->note = g_strdup (rdg_statement_get_text (row, 4));
  self->n_train = (guint64) rdg_statement_get_int (row, 5);
  self->n_holdout = (guint64) rdg_statement_get_int (row, 6);
  self->n_features = (guint64) rdg_statement_get_int (row, 7);
  self->data_from = rdg_statement_get_time (row, 8);
  self->data_to = rdg_statement_get_time (row, 9);
  self->threshold = rdg_statement_get_double (row, 10);

  return self;
}

GPtrArray *
rdg_model_table_list (RdgStore  *store,
                      gint64     model_id,
                      GError   **error)
{
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_stored_model_free);
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store, LIST_COLUMNS " WHERE ?1 = 0 OR model_id = ?1 ORDER BY model_id DESC", error);
  RdgStep step;

  if (select == NULL)
    return NULL;

  rdg_statement_bind_int (select, 1, model_id);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    g_ptr_array_add (models, read_model (select));

  return step == RDG_STEP_DONE ? g_steal_pointer (&models) : NULL;
}

void
rdg_stored_model_free (RdgStoredModel *self)
{
  if (self == NULL)
    return;

  g_free (self->algorithm);
  g_free (self->note);
  g_free (self);
}

static void
set_not_found (gint64   model_id,
               GError **error)
{
  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
               _("There is no model %" PRId64 "."), model_id);
}

RdgStoredModel *
rdg_model_table_get (RdgStore  *store,
                     gint64     model_id,
                     GError   **error)
{
  g_autoptr (RdgStatement) select = rdg_statement_new (store, LIST_COLUMNS " WHERE model_id = ?", error);

  if (select == NULL)
    return NULL;

  rdg_statement_bind_int (select, 1, model_id);
  switch (rdg_statement_step (select, error))
    {
    case RDG_STEP_ROW:
      return read_model (select);
    case RDG_STEP_DONE:
      set_not_found (model_id, error);
      return NULL;
    case RDG_STEP_ERROR:
    default:
      return NULL;
    }
}

/**
 * rdg_model_table_each_metric:
 * @func: called for each metric of each model; the name lives during the call
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_model_table_each_metric (RdgStore             *store,
                             gint64                model_id,
                             RdgStoredMetricFunc   func,
                             gpointer              user_data,
                             GError              **error)
{
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store,
                       "SELECT model_id, name, value, low, high FROM model_metric "
                       "WHERE ?1 = 0 OR model_id = ?1", error);
  RdgStep step;

  if (select == NULL)
    return FALSE;

  rdg_statement_bind_int (select, 1, model_id);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredMetric metric = {
        .name = rdg_statement_get_text (select, 1),
        .value = rdg_statement_get_double (select, 2),
        .low = rdg_statement_get_double (select, 3),
        .high = rdg_statement_get_double (select, 4),
      };

      func (rdg_statement_get_int (select, 0), &metric, user_data);
    }

  return step == RDG_STEP_DONE;
}

static void
free_feature (gpointer data)
{
  RdgStoredFeature *feature = data;

  g_free (feature->name);
  g_free (feature->unit);
  g_free (feature);
}

GPtrArray *
rdg_model_table_get_features (RdgStore  *store,
                              gint64     model_id,
                              GError   **error)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func (free_feature);
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store,
                       "SELECT name, unit, category, importance, usual_low, usual_middle, usual_high "
                       "FROM model_feature WHERE model_id = ? ORDER BY feature", error);
  RdgStep step;

  if (select == NULL)
    return NULL;

  rdg_statement_bind_int (select, 1, model_id);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredFeature *feature = g_new0 (RdgStoredFeature, 1);

      feature->name = g_strdup (rdg_statement_get_text (select, 0));
      feature->unit = g_strdup (rdg_statement_get_text (select, 1));
      feature->category = rdg_statement_get_int (select, 2) != 0;
      feature->importance = rdg_statement_get_double (select, 3);
      feature->usual_low = rdg_statement_get_double (select, 4);
      feature->usual_middle = rdg_statement_get_double (select, 5);
      feature->usual_high = rdg_statement_get_double (select, 6);
      g_ptr_array_add (features, feature);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&features) : NULL;
}

static void
free_zone (gpointer data)
{
  RdgStoredZone *zone = data;

  g_free (zone->name);
  g_free (zone);
}

GPtrArray *
rdg_model_table_get_zones (RdgStore  *store,
                           gint64     model_id,
                           GError   **error)
{
  g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func (free_zone);
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store, "SELECT name, usual FROM model_zone WHERE model_id = ? ORDER BY zone",
                       error);
  RdgStep step;

  if (select == NULL)
    return NULL;

  rdg_statement_bind_int (select, 1, model_id);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredZone *zone = g_new0 (RdgStoredZone, 1);

      zone->name = g_strdup (rdg_statement_get_text (select, 0));
      zone->usual = rdg_statement_get_double (select, 1);
      g_ptr_array_add (zones, zone);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&zones) : NULL;
}

GBytes *
rdg_model_table_get_bytes (RdgStore  *store,
                           gint64     model_id,
                           GError   **error)
{
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store, "SELECT bytes FROM model WHERE model_id = ?", error);

  if (select == NULL)
    return NULL;

  rdg_statement_bind_int (select, 1, model_id);
  switch (rdg_statement_step (select, error))
    {
    case RDG_STEP_ROW:
      {
        gsize size;
        gconstpointer data = rdg_statement_get_blob (select, 0, &size);

        return g_bytes_new (data, size);
      }
    case RDG_STEP_DONE:
      set_not_found (model_id, error);
      return NULL;
    case RDG_STEP_ERROR:
    default:
      return NULL;
    }
}

gboolean
rdg_model_table_find_active (RdgStore  *store,
                             gint64    *model_id,
                             GError   **error)
{
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store, "SELECT model_id FROM model WHERE state = 1", error);
  RdgStep step = select != NULL ? rdg_statement_step (select, error) : RDG_STEP_ERROR;

  *model_id = step == RDG_STEP_ROW ? rdg_statement_get_int (select, 0) : 0;

  return step != RDG_STEP_ERROR;
}

gboolean
rdg_model_table_set_state (RdgStore             *store,
                           gint64                model_id,
                           RdgStoredModelState   state,
                           GError              **error)
{
  g_autoptr (RdgStatement) update =
    rdg_statement_new (store, "UPDATE model SET state = ? WHERE model_id = ?", error);

  if (update == NULL)
    return FALSE;

  rdg_statement_bind_int (update, 1, state);
  rdg_statement_bind_int (update, 2, model_id);
  if (!rdg_statement_run (update, error))
    return FALSE;

  if (_rdg_store_get_n_changed (store) == 0)
    {
      set_not_found (model_id, error);
      return FALSE;
    }

  return TRUE;
}
