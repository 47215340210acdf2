/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What STATUS says of a car, as values: which code at what time. How cells are
 * spelt, and into how many sheets they go, is the writer's. Any thread.
 */
#pragma once

#include "rdg-plant.h"

G_BEGIN_DECLS

/* With the nine that mark halls. */
#define RDG_STATUS_N_CODES 116

typedef struct
{
  char     code[8];
  int      hall;                /* a RdgPlantHallId, or -1 for a position that is no hall */
  gint64   at;
  gboolean duplicate;           /* says again what a row before it says */
} RdgStatusRow;

const char *rdg_status_hall_code (RdgPlantHallId      hall);
void        rdg_status_make_rows (const RdgPlant     *plant,
                                  const RdgPlantCar  *car,
                                  guint               dirt,
                                  GArray             *rows);

G_END_DECLS
