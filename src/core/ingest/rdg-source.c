/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a file name to UTF-8 text: see rdg-source.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rdg-charset.h"
#include "rdg-error.h"
#include "rdg-raw-stream.h"
#include "rdg-read-ahead.h"

/* What is looked at to find the charset. */
#define SAMPLE_SIZE (1024 * 1024)
#define SKIP_SIZE (64 * 1024)

struct _RdgSource
{
  char         *path;
  RdgRawStream *raw;
  GInputStream *stream;
  RdgReadAhead *ahead;       /* or NULL: it is read where it is used */
  guint64       size;
  gboolean      gzip;
  RdgCharset    charset;
};

static void
set_unreadable (const char  *path,
                int          code,
                GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (code == ENOENT || code == ENOTDIR)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("There is no file “%s”. Check the path."), name);
  else if (code == EACCES || code == EPERM)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("You have no permission to read “%s”. Ask its owner, or copy it to a folder of "
                   "yours."), name);
  else if (code == EISDIR)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” is a folder. Name the files in it."), name);
  else
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s."), name, g_strerror (code));
}

static gboolean
open_raw (RdgSource  *self,
          GError    **error)
{
  GStatBuf info;

  /* Asked before opening: a named pipe would block the open. */
  if (g_stat (self->path, &info) != 0)
    {
      set_unreadable (self->path, errno, error);
      return FALSE;
    }
  if (S_ISDIR (info.st_mode))
    {
      set_unreadable (self->path, EISDIR, error);
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("“%s” is not a file but a device or a pipe. Save its content to a file "
                     "first."), name);
      return FALSE;
    }

  int fd = g_open (self->path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    {
      set_unreadable (self->path, errno, error);
      return FALSE;
    }

  self->size = (guint64) info.st_size;
  g_set_object (&self->raw, NULL);
  self->raw = rdg_raw_stream_new (fd);
  return TRUE;
}

/* Puts a converter on top of the stream. */
static void
convert (RdgSource  *self,
         GConverter *converter)
{
  GInputStream *converted = g_converter_input_stream_new (self->stream, converter);

  g_object_unref (self->stream);
  self->stream = converted;
}

static void
unpack (RdgSource *self)
{
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

  convert (self, G_CONVERTER (gunzip));
}

static gboolean
set_read_error (RdgSource  *self,
                GError     *reason,
                GError    **error)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, reason);
      return FALSE;
    }

  g_autofree char *name = g_filename_display_name (self->path);

  if (self->gzip)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” is a damaged or cut-off gzip file (%s). Fetch it again."), name,
                 reason->message);
  else
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s."), name, reason->message);
  g_error_free (reason);
  return FALSE;
}

static gboolean
read_all (RdgSource     *self,
          void          *buffer,
          gsize          size,
          gsize         *n_read,
          GCancellable  *cancellable,
          GError       **error)
{
  GError *local_error = NULL;

  if (g_input_stream_read_all (self->stream, buffer, size, n_read, cancellable, &local_error))
    return TRUE;

  return set_read_error (self, local_error, error);
}

static gboolean
look_inside (RdgSource     *self,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree guint8 *sample = g_malloc (SAMPLE_SIZE);
  gsize n;

  self->stream = g_object_ref (G_INPUT_STREAM (self->raw));
  if (!read_all (self, sample, 2, &n, cancellable, error))
    return FALSE;

  self->gzip = n == 2 && sample[0] == 0x1f && sample[1] == 0x8b;
  g_clear_object (&self->stream);
  if (!open_raw (self, error))
    return FALSE;

  self->stream = g_object_ref (G_INPUT_STREAM (self->raw));
  if (self->gzip)
    unpack (self);
  if (!read_all (self, sample, SAMPLE_SIZE, &n, cancellable, error))
    return FALSE;

  g_autofree char *name = g_filename_display_name (self->path);
  const char *why = rdg_charset_why_not_text (sample, n);

  if (n == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA, _("“%s” is empty."), name);
      return FALSE;
    }
  if (why != NULL)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
                   _("“%s” is not a text file with a table: %s."), name, why);
      return FALSE;
    }

  self->charset = rdg_charset_detect (sample, n);
  g_clear_object (&self->stream);
  return TRUE;
}

