/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where to look: a model's risk by zone of the car. A zone's risk is calibrated as the
 * car's own is, on the cars' out-of-bag scores, and never above it: a car that fails in a
 * zone fails. Immutable; any thread.
 *
 * A forest has zones where its training set had them; other learners have none. What the leaves of
 * boosted trees add to each other's log odds is no share of anything.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

typedef struct
{
  char   *name;             /* as the training set calls it */
  gsize   n_failed;         /* cars that were learnt from and failed there */
  gsize   n_holdout_failed;
  double  usual;            /* of the cars that were learnt from, the share that failed there */
  double  roc_auc;          /* on the hold-out, with its 95 % interval; NaN: cannot be told */
  double  roc_auc_low;
  double  roc_auc_high;
} RdgZone;

/* How often the zone that a car is said to fail in first is one that it did fail in. */
typedef struct
{
  gsize n_failed;           /* cars of the hold-out that failed in a zone of the model */
  gsize n_first;            /* of those, in the one with the highest risk */
  gsize n_commonest;        /* of those, in the zone in which most trained cars failed */
} RdgZoneHits;

guint              rdg_model_get_n_zones    (const RdgModel     *self);
const RdgZone     *rdg_model_get_zone       (const RdgModel     *self,
                                             guint               zone);
const RdgZoneHits *rdg_model_get_zone_hits  (const RdgModel     *self);
/* As rdg_model_score(), and zone_score: n_rows x zones, row by row; unused where there are none. */
gboolean           rdg_model_score_zones    (const RdgModel     *self,
                                             const RdgMatrix    *matrix,
                                             guint               n_threads,
                                             double             *score,
                                             double             *zone_score,
                                             const RdgProgress  *progress,
                                             GCancellable       *cancellable,
                                             GError            **error);
/* zone_risk: one a zone, from the car's own risk and the zones' scores. */
void               rdg_model_calibrate_zones(const RdgModel     *self,
                                             const RdgRisk      *risk,
                                             const double       *zone_score,
                                             RdgRisk            *zone_risk);
/* Of a car that the model was trained on: its zones' out-of-bag scores, NaN if no tree left it out. */
gboolean           rdg_model_find_trained_zones
                                            (const RdgModel     *self,
                                             const char         *code,
                                             double             *zone_score);

G_END_DECLS
