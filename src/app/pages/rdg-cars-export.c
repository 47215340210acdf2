/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cars as CSV: the rows and their order as they are shown, numbers with a point. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-export.h"

#include "rdg-csv-cell.h"
#include "rdg-datetime.h"
#include "rdg-file-dialog.h"
#include "rdg-number.h"
#include "rdg-zone-risk.h"

#define FLUSH_SIZE 65536

typedef struct
{
  RdgRiskList *cars;
  guint       *view;
  guint        n_view;
  double       threshold;
  GFile       *file;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  rdg_risk_list_unref (work->cars);
  g_free (work->view);
  g_object_unref (work->file);
  g_free (work);
}

static void
append_number (GString *line,
               double   value)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  g_string_append (line, rdg_number_format (value, buffer));
  g_string_append_c (line, ',');
}

static void
append_car (GString           *line,
            const RdgRiskList *cars,
            guint              i,
            double             threshold)
{
  static const char *outcomes[] = { "", "passed", "failed" };
  char since[RDG_DATETIME_BUFFER_SIZE];
  g_autoptr (GArray) zones = rdg_risk_list_get_zones (cars, i);
  g_autoptr (GArray) told = rdg_zone_risks_get_told (zones);
  g_autofree char *where = rdg_zone_risks_format (told);

  rdg_csv_cell_append (line, cars->code[i]);
  g_string_append_c (line, ',');
  rdg_csv_cell_append (line, cars->variant[i]);
  g_string_append_c (line, ',');
  if (cars->since[i] != RDG_DATETIME_NONE)
    g_string_append (line, rdg_datetime_format (cars->since[i], since));
  g_string_append_c (line, ',');
  append_number (line, cars->risk[i].risk);
  append_number (line, cars->risk[i].low);
  append_number (line, cars->risk[i].high);
  g_string_append_printf (line, "%s,%s,%d,",
                          cars->risk[i].risk >= threshold ? "long" : "short",
                          outcomes[MIN (cars->outcome[i], 2)], cars->past[i] ? 1 : 0);
  rdg_csv_cell_append (line, cars->main_reason[i]);
  g_string_append_c (line, ',');
  rdg_csv_cell_append (line, where);
  g_string_append_c (line, '\n');
}

/**
 * rdg_cars_export_write:
 * @view: which cars, in which order
 * @threshold: the risk from which a car goes to the long test
 *
 * Writes the whole file or none: an old one is replaced when the new one is complete.
 *
 * Returns: whether it was written
 */
gboolean
rdg_cars_export_write (const RdgRiskList  *cars,
                       const guint        *view,
                       guint               n_view,
                       double              threshold,
                       GFile              *file,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr (GString) text =
    g_string_new ("car,variant,since,risk,low,high,recommendation,outcome,past,main_reason,look_at\n");

  if (stream == NULL)
    return FALSE;

  for (guint i = 0; i <= n_view; i++)
    {
      if (i < n_view)
        append_car (text, cars, view[i], threshold);
      if (text->len < FLUSH_SIZE && i < n_view)
        continue;
      if (!g_output_stream_write_all (G_OUTPUT_STREAM (stream), text->str, text->len, NULL,
                                      cancellable, error))
        {
          g_autoptr (GCancellable) stopped = g_cancellable_new ();

          /* Closing a cancelled replacement leaves the old file as it was. */
          g_cancellable_cancel (stopped);
          g_output_stream_close (G_OUTPUT_STREAM (stream), stopped, NULL);
          return FALSE;
        }
      g_string_truncate (text, 0);
    }

  return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
}

static gpointer
export_func (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  Work *work = data;

  if (!rdg_cars_export_write (work->cars, work->view, work->n_view, work->threshold, work->file,
                              rdg_job_get_cancellable (job), error))
    return NULL;

  return g_file_get_basename (work->file);
}

static void
exported_cb (RdgJob   *job,
             gpointer  owner)
{
  const char *name = rdg_job_peek_value (job);

  if (name == NULL)
    return;

  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = g_strdup_printf (_("The list was written to “%s”"), shown);

  rdg_app_context_toast (rdg_page_get_context (RDG_PAGE (owner)), text);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RdgCarsPage *page = RDG_CARS_PAGE (source);
  RdgRankedList *list = rdg_cars_page_get_list (page);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = rdg_file_dialog_save_finish (result, &error);
  guint n_view;
  const guint *view = rdg_ranked_list_get_view (list, &n_view);

  if (file == NULL)
    {
      rdg_app_context_show_error (rdg_page_get_context (RDG_PAGE (page)), _("Export the list"),
                                  error);
      return;
    }
  /* Another database may have been opened meanwhile. */
  if (rdg_ranked_list_get_cars (list) == NULL)
    return;

  g_autoptr (RdgJob) job = rdg_job_new (C_("job", "Export the list"));
  Work *work = g_new0 (Work, 1);

  work->cars = rdg_risk_list_ref (rdg_ranked_list_get_cars (list));
  work->view = g_memdup2 (view, n_view * sizeof (guint));
  work->n_view = n_view;
  work->threshold = rdg_ranked_list_get_threshold (list);
  work->file = g_steal_pointer (&file);
  rdg_app_context_start_job (rdg_page_get_context (RDG_PAGE (page)), job, RDG_START_JOB_DEFAULT,
                             export_func, work, work_free, g_free, exported_cb, page);
}

/**
 * rdg_cars_export_ask:
 * @page: whose list
 *
 * Asks for a file and writes the list to it.
 */
void
rdg_cars_export_ask (RdgCarsPage *page)
{
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (page));

  if (rdg_ranked_list_get_cars (rdg_cars_page_get_list (page)) == NULL)
    {
      rdg_app_context_toast (context, _("There is no list of cars to export yet"));
      return;
    }

  rdg_file_dialog_save_async (GTK_WIDGET (page), _("Export the List"), _("cars.csv"), NULL,
                              chosen_cb, NULL);
}
