/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Platt's curve, by Newton's method as Lin, Lin and Weng (2007) lay it out. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-platt.h"

#include <math.h>

#define MOST_STEPS 100
#define LEAST_STEP 1e-10
#define LEAST_SLOPE 1e-3   /* a machine that is worse than chance must not turn the ranking around */

static double
get_loss (const double *decision,
          const guint8 *failed,
          gsize         n,
          const double *target,
          double        slope,
          double        intercept)
{
  double loss = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      double z = slope * decision[i] + intercept, t = target[failed[i] != 0];

      loss += z > 0.0 ? log1p (exp (-z)) + (1.0 - t) * z : log1p (exp (z)) - t * z;
    }

  return loss;
}

/**
 * rdg_svm_platt_fit:
 * @decision: (array length=n): decision values of cars that the machine has not learnt from
 * @failed: (array length=n): 1 for each that failed
 * @slope: (out): above 0
 * @intercept: (out): so that 1 / (1 + exp (-(slope x decision + intercept))) is the probability
 */
void
rdg_svm_platt_fit (const double *decision,
                   const guint8 *failed,
                   gsize         n,
                   double       *slope,
                   double       *intercept)
{
  double n_failed = 0.0;

  for (gsize i = 0; i < n; i++)
    n_failed += failed[i] != 0;

  double n_passed = (double) n - n_failed;
  double target[2] = { 1.0 / (n_passed + 2.0), (n_failed + 1.0) / (n_failed + 2.0) };
  double a = 1.0, b = log ((n_failed + 1.0) / (n_passed + 1.0));
  double loss = get_loss (decision, failed, n, target, a, b);

  for (guint step = 0; step < MOST_STEPS; step++)
    {
      double g0 = 0.0, g1 = 0.0, h00 = 1e-12, h01 = 0.0, h11 = 1e-12;

      for (gsize i = 0; i < n; i++)
        {
          double p = 1.0 / (1.0 + exp (-(a * decision[i] + b)));
          double rest = p - target[failed[i] != 0], weight = p * (1.0 - p);

          g0 += rest;
          g1 += rest * decision[i];
          h00 += weight;
          h01 += weight * decision[i];
          h11 += weight * decision[i] * decision[i];
        }

      double determinant = h00 * h11 - h01 * h01;

      if (!(determinant > 0.0))
        break;

      double step_a = (h00 * g1 - h01 * g0) / determinant;
      double step_b = (h11 * g0 - h01 * g1) / determinant;
      double size = 1.0;

      while (size > LEAST_STEP)
        {
          double tried = get_loss (decision, failed, n, target, a - size * step_a, b - size * step_b);

          if (tried < loss)
            {
              a -= size * step_a;
              b -= size * step_b;
              loss = tried;
              break;
            }
          size /= 2.0;
        }
      if (size <= LEAST_STEP || fabs (size * step_a) + fabs (size * step_b) < LEAST_STEP)
        break;
    }

  *slope = MAX (a, LEAST_SLOPE);
  *intercept = b;
}
