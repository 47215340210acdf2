/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which kind of source a file is, and what all kinds have: see rdg-source.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-source-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "rdg-error.h"

#define HASH_CHUNK (256 * 1024)

static void
set_unreadable (const char  *name,
                int          code,
                GError     **error)
{
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

/**
 * _rdg_source_open_file:
 * @size: (out): of the file
 *
 * Returns: a file descriptor, or -1 with @error set
 */
int
_rdg_source_open_file (const char  *path,
                       guint64     *size,
                       GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  GStatBuf info;
  int fd;

  /* Asked before opening: a named pipe would block the open. */
  if (g_stat (path, &info) != 0)
    {
      set_unreadable (name, errno, error);
      return -1;
    }
  if (S_ISDIR (info.st_mode))
    {
      set_unreadable (name, EISDIR, error);
      return -1;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("“%s” is not a file but a device or a pipe. Save its content to a file "
                     "first."), name);
      return -1;
    }

  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    set_unreadable (name, errno, error);
  *size = (guint64) info.st_size;
  return fd;
}

/**
 * _rdg_source_hash_file:
 * @fd: an open file, whose position is left alone
 * @hash: (out caller-allocates): of all its bytes
 *
 * Returns: %FALSE with @error set
 */
gboolean
_rdg_source_hash_file (int            fd,
                       const char    *name,
                       guint8         hash[RDG_SOURCE_HASH_SIZE],
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autofree guint8 *chunk = g_malloc (HASH_CHUNK);
  XXH3_state_t *state = XXH3_createState ();
  XXH128_canonical_t canonical;
  off_t at = 0;
  gssize n;

  XXH3_128bits_reset (state);
  do
    {
      n = pread (fd, chunk, HASH_CHUNK, at);
      if (n > 0)
        {
          XXH3_128bits_update (state, chunk, (size_t) n);
          at += n;
        }
    }
  while ((n > 0 || (n < 0 && errno == EINTR)) && !g_cancellable_is_cancelled (cancellable));

  if (n < 0)
    set_unreadable (name, errno, error);
  XXH128_canonicalFromHash (&canonical, XXH3_128bits_digest (state));
  memcpy (hash, canonical.digest, sizeof canonical.digest);
  XXH3_freeState (state);

  return n >= 0 && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

void
_rdg_source_init (RdgSource            *self,
                  const RdgSourceClass *klass,
                  const char           *path,
                  guint64               size)
{
  self->klass = klass;
  self->path = g_strdup (path);
  self->name = g_filename_display_name (path);
  self->size = size;
  self->charset = "UTF-8";
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
  return _rdg_text_source_open (path, cancellable, error);
}

void
rdg_source_free (RdgSource *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->name);
  g_free (self->table);
  g_free (self->note);
  self->klass->free (self);
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
  return self->klass->read (self, buffer, size, cancellable, error);
}

const char *
rdg_source_get_path (RdgSource *self)
{
  return self->path;
}

const char *
rdg_source_get_charset (RdgSource *self)
{
  return self->charset;
}

gboolean
rdg_source_is_gzip (RdgSource *self)
{
  return self->gzip;
}

gboolean
rdg_source_has_bom (RdgSource *self)
{
  return self->bom;
}

char
rdg_source_get_delimiter (RdgSource *self)
{
  return self->delimiter;
}

const char *
rdg_source_get_note (RdgSource *self)
{
  return self->note;
}

/**
 * rdg_source_get_place:
 * @line: a line of the text that was read, from 1
 *
 * Returns: (transfer full) (nullable): where that is in words, %NULL where the line says it
 */
char *
rdg_source_get_place (RdgSource *self,
                      guint64    line)
{
  return self->klass->get_place != NULL ? self->klass->get_place (self, line) : NULL;
}

guint64
rdg_source_get_size (RdgSource *self)
{
  return self->size;
}

guint64
rdg_source_get_position (RdgSource *self)
{
  return self->klass->get_position (self);
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
  return self->klass->finish_hash (self, hash, cancellable, error);
}
