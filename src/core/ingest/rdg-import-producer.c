/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reading half of an import: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-import-producer.h"

#include <math.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-import-common.h"
#include "rdg-import-queue.h"

#define N_BATCHES 8

struct _RdgImportProducer
{
  RdgTableReader  *reader;
  GCancellable    *cancellable;
  guint            n_columns;
  RdgImportColumn *columns;
  guint           *order;       /* the columns, ascending by characteristic */
  RdgReading      *readings;

  GThread         *thread;
  RdgImportQueue  *full;
  RdgImportQueue  *empty;
  gint             stop;
  RdgImportBatch  *batch;       /* being filled */
  RdgImportCounts  counts;
  GError          *error;
};

static void
reject_cb (guint64     line,
           const char *column,
           const char *reason,
           const char *text,
           gboolean    whole_row,
           gpointer    user_data)
{
  RdgImportProducer *self = user_data;

  g_ptr_array_add (self->batch->rejects,
                   _rdg_import_reject_new (rdg_table_reader_get_source (self->reader), line, column,
                                           reason, text));
  if (whole_row)
    self->counts.rows_rejected++;
  else
    self->counts.cells_dropped++;
}

/**
 * rdg_import_producer_new:
 * @mapping: (nullable): how to read it, instead of the inspection's own
 *
 * Returns: (transfer full) (nullable): a producer, not yet running, or %NULL with @error set
 */
RdgImportProducer *
rdg_import_producer_new (const RdgInspection  *inspection,
                         const RdgMapping     *mapping,
                         GCancellable         *cancellable,
                         GError              **error)
{
  g_autoptr (RdgImportProducer) self = g_new0 (RdgImportProducer, 1);

  self->full = rdg_import_queue_new ((GDestroyNotify) rdg_import_batch_free);
  self->empty = rdg_import_queue_new ((GDestroyNotify) rdg_import_batch_free);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->counts.from = self->counts.to = RDG_DATETIME_NONE;
  self->reader = rdg_table_reader_new (inspection, mapping, reject_cb, self, error);
  if (self->reader == NULL)
    return NULL;

  self->n_columns = rdg_table_reader_n_columns (self->reader);
  self->columns = g_new0 (RdgImportColumn, self->n_columns + 1);
  self->order = g_new (guint, self->n_columns + 1);
  self->readings = g_new0 (RdgReading, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    self->columns[i].codes = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < N_BATCHES; i++)
    rdg_import_queue_push (self->empty, rdg_import_batch_new ());

  return g_steal_pointer (&self);
}

static void
join (RdgImportProducer *self)
{
  if (self->thread == NULL)
    return;

  /* It may wait for an empty batch. */
  g_atomic_int_set (&self->stop, TRUE);
  rdg_import_queue_push (self->empty, rdg_import_batch_new ());
  g_thread_join (g_steal_pointer (&self->thread));
}

void
rdg_import_producer_free (RdgImportProducer *self)
{
  if (self == NULL)
    return;

  join (self);
  g_clear_pointer (&self->batch, rdg_import_batch_free);
  g_clear_pointer (&self->full, rdg_import_queue_free);
  g_clear_pointer (&self->empty, rdg_import_queue_free);
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_array_unref (self->columns[i].codes);
      g_clear_pointer (&self->columns[i].known_levels, g_hash_table_unref);
    }
  g_free (self->columns);
  g_free (self->order);
  g_free (self->readings);
  rdg_table_reader_free (self->reader);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self);
}

RdgTableReader *
rdg_import_producer_get_reader (RdgImportProducer *self)
{
  return self->reader;
}

RdgImportColumn *
rdg_import_producer_get_columns (RdgImportProducer *self)
{
  return self->columns;
}

/* The code in the database of a level of the reader: known from an earlier import, or the next. */
static guint32
find_code (RdgImportProducer *self,
           guint              i,
           guint              level)
{
  RdgImportColumn *column = &self->columns[i];

  while (column->codes->len <= level)
    {
      const char *text = rdg_table_reader_get_level (self->reader, i, column->codes->len);
      gpointer known;
      guint32 code;

      if (g_hash_table_lookup_extended (column->known_levels, text, NULL, &known))
        code = GPOINTER_TO_UINT (known);
      else
        code = column->next_code++;
      g_array_append_val (column->codes, code);
    }

  return g_array_index (column->codes, guint32, level);
}

