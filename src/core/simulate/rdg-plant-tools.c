/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tightening machines: each operation has one a line. A machine has its
 * own bias, wears off between tool changes, and one of them drifts for a while.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-private.h"

#include "rdg-datetime.h"

#include <math.h>

#define DRIFT_OPERATION "4120"
#define DRIFT_LINE 1
#define DRIFT_SPREADS 2.2
#define WIDE_OPERATION "3108"
#define WIDE_SCREW 1
#define WIDE_FACTOR 1.9
#define CALL_LOST 0.02
#define SCREW_LOST 0.006
#define OUTLIER 0.004

static void
init_tool (RdgPlant *self,
           guint     operation,
           guint     line)
{
  RdgPlantTool *tool = &self->tools[operation][line];
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) jumps = g_array_new (FALSE, FALSE, sizeof (double));
  RdgRng rng;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_TOOLS, operation * RDG_PLANT_N_LINES + line);
  tool->torque_bias = 0.25 * rdg_rng_normal (&rng);
  tool->angle_bias = 0.3 * rdg_rng_normal (&rng);
  tool->wear = 0.01 + 0.05 * rdg_rng_uniform (&rng);

  double between = 5.0 + 9.0 * rdg_rng_uniform (&rng);
  gint64 at = self->start - (gint64) (20.0 * (double) RDG_DATETIME_DAY_MS);

  while (at < self->end)
    {
      double jump = 0.15 * rdg_rng_normal (&rng);

      g_array_append_val (changes, at);
      g_array_append_val (jumps, jump);
      at += (gint64) (between * (0.7 + 0.6 * rdg_rng_uniform (&rng)) *
                      (double) RDG_DATETIME_DAY_MS);
    }

  tool->n_changes = changes->len;
  tool->changes = (gint64 *) (gpointer) g_array_free (g_steal_pointer (&changes), FALSE);
  tool->jumps = (double *) (gpointer) g_array_free (g_steal_pointer (&jumps), FALSE);
}

void
_rdg_plant_tools_init (RdgPlant *self)
{
  double length = (double) (self->end - self->start);

  for (guint operation = 0; operation < RDG_PLANT_N_OPERATIONS; operation++)
    for (guint line = 0; line < RDG_PLANT_N_LINES; line++)
      init_tool (self, operation, line);

  self->drift_from = self->start + (gint64) (0.40 * length);
  self->drift_to = self->start + (gint64) (0.75 * length);
}

void
_rdg_plant_tools_clear (RdgPlant *self)
{
  for (guint operation = 0; operation < RDG_PLANT_N_OPERATIONS; operation++)
    for (guint line = 0; line < RDG_PLANT_N_LINES; line++)
      {
        g_free (self->tools[operation][line].changes);
        g_free (self->tools[operation][line].jumps);
      }
}

/* How far the drifting machine is gone when it works on this line at this time, 0 to 1: it grows
 * for half of its period, stays, and ends with a repair. */
double
_rdg_plant_drift (const RdgPlant *self,
                  guint           line,
                  gint64          at)
{
  if (line != DRIFT_LINE || at < self->drift_from || at >= self->drift_to)
    return 0.0;

  return MIN (2.0 * (double) (at - self->drift_from) /
              (double) (self->drift_to - self->drift_from), 1.0);
}

static double
tool_bias (const RdgPlantTool *tool,
           gint64              at)
{
  guint low = 0, high = tool->n_changes;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (tool->changes[middle] <= at)
        low = middle;
      else
        high = middle;
    }

  double days = MAX ((double) (at - tool->changes[low]), 0.0) / (double) RDG_DATETIME_DAY_MS;

  return tool->torque_bias + tool->jumps[low] - tool->wear * days;
}

static gint64
assembled_at (const RdgPlantCar *car,
              RdgPlantHallId     hall)
{
  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (visit->hall == hall || (hall == RDG_PLANT_ZP6 && visit->hall == RDG_PLANT_ZP62))
        return visit->at;
    }

  g_return_val_if_reached (car->ready_at);
}

static double
rounded (double value,
         double steps)
{
  return rint (value * steps) / steps;
}

/* Fills the car's tightenings. What was not measured has happened all the same: its values are
 * there for the causes, and writers must look at `measured`. */
void
_rdg_plant_tighten (const RdgPlant *self,
                    RdgPlantCar    *car)
{
  guint wide = rdg_plant_find_operation (WIDE_OPERATION);
  guint drifting = rdg_plant_find_operation (DRIFT_OPERATION);
  RdgRng rng;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_TIGHTENING, car->index);

  for (guint i = 0; i < RDG_PLANT_N_OPERATIONS; i++)
    {
      const RdgPlantOperation *operation = &rdg_plant_operations[i];
      gint64 at = assembled_at (car, operation->hall);
      double bias = tool_bias (&self->tools[i][car->line], at);
      double angle_bias = self->tools[i][car->line].angle_bias;
      double shared = 0.35 * rdg_rng_normal (&rng);
      gboolean call_lost = _rdg_plant_chance (&rng, CALL_LOST);

      if (i == drifting)
        bias -= DRIFT_SPREADS * _rdg_plant_drift (self, car->line, at);
      if (!rdg_plant_car_has_operation (car, i))
        continue;

      for (guint screw = 0; screw < operation->screws; screw++)
        {
          RdgPlantTightening *tightening = &car->tightenings[i][screw];
          double own = rdg_rng_normal (&rng);
          double turn = rdg_rng_normal (&rng);
          double fate = rdg_rng_uniform (&rng);

          if (fate < OUTLIER)
            own *= 4.0;
          if (i == wide && screw == WIDE_SCREW)
            own *= WIDE_FACTOR;

          double torque = bias + shared + own;
          double angle = angle_bias - 0.4 * shared + turn;

          tightening->torque =
            (float) rounded (operation->torque + operation->torque_spread * torque, 100.0);
          tightening->angle =
            (float) rounded (operation->angle + operation->angle_spread * angle, 10.0);
          tightening->measured = !call_lost && fate < 1.0 - SCREW_LOST;
          tightening->torque_ok = fabs (torque) <= operation->tolerance;
          tightening->angle_ok = fabs (angle) <= operation->tolerance;
        }
    }
}
