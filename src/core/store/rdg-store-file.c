/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be told of a database file before SQLite opens it. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rdg-error.h"

/* The fields of SQLite's header that we read (https://www.sqlite.org/fileformat.html, 1.3). */
#define HEADER_SIZE 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_PAGE_SIZE 16
#define HEADER_CHANGES 24
#define HEADER_N_PAGES 28
#define HEADER_VALID_FOR 92

static guint
read_be (const guint8 *bytes,
         guint         n_bytes)
{
  guint value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[i];

  return value;
}

static void
set_error_from_errno (const char  *path,
                      int          error_number,
                      GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FAILED,
               _("The database “%s” cannot be opened: %s."), name, g_strerror (error_number));
}

static gboolean
check_absent (const char  *path,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;

  g_autofree char *name = g_filename_display_name (folder);

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
               _("There is no folder “%s” to keep the database in."), name);
  return FALSE;
}

/* How many bytes of the header there are, or -1 with errno set; size is the file's. */
static gssize
read_header (const char *path,
             guint8      header[HEADER_SIZE],
             guint64    *size)
{
  struct stat info;
  gssize n_read = 0;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);

  if (fd < 0)
    return -1;

  while (n_read < HEADER_SIZE)
    {
      gssize n = read (fd, header + n_read, (gsize) (HEADER_SIZE - n_read));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          int error_number = errno;

          close (fd);
          errno = error_number;
          return -1;
        }
      if (n == 0)
        break;
      n_read += n;
    }

  *size = fstat (fd, &info) == 0 ? (guint64) info.st_size : 0;
  close (fd);
  return n_read;
}

/* The size in the header counts only if the last writer was one that keeps it. */
static gboolean
is_cut_short (const guint8 header[HEADER_SIZE],
              guint64      size)
{
  guint64 page_size = read_be (header + HEADER_PAGE_SIZE, 2);
  guint64 n_pages = read_be (header + HEADER_N_PAGES, 4);

  if (page_size == 1)
    page_size = 65536;
  if (read_be (header + HEADER_CHANGES, 4) != read_be (header + HEADER_VALID_FOR, 4))
    n_pages = 1;

  return size < page_size * MAX (n_pages, 1);
}

/**
 * _rdg_store_file_has_journal:
 *
 * Returns: whether a writer is at work, or has died at work
 */
gboolean
_rdg_store_file_has_journal (const char *path)
{
  static const char * const suffixes[] = { "-wal", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *journal = g_strconcat (path, suffixes[i], NULL);
      GStatBuf info;

      if (g_stat (journal, &info) == 0 && info.st_size > 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
_rdg_store_file_folder_writable (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  /* By the effective user, as SQLite will be. */
  return faccessat (AT_FDCWD, folder, W_OK, AT_EACCESS) == 0;
}

/**
 * _rdg_store_file_check:
 * @path: absolute
 * @kind: (out): what there is
 *
 * Returns: %FALSE with @error set where it cannot be a database
 */
gboolean
_rdg_store_file_check (const char        *path,
                       RdgStoreFileKind  *kind,
                       GError           **error)
{
  g_autofree char *name = g_filename_display_name (path);
  guint8 header[HEADER_SIZE] = { 0 };
  guint64 size = 0;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      if (errno == ENOENT)
        {
          *kind = RDG_STORE_FILE_ABSENT;
          return check_absent (path, error);
        }
      set_error_from_errno (path, errno, error);
      return FALSE;
    }

  if (S_ISDIR (info.st_mode))
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_A_DATABASE,
                   _("“%s” is a folder, not a database file."), name);
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_A_DATABASE,
                   _("“%s” is a device or a pipe, not a database file."), name);
      return FALSE;
    }

  gssize n_read = read_header (path, header, &size);

  if (n_read < 0)
    {
      set_error_from_errno (path, errno, error);
      return FALSE;
    }
  if (n_read == 0)
    {
      *kind = RDG_STORE_FILE_EMPTY;
      return TRUE;
    }
  if (strncmp ((const char *) header, HEADER_MAGIC, (gsize) MIN (n_read, 16)) != 0)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_A_DATABASE,
                   _("“%s” is not a Rodagem database."), name);
      return FALSE;
    }

  /* While a checkpoint runs, and after one that was killed, the file may be shorter than its header
   * says, and the journal has the rest. Looked at twice, as a writer may end in between. */
  if ((n_read < HEADER_SIZE || is_cut_short (header, size)) &&
      !_rdg_store_file_has_journal (path))
    {
      n_read = read_header (path, header, &size);
      if (n_read < HEADER_SIZE || is_cut_short (header, size))
        {
          g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED,
                       _("The database “%s” is damaged: its end is missing. Use a backup copy."),
                       name);
          return FALSE;
        }
    }

  *kind = RDG_STORE_FILE_SQLITE;
  return TRUE;
}
