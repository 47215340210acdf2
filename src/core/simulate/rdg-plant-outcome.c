/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why cars fail the road test: a logistic function of a few causes, some of
 * which the plant's own table shows, some only in part, some not at all. Where
 * the test finds the failure depends on the causes, too.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-private.h"

#include <math.h>

#define TARGET_SHARE 0.069
#define PILOT_CARS 6000
#define MORE_FAILURES 0.45

const RdgPlantCause rdg_plant_causes[RDG_PLANT_N_CAUSES] = {
  { "torque_3108_2", "Torque of operation 3108, screw 2, beyond 2.5 spreads of its nominal value",
    1.30, RDG_PLANT_UNDERBODY },
  { "cabin_twice", "More than one pass through CAB", 1.30, RDG_PLANT_ELECTRICAL },
  { "zp5a_doors", "A failure found at ZP5A on the doors", 1.20, RDG_PLANT_DOORS },
  { "angle_torque_3215", "Operation 3215: angle high and torque low together, or the reverse",
    0.90, RDG_PLANT_FRONT },
  { "drift_4120", "Operation 4120 tightened by the machine that drifted, in its period",
    1.90, RDG_PLANT_UNDERBODY },
  { "engine", "Engine code DRPA", 0.55, RDG_PLANT_FRONT },
  { "night", "Assembled in the night shift", 0.40, RDG_PLANT_GENERAL },
  { "electrical", "Each electrical failure found before the test, up to four", 0.55,
    RDG_PLANT_ELECTRICAL },
  { "part_replaced", "A part was replaced before the test", 0.70, RDG_PLANT_CENTRE },
  { "workmanship", "How badly the whole car was built, which nothing measures", 0.50,
    RDG_PLANT_GENERAL },
};

/* In spreads of the operation, as it really was, measured or not. */
static void
deviations (const RdgPlantCar *car,
            guint              operation,
            guint              screw,
            double            *torque,
            double            *angle)
{
  const RdgPlantOperation *entry = &rdg_plant_operations[operation];
  const RdgPlantTightening *tightening = &car->tightenings[operation][screw];

  *torque = (tightening->torque - entry->torque) / entry->torque_spread;
  *angle = (tightening->angle - entry->angle) / entry->angle_spread;
}

static double
beyond_usual (const RdgPlantCar *car)
{
  double torque, angle;

  deviations (car, rdg_plant_find_operation ("3108"), 1, &torque, &angle);

  return CLAMP (fabs (torque) - 2.5, 0.0, 2.0);
}

static double
angle_against_torque (const RdgPlantCar *car)
{
  guint operation = rdg_plant_find_operation ("3215");
  guint screws = rdg_plant_operations[operation].screws;
  double torque_sum = 0.0, angle_sum = 0.0;

  for (guint screw = 0; screw < screws; screw++)
    {
      double torque, angle;

      deviations (car, operation, screw, &torque, &angle);
      torque_sum += torque;
      angle_sum += angle;
    }

  return CLAMP (-torque_sum * angle_sum / screws, 0.0, 3.0);
}

static double
drift_seen (const RdgPlant    *self,
            const RdgPlantCar *car)
{
  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->hall == RDG_PLANT_ZP6 || visit->hall == RDG_PLANT_ZP62)
        return _rdg_plant_drift (self, car->line, visit->at);
    }

  return 0.0;
}

static gboolean
part_replaced (const RdgPlantCar *car)
{
  for (guint i = 0; i < car->failures->len; i++)
    if (g_array_index (car->failures, RdgPlantFailure, i).remedy == RDG_PLANT_REMEDY_PART)
      return TRUE;

  return FALSE;
}

static void
weigh_causes (const RdgPlant    *self,
              const RdgPlantCar *car,
              double             values[RDG_PLANT_N_CAUSES])
{
  values[RDG_PLANT_CAUSE_3108] = beyond_usual (car);
  values[RDG_PLANT_CAUSE_CABIN_TWICE] =
    rdg_plant_car_passes_before_test (car, RDG_PLANT_CAB, FALSE) > 1;
  values[RDG_PLANT_CAUSE_DOORS] =
    rdg_plant_car_failures_before_test (car, RDG_PLANT_ZP5A, RDG_PLANT_DOORS) > 0;
  values[RDG_PLANT_CAUSE_3215] = angle_against_torque (car);
  values[RDG_PLANT_CAUSE_DRIFT] = drift_seen (self, car);
  values[RDG_PLANT_CAUSE_ENGINE] = car->engine == RDG_PLANT_HARD_ENGINE;
  values[RDG_PLANT_CAUSE_NIGHT] = car->shift == RDG_PLANT_NIGHT;
  values[RDG_PLANT_CAUSE_ELECTRICAL] =
    MIN (rdg_plant_car_failures_before_test (car, RDG_PLANT_ANY, RDG_PLANT_ELECTRICAL), 4);
  values[RDG_PLANT_CAUSE_PART_REPLACED] = part_replaced (car);
  values[RDG_PLANT_CAUSE_WORKMANSHIP] = CLAMP (log (car->frailty), -1.5, 2.0);

  for (guint i = 0; i < RDG_PLANT_N_CAUSES; i++)
    values[i] *= rdg_plant_causes[i].coefficient;
}

