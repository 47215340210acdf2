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
    g_assert_cmpuint (bins->columns[0].codes[i], ==, codes[i]);
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
  g_assert_cmpuint (bins->columns[3].codes[0], ==, 2);
  g_assert_cmpuint (bins->columns[3].codes[1], ==, 0);
  g_assert_cmpuint (bins->columns[3].codes[2], ==, 0);
}

/* More distinct values than codes: quantiles, in order, each code's values apart from the next's. */
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

  g_assert_cmpuint (column->n_codes, <=, RDG_BINS_MAX_CODES);
  g_assert_cmpuint (column->n_codes, >, 50000);
  for (guint c = 1; c <= column->n_codes; c++)
    {
      g_assert_cmpfloat (column->low[c], <=, column->high[c]);
      if (c > 1)
        g_assert_cmpfloat (column->high[c - 1], <, column->low[c]);
    }
  for (gsize i = 0; i < n; i++)
    g_assert_true (x[i] >= column->low[column->codes[i]] && x[i] <= column->high[column->codes[i]]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/bins/ranks", test_ranks);
  g_test_add_func ("/learn/bins/varies", test_varies);
  g_test_add_func ("/learn/bins/quantiles", test_quantiles);

  return g_test_run ();
}
