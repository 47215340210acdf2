/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small database for the services' tests: see service-fixture.h. */
#include "service-fixture.h"

#include <glib/gstdio.h>
#include <math.h>

#include "rdg-car-writer.h"
#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-import-table.h"
#include "rdg-number.h"
#include "rdg-reading-table.h"
#include "rdg-rng.h"
#include "rdg-statement.h"
#include "rdg-test-loop.h"

enum
{
  TORQUE,
  TEMPERATURE,
  TYPE,
  SPARE,
  FAULTS,
  N_COLUMNS
};

static const char * const levels[] = { "H", "L", "M" };

void
service_fixture_open (ServiceFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("rdg-service-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "line.rodagem", NULL);
  self->workspace = rdg_workspace_open (self->path, &error);
  g_assert_no_error (error);
}

static gboolean
is_gone (gpointer weak)
{
  g_autoptr (GObject) object = g_weak_ref_get (weak);

  return object == NULL;
}

void
service_fixture_close (ServiceFixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  GWeakRef weak;

  /* What was told to the world holds the workspace until it was heard, and a question that nobody
   * waits for any more until its thread has ended. */
  g_weak_ref_init (&weak, self->workspace);
  g_object_unref (self->workspace);
  rdg_test_wait (is_gone, &weak, "the end of the workspace");
  g_weak_ref_clear (&weak);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static void
ensure_column (RdgStore              *store,
               gint64                 import_id,
               const char            *name,
               const char            *unit,
               RdgCharacteristicKind  kind,
               const char            *blocked,
               guint32               *id)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (rdg_characteristic_table_ensure (store, name, unit, kind, id, &error));
  g_assert_true (rdg_characteristic_table_use (store, import_id, *id, blocked == NULL,
                                               kind == RDG_CHARACTERISTIC_CATEGORY,
                                               blocked != NULL ? blocked : "", &error));
  g_assert_no_error (error);
}

static void
make_columns (RdgStore *store,
              gint64    import_id,
              gboolean  backwards,
              guint32   ids[N_COLUMNS])
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      switch (backwards ? N_COLUMNS - 1 - i : i)
        {
        case TORQUE:
          ensure_column (store, import_id, "Torque", "Nm", RDG_CHARACTERISTIC_NUMERIC, NULL, &ids[TORQUE]);
          break;
        case TEMPERATURE:
          ensure_column (store, import_id, "TEMPO_ZP7", "", RDG_CHARACTERISTIC_NUMERIC, NULL,
                         &ids[TEMPERATURE]);
          break;
        case TYPE:
          ensure_column (store, import_id, "Type", "", RDG_CHARACTERISTIC_CATEGORY, NULL, &ids[TYPE]);
          break;
        case SPARE:
          ensure_column (store, import_id, "Spare", "", RDG_CHARACTERISTIC_NUMERIC, NULL, &ids[SPARE]);
          break;
        case FAULTS:
          ensure_column (store, import_id, "Faults", "", RDG_CHARACTERISTIC_NUMERIC,
                         "Part of the answer.", &ids[FAULTS]);
          break;
        default:
          g_assert_not_reached ();
        }
    }

  for (guint l = 0; l < G_N_ELEMENTS (levels); l++)
    {
      g_assert_true (rdg_characteristic_table_add_level (store, ids[TYPE], l,
                                                         levels[backwards ? 2 - l : l], &error));
      g_assert_no_error (error);
    }
}

static int
compare_readings (const void *a,
                  const void *b)
{
  const RdgReading *one = a, *other = b;

  return (one->characteristic > other->characteristic) - (one->characteristic < other->characteristic);
}

typedef struct
{
  double   torque;
  double   temperature;   /* NaN where it was not measured */
  guint    level;
  RdgLabel label;
} Car;

/* What car number i is like depends on i alone. */
static Car
make_car (const ServiceContent *content,
          guint                 i)
{
  Car car = { .label = RDG_LABEL_NONE };
  RdgRng rng;

  rdg_rng_init (&rng, 7, i);
  car.torque = 40 + 10 * rdg_rng_normal (&rng);
  car.level = (guint) rdg_rng_below (&rng, 3);
  car.temperature = rdg_rng_uniform (&rng) < 0.7 ? 300 + rdg_rng_normal (&rng) : NAN;
  if (i < content->n_cars)
    {
      gboolean failed = content->n_failed > 0 ? i < content->n_failed
                                              : car.torque + 6 * rdg_rng_normal (&rng) > 54;

      car.label = failed ? RDG_LABEL_FAILED : RDG_LABEL_PASSED;
    }

  return car;
}

