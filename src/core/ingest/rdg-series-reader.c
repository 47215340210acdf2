/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows of cells to readings: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-reader-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-import-common.h"
#include "rdg-inspection-private.h"
#include "rdg-table-reader-private.h"

/* A cancelled import stops within this many rows. */
#define ROWS_PER_LOOK 1024
#define FIRST_CARS 16384
/* A plant has a few thousand; so many are another kind of file. */
#define MOST_SPELLINGS 200000

static void
clear_pending_cb (gpointer data)
{
  g_free (((RdgSeriesPendingCell *) data)->text);
}

/**
 * rdg_series_reader_new:
 * @known: (element-type RdgOperation): what the database has
 *
 * Returns: (transfer full) (nullable): a reader, or %NULL with @error set
 */
RdgSeriesReader *
rdg_series_reader_new (const RdgInspection  *inspection,
                       GPtrArray            *known,
                       GCancellable         *cancellable,
                       GError              **error)
{
  g_autoptr (RdgSeriesReader) self = g_new0 (RdgSeriesReader, 1);
  RdgSeriesPart key_parts[RDG_SERIES_N_PARTS];
  guint n_key_parts;

  self->file = g_filename_display_name (inspection->path);
  self->first_line = _rdg_inspection_full (inspection)->first_line;
  self->pending = g_array_new (FALSE, FALSE, sizeof (RdgSeriesPendingCell));
  g_array_set_clear_func (self->pending, clear_pending_cb);
  self->cars_size = FIRST_CARS;
  self->cars = g_new0 (RdgSeriesCarSlot, self->cars_size);
  if (!_rdg_series_reader_find_cells (self, inspection, key_parts, &n_key_parts, error))
    return NULL;
  self->keys = rdg_series_keys_new (known, key_parts, n_key_parts);

  RdgSource *source = rdg_source_open_inspected (inspection, cancellable,
                                             error);

  if (source == NULL)
    return NULL;
  rdg_source_read_ahead (source, cancellable);
  self->csv = rdg_csv_reader_new (source, inspection->dialect.delimiter, _rdg_series_reader_take_cell, self);

  return g_steal_pointer (&self);
}

void
rdg_series_reader_free (RdgSeriesReader *self)
{
  if (self == NULL)
    return;

  rdg_csv_reader_free (self->csv);
  rdg_series_keys_free (self->keys);
  g_strfreev (self->header);
  g_free (self->parts);
  g_free (self->cars);
  g_free (self->bad_code);
  g_free (self->bad_time);
  g_array_unref (self->pending);
  g_free (self->file);
  g_free (self);
}

static RdgSeriesCarSlot *
find_slot (RdgSeriesCarSlot *slots,
           gsize    size,
           guint64  code)
{
  /* Codes of a plant follow each other; the multiplication spreads them. */
  gsize i = (gsize) (code * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 20) & (size - 1);

  while (slots[i].used && slots[i].code != code)
    i = (i + 1) & (size - 1);

  return &slots[i];
}

static void
grow_cars (RdgSeriesReader *self)
{
  gsize size = self->cars_size * 2;
  RdgSeriesCarSlot *slots = g_new0 (RdgSeriesCarSlot, size);

  for (gsize i = 0; i < self->cars_size; i++)
    {
      if (self->cars[i].used)
        *find_slot (slots, size, self->cars[i].code) = self->cars[i];
    }
  g_free (self->cars);
  self->cars = slots;
  self->cars_size = size;
}

static guint32
find_car (RdgSeriesReader *self,
          RdgSeriesBatch  *batch)
{
  guint64 code = 0;

  for (guint i = 0; i < RDG_PLANT_CODE_LENGTH; i++)
    {
      if (i != 4)
        code = code * 10 + (guint64) (self->code[i] - '0');
    }
  if (self->n_cars > 0 && code == self->last_code)
    return self->last_car;

  RdgSeriesCarSlot *slot = find_slot (self->cars, self->cars_size, code);

  self->last_code = code;
  if (!slot->used)
    {
      RdgSeriesCode text;

      memcpy (text.text, self->code, sizeof text.text);
      g_array_append_val (batch->new_cars, text);
      *slot = (RdgSeriesCarSlot){ code, self->n_cars, TRUE };
      self->last_car = self->n_cars++;
      if ((gsize) self->n_cars * 2 > self->cars_size)
        grow_cars (self);
      return self->last_car;
    }

  self->last_car = slot->car;
  return self->last_car;
}

static void
add_reject (RdgSeriesReader *self,
            RdgSeriesBatch  *batch,
            guint64          line,
            const char      *column,
            const char      *reason,
            const char      *text)
{
  g_ptr_array_add (batch->rejects,
                   _rdg_import_reject_new (rdg_csv_reader_get_source (self->csv), line, column,
                                           reason, text));
}

static const char *
name_of_part (const RdgSeriesReader *self,
              RdgSeriesCell          part)
{
  for (guint i = 0; i < self->width; i++)
    {
      if (self->parts[i] == part)
        return self->header[i];
    }

  return "";
}

