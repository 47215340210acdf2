/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated world: is it as the plant is known to be, and the same every time? */
#include <string.h>

#include "rdg-plant-private.h"
#include "rdg-simulate-cell.h"

#define CARS 12000
#define DAYS 15

static void
assert_share (guint  count,
              guint  of,
              double low,
              double high)
{
  double share = (double) count / of;

  g_assert_cmpfloat (share, >=, low);
  g_assert_cmpfloat (share, <=, high);
}

static void
assert_same_car (const RdgPlantCar *a,
                 const RdgPlantCar *b)
{
  g_assert_cmpstr (a->code, ==, b->code);
  g_assert_cmpuint (a->variant, ==, b->variant);
  g_assert_cmpuint (a->outcome, ==, b->outcome);
  g_assert_cmpfloat (a->probability, ==, b->probability);
  g_assert_cmpint (a->test_at, ==, b->test_at);
  g_assert_cmpuint (a->visits->len, ==, b->visits->len);
  g_assert_cmpuint (a->failures->len, ==, b->failures->len);
  g_assert_cmpmem (a->tightenings, sizeof a->tightenings, b->tightenings, sizeof b->tightenings);

  for (guint i = 0; i < a->failures->len; i++)
    {
      const RdgPlantFailure *one = &g_array_index (a->failures, RdgPlantFailure, i);
      const RdgPlantFailure *other = &g_array_index (b->failures, RdgPlantFailure, i);

      g_assert_cmpint (one->at, ==, other->at);
      g_assert_cmpuint (one->station, ==, other->station);
      g_assert_cmpuint (one->zone, ==, other->zone);
    }
}

static void
test_order_does_not_matter (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (2000, 4, 11);
  g_autoptr (RdgPlant) again = rdg_plant_new (2000, 4, 11);
  g_auto (RdgPlantCar) forward = { 0 };
  g_auto (RdgPlantCar) alone = { 0 };

  rdg_plant_car_init (&forward);
  rdg_plant_car_init (&alone);
  for (guint i = 0; i < 2000; i++)
    {
      rdg_plant_make_car (plant, i, &forward);
      if (i % 97 != 0)
        continue;
      rdg_plant_make_car (again, 1999 - i, &alone);
      rdg_plant_make_car (again, i, &alone);
      assert_same_car (&forward, &alone);
    }
}

static void
test_codes (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (3000, 250, 5);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (RdgPlantCar) car = { 0 };
  gboolean other_year = FALSE;

  rdg_plant_car_init (&car);
  for (guint i = 0; i < 3000; i++)
    {
      rdg_plant_make_car (plant, i, &car);
      g_assert_true (g_regex_match_simple ("^20[0-9]{2}-[0-9]{7}$", car.code, 0, 0));
      g_assert_true (g_hash_table_add (seen, g_strdup (car.code)));
      other_year |= g_str_has_prefix (car.code, "2023");
    }
  g_assert_true (other_year);
}

/* Nothing that counts as known before the test happens after the gate, and nothing at all after
 * the simulation's end. */