static void
write_car (RdgRecordWriter      *writer,
           const ServiceContent *content,
           const guint32         ids[N_COLUMNS],
           guint                 i,
           gint64                car_id)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  Car car = make_car (content, i);
  RdgReading readings[3];
  RdgRecord record = { .readings = readings, .label = car.label };

  readings[record.n_readings++] = (RdgReading) { ids[TORQUE], 0, RDG_DATETIME_NONE, car.torque };
  if (!isnan (car.temperature))
    readings[record.n_readings++] = (RdgReading) { ids[TEMPERATURE], 0, RDG_DATETIME_NONE,
                                                   car.temperature };
  readings[record.n_readings++] = (RdgReading) { ids[TYPE], 0, RDG_DATETIME_NONE,
                                                 content->backwards ? 2 - car.level : car.level };
  qsort (readings, record.n_readings, sizeof (RdgReading), compare_readings);
  record.time = content->times ? rdg_datetime_make (2024, 3, 1, 0) + (gint64) i * 60000
                               : RDG_DATETIME_NONE;
  rdg_record_append (bytes, &record);
  g_assert_true (rdg_record_writer_add (writer, car_id, bytes->data, bytes->len, &error));
  g_assert_no_error (error);
}

char *
service_fixture_write_csv (ServiceFixture       *self,
                           const ServiceContent *content,
                           guint                 from,
                           guint                 n,
                           const char           *year)
{
  g_autoptr (GString) text = g_string_new ("Car;Type;Torque [Nm];TEMPO_ZP7;Result\n");
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (self->folder, "cars.csv", NULL);

  for (guint i = from; i < from + n; i++)
    {
      Car car = make_car (content, i);
      char torque[RDG_NUMBER_BUFFER_SIZE], temperature[RDG_NUMBER_BUFFER_SIZE];

      g_string_append_printf (text, "%s-%07u;%s;%s;%s;%s\n", year, i, levels[car.level],
                              rdg_number_format (car.torque, torque),
                              isnan (car.temperature) ? "" : rdg_number_format (car.temperature, temperature),
                              car.label == RDG_LABEL_FAILED ? "failed" : "passed");
    }

  g_file_set_contents (path, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  return path;
}

void
service_fixture_fill (ServiceFixture       *self,
                      const ServiceContent *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (self->workspace, RDG_STORE_WRITE, &error);
  g_autoptr (RdgCarWriter) cars = NULL;
  g_autoptr (RdgRecordWriter) writer = NULL;
  guint n = content->n_cars + FIXTURE_WAITING;
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  g_autofree gint64 *ids = g_new (gint64, n);
  guint32 columns[N_COLUMNS];
  RdgImportEntry entry = {
    .file = (char *) "cars.csv", .path = (char *) "cars.csv", .layout = (char *) "table",
    .mapping = (char *) "{}", .rows_read = n, .rows_taken = n, .cars_new = n,
    .from = RDG_DATETIME_NONE, .to = RDG_DATETIME_NONE,
  };

  g_assert_true (rdg_store_begin (store, &error));
  g_assert_true (rdg_import_table_begin (store, &entry, &error));
  make_columns (store, entry.import_id, content->backwards, columns);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (codes, g_strdup_printf ("2024-%07u", content->backwards ? n - 1 - i : i));
  cars = rdg_car_writer_new (store, &error);
  g_assert_no_error (error);
  g_assert_true (rdg_car_writer_resolve (cars, (const char * const *) codes->pdata, n, ids, &error));
  g_assert_true (rdg_car_writer_finish (cars, &error));

  writer = rdg_record_writer_new (store, entry.import_id, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    write_car (writer, content, columns, content->backwards ? n - 1 - i : i, ids[i]);
  g_assert_true (rdg_record_writer_finish (writer, &error));
  g_assert_true (rdg_import_table_finish (store, &entry, &error));

  g_clear_pointer (&writer, rdg_record_writer_free);
  g_clear_pointer (&cars, rdg_car_writer_free);
  g_assert_true (rdg_store_commit (store, &error));
  g_assert_no_error (error);
}

char *
service_fixture_dump (ServiceFixture *self)
{
  static const char * const queries[] = {
    "SELECT count(*), sum(length(bytes)), group_concat(state), group_concat(note) FROM model",
    "SELECT count(*), sum(value), sum(low), 0 FROM model_metric",
    "SELECT count(*), group_concat(name), sum(importance), 0 FROM model_feature",
    "SELECT count(*), sum(score), sum(risk), sum(reason_contribution) FROM prediction",
    "SELECT count(*), group_concat(active), group_concat(note), sum(rollback) FROM promotion",
    "SELECT count(*), sum(failed), group_concat(note), sum(car_id) FROM outcome",
    "SELECT count(*), sum(length(records)), 0, 0 FROM reading",
    "SELECT count(*), group_concat(code), 0, 0 FROM car",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_workspace_open_store (self->workspace, RDG_STORE_READ, &error);
  g_autoptr (GString) dump = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (RdgStatement) statement = rdg_statement_new (store, queries[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (rdg_statement_step (statement, &error), ==, RDG_STEP_ROW);
      for (int c = 0; c < 4; c++)
        g_string_append_printf (dump, "%s|", rdg_statement_get_text (statement, c));
      g_string_append_c (dump, '\n');
    }

  return g_string_free (g_steal_pointer (&dump), FALSE);
}
