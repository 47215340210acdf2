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
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-metrics-private.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_LIKELIHOOD 1e-15

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

void
_rdg_sample_measure (const RdgSample *self,
                     const guint32   *times,
                     double          *value)
{
  const double n = (double) self->n;
  double count[2][2] = { { 0.0 } };   /* [sent][failed] */
  double seen[2] = { 0.0, 0.0 }, before[2] = { 0.0, 0.0 };
  double pairs = 0.0, precision_sum = 0.0, squared_error = 0.0, log_loss = 0.0;
  double bin_failed = 0.0, bin_risk = 0.0, ece = 0.0;
  guint bin = 1;

  for (gsize i = 0; i < self->n; i++)
    {
      const RdgCase *c = &self->cases[i];
      double weight = times != NULL ? times[i] : 1.0;

      seen[c->failed] += weight;
      count[1][c->failed] += weight * c->sent;
      count[0][c->failed] += weight * (1.0 - c->sent);
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

      if (seen[0] + seen[1] >= n * bin / RDG_METRICS_ECE_BINS || i + 1 == self->n)
        {
          ece += fabs (bin_failed - bin_risk);
          bin_failed = bin_risk = 0.0;
          while (bin < RDG_METRICS_ECE_BINS && seen[0] + seen[1] >= n * bin / RDG_METRICS_ECE_BINS)
            bin++;
        }
    }

  set_decisions (value, count[1][1], count[1][0], count[0][0], count[0][1]);
  value[RDG_METRIC_THRESHOLD] = self->threshold;
  value[RDG_METRIC_ROC_AUC] = ratio (pairs, seen[0] * seen[1]);
  value[RDG_METRIC_PR_AUC] = ratio (precision_sum, seen[1]);
  value[RDG_METRIC_BRIER] = self->is_risk ? ratio (squared_error, n) : NAN;
  value[RDG_METRIC_LOG_LOSS] = self->is_risk ? ratio (log_loss, n) : NAN;
  value[RDG_METRIC_ECE] = self->is_risk ? ratio (ece, n) : NAN;
}

static int
compare_cases (const void *a,
               const void *b)
{
  const RdgCase *x = a, *y = b;

  if (x->risk != y->risk)
    return x->risk > y->risk ? -1 : 1;
  if (x->failed != y->failed)
    return x->failed > y->failed ? -1 : 1;

  return (x->car > y->car) - (x->car < y->car);
}

static void
rank (RdgSample    *self,
      const double *risk,
      const guint8 *failed,
      gsize         n)
{
  self->n = n;
  self->cases = g_new0 (RdgCase, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      self->cases[i].risk = risk[i];
      self->cases[i].failed = failed[i] != 0;
      self->cases[i].car = (guint32) i;
    }

  qsort (self->cases, n, sizeof *self->cases, compare_cases);
  for (gsize i = 0; i < n; i++)
    self->cases[i].ends_group = i + 1 == n || self->cases[i + 1].risk != self->cases[i].risk;
}

void
_rdg_sample_init (RdgSample    *self,
                  const double *risk,
                  const guint8 *failed,
                  gsize         n,
                  double        threshold)
{
  rank (self, risk, failed, n);
  self->threshold = threshold;
  self->is_risk = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      RdgCase *c = &self->cases[i];
      double likelihood = c->failed ? c->risk : 1.0 - c->risk;

      c->squared_error = (1.0 - likelihood) * (1.0 - likelihood);
      c->log_loss = -log (MAX (likelihood, LEAST_LIKELIHOOD));
      c->sent = c->risk >= threshold ? 1.0 : 0.0;
    }
}

void
_rdg_sample_init_rule (RdgSample    *self,
                       const double *order,
                       const double *sent,
                       const guint8 *failed,
                       gsize         n)
{
  rank (self, order, failed, n);
  self->threshold = NAN;
  self->is_risk = FALSE;
  for (gsize i = 0; i < n; i++)
    self->cases[i].sent = sent[self->cases[i].car];
}

void
_rdg_sample_clear (RdgSample *self)
{
  g_clear_pointer (&self->cases, g_free);
  self->n = 0;
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
  g_auto (RdgSample) sample = { 0 };

  _rdg_sample_init (&sample, risk, failed, n, threshold);

  return _rdg_metrics_resample (&sample, NULL, FALSE, n_bootstrap, seed, metrics, cancellable,
                                error);
}
