/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the plant's table condenses a car. All but the label and TOTAL_FALHAS
 * look only at what was known when the car left ZP7; TOTAL_FALHAS counts on
 * after the test, as the plant's does.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-predict-columns.h"

#include <math.h>

#include "rdg-plant-private.h"

/* ZP6 and ZP62 are two places for one step. */
static const RdgPlantVisit *
last_pass (const RdgPlantCar *car,
           RdgPlantHallId     hall)
{
  const RdgPlantVisit *visit = rdg_plant_car_last_visit (car, hall);

  if (visit == NULL && hall == RDG_PLANT_ZP6)
    visit = rdg_plant_car_last_visit (car, RDG_PLANT_ZP62);

  return visit;
}

static double
minutes (gint64 from,
         gint64 to)
{
  return (double) (to - from) / RDG_PLANT_MINUTE_MS;
}

static double
count_passes (const RdgPlantCar      *car,
              const RdgPredictColumn *column)
{
  guint passes = rdg_plant_car_passes_before_test (car, column->hall, TRUE);

  if (column->hall == RDG_PLANT_ZP6)
    passes += rdg_plant_car_passes_before_test (car, RDG_PLANT_ZP62, TRUE);

  return passes;
}

/* Below zero where the car went back. */
static double
between_halls (const RdgPlantCar      *car,
               const RdgPredictColumn *column)
{
  const RdgPlantVisit *from = last_pass (car, column->hall);
  const RdgPlantVisit *to = last_pass (car, column->next);

  return from == NULL || to == NULL ? NAN : minutes (from->at, to->at);
}

static double
time_inside (const RdgPlantCar      *car,
             const RdgPredictColumn *column)
{
  double sum = 0.0;

  if (rdg_plant_car_passes_before_test (car, column->hall, TRUE) == 0)
    return NAN;

  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->hall == column->hall && visit->recorded && !visit->after_test)
        sum += visit->dwell;
    }

  return sum;
}

static double
total_time (const RdgPlantCar      *car,
            const RdgPredictColumn *column)
{
  const RdgPlantVisit *from = rdg_plant_car_first_visit (car, RDG_PLANT_ZP5);

  return from == NULL ? NAN : minutes (from->at, car->ready_at);
}

static double
beyond_dwell (const RdgPlantCar      *car,
              const RdgPredictColumn *column)
{
  return time_inside (car, column) - rdg_plant_halls[column->hall].dwell;
}

static double
beyond_optimum (const RdgPlantCar      *car,
                const RdgPredictColumn *column)
{
  return total_time (car, column) - rdg_plant_variants[car->variant].optimum;
}

static double
beyond_paint (const RdgPlantCar      *car,
              const RdgPredictColumn *column)
{
  return between_halls (car, column) - rdg_plant_colours[car->colour].paint_minutes;
}

static guint
stations_with_failures (const RdgPlantCar *car,
                        RdgPlantHallId     hall)
{
  gboolean seen[RDG_PLANT_N_STATIONS] = { FALSE };
  guint count = 0;

  for (guint i = 0; i < car->failures->len; i++)
    {
      const RdgPlantFailure *failure = &g_array_index (car->failures, RdgPlantFailure, i);

      if (failure->after_test || failure->hall != hall || seen[failure->station])
        continue;
      seen[failure->station] = TRUE;
      count++;
    }

  return count;
}

static double
count_nok (const RdgPlantCar      *car,
           const RdgPredictColumn *column)
{
  guint count = stations_with_failures (car, column->hall);

  if (column->hall == RDG_PLANT_ZP6)
    count += stations_with_failures (car, RDG_PLANT_ZP62);

  return count;
}

/* A hall that did not see the car has released nothing. */
static double
count_ok (const RdgPlantCar      *car,
          const RdgPredictColumn *column)
{
  double stations = rdg_plant_halls[column->hall].n_stations;

  if (count_passes (car, column) <= 0.0)
    return 0.0;

  return MAX (stations - count_nok (car, column), 0.0);
}

static double
count_hall_failures (const RdgPlantCar      *car,
                     const RdgPredictColumn *column)
{
  return rdg_plant_car_failures_before_test (car, column->hall, RDG_PLANT_ANY);
}

static double
count_zone_failures (const RdgPlantCar      *car,
                     const RdgPredictColumn *column)
{
  return rdg_plant_car_failures_before_test (car, RDG_PLANT_ANY, column->zone);
}

static double
count_all_failures (const RdgPlantCar      *car,
                    const RdgPredictColumn *column)
{
  return car->failures->len;
}

