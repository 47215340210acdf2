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
#define MAGIC_SIZE 16
/* Of the directory of an OLE2 container. */
#define OLE2_LOOK (64 * 1024)

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

/* UTF-16, as the directory of an OLE2 container has the name of its stream. */
static const char encrypted_stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

/* An OLE2 container is a workbook of before 2007, or wraps one that has a password. */
static void
set_ole2 (int          fd,
          const char  *name,
          GError     **error)
{
  g_autofree guint8 *bytes = g_malloc (OLE2_LOOK);
  /* The directory begins in the sector that the header names. */
  guint8 header[512] = { 0 };
  gssize n_header = pread (fd, header, sizeof header, 0);
  guint32 sector = n_header == sizeof header
                     ? (guint32) header[48] | (guint32) header[49] << 8 |
                       (guint32) header[50] << 16 | (guint32) header[51] << 24 : 0;
  gint64 size = n_header == sizeof header && header[30] == 12 ? 4096 : 512;
  gssize n = pread (fd, bytes, OLE2_LOOK, (off_t) (((gint64) sector + 1) * size));
  gboolean encrypted = FALSE;

  for (gssize i = 0; i + (gssize) sizeof encrypted_stream <= n && !encrypted; i++)
    encrypted = memcmp (bytes + i, encrypted_stream, sizeof encrypted_stream) == 0;

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
               _("“%s” is not a text file with a table: %s."), name,
               encrypted ? _("it is an Excel workbook with a password; save it without one")
                         : _("it is an old Excel workbook (.xls); save it as .xlsx or CSV"));
}

/* What is named like a workbook and is none: the user is told of the name, not of bytes. */
static void
explain_name (const char  *name,
              GError     **error)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (error == NULL || !g_error_matches (*error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT) ||
      !(g_str_has_suffix (lower, ".xlsx") || g_str_has_suffix (lower, ".xlsm")))
    return;

  g_clear_error (error);
  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
               _("“%s” is named like an Excel workbook, but is none, and no text either. Fetch it "
                 "again."), name);
}

/**
 * _rdg_source_append_cell:
 * @text: (array length=length): a value
 */
void
_rdg_source_append_cell (GString    *line,
                         const char *text,
                         gsize       length)
{
  gboolean quoted = FALSE, plain = TRUE;

  for (gsize i = 0; i < length; i++)
    {
      quoted |= text[i] == '"' || text[i] == RDG_SOURCE_DELIMITER;
      plain &= text[i] != '\n' && text[i] != '\r';
    }
  if (plain && !quoted)
    {
      g_string_append_len (line, text, (gssize) length);
      return;
    }

  if (quoted)
    g_string_append_c (line, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, text[i] == '\n' || text[i] == '\r' ? ' ' : text[i]);
    }
  if (quoted)
    g_string_append_c (line, '"');
}

/**
 * rdg_source_open:
 * @path: a file name; what it is, its content says
 *
 * Returns: (transfer full) (nullable): the file as text, at its beginning, or %NULL with @error set
 */
RdgSource *
rdg_source_open (const char    *path,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return rdg_source_open_table (path, NULL, NULL, cancellable, error);
}

/**
 * rdg_source_open_table:
 * @path: a file name
 * @table: (nullable): the table or view to read where the file is a database
 * @charset: (nullable): of a text, where it shall not be found
 *
 * Returns: (transfer full) (nullable): the file as text, at its beginning, or %NULL with @error set
 */
RdgSource *
rdg_source_open_table (const char    *path,
                       const char    *table,
                       const char    *charset,
                       GCancellable  *cancellable,
                       GError       **error)
{
  guint8 magic[MAGIC_SIZE] = { 0 };
  guint64 size;
  int fd = _rdg_source_open_file (path, &size, error);

  if (fd < 0)
    return NULL;

  g_autofree char *name = g_filename_display_name (path);
  gssize n = pread (fd, magic, sizeof magic, 0);
  gboolean ole2 = n >= 8 && memcmp (magic, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;

  if (ole2)
    set_ole2 (fd, name, error);
  close (fd);
  if (ole2)
    return NULL;
  if (n == MAGIC_SIZE && memcmp (magic, "SQLite format 3", MAGIC_SIZE) == 0)
    return _rdg_database_source_open (path, table, cancellable, error);
  if (table != NULL)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("“%s” is no database, so it has no table “%s”."), name, table);
      return NULL;
    }
  /* The second is the end of an empty one. */
  if (n >= 4 && (memcmp (magic, "PK\003\004", 4) == 0 || memcmp (magic, "PK\005\006", 4) == 0))
    return _rdg_workbook_source_open (path, cancellable, error);

  if (n >= 9 && memcmp (magic, "svm_type ", 9) == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
                   _("“%s” is a model of libsvm and no table. “rodagem-cli import-model” takes it in."),
                   name);
      return NULL;
    }
  if (n == MAGIC_SIZE && memcmp (magic, "[rodagem-svm-inputs]", MAGIC_SIZE) == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
                   _("“%s” is no table: it tells what the inputs of the file beside it are. Import "
                     "that one."), name);
      return NULL;
    }
  if (_rdg_sparse_source_matches (path, cancellable))
    return _rdg_sparse_source_open (path, cancellable, error);

  RdgSource *source = _rdg_text_source_open (path, charset, cancellable, error);

  if (source == NULL)
    explain_name (name, error);
  return source;
}

/**
 * rdg_source_open_inspected:
 *
 * Returns: (transfer full) (nullable): the file as text, at its beginning, or %NULL with @error set
 */
RdgSource *
rdg_source_open_inspected (const RdgInspection  *inspection,
                           GCancellable         *cancellable,
                           GError              **error)
{
  return rdg_source_open_table (inspection->path, inspection->table, inspection->dialect.charset,
                                cancellable, error);
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
 * rdg_source_read_ahead:
 *
 * From now on a thread of its own reads, unpacks and converts, where the kind of source can.
 */
void
rdg_source_read_ahead (RdgSource    *self,
                       GCancellable *cancellable)
{
  if (self->klass->read_ahead != NULL)
    self->klass->read_ahead (self, cancellable);
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

RdgSourceKind
rdg_source_get_kind (RdgSource *self)
{
  return self->klass->kind;
}

/**
 * rdg_source_kind_get_key:
 *
 * Returns: (transfer none): its name in JSON
 */
const char *
rdg_source_kind_get_key (RdgSourceKind kind)
{
  static const char * const keys[] = { "text", "workbook", "database", "sparse" };

  return keys[kind];
}

const char *
rdg_source_get_table (RdgSource *self)
{
  return self->table;
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

guint
rdg_source_get_header_lines (RdgSource *self)
{
  return self->header_lines;
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

/**
 * rdg_source_take_fault:
 * @line: a line that was read
 *
 * Returns: (transfer full) (nullable): why it cannot be taken, %NULL where its cells tell
 */
char *
rdg_source_take_fault (RdgSource *self,
                       guint64    line)
{
  return self->klass->take_fault != NULL ? self->klass->take_fault (self, line) : NULL;
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

double
rdg_source_get_fraction (RdgSource *self)
{
  guint64 size = rdg_source_get_size (self);

  return size > 0 ? (double) rdg_source_get_position (self) / (double) size : 1.0;
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
