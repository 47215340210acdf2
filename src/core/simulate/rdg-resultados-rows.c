/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The readings of a car: see rdg-resultados-rows.h. A quarter has tens of
 * millions of them, so what nothing depends on is drawn from one random number.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-resultados-rows.h"

#include <math.h>

#include "rdg-plant-private.h"

#define BAD_SHARE 0.006
#define BAD_SHARE_AFTER_FAILURE 0.15
#define LATE_SHIFT 0.9
#define LIMIT 3.6
#define MOST_ELECTRICAL 4
#define TWICE (1.0 / 2500.0)
#define JUNK (1.0 / 17000.0)
#define SHORTEST_STAY 8.0

/* Of a 64-bit number, four lanes of 15 bits make a value with the spread 1 that stays within 3.5,
 * and the rest of the bits must not be used twice. */
static double
deviation (guint64 bits)
{
  guint32 sum = (guint32) ((bits & 0x7fff) + (bits >> 15 & 0x7fff) + (bits >> 30 & 0x7fff) +
                           (bits >> 45 & 0x7fff));

  return ((double) sum / 32768.0 - 2.0) * 1.7320508;
}

static gint64
measured_at (const RdgPlantVisit *visit,
             const RdgResultKind *kind)
{
  double stay = MAX (visit->dwell, SHORTEST_STAY) * RDG_PLANT_MINUTE_MS;

  return visit->at - (gint64) (stay * (1.0 - kind->share));
}

static gboolean
read_tightening (const RdgPlantCar   *car,
                 const RdgResultKind *kind,
                 RdgResultadosRow    *row)
{
  const RdgPlantTightening *tightening = &car->tightenings[kind->operation][kind->screw];

  if (!tightening->measured)
    return FALSE;

  row->value = kind->source == RDG_SOURCE_TORQUE ? tightening->torque : tightening->angle;
  row->good = kind->source == RDG_SOURCE_TORQUE ? tightening->torque_ok : tightening->angle_ok;

  return TRUE;
}

/* Out of limits means beyond them. The torques that the plant's own table counts are all among the
 * tightenings, so an ordinary torque is never bad. */
static void
read_ordinary (const RdgResultKind *kind,
               RdgRng              *rng,
               double               bad_share,
               double               shift,
               RdgResultadosRow    *row)
{
  double off = deviation (rdg_rng_u64 (rng)) + shift;
  gboolean is_torque = kind->group == RDG_RESULT_SCREW && kind->unit[0] == 'N';

  row->good = is_torque || rdg_rng_u32 (rng) >= bad_share * 4294967296.0;
  if (kind->source == RDG_SOURCE_STATUS_ONLY)
    return;
  if (!row->good)
    off = off < 0.0 ? off - LIMIT : off + LIMIT;
  row->value = kind->mean + kind->spread * off;
}

/* All that the machines of a hall measure while the car is there. */
static void
read_visit (const RdgPlantCar   *car,
            const RdgPlantVisit *visit,
            const GArray        *kinds,
            RdgRng              *rng,
            GArray              *rows)
{
  RdgPlantHallId hall = visit->hall == RDG_PLANT_ZP62 ? RDG_PLANT_ZP6 : visit->hall;
  gboolean failed = car->outcome == RDG_PLANT_FAILED;

  for (guint i = 0; i < kinds->len; i++)
    {
      const RdgResultKind *kind = &g_array_index (kinds, RdgResultKind, i);
      RdgResultadosRow row = { .kind = i, .value = NAN };

      if (kind->hall != hall)
        continue;

      if (kind->source == RDG_SOURCE_LATE)
        read_ordinary (kind, rng, failed ? BAD_SHARE_AFTER_FAILURE : BAD_SHARE,
                       failed ? LATE_SHIFT : 0.0, &row);
      else if (kind->source != RDG_SOURCE_TORQUE && kind->source != RDG_SOURCE_ANGLE)
        read_ordinary (kind, rng, BAD_SHARE, 0.0, &row);
      else if (!read_tightening (car, kind, &row))
        continue;

      row.at = measured_at (visit, kind);
      g_array_append_val (rows, row);
    }
}

/* Screws are tightened once; what is tested electrically is tested again in each pass through CAB,
 * and at the end of the line in the last pass. */