/**
 * rdg_source_open:
 * @path: a file name
 *
 * Returns: (transfer full) (nullable): the file as text, at its beginning, or %NULL with @error set
 */
RdgSource *
rdg_source_open (const char    *path,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (RdgSource) self = g_new0 (RdgSource, 1);
  guint8 bom[4];
  gsize n;

  self->path = g_strdup (path);
  if (!open_raw (self, error) || !look_inside (self, cancellable, error) ||
      !open_raw (self, error))
    return NULL;

  self->stream = g_object_ref (G_INPUT_STREAM (self->raw));
  if (self->gzip)
    unpack (self);
  if (self->charset.bom != 0 && !read_all (self, bom, self->charset.bom, &n, cancellable, error))
    return NULL;

  if (!g_str_equal (self->charset.name, "UTF-8"))
    {
      GError *local_error = NULL;
      g_autoptr (GCharsetConverter) converter =
        g_charset_converter_new ("UTF-8", self->charset.name, &local_error);

      if (converter == NULL)
        {
          set_read_error (self, local_error, error);
          return NULL;
        }
      g_charset_converter_set_use_fallback (converter, TRUE);
      convert (self, G_CONVERTER (converter));
    }

  return g_steal_pointer (&self);
}

void
rdg_source_free (RdgSource *self)
{
  if (self == NULL)
    return;

  rdg_read_ahead_free (self->ahead);
  g_clear_object (&self->stream);
  g_clear_object (&self->raw);
  g_free (self->path);
  g_free (self);
}

/**
 * rdg_source_read_ahead:
 *
 * From now on a thread of its own reads, unpacks and converts.
 */
void
rdg_source_read_ahead (RdgSource    *self,
                       GCancellable *cancellable)
{
  if (self->ahead == NULL)
    self->ahead = rdg_read_ahead_new (self->stream, self->raw, cancellable);
}

/**
 * rdg_source_read:
 * @buffer: (array length=size): where to put text
 *
 * Returns: how many bytes, 0 at the end, or -1 with @error set
 */
gssize
rdg_source_read (RdgSource     *self,
                 char          *buffer,
                 gsize          size,
                 GCancellable  *cancellable,
                 GError       **error)
{
  GError *local_error = NULL;
  gssize n = self->ahead != NULL
               ? rdg_read_ahead_read (self->ahead, buffer, size, &local_error)
               : g_input_stream_read (self->stream, buffer, size, cancellable, &local_error);

  if (n < 0)
    set_read_error (self, local_error, error);
  return n;
}

const char *
rdg_source_get_path (RdgSource *self)
{
  return self->path;
}

const char *
rdg_source_get_charset (RdgSource *self)
{
  return self->charset.name;
}

gboolean
rdg_source_is_gzip (RdgSource *self)
{
  return self->gzip;
}

gboolean
rdg_source_has_bom (RdgSource *self)
{
  return self->charset.bom != 0;
}

guint64
rdg_source_get_size (RdgSource *self)
{
  return self->size;
}

guint64
rdg_source_get_position (RdgSource *self)
{
  return self->ahead != NULL ? rdg_read_ahead_get_position (self->ahead)
                             : rdg_raw_stream_get_position (self->raw);
}

/**
 * rdg_source_finish_hash:
 * @hash: (out caller-allocates): XXH3-128 of the whole file as it lies there
 *
 * Reads what is left of the file, such as bytes behind the end of a gzip stream.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_source_finish_hash (RdgSource     *self,
                        guint8         hash[RDG_SOURCE_HASH_SIZE],
                        GCancellable  *cancellable,
                        GError       **error)
{
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
