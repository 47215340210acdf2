/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text file as a source: unpacked, without a byte order mark, converted to
 * UTF-8. Bytes that a UTF-8 file has wrong are passed on as they are.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-source-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-charset.h"
#include "rdg-error.h"
#include "rdg-raw-stream.h"
#include "rdg-read-ahead.h"

/* What is looked at to find the charset. */
#define SAMPLE_SIZE (1024 * 1024)
#define SKIP_SIZE (64 * 1024)

typedef struct
{
  RdgSource     base;
  RdgRawStream *raw;
  GInputStream *stream;
  RdgReadAhead *ahead;       /* or NULL: it is read where it is used */
} RdgTextSource;

static gboolean
open_raw (RdgTextSource  *self,
          GError        **error)
{
  int fd = _rdg_source_open_file (self->base.path, &self->base.size, error);

  if (fd < 0)
    return FALSE;

  g_clear_object (&self->stream);
  g_clear_object (&self->raw);
  self->raw = rdg_raw_stream_new (fd);
  self->stream = g_object_ref (G_INPUT_STREAM (self->raw));
  return TRUE;
}

/* Puts a converter on top of the stream. */
static void
convert (RdgTextSource *self,
         GConverter    *converter)
{
  GInputStream *converted = g_converter_input_stream_new (self->stream, converter);

  g_object_unref (self->stream);
  self->stream = converted;
}

static void
unpack (RdgTextSource *self)
{
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

  convert (self, G_CONVERTER (gunzip));
}

static gboolean
set_read_error (RdgTextSource  *self,
                GError         *reason,
                GError        **error)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, reason);
      return FALSE;
    }

  if (self->base.gzip)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” is a damaged or cut-off gzip file (%s). Fetch it again."),
                 self->base.name, reason->message);
  else
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s."), self->base.name, reason->message);
  g_error_free (reason);
  return FALSE;
}

static gboolean
read_all (RdgTextSource  *self,
          void           *buffer,
          gsize           size,
          gsize          *n_read,
          GCancellable   *cancellable,
          GError        **error)
{
  GError *local_error = NULL;

  if (g_input_stream_read_all (self->stream, buffer, size, n_read, cancellable, &local_error))
    return TRUE;

  return set_read_error (self, local_error, error);
}

/* Of every other byte a zero, which is no sign of a program then. */
static gboolean
is_wide (const char *charset)
{
  return charset != NULL && (g_str_has_prefix (charset, "UTF-16") ||
                             g_str_has_prefix (charset, "UTF-32") || g_str_has_prefix (charset, "UCS"));
}

static gboolean
look_inside (RdgTextSource  *self,
             const char     *chosen,
             RdgCharset     *charset,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree guint8 *sample = g_malloc (SAMPLE_SIZE);
  gsize n;

  if (!open_raw (self, error) || !read_all (self, sample, 2, &n, cancellable, error))
    return FALSE;

  self->base.gzip = n == 2 && sample[0] == 0x1f && sample[1] == 0x8b;
  if (!open_raw (self, error))
    return FALSE;
  if (self->base.gzip)
    unpack (self);
  if (!read_all (self, sample, SAMPLE_SIZE, &n, cancellable, error))
    return FALSE;

  const char *why = is_wide (chosen) ? NULL : rdg_charset_why_not_text (sample, n);

  if (n == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA, _("“%s” is empty."),
                   self->base.name);
      return FALSE;
    }
  if (why != NULL)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
                   _("“%s” is not a text file with a table: %s."), self->base.name, why);
      return FALSE;
    }

  *charset = rdg_charset_detect (sample, n);
  if (chosen != NULL && !g_str_equal (chosen, charset->name))
    *charset = (RdgCharset){ chosen, 0 };
  return TRUE;
}

static gssize
text_source_read (RdgSource     *source,
                  char          *buffer,
                  gsize          size,
                  GCancellable  *cancellable,
                  GError       **error)
{
  RdgTextSource *self = (RdgTextSource *) source;
  GError *local_error = NULL;
  gssize n = self->ahead != NULL
               ? rdg_read_ahead_read (self->ahead, buffer, size, &local_error)
               : g_input_stream_read (self->stream, buffer, size, cancellable, &local_error);

  if (n < 0)
    set_read_error (self, local_error, error);
  return n;
}

static void
text_source_read_ahead (RdgSource    *source,
                        GCancellable *cancellable)
{
  RdgTextSource *self = (RdgTextSource *) source;

  if (self->ahead == NULL)
    self->ahead = rdg_read_ahead_new (self->stream, self->raw, cancellable);
}

static guint64
text_source_get_position (RdgSource *source)
{
  RdgTextSource *self = (RdgTextSource *) source;

  return self->ahead != NULL ? rdg_read_ahead_get_position (self->ahead)
                             : rdg_raw_stream_get_position (self->raw);
}

static gboolean
text_source_finish_hash (RdgSource     *source,
                         guint8         hash[RDG_SOURCE_HASH_SIZE],
                         GCancellable  *cancellable,
                         GError       **error)
{
  RdgTextSource *self = (RdgTextSource *) source;
  g_autofree char *rest = g_malloc (SKIP_SIZE);
  GError *local_error = NULL;
  gssize n;

  g_clear_pointer (&self->ahead, rdg_read_ahead_free);
  do
    n = g_input_stream_read (G_INPUT_STREAM (self->raw), rest, SKIP_SIZE, cancellable,
                             &local_error);
  while (n > 0);

  if (n < 0)
    return set_read_error (self, local_error, error);

  rdg_raw_stream_get_hash (self->raw, hash);
  return TRUE;
}

static void
text_source_free (RdgSource *source)
{
  RdgTextSource *self = (RdgTextSource *) source;

  rdg_read_ahead_free (self->ahead);
  g_clear_object (&self->stream);
  g_clear_object (&self->raw);
  g_free (self);
}

static const RdgSourceClass text_source_class = {
  .kind = RDG_SOURCE_TEXT,
  .read = text_source_read,
  .read_ahead = text_source_read_ahead,
  .get_position = text_source_get_position,
  .finish_hash = text_source_finish_hash,
  .free = text_source_free,
};

/**
 * _rdg_text_source_open:
 * @path: a file name
 * @chosen: (nullable): what its bytes mean; %NULL: it is found
 *
 * Returns: (transfer full) (nullable): the file as text, at its beginning, or %NULL with @error set
 */
RdgSource *
_rdg_text_source_open (const char    *path,
                       const char    *chosen,
                       GCancellable  *cancellable,
                       GError       **error)
{
  RdgTextSource *self = g_new0 (RdgTextSource, 1);
  g_autoptr (RdgSource) source = &self->base;
  RdgCharset charset = { "UTF-8", 0 };
  guint8 bom[4];
  gsize n;

  _rdg_source_init (source, &text_source_class, path, 0);
  if (!look_inside (self, chosen, &charset, cancellable, error) || !open_raw (self, error))
    return NULL;

  source->charset = charset.name;
  source->bom = charset.bom != 0;
  if (source->gzip)
    unpack (self);
  if (charset.bom != 0 && !read_all (self, bom, charset.bom, &n, cancellable, error))
    return NULL;

  if (!g_str_equal (charset.name, "UTF-8"))
    {
      GError *local_error = NULL;
      g_autoptr (GCharsetConverter) converter =
        g_charset_converter_new ("UTF-8", charset.name, &local_error);

      if (converter == NULL)
        {
          set_read_error (self, local_error, error);
          return NULL;
        }
      g_charset_converter_set_use_fallback (converter, TRUE);
      convert (self, G_CONVERTER (converter));
    }

  return g_steal_pointer (&source);
}
