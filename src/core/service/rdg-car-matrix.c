/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cars of the database as a matrix: see rdg-car-matrix.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-car-matrix.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-feature-builder.h"
#include "rdg-memory.h"
#include "rdg-plant-features.h"
#include "rdg-reading-table.h"
#include "rdg-series-features.h"

#define CARS_PER_LOOK 1024
/* Numbered from 1 by the database; far more than any plant measures. */
#define LARGEST_CHARACTERISTIC (1u << 22)

/* A record of one of the cars that are read together. */
typedef struct
{
  gsize    row;
  guint    sequence;     /* as imports came */
  gint64   time;
  gboolean series;
  guint    from, n;      /* its readings */
} Piece;

/* Of one car, when the value of a characteristic was measured that counts so far. */
typedef struct
{
  gsize  row;            /* the car that it is of, plus one */
  gint64 time;
} Last;

typedef struct
{
  RdgFeatureBuilder *builder;
  RdgPlantFeatures  *plant;
  RdgSeriesFeatures *series;
  const gint64      *car_ids;
  gint64            *tested_at;      /* by car; RDG_DATETIME_NONE: it waits */
  gsize              n_cars;
  guint8            *seen;
  guint             *column_of;      /* by characteristic */
  guint8            *inputs;         /* by characteristic */
  guint32           *n_before;       /* by characteristic: readings before the test … */
  guint32           *n_late;         /* … and those cut off */
  guint32            n_column_of;
  Last              *last;           /* by characteristic */
  GArray            *pieces;
  GArray            *readings;
} Loader;

static void
clear_loader (Loader *self)
{
  _rdg_feature_builder_free (self->builder);
  _rdg_plant_features_free (self->plant);
  _rdg_series_features_free (self->series);
  g_free (self->tested_at);
  g_free (self->seen);
  g_free (self->column_of);
  g_free (self->inputs);
  g_free (self->n_before);
  g_free (self->n_late);
  g_free (self->last);
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->readings, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loader, clear_loader)

static void
clear_blocked (gpointer data)
{
  RdgBlockedFeature *blocked = data;

  g_free (blocked->name);
  g_free (blocked->reason);
}

static void
block (GArray     *blocked,
       const char *name,
       const char *reason)
{
  RdgBlockedFeature feature = { g_strdup (name), g_strdup (reason) };

  g_array_append_val (blocked, feature);
}

static gboolean
add_columns (Loader     *self,
             GPtrArray  *characteristics,
             gboolean    training,
             GArray     *blocked,
             GError    **error)
{
  guint32 largest = 0;

  for (guint i = 0; i < characteristics->len; i++)
    largest = MAX (largest, ((RdgCharacteristic *) g_ptr_array_index (characteristics, i))->id);
  if (largest > LARGEST_CHARACTERISTIC)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED,
                   _("The database is damaged: it numbers a characteristic %u. Use a backup copy."),
                   largest);
      return FALSE;
    }

  self->n_column_of = largest + 1;
  self->column_of = g_new (guint, self->n_column_of);
  self->inputs = g_new0 (guint8, self->n_column_of);
  self->n_before = g_new0 (guint32, self->n_column_of);
  self->n_late = g_new0 (guint32, self->n_column_of);
  self->last = g_new0 (Last, self->n_column_of);
  for (guint32 i = 0; i < self->n_column_of; i++)
    self->column_of[i] = RDG_FEATURE_BUILDER_NO_COLUMN;

  for (guint i = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (characteristics, i);
      gboolean category = characteristic->kind == RDG_CHARACTERISTIC_CATEGORY;
      guint column;

      self->inputs[characteristic->id] = characteristic->blocked == NULL;
      /* When scoring, the model alone says what it was trained on. */
      if (training && characteristic->blocked != NULL)
        {
          block (blocked, characteristic->name, characteristic->blocked);
          continue;
        }

      column = _rdg_feature_builder_add_column (self->builder, characteristic->name,
                                                characteristic->unit, category);
      self->column_of[characteristic->id] = column;
      if (column == RDG_FEATURE_BUILDER_NO_COLUMN)
        continue;
      for (guint l = 0; category && l < characteristic->n_levels; l++)
        _rdg_feature_builder_add_level (self->builder, column, characteristic->levels[l]);
    }

  return TRUE;
}

