/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-baseline.h"

#include <math.h>

#include "rdg-rng.h"

static void
compute (const RdgJudgedCar *cars,
         gsize               n,
         double              threshold,
         guint               n_bootstrap,
         RdgBaseline        *baselines)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (rdg_baselines_compute (cars, n, threshold, n_bootstrap, 1, baselines, NULL,
                                        &error));
  g_assert_no_error (error);
}

#define assert_value(metrics, metric, wanted) \
  g_assert_cmpfloat_with_epsilon ((metrics).value[RDG_METRIC_##metric], (wanted), 1e-12)

/* Eight cars, three failed; the model sends three and catches two. By earlier failures: the car with
 * 4, and two of the four with 1, three of which failed. */
static void
test_by_hand (void)
{
  static const RdgJudgedCar cars[] = {
    { 1, 0.9, 1, 1 }, { 2, 0.8, 4, 0 }, { 3, 0.7, 1, 1 }, { 4, 0.3, 0, 0 },
    { 5, 0.2, 1, 1 }, { 6, 0.1, 1, 0 }, { 7, 0.1, 0, 0 }, { 8, 0.1, NAN, 0 },
  };
  RdgBaseline baselines[RDG_N_BASELINES];

  compute (cars, 8, 0.5, 0, baselines);

  const RdgBaseline *all = &baselines[RDG_BASELINE_ALL], *none = &baselines[RDG_BASELINE_NONE];
  const RdgBaseline *earlier = &baselines[RDG_BASELINE_EARLIER];

  g_assert_true (all->known && none->known && earlier->known);
  g_assert_cmpuint (all->n_unknown, ==, 0);
  g_assert_cmpuint (earlier->n_unknown, ==, 1);

  assert_value (all->metrics, TP, 3);
  assert_value (all->metrics, FP, 5);
  assert_value (all->metrics, PRECISION, 3.0 / 8);
  assert_value (all->metrics, RECALL, 1);
  assert_value (all->metrics, PR_AUC, 3.0 / 8);
  assert_value (all->metrics, ROC_AUC, 0.5);
  assert_value (all->metrics, LIFT, 1);
  g_assert_true (isnan (all->metrics.value[RDG_METRIC_BRIER]));
  g_assert_true (isnan (all->metrics.value[RDG_METRIC_THRESHOLD]));
  assert_value (all->difference, RECALL, 2.0 / 3 - 1);
  assert_value (all->difference, SENT_SHARE, 3.0 / 8 - 1);

  assert_value (none->metrics, TP, 0);
  assert_value (none->metrics, RECALL, 0);
  g_assert_true (isnan (none->metrics.value[RDG_METRIC_PRECISION]));
  assert_value (none->difference, TP, 2);
  g_assert_true (isnan (none->difference.value[RDG_METRIC_PRECISION]));

  /* Three of four with a count of 1 failed, and two of the four are sent: 1.5 on average. */
  assert_value (earlier->metrics, TP, 1.5);
  assert_value (earlier->metrics, FP, 1.5);
  assert_value (earlier->metrics, SENT_SHARE, 3.0 / 8);
  assert_value (earlier->metrics, RECALL, 0.5);
  /* Ranked: 4 (passed), then 3 failed and 1 passed, then the others. */
  assert_value (earlier->metrics, PR_AUC, 3.0 / 5);
  assert_value (earlier->metrics, ROC_AUC, (3.0 * 3 + 3.0 / 2) / 15);
  assert_value (earlier->difference, TP, 0.5);
  assert_value (earlier->difference, SENT_SHARE, 0);
}

static void
test_unknown (void)
{
  static const RdgJudgedCar cars[] = { { 1, 0.9, NAN, 1 }, { 2, 0.1, NAN, 0 } };
  RdgBaseline baselines[RDG_N_BASELINES];

  compute (cars, 2, 0.5, 20, baselines);
  g_assert_true (baselines[RDG_BASELINE_ALL].known);
  g_assert_false (baselines[RDG_BASELINE_EARLIER].known);
  g_assert_cmpuint (baselines[RDG_BASELINE_EARLIER].n_unknown, ==, 2);
  g_assert_true (isnan (baselines[RDG_BASELINE_EARLIER].metrics.value[RDG_METRIC_TP]));
  g_assert_true (isnan (baselines[RDG_BASELINE_EARLIER].difference.low[RDG_METRIC_TP]));

  compute (cars, 0, 0.5, 20, baselines);
  g_assert_false (baselines[RDG_BASELINE_ALL].known);
}

/* All are sent, none is: there is no line to draw through the counts. */
static void
test_ends (void)
{
  static const RdgJudgedCar cars[] = { { 1, 0.9, 2, 1 }, { 2, 0.4, 0, 0 }, { 3, 0.3, 1, 0 } };
  RdgBaseline baselines[RDG_N_BASELINES];

  compute (cars, 3, 0.0, 0, baselines);
  assert_value (baselines[RDG_BASELINE_EARLIER].metrics, SENT_SHARE, 1);
  assert_value (baselines[RDG_BASELINE_ALL].difference, TP, 0);
  compute (cars, 3, 0.95, 0, baselines);
  assert_value (baselines[RDG_BASELINE_EARLIER].metrics, SENT_SHARE, 0);
  assert_value (baselines[RDG_BASELINE_NONE].difference, TP, 0);
}

/* A model that is the count itself is no better than the count: the interval is of one point where
 * it would be wide if the two were not drawn together. */
static void
test_paired (void)
{
  RdgJudgedCar cars[600];
  RdgBaseline baselines[RDG_N_BASELINES];
  RdgRng rng;

  rdg_rng_init (&rng, 2, 0);
  for (guint i = 0; i < 600; i++)
    {
      float count = (float) rdg_rng_below (&rng, 10);

      cars[i] = (RdgJudgedCar){ i, (double) count / 10.0, count,
                                rdg_rng_uniform (&rng) < (double) count / 20.0 };
    }
  compute (cars, 600, 0.7, 200, baselines);

  const RdgBaseline *earlier = &baselines[RDG_BASELINE_EARLIER];

  g_assert_cmpfloat (earlier->metrics.high[RDG_METRIC_RECALL] -
                     earlier->metrics.low[RDG_METRIC_RECALL], >, 0.05);
  g_assert_cmpfloat_with_epsilon (earlier->difference.low[RDG_METRIC_RECALL], 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (earlier->difference.high[RDG_METRIC_RECALL], 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (earlier->difference.high[RDG_METRIC_PR_AUC], 0.0, 1e-12);
  g_assert_cmpfloat (baselines[RDG_BASELINE_NONE].difference.low[RDG_METRIC_TP], >, 0.0);
}

static void
test_cancelled (void)
{
  static const RdgJudgedCar cars[] = { { 1, 0.9, 2, 1 }, { 2, 0.4, 0, 0 } };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RdgBaseline baselines[RDG_N_BASELINES];

  g_cancellable_cancel (cancellable);
  g_assert_false (rdg_baselines_compute (cars, 2, 0.5, 10, 1, baselines, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/baseline/by-hand", test_by_hand);
  g_test_add_func ("/learn/baseline/unknown", test_unknown);
  g_test_add_func ("/learn/baseline/ends", test_ends);
  g_test_add_func ("/learn/baseline/paired", test_paired);
  g_test_add_func ("/learn/baseline/cancelled", test_cancelled);

  return g_test_run ();
}
