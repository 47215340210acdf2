/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writing half of an import of RESULTADOS: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-importer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-car-writer.h"
#include "rdg-characteristic-table.h"
#include "rdg-import-common.h"
#include "rdg-operation-table.h"
#include "rdg-reject-table.h"
#include "rdg-series-packer.h"
#include "rdg-series-producer.h"

/* What the stations of the final audit measure. */
#define LATE_PREFIX "SECTION_ZP8_"

typedef struct
{
  guint32  id;
  gboolean late;
  gboolean used;      /* by this import */
} Operation;

typedef struct
{
  RdgStore          *store;
  RdgImportEntry    *entry;
  RdgSeriesProducer *producer;
  RdgCarWriter      *cars;
  RdgSeriesPacker   *packer;
  RdgRejectWriter   *rejects;
  GArray            *operations;   /* Operation, by the reader's numbers */
} Import;

static void
clear_import (Import *self)
{
  g_clear_pointer (&self->producer, rdg_series_producer_free);
  g_clear_pointer (&self->cars, rdg_car_writer_free);
  g_clear_pointer (&self->packer, rdg_series_packer_free);
  g_clear_pointer (&self->rejects, rdg_reject_writer_free);
  g_clear_pointer (&self->operations, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, clear_import)

static void
append_operation (Import             *self,
                  const RdgOperation *source)
{
  Operation operation = { .id = source->characteristic,
                          .late = g_ascii_strncasecmp (source->operation, LATE_PREFIX,
                                                       strlen (LATE_PREFIX)) == 0 };

  g_array_append_val (self->operations, operation);
}

static gboolean
begin (Import               *self,
       const RdgInspection  *inspection,
       GCancellable         *cancellable,
       GError              **error)
{
  g_autoptr (GPtrArray) known = rdg_operation_table_list (self->store, error);
  RdgSeriesReader *reader;

  if (known == NULL)
    return FALSE;

  self->operations = g_array_new (FALSE, FALSE, sizeof (Operation));
  for (guint i = 0; i < known->len; i++)
    append_operation (self, g_ptr_array_index (known, i));

  reader = rdg_series_reader_new (inspection, known, cancellable, error);
  if (reader == NULL)
    return FALSE;
  self->producer = rdg_series_producer_new (reader, cancellable);

  if (!rdg_import_table_begin (self->store, self->entry, error) ||
      (self->cars = rdg_car_writer_new (self->store, error)) == NULL ||
      (self->packer = rdg_series_packer_new (self->store, self->entry->import_id, 0,
                                             error)) == NULL)
    return FALSE;
  self->rejects = rdg_reject_writer_new (self->store, self->entry->import_id, error);
  return self->rejects != NULL;
}

static gboolean
add_cars (Import        *self,
          const GArray  *new_cars,
          GError       **error)
{
  g_autofree const char **codes = g_new (const char *, new_cars->len + 1);
  g_autofree gint64 *ids = g_new (gint64, new_cars->len + 1);

  for (guint i = 0; i < new_cars->len; i++)
    codes[i] = g_array_index (new_cars, RdgSeriesCode, i).text;
  if (!rdg_car_writer_resolve (self->cars, codes, new_cars->len, ids, error))
    return FALSE;

  for (guint i = 0; i < new_cars->len; i++)
    rdg_series_packer_add_car (self->packer, ids[i],
                               !rdg_car_writer_is_new (self->cars, ids[i]));
  return TRUE;
}

static gboolean
use_operation (Import     *self,
               Operation  *operation,
               GError    **error)
{
  operation->used = TRUE;
  return rdg_characteristic_table_use (
    self->store, self->entry->import_id, operation->id, !operation->late, FALSE,
    operation->late ? _("It is measured at or after the road test.") : _("It holds numbers."),
    error);
}

static gboolean
write_batch (gconstpointer   data,
             gpointer        user_data,
             GError        **error)
{
  const RdgSeriesBatch *batch = data;
  Import *self = user_data;

  if (batch->new_cars->len > 0 && !add_cars (self, batch->new_cars, error))
    return FALSE;

  for (guint i = 0; i < batch->new_operations->len; i++)
    {
      RdgOperation *operation = g_ptr_array_index (batch->new_operations, i);

      if (!rdg_operation_table_add (self->store, operation, error))
        return FALSE;
      append_operation (self, operation);
    }

  for (gsize i = 0; i < batch->head.n_rows; i++)
    {
      const RdgSeriesRow *row = &batch->rows[i];
      Operation *operation = &g_array_index (self->operations, Operation,
                                             row->reading.characteristic);
      RdgReading reading = row->reading;

      if (!operation->used && !use_operation (self, operation, error))
        return FALSE;
      reading.characteristic = operation->id;
      if (!rdg_series_packer_add (self->packer, row->car, &reading, error))
        return FALSE;
    }

  for (guint i = 0; i < batch->rejects->len; i++)
    {
      if (!rdg_reject_writer_add (self->rejects, g_ptr_array_index (batch->rejects, i), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_series_importer_run:
 * @task: the file
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set, and the transaction to be undone
 */
gboolean
rdg_series_importer_run (const RdgImportTask  *task,
                         GError              **error)
{
  RdgImportEntry *entry = task->result->entry;
  g_auto (Import) self = { .store = task->store, .entry = entry };
  RdgSeriesReader *reader;
  RdgSeriesCounts counts;
  gboolean go_on;

  if (!begin (&self, task->inspection, task->cancellable, error) ||
      !rdg_series_producer_write (self.producer, write_batch, &self, task->progress, error) ||
      (reader = rdg_series_producer_finish (self.producer, error)) == NULL ||
      !rdg_series_reader_finish_hash (reader, entry->hash, &entry->bytes, task->cancellable,
                                          error))
    return FALSE;

  entry->rows_read = rdg_series_reader_rows_read (reader);
  entry->rows_rejected = rdg_series_reader_rows_rejected (reader);
  if (!_rdg_import_check_end (task, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;

  entry->cells_dropped = rdg_series_reader_cells_dropped (reader);
  if (!rdg_series_packer_finish (self.packer, &counts, error) ||
      !rdg_car_writer_finish (self.cars, error))
    return FALSE;

  entry->rows_taken = counts.taken;
  entry->rows_duplicate = counts.duplicate;
  entry->cars_new = rdg_car_writer_get_n_new (self.cars);
  entry->cars_touched = counts.cars_touched;
  entry->from = counts.from;
  entry->to = counts.to;
  return rdg_import_table_finish (task->store, entry, error);
}
