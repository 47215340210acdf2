/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-calibration.h"

#include <math.h>

#include "rdg-isotonic.h"
#include "rdg-rng.h"

typedef double (*Truth) (double score);

static double
logistic_truth (double score)
{
  double x = log ((score + 1e-4) / (1.0 - score + 1e-4));

  return 1.0 / (1.0 + exp (-(1.7 * x - 0.5)));
}

/* What no logistic curve can follow. */
static double
step_truth (double score)
{
  return score < 0.3 ? 0.02 : score < 0.6 ? 0.3 : 0.35;
}

static void
fit (RdgCalibration *calibration,
     Truth           truth,
     gsize           n,
     guint64         seed)
{
  g_autofree double *score = g_new (double, n);
  g_autofree guint8 *failed = g_new (guint8, n);
  RdgRng rng;

  rdg_rng_init (&rng, seed, 0);
  for (gsize i = 0; i < n; i++)
    {
      double u = rdg_rng_uniform (&rng);

      score[i] = u * u;
      failed[i] = rdg_rng_uniform (&rng) < truth (score[i]);
      if (i % 50 == 49)
        score[i] = NAN;
    }
  rdg_calibration_fit (calibration, score, failed, n, seed);
}

static void
assert_sound (const RdgCalibration *calibration)
{
  RdgRisk last = { 0.0, 0.0, 0.0 };

  for (guint i = 0; i <= 1000; i++)
    {
      RdgRisk risk = rdg_calibration_apply (calibration, i / 1000.0);

      g_assert_cmpfloat (risk.low, >, 0.0);
      g_assert_cmpfloat (risk.high, <, 1.0);
      g_assert_cmpfloat (risk.low, <=, risk.risk);
      g_assert_cmpfloat (risk.risk, <=, risk.high);
      g_assert_cmpfloat (risk.risk, >, last.risk);
      g_assert_cmpfloat (risk.low, >=, last.low);
      g_assert_cmpfloat (risk.high, >=, last.high);
      last = risk;
    }
}

static void
test_logistic (void)
{
  RdgCalibration calibration;

  fit (&calibration, logistic_truth, 20000, 1);
  g_assert_cmpint (calibration.kind, ==, RDG_CALIBRATION_LOGISTIC);
  assert_sound (&calibration);
  for (double score = 0.05; score < 1.0; score += 0.1)
    g_assert_cmpfloat_with_epsilon (rdg_calibration_apply (&calibration, score).risk,
                                    logistic_truth (score), 0.03);
  rdg_calibration_clear (&calibration);
}

static void
test_isotonic (void)
{
  RdgCalibration calibration;

  fit (&calibration, step_truth, 20000, 1);
  g_assert_cmpint (calibration.kind, ==, RDG_CALIBRATION_ISOTONIC);
  assert_sound (&calibration);
  g_assert_cmpfloat_with_epsilon (rdg_calibration_apply (&calibration, 0.1).risk, 0.02, 0.01);
  g_assert_cmpfloat_with_epsilon (rdg_calibration_apply (&calibration, 0.45).risk, 0.3, 0.05);
  rdg_calibration_clear (&calibration);
}

/* Few cars of a plain truth: the flexible one must not win by learning them by heart. */
static void
test_choice_does_not_overfit (void)
{
  guint n_isotonic = 0;

  for (guint seed = 0; seed < 20; seed++)
    {
      RdgCalibration calibration;

      fit (&calibration, logistic_truth, 300, seed);
      assert_sound (&calibration);
      n_isotonic += calibration.kind == RDG_CALIBRATION_ISOTONIC;
      rdg_calibration_clear (&calibration);
    }
  g_assert_cmpuint (n_isotonic, <=, 4);
}

/* As a good forest's score is: the risk itself. */
static double
same_truth (double score)
{
  return CLAMP (score, 0.0005, 0.98);
}

/* A forest of balanced samples says too much: four in five of the plant's scores are about nothing. */
static double
overstated_truth (double score)
{
  return 0.01 + 0.4 * score * score * score;
}

typedef struct
{
  Truth       truth;
  double      power;    /* of a uniform number, which is the score: the larger, the fewer are risky */
  const char *name;
} World;

static const World worlds[] = {
  { logistic_truth, 2.0, "logistic" },
  { same_truth, 2.0, "a third fail" },
  { same_truth, 12.0, "one in thirteen fails" },
  { overstated_truth, 1.0, "overstated" },
  { step_truth, 2.0, "steps" },
};

/* Of cars as they come, how many have their true risk within the bounds that they are told. */
static double
cover (const World *world,
       gsize        n,
       double      *share_of_risky)
{
  guint n_inside = 0, n_asked = 0, n_risky_inside = 0, n_risky = 0;
  g_autofree double *score = g_new (double, n);
  g_autofree guint8 *failed = g_new (guint8, n);

  for (guint seed = 0; seed < 25; seed++)
    {
      RdgCalibration calibration;
      RdgRng rng;

      rdg_rng_init (&rng, seed, 7);
      for (gsize i = 0; i < n; i++)
        {
          score[i] = pow (rdg_rng_uniform (&rng), world->power);
          failed[i] = rdg_rng_uniform (&rng) < world->truth (score[i]);
        }
      rdg_calibration_fit (&calibration, score, failed, n, seed);
      for (guint i = 0; i < 500; i++)
        {
          double asked = pow (rdg_rng_uniform (&rng), world->power), truth = world->truth (asked);
          RdgRisk risk = rdg_calibration_apply (&calibration, asked);
          gboolean inside = risk.low <= truth && truth <= risk.high;

          n_asked++;
          n_inside += inside;
          if (asked > pow (0.9, world->power))
            {
              n_risky++;
              n_risky_inside += inside;
            }
        }
      rdg_calibration_clear (&calibration);
    }
  *share_of_risky = (double) n_risky_inside / n_risky;

  return (double) n_inside / n_asked;
}

