/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What RESULTADOS says of a car, as values: which characteristic, when, good
 * or bad, and its value. How cells are spelt is the writer's. Any thread.
 */
#pragma once

#include "rdg-plant.h"
#include "rdg-resultados-kinds.h"

G_BEGIN_DECLS

typedef struct
{
  guint       kind;             /* a place in the list */
  gint64      at;
  double      value;            /* NAN for none */
  gboolean    good;             /* STATUS 10, else 13 */
  const char *junk;             /* in place of the value, or NULL */
  gboolean    duplicate;        /* says again what a row before it says */
} RdgResultadosRow;

void rdg_resultados_make_rows (const RdgPlant    *plant,
                               const RdgPlantCar *car,
                               const GArray      *kinds,
                               guint              dirt,
                               GArray            *rows);

G_END_DECLS
