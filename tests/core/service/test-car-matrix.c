/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of several imports: the last value counts, and names are told apart. */
#include "rdg-car-matrix.h"
#include "rdg-car-writer.h"
#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-feature-builder.h"
#include "rdg-import-table.h"
#include "rdg-reading-table.h"
#include "service-fixture.h"

#include <math.h>

#define NONE RDG_DATETIME_NONE

typedef struct
{
  const char *name;
  const char *unit;
  gint64      time;
  double      value[2];   /* of car a and car b; NaN: not measured */
} Column;

/* One import of one numeric characteristic. */
static void
add_import (ServiceFixture *fixture,
            const Column   *column,
            gint64          ids[2])
{
  static const char * const codes[] = { "a", "b" };
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (fixture->workspace, RDG_STORE_WRITE, &error);
  g_autoptr (RdgCarWriter) cars = NULL;
  g_autoptr (RdgRecordWriter) writer = NULL;
  guint32 characteristic;
  RdgImportEntry entry = {
    .file = (char *) "f", .path = (char *) "f", .layout = (char *) "table",
    .mapping = (char *) "{}", .from = NONE, .to = NONE,
  };

  g_assert_true (rdg_store_begin (store, &error));
  g_assert_true (rdg_import_table_begin (store, &entry, &error));
  entry.hash[0] = (guint8) entry.import_id;
  g_assert_true (rdg_characteristic_table_ensure (store, column->name, column->unit,
                                                  RDG_CHARACTERISTIC_NUMERIC, &characteristic, &error));
  g_assert_true (rdg_characteristic_table_use (store, entry.import_id, characteristic, TRUE, FALSE, "",
                                               &error));
  cars = rdg_car_writer_new (store, &error);
  g_assert_true (rdg_car_writer_resolve (cars, codes, 2, ids, &error));
  g_assert_true (rdg_car_writer_finish (cars, &error));
  writer = rdg_record_writer_new (store, entry.import_id, &error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      RdgReading reading = { characteristic, 0, NONE, column->value[i] };
      RdgRecord record = { .time = column->time, .n_readings = 1, .readings = &reading };

      rdg_record_append (bytes, &record);
      g_assert_true (rdg_record_writer_add (writer, ids[i], bytes->data, bytes->len, &error));
    }
  g_assert_true (rdg_record_writer_finish (writer, &error));
  g_assert_true (rdg_import_table_finish (store, &entry, &error));
  g_clear_pointer (&writer, rdg_record_writer_free);
  g_clear_pointer (&cars, rdg_car_writer_free);
  g_assert_true (rdg_store_commit (store, &error));
  g_assert_no_error (error);
}

static RdgCarMatrix *
load (ServiceFixture *fixture,
      const gint64    ids[2])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (fixture->workspace, RDG_STORE_READ, &error);
  g_autoptr (RdgCarRoll) roll = rdg_car_table_read (store, &error);
  RdgCarMatrix *cars = _rdg_car_matrix_load (store, NULL, roll, ids, 2, NULL, NULL, &error);

  g_assert_no_error (error);
  return cars;
}

static void
test_last_value (void)
{
  static const Column imports[] = {
    { "X", "", 2000, { 1, 1 } },
    { "Y", "", 9000, { 7, NAN } },
    { "X", "", 3000, { 2, NAN } },   /* later: counts, where it has a value */
    { "X", "", 1000, { 3, 3 } },     /* earlier, though it came in last */
    { "Z", "", NONE, { 4, 4 } },
    { "Z", "", NONE, { 5, NAN } },   /* without times the newer import counts */
  };
  ServiceFixture fixture;
  g_autoptr (RdgCarMatrix) cars = NULL;
  gint64 ids[2];

  service_fixture_open (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (imports); i++)
    add_import (&fixture, &imports[i], ids);
  cars = load (&fixture, ids);

  g_assert_cmpuint (rdg_matrix_get_n_columns (cars->matrix), ==, 3);
  g_assert_cmpfloat (rdg_matrix_get_column (cars->matrix, 0)[0], ==, 2);
  g_assert_cmpfloat (rdg_matrix_get_column (cars->matrix, 0)[1], ==, 1);
  g_assert_cmpfloat (rdg_matrix_get_column (cars->matrix, 1)[0], ==, 7);
  g_assert_true (isnan (rdg_matrix_get_column (cars->matrix, 1)[1]));
  g_assert_cmpfloat (rdg_matrix_get_column (cars->matrix, 2)[0], ==, 5);
  g_assert_cmpfloat (rdg_matrix_get_column (cars->matrix, 2)[1], ==, 4);
  service_fixture_close (&fixture);
}

