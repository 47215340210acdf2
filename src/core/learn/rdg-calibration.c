/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two candidates: a logistic curve on the score's logit (Platt 1999, with his
 * smoothed targets) and an isotonic regression with lines between its steps.
 * Five-fold cross-fitting on the out-of-bag scores chooses by log loss, so that
 * the more flexible one cannot win by learning the sample by heart; it also has to
 * be better by more than chance. The winner is then fitted to all of the sample.
 *
 * How sure: out-of-bag cars, sorted by score, are cut into bands that hold enough
 * of both outcomes to tell a rate; each gets a Wilson interval of 95 %; between
 * bands' centres the bounds run straight, rise with the score, and always enclose
 * the risk itself; beyond the outer centres they open.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-calibration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rdg-isotonic.h"
#include "rdg-rng.h"
#include "rdg-wilson.h"

#define N_FOLDS 5
#define SCORE_MARGIN 1e-4      /* keeps the logit of a score of 0 or 1 finite */
#define LEAST_RISK 1e-6
#define BAND_LEAST_CARS 30
#define BAND_LEAST_OUTCOMES 5  /* of failed and of passed cars alike … */
#define BAND_MOST_SHARE 0.1    /* … unless the band is a tenth of all */

typedef struct
{
  double score;
  guint8 failed;
  guint8 fold;
} Case;

static double
logit_of_score (double score)
{
  double inside = SCORE_MARGIN + (1.0 - 2.0 * SCORE_MARGIN) * CLAMP (score, 0.0, 1.0);

  return log (inside / (1.0 - inside));
}