static gboolean
measures_in (const RdgPlantCar *car,
             guint              i)
{
  RdgPlantHallId hall = g_array_index (car->visits, RdgPlantVisit, i).hall;

  for (guint j = 0; j < car->visits->len; j++)
    {
      RdgPlantHallId other = g_array_index (car->visits, RdgPlantVisit, j).hall;

      if (other == hall && (hall == RDG_PLANT_ZP7 ? j > i : hall != RDG_PLANT_CAB && j < i))
        return FALSE;
    }

  return TRUE;
}

/* What inspectors found on the electrics before the test, the electric tests had seen. */
static void
show_electrical_failures (const RdgPlantCar *car,
                          const GArray      *kinds,
                          RdgRng            *rng,
                          GArray            *rows)
{
  guint n = rdg_plant_car_failures_before_test (car, RDG_PLANT_ANY, RDG_PLANT_ELECTRICAL);

  n = rows->len > 0 ? MIN (n, MOST_ELECTRICAL) : 0;
  for (guint i = 0; i < n; i++)
    {
      guint from = (guint) rdg_rng_below (rng, rows->len);

      for (guint j = from; j < rows->len; j++)
        {
          RdgResultadosRow *row = &g_array_index (rows, RdgResultadosRow, j);
          const RdgResultKind *kind = &g_array_index (kinds, RdgResultKind, row->kind);

          if (kind->group != RDG_RESULT_ELECTRIC || kind->source != RDG_SOURCE_STATUS_ONLY)
            continue;
          row->good = FALSE;
          break;
        }
    }
}

/* The gaps between rare events are drawn, not the events: there are too many rows. */
static guint
gap (RdgRng *rng,
     double  share)
{
  return (guint) MIN (floor (rdg_rng_exponential (rng) / share), 1e9);
}

static void
add_dirt (const RdgPlant    *plant,
          const RdgPlantCar *car,
          const GArray      *kinds,
          guint              dirt,
          GArray            *rows)
{
  static const char * const junk[] = { "#ERRO", "n/d", "---", "NOK", "0x1F", "NaN", "Inf" };
  static const guint usual_junk = 4;
  guint n = rows->len;
  RdgRng rng;

  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_RESULTADOS_DIRT, car->index);
  for (guint i = gap (&rng, JUNK); i < n; i += 1 + gap (&rng, JUNK))
    {
      RdgResultadosRow *row = &g_array_index (rows, RdgResultadosRow, i);

      if (!isnan (row->value) && !g_array_index (kinds, RdgResultKind, row->kind).exact)
        row->junk = junk[rdg_rng_below (&rng, dirt > 1 ? G_N_ELEMENTS (junk) : usual_junk)];
    }

  for (guint i = gap (&rng, TWICE); i < n; i += 1 + gap (&rng, TWICE))
    {
      RdgResultadosRow row = g_array_index (rows, RdgResultadosRow, i);

      if (row.junk != NULL)
        continue;
      row.duplicate = TRUE;
      g_array_append_val (rows, row);
    }
}

/**
 * rdg_resultados_make_rows:
 * @car: a car of @plant
 * @kinds: (element-type RdgResultKind): what is measured
 * @dirt: the level
 * @rows: (element-type RdgResultadosRow): is emptied and filled
 *
 * Tells what RESULTADOS holds of @car: first what was measured before the road test, in the order
 * of time, then what was measured after it.
 */
void
rdg_resultados_make_rows (const RdgPlant    *plant,
                          const RdgPlantCar *car,
                          const GArray      *kinds,
                          guint              dirt,
                          GArray            *rows)
{
  RdgRng rng, late_rng;

  g_array_set_size (rows, 0);
  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_READINGS, car->index);
  _rdg_plant_init_outcome_rng (plant, &late_rng, RDG_PLANT_STREAM_LATE_READINGS, car->index);

  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (!visit->after_test && measures_in (car, i))
        read_visit (car, visit, kinds, &rng, rows);
    }
  show_electrical_failures (car, kinds, &rng, rows);

  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->after_test)
        read_visit (car, visit, kinds, &late_rng, rows);
    }

  if (dirt > 0)
    add_dirt (plant, car, kinds, dirt, rows);
}
