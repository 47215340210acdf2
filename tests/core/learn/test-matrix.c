/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-matrix.h"

#include <math.h>

static void
test_columns (void)
{
  static const char * const levels[] = { "red", "blue", NULL };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (3);
  float *torque = rdg_matrix_add_numeric (matrix, "torque", "Nm");
  float *colour = rdg_matrix_add_category (matrix, "colour", levels);
  guint column;

  g_assert_true (isnan (torque[0]) && isnan (colour[2]));
  torque[1] = 57.5f;
  colour[1] = 1.0f;

  g_assert_cmpuint (rdg_matrix_get_n_rows (matrix), ==, 3);
  g_assert_cmpuint (rdg_matrix_get_n_columns (matrix), ==, 2);
  g_assert_true (rdg_matrix_find (matrix, "colour", &column));
  g_assert_cmpuint (column, ==, 1);
  g_assert_false (rdg_matrix_find (matrix, "Colour", NULL));

  const RdgFeature *feature = rdg_matrix_get_feature (matrix, 1);

  g_assert_cmpint (feature->kind, ==, RDG_FEATURE_CATEGORY);
  g_assert_cmpuint (feature->n_levels, ==, 2);
  g_assert_cmpstr (feature->levels[1], ==, "blue");
  g_assert_cmpstr (rdg_matrix_get_feature (matrix, 0)->unit, ==, "Nm");
}

static void
test_take_rows (void)
{
  static const guint32 rows[] = { 2, 0, 2 };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (3);
  float *x = rdg_matrix_add_numeric (matrix, "x", NULL);

  x[0] = 10.0f;
  x[2] = 30.0f;

  g_autoptr (RdgMatrix) taken = rdg_matrix_take_rows (matrix, rows, 3);
  const float *y = rdg_matrix_get_column (taken, 0);

  g_assert_cmpfloat (y[0], ==, 30.0f);
  g_assert_cmpfloat (y[1], ==, 10.0f);
  g_assert_cmpfloat (y[2], ==, 30.0f);
  g_assert_cmpstr (rdg_matrix_get_feature (taken, 0)->unit, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/matrix/columns", test_columns);
  g_test_add_func ("/learn/matrix/take-rows", test_take_rows);

  return g_test_run ();
}
