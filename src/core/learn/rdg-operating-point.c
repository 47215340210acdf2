/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A capacity of 60 long tests for 267 cars sends 22.5 % of the cars: the threshold
 * is the risk that this share of the out-of-bag cars reaches. Where cars of one and
 * the same risk stand on both sides of that line, none of them is sent, so that the
 * capacity is never exceeded.
 *
 * With costs, a car is sent when letting it pass costs more on average:
 * risk x cost of an escape >= cost of a test. This takes a long test to find what
 * is to be found, and a short test to cost nothing beside it.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-operating-point.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-error.h"

static gboolean
check_number (const char *option,
              double      value,
              gboolean    zero_allowed,
              GError    **error)
{
  if (isfinite (value) && value <= 1e12 && (value > 0.0 || (zero_allowed && value == 0.0)))
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               zero_allowed
                 ? _("%s must be a number from 0 to 1,000,000,000,000; it is %g.")
                 : _("%s must be a number above 0 and at most 1,000,000,000,000; it is %g."),
               option, value);

  return FALSE;
}

/**
 * rdg_operating_point_check:
 *
 * Returns: %FALSE with %RDG_USAGE_ERROR_VALUE, naming the option and its range
 */
gboolean
rdg_operating_point_check (const RdgOperatingPoint *self,
                           GError                 **error)
{
  if (self->kind == RDG_OPERATING_POINT_CAPACITY)
    return check_number ("capacity", self->capacity, TRUE, error) &&
           check_number ("cars-per-shift", self->cars_per_shift, FALSE, error);

  if (self->kind == RDG_OPERATING_POINT_COSTS)
    return check_number ("cost-test", self->cost_test, FALSE, error) &&
           check_number ("cost-escape", self->cost_escape, FALSE, error);

  g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                       _("The operating point must be a capacity or two costs."));

  return FALSE;
}

static double
threshold_for_share (double        share,
                     const double *sorted_risk,
                     gsize         n)
{
  if (share >= 1.0)
    return RDG_OPERATING_POINT_SEND_ALL;

  gsize n_sent = (gsize) floor (share * (double) n + 1e-9);

  /* Of several cars with the risk at the line, none: step up to the next larger risk. */
  while (n_sent > 0 && n_sent < n && sorted_risk[n - n_sent] == sorted_risk[n - n_sent - 1])
    n_sent--;

  if (n_sent == 0)
    return RDG_OPERATING_POINT_SEND_NONE;
  if (n_sent == n)
    return RDG_OPERATING_POINT_SEND_ALL;

  double middle = (sorted_risk[n - n_sent - 1] + sorted_risk[n - n_sent]) / 2.0;

  /* Two neighbouring doubles have no middle. */
  return middle > sorted_risk[n - n_sent - 1] ? middle : sorted_risk[n - n_sent];
}

/**
 * rdg_operating_point_threshold:
 * @sorted_risk: (array length=n): out-of-bag risks, ascending
 *
 * Returns: the threshold: a car of that risk or more goes to the long test
 */
double
rdg_operating_point_threshold (const RdgOperatingPoint *self,
                               const double            *sorted_risk,
                               gsize                    n)
{
  if (self->kind == RDG_OPERATING_POINT_COSTS)
    return MIN (self->cost_test / self->cost_escape, RDG_OPERATING_POINT_SEND_NONE);

  return threshold_for_share (self->capacity / self->cars_per_shift, sorted_risk, n);
}
