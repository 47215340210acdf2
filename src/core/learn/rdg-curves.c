/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over the cars by falling risk. ROC and gain run straight between steps, so
 * that their area gives ties one half; precision stands until the next step, so that
 * its area is average precision.
 *
 * Thinning: the way along the curve, |dx| + |dy| added up, is cut into equal pieces,
 * and of each piece its last point is kept, beside the first and the last of all. So no
 * point that was left out is further from a kept one than one piece, and where the
 * curve bends or jumps many points stay. A rising curve's way is 2 long: with 400
 * points, 0.005 is the most that is lost.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-curves.h"

#include <math.h>

#include "rdg-metrics-private.h"
#include "rdg-wilson.h"

static void
add_point (RdgCurve *self,
           double    threshold,
           double    x,
           double    y)
{
  self->points[self->n_points++] = (RdgCurvePoint){ threshold, x, y };
}

static double
step_length (const RdgCurvePoint *from,
             const RdgCurvePoint *to)
{
  return fabs (to->x - from->x) + fabs (to->y - from->y);
}

static void
thin (RdgCurve *self)
{
  const double n_pieces = RDG_CURVE_MOST_POINTS - 2;
  double length = 0.0, way = 0.0;
  guint n_kept = 1;

  if (self->n_points > RDG_CURVE_MOST_POINTS)
    {
      RdgCurvePoint here = self->points[0];

      for (guint i = 1; i < self->n_points; i++)
        length += step_length (&self->points[i - 1], &self->points[i]);

      for (guint i = 1; i < self->n_points; i++)
        {
          RdgCurvePoint point = self->points[i];
          double next = i + 1 < self->n_points ? step_length (&point, &self->points[i + 1]) : 0.0;

          way += step_length (&here, &point);
          here = point;
          if (i + 1 == self->n_points ||
              floor (way / length * n_pieces) < floor ((way + next) / length * n_pieces))
            self->points[n_kept++] = point;
        }
      self->n_points = n_kept;
    }

  self->points = g_renew (RdgCurvePoint, self->points, MAX (self->n_points, 1));
}

static double
straight_area (const RdgCurve *self)
{
  double area = 0.0;

  for (guint i = 1; i < self->n_points; i++)
    area += (self->points[i].x - self->points[i - 1].x) *
            (self->points[i].y + self->points[i - 1].y) / 2.0;

  return self->n_points > 0 ? area : NAN;
}

static double
stepped_area (const RdgCurve *self)
{
  double area = 0.0, before = 0.0;

  for (guint i = 0; i < self->n_points; i++)
    {
      area += (self->points[i].x - before) * self->points[i].y;
      before = self->points[i].x;
    }

  return self->n_points > 0 ? area : NAN;
}

static void
draw_lines (RdgCurves       *self,
            const RdgSample *sample,
            double           n_failed)
{
  const double n = (double) sample->n, n_passed = n - n_failed;
  double failed = 0.0, passed = 0.0;

  if (n_failed > 0.0)
    add_point (&self->gain, NAN, 0.0, 0.0);
  if (n_failed > 0.0 && n_passed > 0.0)
    add_point (&self->roc, NAN, 0.0, 0.0);

  for (gsize i = 0; i < sample->n; i++)
    {
      const RdgCase *c = &sample->cases[i];

      failed += c->failed;
      passed += !c->failed;
      if (!c->ends_group || n_failed <= 0.0)
        continue;

      add_point (&self->gain, c->risk, (failed + passed) / n, failed / n_failed);
      add_point (&self->pr, c->risk, failed / n_failed, failed / (failed + passed));
      if (n_passed > 0.0)
        add_point (&self->roc, c->risk, passed / n_passed, failed / n_failed);
    }

  self->gain.area = straight_area (&self->gain);
  self->roc.area = straight_area (&self->roc);
  self->pr.area = stepped_area (&self->pr);
}

