/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who a car is and how it moves through the halls. A car is placed by the
 * moment at which it leaves ZP7, and its way there is laid out backwards, so
 * that every car of the simulation has reached the gate of the road test.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-private.h"

#include "rdg-datetime.h"

#include <math.h>

#define CODE_BLOCK 64
#define MOST_PASSES 12
#define MISSING_HALL 0.18
#define SECOND_MISSING_HALL 0.05
#define RUNS_BACKWARDS 0.04
#define CABIN_TWICE 0.075
#define TEST_UNRECORDED 0.004
#define RETEST_AFTER_FAILURE 0.75
#define RETEST_ANYWAY 0.008
#define SHORTEST_WAIT 25.0
#define MEDIAN_WAIT 390.0

/* Cars are built nearly, not quite, in the order of their numbers: within a block the order is
 * turned by an odd factor, which maps the block onto itself. */
static guint
number_of (const RdgPlant *self,
           guint           index)
{
  guint block = index / CODE_BLOCK;
  RdgRng rng;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_CODES, block);

  guint factor = 2 * (guint) rdg_rng_below (&rng, CODE_BLOCK / 2) + 1;
  guint shift = (guint) rdg_rng_below (&rng, CODE_BLOCK);

  return self->first_number + block * CODE_BLOCK + (index * factor + shift) % CODE_BLOCK;
}

static guint
choose_variant (RdgRng *rng)
{
  double drawn = rdg_rng_uniform (rng);
  guint variant = 0;

  while (variant < RDG_PLANT_N_VARIANTS - 1 && drawn >= rdg_plant_variants[variant].share)
    drawn -= rdg_plant_variants[variant++].share;

  return variant;
}

static guint
choose_colour (RdgRng *rng)
{
  double drawn = rdg_rng_uniform (rng);
  guint colour = 0;

  while (colour < RDG_PLANT_N_COLOURS - 1 && drawn >= rdg_plant_colours[colour].share)
    drawn -= rdg_plant_colours[colour++].share;

  return colour;
}

void
_rdg_plant_identify (const RdgPlant *self,
                     RdgPlantCar    *car)
{
  char written[RDG_DATETIME_BUFFER_SIZE];
  RdgRng rng;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_IDENTITY, car->index);
  car->ready_at =
    _rdg_plant_slot (self, (car->index + rdg_rng_uniform (&rng)) / (double) self->cars);
  car->variant = choose_variant (&rng);
  car->colour = choose_colour (&rng);
  car->engine = _rdg_plant_choose (&rng, rdg_plant_variants[car->variant].engine_weights,
                                   RDG_PLANT_N_ENGINES);
  car->line = (guint) rdg_rng_below (&rng, RDG_PLANT_N_LINES);
  car->frailty = exp (0.55 * rdg_rng_normal (&rng) - 0.15);
  if (_rdg_plant_chance (&rng, 0.003))
    car->frailty *= 8.0;

  /* The code begins with the year. */
  rdg_datetime_format (car->ready_at, written);
  g_snprintf (car->code, sizeof car->code, "%.4s-%07u", written, number_of (self, car->index));
}

static void
insert (RdgPlantHallId *halls,
        guint          *n,
        guint           place,
        RdgPlantHallId  hall)
{
  for (guint i = (*n)++; i > place; i--)
    halls[i] = halls[i - 1];
  halls[place] = hall;
}

static guint
find (const RdgPlantHallId *halls,
      guint                 n,
      RdgPlantHallId        hall)
{
  for (guint i = 0; i < n; i++)
    if (halls[i] == hall)
      return i;

  g_return_val_if_reached (0);
}

/* The halls in the order of the car's passes, with its loops. */
static guint
plan_route (const RdgPlantCar *car,
            RdgRng            *rng,
            RdgPlantHallId    *halls)
{
  RdgPlantHallId assembly = _rdg_plant_chance (rng, 0.35) ? RDG_PLANT_ZP62 : RDG_PLANT_ZP6;
  guint n = 0;

  halls[n++] = RDG_PLANT_ZP5;
  halls[n++] = RDG_PLANT_ZP5A;
  halls[n++] = RDG_PLANT_ZP61;
  halls[n++] = assembly;
  halls[n++] = RDG_PLANT_CAB;
  halls[n++] = RDG_PLANT_ZP7;

  if (_rdg_plant_chance (rng, MIN (CABIN_TWICE * (0.6 + 0.4 * car->frailty), 0.5)))
    {
      if (_rdg_plant_chance (rng, 0.3))
        insert (halls, &n, n - 1, RDG_PLANT_ZP7);
      insert (halls, &n, n - 1, RDG_PLANT_CAB);
    }

  if (_rdg_plant_chance (rng, RUNS_BACKWARDS))
    switch (rdg_rng_below (rng, 3))
      {
      case 0:
        insert (halls, &n, find (halls, n, RDG_PLANT_ZP61) + 1, RDG_PLANT_ZP5A);
        break;
      case 1:
        insert (halls, &n, find (halls, n, assembly) + 1, RDG_PLANT_ZP61);
        break;
      default:
        insert (halls, &n, n - 1, assembly);
        break;
      }

  return n;
}

