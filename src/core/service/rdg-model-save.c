/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model becomes a candidate of the database: see rdg-model-save.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-model-save.h"

#include <math.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-model-codec.h"
#include "rdg-model-table.h"
#include "rdg-model-zones.h"

/* An hour's training is not thrown away because of a writer that takes a little longer. */
#define COMMIT_ATTEMPTS 6

static RdgStoredFeature *
describe_features (const RdgModel *model)
{
  guint n = rdg_model_get_n_features (model);
  RdgStoredFeature *features = g_new0 (RdgStoredFeature, MAX (n, 1));

  for (guint f = 0; f < n; f++)
    {
      const RdgFeature *feature = rdg_model_get_feature (model, f);

      features[f].name = feature->name;
      features[f].unit = feature->unit;
      features[f].category = feature->kind == RDG_FEATURE_CATEGORY;
      features[f].importance = rdg_model_get_importance (model, f);
      if (!rdg_model_get_usual (model, f, &features[f].usual_low, &features[f].usual_middle,
                                &features[f].usual_high))
        features[f].usual_low = features[f].usual_middle = features[f].usual_high = NAN;
    }

  return features;
}

static RdgStoredZone *
describe_zones (const RdgModel *model)
{
  guint n = rdg_model_get_n_zones (model);
  RdgStoredZone *zones = g_new0 (RdgStoredZone, MAX (n, 1));

  for (guint z = 0; z < n; z++)
    {
      const RdgZone *zone = rdg_model_get_zone (model, z);

      zones[z] = (RdgStoredZone){ zone->name, zone->usual };
    }

  return zones;
}

static gboolean
insert (RdgStore        *store,
        const RdgModel  *model,
        GBytes          *bytes,
        gint64           from,
        gint64           to,
        const char      *note,
        gint64          *model_id,
        GError         **error)
{
  const RdgMetrics *holdout = rdg_model_get_holdout (model);
  g_autofree RdgStoredFeature *features = describe_features (model);
  g_autofree RdgStoredZone *zones = describe_zones (model);
  RdgStoredMetric metrics[RDG_N_METRICS];
  RdgStoredModel stored = {
    .algorithm = (char *) rdg_algorithm_get_key (rdg_model_get_algorithm (model)),
    .trained_at = rdg_datetime_now (),
    .note = (char *) (note != NULL ? note : ""),
    .n_train = rdg_model_get_n_train (model),
    .n_holdout = rdg_model_get_n_holdout (model),
    .data_from = from,
    .data_to = to,
    .threshold = rdg_model_get_threshold (model),
  };

  for (guint i = 0; i < RDG_N_METRICS; i++)
    metrics[i] = (RdgStoredMetric) { rdg_metric_get_key (i), holdout->value[i], holdout->low[i],
                                     holdout->high[i] };

  return rdg_model_table_insert (store, &stored, bytes, metrics, RDG_N_METRICS, features,
                                 rdg_model_get_n_features (model), zones,
                                 rdg_model_get_n_zones (model), model_id, error);
}

static gboolean
begin_patiently (RdgStore  *store,
                 GError   **error)
{
  for (guint attempt = 1; ; attempt++)
    {
      g_autoptr (GError) local_error = NULL;

      if (rdg_store_begin (store, &local_error))
        return TRUE;
      if (attempt == COMMIT_ATTEMPTS ||
          !g_error_matches (local_error, RDG_STORE_ERROR, RDG_STORE_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
}

/**
 * _rdg_model_save:
 * @from: the first day of the cars that it was trained on, or %RDG_DATETIME_NONE
 * @note: (nullable): what is to be remembered about it
 * @model_id: (out): its number
 *
 * One transaction: it becomes a candidate.
 *
 * Returns: %FALSE with @error set, and the database as before
 */
gboolean
_rdg_model_save (RdgWorkspace    *workspace,
                 const RdgModel  *model,
                 gint64           from,
                 gint64           to,
                 const char      *note,
                 GCancellable    *cancellable,
                 gint64          *model_id,
                 GError         **error)
{
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);

  if (store == NULL)
    return FALSE;
  rdg_store_set_cancellable (store, cancellable);
  if (!begin_patiently (store, error))
    return FALSE;
  if (!insert (store, model, bytes, from, to, note, model_id, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}