static void
test_times (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, 3);
  g_auto (RdgPlantCar) car = { 0 };
  guint retested = 0, waiting = 0;

  rdg_plant_car_init (&car);
  for (guint i = 0; i < CARS; i++)
    {
      guint tests = 0;

      rdg_plant_make_car (plant, i, &car);
      g_assert_cmpint (car.ready_at, <, rdg_plant_get_end (plant));
      g_assert_cmpint (car.ready_at, >=, rdg_plant_get_start (plant));
      g_assert_cmpint (car.test_at, >, car.ready_at);
      g_assert_cmpint (car.outcome == RDG_PLANT_WAITING, ==,
                       car.test_at >= rdg_plant_get_end (plant));

      for (guint j = 0; j < car.visits->len; j++)
        {
          const RdgPlantVisit *visit = &g_array_index (car.visits, RdgPlantVisit, j);

          g_assert_cmpint (visit->after_test, ==, visit->hall >= RDG_PLANT_ROD);
          g_assert_cmpint (visit->at, <, rdg_plant_get_end (plant));
          if (visit->after_test)
            g_assert_cmpint (visit->at, >=, car.test_at);
          else
            g_assert_cmpint (visit->at, <=, car.ready_at);
          tests += visit->hall == RDG_PLANT_ROD;
        }

      for (guint j = 0; j < car.failures->len; j++)
        {
          const RdgPlantFailure *failure = &g_array_index (car.failures, RdgPlantFailure, j);
          const RdgPlantHall *hall = &rdg_plant_halls[failure->hall];

          g_assert_cmpint (failure->after_test, ==, failure->hall >= RDG_PLANT_ROD);
          g_assert_cmpint (failure->at, <, rdg_plant_get_end (plant));
          if (!failure->after_test)
            g_assert_cmpint (failure->at, <=, car.ready_at);
          g_assert_cmpuint (failure->station, >=, hall->first_station);
          g_assert_cmpuint (failure->station, <, hall->first_station + hall->n_stations);
          g_assert_cmpuint (failure->inspector, <, RDG_PLANT_N_INSPECTORS);
        }

      g_assert_cmpint (rdg_plant_car_failures_at_test (&car) > 0, ==,
                       car.outcome == RDG_PLANT_FAILED);
      g_assert_cmpint (tests > 0, ==, car.outcome != RDG_PLANT_WAITING);
      retested += tests > 1;
      waiting += car.outcome == RDG_PLANT_WAITING;
    }

  assert_share (retested, CARS, 0.03, 0.09);
  g_assert_cmpuint (waiting, >=, 100);
  g_assert_cmpuint (waiting, <=, 700);
}

static gboolean
misses_a_hall (const RdgPlantCar *car)
{
  for (guint i = 0; i < car->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (!visit->recorded && !visit->after_test)
        return TRUE;
    }

  return FALSE;
}

static gboolean
went_back (const RdgPlantCar *car)
{
  for (guint i = 1; i < car->visits->len; i++)
    {
      const RdgPlantVisit *before = &g_array_index (car->visits, RdgPlantVisit, i - 1);
      const RdgPlantVisit *visit = &g_array_index (car->visits, RdgPlantVisit, i);

      if (!visit->after_test && visit->hall < before->hall &&
          (visit->hall != RDG_PLANT_CAB || before->hall != RDG_PLANT_ZP7))
        return TRUE;
    }

  return FALSE;
}

static int
compare_uints (gconstpointer a,
               gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

static void
test_habits (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, 8);
  g_autofree guint *at_zp7 = g_new (guint, CARS);
  g_auto (RdgPlantCar) car = { 0 };
  guint stations[RDG_PLANT_N_STATIONS] = { 0 };
  guint variants[RDG_PLANT_N_VARIANTS] = { 0 };
  guint colours[RDG_PLANT_N_COLOURS] = { 0 };
  guint engines[RDG_PLANT_N_ENGINES] = { 0 };
  guint missing = 0, back = 0, failures = 0, most = 0, out_of_limits = 0, unmeasured = 0;
  guint tightenings = 0;

  rdg_plant_car_init (&car);
  for (guint i = 0; i < CARS; i++)
    {
      rdg_plant_make_car (plant, i, &car);
      missing += misses_a_hall (&car);
      back += went_back (&car);
      at_zp7[i] = rdg_plant_car_failures_before_test (&car, RDG_PLANT_ZP7, RDG_PLANT_ANY);
      failures += car.failures->len;
      most = MAX (most, car.failures->len);
      variants[car.variant]++;
      colours[car.colour]++;
      engines[car.engine]++;
      for (guint j = 0; j < car.failures->len; j++)
        stations[g_array_index (car.failures, RdgPlantFailure, j).station]++;
      for (guint screw = 0; screw < rdg_plant_operations[0].screws; screw++)
        {
          tightenings++;
          unmeasured += !car.tightenings[0][screw].measured;
          out_of_limits += !car.tightenings[0][screw].torque_ok;
        }
    }

  qsort (at_zp7, CARS, sizeof *at_zp7, compare_uints);
  g_assert_cmpuint (at_zp7[CARS / 2], ==, 3);
  assert_share (missing, CARS, 0.16, 0.20);
  assert_share (back, CARS, 0.03, 0.05);
  assert_share (stations[RDG_PLANT_BUSY_STATION], failures, 0.45, 0.55);
  assert_share (unmeasured, tightenings, 0.01, 0.05);
  assert_share (out_of_limits, tightenings, 0.002, 0.04);
  g_assert_cmpuint (most, >=, 40);
  for (guint i = 0; i < RDG_PLANT_N_STATIONS; i++)
    g_assert_cmpuint (stations[i], >, 0);
  for (guint i = 0; i < RDG_PLANT_N_VARIANTS; i++)
    g_assert_cmpuint (variants[i], >, 0);
  for (guint i = 0; i < RDG_PLANT_N_COLOURS; i++)
    g_assert_cmpuint (colours[i], >, 0);
  for (guint i = 0; i < RDG_PLANT_N_ENGINES; i++)
    g_assert_cmpuint (engines[i], >, 0);
}

