/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * By earlier failures: cars are sent from the highest count down until as many are sent
 * as the model sends. Of the cars with the count at which that number is reached, each
 * is sent with the same probability, so that the figures are what a draw gives on
 * average, and may be parts of a car.
 *
 * A rule is fixed before the resampling, as the model's threshold is: in a resample it
 * may send a few cars more or less.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-baseline.h"

#include <math.h>
#include <stdlib.h>

#include "rdg-metrics-private.h"

static const char * const keys[RDG_N_BASELINES] = {
  [RDG_BASELINE_ALL] = "all",
  [RDG_BASELINE_NONE] = "none",
  [RDG_BASELINE_EARLIER] = "earlier_failures",
};

/**
 * rdg_baseline_get_key:
 *
 * Returns: the baseline's name in JSON
 */
const char *
rdg_baseline_get_key (RdgBaselineKind kind)
{
  g_return_val_if_fail ((guint) kind < RDG_N_BASELINES, NULL);

  return keys[kind];
}

static int
compare_falling (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x < y) - (x > y);
}

/* sent: of each car, so that the sum is n_sent. */
static void
send_highest (const double *count,
              gsize         n,
              gsize         n_sent,
              double       *sent)
{
  g_autofree double *falling = g_memdup2 (count, MAX (n, 1) * sizeof (double));
  gsize n_above = 0, n_at = 0;

  qsort (falling, n, sizeof (double), compare_falling);

  double line = n_sent > 0 ? falling[n_sent - 1] : INFINITY;

  for (gsize i = 0; i < n; i++)
    {
      n_above += count[i] > line;
      n_at += count[i] == line;
    }
  for (gsize i = 0; i < n; i++)
    sent[i] = count[i] > line ? 1.0
              : count[i] == line ? (double) (n_sent - n_above) / (double) n_at : 0.0;
}

/* order: what the rule ranks cars by. Returns whether it can be followed at all. */
static gboolean
apply_rule (RdgBaselineKind     kind,
            const RdgJudgedCar *cars,
            gsize               n,
            gsize               n_sent,
            double             *order,
            double             *sent,
            gsize              *n_unknown)
{
  *n_unknown = 0;
  for (gsize i = 0; i < n; i++)
    {
      order[i] = 0.0;
      sent[i] = kind == RDG_BASELINE_ALL ? 1.0 : 0.0;
    }
  if (kind != RDG_BASELINE_EARLIER)
    return n > 0;

  for (gsize i = 0; i < n; i++)
    if (isnan (cars[i].earlier))
      (*n_unknown)++;
    else
      order[i] = (double) cars[i].earlier;
  send_highest (order, n, n_sent, sent);

  return *n_unknown < n;
}

static void
set_unknown (RdgMetrics *metrics)
{
  for (guint m = 0; m < RDG_N_METRICS; m++)
    metrics->value[m] = metrics->low[m] = metrics->high[m] = NAN;
}

/**
 * rdg_baselines_compute:
 * @cars: (array length=n): those that judged the model
 * @threshold: of the model
 * @n_bootstrap: resamples for the intervals, 0 for none
 * @seed: for the resamples
 * @baselines: (out caller-allocates) (array fixed-size=3): the results, by kind
 *
 * Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_baselines_compute (const RdgJudgedCar  *cars,
                       gsize                n,
                       double               threshold,
                       guint                n_bootstrap,
                       guint64              seed,
                       RdgBaseline         *baselines,
                       GCancellable        *cancellable,
                       GError             **error)
{
  g_autofree double *risk = g_new (double, MAX (n, 1));
  g_autofree double *order = g_new (double, MAX (n, 1));
  g_autofree double *sent = g_new (double, MAX (n, 1));
  g_autofree guint8 *failed = g_new (guint8, MAX (n, 1));
  g_auto (RdgSample) model = { 0 };
  gsize n_sent = 0;

  for (gsize i = 0; i < n; i++)
    {
      risk[i] = cars[i].risk;
      failed[i] = cars[i].failed;
      n_sent += risk[i] >= threshold;
    }
  _rdg_sample_init (&model, risk, failed, n, threshold);

  for (guint kind = 0; kind < RDG_N_BASELINES; kind++)
    {
      RdgBaseline *baseline = &baselines[kind];
      g_auto (RdgSample) rule = { 0 };

      set_unknown (&baseline->metrics);
      set_unknown (&baseline->difference);
      baseline->known = apply_rule (kind, cars, n, n_sent, order, sent, &baseline->n_unknown);
      if (!baseline->known)
        continue;

      _rdg_sample_init_rule (&rule, order, sent, failed, n);
      if (!_rdg_metrics_resample (&rule, NULL, FALSE, n_bootstrap, seed, &baseline->metrics,
                                  cancellable, error) ||
          !_rdg_metrics_resample (&model, &rule, TRUE, n_bootstrap, seed, &baseline->difference,
                                  cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_model_get_baselines:
 * @n_bootstrap: resamples for the intervals, 0 for none
 * @baselines: (out caller-allocates) (array fixed-size=3): the results, by kind
 *
 * Blocks; any thread.
 *
 * Returns: %FALSE, with %G_IO_ERROR_CANCELLED if it was cancelled, and without an error if the model
 *   was made before the cars that judge were kept
 */
gboolean
rdg_model_get_baselines (const RdgModel  *model,
                         guint            n_bootstrap,
                         RdgBaseline     *baselines,
                         GCancellable    *cancellable,
                         GError         **error)
{
  gsize n;
  const RdgJudgedCar *cars = rdg_model_get_judged (model, &n);

  return n > 0 &&
         rdg_baselines_compute (cars, n, rdg_model_get_threshold (model), n_bootstrap,
                                rdg_model_get_seed (model), baselines, cancellable, error);
}
