/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-metrics.h"

#include <math.h>

#include "rdg-rng.h"

static RdgMetrics
compute (const double *risk,
         const guint8 *failed,
         gsize         n,
         double        threshold,
         guint         n_bootstrap)
{
  RdgMetrics metrics;
  g_autoptr (GError) error = NULL;

  g_assert_true (rdg_metrics_compute (risk, failed, n, threshold, n_bootstrap, 1, &metrics,
                                      NULL, &error));
  g_assert_no_error (error);

  return metrics;
}

#define assert_metric(metrics, metric, wanted) \
  g_assert_cmpfloat_with_epsilon ((metrics).value[RDG_METRIC_##metric], (wanted), 1e-12)

static void
test_by_hand (void)
{
  static const double risk[] = { 0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1 };
  static const guint8 failed[] = { 1, 0, 1, 0, 0, 1, 0, 0 };
  RdgMetrics m = compute (risk, failed, 8, 0.6, 0);

  assert_metric (m, N, 8);
  assert_metric (m, POSITIVES, 3);
  assert_metric (m, THRESHOLD, 0.6);
  assert_metric (m, TP, 2);
  assert_metric (m, FP, 2);
  assert_metric (m, TN, 3);
  assert_metric (m, FN, 1);
  assert_metric (m, RECALL, 2.0 / 3.0);
  assert_metric (m, PRECISION, 0.5);
  assert_metric (m, F1, 4.0 / 7.0);
  assert_metric (m, MCC, (2.0 * 3.0 - 2.0 * 1.0) / sqrt (4.0 * 3.0 * 5.0 * 4.0));
  assert_metric (m, ACCURACY, 5.0 / 8.0);
  assert_metric (m, BALANCED_ACCURACY, (2.0 / 3.0 + 3.0 / 5.0) / 2.0);
  /* Passed cars below: 5 + 4 + 2 of 15 pairs. */
  assert_metric (m, ROC_AUC, 11.0 / 15.0);
  assert_metric (m, PR_AUC, (1.0 + 2.0 / 3.0 + 3.0 / 6.0) / 3.0);
  assert_metric (m, BRIER, (0.01 + 0.64 + 0.09 + 0.36 + 0.16 + 0.49 + 0.04 + 0.01) / 8.0);
  assert_metric (m, LOG_LOSS, -(log (0.9) + log (0.2) + log (0.7) + log (0.4) + log (0.6) +
                                log (0.3) + log (0.8) + log (0.9)) / 8.0);
  assert_metric (m, SENT_SHARE, 0.5);
  assert_metric (m, LIFT, 0.5 / (3.0 / 8.0));
  /* Fewer cars than bins: every car is a bin. */
  assert_metric (m, ECE, (0.1 + 0.8 + 0.3 + 0.6 + 0.4 + 0.7 + 0.2 + 0.1) / 8.0);
}

static void
test_ties (void)
{
  static const double risk[] = { 0.2, 0.5, 0.5, 0.2, 0.5, 0.2 };
  static const guint8 failed[] = { 0, 1, 0, 1, 1, 0 };
  RdgMetrics m = compute (risk, failed, 6, 0.5, 0);

  /* Above: 2 failed, 1 passed; below: 1 failed, 2 passed. Pairs: 2 x 2 won, 2 x 1 and 1 x 2 tied. */
  assert_metric (m, ROC_AUC, (4.0 + 1.0 + 1.0) / 9.0);
  assert_metric (m, PR_AUC, 2.0 / 3.0 * 2.0 / 3.0 + 1.0 / 3.0 * 3.0 / 6.0);

  /* All equal: no ranking. */
  static const double same[] = { 0.3, 0.3, 0.3, 0.3, 0.3, 0.3 };

  m = compute (same, failed, 6, 0.5, 0);
  assert_metric (m, ROC_AUC, 0.5);
  assert_metric (m, PR_AUC, 0.5);
  assert_metric (m, ECE, 0.2);
}

static void
test_cannot_be_told (void)
{
  static const double risk[] = { 0.2, 0.5, 1.0 };
  static const guint8 passed[] = { 0, 0, 0 };
  RdgMetrics m = compute (risk, passed, 3, 2.0, 10);

  g_assert_true (isnan (m.value[RDG_METRIC_RECALL]));
  g_assert_true (isnan (m.value[RDG_METRIC_PRECISION]));
  g_assert_true (isnan (m.value[RDG_METRIC_F1]));
  g_assert_true (isnan (m.value[RDG_METRIC_MCC]));
  g_assert_true (isnan (m.value[RDG_METRIC_ROC_AUC]));
  g_assert_true (isnan (m.value[RDG_METRIC_PR_AUC]));
  g_assert_true (isnan (m.value[RDG_METRIC_LIFT]));
  g_assert_true (isnan (m.low[RDG_METRIC_RECALL]));
  g_assert_true (isfinite (m.value[RDG_METRIC_LOG_LOSS]));
  assert_metric (m, ACCURACY, 1.0);

  m = compute (risk, passed, 0, 0.5, 10);
  assert_metric (m, N, 0);
  g_assert_true (isnan (m.value[RDG_METRIC_BRIER]));
  g_assert_true (isnan (m.low[RDG_METRIC_BRIER]));
}

/* ROC-AUC and average precision against counting all pairs, with many ties. */
static void
test_against_pairs (void)
{
  RdgRng rng;

  rdg_rng_init (&rng, 3, 0);
  for (guint round = 0; round < 30; round++)
    {
      double risk[80], pairs = 0.0, won = 0.0, precision = 0.0, positives = 0.0;
      guint8 failed[80];

      for (guint i = 0; i < 80; i++)
        {
          risk[i] = (double) rdg_rng_below (&rng, 20) / 20.0;
          failed[i] = rdg_rng_uniform (&rng) < 0.1 + risk[i] / 2.0;
        }
      for (guint i = 0; i < 80; i++)
        if (failed[i])
          {
            double at_least = 0.0, failed_at_least = 0.0;

            positives++;
            for (guint j = 0; j < 80; j++)
              {
                if (risk[j] >= risk[i])
                  {
                    at_least++;
                    failed_at_least += failed[j];
                  }
                if (!failed[j])
                  {
                    pairs++;
                    won += risk[i] > risk[j] ? 1.0 : risk[i] == risk[j] ? 0.5 : 0.0;
                  }
              }
            precision += failed_at_least / at_least;
          }

      RdgMetrics m = compute (risk, failed, 80, 0.5, 0);

      assert_metric (m, ROC_AUC, won / pairs);
      assert_metric (m, PR_AUC, precision / positives);
    }
}

/* A binomial share's interval is known: p +- 1.96 sqrt (p (1 - p) / n). */
static void
test_intervals (void)
{
  const gsize n = 2000;
  g_autofree double *risk = g_new (double, n);
  g_autofree guint8 *failed = g_new (guint8, n);
  RdgRng rng;

  rdg_rng_init (&rng, 8, 0);
  for (gsize i = 0; i < n; i++)
    {
      risk[i] = rdg_rng_uniform (&rng);
      failed[i] = rdg_rng_uniform (&rng) < risk[i];
    }

  RdgMetrics m = compute (risk, failed, n, 0.7, 1000);
  double share = m.value[RDG_METRIC_SENT_SHARE];
  double half = 1.96 * sqrt (share * (1.0 - share) / (double) n);

  g_assert_cmpfloat_with_epsilon (m.low[RDG_METRIC_SENT_SHARE], share - half, 0.2 * half);
  g_assert_cmpfloat_with_epsilon (m.high[RDG_METRIC_SENT_SHARE], share + half, 0.2 * half);
  g_assert_true (isnan (m.low[RDG_METRIC_N]) && isnan (m.low[RDG_METRIC_THRESHOLD]));
  for (guint k = 0; k < RDG_N_METRICS; k++)
    if (!isnan (m.low[k]) && k != RDG_METRIC_ECE)
      g_assert_true (m.low[k] < m.value[k] && m.value[k] < m.high[k]);
  /* Risks that are the truth are well calibrated. */
  g_assert_cmpfloat (m.value[RDG_METRIC_ECE], <, 0.03);

  RdgMetrics again = compute (risk, failed, n, 0.7, 1000);

  g_assert_cmpmem (&m, sizeof m, &again, sizeof again);
}

static RdgMetrics
compare (const RdgScoredCars *one,
         const RdgScoredCars *other,
         gboolean             paired,
         guint                n_bootstrap)
{
  RdgMetrics difference;
  g_autoptr (GError) error = NULL;

  g_assert_true (rdg_metrics_compare (one, other, paired, n_bootstrap, 1, &difference, NULL,
                                      &error));
  g_assert_no_error (error);

  return difference;
}

/* The same risks spoilt by a little noise, on the same cars: paired, the interval of the difference
 * is much narrower than of two samples that know nothing of each other, whose width is known:
 * sqrt (2) times that of one. */
static void
test_compare (void)
{
  const gsize n = 3000;
  g_autofree double *risk = g_new (double, n);
  g_autofree double *spoilt = g_new (double, n);
  g_autofree guint8 *failed = g_new (guint8, n);
  RdgRng rng;

  rdg_rng_init (&rng, 8, 0);
  for (gsize i = 0; i < n; i++)
    {
      risk[i] = rdg_rng_uniform (&rng);
      spoilt[i] = CLAMP (risk[i] + 0.05 * rdg_rng_normal (&rng), 0.0, 1.0);
      failed[i] = rdg_rng_uniform (&rng) < risk[i];
    }

  RdgScoredCars one = { risk, failed, n, 0.7 }, other = { spoilt, failed, n, 0.7 };
  RdgMetrics paired = compare (&one, &other, TRUE, 400);
  RdgMetrics unpaired = compare (&one, &other, FALSE, 400);
  RdgMetrics alone = compute (risk, failed, n, 0.7, 400);
  RdgMetrics spoilt_alone = compute (spoilt, failed, n, 0.7, 0);

  for (guint m = 0; m < RDG_N_METRICS; m++)
    {
      g_assert_cmpfloat (paired.value[m], ==, alone.value[m] - spoilt_alone.value[m]);
      g_assert_cmpfloat (unpaired.value[m], ==, paired.value[m]);
    }

  double width = alone.high[RDG_METRIC_ROC_AUC] - alone.low[RDG_METRIC_ROC_AUC];
  double together = paired.high[RDG_METRIC_ROC_AUC] - paired.low[RDG_METRIC_ROC_AUC];
  double apart = unpaired.high[RDG_METRIC_ROC_AUC] - unpaired.low[RDG_METRIC_ROC_AUC];

  g_assert_cmpfloat_with_epsilon (apart, sqrt (2.0) * width, 0.25 * width);
  g_assert_cmpfloat (together, <, 0.5 * width);
  g_assert_cmpfloat (paired.low[RDG_METRIC_ROC_AUC], >, 0.0);
  g_assert_cmpfloat (unpaired.low[RDG_METRIC_ROC_AUC], <, 0.0);
  g_assert_true (isnan (paired.low[RDG_METRIC_N]) && isnan (paired.low[RDG_METRIC_THRESHOLD]));

  /* With itself: nothing, each time. */
  RdgMetrics itself = compare (&one, &one, TRUE, 50);

  g_assert_cmpfloat (itself.low[RDG_METRIC_BRIER], ==, 0.0);
  g_assert_cmpfloat (itself.high[RDG_METRIC_BRIER], ==, 0.0);

  /* The same again, byte by byte. */
  RdgMetrics again = compare (&one, &other, TRUE, 400);

  g_assert_cmpmem (&paired, sizeof paired, &again, sizeof again);
}

/* Of different sizes; and one of which nothing can be told. */
static void
test_compare_sizes (void)
{
  static const double risk[] = { 0.9, 0.6, 0.2, 0.1, 0.3 };
  static const guint8 failed[] = { 1, 0, 1, 0, 0 };
  RdgScoredCars five = { risk, failed, 5, 0.5 }, three = { risk, failed, 3, 0.5 };
  RdgScoredCars none = { risk, failed, 0, 0.5 };
  RdgMetrics m = compare (&five, &three, FALSE, 100);

  assert_metric (m, N, 2);
  assert_metric (m, RECALL, 0);
  assert_metric (m, ACCURACY, 3.0 / 5 - 1.0 / 3);
  g_assert_true (m.low[RDG_METRIC_ACCURACY] <= m.value[RDG_METRIC_ACCURACY] &&
                 m.value[RDG_METRIC_ACCURACY] <= m.high[RDG_METRIC_ACCURACY]);

  m = compare (&five, &none, FALSE, 100);
  g_assert_true (isnan (m.value[RDG_METRIC_RECALL]) && isnan (m.low[RDG_METRIC_RECALL]));
}

static void
test_keys (void)
{
  g_assert_cmpstr (rdg_metric_get_key (RDG_METRIC_ROC_AUC), ==, "roc_auc");
  for (guint m = 0; m < RDG_N_METRICS; m++)
    g_assert_nonnull (rdg_metric_get_key (m));
  g_assert_true (rdg_metric_is_count (RDG_METRIC_FN));
  g_assert_false (rdg_metric_is_count (RDG_METRIC_THRESHOLD));
}

static void
test_cancelled (void)
{
  static const double risk[] = { 0.2, 0.5 };
  static const guint8 failed[] = { 0, 1 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RdgMetrics metrics;

  g_cancellable_cancel (cancellable);
  g_assert_false (rdg_metrics_compute (risk, failed, 2, 0.5, 10, 1, &metrics, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  RdgScoredCars cars = { risk, failed, 2, 0.5 };

  g_assert_false (rdg_metrics_compare (&cars, &cars, TRUE, 10, 1, &metrics, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/metrics/by-hand", test_by_hand);
  g_test_add_func ("/learn/metrics/ties", test_ties);
  g_test_add_func ("/learn/metrics/cannot-be-told", test_cannot_be_told);
  g_test_add_func ("/learn/metrics/against-pairs", test_against_pairs);
  g_test_add_func ("/learn/metrics/intervals", test_intervals);
  g_test_add_func ("/learn/metrics/compare", test_compare);
  g_test_add_func ("/learn/metrics/compare-sizes", test_compare_sizes);
  g_test_add_func ("/learn/metrics/keys", test_keys);
  g_test_add_func ("/learn/metrics/cancelled", test_cancelled);

  return g_test_run ();
}
