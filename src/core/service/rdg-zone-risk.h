/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to look at one car: its risk by zone, in words. Any thread. */
#pragma once

#include "rdg-prediction-service.h"

G_BEGIN_DECLS

typedef struct
{
  const char *zone;      /* interned: as the database calls it */
  double      usual;     /* the share of all cars that failed there */
  RdgRisk     risk;      /* of the car for failing there; never above its own */
} RdgZoneRisk;

/* Of a car of the list, highest risk first; empty where the model tells no zones apart. */
GArray     *rdg_risk_list_get_zones  (const RdgRiskList *list,
                                      gsize              car);
/* "doors", translated; a name that is not the plant's own stays. */
const char *rdg_zone_get_title       (const char        *zone);
/* Those worth naming, 0 to 3, in their order. */
GArray     *rdg_zone_risks_get_told  (const GArray      *zones);
/* "doors, rear": the names of all of them; "" for none. */
char       *rdg_zone_risks_format    (const GArray      *zones);

/* scores: one a zone of the model. */
GArray     *_rdg_zone_risks_new      (const RdgModel    *model,
                                      const RdgRisk     *risk,
                                      const double      *scores);

G_END_DECLS
