/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at files and taking them in, off the main loop. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-work.h"

#include <glib/gi18n-lib.h>

#include "rdg-import-folder.h"
#include "rdg-model-registry.h"

static void
look_free (gpointer data)
{
  RdgLook *look = data;

  g_clear_pointer (&look->inspection, rdg_inspection_free);
  g_free (look->path);
  g_free (look->problem);
  g_free (look);
}

static void
add_problem (GPtrArray  *looks,
             const char *problem)
{
  RdgLook *look = g_new0 (RdgLook, 1);

  look->problem = g_strdup (problem);
  g_ptr_array_add (looks, look);
}

/**
 * rdg_import_work_look:
 * @data: paths of files and folders
 *
 * A file that cannot be read is no failure of the look: it says so in its #RdgLook.
 *
 * Returns: (transfer full) (nullable): an array of #RdgLook
 */
gpointer
rdg_import_work_look (RdgJob   *job,
                      gpointer  data,
                      GError  **error)
{
  g_auto (GStrv) paths = NULL;
  g_auto (GStrv) skipped = NULL;
  g_autoptr (GPtrArray) looks = g_ptr_array_new_with_free_func (look_free);
  g_autoptr (GError) folder_error = NULL;

  if (!rdg_import_list_files (data, NULL, rdg_job_get_cancellable (job), &paths, &skipped,
                              &folder_error))
    {
      if (g_error_matches (folder_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&folder_error));
          return NULL;
        }

      add_problem (looks, folder_error->message);
      return g_steal_pointer (&looks);
    }
  for (guint i = 0; skipped[i] != NULL; i++)
    add_problem (looks, skipped[i]);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      RdgLook *look = g_new0 (RdgLook, 1);
      g_autoptr (GError) local = NULL;

      g_ptr_array_add (looks, look);
      look->path = g_strdup (paths[i]);
      look->inspection = rdg_inspection_new (paths[i], NULL, rdg_job_get_cancellable (job), &local);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (local != NULL)
        look->problem = g_strdup (local->message);
    }

  return g_steal_pointer (&looks);
}

typedef struct
{
  RdgWorkspace *workspace;
  GPtrArray    *paths;
  GPtrArray    *mappings;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->workspace);
  g_ptr_array_unref (work->paths);
  g_ptr_array_unref (work->mappings);
  g_free (work);
}

static void
outcome_free (gpointer data)
{
  RdgImportOutcome *outcome = data;

  g_ptr_array_unref (outcome->reports);
  g_clear_error (&outcome->error);
  g_free (outcome);
}

static gboolean
has_active_model (RdgWorkspace *workspace)
{
  g_autoptr (GPtrArray) models = rdg_model_registry_list (workspace, NULL);

  for (guint i = 0; models != NULL && i < models->len; i++)
    if (((const RdgModelRow *) models->pdata[i])->state == RDG_MODEL_ACTIVE)
      return TRUE;

  return FALSE;
}

static void
move_reports (GPtrArray *to,
              GPtrArray *from)
{
  while (from != NULL && from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

static gpointer
import_func (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  Work *work = data;
  RdgImportOutcome *outcome = g_new0 (RdgImportOutcome, 1);

  outcome->reports = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_import_report_free);

  /* Each file has its own mapping, so each is its own call; all were looked at before. */
  for (guint i = 0; i < work->paths->len && outcome->error == NULL; i++)
    {
      const char *paths[] = { work->paths->pdata[i], NULL };
      RdgImportOptions options = { .mapping = work->mappings->pdata[i] };
      g_autoptr (GPtrArray) reports = NULL;

      rdg_job_enter_stage (job, i);
      rdg_import_files (work->workspace, paths, &options, job, &reports, &outcome->error);
      move_reports (outcome->reports, reports);
    }

  if (outcome->error != NULL && outcome->reports->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&outcome->error));
      outcome_free (outcome);
      return NULL;
    }

  outcome->has_active = has_active_model (work->workspace);

  return outcome;
}

/**
 * rdg_import_work_start:
 * @paths: (element-type filename): the files
 * @mappings: (element-type RdgMapping): what the columns of each mean
 * @done: steals or peeks a #RdgImportOutcome
 *
 * Takes files in, in the workspace's queue. The failure is the caller's to show.
 *
 * Returns: (transfer full): the job
 */
RdgJob *
rdg_import_work_start (RdgAppContext  *context,
                       GPtrArray      *paths,
                       GPtrArray      *mappings,
                       RdgJobDoneFunc  done,
                       gpointer        owner)
{
  g_autofree char *title = NULL;
  RdgJob *job;
  Work *work = g_new0 (Work, 1);

  if (paths->len == 1)
    {
      g_autofree char *name = g_path_get_basename (paths->pdata[0]);

      title = g_strdup_printf (C_("job", "Import “%s”"), name);
    }
  else
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import %u file", "Import %u files",
                                          paths->len), paths->len);

  job = rdg_job_new (title);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *name = g_path_get_basename (paths->pdata[i]);

      rdg_job_add_stage (job, name, 1);
    }

  work->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  work->paths = g_ptr_array_ref (paths);
  work->mappings = g_ptr_array_ref (mappings);
  rdg_job_list_add (rdg_app_context_get_jobs (context), job);
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES | RDG_START_JOB_QUIET, import_func,
                             work, work_free, outcome_free, done, owner);

  return job;
}
