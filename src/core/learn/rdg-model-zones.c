/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's risk by zone of the car: see rdg-model-zones.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-zones.h"

#include <math.h>

#include "rdg-forest-zones.h"
#include "rdg-model-private.h"

guint
rdg_model_get_n_zones (const RdgModel *self)
{
  return self->n_zones;
}

/**
 * rdg_model_get_zone:
 *
 * Returns: (transfer none): one of the zones that the model tells apart
 */
const RdgZone *
rdg_model_get_zone (const RdgModel *self,
                    guint           zone)
{
  g_return_val_if_fail (zone < self->n_zones, NULL);

  return &self->zones[zone].zone;
}

/**
 * rdg_model_get_zone_hits:
 *
 * Returns: (transfer none): how often it named the right zone first, on the hold-out; all 0 where
 *   there are no zones
 */
const RdgZoneHits *
rdg_model_get_zone_hits (const RdgModel *self)
{
  return &self->zone_hits;
}

/**
 * rdg_model_score_zones:
 * @matrix: rows as rdg_model_conform() gives them
 * @n_threads: 0 for one less than there are
 * @score: (out caller-allocates) (array): one a row: what rdg_model_score() gives, to the bit
 * @zone_score: (out caller-allocates) (array): @n_rows x zones, row by row, before calibration
 *
 * One walk down the trees for both. Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_model_score_zones (const RdgModel     *self,
                       const RdgMatrix    *matrix,
                       guint               n_threads,
                       double             *score,
                       double             *zone_score,
                       const RdgProgress  *progress,
                       GCancellable       *cancellable,
                       GError            **error)
{
  if (self->n_zones == 0)
    return rdg_model_score (self, matrix, n_threads, score, progress, cancellable, error);

  return rdg_forest_predict_zones (self->forest, matrix, n_threads, score, zone_score, progress,
                                   cancellable, error);
}

/**
 * rdg_model_calibrate_zones:
 * @risk: the car's own risk
 * @zone_score: (array): a score a zone, as rdg_model_score_zones() gives them
 * @zone_risk: (out caller-allocates) (array): the risk of failing in each zone, and its 95 % bounds,
 *   no part of it above @risk's; all NaN for a NaN
 */
void
rdg_model_calibrate_zones (const RdgModel *self,
                           const RdgRisk  *risk,
                           const double   *zone_score,
                           RdgRisk        *zone_risk)
{
  for (guint z = 0; z < self->n_zones; z++)
    {
      RdgRisk told = rdg_calibration_apply (&self->zones[z].calibration, zone_score[z]);

      /* MIN() of a NaN would be the other one. */
      if (!isnan (told.risk))
        told = (RdgRisk){ MIN (told.risk, risk->risk), MIN (told.low, risk->low),
                          MIN (told.high, risk->high) };
      zone_risk[z] = told;
    }
}

/**
 * rdg_model_find_trained_zones:
 * @code: a car's code
 * @zone_score: (out caller-allocates) (array): its out-of-bag score of each zone
 *
 * Returns: whether the model was trained on that car
 */
gboolean
rdg_model_find_trained_zones (const RdgModel *self,
                              const char     *code,
                              double         *zone_score)
{
  gsize car;

  if (!_rdg_model_find_trained_index (self, code, &car))
    return FALSE;

  for (guint z = 0; z < self->n_zones; z++)
    zone_score[z] = (double) self->trained_zones[car * self->n_zones + z];

  return TRUE;
}