static double
draw_dwell (RdgRng         *rng,
            RdgPlantHallId  hall)
{
  return rdg_plant_halls[hall].dwell * (0.55 + 0.45 * rdg_rng_exponential (rng));
}

/* Moving takes a time that is nearly fixed, and a queue whose length is not. */
static double
draw_travel (RdgRng         *rng,
             RdgPlantHallId  hall,
             double          load)
{
  double mean = rdg_plant_halls[hall].travel;
  double queue = 0.25 * mean * load * rdg_rng_exponential (rng);

  return mean * (0.75 + 0.05 * rdg_rng_normal (rng)) + queue;
}

static void
forget_hall (RdgPlantCar *car,
             RdgRng      *rng)
{
  static const RdgPlantHallId seen_badly[] = {
    RDG_PLANT_ZP5, RDG_PLANT_ZP5A, RDG_PLANT_ZP61, RDG_PLANT_ZP6, RDG_PLANT_CAB,
  };
  RdgPlantHallId hall = seen_badly[rdg_rng_below (rng, G_N_ELEMENTS (seen_badly))];

  for (guint i = 0; i < car->visits->len; i++)
    {
      RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->hall == hall || (hall == RDG_PLANT_ZP6 && visit->hall == RDG_PLANT_ZP62))
        visit->recorded = FALSE;
    }
}

static gint64
minutes_before (gint64 at,
                double minutes)
{
  return at - (gint64) (minutes * RDG_PLANT_MINUTE_MS);
}

void
_rdg_plant_move (const RdgPlant *self,
                 RdgPlantCar    *car)
{
  RdgPlantHallId halls[MOST_PASSES];
  RdgRng rng;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_FLOW, car->index);

  guint n = plan_route (car, &rng, halls);
  gint64 at = car->ready_at;

  g_array_set_size (car->visits, n);
  for (guint i = n; i > 0; i--)
    {
      RdgPlantHallId hall = halls[i - 1];
      double dwell = draw_dwell (&rng, hall);
      double travel = draw_travel (&rng, hall, _rdg_plant_load (self, at));

      if (hall == RDG_PLANT_ZP5A)
        travel += rdg_plant_colours[car->colour].paint_minutes - rdg_plant_colours[0].paint_minutes;
      if (hall == RDG_PLANT_ZP6 || hall == RDG_PLANT_ZP62)
        car->shift = _rdg_plant_shift (at);

      g_array_index (car->visits, RdgPlantVisit, i - 1) = (RdgPlantVisit){
        .hall = hall, .at = at, .dwell = dwell, .recorded = TRUE,
      };
      at = minutes_before (at, dwell + travel);
    }

  if (_rdg_plant_chance (&rng, MISSING_HALL))
    {
      forget_hall (car, &rng);
      if (_rdg_plant_chance (&rng, SECOND_MISSING_HALL))
        forget_hall (car, &rng);
    }

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_WAIT, car->index);

  double wait = SHORTEST_WAIT + MEDIAN_WAIT * exp (0.7 * rdg_rng_normal (&rng)) *
                                _rdg_plant_load (self, car->ready_at);

  car->test_at = minutes_before (car->ready_at, -wait);
}

/* Adds a pass at or after the road test, unless the simulation has ended by then. */
static gint64
pass_after_test (const RdgPlant *self,
                 RdgPlantCar    *car,
                 RdgRng         *rng,
                 RdgPlantHallId  hall,
                 gint64          at,
                 gboolean        recorded)
{
  RdgPlantVisit visit = {
    .hall = hall, .at = at, .dwell = draw_dwell (rng, hall), .recorded = recorded,
    .after_test = TRUE,
  };

  if (at < self->end)
    g_array_append_val (car->visits, visit);

  return at;
}

void
_rdg_plant_move_after_test (const RdgPlant *self,
                            RdgPlantCar    *car)
{
  static const RdgPlantHallId rest[] = { RDG_PLANT_AGUA, RDG_PLANT_ZP8 };
  gboolean failed = car->outcome == RDG_PLANT_FAILED;
  gint64 at = car->test_at;
  RdgRng rng;

  _rdg_plant_init_outcome_rng (self, &rng, RDG_PLANT_STREAM_AFTERWARDS, car->index);
  pass_after_test (self, car, &rng, RDG_PLANT_ROD, at, !_rdg_plant_chance (&rng, TEST_UNRECORDED));

  if (_rdg_plant_chance (&rng, failed ? RETEST_AFTER_FAILURE : RETEST_ANYWAY))
    {
      at = minutes_before (at, -draw_travel (&rng, RDG_PLANT_ZP8R, 1.0));
      pass_after_test (self, car, &rng, RDG_PLANT_ZP8R, at, TRUE);
      at = minutes_before (at, -draw_travel (&rng, RDG_PLANT_ZP8, 1.5));
      pass_after_test (self, car, &rng, RDG_PLANT_ROD, at, TRUE);
    }

  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    {
      at = minutes_before (at, -draw_travel (&rng, rest[i], _rdg_plant_load (self, at)));
      pass_after_test (self, car, &rng, rest[i], at, TRUE);
    }
}
