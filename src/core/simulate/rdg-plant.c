/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated world, put together: see rdg-plant.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-private.h"

guint
_rdg_plant_choose (RdgRng       *rng,
                   const guint8 *weights,
                   guint         n)
{
  guint sum = 0;

  for (guint i = 0; i < n; i++)
    sum += weights[i];

  guint drawn = (guint) rdg_rng_below (rng, sum);

  for (guint i = 0; i < n; i++)
    {
      if (drawn < weights[i])
        return i;
      drawn -= weights[i];
    }

  g_return_val_if_reached (0);
}

/**
 * rdg_plant_new:
 * @cars: how many cars leave ZP7, at least 1
 * @days: in how many days, at least 1
 * @seed: names the world
 *
 * Sets up a plant: calendar, tools, and the intercept that makes the usual share of cars fail.
 * Blocking, for the time of making a few thousand cars.
 */
RdgPlant *
rdg_plant_new (guint   cars,
               guint   days,
               guint64 seed)
{
  g_return_val_if_fail (cars > 0 && days > 0, NULL);

  RdgPlant *self = g_new0 (RdgPlant, 1);

  self->cars = cars;
  self->days = days;
  self->seed = seed;
  self->outcome_seed = seed;
  _rdg_plant_calendar_init (self);
  _rdg_plant_tools_init (self);
  _rdg_plant_calibrate (self);

  return self;
}

/**
 * rdg_plant_free:
 * @self: (transfer full) (nullable): a plant
 */
void
rdg_plant_free (RdgPlant *self)
{
  if (self == NULL)
    return;

  _rdg_plant_tools_clear (self);
  g_free (self->production);
  g_free (self->loads);
  g_free (self);
}

void
_rdg_plant_set_outcome_seed (RdgPlant *self,
                             guint64   outcome_seed)
{
  self->outcome_seed = outcome_seed;
}

void
_rdg_plant_build_car (const RdgPlant *self,
                      guint           index,
                      RdgPlantCar    *car)
{
  rdg_plant_car_reset (car, index);
  _rdg_plant_identify (self, car);
  _rdg_plant_move (self, car);
  _rdg_plant_tighten (self, car);
  _rdg_plant_inspect (self, car);
}

/**
 * rdg_plant_make_car:
 * @index: which car, below the plant's number of cars
 * @car: where to put it; what it held before is gone
 *
 * Makes a car with all that happened to it until the simulation ends.
 */
void
rdg_plant_make_car (const RdgPlant *self,
                    guint           index,
                    RdgPlantCar    *car)
{
  g_return_if_fail (index < self->cars);

  _rdg_plant_build_car (self, index, car);
  _rdg_plant_test (self, car);
  if (car->outcome == RDG_PLANT_WAITING)
    return;

  _rdg_plant_move_after_test (self, car);
  _rdg_plant_inspect_after (self, car);
}

/**
 * rdg_plant_get_start:
 *
 * Returns: the first moment at which cars leave ZP7, as rdg-datetime.h
 */
gint64
rdg_plant_get_start (const RdgPlant *self)
{
  return self->start;
}

/**
 * rdg_plant_get_end:
 *
 * Returns: when the simulation ends; nothing later is known
 */
gint64
rdg_plant_get_end (const RdgPlant *self)
{
  return self->end;
}

/**
 * rdg_plant_get_intercept:
 *
 * Returns: the log-odds of failing without any cause
 */
double
rdg_plant_get_intercept (const RdgPlant *self)
{
  return self->intercept;
}
