/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where cars failed their first road test: the zones of what was found there, or the one
 * that was written down with a result. What says no place on the car is no zone. Blocking;
 * on the store's thread.
 */
#pragma once

#include "rdg-car-table.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *names;        /* char *: most cars first, RDG_MOST_ZONES at the most */
  GArray    *n_cars;       /* gsize, in step: of those that failed */
  guint32   *failed;       /* of each car of the roll: bit z where it failed in zone z */
} RdgCarZones;

/* cars: with the labels of _rdg_car_outcomes_read(). */
RdgCarZones *_rdg_car_zones_read (RdgStore          *store,
                                  const RdgCarRoll  *cars,
                                  GError           **error);
void         _rdg_car_zones_free (RdgCarZones       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCarZones, _rdg_car_zones_free)

G_END_DECLS
