/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant's failures as FALHAS holds them: see rdg-falhas-rows.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-falhas-rows.h"

#include "rdg-datetime.h"
#include "rdg-plant-private.h"

#define DAYS_MISSING_IN 8
#define STRANGE_HALL 0.06
#define MULTIVALUE 0.006
#define DAY_FIRST 0.45
#define TWICE 0.02
#define SECOND_MS 1000

/**
 * rdg_falhas_station_name:
 * @station: a place in the catalogue
 * @name: where to write
 *
 * Returns: (transfer none): what ESTACAO says
 */
const char *
rdg_falhas_station_name (guint station,
                         char  name[16])
{
  g_snprintf (name, 16, "EST-%03u", station + 1);

  return name;
}

/**
 * rdg_falhas_user_name:
 * @inspector: a number
 * @name: where to write
 *
 * Returns: (transfer none): what USUARIO says: personal data, and easy to find where it must not be
 */
const char *
rdg_falhas_user_name (guint inspector,
                      char  name[16])
{
  g_snprintf (name, 16, "U%07u", 7310000 + (inspector * 7919 + 4242) % 99991);

  return name;
}

/**
 * rdg_falhas_first_time:
 *
 * A real export of failures rarely goes back as far as that of the positions: cars that were tested
 * before it begins have no outcome.
 *
 * Returns: from when on failures are in the file
 */
gint64
rdg_falhas_first_time (const RdgPlant *plant,
                       guint           dirt)
{
  gint64 days = plant->days / DAYS_MISSING_IN;

  if (dirt == 0 || days == 0)
    return G_MININT64;

  return plant->start / RDG_DATETIME_DAY_MS * RDG_DATETIME_DAY_MS + days * RDG_DATETIME_DAY_MS;
}

static gboolean
saw_the_test (const RdgPlantCar *car)
{
  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->hall == RDG_PLANT_ROD && visit->recorded)
        return TRUE;
    }

  return FALSE;
}

/* Halls that the plant's own table does not count may be written with another code. Nobody knows
 * whether such a hall comes before the road test, so no car whose outcome hangs on that has one. */
static void
name_hall (RdgFalhasRow *row,
           gboolean      may_be_strange,
           RdgRng       *rng)
{
  static const char * const strange[] = {
    "ZP82", "ZP6Q", "ESPC", "RUID", "BUY", "DKA", "PROC", "PVC", "PROF", "TLUI", "INTE", "Q3RE", "",
  };
  RdgPlantHallId hall = row->failure->hall;
  gboolean counted = hall == RDG_PLANT_ZP5 || hall == RDG_PLANT_ZP5A || hall == RDG_PLANT_CAB ||
                     hall == RDG_PLANT_ZP7 || hall == RDG_PLANT_ROD;

  row->hall = rdg_plant_halls[hall].name;
  row->known_hall = (int) hall;

  if (_rdg_plant_chance (rng, STRANGE_HALL) && may_be_strange && !counted)
    {
      row->hall = strange[rdg_rng_below (rng, G_N_ELEMENTS (strange))];
      row->known_hall = -1;
    }
}

static gboolean
says_the_same (const RdgFalhasRow *a,
               const RdgFalhasRow *b)
{
  return a->at == b->at && g_str_equal (a->hall, b->hall) &&
         a->failure->zone == b->failure->zone && a->failure->part == b->failure->part &&
         a->failure->position == b->failure->position && a->failure->defect == b->failure->defect;
}

/* What an inspector found is a row of its own: what looks like a repetition moves by a second. */
static void
keep_apart (GArray       *rows,
            RdgFalhasRow *row)
{
  for (guint i = 0; i < rows->len; i++)
    if (says_the_same (&g_array_index (rows, RdgFalhasRow, i), row))
      {
        row->at += SECOND_MS;
        i = G_MAXUINT;
      }
}

/**
 * rdg_falhas_make_rows:
 * @car: a car of @plant
 * @dirt: the level
 * @rows: (element-type RdgFalhasRow): is emptied and filled
 *
 * Tells what FALHAS holds of @car. The rows are valid as long as @car is not changed.
 */
void
rdg_falhas_make_rows (const RdgPlant    *plant,
                      const RdgPlantCar *car,
                      guint              dirt,
                      GArray            *rows)
{
  gint64 first_time = rdg_falhas_first_time (plant, dirt);
  gboolean may_be_strange = dirt > 0 && saw_the_test (car);
  guint n = 0;
  RdgRng rng;

  g_array_set_size (rows, 0);
  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_FALHAS_DIRT, car->index);

  for (guint i = 0; i < car->failures->len; i++)
    {
      RdgFalhasRow row = { .failure = &g_array_index (car->failures, RdgPlantFailure, i) };
      gboolean day_first = _rdg_plant_chance (&rng, DAY_FIRST);
      gboolean multivalue = _rdg_plant_chance (&rng, MULTIVALUE);

      name_hall (&row, may_be_strange, &rng);
      row.day_first = dirt > 0 && day_first;
      row.multivalue = dirt > 0 && multivalue;
      row.at = row.failure->at;
      if (row.day_first)
        row.at -= row.at % SECOND_MS;
      if (row.at < first_time)
        continue;
      keep_apart (rows, &row);
      g_array_append_val (rows, row);
    }

  n = dirt > 0 ? rows->len : 0;
  for (guint i = 0; i < n; i++)
    {
      RdgFalhasRow row = g_array_index (rows, RdgFalhasRow, i);
      gboolean other_spelling = _rdg_plant_chance (&rng, 0.3);

      if (!_rdg_plant_chance (&rng, TWICE))
        continue;
      row.duplicate = TRUE;
      /* Only whole seconds can be spelt both ways. */
      if (row.at % SECOND_MS == 0 && other_spelling)
        row.day_first = !row.day_first;
      g_array_append_val (rows, row);
    }
}
