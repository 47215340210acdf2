/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals: percentile bootstrap (2.5 %, 97.5 %) over cars, not stratified: how
 * many cars of a sample failed is chance too, and precision, PR-AUC and Brier
 * depend on it. A resample in which a measure cannot be told does not count for it;
 * with fewer than half left there is no interval.
 *
 * Of a difference the same, of what both measure on one resample: paired, a car that
 * is drawn twice counts twice for both, so that what is hard about it cancels out;
 * else the two are drawn on their own. Each resample has a stream of random numbers
 * of its own and its results a place, so that the number of threads does not show.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-metrics-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rdg-parallel.h"
#include "rdg-rng.h"

/* Apart from the trees' streams, and from each other. */
#define RESAMPLE_STREAM (G_GUINT64_CONSTANT (1) << 40)
#define OTHER_STREAM (G_GUINT64_CONSTANT (1) << 41)
/* With fewer cars than this over all resamples, a thread costs more than it saves. */
#define CARS_PER_THREAD 2000000

typedef struct
{
  const RdgSample *self;
  const RdgSample *other;     /* nullable */
  guint32         *partner;   /* paired: by other's cases, the same car's place among self's */
  guint32        **times;     /* by worker */
  guint32        **other_times;
  guint            n_bootstrap;
  guint64          seed;
  double          *told;      /* metric by metric, of each resample */
} Resampling;

static void
draw (guint32 *times,
      gsize    n,
      guint64  seed,
      guint64  stream)
{
  RdgRng rng;

  rdg_rng_init (&rng, seed, stream);
  memset (times, 0, n * sizeof *times);
  for (gsize i = 0; i < n; i++)
    times[rdg_rng_below (&rng, n)]++;
}

