/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing the rejects of an import. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-rejects-work.h"

#include "rdg-csv-cell.h"

/**
 * rdg_rejects_request_new:
 * @file: (nullable): where an export goes
 *
 * Returns: (transfer full): what a job needs to know
 */
RdgRejectsRequest *
rdg_rejects_request_new (RdgWorkspace *workspace,
                         gint64        import_id,
                         guint64       offset,
                         GFile        *file)
{
  RdgRejectsRequest *self = g_new0 (RdgRejectsRequest, 1);

  self->workspace = g_object_ref (workspace);
  self->import_id = import_id;
  self->offset = offset;
  g_set_object (&self->file, file);

  return self;
}

/**
 * rdg_rejects_request_free:
 * @data: a #RdgRejectsRequest
 */
void
rdg_rejects_request_free (gpointer data)
{
  RdgRejectsRequest *self = data;

  g_object_unref (self->workspace);
  g_clear_object (&self->file);
  g_free (self);
}

/**
 * rdg_rejects_work_read:
 * @data: a #RdgRejectsRequest
 *
 * Returns: (transfer full) (nullable): one page of rejects; a short one is the last
 */
gpointer
rdg_rejects_work_read (RdgJob   *job,
                       gpointer  data,
                       GError  **error)
{
  RdgRejectsRequest *request = data;

  return rdg_import_rejects (request->workspace, request->import_id, request->offset,
                             RDG_REJECTS_PAGE, error);
}

static void
append_page (GString   *csv,
             GPtrArray *rejects)
{
  for (guint i = 0; i < rejects->len; i++)
    {
      const RdgRejectRow *reject = rejects->pdata[i];

      g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",", reject->line);
      rdg_csv_cell_append (csv, reject->column);
      g_string_append_c (csv, ',');
      rdg_csv_cell_append (csv, reject->reason);
      g_string_append_c (csv, ',');
      rdg_csv_cell_append (csv, reject->text);
      g_string_append_c (csv, '\n');
    }
}

static gboolean
write_all (RdgRejectsRequest *request,
           GOutputStream     *stream,
           GCancellable      *cancellable,
           GError           **error)
{
  /* The header is the same in every language, as a file for other programs is. */
  g_autoptr (GString) csv = g_string_new ("line,column,reason,text\n");
  guint64 offset = 0;
  guint n;

  do
    {
      g_autoptr (GPtrArray) rejects = rdg_import_rejects (request->workspace, request->import_id,
                                                          offset, RDG_REJECTS_PAGE, error);

      if (rejects == NULL)
        return FALSE;
      append_page (csv, rejects);
      if (!g_output_stream_write_all (stream, csv->str, csv->len, NULL, cancellable, error))
        return FALSE;
      g_string_truncate (csv, 0);
      n = rejects->len;
      offset += n;
    }
  while (n == RDG_REJECTS_PAGE);

  return g_output_stream_close (stream, cancellable, error);
}

/**
 * rdg_rejects_work_export:
 * @data: a #RdgRejectsRequest with a file
 *
 * The file appears when all of it is written: a failed or cancelled export leaves what was there.
 *
 * Returns: (transfer full) (nullable): the name of the file
 */
gpointer
rdg_rejects_work_export (RdgJob   *job,
                         gpointer  data,
                         GError  **error)
{
  RdgRejectsRequest *request = data;
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (request->file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable,
                    error);

  if (stream == NULL)
    return NULL;

  if (!write_all (request, G_OUTPUT_STREAM (stream), cancellable, error))
    {
      g_autoptr (GCancellable) stop = g_cancellable_new ();

      /* A replacing stream that is closed with a cancelled cancellable keeps the old file. */
      g_cancellable_cancel (stop);
      g_output_stream_close (G_OUTPUT_STREAM (stream), stop, NULL);
      return NULL;
    }

  return g_file_get_basename (request->file);
}
