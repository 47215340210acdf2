/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a set's zones to a model's: chosen, calibrated, judged. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training-zones.h"

#include <math.h>
#include <string.h>

#include "rdg-parallel.h"

static gsize
count_failed (const RdgTrainingSet *set,
              const guint32        *rows,
              gsize                 n_rows,
              guint                 zone)
{
  gsize n = 0;

  for (gsize i = 0; i < n_rows; i++)
    n += set->failed[rows[i]] != 0 && (set->zone_failed[rows[i]] >> zone & 1);

  return n;
}

/**
 * _rdg_training_zones_choose:
 *
 * A zone is learnt if enough cars that are learnt from failed there, and by a forest: see
 * rdg-model-zones.h.
 */
void
_rdg_training_zones_choose (RdgTrainingZones     *self,
                            RdgModel             *model,
                            const RdgTrainingSet *set,
                            const RdgSplit       *split)
{
  gsize n_rows = rdg_matrix_get_n_rows (set->matrix);

  if (model->algorithm != RDG_ALGORITHM_FOREST || set->n_zones == 0)
    return;

  model->zones = g_new0 (RdgModelZone, set->n_zones);
  self->failed = g_new0 (guint32, n_rows);
  for (guint z = 0; z < MIN (set->n_zones, RDG_MOST_ZONES); z++)
    {
      gsize n_failed = count_failed (set, split->train, split->n_train, z);

      if (n_failed < RDG_ZONE_LEAST_FAILED)
        continue;

      RdgZone *zone = &model->zones[model->n_zones].zone;

      zone->name = g_strdup (set->zones[z]);
      zone->n_failed = n_failed;
      zone->n_holdout_failed = count_failed (set, split->holdout, split->n_holdout, z);
      zone->usual = (double) n_failed / (double) split->n_train;
      zone->roc_auc = zone->roc_auc_low = zone->roc_auc_high = NAN;
      for (gsize i = 0; i < n_rows; i++)
        if (set->failed[i] != 0 && (set->zone_failed[i] >> z & 1))
          self->failed[i] |= 1u << model->n_zones;
      model->n_zones++;
    }
  if (model->n_zones == 0)
    return;

  guint32 *train = g_new (guint32, split->n_train);

  for (gsize i = 0; i < split->n_train; i++)
    train[i] = self->failed[split->train[i]];
  self->targets = (RdgZoneTargets){
    .n_zones = model->n_zones,
    .failed = train,
    .oob = g_new (float, split->n_train * model->n_zones),
  };
}

typedef struct
{
  const RdgTrainingZones *zones;
  RdgModel               *model;
  gsize                   n_train;
} Calibrating;

static void
calibrate_zone (gsize    item,
                guint    worker,
                gpointer user_data)
{
  Calibrating *calibrating = user_data;
  const RdgZoneTargets *targets = &calibrating->zones->targets;
  gsize n = calibrating->n_train;
  g_autofree double *score = g_new (double, n);
  g_autofree guint8 *failed = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    {
      score[i] = (double) targets->oob[i * targets->n_zones + item];
      failed[i] = targets->failed[i] >> item & 1;
    }
  rdg_calibration_fit (&calibrating->model->zones[item].calibration, score, failed, n,
                       calibrating->model->seed);
}

/* In the order of the model's trained cars. */
static void
remember_trained (const RdgTrainingZones *self,
                  RdgModel               *model,
                  const RdgTrainingSet   *set,
                  const RdgSplit         *split)
{
  guint n_zones = model->n_zones;

  model->trained_zones = g_new (float, model->n_trained * n_zones);
  for (gsize i = 0; i < split->n_train; i++)
    {
      gsize car;

      if (_rdg_model_find_trained_index (model, set->codes[split->train[i]], &car))
        memcpy (model->trained_zones + car * n_zones, self->targets.oob + i * n_zones,
                n_zones * sizeof (float));
    }
}

