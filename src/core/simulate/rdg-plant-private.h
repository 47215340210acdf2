/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the simulated world know of each other. */
#pragma once

#include "rdg-plant.h"
#include "rdg-rng.h"

G_BEGIN_DECLS

#define RDG_PLANT_MINUTE_MS 60000.0

/* One random stream a purpose: drawing more for one never changes another. The numbers are part
 * of what a seed means: add at the end. */
typedef enum
{
  RDG_PLANT_STREAM_CALENDAR = 1,
  RDG_PLANT_STREAM_TOOLS,
  RDG_PLANT_STREAM_CODES,
  RDG_PLANT_STREAM_IDENTITY,
  RDG_PLANT_STREAM_FLOW,
  RDG_PLANT_STREAM_TIGHTENING,
  RDG_PLANT_STREAM_INSPECTION,
  RDG_PLANT_STREAM_WAIT,
  RDG_PLANT_STREAM_OUTCOME,
  RDG_PLANT_STREAM_AFTERWARDS,
  RDG_PLANT_STREAM_LATE_INSPECTION,
  RDG_PLANT_STREAM_DIRT,
  RDG_PLANT_STREAM_POSITIONS,
  RDG_PLANT_STREAM_READINGS,
  RDG_PLANT_STREAM_LATE_READINGS,
  RDG_PLANT_STREAM_FALHAS_DIRT,
  RDG_PLANT_STREAM_STATUS_DIRT,
  RDG_PLANT_STREAM_RESULTADOS_DIRT,
  RDG_PLANT_STREAM_FALHAS_SPELLING,
  RDG_PLANT_STREAM_STATUS_SPELLING,
  RDG_PLANT_STREAM_RESULTADOS_SPELLING,
} RdgPlantStream;

/* A tightening machine: its bias moves with wear and jumps when the tool is changed. */
typedef struct
{
  double  torque_bias;          /* in spreads of the operation */
  double  angle_bias;
  double  wear;                 /* spreads a day */
  guint   n_changes;
  gint64 *changes;              /* ascending */
  double *jumps;
} RdgPlantTool;

struct _RdgPlant
{
  guint        cars;
  guint        days;
  guint64      seed;
  guint64      outcome_seed;
  gint64       start;
  gint64       end;
  double      *production;      /* cumulative by day, days + 1 values from 0 to 1 */
  double      *loads;           /* by day: how slow the halls are */
  guint        first_number;
  RdgPlantTool tools[RDG_PLANT_N_OPERATIONS][RDG_PLANT_N_LINES];
  gint64       drift_from;
  gint64       drift_to;
  double       intercept;
};

static inline void
_rdg_plant_init_rng (const RdgPlant *self,
                     RdgRng         *rng,
                     RdgPlantStream  stream,
                     guint           item)
{
  rdg_rng_init (rng, self->seed, (guint64) stream << 40 | item);
}

/* For what is decided by or after the road test. */
static inline void
_rdg_plant_init_outcome_rng (const RdgPlant *self,
                             RdgRng         *rng,
                             RdgPlantStream  stream,
                             guint           item)
{
  rdg_rng_init (rng, self->outcome_seed, (guint64) stream << 40 | item);
}

static inline gboolean
_rdg_plant_chance (RdgRng *rng,
                   double  probability)
{
  return rdg_rng_uniform (rng) < probability;
}

guint         _rdg_plant_choose          (RdgRng            *rng,
                                          const guint8      *weights,
                                          guint              n);

/* rdg-plant-calendar.c */
void          _rdg_plant_calendar_init   (RdgPlant          *self);
gint64        _rdg_plant_slot            (const RdgPlant    *self,
                                          double             share);
double        _rdg_plant_load            (const RdgPlant    *self,
                                          gint64             at);
RdgPlantShift _rdg_plant_shift           (gint64             at);

/* rdg-plant-tools.c */
void          _rdg_plant_tools_init      (RdgPlant          *self);
void          _rdg_plant_tools_clear     (RdgPlant          *self);
double        _rdg_plant_drift           (const RdgPlant    *self,
                                          guint              line,
                                          gint64             at);
void          _rdg_plant_tighten         (const RdgPlant    *self,
                                          RdgPlantCar       *car);

/* rdg-plant-flow.c */
void          _rdg_plant_identify        (const RdgPlant    *self,
                                          RdgPlantCar       *car);
void          _rdg_plant_move            (const RdgPlant    *self,
                                          RdgPlantCar       *car);
void          _rdg_plant_move_after_test (const RdgPlant    *self,
                                          RdgPlantCar       *car);

/* rdg-plant-inspection.c */
void          _rdg_plant_inspect         (const RdgPlant    *self,
                                          RdgPlantCar       *car);
void          _rdg_plant_inspect_after   (const RdgPlant    *self,
                                          RdgPlantCar       *car);
void          _rdg_plant_add_failure     (const RdgPlant    *self,
                                          RdgPlantCar       *car,
                                          RdgRng            *rng,
                                          const RdgPlantVisit *visit,
                                          RdgPlantZoneId     zone);

/* rdg-plant-outcome.c */
void          _rdg_plant_calibrate       (RdgPlant          *self);
void          _rdg_plant_test            (const RdgPlant    *self,
                                          RdgPlantCar       *car);

/* For calibration and tests: the car up to the gate of the road test. */
void          _rdg_plant_build_car       (const RdgPlant    *self,
                                          guint              index,
                                          RdgPlantCar       *car);
void          _rdg_plant_set_outcome_seed (RdgPlant         *self,
                                           guint64           outcome_seed);

G_END_DECLS
