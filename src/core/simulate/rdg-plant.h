/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgPlant: the simulated world. It makes car number i from (seed, i) alone,
 * each purpose with a random stream of its own, so that cars may be made in any
 * order, again, or by several threads, and are always the same. After
 * rdg_plant_new() the plant is immutable: any thread.
 */
#pragma once

#include <glib.h>

#include "rdg-plant-car.h"

G_BEGIN_DECLS

/* What makes cars fail: the answer that a model has to find. */
typedef enum
{
  RDG_PLANT_CAUSE_3108,
  RDG_PLANT_CAUSE_CABIN_TWICE,
  RDG_PLANT_CAUSE_DOORS,
  RDG_PLANT_CAUSE_3215,
  RDG_PLANT_CAUSE_DRIFT,
  RDG_PLANT_CAUSE_ENGINE,
  RDG_PLANT_CAUSE_NIGHT,
  RDG_PLANT_CAUSE_ELECTRICAL,
  RDG_PLANT_CAUSE_PART_REPLACED,
  RDG_PLANT_CAUSE_WORKMANSHIP,
  RDG_PLANT_N_CAUSES,
} RdgPlantCauseId;

typedef struct
{
  const char    *name;
  const char    *description;
  double         coefficient;   /* log-odds for each unit of the cause's value */
  RdgPlantZoneId zone;          /* where the road test then finds it */
} RdgPlantCause;

extern const RdgPlantCause rdg_plant_causes[RDG_PLANT_N_CAUSES];

typedef struct _RdgPlant RdgPlant;

RdgPlant *rdg_plant_new           (guint           cars,
                                   guint           days,
                                   guint64         seed);
void      rdg_plant_free          (RdgPlant       *self);
void      rdg_plant_make_car      (const RdgPlant *self,
                                   guint           index,
                                   RdgPlantCar    *car);
gint64    rdg_plant_get_start     (const RdgPlant *self);
gint64    rdg_plant_get_end       (const RdgPlant *self);
double    rdg_plant_get_intercept (const RdgPlant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgPlant, rdg_plant_free)

G_END_DECLS