/**
 * _rdg_training_zones_calibrate:
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
_rdg_training_zones_calibrate (const RdgTrainingZones *self,
                               RdgModel               *model,
                               const RdgTrainingSet   *set,
                               const RdgSplit         *split,
                               guint                   n_threads,
                               GCancellable           *cancellable,
                               GError                **error)
{
  Calibrating calibrating = { self, model, split->n_train };

  if (model->n_zones == 0)
    return TRUE;

  remember_trained (self, model, set, split);

  return rdg_parallel_run (model->n_zones, rdg_parallel_choose (n_threads, model->n_zones),
                           calibrate_zone, &calibrating, NULL, cancellable, error);
}

/* The zone with the highest risk, the first of those with the same. */
static guint
find_first (const RdgRisk *risk,
            guint          n_zones)
{
  guint first = 0;

  for (guint z = 1; z < n_zones; z++)
    if (risk[z].risk > risk[first].risk)
      first = z;

  return first;
}

static guint
find_commonest (const RdgModel *model)
{
  guint commonest = 0;

  for (guint z = 1; z < model->n_zones; z++)
    if (model->zones[z].zone.n_failed > model->zones[commonest].zone.n_failed)
      commonest = z;

  return commonest;
}

static gboolean
judge_zone (RdgModel                 *model,
            guint                     zone,
            const double             *risk,
            const guint32            *zones,
            gsize                     n,
            const RdgTrainingOptions *options,
            GCancellable             *cancellable,
            GError                  **error)
{
  RdgZone *told = &model->zones[zone].zone;
  g_autofree guint8 *failed = g_new (guint8, MAX (n, 1));
  RdgMetrics metrics;

  for (gsize i = 0; i < n; i++)
    failed[i] = zones[i] >> zone & 1;
  if (!rdg_metrics_compute (risk, failed, n, told->usual, options->n_bootstrap, options->seed,
                            &metrics, cancellable, error))
    return FALSE;

  told->roc_auc = metrics.value[RDG_METRIC_ROC_AUC];
  told->roc_auc_low = metrics.low[RDG_METRIC_ROC_AUC];
  told->roc_auc_high = metrics.high[RDG_METRIC_ROC_AUC];

  return TRUE;
}

/**
 * _rdg_training_zones_judge:
 *
 * On the hold-out, one zone against all other cars, those that failed elsewhere too.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
_rdg_training_zones_judge (const RdgTrainingZones   *self,
                           RdgModel                 *model,
                           const RdgMatrix          *matrix,
                           const RdgSplit           *split,
                           const RdgTrainingOptions *options,
                           GCancellable             *cancellable,
                           GError                  **error)
{
  gsize n = split->n_holdout, allocated = MAX (n, 1);
  guint n_zones = model->n_zones;

  if (n_zones == 0)
    return TRUE;

  g_autoptr (RdgMatrix) held = rdg_matrix_take_rows (matrix, split->holdout, n);
  g_autofree double *score = g_new (double, allocated);
  g_autofree double *zone_score = g_new (double, allocated * n_zones);
  g_autofree double *zone_risk = g_new (double, allocated * n_zones);   /* zone by zone */
  g_autofree guint32 *zones = g_new (guint32, allocated);
  RdgRisk risk[RDG_MOST_ZONES];
  guint commonest = find_commonest (model);

  if (!rdg_model_score_zones (model, held, options->n_threads, score, zone_score, NULL,
                              cancellable, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      RdgRisk whole = rdg_model_calibrate (model, score[i]);

      rdg_model_calibrate_zones (model, &whole, zone_score + i * n_zones, risk);
      for (guint z = 0; z < n_zones; z++)
        zone_risk[z * n + i] = risk[z].risk;
      zones[i] = self->failed[split->holdout[i]];
      if (zones[i] == 0)
        continue;

      model->zone_hits.n_failed++;
      model->zone_hits.n_first += zones[i] >> find_first (risk, n_zones) & 1;
      model->zone_hits.n_commonest += zones[i] >> commonest & 1;
    }

  for (guint z = 0; z < n_zones; z++)
    if (!judge_zone (model, z, zone_risk + z * n, zones, n, options, cancellable, error))
      return FALSE;

  return TRUE;
}

/**
 * _rdg_training_zones_clear:
 *
 * Frees what @self holds; zeroed zones are fine.
 */
void
_rdg_training_zones_clear (RdgTrainingZones *self)
{
  g_free ((guint32 *) self->targets.failed);
  g_free (self->targets.oob);
  g_free (self->failed);
}
