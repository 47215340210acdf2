/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stations' machines of the simulated plant measure on a car: the
 * tightenings of the catalogue, and beside them as many other characteristics
 * as make a car's file as long as is wanted. Immutable once made: any thread.
 */
#pragma once

#include "rdg-plant-catalogue.h"

G_BEGIN_DECLS

/* The file's ID. */
typedef enum
{
  RDG_RESULT_MACHINE = 1,
  RDG_RESULT_SCREW = 2,
  RDG_RESULT_ELECTRIC = 718,
} RdgResultGroup;

typedef enum
{
  RDG_SOURCE_TORQUE,            /* of a tightening of the catalogue */
  RDG_SOURCE_ANGLE,
  RDG_SOURCE_ORDINARY,          /* nothing depends on it */
  RDG_SOURCE_STATUS_ONLY,       /* says no more than good or bad */
  RDG_SOURCE_LATE,              /* measured after the road test, and knows its result */
} RdgResultSource;

typedef struct
{
  char            name[32];     /* of the operation */
  RdgResultGroup  group;
  const char     *unit;         /* UTF-8, or an empty text */
  guint           value_id;     /* 0 for none */
  RdgResultSource source;
  RdgPlantHallId  hall;         /* where it is measured */
  double          share;        /* how much of the time in the hall has gone by, 0 to 1 */
  double          mean;
  double          spread;
  guint           decimals;
  guint8          operation;    /* of the tightening */
  guint8          screw;
  gboolean        exact;        /* the plant's own table condenses it: its value is never lost */
} RdgResultKind;

GArray *rdg_result_kinds_new (guint readings);

G_END_DECLS