static void
run_resample (gsize    b,
              guint    worker,
              gpointer user_data)
{
  const Resampling *work = user_data;
  guint32 *times = work->times[worker];
  double value[RDG_N_METRICS], other_value[RDG_N_METRICS];

  draw (times, work->self->n, work->seed, RESAMPLE_STREAM + b);
  _rdg_sample_measure (work->self, times, value);

  if (work->other != NULL)
    {
      guint32 *other_times = work->other_times[worker];

      if (work->partner != NULL)
        for (gsize i = 0; i < work->other->n; i++)
          other_times[i] = times[work->partner[i]];
      else
        draw (other_times, work->other->n, work->seed, OTHER_STREAM + b);

      _rdg_sample_measure (work->other, other_times, other_value);
      for (guint m = 0; m < RDG_N_METRICS; m++)
        value[m] -= other_value[m];
    }

  for (guint m = 0; m < RDG_N_METRICS; m++)
    work->told[(gsize) m * work->n_bootstrap + b] = value[m];
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* sorted, n at least 1; between two values it runs straight. */
static double
quantile (const double *sorted,
          gsize         n,
          double        share)
{
  double place = share * (double) (n - 1);
  gsize low = (gsize) place;
  gsize high = MIN (low + 1, n - 1);

  return sorted[low] + (sorted[high] - sorted[low]) * (place - (double) low);
}

/* values: a resample each, NaN where it cannot be told; is left in another order. */
static void
set_interval (double *values,
              guint   n,
              double *low,
              double *high)
{
  gsize n_told = 0;

  for (guint b = 0; b < n; b++)
    if (!isnan (values[b]))
      values[n_told++] = values[b];
  if (n_told == 0 || 2 * n_told < n)
    return;

  qsort (values, n_told, sizeof (double), compare_doubles);
  *low = quantile (values, n_told, 0.025);
  *high = quantile (values, n_told, 0.975);
}

static guint32 *
find_partners (const RdgSample *self,
               const RdgSample *other)
{
  g_autofree guint32 *place = g_new (guint32, MAX (self->n, 1));
  guint32 *partner = g_new (guint32, MAX (self->n, 1));

  for (gsize i = 0; i < self->n; i++)
    place[self->cases[i].car] = (guint32) i;
  for (gsize i = 0; i < other->n; i++)
    partner[i] = place[other->cases[i].car];

  return partner;
}

static guint32 **
new_times (guint n_workers,
           gsize n)
{
  guint32 **times = g_new0 (guint32 *, (gsize) n_workers + 1);

  for (guint w = 0; w < n_workers; w++)
    times[w] = g_new (guint32, MAX (n, 1));

  return times;
}

static void
free_times (guint32 **times)
{
  for (guint w = 0; times != NULL && times[w] != NULL; w++)
    g_free (times[w]);
  g_free (times);
}

static gboolean
set_intervals (const RdgSample  *self,
               const RdgSample  *other,
               gboolean          paired,
               guint             n_bootstrap,
               guint64           seed,
               RdgMetrics       *metrics,
               GCancellable     *cancellable,
               GError          **error)
{
  gsize n_drawn = (self->n + (other != NULL ? other->n : 0)) * n_bootstrap;
  guint n_threads = n_drawn < CARS_PER_THREAD ? 1 : rdg_parallel_choose (0, n_bootstrap);
  g_autofree double *told = g_new (double, (gsize) n_bootstrap * RDG_N_METRICS);
  g_autofree guint32 *partner = paired ? find_partners (self, other) : NULL;
  Resampling work = { self, other, partner, new_times (n_threads, self->n),
                      other != NULL ? new_times (n_threads, other->n) : NULL,
                      n_bootstrap, seed, told };
  gboolean done = rdg_parallel_run (n_bootstrap, n_threads, run_resample, &work, NULL, cancellable,
                                    error);

  for (guint m = 0; done && m < RDG_N_METRICS; m++)
    if (m != RDG_METRIC_N && m != RDG_METRIC_THRESHOLD)
      set_interval (told + (gsize) m * n_bootstrap, n_bootstrap, &metrics->low[m],
                    &metrics->high[m]);

  free_times (work.times);
  free_times (work.other_times);

  return done;
}

gboolean
_rdg_metrics_resample (const RdgSample  *self,
                       const RdgSample  *other,
                       gboolean          paired,
                       guint             n_bootstrap,
                       guint64           seed,
                       RdgMetrics       *metrics,
                       GCancellable     *cancellable,
                       GError          **error)
{
  double other_value[RDG_N_METRICS];

  for (guint m = 0; m < RDG_N_METRICS; m++)
    metrics->low[m] = metrics->high[m] = NAN;

  _rdg_sample_measure (self, NULL, metrics->value);
  if (other != NULL)
    {
      _rdg_sample_measure (other, NULL, other_value);
      for (guint m = 0; m < RDG_N_METRICS; m++)
        metrics->value[m] -= other_value[m];
    }

  if (self->n == 0 || (other != NULL && other->n == 0) || n_bootstrap == 0)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);

  return set_intervals (self, other, paired, n_bootstrap, seed, metrics, cancellable, error);
}

/**
 * rdg_metrics_compare:
 * @one: what is judged
 * @other: what it is held against
 * @paired: whether both are of the same cars, in the same order; else the two have no car in common
 *   that matters
 * @n_bootstrap: resamples for the intervals, 0 for none
 * @seed: for the resamples
 * @difference: (out caller-allocates): @one minus @other; without an interval for the number of
 *   cars and the threshold
 *
 * Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_metrics_compare (const RdgScoredCars  *one,
                     const RdgScoredCars  *other,
                     gboolean              paired,
                     guint                 n_bootstrap,
                     guint64               seed,
                     RdgMetrics           *difference,
                     GCancellable         *cancellable,
                     GError              **error)
{
  g_auto (RdgSample) first = { 0 };
  g_auto (RdgSample) second = { 0 };

  g_return_val_if_fail (!paired || one->n == other->n, FALSE);

  _rdg_sample_init (&first, one->risk, one->failed, one->n, one->threshold);
  _rdg_sample_init (&second, other->risk, other->failed, other->n, other->threshold);

  return _rdg_metrics_resample (&first, &second, paired, n_bootstrap, seed, difference,
                                cancellable, error);
}
