/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch: takes the files in that arrive in a folder, until it is stopped. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-folder-scanner.h"
#include "rdg-import-service.h"

#define INTERVAL_US (G_USEC_PER_SEC / 2)
#define SETTLE_US (3 * G_USEC_PER_SEC)

typedef struct
{
  char             *path;
  RdgImportReport  *report;   /* NULL where it could not be taken */
  GError           *error;
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *self = data;

  g_free (self->path);
  g_clear_pointer (&self->report, rdg_import_report_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* A bad file is told and does not end the watch. */
static Arrival *
take (RdgWorkspace *workspace,
      const char   *path,
      RdgJob       *job)
{
  const char *paths[] = { path, NULL };
  const RdgImportOptions options = { .saved_mappings = TRUE };
  g_autoptr (GPtrArray) reports = NULL;
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->path = g_strdup (path);
  if (rdg_import_files (workspace, paths, &options, job, &reports, &arrival->error))
    arrival->report = g_ptr_array_steal_index (reports, 0);

  return arrival;
}

static void
tell (const Arrival *arrival)
{
  g_autofree char *name = g_filename_display_name (arrival->path);

  if (arrival->error != NULL)
    g_printerr ("%s\n", arrival->error->message);
  else if (arrival->report->already_imported != 0)
    g_printerr (_("%s: was already taken in.\n"), name);
  else
    {
      g_autofree char *taken = rdg_cli_cell_count (arrival->report->rows_taken);

      g_printerr (g_dngettext (GETTEXT_PACKAGE, "%s: %s row taken.\n", "%s: %s rows taken.\n",
                               (gulong) arrival->report->rows_taken), name, taken);
    }
}

static gboolean
watch (RdgWorkspace  *workspace,
       const char    *folder,
       gint64         until,
       RdgJob        *job,
       GPtrArray     *arrivals,
       GError       **error)
{
  g_autoptr (RdgFolderScanner) scanner = rdg_folder_scanner_new (folder, 0, SETTLE_US);
  GCancellable *cancellable = rdg_job_get_cancellable (job);

  while (!g_cancellable_is_cancelled (cancellable))
    {
      g_autoptr (GPtrArray) ready = rdg_folder_scanner_look (scanner, cancellable, error);

      if (ready == NULL)
        return g_cancellable_is_cancelled (cancellable);

      for (guint i = 0; i < ready->len && !g_cancellable_is_cancelled (cancellable); i++)
        {
          Arrival *arrival = take (workspace, g_ptr_array_index (ready, i), job);

          /* Stopped in the middle of a file: it is not in, and is nobody's mistake. */
          if (g_error_matches (arrival->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            {
              arrival_free (arrival);
              break;
            }
          tell (arrival);
          g_ptr_array_add (arrivals, arrival);
        }
      if (until != 0 && g_get_monotonic_time () >= until)
        break;
      g_usleep (INTERVAL_US);
    }

  return TRUE;
}

static void
write_arrival (RdgCliJson    *doc,
               gconstpointer  element)
{
  const Arrival *arrival = element;
  g_autofree char *name = g_filename_display_name (arrival->path);

  rdg_cli_json_string (doc, "file", name);
  rdg_cli_json_string (doc, "error", arrival->error != NULL ? arrival->error->message : NULL);
  if (arrival->report != NULL)
    {
      rdg_cli_json_id (doc, "import_id", arrival->report->import_id);
      rdg_cli_json_id (doc, "already_imported", arrival->report->already_imported);
      rdg_cli_json_count (doc, "rows_taken", arrival->report->rows_taken);
      rdg_cli_json_count (doc, "cars_unscored", arrival->report->cars_unscored);
    }
}

static void
write_json (RdgCliJson *doc,
            GPtrArray  *arrivals)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_objects (doc, "files", arrivals, write_arrival);
  rdg_cli_json_end_object (doc);
}

static void
write_text (RdgCliCall *call,
            GPtrArray  *arrivals)
{
  guint64 n_unscored = 0;

  for (guint i = 0; i < arrivals->len; i++)
    {
      const Arrival *arrival = g_ptr_array_index (arrivals, i);

      n_unscored += arrival->report != NULL ? arrival->report->cars_unscored : 0;
    }
  g_string_append_printf (call->out, g_dngettext (GETTEXT_PACKAGE, "%u file arrived.\n",
                                                  "%u files arrived.\n", arrivals->len),
                          arrivals->len);
  rdg_cli_text_unscored (call->out, n_unscored);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (GPtrArray) arrivals = g_ptr_array_new_with_free_func (arrival_free);
  gint64 seconds = rdg_cli_args_get_integer (call->args, "seconds", 0);
  gint64 until = seconds > 0 ? g_get_monotonic_time () + seconds * G_USEC_PER_SEC : 0;

  if (workspace == NULL ||
      !watch (workspace, rdg_cli_args_get_words (call->args)[0], until, job, arrivals, error))
    return FALSE;

  if (call->json)
    write_json (call->doc, arrivals);
  else
    write_text (call, arrivals);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "seconds", RDG_CLI_INTEGER, "N", N_("Stop after this time; without it, at Ctrl-C"), 1, 1000000 },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_watch = {
  .name = "watch",
  .synopsis = "FOLDER",
  .summary = N_("Take in the files that arrive in a folder, until it is stopped"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
