/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading on a thread of its own: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-read-ahead.h"

#include <string.h>

#include "rdg-import-queue.h"

#define N_CHUNKS 6
#define CHUNK_SIZE (512 * 1024)

typedef struct
{
  gssize   length;    /* 0: the end, -1: an error */
  GError  *error;
  guint64  position;
  char     bytes[CHUNK_SIZE];
} Chunk;

struct _RdgReadAhead
{
  GInputStream   *stream;
  RdgRawStream   *raw;
  GCancellable   *cancellable;
  GThread        *thread;
  RdgImportQueue *full;
  RdgImportQueue *empty;
  gint            stop;
  Chunk          *chunk;     /* being handed out */
  gsize           at;
  guint64         position;
};

static void
chunk_free (gpointer data)
{
  Chunk *self = data;

  g_clear_error (&self->error);
  g_free (self);
}

/* NULL: nobody waits for more. */
static Chunk *
take_empty (RdgReadAhead *self)
{
  Chunk *chunk = rdg_import_queue_pop (self->empty);

  if (g_atomic_int_get (&self->stop))
    g_clear_pointer (&chunk, chunk_free);
  return chunk;
}

static void
send (RdgReadAhead *self,
      Chunk        *chunk,
      gssize        length)
{
  chunk->length = length;
  chunk->position = rdg_raw_stream_get_position (self->raw);
  rdg_import_queue_push (self->full, chunk);
}

static gpointer
run_cb (gpointer data)
{
  RdgReadAhead *self = data;
  g_autoptr (GError) error = NULL;
  gssize length = 1;
  Chunk *chunk;

  while (length > 0 && (chunk = take_empty (self)) != NULL)
    {
      gsize n = 0;

      /* A converter gives little at a time. */
      while (n < CHUNK_SIZE &&
             (length = g_input_stream_read (self->stream, chunk->bytes + n, CHUNK_SIZE - n,
                                            self->cancellable, &error)) > 0)
        n += (gsize) length;
      if (n > 0)
        {
          send (self, chunk, (gssize) n);
          if (length > 0)
            continue;
          chunk = take_empty (self);
          if (chunk == NULL)
            break;
        }

      chunk->error = g_steal_pointer (&error);
      send (self, chunk, length);
    }

  return NULL;
}

/**
 * rdg_read_ahead_new:
 * @stream: what to read
 * @raw: the lowest stream under it
 *
 * Returns: (transfer full): a reader, its thread running
 */
RdgReadAhead *
rdg_read_ahead_new (GInputStream *stream,
                    RdgRawStream *raw,
                    GCancellable *cancellable)
{
  RdgReadAhead *self = g_new0 (RdgReadAhead, 1);

  self->stream = g_object_ref (stream);
  self->raw = g_object_ref (raw);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->full = rdg_import_queue_new (chunk_free);
  self->empty = rdg_import_queue_new (chunk_free);
  self->position = rdg_raw_stream_get_position (raw);
  for (guint i = 0; i < N_CHUNKS; i++)
    {
      Chunk *chunk = g_new (Chunk, 1);

      chunk->error = NULL;
      rdg_import_queue_push (self->empty, chunk);
    }
  self->thread = g_thread_new ("read-ahead", run_cb, self);

  return self;
}

void
rdg_read_ahead_free (RdgReadAhead *self)
{
  if (self == NULL)
    return;

  Chunk *last = g_new (Chunk, 1);

  /* It may wait for an empty chunk. */
  g_atomic_int_set (&self->stop, TRUE);
  last->error = NULL;
  rdg_import_queue_push (self->empty, last);
  g_thread_join (self->thread);

  if (self->chunk != NULL)
    chunk_free (self->chunk);
  rdg_import_queue_free (self->full);
  rdg_import_queue_free (self->empty);
  g_object_unref (self->stream);
  g_object_unref (self->raw);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * rdg_read_ahead_read:
 * @buffer: (array length=size): where to put bytes
 *
 * Blocking.
 *
 * Returns: how many bytes, 0 at the end, or -1 with @error set
 */
gssize
rdg_read_ahead_read (RdgReadAhead  *self,
                     char          *buffer,
                     gsize          size,
                     GError       **error)
{
  if (self->chunk != NULL && self->chunk->length > 0 && self->at == (gsize) self->chunk->length)
    rdg_import_queue_push (self->empty, g_steal_pointer (&self->chunk));

  if (self->chunk == NULL)
    {
      self->chunk = rdg_import_queue_pop (self->full);
      self->at = 0;
      self->position = self->chunk->position;
    }

  /* The end and an error stay, however often one asks. */
  if (self->chunk->length <= 0)
    {
      if (self->chunk->length < 0)
        g_propagate_error (error, g_error_copy (self->chunk->error));
      return self->chunk->length;
    }

  gsize n = MIN (size, (gsize) self->chunk->length - self->at);

  memcpy (buffer, self->chunk->bytes + self->at, n);
  self->at += n;
  return (gssize) n;
}

guint64
rdg_read_ahead_get_position (RdgReadAhead *self)
{
  return self->position;
}
