/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cars of the database as a matrix: see rdg-car-matrix.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-car-matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-feature-builder.h"
#include "rdg-reading-table.h"

/* Up to so many cars are looked up one by one; for more, all records are read. */
#define FEW_CARS 48
#define RECORDS_PER_LOOK 1024
/* Numbered from 1 by the database; far more than any plant measures. */
#define LARGEST_CHARACTERISTIC (1u << 22)

typedef struct
{
  RdgFeatureBuilder *builder;
  const gint64      *car_ids;
  gsize              n_cars;
  guint8            *seen;
  guint             *column_of;      /* by characteristic */
  guint32            n_column_of;
  guint              n_columns;
  gint64            *tested_at;      /* by car: G_MAXINT64 where it was not tested */
  gint64            *first_time;     /* by car: of its first record */
  GHashTable        *cell_times;     /* row -> gint64[n_columns]: cars with a second record */
  gsize              hint;
} Loader;

static void
clear_loader (Loader *self)
{
  _rdg_feature_builder_free (self->builder);
  g_free (self->seen);
  g_free (self->column_of);
  g_free (self->tested_at);
  g_free (self->first_time);
  g_clear_pointer (&self->cell_times, g_hash_table_unref);
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
  for (guint32 i = 0; i < self->n_column_of; i++)
    self->column_of[i] = RDG_FEATURE_BUILDER_NO_COLUMN;

  for (guint i = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (characteristics, i);
      gboolean category = characteristic->kind == RDG_CHARACTERISTIC_CATEGORY;
      guint column;

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
      self->n_columns = column + 1;
      for (guint l = 0; category && l < characteristic->n_levels; l++)
        _rdg_feature_builder_add_level (self->builder, column, characteristic->levels[l]);
    }

  return TRUE;
}

/* Records mostly come in the order of the cars: the next one is tried first. */
static gboolean
find_row (Loader *self,
          gint64  car_id,
          gsize  *row)
{
  gsize low = 0, high = self->n_cars;

  if (self->hint < self->n_cars && self->car_ids[self->hint] == car_id)
    {
      *row = self->hint++;
      return TRUE;
    }

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->car_ids[middle] < car_id)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == self->n_cars || self->car_ids[low] != car_id)
    return FALSE;

  *row = low;
  self->hint = low + 1;
  return TRUE;
}

static gboolean
has_own_times (const RdgRecord *record)
{
  for (guint i = 0; i < record->n_readings; i++)
    {
      if (record->readings[i].time != RDG_DATETIME_NONE)
        return TRUE;
    }

  return FALSE;
}

/* When each value of the car was measured. Most cars have one record, whose time is that of all its
 * values, and need no such list. */
static gint64 *
ensure_cell_times (Loader *self,
                   gsize   row)
{
  gint64 *times = g_hash_table_lookup (self->cell_times, GSIZE_TO_POINTER (row));

  if (times != NULL)
    return times;

  times = g_new (gint64, MAX (self->n_columns, 1));
  for (guint c = 0; c < self->n_columns; c++)
    times[c] = self->first_time[row];
  g_hash_table_insert (self->cell_times, GSIZE_TO_POINTER (row), times);
  return times;
}

/* What other records say of a car, its failures or when it was seen, is no input by itself. */
static gboolean
has_input (const Loader    *self,
           const RdgRecord *record)
{
  for (guint i = 0; i < record->n_readings; i++)
    {
      guint32 id = record->readings[i].characteristic;

      if (id < self->n_column_of && self->column_of[id] != RDG_FEATURE_BUILDER_NO_COLUMN)
        return TRUE;
    }

  return FALSE;
}