static void
test_failure_share (void)
{
  g_auto (RdgPlantCar) car = { 0 };

  rdg_plant_car_init (&car);
  for (guint64 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, seed);
      guint tested = 0, failed = 0;

      for (guint i = 0; i < CARS; i++)
        {
          rdg_plant_make_car (plant, i, &car);
          tested += car.outcome != RDG_PLANT_WAITING;
          failed += car.outcome == RDG_PLANT_FAILED;
        }
      assert_share (failed, tested, 0.059, 0.08);
    }
}

/* The hidden probabilities must mean what they say, and be worth finding: those who are sent at
 * 22 % of the cars catch well over half of the failures. */
static void
test_probability_is_true (void)
{
  g_autoptr (RdgPlant) plant = rdg_plant_new (CARS, DAYS, 21);
  g_auto (RdgPlantCar) car = { 0 };
  double expected = 0.0;
  guint failed = 0, risky = 0, risky_failed = 0;

  rdg_plant_car_init (&car);
  for (guint i = 0; i < CARS; i++)
    {
      rdg_plant_make_car (plant, i, &car);
      if (car.outcome == RDG_PLANT_WAITING)
        continue;
      expected += car.probability;
      failed += car.outcome == RDG_PLANT_FAILED;
      risky += car.probability > 0.08;
      risky_failed += car.probability > 0.08 && car.outcome == RDG_PLANT_FAILED;
    }

  g_assert_cmpfloat_with_epsilon (failed / expected, 1.0, 0.1);
  assert_share (risky, CARS, 0.12, 0.25);
  assert_share (risky_failed, failed, 0.6, 0.9);
}

static void
test_text (void)
{
  RdgPlantFailure failure = { .zone = RDG_PLANT_CENTRE, .part = 0, .position = 5, .defect = 0 };
  g_autofree char *numbered = rdg_plant_failure_dup_text (&failure);

  g_assert_cmpstr (numbered, ==, "Painel lateral 05. Sujeira na pintura");
  failure.position = 0;

  g_autofree char *plain = rdg_plant_failure_dup_text (&failure);

  g_assert_cmpstr (plain, ==, "Painel lateral. Sujeira na pintura");
}

static void
test_fixed (void)
{
  static const struct { double value; guint decimals; char mark; const char *text; } cases[] = {
    { 0.0, 0, '.', "0" },        { 17.0, 0, '.', "17" },      { -3.0, 0, '.', "-3" },
    { 0.0, 2, '.', "0.00" },     { 0.05, 2, '.', "0.05" },    { -0.05, 1, '.', "0.0" },
    { 12.345, 1, ',', "12,3" },  { -448.26, 1, ',', "-448,3" }, { 0.000123, 6, '.', "0.000123" },
    { 1234567.5, 1, '.', "1234567.5" },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_string_truncate (text, 0);
      rdg_simulate_append_fixed (text, cases[i].value, cases[i].decimals, cases[i].mark);
      g_assert_cmpstr (text->str, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulate/plant/order-does-not-matter", test_order_does_not_matter);
  g_test_add_func ("/simulate/plant/codes", test_codes);
  g_test_add_func ("/simulate/plant/times", test_times);
  g_test_add_func ("/simulate/plant/habits", test_habits);
  g_test_add_func ("/simulate/plant/failure-share", test_failure_share);
  g_test_add_func ("/simulate/plant/probability-is-true", test_probability_is_true);
  g_test_add_func ("/simulate/plant/text", test_text);
  g_test_add_func ("/simulate/plant/fixed", test_fixed);

  return g_test_run ();
}