/* The truth lies within the bounds about as often as they say, of all cars and of the riskiest tenth. */
static void
test_bounds_hold (void)
{
  static const gsize sizes[] = { 500, 2000, 10000 };

  for (guint w = 0; w < G_N_ELEMENTS (worlds); w++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        double risky, all = cover (&worlds[w], sizes[s], &risky);

        g_test_message ("%s, %u cars: %.3f of all, %.3f of the riskiest tenth", worlds[w].name,
                        (guint) sizes[s], all, risky);
        /* A jump no straight line follows; nor, in the last tenth, a risk that rises steeply to 1. */
        g_assert_cmpfloat (all, >, worlds[w].truth == step_truth ? 0.83 : 0.92);
        g_assert_cmpfloat (risky, >, worlds[w].truth == logistic_truth ? 0.75 : 0.92);
      }
}

static void
test_extremes (void)
{
  /* Perfectly told apart; useless; turned around; hardly anything. */
  for (guint kind = 0; kind < 4; kind++)
    {
      double score[200];
      guint8 failed[200];
      gsize n = kind == 3 ? 5 : 200;
      RdgCalibration calibration;

      for (gsize i = 0; i < n; i++)
        {
          failed[i] = i % 5 == 0;
          score[i] = kind == 0 ? failed[i] : kind == 1 ? 0.2 : kind == 2 ? !failed[i] : NAN;
        }
      rdg_calibration_fit (&calibration, score, failed, n, 1);
      assert_sound (&calibration);
      if (kind == 1)
        g_assert_cmpfloat_with_epsilon (rdg_calibration_apply (&calibration, 0.2).risk, 0.2, 0.02);
      rdg_calibration_clear (&calibration);
    }
}

/* However well cars are told apart, the bands' bounds rise as those must that a model is read with. */
static void
test_bands_rise (void)
{
  for (guint64 seed = 0; seed < 400; seed++)
    {
      double score[400];
      guint8 failed[400];
      RdgCalibration calibration;
      RdgRng rng;

      rdg_rng_init (&rng, seed, 0);
      for (gsize i = 0; i < G_N_ELEMENTS (score); i++)
        {
          double odds = 3.0 * rdg_rng_normal (&rng) - 2.0;

          score[i] = 1.0 / (1.0 + exp (-odds));
          failed[i] = odds + 0.3 * rdg_rng_normal (&rng) > 0.0;
        }
      rdg_calibration_fit (&calibration, score, failed, G_N_ELEMENTS (score), seed);
      for (guint b = 1; b < calibration.n_bands; b++)
        {
          g_assert_cmpfloat (calibration.band_score[b], >, calibration.band_score[b - 1]);
          g_assert_cmpfloat (calibration.band_low[b], >=, calibration.band_low[b - 1]);
          g_assert_cmpfloat (calibration.band_high[b], >=, calibration.band_high[b - 1]);
        }
      rdg_calibration_clear (&calibration);
    }
}

static void
test_nan (void)
{
  RdgCalibration calibration;

  fit (&calibration, logistic_truth, 500, 1);
  g_assert_true (isnan (rdg_calibration_apply (&calibration, NAN).risk));
  rdg_calibration_clear (&calibration);
}

static void
test_pool (void)
{
  double x[] = { 1, 2, 3, 4, 5 }, y[] = { 1, 3, 2, 2.5, 7 }, weight[] = { 1, 1, 1, 2, 1 };

  g_assert_cmpuint (rdg_isotonic_pool (x, y, weight, 5), ==, 3);
  g_assert_cmpfloat_with_epsilon (y[1], (3.0 + 2.0 + 5.0) / 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (x[1], (2.0 + 3.0 + 8.0) / 4.0, 1e-12);
  g_assert_cmpfloat (weight[1], ==, 4.0);
  g_assert_cmpfloat (y[2], ==, 7.0);
}

static void
test_interpolate (void)
{
  static const double x[] = { 0, 1, 3 }, y[] = { 1, 2, 6 };

  g_assert_cmpfloat (rdg_isotonic_interpolate (x, y, 3, -5), ==, 1.0);
  g_assert_cmpfloat (rdg_isotonic_interpolate (x, y, 3, 2), ==, 4.0);
  g_assert_cmpfloat (rdg_isotonic_interpolate (x, y, 3, 3), ==, 6.0);
  g_assert_cmpfloat (rdg_isotonic_interpolate (x, y, 1, 3), ==, 1.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/isotonic/pool", test_pool);
  g_test_add_func ("/learn/isotonic/interpolate", test_interpolate);
  g_test_add_func ("/learn/calibration/logistic", test_logistic);
  g_test_add_func ("/learn/calibration/isotonic", test_isotonic);
  g_test_add_func ("/learn/calibration/choice-does-not-overfit", test_choice_does_not_overfit);
  g_test_add_func ("/learn/calibration/bounds-hold", test_bounds_hold);
  g_test_add_func ("/learn/calibration/extremes", test_extremes);
  g_test_add_func ("/learn/calibration/bands-rise", test_bands_rise);
  g_test_add_func ("/learn/calibration/nan", test_nan);

  return g_test_run ();
}
