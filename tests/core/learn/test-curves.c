/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-curves.h"

#include <math.h>

#include "rdg-metrics.h"
#include "rdg-rng.h"

static void
assert_points (const RdgCurve      *curve,
               const RdgCurvePoint *wanted,
               guint                n)
{
  g_assert_cmpuint (curve->n_points, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (curve->points[i].threshold == wanted[i].threshold ||
                     (isnan (curve->points[i].threshold) && isnan (wanted[i].threshold)));
      g_assert_cmpfloat_with_epsilon (curve->points[i].x, wanted[i].x, 1e-12);
      g_assert_cmpfloat_with_epsilon (curve->points[i].y, wanted[i].y, 1e-12);
    }
}

/* Two of 0.5 are one step. */
static void
test_by_hand (void)
{
  static const double risk[] = { 0.2, 0.9, 0.5, 0.1, 0.5 };
  static const guint8 failed[] = { 0, 1, 0, 0, 1 };
  const RdgCurvePoint roc[] = { { NAN, 0, 0 }, { 0.9, 0, 0.5 }, { 0.5, 1.0 / 3, 1 },
                                { 0.2, 2.0 / 3, 1 }, { 0.1, 1, 1 } };
  const RdgCurvePoint pr[] = { { 0.9, 0.5, 1 }, { 0.5, 1, 2.0 / 3 }, { 0.2, 1, 0.5 },
                               { 0.1, 1, 0.4 } };
  const RdgCurvePoint gain[] = { { NAN, 0, 0 }, { 0.9, 0.2, 0.5 }, { 0.5, 0.6, 1 }, { 0.2, 0.8, 1 },
                                 { 0.1, 1, 1 } };
  g_auto (RdgCurves) curves = { 0 };

  rdg_curves_compute (&curves, risk, failed, 5);
  assert_points (&curves.roc, roc, 5);
  assert_points (&curves.pr, pr, 4);
  assert_points (&curves.gain, gain, 5);
  g_assert_cmpfloat_with_epsilon (curves.roc.area, 0.25 + 2.0 / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (curves.pr.area, 0.5 + 1.0 / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (curves.gain.area, 0.2 * 0.25 + 0.4 * 0.75 + 0.4, 1e-12);

  /* Fewer cars than bins: a bin for each risk, the lowest first. */
  g_assert_cmpuint (curves.n_bins, ==, 4);
  g_assert_cmpfloat (curves.bins[0].said, ==, 0.1);
  g_assert_cmpuint (curves.bins[2].n, ==, 2);
  g_assert_cmpuint (curves.bins[2].n_failed, ==, 1);
  g_assert_cmpfloat (curves.bins[2].happened, ==, 0.5);
  /* Wilson, 1 of 2: 0.5 -+ 1.96 sqrt (1/8 + 1.96^2 / 16) / (1 + 1.96^2 / 2). */
  g_assert_cmpfloat_with_epsilon (curves.bins[2].low, 0.0945312, 1e-6);
  g_assert_cmpfloat_with_epsilon (curves.bins[2].high, 0.9054688, 1e-6);
  g_assert_cmpfloat (curves.bins[3].high, ==, 1.0);
}

/* ROC-AUC, average precision and calibration error of the metrics are areas of the curves, at any
 * number of ties. */
static void
test_areas (void)
{
  static const guint n_levels[] = { 3, 40, 100000 };

  for (guint round = 0; round < G_N_ELEMENTS (n_levels); round++)
    {
      double risk[3000], ece = 0.0, roc = 0.0, pr = 0.0, before = 0.0;
      guint8 failed[3000];
      g_auto (RdgCurves) curves = { 0 };
      RdgMetrics metrics;
      RdgRng rng;

      rdg_rng_init (&rng, round, 0);
      for (guint i = 0; i < 3000; i++)
        {
          risk[i] = (double) rdg_rng_below (&rng, n_levels[round]) / n_levels[round] / 3.0;
          failed[i] = rdg_rng_uniform (&rng) < 0.02 + risk[i];
        }
      g_assert_true (rdg_metrics_compute (risk, failed, 3000, 0.2, 0, 1, &metrics, NULL, NULL));
      rdg_curves_compute (&curves, risk, failed, 3000);

      g_assert_cmpfloat_with_epsilon (curves.roc.area, metrics.value[RDG_METRIC_ROC_AUC], 1e-12);
      g_assert_cmpfloat_with_epsilon (curves.pr.area, metrics.value[RDG_METRIC_PR_AUC], 1e-12);
      for (guint b = 0; b < curves.n_bins; b++)
        {
          const RdgCalibrationBin *bin = &curves.bins[b];

          ece += (double) bin->n * fabs (bin->happened - bin->said) / 3000.0;
          g_assert_true (bin->lowest <= bin->said && bin->said <= bin->highest);
          g_assert_true (bin->low <= bin->happened && bin->happened <= bin->high);
          g_assert_true (b == 0 || bin->lowest > curves.bins[b - 1].highest);
        }
      g_assert_cmpfloat_with_epsilon (ece, metrics.value[RDG_METRIC_ECE], 1e-12);

      /* What is left after thinning has nearly the same areas. */
      g_assert_cmpuint (curves.roc.n_points, <=, RDG_CURVE_MOST_POINTS);
      g_assert_cmpuint (curves.pr.n_points, <=, RDG_CURVE_MOST_POINTS);
      g_assert_cmpuint (curves.gain.n_points, <=, RDG_CURVE_MOST_POINTS);
      for (guint i = 1; i < curves.roc.n_points; i++)
        roc += (curves.roc.points[i].x - curves.roc.points[i - 1].x) *
               (curves.roc.points[i].y + curves.roc.points[i - 1].y) / 2.0;
      for (guint i = 0; i < curves.pr.n_points; i++)
        {
          pr += (curves.pr.points[i].x - before) * curves.pr.points[i].y;
          before = curves.pr.points[i].x;
        }
      g_assert_cmpfloat_with_epsilon (roc, curves.roc.area, 0.001);
      g_assert_cmpfloat_with_epsilon (pr, curves.pr.area, 0.02);
    }
}

/* A corner is kept: a perfect ranking of many cars, and one that jumps in the middle. */
static void
test_thinned_shape (void)
{
  const guint n = 20000;
  g_autofree double *risk = g_new (double, n);
  g_autofree guint8 *failed = g_new0 (guint8, n);
  g_auto (RdgCurves) curves = { 0 };
  double largest = 0.0, nearest = 1.0;

  for (guint i = 0; i < n; i++)
    {
      risk[i] = 1.0 - (double) i / n;
      failed[i] = i < 50;
    }
  rdg_curves_compute (&curves, risk, failed, n);
  g_assert_cmpuint (curves.roc.n_points, <=, RDG_CURVE_MOST_POINTS);
  g_assert_cmpuint (curves.roc.n_points, >, 200);
  g_assert_cmpfloat_with_epsilon (curves.roc.area, 1.0, 1e-12);
  for (guint i = 0; i < curves.roc.n_points; i++)
    {
      const RdgCurvePoint *point = &curves.roc.points[i];

      nearest = MIN (nearest, fabs (point->x) + fabs (point->y - 1.0));
      if (i > 0)
        largest = MAX (largest, fabs (point->x - point[-1].x) + fabs (point->y - point[-1].y));
    }
  g_assert_cmpfloat (nearest, <, 0.006);
  /* A failed car is a step of 0.02 that cannot be made smaller. */
  g_assert_cmpfloat (largest, <, 0.02 + 0.006);
  g_assert_cmpfloat (curves.roc.points[0].x, ==, 0.0);
  g_assert_cmpfloat (curves.roc.points[curves.roc.n_points - 1].x, ==, 1.0);
  g_assert_cmpfloat (curves.gain.points[curves.gain.n_points - 1].threshold, ==,
                    risk[n - 1]);
}

static void
test_cannot_be_told (void)
{
  static const double risk[] = { 0.2, 0.4 };
  static const guint8 passed[] = { 0, 0 }, both_failed[] = { 1, 1 };
  g_auto (RdgCurves) none = { 0 };
  g_auto (RdgCurves) all_passed = { 0 };
  g_auto (RdgCurves) all_failed = { 0 };

  rdg_curves_compute (&none, risk, passed, 0);
  g_assert_cmpuint (none.roc.n_points + none.pr.n_points + none.gain.n_points + none.n_bins, ==, 0);
  g_assert_true (isnan (none.roc.area) && isnan (none.pr.area));

  rdg_curves_compute (&all_passed, risk, passed, 2);
  g_assert_cmpuint (all_passed.roc.n_points + all_passed.pr.n_points, ==, 0);
  g_assert_cmpuint (all_passed.gain.n_points, ==, 0);
  g_assert_cmpuint (all_passed.n_bins, ==, 2);

  rdg_curves_compute (&all_failed, risk, both_failed, 2);
  g_assert_cmpuint (all_failed.roc.n_points, ==, 0);
  g_assert_cmpuint (all_failed.pr.n_points, ==, 2);
  g_assert_cmpfloat (all_failed.pr.area, ==, 1.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/curves/by-hand", test_by_hand);
  g_test_add_func ("/learn/curves/areas", test_areas);
  g_test_add_func ("/learn/curves/thinned-shape", test_thinned_shape);
  g_test_add_func ("/learn/curves/cannot-be-told", test_cannot_be_told);

  return g_test_run ();
}