static double
count_test_failures (const RdgPlantCar      *car,
                     const RdgPredictColumn *column)
{
  return car->outcome == RDG_PLANT_WAITING ? NAN : rdg_plant_car_failures_at_test (car);
}

static double
count_remedies (const RdgPlantCar      *car,
                const RdgPredictColumn *column)
{
  guint count = 0;

  for (guint i = 0; i < car->failures->len; i++)
    {
      const RdgPlantFailure *failure = &g_array_index (car->failures, RdgPlantFailure, i);

      count += !failure->after_test && failure->remedy == column->remedy;
    }

  return count;
}

static double
has_sunroof (const RdgPlantCar      *car,
             const RdgPredictColumn *column)
{
  return rdg_plant_variants[car->variant].sunroof;
}

static double
has_driver_package (const RdgPlantCar      *car,
                    const RdgPredictColumn *column)
{
  return rdg_plant_variants[car->variant].driver_package;
}

typedef struct
{
  double sum, least, most;
  guint  n;
} Summary;

static Summary
summarise (const RdgPlantCar *car,
           guint              operation,
           gboolean           torque)
{
  Summary summary = { 0.0, INFINITY, -INFINITY, 0 };

  for (guint screw = 0; screw < rdg_plant_operations[operation].screws; screw++)
    {
      const RdgPlantTightening *tightening = &car->tightenings[operation][screw];
      double value = torque ? tightening->torque : tightening->angle;

      if (!tightening->measured)
        continue;
      summary.sum += value;
      summary.least = MIN (summary.least, value);
      summary.most = MAX (summary.most, value);
      summary.n++;
    }

  return summary;
}

static double
mean_angle (const RdgPlantCar      *car,
            const RdgPredictColumn *column)
{
  Summary summary = summarise (car, column->operation, FALSE);

  return summary.n == 0 ? NAN : summary.sum / summary.n;
}

static double
max_angle (const RdgPlantCar      *car,
           const RdgPredictColumn *column)
{
  Summary summary = summarise (car, column->operation, FALSE);

  return summary.n == 0 ? NAN : summary.most;
}

static double
min_angle (const RdgPlantCar      *car,
           const RdgPredictColumn *column)
{
  Summary summary = summarise (car, column->operation, FALSE);

  return summary.n == 0 ? NAN : summary.least;
}

static double
mean_torque (const RdgPlantCar      *car,
             const RdgPredictColumn *column)
{
  Summary summary = summarise (car, column->operation, TRUE);

  return summary.n == 0 ? NAN : summary.sum / summary.n;
}

static double
max_torque (const RdgPlantCar      *car,
            const RdgPredictColumn *column)
{
  Summary summary = summarise (car, column->operation, TRUE);

  return summary.n == 0 ? NAN : summary.most;
}

static double
min_torque (const RdgPlantCar      *car,
            const RdgPredictColumn *column)
{
  Summary summary = summarise (car, column->operation, TRUE);

  return summary.n == 0 ? NAN : summary.least;
}

static double
count_torque_nok (const RdgPlantCar      *car,
                  const RdgPredictColumn *column)
{
  guint count = 0;

  for (guint i = 0; i < RDG_PLANT_N_OPERATIONS; i++)
    for (guint screw = 0; screw < rdg_plant_operations[i].screws; screw++)
      count += car->tightenings[i][screw].measured && !car->tightenings[i][screw].torque_ok;

  return count;
}

