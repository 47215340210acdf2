/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the long tests of a list of cars will find. */
#pragma once

#include "rdg-prediction-service.h"

G_BEGIN_DECLS

/**
 * RdgForecast:
 * @n_long: how many cars go to the long test
 * @caught: how many failures that is expected to find
 * @caught_low: and at least, in 19 of 20 cases
 * @caught_high: and at most
 * @failures: how many there will be in all cars
 */
typedef struct
{
  gsize  n_long;
  double caught;
  double caught_low;
  double caught_high;
  double failures;
} RdgForecast;

void rdg_forecast_make (RdgForecast       *self,
                        const RdgRiskList *cars,
                        double             threshold);

G_END_DECLS