/* A later value replaces an earlier one; of equal times, and without any, the newer import's does. */
static void
take_record (Loader          *self,
             gsize            row,
             const RdgRecord *record)
{
  gint64 *times = NULL;

  if (!has_input (self, record))
    return;
  if (!self->seen[row])
    self->first_time[row] = record->time;
  if (self->seen[row] || has_own_times (record))
    times = ensure_cell_times (self, row);
  self->seen[row] = 1;

  for (guint i = 0; i < record->n_readings; i++)
    {
      const RdgReading *reading = &record->readings[i];
      gint64 time = reading->time != RDG_DATETIME_NONE ? reading->time : record->time;
      guint column = reading->characteristic < self->n_column_of
                       ? self->column_of[reading->characteristic] : RDG_FEATURE_BUILDER_NO_COLUMN;

      if (column == RDG_FEATURE_BUILDER_NO_COLUMN || isnan (reading->value))
        continue;
      /* A repair after the test measures again: it would tell the answer. The time of a whole
       * record says when its row was written, not when each value was measured. */
      if (reading->time != RDG_DATETIME_NONE && reading->time >= self->tested_at[row])
        continue;
      if (times != NULL)
        {
          if (_rdg_feature_builder_has (self->builder, column, row) && time < times[column])
            continue;
          times[column] = time;
        }
      _rdg_feature_builder_set (self->builder, column, row, reading->value);
    }
}

static gint64 *
find_tests (const RdgCarRoll *roll,
            const gint64     *car_ids,
            gsize             n_cars)
{
  gint64 *tested_at = g_new (gint64, MAX (n_cars, 1));

  for (gsize i = 0; i < n_cars; i++)
    {
      gsize car;

      tested_at[i] = rdg_car_roll_find (roll, car_ids[i], &car) && roll->tested[car]
                       ? roll->time[car] : G_MAXINT64;
    }

  return tested_at;
}

/* car_id 0: all. */
static gboolean
read_records (Loader             *self,
              RdgStore           *store,
              gint64              car_id,
              const RdgProgress  *progress,
              GCancellable       *cancellable,
              GError            **error)
{
  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new (store, car_id, error);
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;
  gsize n_records = 0;

  if (reader == NULL)
    return FALSE;

  while (rdg_record_reader_next (reader, &record, &local_error))
    {
      gsize row;

      if (find_row (self, record->car_id, &row))
        take_record (self, row, record);
      if (++n_records % RECORDS_PER_LOOK == 0)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          rdg_progress_report (progress, MIN (1, (double) n_records / (double) self->n_cars));
        }
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

static gint
compare_blocked_cb (gconstpointer a,
                    gconstpointer b)
{
  return g_strcmp0 (((const RdgBlockedFeature *) a)->name, ((const RdgBlockedFeature *) b)->name);
}

static RdgCarMatrix *
finish (Loader  *self,
        GArray  *blocked)
{
  RdgCarMatrix *cars = g_new0 (RdgCarMatrix, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) empty = NULL;

  cars->matrix = _rdg_feature_builder_finish (self->builder, self->n_cars, builder);
  cars->seen = g_steal_pointer (&self->seen);
  cars->blocked = g_array_ref (blocked);

  empty = g_strv_builder_end (builder);
  for (guint i = 0; empty[i] != NULL; i++)
    block (blocked, empty[i], "No car with an outcome has a value of it.");
  g_array_sort (blocked, compare_blocked_cb);

  return cars;
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
  loader.seen = g_new0 (guint8, MAX (n_cars, 1));
  loader.tested_at = find_tests (roll, car_ids, n_cars);
  loader.first_time = g_new (gint64, MAX (n_cars, 1));
  loader.cell_times = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (!add_columns (&loader, characteristics, model == NULL, blocked, error))
    return NULL;

  if (n_cars > FEW_CARS)
    {
      if (!read_records (&loader, store, 0, progress, cancellable, error))
        return NULL;
    }
  else
    {
      for (gsize i = 0; i < n_cars; i++)
        {
          if (!read_records (&loader, store, car_ids[i], NULL, cancellable, error))
            return NULL;
        }
    }

  return finish (&loader, blocked);
}

void
_rdg_car_matrix_free (RdgCarMatrix *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->matrix, rdg_matrix_unref);
  g_clear_pointer (&self->blocked, g_array_unref);
  g_free (self->seen);
  g_free (self);
}
