/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the inspectors find, hall by hall: more on a car that was built badly,
 * at night, and nearly always at the same station.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-private.h"

#include <math.h>

#define MOST_FAILURES 100
#define MOST_POSITIONS 12
#define BUSY_SHARE 0.97
#define PART_REPLACED 0.045
#define REPAINTED 0.16
#define NIGHT_FACTOR 1.12

/* Some stations, parts and defects are much more usual than others. */
static guint
choose_skewed (RdgRng *rng,
               guint   n)
{
  double u = rdg_rng_uniform (rng);

  return MIN ((guint) (n * u * u), n - 1);
}

static guint
choose_station (RdgRng             *rng,
                const RdgPlantHall *hall)
{
  gboolean has_busy = RDG_PLANT_BUSY_STATION >= hall->first_station &&
                      RDG_PLANT_BUSY_STATION < hall->first_station + hall->n_stations;

  if (has_busy && _rdg_plant_chance (rng, BUSY_SHARE))
    return RDG_PLANT_BUSY_STATION;

  return hall->first_station + choose_skewed (rng, hall->n_stations);
}

/* Each station has its people, four a shift or so, and a few who jump in everywhere. */
static guint8
choose_inspector (RdgRng        *rng,
                  guint          station,
                  RdgPlantShift  shift)
{
  if (_rdg_plant_chance (rng, 0.1))
    return (guint8) rdg_rng_below (rng, RDG_PLANT_N_INSPECTORS);

  return (guint8) ((station * 7 + shift * 53 + (guint) rdg_rng_below (rng, 3)) %
                   RDG_PLANT_N_INSPECTORS);
}

void
_rdg_plant_add_failure (const RdgPlant      *self,
                        RdgPlantCar         *car,
                        RdgRng              *rng,
                        const RdgPlantVisit *visit,
                        RdgPlantZoneId       zone)
{
  const RdgPlantHall *hall = &rdg_plant_halls[visit->hall];
  RdgPlantFailure failure = { .hall = visit->hall, .zone = zone, .after_test = visit->after_test };

  failure.at =
    visit->at - (gint64) (visit->dwell * RDG_PLANT_MINUTE_MS * rdg_rng_uniform (rng));
  failure.station = (guint8) choose_station (rng, hall);
  failure.inspector = choose_inspector (rng, failure.station, _rdg_plant_shift (failure.at));
  failure.part = (guint8) choose_skewed (rng, RDG_PLANT_PARTS_PER_ZONE);
  if (failure.part < RDG_PLANT_N_NUMBERED_PARTS)
    failure.position = (guint8) (1 + choose_skewed (rng, MOST_POSITIONS));

  if (visit->hall == RDG_PLANT_ZP5A && _rdg_plant_chance (rng, 0.75))
    failure.defect = (guint8) choose_skewed (rng, RDG_PLANT_N_PAINT_DEFECTS);
  else
    failure.defect = (guint8) choose_skewed (rng, RDG_PLANT_N_DEFECTS);

  if (failure.defect < RDG_PLANT_N_PAINT_DEFECTS && _rdg_plant_chance (rng, REPAINTED))
    failure.remedy = RDG_PLANT_REMEDY_REPAINT;
  else if (_rdg_plant_chance (rng, PART_REPLACED))
    failure.remedy = RDG_PLANT_REMEDY_PART;

  g_array_append_val (car->failures, failure);
}

static void
inspect_visit (const RdgPlant      *self,
               RdgPlantCar         *car,
               RdgRng              *rng,
               const RdgPlantVisit *visit,
               double               factor)
{
  const RdgPlantHall *hall = &rdg_plant_halls[visit->hall];
  double night = _rdg_plant_shift (visit->at) == RDG_PLANT_NIGHT ? NIGHT_FACTOR : 1.0;
  guint count = rdg_rng_poisson (rng, hall->failures * car->frailty * night * factor);

  for (guint i = 0; i < count && car->failures->len < MOST_FAILURES; i++)
    _rdg_plant_add_failure (self, car, rng, visit,
                            (RdgPlantZoneId) _rdg_plant_choose (rng, hall->zone_weights,
                                                                RDG_PLANT_N_ZONES));
}

void
_rdg_plant_inspect (const RdgPlant *self,
                    RdgPlantCar    *car)
{
  RdgRng rng;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_INSPECTION, car->index);
  for (guint i = 0; i < car->visits->len; i++)
    inspect_visit (self, car, &rng, &g_array_index (car->visits, RdgPlantVisit, i), 1.0);
}

/* A car that failed the road test has more wrong with it than what the test found. */
void
_rdg_plant_inspect_after (const RdgPlant *self,
                          RdgPlantCar    *car)
{
  double factor = car->outcome == RDG_PLANT_FAILED ? 2.0 : 1.0;
  RdgRng rng;

  _rdg_plant_init_outcome_rng (self, &rng, RDG_PLANT_STREAM_LATE_INSPECTION, car->index);
  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->after_test && visit->hall != RDG_PLANT_ROD)
        inspect_visit (self, car, &rng, visit, factor);
    }
}
