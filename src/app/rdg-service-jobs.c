/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that more than one page starts. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-service-jobs.h"

#include "rdg-error.h"
#include "rdg-import-folder.h"
#include "rdg-prediction-service.h"

typedef struct
{
  RdgWorkspace *workspace;
  GStrv         paths;
  RdgMapping   *mapping;
  guint         score_stage;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->workspace);
  g_strfreev (work->paths);
  g_clear_pointer (&work->mapping, rdg_mapping_free);
  g_free (work);
}

/* Having no active model is no failure here: there is nothing to score with yet. */
static gboolean
score_if_possible (RdgWorkspace  *workspace,
                   RdgJob        *job,
                   GError       **error)
{
  g_autoptr (GError) local = NULL;

  if (rdg_prediction_score (workspace, 0, NULL, NULL, job, &local)
      || g_error_matches (local, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static gpointer
import_func (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  Work *work = data;
  RdgImportOptions options = { .mapping = work->mapping, .saved_mappings = TRUE };
  g_autoptr (GPtrArray) reports = NULL;
  g_auto (GStrv) files = NULL;
  g_auto (GStrv) skipped = NULL;

  if (!rdg_import_list_files ((const char * const *) work->paths, &options,
                              rdg_job_get_cancellable (job), &files, &skipped, error) ||
      !rdg_import_files (work->workspace, (const char * const *) files, &options, job, &reports,
                         error))
    return NULL;

  rdg_job_enter_stage (job, work->score_stage);
  rdg_job_set_detail (job, NULL);
  if (!score_if_possible (work->workspace, job, error))
    return NULL;

  return g_steal_pointer (&reports);
}

static gpointer
score_func (RdgJob   *job,
            gpointer  data,
            GError  **error)
{
  Work *work = data;

  return score_if_possible (work->workspace, job, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static char *
import_title (const char * const *paths)
{
  guint n = g_strv_length ((char **) paths);
  g_autofree char *name = g_path_get_basename (paths[0]);

  if (n == 1)
    return g_strdup_printf (C_("job", "Import “%s”"), name);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import %u file", "Import %u files", n), n);
}

void
rdg_service_jobs_import (RdgAppContext       *context,
                         const char * const  *paths,
                         const RdgMapping    *mapping,
                         RdgStartJobFlags     flags,
                         RdgJobDoneFunc       done,
                         gpointer             owner)
{
  g_return_if_fail (rdg_app_context_get_workspace (context) != NULL);
  g_return_if_fail (paths != NULL && paths[0] != NULL);

  g_autofree char *title = import_title (paths);
  g_autoptr (RdgJob) job = rdg_job_new (title);
  Work *work = g_new0 (Work, 1);

  rdg_job_add_stage (job, C_("stage", "Import"), 4);
  work->score_stage = rdg_job_add_stage (job, C_("stage", "Score the cars"), 1);
  work->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  work->paths = g_strdupv ((char **) paths);
  work->mapping = mapping != NULL ? rdg_mapping_copy (mapping) : NULL;
  if (flags & RDG_START_JOB_QUIET)
    rdg_job_list_add (rdg_app_context_get_jobs (context), job);
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES | flags, import_func, work,
                             work_free, (GDestroyNotify) g_ptr_array_unref, done, owner);
}

void
rdg_service_jobs_score (RdgAppContext  *context,
                        RdgJobDoneFunc  done,
                        gpointer        owner)
{
  g_return_if_fail (rdg_app_context_get_workspace (context) != NULL);

  g_autoptr (RdgJob) job = rdg_job_new (C_("job", "Score the cars"));
  Work *work = g_new0 (Work, 1);

  work->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES, score_func, work, work_free,
                             NULL, done, owner);
}
