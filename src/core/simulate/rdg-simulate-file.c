/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are whole or not there: see rdg-simulate-file.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-simulate-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define BUFFER_SIZE (256 * 1024)
#define FILE_MODE 0644
/* A quarter is written in the time that level 6 needs for a month. */
#define COMPRESSION_LEVEL 1

struct _RdgSimulateFile
{
  char       *path;
  char       *temporary;        /* NULL once published */
  int         fd;               /* -1 once closed */
  GString    *text;
  GConverter *compressor;       /* NULL: what is written is the text */
  guint8     *compressed;       /* BUFFER_SIZE bytes */
};

static gboolean
fail (RdgSimulateFile  *self,
      int               saved_errno,
      GError          **error)
{
  if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 _("“%s” could not be written because the disk is full. Free some space, or choose "
                   "another folder."), self->path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                 _("“%s” could not be written: %s."), self->path, g_strerror (saved_errno));

  return FALSE;
}

/**
 * rdg_simulate_file_new:
 * @folder: an existing folder
 * @name: what the file will be called
 *
 * Blocking.
 *
 * Returns: (transfer full) (nullable): an empty file, or %NULL with a #GIOErrorEnum
 */
RdgSimulateFile *
rdg_simulate_file_new (const char  *folder,
                       const char  *name,
                       GError     **error)
{
  g_autoptr (RdgSimulateFile) self = g_new0 (RdgSimulateFile, 1);
  g_autofree char *pattern = g_strdup_printf (".%s.XXXXXX", name);
  g_autofree char *temporary = g_build_filename (folder, pattern, NULL);

  self->path = g_build_filename (folder, name, NULL);
  self->text = g_string_sized_new (BUFFER_SIZE + BUFFER_SIZE / 8);
  self->fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, FILE_MODE);
  if (self->fd < 0)
    {
      fail (self, errno, error);
      return NULL;
    }
  self->temporary = g_steal_pointer (&temporary);

  return g_steal_pointer (&self);
}

/**
 * rdg_simulate_file_compress:
 *
 * What is written from here on, from the beginning of the file, is gzip.
 */
void
rdg_simulate_file_compress (RdgSimulateFile *self)
{
  g_return_if_fail (self->compressor == NULL);

  self->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP,
                                                         COMPRESSION_LEVEL));
  self->compressed = g_malloc (BUFFER_SIZE);
}

/**
 * rdg_simulate_file_get_text:
 *
 * Returns: (transfer none): where to append what is to be written
 */
GString *
rdg_simulate_file_get_text (RdgSimulateFile *self)
{
  return self->text;
}

/**
 * rdg_simulate_file_get_path:
 *
 * Returns: (transfer none): the path that the file gets when it is published
 */
const char *
rdg_simulate_file_get_path (RdgSimulateFile *self)
{
  return self->path;
}

static gboolean
write_all (RdgSimulateFile  *self,
           const void       *bytes,
           gsize             length,
           GError          **error)
{
  const guint8 *p = bytes;
  gsize written = 0;

  while (written < length)
    {
      gssize n = write (self->fd, p + written, length - written);

      if (n < 0 && errno != EINTR)
        return fail (self, errno, error);
      written += (gsize) MAX (n, 0);
    }

  return TRUE;
}

static gboolean
write_compressed (RdgSimulateFile  *self,
                  gboolean          at_end,
                  GError          **error)
{
  GConverterFlags flags = at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS;
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize done = 0;

  while (result != G_CONVERTER_FINISHED && (at_end || done < self->text->len))
    {
      gsize n_read, n_written;

      result = g_converter_convert (self->compressor, self->text->str + done,
                                    self->text->len - done, self->compressed, BUFFER_SIZE, flags,
                                    &n_read, &n_written, error);
      if (result == G_CONVERTER_ERROR || !write_all (self, self->compressed, n_written, error))
        return FALSE;
      done += n_read;
    }

  return TRUE;
}

/**
 * rdg_simulate_file_flush:
 * @all: write even a little: nothing follows
 *
 * Writes the text out when there is enough of it, and empties it. Blocking.
 *
 * Returns: %FALSE with a #GIOErrorEnum if that failed
 */
gboolean
rdg_simulate_file_flush (RdgSimulateFile  *self,
                         gboolean          all,
                         GError          **error)
{
  if (self->text->len < BUFFER_SIZE && !all)
    return TRUE;

  if (self->compressor != NULL ? !write_compressed (self, all, error)
                               : !write_all (self, self->text->str, self->text->len, error))
    return FALSE;
  g_string_truncate (self->text, 0);

  return TRUE;
}

/**
 * rdg_simulate_file_close:
 *
 * Writes the rest and closes; the file still has its temporary name. Blocking.
 *
 * Returns: %FALSE with a #GIOErrorEnum if that failed
 */
gboolean
rdg_simulate_file_close (RdgSimulateFile  *self,
                         GError          **error)
{
  if (!rdg_simulate_file_flush (self, TRUE, error))
    return FALSE;

  int result = close (self->fd);

  self->fd = -1;

  return result == 0 || fail (self, errno, error);
}

/**
 * rdg_simulate_file_publish:
 *
 * Gives the closed file its name, in place of what had it before.
 *
 * Returns: %FALSE with a #GIOErrorEnum if that failed
 */
gboolean
rdg_simulate_file_publish (RdgSimulateFile  *self,
                           GError          **error)
{
  g_return_val_if_fail (self->fd == -1, FALSE);

  if (g_rename (self->temporary, self->path) != 0)
    return fail (self, errno, error);
  g_clear_pointer (&self->temporary, g_free);

  return TRUE;
}

/**
 * rdg_simulate_file_free:
 * @self: (transfer full) (nullable): a file
 *
 * Frees @self; what was not published is deleted.
 */
void
rdg_simulate_file_free (RdgSimulateFile *self)
{
  if (self == NULL)
    return;

  if (self->temporary != NULL)
    {
      if (self->fd >= 0)
        close (self->fd);
      g_unlink (self->temporary);
    }
  g_clear_object (&self->compressor);
  g_free (self->compressed);
  g_string_free (self->text, TRUE);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}