/* The bins of the calibration error: see rdg-metrics.c. */
static void
fill_bins (RdgCurves       *self,
           const RdgSample *sample)
{
  const double n = (double) sample->n;
  RdgCalibrationBin bin = { 0 };
  gsize seen = 0;
  guint next = 1;

  self->bins = g_new0 (RdgCalibrationBin, RDG_METRICS_ECE_BINS);
  for (gsize i = 0; i < sample->n; i++)
    {
      const RdgCase *c = &sample->cases[i];

      if (bin.n == 0)
        bin.highest = c->risk;
      bin.lowest = c->risk;
      bin.said += c->risk;
      bin.n_failed += c->failed;
      bin.n++;
      seen++;
      if (!c->ends_group || ((double) seen < n * next / RDG_METRICS_ECE_BINS && seen < sample->n))
        continue;

      /* The mean of equal numbers may come out a little beside them. */
      bin.said = CLAMP (bin.said / (double) bin.n, bin.lowest, bin.highest);
      bin.happened = (double) bin.n_failed / (double) bin.n;
      rdg_wilson_interval ((double) bin.n_failed, (double) bin.n, &bin.low, &bin.high);
      bin.low = MAX (bin.low, 0.0);
      bin.high = MIN (bin.high, 1.0);
      self->bins[self->n_bins++] = bin;
      bin = (RdgCalibrationBin){ 0 };
      while (next < RDG_METRICS_ECE_BINS && (double) seen >= n * next / RDG_METRICS_ECE_BINS)
        next++;
    }

  for (guint b = 0; b < self->n_bins / 2; b++)
    {
      RdgCalibrationBin kept = self->bins[b];

      self->bins[b] = self->bins[self->n_bins - 1 - b];
      self->bins[self->n_bins - 1 - b] = kept;
    }
}

/**
 * rdg_curves_compute:
 * @self: (out caller-allocates): the curves, to be freed with rdg_curves_clear()
 * @risk: (array length=n): risks, none of them NaN
 * @failed: (array length=n): 1 for a failed car
 *
 * Any thread.
 */
void
rdg_curves_compute (RdgCurves    *self,
                    const double *risk,
                    const guint8 *failed,
                    gsize         n)
{
  g_auto (RdgSample) sample = { 0 };
  RdgCurve *lines[] = { &self->roc, &self->pr, &self->gain };
  double n_failed = 0.0;

  *self = (RdgCurves){ 0 };
  _rdg_sample_init (&sample, risk, failed, n, NAN);
  for (gsize i = 0; i < n; i++)
    n_failed += sample.cases[i].failed;

  for (guint c = 0; c < G_N_ELEMENTS (lines); c++)
    lines[c]->points = g_new (RdgCurvePoint, n + 1);
  draw_lines (self, &sample, n_failed);
  for (guint c = 0; c < G_N_ELEMENTS (lines); c++)
    thin (lines[c]);
  fill_bins (self, &sample);
}

/**
 * rdg_model_get_curves:
 * @curves: (out caller-allocates): of the cars that judged the model
 *
 * Any thread.
 *
 * Returns: %FALSE if the model was made before the cars that judge were kept
 */
gboolean
rdg_model_get_curves (const RdgModel *model,
                      RdgCurves      *curves)
{
  gsize n;
  const RdgJudgedCar *cars = rdg_model_get_judged (model, &n);
  g_autofree double *risk = g_new (double, MAX (n, 1));
  g_autofree guint8 *failed = g_new (guint8, MAX (n, 1));

  if (n == 0)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      risk[i] = cars[i].risk;
      failed[i] = cars[i].failed;
    }
  rdg_curves_compute (curves, risk, failed, n);

  return TRUE;
}

/**
 * rdg_curves_clear:
 *
 * Frees what @self holds; zeroed curves are fine.
 */
void
rdg_curves_clear (RdgCurves *self)
{
  g_clear_pointer (&self->roc.points, g_free);
  g_clear_pointer (&self->pr.points, g_free);
  g_clear_pointer (&self->gain.points, g_free);
  g_clear_pointer (&self->bins, g_free);
  self->roc.n_points = self->pr.n_points = self->gain.n_points = self->n_bins = 0;
}