static double
sum_causes (const double values[RDG_PLANT_N_CAUSES])
{
  double sum = 0.0;

  for (guint i = 0; i < RDG_PLANT_N_CAUSES; i++)
    sum += values[i];

  return sum;
}

static double
logistic (double log_odds)
{
  return 1.0 / (1.0 + exp (-log_odds));
}

/* Finds the intercept at which the usual share of tested cars fails, on cars spread evenly over
 * the production. */
void
_rdg_plant_calibrate (RdgPlant *self)
{
  guint n = MIN (self->cars, PILOT_CARS);
  g_autofree double *sums = g_new (double, n);
  g_auto (RdgPlantCar) car = { 0 };
  double low = -12.0, high = 4.0;

  rdg_plant_car_init (&car);
  for (guint i = 0; i < n; i++)
    {
      double values[RDG_PLANT_N_CAUSES];

      _rdg_plant_build_car (self, (guint) ((guint64) i * self->cars / n), &car);
      weigh_causes (self, &car, values);
      sums[i] = sum_causes (values);
    }

  for (guint step = 0; step < 50; step++)
    {
      double middle = (low + high) / 2.0;
      double expected = 0.0;

      for (guint i = 0; i < n; i++)
        expected += logistic (middle + sums[i]);
      if (expected < TARGET_SHARE * n)
        low = middle;
      else
        high = middle;
    }

  self->intercept = (low + high) / 2.0;
}

/* A cause leads to its zone; without one the failure may be anywhere. */
static RdgPlantZoneId
choose_zone (RdgRng       *rng,
             const double  values[RDG_PLANT_N_CAUSES])
{
  const guint8 *usual = rdg_plant_halls[RDG_PLANT_ROD].zone_weights;
  double weights[RDG_PLANT_N_ZONES];
  double sum = 0.0;
  guint zone;

  for (zone = 0; zone < RDG_PLANT_N_ZONES; zone++)
    weights[zone] = 0.008 * usual[zone];
  for (guint i = 0; i < RDG_PLANT_N_CAUSES; i++)
    weights[rdg_plant_causes[i].zone] += MAX (values[i], 0.0);
  for (zone = 0; zone < RDG_PLANT_N_ZONES; zone++)
    sum += weights[zone];

  double drawn = sum * rdg_rng_uniform (rng);

  for (zone = 0; zone < RDG_PLANT_N_ZONES - 1 && drawn >= weights[zone]; zone++)
    drawn -= weights[zone];

  return (RdgPlantZoneId) zone;
}

/* Lets the car through the road test, if the simulation lasts that long. */
void
_rdg_plant_test (const RdgPlant *self,
                 RdgPlantCar    *car)
{
  RdgPlantVisit test = { .hall = RDG_PLANT_ROD, .at = car->test_at, .after_test = TRUE };
  double values[RDG_PLANT_N_CAUSES];
  RdgRng rng;

  weigh_causes (self, car, values);
  car->probability = logistic (self->intercept + sum_causes (values));
  if (car->test_at >= self->end)
    {
      car->outcome = RDG_PLANT_WAITING;
      return;
    }

  _rdg_plant_init_outcome_rng (self, &rng, RDG_PLANT_STREAM_OUTCOME, car->index);
  if (!_rdg_plant_chance (&rng, car->probability))
    {
      car->outcome = RDG_PLANT_PASSED;
      return;
    }

  guint count = 1 + rdg_rng_poisson (&rng, MORE_FAILURES);

  car->outcome = RDG_PLANT_FAILED;
  for (guint i = 0; i < count; i++)
    _rdg_plant_add_failure (self, car, &rng, &test, choose_zone (&rng, values));
}
