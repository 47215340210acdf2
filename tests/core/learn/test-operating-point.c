/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-operating-point.h"

#include <math.h>
#include <string.h>

#include "rdg-error.h"

static const double risks[10] = { 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.3, 0.3, 0.3, 0.9 };

static guint
count_sent (double capacity,
            double cars)
{
  RdgOperatingPoint point = { RDG_OPERATING_POINT_CAPACITY, capacity, cars, 0.0, 0.0 };
  double threshold = rdg_operating_point_threshold (&point, risks, 10);
  guint n_sent = 0;

  for (guint i = 0; i < 10; i++)
    n_sent += risks[i] >= threshold;

  return n_sent;
}

static void
test_capacity (void)
{
  g_assert_cmpuint (count_sent (0.0, 10.0), ==, 0);
  g_assert_cmpuint (count_sent (1.0, 10.0), ==, 1);
  /* Three cars of one risk: all or none, and never more than there are tests. */
  g_assert_cmpuint (count_sent (2.0, 10.0), ==, 1);
  g_assert_cmpuint (count_sent (3.0, 10.0), ==, 1);
  g_assert_cmpuint (count_sent (4.0, 10.0), ==, 4);
  g_assert_cmpuint (count_sent (5.9, 10.0), ==, 5);
  g_assert_cmpuint (count_sent (60.0, 100.0), ==, 6);
  g_assert_cmpuint (count_sent (10.0, 10.0), ==, 10);
  g_assert_cmpuint (count_sent (500.0, 10.0), ==, 10);
}

static void
test_capacity_without_risks (void)
{
  RdgOperatingPoint point = { RDG_OPERATING_POINT_CAPACITY, 5.0, 10.0, 0.0, 0.0 };

  g_assert_cmpfloat (rdg_operating_point_threshold (&point, NULL, 0), ==, 1.0);
}

static void
test_costs (void)
{
  RdgOperatingPoint point = { RDG_OPERATING_POINT_COSTS, 0.0, 0.0, 20.0, 400.0 };

  g_assert_cmpfloat_with_epsilon (rdg_operating_point_threshold (&point, risks, 10), 0.05, 1e-15);
  point.cost_test = 800.0;
  g_assert_cmpfloat (rdg_operating_point_threshold (&point, risks, 10), ==, 1.0);
}

static void
assert_refused (RdgOperatingPoint point,
                const char       *option)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (rdg_operating_point_check (&point, &error));
  g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, option));
}

static void
test_check (void)
{
  RdgOperatingPoint fine = { RDG_OPERATING_POINT_CAPACITY, 0.0, 267.0, 0.0, 0.0 };

  g_assert_true (rdg_operating_point_check (&fine, NULL));
  assert_refused ((RdgOperatingPoint){ RDG_OPERATING_POINT_CAPACITY, -1.0, 267.0, 0, 0 }, "capacity");
  assert_refused ((RdgOperatingPoint){ RDG_OPERATING_POINT_CAPACITY, NAN, 267.0, 0, 0 }, "capacity");
  assert_refused ((RdgOperatingPoint){ RDG_OPERATING_POINT_CAPACITY, 1.0, 0.0, 0, 0 }, "cars-per-shift");
  assert_refused ((RdgOperatingPoint){ RDG_OPERATING_POINT_COSTS, 0, 0, 0.0, 5.0 }, "cost-test");
  assert_refused ((RdgOperatingPoint){ RDG_OPERATING_POINT_COSTS, 0, 0, 1.0, INFINITY }, "cost-escape");
  assert_refused ((RdgOperatingPoint){ 7, 0, 0, 1.0, 2.0 }, "operating point");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/operating-point/capacity", test_capacity);
  g_test_add_func ("/learn/operating-point/capacity-without-risks", test_capacity_without_risks);
  g_test_add_func ("/learn/operating-point/costs", test_costs);
  g_test_add_func ("/learn/operating-point/check", test_check);

  return g_test_run ();
}
