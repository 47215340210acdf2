/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roots of Legendre's polynomials by Newton's method. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-quadrature.h"

#include <math.h>

/**
 * rdg_quadrature_gauss:
 * @n: how many nodes, at least 1
 * @node: (out caller-allocates) (array length=n): where, inside (0, 1)
 * @weight: (out caller-allocates) (array length=n): their weights, of sum 1
 *
 * The sum of weighted values at the nodes is the integral over [0, 1] of every polynomial of a
 * degree up to 2 @n - 1, to rounding.
 */
void
rdg_quadrature_gauss (guint   n,
                      double *node,
                      double *weight)
{
  for (guint i = 0; i < n; i++)
    {
      double x = cos (G_PI * (i + 0.75) / (n + 0.5));
      double slope = 1.0;

      for (guint iteration = 0; iteration < 100; iteration++)
        {
          double before = 1.0, value = x;

          for (guint k = 2; k <= n; k++)
            {
              double next = ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k;

              before = value;
              value = next;
            }
          slope = n * (x * value - before) / (x * x - 1.0);

          double step = value / slope;

          x -= step;
          if (fabs (step) < 1e-15)
            break;
        }

      node[i] = (1.0 - x) / 2.0;
      weight[i] = 1.0 / ((1.0 - x * x) * slope * slope);
    }
}
