/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A queue with a lock of our own: what GAsyncQueue does inside GLib is not seen
 * by ThreadSanitizer, which then finds races where there are none.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-import-queue.h"

struct _RdgImportQueue
{
  GMutex         mutex;
  GCond          filled;
  GQueue         batches;
  GDestroyNotify free_batch;
};

RdgImportQueue *
rdg_import_queue_new (GDestroyNotify free_batch)
{
  RdgImportQueue *self = g_new0 (RdgImportQueue, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->filled);
  g_queue_init (&self->batches);
  self->free_batch = free_batch;
  return self;
}

void
rdg_import_queue_free (RdgImportQueue *self)
{
  g_queue_clear_full (&self->batches, self->free_batch);
  g_cond_clear (&self->filled);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
rdg_import_queue_push (RdgImportQueue *self,
                       gpointer        batch)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->batches, batch);
  g_cond_signal (&self->filled);
  g_mutex_unlock (&self->mutex);
}

/**
 * rdg_import_queue_pop:
 *
 * Blocking.
 *
 * Returns: (transfer full): the batch that waits longest
 */
gpointer
rdg_import_queue_pop (RdgImportQueue *self)
{
  gpointer batch;

  g_mutex_lock (&self->mutex);
  while ((batch = g_queue_pop_head (&self->batches)) == NULL)
    g_cond_wait (&self->filled, &self->mutex);
  g_mutex_unlock (&self->mutex);

  return batch;
}

/**
 * rdg_import_queue_write:
 * @empty: receives what is written
 * @write: writes a batch
 *
 * Blocking.
 *
 * Returns: %FALSE with the error of @write; the rest of the batches still wait
 */
gboolean
rdg_import_queue_write (RdgImportQueue      *self,
                        RdgImportQueue      *empty,
                        RdgImportWriteFunc   write,
                        gpointer             user_data,
                        const RdgProgress   *progress,
                        GError             **error)
{
  gboolean last, written;

  do
    {
      RdgImportBatchHead *batch = rdg_import_queue_pop (self);

      last = batch->last;
      written = write (batch, user_data, error);
      rdg_progress_count (progress, batch->n_rows);
      rdg_progress_report (progress, batch->fraction);
      rdg_import_queue_push (empty, batch);
    }
  while (written && !last);

  return written;
}
