/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The packed bytes of a record: what goes in comes out, and damage is refused. */
#include <math.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-record.h"
#include "rdg-rng.h"

static void
assert_round_trip (const RdgRecord *record)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) readings = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  RdgRecord copy = { 0 };

  rdg_record_append (bytes, record);
  g_assert_true (rdg_record_decode (bytes->data, bytes->len, &copy, readings));
  g_assert_cmpint (copy.series, ==, record->series);
  g_assert_cmpint (copy.label, ==, record->label);
  g_assert_cmpint (copy.time, ==, record->time);
  g_assert_cmpuint (copy.n_readings, ==, record->n_readings);
  for (guint i = 0; i < copy.n_readings; i++)
    {
      g_assert_cmpuint (copy.readings[i].characteristic, ==, record->readings[i].characteristic);
      g_assert_cmpuint (copy.readings[i].status, ==, record->readings[i].status);
      g_assert_cmpint (copy.readings[i].time, ==, record->readings[i].time);
      if (isnan (record->readings[i].value))
        g_assert_true (isnan (copy.readings[i].value));
      else
        g_assert_true (copy.readings[i].value == record->readings[i].value);
    }
}

static void
test_values (void)
{
  static const double values[] = {
    0, 1, -1, 298.1, -42.75, 1551, 0.00001, 1e-6, 1.0 / 3, 1e300, -1e300, 5e-324, 1e9, 1e9 + 0.1,
    123456.78901, 9007199254740993.0, NAN,
  };
  RdgReading readings[G_N_ELEMENTS (values)];
  RdgRecord record = { .time = RDG_DATETIME_NONE, .label = RDG_LABEL_FAILED,
                       .n_readings = G_N_ELEMENTS (values), .readings = readings };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    readings[i] = (RdgReading){ .characteristic = i == 0 ? 1 : readings[i - 1].characteristic + i,
                                .status = (guint8) (i % 3 == 0 ? 13 : 0),
                                .time = i % 4 == 0 ? 1700000000000 + i : RDG_DATETIME_NONE,
                                .value = values[i] };
  assert_round_trip (&record);
  record.time = 1699999999999;
  assert_round_trip (&record);
  record.n_readings = 0;
  assert_round_trip (&record);
}

static void
test_small (void)
{
  RdgReading readings[11];
  RdgRecord record = { .time = RDG_DATETIME_NONE, .n_readings = 11, .readings = readings };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 11; i++)
    readings[i] = (RdgReading){ i + 1, 0, RDG_DATETIME_NONE, 298.1 + i };
  rdg_record_append (bytes, &record);
  g_assert_cmpuint (bytes->len, ==, 1 + 11 * 3);
}

/* Times and characteristics in every distance and order: the order is the writer's affair. */
static void
test_series (void)
{
  static const gint64 times[] = {
    RDG_DATETIME_NONE, 1700000000000, 1700000000000, 1700000001000, 1700000001250, 1699999999000,
    1700086400000, G_MININT64 + 1, G_MAXINT64, 0, -1,
  };
  static const guint8 statuses[] = { 10, 13, 0, 1, 255 };
  static const guint32 characteristics[] = { 1, 2, 3, 3, 1000, 4, G_MAXUINT32, 0 };
  static const double values[] = { 52.1, NAN, -0.25, 1.0 / 3, 7 };
  RdgReading readings[500];
  RdgRecord record = { .time = RDG_DATETIME_NONE, .series = TRUE, .n_readings = 500,
                       .readings = readings };

  for (guint i = 0; i < 500; i++)
    readings[i] = (RdgReading){ .characteristic = characteristics[i % G_N_ELEMENTS (characteristics)],
                                .status = statuses[i % G_N_ELEMENTS (statuses)],
                                .time = times[i % G_N_ELEMENTS (times)],
                                .value = values[i / 3 % G_N_ELEMENTS (values)] };
  assert_round_trip (&record);
  record.time = 1700000000000;
  assert_round_trip (&record);
  record.n_readings = 0;
  assert_round_trip (&record);
}

static void
test_small_series (void)
{
  RdgReading readings[11];
  RdgRecord record = { .time = 1700000000000, .series = TRUE, .n_readings = 11,
                       .readings = readings };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 11; i++)
    readings[i] = (RdgReading){ i + 1, 10, record.time, 12.5 + i };
  rdg_record_append (bytes, &record);
  g_assert_cmpuint (bytes->len, ==, 1 + 6 + 11 * 3);
}

/* Whatever the bytes, decoding ends, and inside them. */
static void
test_damaged (void)
{
  g_autoptr (GArray) readings = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  RdgRecord record;
  RdgRng rng;

  rdg_rng_init (&rng, 1, 0);
  for (guint i = 0; i < 20000; i++)
    {
      gsize length = rdg_rng_below (&rng, 40);
      g_autofree guint8 *bytes = g_malloc (length + 1);

      for (gsize j = 0; j < length; j++)
        bytes[j] = (guint8) rdg_rng_u32 (&rng);
      rdg_record_decode (bytes, length, &record, readings);
    }

  g_assert_false (rdg_record_decode ((const guint8 *) "", 0, &record, readings));
  g_assert_false (rdg_record_decode ((const guint8 *) "\003", 1, &record, readings));
  g_assert_false (rdg_record_decode ((const guint8 *) "\000\046\001", 3, &record, readings));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/record/values", test_values);
  g_test_add_func ("/store/record/small", test_small);
  g_test_add_func ("/store/record/series", test_series);
  g_test_add_func ("/store/record/small-series", test_small_series);
  g_test_add_func ("/store/record/damaged", test_damaged);

  return g_test_run ();
}