static const RdgPredictColumn first_columns[] = {
  { "KNR" },
  { "MOD" },
  { "TEMPO_MONT", between_halls, 1, .hall = RDG_PLANT_ZP61, .next = RDG_PLANT_ZP6 },
  { "TEMPO_BODY", between_halls, 1, .hall = RDG_PLANT_ZP5, .next = RDG_PLANT_ZP5A },
  { "TEMPO_ZP5", time_inside, 1, .hall = RDG_PLANT_ZP5 },
  { "TEMPO_ZP6", between_halls, 1, .hall = RDG_PLANT_ZP6, .next = RDG_PLANT_CAB },
  { "TEMPO_ZP7", time_inside, 1, .hall = RDG_PLANT_ZP7 },
  { "TEMPO_CABINES", time_inside, 1, .hall = RDG_PLANT_CAB },
  { "TEMPO_TOTAL", total_time, 1 },
  { "DIV_MIN_ZP7", beyond_dwell, 1, .hall = RDG_PLANT_ZP7 },
  { "DIV_MIN_OPTIMO", beyond_optimum, 1 },
  { "DIV_MIN_PINT", beyond_paint, 1, .hall = RDG_PLANT_ZP5, .next = RDG_PLANT_ZP5A },
  { "N_POS_ZP7", count_passes, 0, .hall = RDG_PLANT_ZP7 },
  { "N_ZP5", count_passes, 0, .hall = RDG_PLANT_ZP5 },
  { "N_ZP5A", count_passes, 0, .hall = RDG_PLANT_ZP5A },
  { "N_ZP6", count_passes, 0, .hall = RDG_PLANT_ZP6 },
  { "N_CABINES", count_passes, 0, .hall = RDG_PLANT_CAB },
  { "N_OK_ZP5", count_ok, 0, .hall = RDG_PLANT_ZP5 },
  { "N_NOK_ZP5A", count_nok, 0, .hall = RDG_PLANT_ZP5A },
  { "N_OK_ZP5A", count_ok, 0, .hall = RDG_PLANT_ZP5A },
  { "N_NOK_ZP6", count_nok, 0, .hall = RDG_PLANT_ZP6 },
  { "N_OK_ZP6", count_ok, 0, .hall = RDG_PLANT_ZP6 },
  { "N_NOK_CABINES", count_nok, 0, .hall = RDG_PLANT_CAB },
  { "N_OK_CABINES", count_ok, 0, .hall = RDG_PLANT_CAB },
  { "N_NOK_ZP7", count_nok, 0, .hall = RDG_PLANT_ZP7 },
  { "TOTAL_FALHAS", count_all_failures, 0 },
  { "PR_TETO", has_sunroof, 0 },
  { "PR_DRIVE", has_driver_package, 0 },
  { "DIV_SG_ELETRICA", count_zone_failures, 0, .zone = RDG_PLANT_ELECTRICAL },
  { "DIV_SG_ASSOALHO", count_zone_failures, 0, .zone = RDG_PLANT_UNDERBODY },
  { "DIV_SG_GERAL", count_zone_failures, 0, .zone = RDG_PLANT_GENERAL },
  { "FALHAS_ZP5", count_hall_failures, 0, .hall = RDG_PLANT_ZP5 },
  { "FALHAS_ZP5A", count_hall_failures, 0, .hall = RDG_PLANT_ZP5A },
  { "FALHAS_CAB", count_hall_failures, 0, .hall = RDG_PLANT_CAB },
  { "FALHAS_ZP7", count_hall_failures, 0, .hall = RDG_PLANT_ZP7 },
  { RDG_PREDICT_LABEL, count_test_failures, 0 },
  { "TROCA_PECA", count_remedies, 0, .remedy = RDG_PLANT_REMEDY_PART },
  { "REPINT", count_remedies, 0, .remedy = RDG_PLANT_REMEDY_REPAINT },
};

static const struct
{
  const char     *prefix;
  RdgPredictFunc  func;
} summaries[] = {
  { "MEAN_ANGLE", mean_angle },   { "MAX_ANGLE", max_angle },   { "MIN_ANGLE", min_angle },
  { "MEAN_TORQUE", mean_torque }, { "MAX_TORQUE", max_torque }, { "MIN_TORQUE", min_torque },
};

/**
 * rdg_predict_columns_init:
 * @columns: (out caller-allocates): the columns in the order of the file
 */
void
rdg_predict_columns_init (RdgPredictColumn columns[RDG_PREDICT_N_COLUMNS])
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (first_columns); i++)
    columns[n++] = first_columns[i];

  for (guint operation = 0; operation < RDG_PLANT_N_OPERATIONS; operation++)
    {
      const RdgPlantOperation *entry = &rdg_plant_operations[operation];

      if ((entry->flags & RDG_PLANT_IN_PREDICT) == 0)
        continue;

      for (guint i = 0; i < G_N_ELEMENTS (summaries); i++)
        {
          if (summaries[i].func == min_torque && (entry->flags & RDG_PLANT_NO_MIN_TORQUE) != 0)
            continue;

          g_assert (n < RDG_PREDICT_N_COLUMNS - 1);
          columns[n] = (RdgPredictColumn){ .func = summaries[i].func, .decimals = 2,
                                           .operation = operation };
          g_snprintf (columns[n].name, sizeof columns[n].name, "%s_%s", summaries[i].prefix,
                      entry->code);
          n++;
        }
    }

  columns[n++] = (RdgPredictColumn){ "TOTAL_TORQUE_NOK", count_torque_nok, 0 };
  g_assert (n == RDG_PREDICT_N_COLUMNS);
}
