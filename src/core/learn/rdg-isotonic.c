/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool adjacent violators (Ayer et al. 1955), and lines between what is left. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-isotonic.h"

/**
 * rdg_isotonic_pool:
 * @x: (array length=n): ascending; pooled points get their weighted mean
 * @y: (array length=n): what should rise; pooled points get their weighted mean
 * @weight: (array length=n): positive; pooled points get their sum
 * @n: how many
 *
 * Pools neighbours, in place, until @y rises strictly.
 *
 * Returns: how many points are left
 */
gsize
rdg_isotonic_pool (double *x,
                   double *y,
                   double *weight,
                   gsize   n)
{
  gsize top = 0;

  for (gsize i = 0; i < n; i++)
    {
      x[top] = x[i];
      y[top] = y[i];
      weight[top] = weight[i];

      while (top > 0 && y[top - 1] >= y[top])
        {
          double sum = weight[top - 1] + weight[top];

          x[top - 1] = (x[top - 1] * weight[top - 1] + x[top] * weight[top]) / sum;
          y[top - 1] = (y[top - 1] * weight[top - 1] + y[top] * weight[top]) / sum;
          weight[top - 1] = sum;
          top--;
        }
      top++;
    }

  return top;
}

/**
 * rdg_isotonic_interpolate:
 * @x: (array length=n): ascending
 * @y: (array length=n): values there
 * @n: at least 1
 *
 * Returns: the value at @at on the line through the points; flat beyond the first and the last
 */
double
rdg_isotonic_interpolate (const double *x,
                          const double *y,
                          gsize         n,
                          double        at)
{
  gsize low = 0, high = n;

  if (!(at > x[0]))
    return y[0];
  if (at >= x[n - 1])
    return y[n - 1];

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (x[middle] <= at)
        low = middle;
      else
        high = middle;
    }

  double share = (at - x[low]) / (x[high] - x[low]);

  return y[low] + (y[high] - y[low]) * share;
}