static void
pack (RdgImportProducer *self,
      const RdgTableRow *row)
{
  RdgImportBatch *batch = self->batch;
  RdgRecord record = { .time = row->time, .label = row->label, .readings = self->readings };

  for (guint j = 0; j < self->n_columns; j++)
    {
      guint i = self->order[j];
      double value = row->values[i];

      if (isnan (value))
        continue;
      if (self->columns[i].known_levels != NULL)
        value = find_code (self, i, (guint) value);
      self->readings[record.n_readings++] = (RdgReading){
        .characteristic = self->columns[i].characteristic,
        .time = RDG_DATETIME_NONE,
        .value = value,
      };
    }

  batch->code_at[batch->head.n_rows] = batch->text->len;
  g_string_append_len (batch->text, row->car, (gssize) strlen (row->car) + 1);
  rdg_record_append (batch->records, &record);
  batch->record_end[batch->head.n_rows] = batch->records->len;
  batch->head.n_rows++;

  self->counts.rows_taken++;
  self->counts.labels[row->label]++;
  if (row->time != RDG_DATETIME_NONE)
    {
      if (self->counts.from == RDG_DATETIME_NONE || row->time < self->counts.from)
        self->counts.from = row->time;
      if (self->counts.to == RDG_DATETIME_NONE || row->time > self->counts.to)
        self->counts.to = row->time;
    }
}

static void
send (RdgImportProducer *self,
      gboolean           last)
{
  self->batch->head.fraction = rdg_table_reader_fraction (self->reader);
  self->batch->head.last = last;
  rdg_import_queue_push (self->full, g_steal_pointer (&self->batch));
}

static void
read_rows (RdgImportProducer *self)
{
  const RdgTableRow *row;

  while (!g_atomic_int_get (&self->stop) &&
         rdg_table_reader_next (self->reader, &row, self->cancellable, &self->error))
    {
      pack (self, row);
      if (self->batch->head.n_rows == RDG_IMPORT_BATCH_ROWS ||
          self->batch->rejects->len >= RDG_IMPORT_BATCH_ROWS)
        {
          send (self, FALSE);
          self->batch = rdg_import_queue_pop (self->empty);
          rdg_import_batch_clear (self->batch);
        }
    }
}

static gpointer
run_cb (gpointer data)
{
  RdgImportProducer *self = data;

  self->batch = rdg_import_queue_pop (self->empty);
  read_rows (self);
  self->counts.rows_read = rdg_table_reader_rows_read (self->reader);
  if (self->error == NULL)
    rdg_table_reader_finish_hash (self->reader, self->counts.hash, &self->counts.bytes,
                                  self->cancellable, &self->error);
  send (self, TRUE);
  return NULL;
}

static int
compare_columns_cb (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const RdgImportColumn *columns = user_data;
  guint32 first = columns[*(const guint *) a].characteristic;
  guint32 second = columns[*(const guint *) b].characteristic;

  return (first > second) - (first < second);
}

/**
 * rdg_import_producer_start:
 *
 * The columns must be filled in.
 */
void
rdg_import_producer_start (RdgImportProducer *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    self->order[i] = i;
  g_qsort_with_data (self->order, (int) self->n_columns, sizeof *self->order, compare_columns_cb,
                     self->columns);
  self->thread = g_thread_new ("import", run_cb, self);
}

/**
 * rdg_import_producer_write:
 * @write: writes a batch, on the calling thread
 *
 * Blocking.
 *
 * Returns: %FALSE with the error of @write
 */
gboolean
rdg_import_producer_write (RdgImportProducer   *self,
                           RdgImportWriteFunc   write,
                           gpointer             user_data,
                           const RdgProgress   *progress,
                           GError             **error)
{
  return rdg_import_queue_write (self->full, self->empty, write, user_data, progress, error);
}

/**
 * rdg_import_producer_finish:
 * @counts: (out) (transfer none): what the file was
 *
 * Returns: %FALSE with @error set where reading ended before the file did
 */
gboolean
rdg_import_producer_finish (RdgImportProducer      *self,
                            const RdgImportCounts **counts,
                            GError                **error)
{
  join (self);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  *counts = &self->counts;
  return TRUE;
}
