/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a ZIP file: see rdg-zip.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <unistd.h>

#include "rdg-error.h"

#define BLOCK_SIZE (64 * 1024)
#define MOST_MEMBERS 10000

typedef struct
{
  char    *name;
  guint64  size;
} Member;

struct _RdgZip
{
  int      fd;
  char    *name;
  guint64  size;
  guint64  unpacked;
  GArray  *members;
};

/* One walk over the file, with a position of its own. */
struct _RdgZipMember
{
  RdgZip         *zip;
  struct archive *archive;
  gint64          position;
  guint8          block[BLOCK_SIZE];
};

static la_ssize_t
read_cb (struct archive *archive,
         void           *data,
         const void    **block)
{
  RdgZipMember *self = data;
  gssize n;

  do
    n = pread (self->zip->fd, self->block, BLOCK_SIZE, (off_t) self->position);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    {
      archive_set_error (archive, errno, "%s", g_strerror (errno));
      return ARCHIVE_FATAL;
    }
  self->position += n;
  *block = self->block;
  return n;
}

static la_int64_t
skip_cb (struct archive *archive,
         void           *data,
         la_int64_t      request)
{
  RdgZipMember *self = data;
  gint64 n = CLAMP (request, 0, (gint64) self->zip->size - MIN (self->position,
                                                                 (gint64) self->zip->size));

  self->position += n;
  return n;
}

static la_int64_t
seek_cb (struct archive *archive,
         void           *data,
         la_int64_t      offset,
         int             whence)
{
  RdgZipMember *self = data;
  gint64 size = (gint64) self->zip->size;
  gint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self->position : size;

  /* Both are within the file, so that the sum cannot overflow. */
  self->position = base + CLAMP (offset, -base, size - base);
  return self->position;
}

static void
set_damaged (const RdgZip    *self,
             struct archive  *archive,
             GError         **error)
{
  const char *why = archive != NULL ? archive_error_string (archive) : NULL;

  if (why != NULL && g_utf8_validate (why, -1, NULL))
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” is a damaged or cut-off ZIP file or Excel workbook (%s). Fetch it again."),
                 self->name, why);
  else
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                 _("“%s” is a damaged or cut-off ZIP file or Excel workbook. Fetch it again."),
                 self->name);
}

static RdgZipMember *
walk (RdgZip  *self,
      GError **error)
{
  g_autoptr (RdgZipMember) walk = g_new0 (RdgZipMember, 1);

  walk->zip = self;
  walk->archive = archive_read_new ();
  archive_read_support_format_zip_seekable (walk->archive);
  archive_read_set_read_callback (walk->archive, read_cb);
  archive_read_set_skip_callback (walk->archive, skip_cb);
  archive_read_set_seek_callback (walk->archive, seek_cb);
  archive_read_set_callback_data (walk->archive, walk);
  if (archive_read_open1 (walk->archive) != ARCHIVE_OK)
    {
      set_damaged (self, NULL, error);
      return NULL;
    }

  return g_steal_pointer (&walk);
}

/* Names are compared as Windows does: some writers use other slashes or cases than they say. */
static char *
fold_name (const char *name)
{
  char *folded = g_ascii_strdown (*name == '/' ? name + 1 : name, -1);

  return g_strdelimit (folded, "\\", '/');
}

static void
member_clear (gpointer member)
{
  g_free (((Member *) member)->name);
}

static gboolean
list_members (RdgZip  *self,
              GError **error)
{
  g_autoptr (RdgZipMember) list = walk (self, error);
  struct archive_entry *entry;
  int status;

  if (list == NULL)
    return FALSE;

  while ((status = archive_read_next_header (list->archive, &entry)) == ARCHIVE_OK ||
         status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);
      gint64 size = archive_entry_size (entry);
      Member member = { fold_name (name != NULL ? name : ""), (guint64) MAX (size, 0) };

      g_array_append_val (self->members, member);
      if (self->members->len > MOST_MEMBERS)
        {
          g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                       _("“%s” holds more than %d files, which no workbook does. It is not read."),
                       self->name, MOST_MEMBERS);
          return FALSE;
        }
      if (archive_entry_is_encrypted (entry))
        {
          g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                       _("“%s” is a ZIP file with a password. Save it without one."), self->name);
          return FALSE;
        }
    }

  if (status != ARCHIVE_EOF)
    {
      set_damaged (self, list->archive, error);
      return FALSE;
    }
  return TRUE;
}