/* The same name in two units is two features. */
static void
test_units (void)
{
  static const Column imports[] = {
    { "Torque", "kgf m", NONE, { 4, 5 } },
    { "Torque", "Nm", NONE, { 40, 50 } },
    { "Angle", "Grad", NONE, { 1e39, 2 } },   /* the first is no float */
  };
  ServiceFixture fixture;
  g_autoptr (RdgCarMatrix) cars = NULL;
  gint64 ids[2];

  service_fixture_open (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (imports); i++)
    add_import (&fixture, &imports[i], ids);
  cars = load (&fixture, ids);

  g_assert_cmpuint (rdg_matrix_get_n_columns (cars->matrix), ==, 3);
  g_assert_cmpstr (rdg_matrix_get_feature (cars->matrix, 0)->name, ==, "Angle");
  g_assert_true (isnan (rdg_matrix_get_column (cars->matrix, 0)[0]));
  g_assert_cmpstr (rdg_matrix_get_feature (cars->matrix, 1)->name, ==, "Torque [Nm]");
  g_assert_cmpfloat (rdg_matrix_get_column (cars->matrix, 1)[1], ==, 50);
  g_assert_cmpstr (rdg_matrix_get_feature (cars->matrix, 2)->name, ==, "Torque [kgf m]");
  g_assert_cmpstr (rdg_matrix_get_feature (cars->matrix, 2)->unit, ==, "kgf m");
  service_fixture_close (&fixture);
}

/* Levels go by their texts, not by their numbers, and only those that occur. */
static void
test_levels (void)
{
  static const char * const texts[] = { "red", "never", "blue", "green" };
  g_autoptr (RdgFeatureBuilder) builder = _rdg_feature_builder_new (NULL);
  g_autoptr (RdgMatrix) matrix = NULL;
  guint column = _rdg_feature_builder_add_column (builder, "Colour", "", TRUE);
  const RdgFeature *feature;

  for (guint l = 0; l < G_N_ELEMENTS (texts); l++)
    _rdg_feature_builder_add_level (builder, column, texts[l]);
  _rdg_feature_builder_set (builder, column, 0, 0);
  _rdg_feature_builder_set (builder, column, 1, 2);
  _rdg_feature_builder_set (builder, column, 2, 3);
  _rdg_feature_builder_set (builder, column, 3, 99);
  matrix = _rdg_feature_builder_finish (builder, 5, NULL);

  feature = rdg_matrix_get_feature (matrix, 0);
  g_assert_cmpuint (feature->n_levels, ==, 3);
  g_assert_cmpstr (feature->levels[0], ==, "blue");
  g_assert_cmpstr (feature->levels[1], ==, "green");
  g_assert_cmpstr (feature->levels[2], ==, "red");
  g_assert_cmpfloat (rdg_matrix_get_column (matrix, 0)[0], ==, 2);
  g_assert_cmpfloat (rdg_matrix_get_column (matrix, 0)[1], ==, 0);
  g_assert_cmpfloat (rdg_matrix_get_column (matrix, 0)[2], ==, 1);
  g_assert_true (isnan (rdg_matrix_get_column (matrix, 0)[3]));
  g_assert_true (isnan (rdg_matrix_get_column (matrix, 0)[4]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/car-matrix/last-value", test_last_value);
  g_test_add_func ("/car-matrix/units", test_units);
  g_test_add_func ("/feature-builder/levels", test_levels);

  return g_test_run ();
}
