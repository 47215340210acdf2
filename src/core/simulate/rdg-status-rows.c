/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The track sensors' positions of a car: see rdg-status-rows.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-status-rows.h"

#include "rdg-plant-private.h"

#define POSITION_SEEN 0.62
#define UNKNOWN_CODE (1.0 / 3000.0)
#define TWICE 0.004
#define BEFORE_FIRST_HALL_MS (2.0 * 60.0 * RDG_PLANT_MINUTE_MS)

/* The positions on the way to a hall; with the halls' own codes they make RDG_STATUS_N_CODES. */
typedef struct
{
  char  letter;
  guint n;
} Leg;

static const Leg legs[RDG_PLANT_N_HALLS] = {
  [RDG_PLANT_ZP5] = { 'R', 10 },  [RDG_PLANT_ZP5A] = { 'L', 22 }, [RDG_PLANT_ZP61] = { 'G', 16 },
  [RDG_PLANT_ZP6] = { 'K', 18 },  [RDG_PLANT_ZP62] = { 'K', 18 }, [RDG_PLANT_CAB] = { 'N', 12 },
  [RDG_PLANT_ZP7] = { 'P', 10 },  [RDG_PLANT_ROD] = { 'Q', 7 },   [RDG_PLANT_AGUA] = { 'S', 5 },
  [RDG_PLANT_ZP8] = { 'T', 7 },
};

static const char * const hall_codes[RDG_PLANT_N_HALLS] = {
  [RDG_PLANT_ZP5] = "R750",  [RDG_PLANT_ZP5A] = "L540", [RDG_PLANT_ZP61] = "G700",
  [RDG_PLANT_ZP6] = "M600",  [RDG_PLANT_ZP62] = "M600", [RDG_PLANT_CAB] = "M620",
  [RDG_PLANT_ZP7] = "M700",  [RDG_PLANT_ROD] = "M710",  [RDG_PLANT_AGUA] = "M720",
  [RDG_PLANT_ZP8] = "M800",
};

/**
 * rdg_status_hall_code:
 *
 * Returns: (nullable): the code that marks @hall; none marks ZP8R
 */
const char *
rdg_status_hall_code (RdgPlantHallId hall)
{
  return hall_codes[hall];
}

static RdgStatusRow *
add_row (GArray *rows,
         int     hall,
         gint64  at)
{
  RdgStatusRow row = { .hall = hall, .at = at };

  g_array_append_val (rows, row);

  return &g_array_index (rows, RdgStatusRow, rows->len - 1);
}

/* The way to a hall, in even steps of time. */
static void
add_positions (GArray         *rows,
               RdgPlantHallId  hall,
               gint64          from,
               gint64          to,
               RdgRng         *rng)
{
  const Leg *leg = &legs[hall];

  for (guint i = 0; i < leg->n; i++)
    {
      double share = (i + 0.9 * rdg_rng_uniform (rng)) / leg->n;

      if (!_rdg_plant_chance (rng, POSITION_SEEN))
        continue;

      RdgStatusRow *row = add_row (rows, -1, from + (gint64) (share * (double) (to - from)));

      g_snprintf (row->code, sizeof row->code, "%c%03u", leg->letter, 100 + 10 * i);
    }
}

static void
add_dirt (const RdgPlant    *plant,
          const RdgPlantCar *car,
          GArray            *rows)
{
  static const char * const unknown[] = { "X999", "R75O", "????", "M-710", "99" };
  guint n = rows->len;
  RdgRng rng;

  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_STATUS_DIRT, car->index);
  for (guint i = 0; i < n; i++)
    {
      RdgStatusRow row = g_array_index (rows, RdgStatusRow, i);
      gboolean twice = _rdg_plant_chance (&rng, TWICE);

      if (_rdg_plant_chance (&rng, UNKNOWN_CODE))
        {
          const char *code = unknown[rdg_rng_below (&rng, G_N_ELEMENTS (unknown))];

          RdgStatusRow *added = add_row (rows, -1, row.at + 1);

          g_strlcpy (added->code, code, sizeof added->code);
        }
      if (twice)
        {
          row.duplicate = TRUE;
          g_array_append_val (rows, row);
        }
    }
}

/**
 * rdg_status_make_rows:
 * @car: a car of @plant
 * @dirt: the level
 * @rows: (element-type RdgStatusRow): is emptied and filled
 *
 * Tells what STATUS holds of @car.
 */
void
rdg_status_make_rows (const RdgPlant    *plant,
                      const RdgPlantCar *car,
                      guint              dirt,
                      GArray            *rows)
{
  gint64 before = 0;
  RdgRng rng;

  g_array_set_size (rows, 0);
  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_POSITIONS, car->index);

  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);
      const char *code = hall_codes[visit->hall];

      if (i == 0)
        before = visit->at - (gint64) BEFORE_FIRST_HALL_MS;
      add_positions (rows, visit->hall, before, visit->at, &rng);
      before = visit->at;
      if (!visit->recorded || code == NULL)
        continue;

      /* Two places for one step, and one code for both. */
      RdgPlantHallId hall = visit->hall == RDG_PLANT_ZP62 ? RDG_PLANT_ZP6 : visit->hall;
      RdgStatusRow *row = add_row (rows, (int) hall, visit->at);

      g_strlcpy (row->code, code, sizeof row->code);
    }

  if (dirt > 0)
    add_dirt (plant, car, rows);
}