static double
logistic (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

/* Newton's method with step halving; convex, so it ends at the one minimum. */
static void
fit_logistic (RdgCalibration *self,
              const Case     *cases,
              gsize           n,
              guint           without_fold)
{
  double n_failed = 0.0, n_passed = 0.0;

  for (gsize i = 0; i < n; i++)
    if (cases[i].fold != without_fold)
      {
        n_failed += cases[i].failed;
        n_passed += !cases[i].failed;
      }

  double target[2] = { 1.0 / (n_passed + 2.0), (n_failed + 1.0) / (n_failed + 2.0) };
  double slope = 1.0, intercept = 0.0, last_loss = INFINITY;
  double step_slope = 0.0, step_intercept = 0.0;

  for (guint iteration = 0; iteration < 100; iteration++)
    {
      double loss = 0.0, g0 = 0.0, g1 = 0.0, h00 = 1e-9, h01 = 0.0, h11 = 1e-9;

      for (gsize i = 0; i < n; i++)
        {
          if (cases[i].fold == without_fold)
            continue;

          double x = logit_of_score (cases[i].score);
          double z = slope * x + intercept;
          double p = logistic (z);
          double t = target[cases[i].failed];

          loss += (z > 0.0 ? log1p (exp (-z)) + (1.0 - t) * z : log1p (exp (z)) - t * z);
          g0 += (p - t);
          g1 += (p - t) * x;
          h00 += p * (1.0 - p);
          h01 += p * (1.0 - p) * x;
          h11 += p * (1.0 - p) * x * x;
        }

      if (loss > last_loss)
        {
          /* Too far: halve the step from where it began. */
          step_slope /= 2.0;
          step_intercept /= 2.0;
          slope += step_slope;
          intercept += step_intercept;
          if (fabs (step_slope) + fabs (step_intercept) < 1e-12)
            break;
          continue;
        }
      last_loss = loss;

      double determinant = h00 * h11 - h01 * h01;

      if (!(determinant > 1e-18))
        break;

      step_intercept = (h11 * g0 - h01 * g1) / determinant;
      step_slope = (h00 * g1 - h01 * g0) / determinant;
      if (fabs (step_slope) + fabs (step_intercept) < 1e-10)
        break;
      slope -= step_slope;
      intercept -= step_intercept;
    }

  self->kind = RDG_CALIBRATION_LOGISTIC;
  /* A learner that is worse than chance must not turn the ranking around. */
  self->slope = MAX (slope, 1e-3);
  self->intercept = intercept;
}

static void
fit_isotonic (RdgCalibration *self,
              const Case     *cases,
              gsize           n,
              guint           without_fold)
{
  double *x = g_new (double, n + 3), *y = g_new (double, n + 3);
  g_autofree double *weight = g_new (double, n + 3);
  double n_all = 0.0, n_failed = 0.0;
  gsize n_points = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (cases[i].fold == without_fold)
        continue;

      n_all += 1.0;
      n_failed += cases[i].failed;

      /* Points 0 and n + 1 are kept for the ends of the curve. */
      if (n_points > 0 && x[n_points] == cases[i].score)
        {
          y[n_points] += cases[i].failed;
          weight[n_points] += 1.0;
        }
      else
        {
          n_points++;
          x[n_points] = cases[i].score;
          y[n_points] = cases[i].failed;
          weight[n_points] = 1.0;
        }
    }

  double base = (n_failed + 0.5) / (n_all + 1.0);

  for (gsize i = 1; i <= n_points; i++)
    y[i] /= weight[i];
  n_points = rdg_isotonic_pool (x + 1, y + 1, weight + 1, n_points);

  /* One car's worth of the base rate keeps a pure step away from 0 and 1; what that
   * turns around is pooled once more. */
  for (gsize i = 1; i <= n_points; i++)
    y[i] = (y[i] * weight[i] + base) / (weight[i] + 1.0);
  n_points = rdg_isotonic_pool (x + 1, y + 1, weight + 1, n_points);

  gsize first = 1, last = n_points;

  if (n_points == 0)
    {
      x[1] = 0.5;
      y[1] = base;
      last = 1;
    }
  /* Beyond the outer steps' centres the risk goes on rising, gently, so that no two
   * scores get the same risk and a capacity can be met. */
  if (x[first] > 0.0)
    {
      y[0] = y[first] / 2.0;
      x[0] = 0.0;
      first = 0;
    }
  if (x[last] < 1.0)
    {
      last++;
      x[last] = 1.0;
      y[last] = (1.0 + y[last - 1]) / 2.0;
    }

  self->kind = RDG_CALIBRATION_ISOTONIC;
  self->n_knots = (guint) (last - first + 1);
  self->knot_score = g_memdup2 (x + first, self->n_knots * sizeof (double));
  self->knot_risk = g_memdup2 (y + first, self->n_knots * sizeof (double));
  g_free (x);
  g_free (y);
}

static double
apply_curve (const RdgCalibration *self,
             double                score)
{
  double risk;

  if (self->kind == RDG_CALIBRATION_LOGISTIC)
    risk = logistic (self->slope * logit_of_score (score) + self->intercept);
  else
    risk = rdg_isotonic_interpolate (self->knot_score, self->knot_risk, self->n_knots, score);

  return CLAMP (risk, LEAST_RISK, 1.0 - LEAST_RISK);
}

/* loss: for each case, what the curve costs that was fitted without its fold. */
static void
cross_fit (void (*fit) (RdgCalibration *, const Case *, gsize, guint),
           const Case *cases,
           gsize       n,
           double     *loss)
{
  for (guint fold = 0; fold < N_FOLDS; fold++)
    {
      RdgCalibration curve = { 0 };

      fit (&curve, cases, n, fold);
      for (gsize i = 0; i < n; i++)
        if (cases[i].fold == fold)
          {
            double risk = apply_curve (&curve, cases[i].score);

            loss[i] = -log (cases[i].failed ? risk : 1.0 - risk);
          }
      rdg_calibration_clear (&curve);
    }
}

static double *
put_around (double *values,
            guint   n,
            double  first,
            double  last)
{
  double *wider = g_new (double, n + 2);

  wider[0] = first;
  memcpy (wider + 1, values, n * sizeof (double));
  wider[n + 1] = last;
  g_free (values);

  return wider;
}

/* Beyond the outer bands' centres there are ever fewer cars: towards a score of 1 the risk may be any
 * higher one, towards 0 any lower one. */
