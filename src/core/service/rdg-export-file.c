/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing CSV: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-export-file.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-number.h"

#define FLUSH_SIZE (256 * 1024)
#define MOST_DECIMALS 5
#define LARGEST_DECIMAL 1e9

struct _RdgExportFile
{
  char          *path;
  char          *part;      /* the name until it is whole; NULL: it is */
  GOutputStream *stream;
  GString       *text;
  char           delimiter;
  gboolean       row_begun;
};

static gboolean
set_failed (RdgExportFile  *self,
            GError         *reason,
            GError        **error)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, reason);
      return FALSE;
    }

  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, reason->domain, reason->code, _("“%s” cannot be written: %s."), name,
               reason->message);
  g_error_free (reason);
  return FALSE;
}

/**
 * rdg_export_file_new:
 *
 * Blocking.
 *
 * Returns: (transfer full) (nullable): an empty file, or %NULL with @error set (G_IO_ERROR)
 */
RdgExportFile *
rdg_export_file_new (const char  *folder,
                     const char  *name,
                     char         delimiter,
                     GError     **error)
{
  g_autoptr (RdgExportFile) self = g_new0 (RdgExportFile, 1);
  g_autofree char *hidden = g_strdup_printf (".%s.part", name);
  g_autoptr (GFile) file = NULL;
  GError *local_error = NULL;

  self->path = g_build_filename (folder, name, NULL);
  self->text = g_string_new (NULL);
  self->delimiter = delimiter;
  if (g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *shown = g_filename_display_name (self->path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   _("There is a file “%s” already. Choose an empty folder."), shown);
      return NULL;
    }

  self->part = g_build_filename (folder, hidden, NULL);
  file = g_file_new_for_path (self->part);
  self->stream = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                                  &local_error));
  if (self->stream == NULL)
    {
      set_failed (self, local_error, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
rdg_export_file_free (RdgExportFile *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->stream);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->path);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
begin_cell (RdgExportFile *self)
{
  if (self->row_begun)
    g_string_append_c (self->text, self->delimiter);
  self->row_begun = TRUE;
}

static gboolean
needs_quotes (const RdgExportFile *self,
              const char          *text)
{
  const char special[] = { self->delimiter, '"', '\n', '\r', '\0' };
  gsize length = strlen (text);

  return strpbrk (text, special) != NULL ||
         (length > 0 && (g_ascii_isspace (text[0]) || g_ascii_isspace (text[length - 1])));
}

void
rdg_export_file_add_text (RdgExportFile *self,
                          const char    *text)
{
  begin_cell (self);
  if (!needs_quotes (self, text))
    {
      g_string_append (self->text, text);
      return;
    }

  g_string_append_c (self->text, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (self->text, '"');
      g_string_append_c (self->text, *text);
    }
  g_string_append_c (self->text, '"');
}

static void
append_int (GString *text,
            gint64   value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--p = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    *--p = '-';
  g_string_append_len (text, p, digits + sizeof digits - p);
}

void
rdg_export_file_add_int (RdgExportFile *self,
                         gint64         value)
{
  begin_cell (self);
  append_int (self->text, value);
}

/* The few decimals of a sensor without the C library, which takes ten times as long. */
static gboolean
append_decimal (GString *text,
                double   value)
{
  double power = 1;

  if (fabs (value) > LARGEST_DECIMAL || (value == 0 && signbit (value)))
    return FALSE;

  for (guint decimals = 0; decimals <= MOST_DECIMALS; decimals++, power *= 10)
    {
      gint64 scaled = (gint64) llround (value * power);

      if ((double) scaled / power != value)
        continue;

      guint64 rest = scaled < 0 ? -(guint64) scaled : (guint64) scaled;

      if (scaled < 0)
        g_string_append_c (text, '-');
      append_int (text, (gint64) (rest / (guint64) power));
      if (decimals > 0)
        {
          char fraction[MOST_DECIMALS + 1];

          rest %= (guint64) power;
          for (guint i = decimals; i > 0; i--, rest /= 10)
            fraction[i - 1] = (char) ('0' + rest % 10);
          g_string_append_c (text, '.');
          g_string_append_len (text, fraction, decimals);
        }
      return TRUE;
    }

  return FALSE;
}

void
rdg_export_file_add_number (RdgExportFile *self,
                            double         value)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  begin_cell (self);
  if (!isnan (value) && !append_decimal (self->text, value))
    g_string_append (self->text, rdg_number_format (value, buffer));
}

void
rdg_export_file_add_time (RdgExportFile *self,
                          gint64         time)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];

  begin_cell (self);
  g_string_append (self->text, rdg_datetime_format (time, buffer));
}

static gboolean
flush (RdgExportFile  *self,
       GCancellable   *cancellable,
       GError        **error)
{
  GError *local_error = NULL;

  if (!g_output_stream_write_all (self->stream, self->text->str, self->text->len, NULL, cancellable,
                                  &local_error))
    return set_failed (self, local_error, error);

  g_string_truncate (self->text, 0);
  return TRUE;
}

/**
 * rdg_export_file_end_row:
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set (G_IO_ERROR)
 */
gboolean
rdg_export_file_end_row (RdgExportFile  *self,
                         GCancellable   *cancellable,
                         GError        **error)
{
  g_string_append_c (self->text, '\n');
  self->row_begun = FALSE;
  return self->text->len < FLUSH_SIZE || flush (self, cancellable, error);
}

/**
 * rdg_export_file_publish:
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set (G_IO_ERROR)
 */
gboolean
rdg_export_file_publish (RdgExportFile  *self,
                         GCancellable   *cancellable,
                         GError        **error)
{
  GError *local_error = NULL;
  g_autoptr (GFile) part = g_file_new_for_path (self->part);
  g_autoptr (GFile) file = g_file_new_for_path (self->path);

  if (!flush (self, cancellable, error))
    return FALSE;
  if (!g_output_stream_close (self->stream, cancellable, &local_error) ||
      !g_file_move (part, file, G_FILE_COPY_NONE, cancellable, NULL, NULL, &local_error))
    return set_failed (self, local_error, error);

  g_clear_pointer (&self->part, g_free);
  return TRUE;
}