/* A later value replaces an earlier one; of equal times, and without any, the newer import's does. */
static void
take_value (Loader           *self,
            gsize             row,
            const RdgReading *reading,
            gint64            time)
{
  Last *last = &self->last[reading->characteristic];

  if (self->column_of[reading->characteristic] == RDG_FEATURE_BUILDER_NO_COLUMN ||
      isnan (reading->value) || (last->row == row + 1 && time < last->time))
    return;

  *last = (Last) { row + 1, time };
  _rdg_feature_builder_set (self->builder, self->column_of[reading->characteristic], row,
                            reading->value);
}

/* Nothing that was measured when the car's test had begun, whatever station measured it. */
static void
take_piece (Loader      *self,
            const Piece *piece)
{
  const RdgReading *readings = &g_array_index (self->readings, RdgReading, piece->from);
  gint64 tested_at = self->tested_at[piece->row];
  gboolean input = FALSE;

  for (guint i = 0; i < piece->n; i++)
    {
      const RdgReading *reading = &readings[i];
      gint64 time = reading->time != RDG_DATETIME_NONE ? reading->time : piece->time;

      if (reading->characteristic >= self->n_column_of)
        continue;
      /* A repair after the test measures again: it would tell the answer. The time of a whole
       * record says when its row was written, not when each value was measured. */
      if (tested_at != RDG_DATETIME_NONE && reading->time != RDG_DATETIME_NONE &&
          reading->time >= tested_at)
        {
          self->n_late[reading->characteristic]++;
          continue;
        }

      self->n_before[reading->characteristic]++;
      input |= self->column_of[reading->characteristic] != RDG_FEATURE_BUILDER_NO_COLUMN;
      take_value (self, piece->row, reading, time);
      if (piece->series)
        {
          _rdg_plant_features_see (self->plant, piece->row, reading->time);
          _rdg_series_features_take (self->series, piece->row, reading);
        }
    }

  self->seen[piece->row] |= input;
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b)
{
  const Piece *one = a, *other = b;

  if (one->row != other->row)
    return one->row < other->row ? -1 : 1;

  return (one->sequence > other->sequence) - (one->sequence < other->sequence);
}

static void
take_pieces (Loader *self)
{
  const Piece *pieces;

  g_array_sort (self->pieces, compare_pieces);
  pieces = (const Piece *) (gpointer) self->pieces->data;
  for (guint i = 0; i < self->pieces->len; i++)
    {
      take_piece (self, &pieces[i]);
      if (i + 1 == self->pieces->len || pieces[i + 1].row != pieces[i].row)
        _rdg_series_features_end_car (self->series, pieces[i].row);
    }
}

/* The cars that lie together, from one on; n: how many. Of each car all that the imports say comes
 * together, so that nothing need be remembered of the others. */
