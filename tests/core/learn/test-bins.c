/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-bins.h"

#include <math.h>

#include "rdg-rng.h"

static RdgBins *
make_bins (const RdgMatrix *matrix)
{
  gsize n = rdg_matrix_get_n_rows (matrix);
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;

  RdgBins *bins = rdg_bins_new (matrix, rows, n, 1, NULL, &error);

  g_assert_no_error (error);

  return bins;
}

static void
test_ranks (void)
{
  static const float values[] = { 3.5f, -1.0f, NAN, 0.0f, -0.0f, 3.5f, INFINITY, -7e30f };
  static const guint16 codes[] = { 4, 2, 0, 3, 3, 4, 0, 1 };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (G_N_ELEMENTS (values));
  float *x = rdg_matrix_add_numeric (matrix, "x", "");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    x[i] = values[i];

  g_autoptr (RdgBins) bins = make_bins (matrix);

  g_assert_cmpuint (bins->columns[0].n_codes, ==, 4);
  g_assert_true (bins->columns[0].varies);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpuint (rdg_bins_get_code (bins, 0, i), ==, codes[i]);
  g_assert_cmpfloat (bins->columns[0].low[4], ==, 3.5f);
  g_assert_cmpfloat (bins->columns[0].high[1], ==, -7e30f);
}

static void
test_varies (void)
{
  static const char * const levels[] = { "a", "b", NULL };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (3);
  float *constant = rdg_matrix_add_numeric (matrix, "constant", "");
  float *sometimes = rdg_matrix_add_numeric (matrix, "sometimes", "");
  float *category;

  rdg_matrix_add_numeric (matrix, "never", "");
  category = rdg_matrix_add_category (matrix, "category", levels);
  for (guint i = 0; i < 3; i++)
    constant[i] = 5.0f;
  sometimes[1] = 5.0f;
  category[0] = 1.0f;
  category[1] = 7.0f;  /* no level */
  category[2] = -1.0f;

  g_autoptr (RdgBins) bins = make_bins (matrix);

  g_assert_false (bins->columns[0].varies);
  g_assert_true (bins->columns[1].varies);
  g_assert_false (bins->columns[2].varies);
  g_assert_true (bins->columns[3].varies);
  g_assert_cmpuint (rdg_bins_get_code (bins, 3, 0), ==, 2);
  g_assert_cmpuint (rdg_bins_get_code (bins, 3, 1), ==, 0);
  g_assert_cmpuint (rdg_bins_get_code (bins, 3, 2), ==, 0);
}

static float
get_middle (float low,
            float high)
{
  float middle = (float) (((double) low + (double) high) / 2.0);

  return middle < high ? middle : low;
}

/* How many of all values are to lie below a code. */
static double
get_share_below (guint code)
{
  double x = (code - 1) / 255.0;

  return x * x * (3.0 - 2.0 * x);
}

/* Many rows of many values: 255 codes, of the fewer rows the nearer they are to either end, and a
 * value's code is the one that a threshold between any two codes says. */
static void
test_quantiles (void)
{
  const gsize n = 200000;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
  float *x = rdg_matrix_add_numeric (matrix, "x", "");
  RdgRng rng;

  rdg_rng_init (&rng, 5, 0);
  for (gsize i = 0; i < n; i++)
    x[i] = (float) rdg_rng_normal (&rng);

  g_autoptr (RdgBins) bins = make_bins (matrix);
  const RdgBinsColumn *column = &bins->columns[0];

  gsize count[256] = { 0 };

  g_assert_false (bins->wide);
  g_assert_cmpuint (column->n_codes, ==, 255);
  for (guint c = 1; c <= column->n_codes; c++)
    {
      g_assert_cmpfloat (column->low[c], <=, column->high[c]);
      if (c > 1)
        g_assert_cmpfloat (column->high[c - 1], <, column->low[c]);
    }
  for (gsize i = 0; i < n; i++)
    {
      guint code = rdg_bins_get_code (bins, 0, i);

      count[code]++;
      if (code > 1)
        g_assert_cmpfloat (x[i], >, get_middle (column->high[code - 1], column->low[code]));
      if (code < 255)
        g_assert_cmpfloat (x[i], <=, get_middle (column->high[code], column->low[code + 1]));
    }

  gsize below = 0;

  for (guint c = 1; c <= 255; below += count[c++])
    g_assert_cmpfloat_with_epsilon ((double) below / (double) n, get_share_below (c), 0.005);
  g_assert_cmpuint (count[1] + count[2], <, n / 2000);
  g_assert_cmpuint (count[128], >, n / 200);
  g_assert_cmpuint (column->middle, >=, 126);
  g_assert_cmpuint (column->middle, <=, 130);
}

/* Few values in many rows stay apart, and so does a rare one; a gap is a gap in every width. */
static void
test_few_values (gconstpointer data)
{
  gboolean wide = GPOINTER_TO_INT (data);
  const gsize n = 120000;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
  float *x = rdg_matrix_add_numeric (matrix, "x", "");

  for (gsize i = 0; i < n; i++)
    x[i] = i == 77 ? -5.0f : i % 7 == 0 ? NAN : (float) (i % 200);
  if (wide)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint l = 0; l < 300; l++)
        {
          g_autofree char *level = g_strdup_printf ("%u", l);

          g_strv_builder_add (builder, level);
        }

      g_auto (GStrv) levels = g_strv_builder_end (builder);
      float *category = rdg_matrix_add_category (matrix, "category",
                                                 (const char * const *) levels);

      for (gsize i = 0; i < n; i++)
        category[i] = (float) (i % 300);
    }

  g_autoptr (RdgBins) bins = make_bins (matrix);

  g_assert_true (bins->wide == wide);
  g_assert_cmpuint (bins->columns[0].n_codes, ==, 201);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (rdg_bins_get_code (bins, 0, i), ==,
                      i == 77 ? 1 : i % 7 == 0 ? 0 : i % 200 + 2);
  for (gsize i = 0; wide && i < n; i++)
    g_assert_cmpuint (rdg_bins_get_code (bins, 1, i), ==, i % 300 + 1);
}

/* A large table is there row by row, too. */
static void
test_rows (void)
{
  const gsize n = 100000;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
  RdgRng rng;

  rdg_rng_init (&rng, 5, 0);
  for (guint c = 0; c < 170; c++)
    {
      g_autofree char *name = g_strdup_printf ("%u", c);
      float *x = rdg_matrix_add_numeric (matrix, name, "");

      for (gsize i = 0; i < n; i++)
        x[i] = (float) rdg_rng_uniform (&rng);
    }

  g_autoptr (RdgBins) bins = make_bins (matrix);

  g_assert_nonnull (bins->rows);
  for (guint c = 0; c < 170; c += 13)
    for (gsize i = 0; i < n; i++)
      g_assert_cmpuint (bins->rows[i * bins->stride + c], ==, rdg_bins_get_code (bins, c, i));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/bins/ranks", test_ranks);
  g_test_add_func ("/learn/bins/varies", test_varies);
  g_test_add_func ("/learn/bins/quantiles", test_quantiles);
  g_test_add_data_func ("/learn/bins/few-values", GINT_TO_POINTER (FALSE), test_few_values);
  g_test_add_data_func ("/learn/bins/few-values-wide", GINT_TO_POINTER (TRUE), test_few_values);
  g_test_add_func ("/learn/bins/rows", test_rows);

  return g_test_run ();
}
