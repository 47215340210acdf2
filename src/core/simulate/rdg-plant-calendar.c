/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plant's calendar: three shifts from six in the morning, slow weekends,
 * days that are more or less loaded. Production is spread over the days by
 * weight and over a day by shift.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-private.h"

#include "rdg-datetime.h"

#define HOUR_MS 3600000.0
#define SHIFT_HOURS 8.0
#define FIRST_SHIFT_HOUR 6

static const double shift_shares[] = { 0.36, 0.35, 0.29 };

/* 1970 began on a Thursday. */
static double
weight_of_day (gint64 at)
{
  switch ((at / RDG_DATETIME_DAY_MS + 3) % 7)
    {
    case 5:
      return 0.45;
    case 6:
      return 0.15;
    default:
      return 1.0;
    }
}

void
_rdg_plant_calendar_init (RdgPlant *self)
{
  RdgRng rng;
  double sum = 0.0;

  _rdg_plant_init_rng (self, &rng, RDG_PLANT_STREAM_CALENDAR, 0);

  /* It ends on a Thursday morning, in the middle of work, so that cars wait for their test. */
  self->end = rdg_datetime_make (2024, 6, 6, (gint64) (FIRST_SHIFT_HOUR * HOUR_MS));
  self->start = self->end - self->days * RDG_DATETIME_DAY_MS;
  self->first_number = 100000 + (guint) rdg_rng_below (&rng, 3000000);
  self->production = g_new (double, self->days + 1);
  self->loads = g_new (double, self->days);

  for (guint day = 0; day < self->days; day++)
    {
      double weight = weight_of_day (self->start + day * RDG_DATETIME_DAY_MS);

      self->production[day] = sum;
      sum += weight * (0.92 + 0.16 * rdg_rng_uniform (&rng));
      self->loads[day] = (weight < 1.0 ? 1.25 : 1.0) * (0.85 + 0.4 * rdg_rng_uniform (&rng));
    }
  self->production[self->days] = sum;
  for (guint day = 0; day <= self->days; day++)
    self->production[day] /= sum;
}

/* When the car leaves ZP7 that has this share of the whole production before it. */
gint64
_rdg_plant_slot (const RdgPlant *self,
                 double          share)
{
  guint low = 0, high = self->days;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (self->production[middle] <= share)
        low = middle;
      else
        high = middle;
    }

  double rest = (share - self->production[low]) /
                (self->production[low + 1] - self->production[low]);
  guint shift = 0;

  while (shift < G_N_ELEMENTS (shift_shares) - 1 && rest >= shift_shares[shift])
    rest -= shift_shares[shift++];

  double hours = SHIFT_HOURS * (shift + MIN (rest / shift_shares[shift], 1.0));
  gint64 slot = self->start + low * RDG_DATETIME_DAY_MS + (gint64) (hours * HOUR_MS);

  return MIN (slot, self->end - 1);
}

double
_rdg_plant_load (const RdgPlant *self,
                 gint64          at)
{
  gint64 day = CLAMP ((at - self->start) / RDG_DATETIME_DAY_MS, 0, (gint64) self->days - 1);

  return self->loads[day] * (_rdg_plant_shift (at) == RDG_PLANT_NIGHT ? 1.1 : 1.0);
}

RdgPlantShift
_rdg_plant_shift (gint64 at)
{
  gint64 hour = at / (gint64) HOUR_MS % 24;
  gint64 since_first = (hour - FIRST_SHIFT_HOUR + 24) % 24;

  return (RdgPlantShift) (since_first / (gint64) SHIFT_HOURS);
}
