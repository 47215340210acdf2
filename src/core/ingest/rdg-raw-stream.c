/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lowest stream of a file: what comes by is hashed, so that the hash is of
 * exactly the bytes that were imported, and costs no second reading.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-raw-stream.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <xxhash.h>

struct _RdgRawStream
{
  GFilterInputStream  parent_instance;
  XXH3_state_t       *state;
  guint64             position;
};

G_DEFINE_FINAL_TYPE (RdgRawStream, rdg_raw_stream, G_TYPE_FILTER_INPUT_STREAM)

static gssize
rdg_raw_stream_read (GInputStream  *stream,
                     void          *buffer,
                     gsize          count,
                     GCancellable  *cancellable,
                     GError       **error)
{
  RdgRawStream *self = RDG_RAW_STREAM (stream);
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));
  gssize n = g_input_stream_read (base, buffer, count, cancellable, error);

  if (n > 0)
    {
      XXH3_128bits_update (self->state, buffer, (size_t) n);
      self->position += (guint64) n;
    }
  return n;
}

static void
rdg_raw_stream_finalize (GObject *object)
{
  XXH3_freeState (RDG_RAW_STREAM (object)->state);

  G_OBJECT_CLASS (rdg_raw_stream_parent_class)->finalize (object);
}

static void
rdg_raw_stream_class_init (RdgRawStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rdg_raw_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = rdg_raw_stream_read;
}

static void
rdg_raw_stream_init (RdgRawStream *self)
{
  self->state = XXH3_createState ();
  XXH3_128bits_reset (self->state);
}

/**
 * rdg_raw_stream_new:
 * @fd: an open file, taken over
 *
 * Returns: (transfer full): the stream
 */
RdgRawStream *
rdg_raw_stream_new (int fd)
{
  g_autoptr (GInputStream) base = g_unix_input_stream_new (fd, TRUE);

  return g_object_new (RDG_TYPE_RAW_STREAM, "base-stream", base, NULL);
}

guint64
rdg_raw_stream_get_position (RdgRawStream *self)
{
  return self->position;
}

void
rdg_raw_stream_get_hash (RdgRawStream *self,
                         guint8        hash[16])
{
  XXH128_canonical_t canonical;

  XXH128_canonicalFromHash (&canonical, XXH3_128bits_digest (self->state));
  memcpy (hash, canonical.digest, sizeof canonical.digest);
}
