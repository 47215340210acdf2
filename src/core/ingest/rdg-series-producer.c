/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading RESULTADOS on a thread: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-producer.h"

#include "rdg-import-queue.h"

#define N_BATCHES 8

struct _RdgSeriesProducer
{
  RdgSeriesReader *reader;
  GCancellable    *cancellable;
  GThread         *thread;
  RdgImportQueue  *full;
  RdgImportQueue  *empty;
  gint             stop;
  GError          *error;
};

static gpointer
run_cb (gpointer data)
{
  RdgSeriesProducer *self = data;
  gboolean last = FALSE;

  while (!last)
    {
      RdgSeriesBatch *batch = rdg_import_queue_pop (self->empty);

      if (g_atomic_int_get (&self->stop))
        {
          rdg_series_batch_free (batch);
          break;
        }

      rdg_series_batch_clear (batch);
      if (!rdg_series_reader_fill (self->reader, batch, self->cancellable, &self->error))
        batch->head.last = TRUE;
      last = batch->head.last;
      rdg_import_queue_push (self->full, batch);
    }

  return NULL;
}

/**
 * rdg_series_producer_new:
 * @reader: (transfer full): a reader at its beginning
 *
 * Returns: (transfer full): a producer, running
 */
RdgSeriesProducer *
rdg_series_producer_new (RdgSeriesReader *reader,
                         GCancellable    *cancellable)
{
  RdgSeriesProducer *self = g_new0 (RdgSeriesProducer, 1);

  self->reader = reader;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->full = rdg_import_queue_new ((GDestroyNotify) rdg_series_batch_free);
  self->empty = rdg_import_queue_new ((GDestroyNotify) rdg_series_batch_free);
  for (guint i = 0; i < N_BATCHES; i++)
    rdg_import_queue_push (self->empty, rdg_series_batch_new ());
  self->thread = g_thread_new ("parse", run_cb, self);

  return self;
}

static void
join (RdgSeriesProducer *self)
{
  if (self->thread == NULL)
    return;

  /* It may wait for an empty batch. */
  g_atomic_int_set (&self->stop, TRUE);
  rdg_import_queue_push (self->empty, rdg_series_batch_new ());
  g_thread_join (g_steal_pointer (&self->thread));
}

void
rdg_series_producer_free (RdgSeriesProducer *self)
{
  if (self == NULL)
    return;

  join (self);
  rdg_import_queue_free (self->full);
  rdg_import_queue_free (self->empty);
  rdg_series_reader_free (self->reader);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * rdg_series_producer_write:
 * @write: writes a batch, on the calling thread
 *
 * Blocking.
 *
 * Returns: %FALSE with the error of @write
 */
gboolean
rdg_series_producer_write (RdgSeriesProducer   *self,
                           RdgImportWriteFunc   write,
                           gpointer             user_data,
                           const RdgProgress   *progress,
                           GError             **error)
{
  return rdg_import_queue_write (self->full, self->empty, write, user_data, progress, error);
}

/**
 * rdg_series_producer_finish:
 *
 * After the last batch.
 *
 * Returns: (transfer none) (nullable): the reader, or %NULL with @error set
 */
RdgSeriesReader *
rdg_series_producer_finish (RdgSeriesProducer  *self,
                            GError            **error)
{
  join (self);
  if (self->error == NULL)
    return self->reader;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return NULL;
}
