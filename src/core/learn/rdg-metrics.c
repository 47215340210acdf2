/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measures of the failure class. Cars are sorted by risk once; every measure is
 * then one pass over (risk, failed, how often), which a bootstrap resample is too.
 *
 * PR-AUC is average precision: the precision at each distinct risk, weighted by
 * the recall that it adds. ROC-AUC gives pairs of equal risk one half. ECE: ten
 * bins of equally many cars (equally wide ones would hold nearly all cars of a 6 %
 * class in the first), cars of one risk never parted, |failed share - mean risk|
 * weighted by cars.
 *
 * Intervals: percentile bootstrap (2.5 %, 97.5 %) over cars, not stratified: how
 * many cars of a sample failed is chance too, and precision, PR-AUC and Brier
 * depend on it. A resample in which a measure cannot be told does not count for it;
 * with fewer than half left there is no interval.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rdg-rng.h"

#define N_ECE_BINS 10
#define LEAST_LIKELIHOOD 1e-15
#define RESAMPLE_STREAM (G_GUINT64_CONSTANT (1) << 40)   /* apart from the trees' streams */

typedef struct
{
  double risk;
  double squared_error;
  double log_loss;
  guint8 failed;
  guint8 ends_group;   /* the next car has another risk */
  guint8 sent;
} Case;

static const char * const keys[RDG_N_METRICS] = {
  [RDG_METRIC_N] = "n",
  [RDG_METRIC_POSITIVES] = "positives",
  [RDG_METRIC_THRESHOLD] = "threshold",
  [RDG_METRIC_TP] = "tp",
  [RDG_METRIC_FP] = "fp",
  [RDG_METRIC_TN] = "tn",
  [RDG_METRIC_FN] = "fn",
  [RDG_METRIC_RECALL] = "recall",
  [RDG_METRIC_PRECISION] = "precision",
  [RDG_METRIC_F1] = "f1",
  [RDG_METRIC_MCC] = "mcc",
  [RDG_METRIC_ACCURACY] = "accuracy",
  [RDG_METRIC_BALANCED_ACCURACY] = "balanced_accuracy",
  [RDG_METRIC_ROC_AUC] = "roc_auc",
  [RDG_METRIC_PR_AUC] = "pr_auc",
  [RDG_METRIC_BRIER] = "brier",
  [RDG_METRIC_LOG_LOSS] = "log_loss",
  [RDG_METRIC_ECE] = "ece",
  [RDG_METRIC_SENT_SHARE] = "sent_share",
  [RDG_METRIC_LIFT] = "lift",
};

/**
 * rdg_metric_get_key:
 *
 * Returns: the metric's name in JSON
 */
const char *
rdg_metric_get_key (RdgMetric metric)
{
  g_return_val_if_fail ((guint) metric < RDG_N_METRICS, NULL);

  return keys[metric];
}

/**
 * rdg_metric_is_count:
 *
 * Returns: whether the metric is a whole number of cars
 */
gboolean
rdg_metric_is_count (RdgMetric metric)
{
  switch (metric)
    {
    case RDG_METRIC_N:
    case RDG_METRIC_POSITIVES:
    case RDG_METRIC_TP:
    case RDG_METRIC_FP:
    case RDG_METRIC_TN:
    case RDG_METRIC_FN:
      return TRUE;
    default:
      return FALSE;
    }
}

static double
ratio (double part,
       double whole)
{
  return whole > 0.0 ? part / whole : NAN;
}

static void
set_decisions (double *value,
               double  tp,
               double  fp,
               double  tn,
               double  fn)
{
  double n = tp + fp + tn + fn;
  double recall = ratio (tp, tp + fn);
  double specificity = ratio (tn, tn + fp);

  value[RDG_METRIC_N] = n;
  value[RDG_METRIC_POSITIVES] = tp + fn;
  value[RDG_METRIC_TP] = tp;
  value[RDG_METRIC_FP] = fp;
  value[RDG_METRIC_TN] = tn;
  value[RDG_METRIC_FN] = fn;
  value[RDG_METRIC_RECALL] = recall;
  value[RDG_METRIC_PRECISION] = ratio (tp, tp + fp);
  value[RDG_METRIC_F1] = ratio (2.0 * tp, 2.0 * tp + fp + fn);
  value[RDG_METRIC_MCC] = ratio (tp * tn - fp * fn,
                                 sqrt (tp + fp) * sqrt (tp + fn) * sqrt (tn + fp) * sqrt (tn + fn));
  value[RDG_METRIC_ACCURACY] = ratio (tp + tn, n);
  value[RDG_METRIC_BALANCED_ACCURACY] = (recall + specificity) / 2.0;
  value[RDG_METRIC_SENT_SHARE] = ratio (tp + fp, n);
  value[RDG_METRIC_LIFT] = ratio (ratio (tp, tp + fp), ratio (tp + fn, n));
}

