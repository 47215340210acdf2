/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure a share of counted cars is. Any thread. */
#pragma once

#include <math.h>

/* Wilson's interval of 95 %: of n cars, at least one, n_failed failed. */
static inline void
rdg_wilson_interval (double  n_failed,
                     double  n,
                     double *low,
                     double *high)
{
  const double z = 1.959963984540054;
  double rate = n_failed / n;
  double scale = 1.0 + z * z / n;
  double centre = (rate + z * z / (2.0 * n)) / scale;
  double half = z * sqrt (rate * (1.0 - rate) / n + z * z / (4.0 * n * n)) / scale;

  *low = centre - half;
  *high = centre + half;
}