static void
widen_ends (RdgCalibration *self)
{
  guint n = self->n_bands;

  if (n == 0 || self->band_score[0] <= 0.0 || self->band_score[n - 1] >= 1.0)
    return;

  /* What was interpolated may have been rounded past the ends. */
  self->band_low = put_around (self->band_low, n, MIN (LEAST_RISK, self->band_low[0]),
                               self->band_low[n - 1]);
  self->band_high = put_around (self->band_high, n, self->band_high[0],
                                MAX (1.0 - LEAST_RISK, self->band_high[n - 1]));
  self->band_score = put_around (self->band_score, n, 0.0, 1.0);
  self->n_bands = n + 2;
}

/* Whether the isotonic curve is better by more than one standard error of the difference. */
static gboolean
isotonic_is_better (const Case *cases,
                    gsize       n)
{
  g_autofree double *logistic_loss = g_new (double, MAX (n, 1));
  g_autofree double *isotonic_loss = g_new (double, MAX (n, 1));
  double sum = 0.0, squares = 0.0;

  cross_fit (fit_logistic, cases, n, logistic_loss);
  cross_fit (fit_isotonic, cases, n, isotonic_loss);
  for (gsize i = 0; i < n; i++)
    {
      double gain = logistic_loss[i] - isotonic_loss[i];

      sum += gain;
      squares += gain * gain;
    }

  return sum > sqrt (squares);
}

/* From the riskiest car down: there the cars are few and differ most. */
static void
fit_bands (RdgCalibration *self,
           const Case     *cases,
           gsize           n)
{
  g_autoptr (GArray) bands = g_array_new (FALSE, FALSE, 4 * sizeof (double));
  double most = MAX (BAND_LEAST_CARS, BAND_MOST_SHARE * (double) n);
  double sum = 0.0, n_cars = 0.0, n_failed = 0.0;

  for (gsize i = n; i-- > 0;)
    {
      sum += cases[i].score;
      n_cars += 1.0;
      n_failed += cases[i].failed;

      /* Cars of one score stay together; what is left at the end joins the last band. */
      if (i > 0 && cases[i - 1].score == cases[i].score)
        continue;
      if (i > 0 && !(n_cars >= most ||
                     (n_cars >= BAND_LEAST_CARS &&
                      MIN (n_failed, n_cars - n_failed) >= BAND_LEAST_OUTCOMES)))
        continue;
      if (i == 0 && n_cars < BAND_LEAST_CARS && bands->len > 0)
        break;

      double band[4] = { sum / n_cars, 0.0, 0.0, n_cars };

      rdg_wilson_interval (n_failed, n_cars, &band[1], &band[2]);
      band[1] = CLAMP (band[1], LEAST_RISK, 1.0 - LEAST_RISK);
      band[2] = CLAMP (band[2], LEAST_RISK, 1.0 - LEAST_RISK);
      g_array_append_val (bands, band);
      sum = n_cars = n_failed = 0.0;
    }

  guint n_bands = bands->len;
  g_autofree double *weight = g_new (double, MAX (n_bands, 1));
  g_autofree double *again = g_new (double, MAX (n_bands, 1));
  g_autofree double *score = g_new (double, MAX (n_bands, 1));
  double *low = g_new (double, MAX (n_bands, 1)), *high = g_new (double, MAX (n_bands, 1));

  self->band_score = g_new (double, MAX (n_bands, 1));
  for (guint b = 0; b < n_bands; b++)
    {
      const double *band = (const double *) (gpointer) (bands->data + 4 * sizeof (double) *
                                                        (n_bands - 1 - b));

      self->band_score[b] = band[0];
      low[b] = band[1];
      high[b] = band[2];
      weight[b] = band[3];
    }

  /* Bounds that rise: each is replaced by its isotonic regression, read at the centres. */
  for (guint side = 0; side < 2 && n_bands > 0; side++)
    {
      double *bound = side == 0 ? low : high;
      g_autofree double *mass = g_memdup2 (weight, n_bands * sizeof (double));

      memcpy (score, self->band_score, n_bands * sizeof (double));
      memcpy (again, bound, n_bands * sizeof (double));

      gsize n_left = rdg_isotonic_pool (score, again, mass, n_bands);

      for (guint b = 0; b < n_bands; b++)
        {
          bound[b] = rdg_isotonic_interpolate (score, again, n_left, self->band_score[b]);
          /* Rounding must not undo it. */
          if (b > 0)
            bound[b] = MAX (bound[b], bound[b - 1]);
        }
    }

  self->n_bands = n_bands;
  self->band_low = low;
  self->band_high = high;
  widen_ends (self);
}