/**
 * rdg_zip_new:
 * @fd: an open file, not taken over
 * @name: what messages call it
 * @size: of the file
 *
 * Returns: (transfer full) (nullable): the list of its members, or %NULL with @error set
 */
RdgZip *
rdg_zip_new (int          fd,
             const char  *name,
             guint64      size,
             GError     **error)
{
  g_autoptr (RdgZip) self = g_new0 (RdgZip, 1);

  self->fd = fd;
  self->name = g_strdup (name);
  self->size = size;
  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (self->members, member_clear);

  return list_members (self, error) ? g_steal_pointer (&self) : NULL;
}

void
rdg_zip_free (RdgZip *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->members);
  g_free (self->name);
  g_free (self);
}

int
rdg_zip_find (const RdgZip *self,
              const char   *member)
{
  g_autofree char *folded = fold_name (member);

  for (guint i = 0; i < self->members->len; i++)
    if (g_str_equal (g_array_index (self->members, Member, i).name, folded))
      return (int) i;

  return -1;
}

/**
 * rdg_zip_get_name:
 *
 * Returns: (transfer none): in lower case, with slashes
 */
const char *
rdg_zip_get_name (const RdgZip *self,
                  guint         member)
{
  return g_array_index (self->members, Member, member).name;
}

guint64
rdg_zip_get_size (const RdgZip *self,
                  guint         member)
{
  return g_array_index (self->members, Member, member).size;
}

/**
 * rdg_zip_count:
 * @n_bytes: that came out, or were made from what did
 *
 * Returns: %FALSE with @error set where it is too much
 */
gboolean
rdg_zip_count (RdgZip   *self,
               guint64   n_bytes,
               GError  **error)
{
  self->unpacked += n_bytes;
  if (self->unpacked <= RDG_ZIP_RATIO_FROM)
    return TRUE;

  if (self->unpacked > RDG_ZIP_MOST_BYTES)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                 _("“%s” unpacks to more than %" PRIu64 " GiB, which is more than is taken. Split "
                   "it into several files."), self->name, RDG_ZIP_MOST_BYTES >> 30);
  else if (self->unpacked / RDG_ZIP_MOST_RATIO > self->size)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                 _("“%s” unpacks to more than %d times its size, as no honest workbook does. It is "
                   "not read; save it anew, or as CSV."), self->name, RDG_ZIP_MOST_RATIO);
  else
    return TRUE;

  return FALSE;
}

/**
 * rdg_zip_open:
 * @member: its number
 *
 * Returns: (transfer full) (nullable): the member at its beginning, or %NULL with @error set
 */
RdgZipMember *
rdg_zip_open (RdgZip  *self,
              guint    member,
              GError **error)
{
  g_autoptr (RdgZipMember) opened = walk (self, error);

  if (opened == NULL)
    return NULL;

  for (guint i = 0; i <= member; i++)
    {
      struct archive_entry *entry;
      int status = archive_read_next_header (opened->archive, &entry);

      if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        {
          set_damaged (self, opened->archive, error);
          return NULL;
        }
    }

  return g_steal_pointer (&opened);
}

void
rdg_zip_member_free (RdgZipMember *self)
{
  if (self == NULL)
    return;

  archive_read_free (self->archive);
  g_free (self);
}

/**
 * rdg_zip_member_read:
 * @buffer: (array length=size): where to put bytes
 *
 * Returns: how many bytes, 0 at the end, or -1 with @error set
 */
gssize
rdg_zip_member_read (RdgZipMember  *self,
                     void          *buffer,
                     gsize          size,
                     GCancellable  *cancellable,
                     GError       **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  gssize n = archive_read_data (self->archive, buffer, size);

  if (n < 0)
    {
      set_damaged (self->zip, self->archive, error);
      return -1;
    }
  return rdg_zip_count (self->zip, (guint64) n, error) ? n : -1;
}