/* Rejects the row where it must be. */
static gboolean
reject_row (RdgSeriesReader *self,
            const RdgCsvRow *row,
            RdgSeriesBatch  *batch)
{
  g_autofree char *fault = _rdg_csv_row_find_fault (row, self->width);

  if (fault != NULL)
    add_reject (self, batch, row->line, "", fault, self->code_good ? self->code : "");
  else if (!self->code_good)
    add_reject (self, batch, row->line, name_of_part (self, RDG_SERIES_CELL_CAR),
                self->bad_code[0] != '\0' ? _("The car's code is not of the form 0000-0000000.")
                                          : _("The row does not say which car it is."),
                self->bad_code);
  else if (!self->time_good)
    add_reject (self, batch, row->line, name_of_part (self, RDG_SERIES_CELL_TIME),
                _("This is no date that the calendar has."), self->bad_time);
  else if (self->part_long)
    add_reject (self, batch, row->line, "", _("The name of the operation, its unit or its channel is "
                                        "longer than 200 bytes."), self->code);
  else
    return FALSE;

  return TRUE;
}

static void
take_row (RdgSeriesReader *self,
          const RdgCsvRow *row,
          RdgSeriesBatch  *batch)
{
  guint32 operation;

  if (reject_row (self, row, batch))
    {
      self->rows_rejected++;
      return;
    }

  operation = rdg_series_keys_find (self->keys, self->key, self->key_length,
                                    batch->new_operations);
  if (operation == RDG_SERIES_NO_OPERATION)
    {
      add_reject (self, batch, row->line, name_of_part (self, RDG_SERIES_CELL_OPERATION),
                  _("The row does not say which operation it is of."), self->code);
      self->rows_rejected++;
      return;
    }

  for (guint i = 0; i < self->pending->len; i++)
    {
      const RdgSeriesPendingCell *cell = &g_array_index (self->pending, RdgSeriesPendingCell, i);

      add_reject (self, batch, row->line, self->header[cell->slot], cell->reason, cell->text);
    }
  self->cells_dropped += self->pending->len;

  RdgSeriesRow *taken = &batch->rows[batch->head.n_rows++];

  taken->car = find_car (self, batch);
  taken->reading = self->reading;
  taken->reading.characteristic = operation;
}

static void
start_row (RdgSeriesReader *self)
{
  self->code_good = self->time_good = self->part_long = FALSE;
  if (self->bad_code != NULL)
    g_clear_pointer (&self->bad_code, g_free);
  if (self->bad_time != NULL)
    g_clear_pointer (&self->bad_time, g_free);
  self->key_length = 0;
  self->reading.status = 0;
  self->reading.value = NAN;
  if (self->pending->len > 0)
    g_array_set_size (self->pending, 0);
}

/**
 * rdg_series_reader_fill:
 * @batch: an empty one
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_series_reader_fill (RdgSeriesReader  *self,
                        RdgSeriesBatch   *batch,
                        GCancellable     *cancellable,
                        GError          **error)
{
  RdgSource *source = rdg_csv_reader_get_source (self->csv);
  GError *local_error = NULL;

  while (batch->head.n_rows < RDG_SERIES_BATCH_ROWS && batch->rejects->len < RDG_SERIES_BATCH_ROWS)
    {
      const RdgCsvRow *row;

      start_row (self);
      if (!rdg_csv_reader_next (self->csv, &row, cancellable, &local_error))
        {
          batch->head.last = TRUE;
          break;
        }
      if (row->line < self->first_line)
        continue;

      self->rows_read++;
      if (self->rows_read % ROWS_PER_LOOK == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, &local_error))
        break;
      take_row (self, row, batch);
    }

  batch->head.fraction = rdg_source_get_fraction (source);
  if (local_error == NULL && rdg_series_keys_get_n_spellings (self->keys) > MOST_SPELLINGS)
    g_set_error (&local_error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
                 _("“%s” has more than %d different characteristics (operation, channel and unit): "
                   "it is no file of results. Choose another layout."), self->file, MOST_SPELLINGS);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return TRUE;
}

guint64
rdg_series_reader_rows_read (const RdgSeriesReader *self)
{
  return self->rows_read;
}

guint64
rdg_series_reader_rows_rejected (const RdgSeriesReader *self)
{
  return self->rows_rejected;
}

guint64
rdg_series_reader_cells_dropped (const RdgSeriesReader *self)
{
  return self->cells_dropped;
}

/**
 * rdg_series_reader_finish_hash:
 * @hash: (out caller-allocates): XXH3-128 of the file's bytes
 * @bytes: (out): how many these are
 *
 * After the last row.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_series_reader_finish_hash (RdgSeriesReader  *self,
                               guint8            hash[16],
                               guint64          *bytes,
                               GCancellable     *cancellable,
                               GError          **error)
{
  RdgSource *source = rdg_csv_reader_get_source (self->csv);

  if (!rdg_source_finish_hash (source, hash, cancellable, error))
    return FALSE;

  *bytes = rdg_source_get_position (source);
  return TRUE;
}
