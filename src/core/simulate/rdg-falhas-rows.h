/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What FALHAS says of a car, as values: which failures, in which hall's name,
 * at what time, and which of them twice. How cells are spelt is the writer's. Any thread.
 */
#pragma once

#include "rdg-plant.h"

G_BEGIN_DECLS

#define RDG_FALHAS_MULTIVALUE "#MULTIVALUE"

typedef struct
{
  const RdgPlantFailure *failure;    /* of the car */
  const char            *hall;       /* the code, or an empty text */
  int                    known_hall; /* a RdgPlantHallId, or -1 where nobody says what the code is */
  gboolean               multivalue; /* in place of the zone */
  gboolean               day_first;  /* how the time is spelt; then it has whole seconds */
  gint64                 at;
  gboolean               duplicate;  /* says again what a row before it says */
} RdgFalhasRow;

const char *rdg_falhas_station_name (guint                  station,
                                     char                   name[16]);
const char *rdg_falhas_user_name    (guint                  inspector,
                                     char                   name[16]);
gint64      rdg_falhas_first_time   (const RdgPlant        *plant,
                                     guint                  dirt);
void        rdg_falhas_make_rows    (const RdgPlant        *plant,
                                     const RdgPlantCar     *car,
                                     guint                  dirt,
                                     GArray                *rows);

G_END_DECLS