static int
compare_cases (const void *a,
               const void *b)
{
  const Case *x = a, *y = b;

  if (x->score != y->score)
    return x->score < y->score ? -1 : 1;
  if (x->failed != y->failed)
    return x->failed < y->failed ? -1 : 1;

  return (x->fold > y->fold) - (x->fold < y->fold);
}

/**
 * rdg_calibration_fit:
 * @self: (out caller-allocates): what is fitted, to be freed with rdg_calibration_clear()
 * @score: (array length=n): out-of-bag scores; NaN ones are left out
 * @failed: (array length=n): 1 for a failed car
 * @seed: for the folds
 *
 * Any thread.
 */
void
rdg_calibration_fit (RdgCalibration *self,
                     const double   *score,
                     const guint8   *failed,
                     gsize           n,
                     guint64         seed)
{
  g_autofree Case *cases = g_new (Case, MAX (n, 1));
  gsize n_cases = 0;
  guint n_seen[2] = { 0, 0 };
  RdgRng rng;

  rdg_rng_init (&rng, seed, G_MAXUINT64);
  n_seen[0] = (guint) rdg_rng_below (&rng, N_FOLDS);
  n_seen[1] = (guint) rdg_rng_below (&rng, N_FOLDS);
  for (gsize i = 0; i < n; i++)
    if (!isnan (score[i]))
      {
        guint8 label = failed[i] != 0;

        /* The rows come in the order of their codes' hashes: dealing them in turn is
         * a random and stratified choice of folds. */
        cases[n_cases++] = (Case){ score[i], label, (guint8) (n_seen[label]++ % N_FOLDS) };
      }

  qsort (cases, n_cases, sizeof *cases, compare_cases);

  memset (self, 0, sizeof *self);
  if (isotonic_is_better (cases, n_cases))
    fit_isotonic (self, cases, n_cases, G_MAXUINT);
  else
    fit_logistic (self, cases, n_cases, G_MAXUINT);
  fit_bands (self, cases, n_cases);
}

/**
 * rdg_calibration_apply:
 * @score: a learner's score, 0 to 1
 *
 * Any thread.
 *
 * Returns: the risk and its bounds; all NaN for a NaN
 */
RdgRisk
rdg_calibration_apply (const RdgCalibration *self,
                       double                score)
{
  RdgRisk risk;

  if (isnan (score))
    return (RdgRisk){ NAN, NAN, NAN };

  risk.risk = apply_curve (self, score);
  risk.low = risk.high = risk.risk;
  if (self->n_bands > 0)
    {
      risk.low = MIN (risk.risk, rdg_isotonic_interpolate (self->band_score, self->band_low,
                                                           self->n_bands, score));
      risk.high = MAX (risk.risk, rdg_isotonic_interpolate (self->band_score, self->band_high,
                                                            self->n_bands, score));
    }

  return risk;
}

/**
 * rdg_calibration_clear:
 *
 * Frees what @self holds; a zeroed calibration is fine.
 */
void
rdg_calibration_clear (RdgCalibration *self)
{
  g_clear_pointer (&self->knot_score, g_free);
  g_clear_pointer (&self->knot_risk, g_free);
  g_clear_pointer (&self->band_score, g_free);
  g_clear_pointer (&self->band_low, g_free);
  g_clear_pointer (&self->band_high, g_free);
}
