/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgPlantCar: all that the simulated world knows of one car. A plain value
 * that is filled again for every car, so that a quarter needs the memory of one.
 * What a writer may tell before the road test and what only after is decided
 * here, by the `_before_test` questions, and nowhere else.
 */
#pragma once

#include <glib.h>

#include "rdg-plant-catalogue.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_PLANT_MORNING,
  RDG_PLANT_AFTERNOON,
  RDG_PLANT_NIGHT,
} RdgPlantShift;

/* A pass through a hall; the checkpoint's time is that of leaving it. */
typedef struct
{
  RdgPlantHallId hall;
  gint64         at;            /* as rdg-datetime.h */
  double         dwell;         /* minutes inside the hall */
  gboolean       recorded;      /* whether the track sensor saw it */
  gboolean       after_test;    /* at or after the road test */
} RdgPlantVisit;

typedef enum
{
  RDG_PLANT_REMEDY_ADJUST,
  RDG_PLANT_REMEDY_PART,
  RDG_PLANT_REMEDY_REPAINT,
} RdgPlantRemedy;

typedef struct
{
  RdgPlantHallId hall;
  guint8         station;
  guint8         inspector;
  guint8         part;          /* of the zone's parts */
  guint8         position;      /* 0: the part has no number */
  guint8         defect;
  RdgPlantZoneId zone;
  RdgPlantRemedy remedy;
  gint64         at;
  gboolean       after_test;
} RdgPlantFailure;

typedef struct
{
  float    torque;              /* Nm */
  float    angle;               /* degrees */
  gboolean measured;
  gboolean torque_ok;           /* status 10, else 13 */
  gboolean angle_ok;
} RdgPlantTightening;

typedef enum
{
  RDG_PLANT_WAITING,            /* on the line when the simulation ends */
  RDG_PLANT_PASSED,
  RDG_PLANT_FAILED,
} RdgPlantOutcome;

typedef struct
{
  guint              index;
  char               code[16];
  guint              variant;
  guint              colour;
  guint              engine;
  guint              line;      /* which of the parallel tools tightened it */
  double             frailty;   /* hidden: how often inspectors find something */
  RdgPlantShift      shift;     /* of its assembly */
  gint64             ready_at;  /* leaves ZP7 */
  gint64             test_at;   /* will reach, or reached, the road test */
  GArray            *visits;    /* RdgPlantVisit, in the order of the passes */
  GArray            *failures;  /* RdgPlantFailure, in the order of the halls */
  RdgPlantTightening tightenings[RDG_PLANT_N_OPERATIONS][RDG_PLANT_MAX_SCREWS];
  double             probability; /* hidden: of failing the road test */
  RdgPlantOutcome    outcome;
} RdgPlantCar;

void                 rdg_plant_car_init                 (RdgPlantCar       *self);
void                 rdg_plant_car_reset                (RdgPlantCar       *self,
                                                         guint              index);
void                 rdg_plant_car_clear                (RdgPlantCar       *self);

gboolean             rdg_plant_car_has_operation        (const RdgPlantCar *self,
                                                         guint              operation);
guint                rdg_plant_car_passes_before_test   (const RdgPlantCar *self,
                                                         RdgPlantHallId     hall,
                                                         gboolean           recorded);
const RdgPlantVisit *rdg_plant_car_first_visit          (const RdgPlantCar *self,
                                                         RdgPlantHallId     hall);
const RdgPlantVisit *rdg_plant_car_last_visit           (const RdgPlantCar *self,
                                                         RdgPlantHallId     hall);
guint                rdg_plant_car_failures_before_test (const RdgPlantCar *self,
                                                         int                hall,
                                                         int                zone);
guint                rdg_plant_car_failures_at_test     (const RdgPlantCar *self);

char                *rdg_plant_failure_dup_text         (const RdgPlantFailure *self);

#define RDG_PLANT_ANY (-1)

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgPlantCar, rdg_plant_car_clear)

G_END_DECLS