static gboolean
read_together (Loader           *self,
               RdgRecordReader  *reader,
               gsize             from,
               gsize            *n,
               GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;

  *n = rdg_record_reader_seek_cars (reader, self->car_ids + from, self->n_cars - from);
  g_array_set_size (self->pieces, 0);
  g_array_set_size (self->readings, 0);
  while (rdg_record_reader_next (reader, &record, &local_error))
    {
      Piece piece = { from, self->pieces->len, record->time, record->series, self->readings->len,
                      record->n_readings };

      while (piece.row + 1 < from + *n && self->car_ids[piece.row] < record->car_id)
        piece.row++;
      if (record->n_readings == 0)
        continue;
      g_array_append_vals (self->readings, record->readings, record->n_readings);
      g_array_append_val (self->pieces, piece);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  take_pieces (self);
  return TRUE;
}

static gboolean
read_records (Loader             *self,
              RdgStore           *store,
              const RdgProgress  *progress,
              GCancellable       *cancellable,
              GError            **error)
{
  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new (store, 1, error);
  gsize looked_at = 0, n;

  if (reader == NULL)
    return FALSE;

  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->readings = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  for (gsize from = 0; from < self->n_cars; from += n)
    {
      if (!read_together (self, reader, from, &n, error))
        return FALSE;
      if (from - looked_at < CARS_PER_LOOK)
        continue;

      looked_at = from;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      rdg_progress_report (progress, (double) from / (double) self->n_cars);
    }

  return TRUE;
}

static gint
compare_blocked_cb (gconstpointer a,
                    gconstpointer b)
{
  return g_strcmp0 (((const RdgBlockedFeature *) a)->name, ((const RdgBlockedFeature *) b)->name);
}

/* Where the plant measures something before and after the test, mostly after it, a model of it is
 * likely to be of little use. */
static void
list_late (const Loader *self,
           GPtrArray    *characteristics,
           GPtrArray    *late)
{
  for (guint i = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (characteristics, i);

      if (characteristic->blocked == NULL && self->n_before[characteristic->id] > 0 &&
          self->n_late[characteristic->id] > self->n_before[characteristic->id])
        g_ptr_array_add (late, g_strdup (characteristic->name));
    }
}

static RdgCarMatrix *
finish (Loader     *self,
        gboolean    training,
        GPtrArray  *characteristics,
        GArray     *blocked)
{
  RdgCarMatrix *cars = g_new0 (RdgCarMatrix, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) empty = NULL;

  _rdg_series_features_finish (self->series, self->builder, training, characteristics,
                               self->column_of, self->seen);
  _rdg_plant_features_finish (self->plant, self->builder, self->seen);
  cars->matrix = _rdg_feature_builder_finish (self->builder, self->n_cars, builder);
  cars->seen = g_steal_pointer (&self->seen);
  cars->earlier = _rdg_plant_features_dup_failures (self->plant);
  cars->blocked = g_array_ref (blocked);
  cars->late = g_ptr_array_new_with_free_func (g_free);
  list_late (self, characteristics, cars->late);

  empty = g_strv_builder_end (builder);
  for (guint i = 0; empty[i] != NULL; i++)
    block (blocked, empty[i], "No car with an outcome has a value of it before its road test.");
  g_array_sort (blocked, compare_blocked_cb);

  return cars;
}

static void
find_tests (Loader           *self,
            const RdgCarRoll *roll)
{
  self->tested_at = g_new (gint64, MAX (self->n_cars, 1));
  for (gsize i = 0; i < self->n_cars; i++)
    {
      gsize car;

      self->tested_at[i] = rdg_car_roll_find (roll, self->car_ids[i], &car) && roll->tested[car]
                             ? roll->time[car] : RDG_DATETIME_NONE;
    }
}

/* A value takes four bytes, and as much again while columns become features. */
static gboolean
check_room (gsize    n_cars,
            guint    n_columns,
            GError **error)
{
  guint64 bytes = (guint64) n_cars * n_columns * 2 * sizeof (float);

  if (rdg_memory_has_room (bytes))
    return TRUE;

  g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
               _("There is not enough memory: the values of %" PRId64 " cars in %u columns take about %"
                 PRIu64 " MB. Close other programs, or choose a shorter period."),
               (gint64) n_cars, n_columns, rdg_memory_to_mb (bytes));
  return FALSE;
}

RdgCarMatrix *
_rdg_car_matrix_load (RdgStore           *store,
                      const RdgModel     *model,
                      const RdgCarRoll   *roll,
                      const gint64       *car_ids,
                      gsize               n_cars,
                      const RdgProgress  *progress,
                      GCancellable       *cancellable,
                      GError            **error)
{
  g_autoptr (GPtrArray) characteristics = rdg_characteristic_table_list (store, error);
  g_autoptr (GArray) blocked = g_array_new (FALSE, FALSE, sizeof (RdgBlockedFeature));
  g_auto (Loader) loader = { .car_ids = car_ids, .n_cars = n_cars };

  g_array_set_clear_func (blocked, clear_blocked);
  if (characteristics == NULL)
    return NULL;

  loader.builder = _rdg_feature_builder_new (model);
  if (!check_room (n_cars, characteristics->len, error))
    return NULL;

  loader.seen = g_new0 (guint8, MAX (n_cars, 1));
  find_tests (&loader, roll);
  loader.plant = _rdg_plant_features_new (roll, car_ids, loader.tested_at, n_cars);
  if (!add_columns (&loader, characteristics, model == NULL, blocked, error) ||
      !_rdg_plant_features_read (loader.plant, store, cancellable, error))
    return NULL;

  loader.series = _rdg_series_features_new (store, loader.inputs, loader.n_column_of, n_cars, error);
  if (loader.series == NULL || !read_records (&loader, store, progress, cancellable, error))
    return NULL;

  return finish (&loader, model == NULL, characteristics, blocked);
}

void
_rdg_car_matrix_free (RdgCarMatrix *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->matrix, rdg_matrix_unref);
  g_clear_pointer (&self->blocked, g_array_unref);
  g_clear_pointer (&self->late, g_ptr_array_unref);
  g_free (self->seen);
  g_free (self->earlier);
  g_free (self);
}
