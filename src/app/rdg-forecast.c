/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of risks. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <math.h>

#include "rdg-forecast.h"

/* Of the normal distribution, for 19 of 20. */
#define SPREAD 1.96

/**
 * rdg_forecast_make:
 * @self: (out caller-allocates): the forecast
 * @cars: cars, highest risk first
 * @threshold: the risk from which a car goes to the long test
 *
 * Each car fails or not by its own risk, so that the number of failures varies by the sum of
 * p (1 - p).
 */
void
rdg_forecast_make (RdgForecast       *self,
                   const RdgRiskList *cars,
                   double             threshold)
{
  double variance = 0;

  *self = (RdgForecast) { 0 };
  for (gsize i = 0; i < cars->n_cars; i++)
    {
      double risk = cars->risk[i].risk;

      self->failures += risk;
      if (risk < threshold)
        continue;
      self->n_long++;
      self->caught += risk;
      variance += risk * (1 - risk);
    }

  self->caught_low = MAX (0, self->caught - SPREAD * sqrt (variance));
  self->caught_high = MIN ((double) self->n_long, self->caught + SPREAD * sqrt (variance));
}