/* cases: by falling risk. times: how often each is in the sample; NULL for once. */
static void
measure (const Case    *cases,
         const guint32 *times,
         gsize          n_cases,
         double         n,
         double        *value)
{
  double count[2][2] = { { 0.0 } };   /* [sent][failed] */
  double seen[2] = { 0.0, 0.0 }, before[2] = { 0.0, 0.0 };
  double pairs = 0.0, precision_sum = 0.0, squared_error = 0.0, log_loss = 0.0;
  double bin_failed = 0.0, bin_risk = 0.0, ece = 0.0;
  guint bin = 1;

  for (gsize i = 0; i < n_cases; i++)
    {
      const Case *c = &cases[i];
      double weight = times != NULL ? times[i] : 1.0;

      seen[c->failed] += weight;
      count[c->sent][c->failed] += weight;
      squared_error += weight * c->squared_error;
      log_loss += weight * c->log_loss;
      bin_failed += weight * c->failed;
      bin_risk += weight * c->risk;

      if (!c->ends_group)
        continue;

      double new_failed = seen[1] - before[1], new_passed = seen[0] - before[0];

      pairs += new_passed * (before[1] + new_failed / 2.0);
      if (new_failed > 0.0)
        precision_sum += new_failed * seen[1] / (seen[0] + seen[1]);
      before[0] = seen[0];
      before[1] = seen[1];

      if (seen[0] + seen[1] >= n * bin / N_ECE_BINS || i + 1 == n_cases)
        {
          ece += fabs (bin_failed - bin_risk);
          bin_failed = bin_risk = 0.0;
          while (bin < N_ECE_BINS && seen[0] + seen[1] >= n * bin / N_ECE_BINS)
            bin++;
        }
    }

  set_decisions (value, count[1][1], count[1][0], count[0][0], count[0][1]);
  value[RDG_METRIC_ROC_AUC] = ratio (pairs, seen[0] * seen[1]);
  value[RDG_METRIC_PR_AUC] = ratio (precision_sum, seen[1]);
  value[RDG_METRIC_BRIER] = ratio (squared_error, n);
  value[RDG_METRIC_LOG_LOSS] = ratio (log_loss, n);
  value[RDG_METRIC_ECE] = ratio (ece, n);
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

static gboolean
set_intervals (const Case    *cases,
               gsize          n_cases,
               guint          n_bootstrap,
               guint64        seed,
               RdgMetrics    *metrics,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree double *samples = g_new (double, (gsize) n_bootstrap * RDG_N_METRICS);
  g_autofree guint32 *times = g_new (guint32, n_cases);
  gsize n_told[RDG_N_METRICS] = { 0 };

  for (guint b = 0; b < n_bootstrap; b++)
    {
      double value[RDG_N_METRICS];
      RdgRng rng;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      rdg_rng_init (&rng, seed, RESAMPLE_STREAM + b);
      memset (times, 0, n_cases * sizeof *times);
      for (gsize i = 0; i < n_cases; i++)
        times[rdg_rng_below (&rng, n_cases)]++;

      value[RDG_METRIC_THRESHOLD] = NAN;
      measure (cases, times, n_cases, (double) n_cases, value);
      for (guint m = 0; m < RDG_N_METRICS; m++)
        if (!isnan (value[m]))
          samples[(gsize) m * n_bootstrap + n_told[m]++] = value[m];
    }

  for (guint m = 0; m < RDG_N_METRICS; m++)
    if (m != RDG_METRIC_N && n_told[m] > 0 && 2 * n_told[m] >= n_bootstrap)
      {
        double *of_metric = samples + (gsize) m * n_bootstrap;

        qsort (of_metric, n_told[m], sizeof (double), compare_doubles);
        metrics->low[m] = quantile (of_metric, n_told[m], 0.025);
        metrics->high[m] = quantile (of_metric, n_told[m], 0.975);
      }

  return TRUE;
}

static int
compare_cases (const void *a,
               const void *b)
{
  const Case *x = a, *y = b;

  if (x->risk != y->risk)
    return x->risk > y->risk ? -1 : 1;

  return (x->failed < y->failed) - (x->failed > y->failed);
}

/**
 * rdg_metrics_compute:
 * @risk: (array length=n): risks, 0 to 1, none of them NaN
 * @failed: (array length=n): 1 for a failed car
 * @threshold: a car of this risk or more is sent to the long test
 * @n_bootstrap: resamples for the intervals, 0 for none
 * @seed: for the resamples
 * @metrics: (out caller-allocates): the result
 *
 * Any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_metrics_compute (const double  *risk,
                     const guint8  *failed,
                     gsize          n,
                     double         threshold,
                     guint          n_bootstrap,
                     guint64        seed,
                     RdgMetrics    *metrics,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autofree Case *cases = g_new0 (Case, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      double likelihood = failed[i] ? risk[i] : 1.0 - risk[i];

      cases[i].risk = risk[i];
      cases[i].failed = failed[i] != 0;
      cases[i].squared_error = (1.0 - likelihood) * (1.0 - likelihood);
      cases[i].log_loss = -log (MAX (likelihood, LEAST_LIKELIHOOD));
      cases[i].sent = risk[i] >= threshold;
    }
  qsort (cases, n, sizeof *cases, compare_cases);
  for (gsize i = 0; i < n; i++)
    cases[i].ends_group = i + 1 == n || cases[i + 1].risk != cases[i].risk;

  for (guint m = 0; m < RDG_N_METRICS; m++)
    metrics->low[m] = metrics->high[m] = NAN;
  measure (cases, NULL, n, (double) n, metrics->value);
  metrics->value[RDG_METRIC_THRESHOLD] = threshold;

  if (n == 0 || n_bootstrap == 0)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);

  return set_intervals (cases, n, n_bootstrap, seed, metrics, cancellable, error);
}
