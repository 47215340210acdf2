/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From nothing to a ranked list of simulated cars, in one job. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "rdg-demonstration.h"

#include "rdg-import-service.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-settings.h"
#include "rdg-simulate.h"
#include "rdg-training-service.h"

/* Enough failures for a model worth looking at, few enough to wait for it. */
#define N_CARS 6000
#define N_DAYS 30
#define SEED 7
#define N_TREES 200

enum
{
  STAGE_SIMULATE,
  STAGE_IMPORT,
};

typedef struct
{
  char              *path;
  RdgOperatingPoint  point;
} Work;

static void
work_free (gpointer data)
{
  g_free (((Work *) data)->path);
  g_free (data);
}

/**
 * rdg_demonstration_get_path:
 *
 * Returns: (transfer full): where the simulated line's database is
 */
char *
rdg_demonstration_get_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "rodagem", "simulated-line.rodagem", NULL);
}

static void
remove_database (const char *path)
{
  static const char *endings[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

static void
remove_files (GStrv       files,
              const char *folder)
{
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    g_unlink (files[i]);
  g_rmdir (folder);
}

static gboolean
import_simulated (RdgWorkspace  *workspace,
                  GStrv          files,
                  RdgJob        *job,
                  GError       **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GPtrArray) reports = NULL;

  /* Beside the tables lies the hidden truth, which the line itself never sees. */
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (files[i]);

      if (g_str_has_prefix (name, "PREDICT"))
        g_ptr_array_add (paths, files[i]);
    }
  g_ptr_array_add (paths, NULL);

  return rdg_import_files (workspace, (const char * const *) paths->pdata,
                           &(RdgImportOptions) { NULL }, job, &reports, error);
}

static gboolean
fill (RdgWorkspace  *workspace,
      const char    *folder,
      Work          *work,
      RdgJob        *job,
      GError       **error)
{
  RdgSimulateOptions simulate = {
    .cars = N_CARS, .days = N_DAYS, .seed = SEED, .files = 1u << RDG_SIMULATE_FILE_PREDICT,
  };
  RdgTrainingOptions training;

  rdg_job_enter_stage (job, STAGE_SIMULATE);

  RdgProgress progress = rdg_job_get_progress (job);
  g_autoptr (RdgSimulateReport) written =
    rdg_simulate_write (&simulate, folder, &progress, rdg_job_get_cancellable (job), error);

  if (written == NULL)
    return FALSE;

  rdg_job_enter_stage (job, STAGE_IMPORT);

  gboolean imported = import_simulated (workspace, written->files, job, error);

  remove_files (written->files, folder);
  if (!imported)
    return FALSE;

  rdg_training_options_init (&training);
  training.seed = SEED;
  training.n_trees = N_TREES;
  training.point = work->point;

  RdgTrainingReport *report =
    rdg_training_service_run (workspace, &training, _("The simulated line"), job, error);

  if (report == NULL)
    return FALSE;

  gint64 model_id = report->model_id;

  rdg_training_report_free (report);

  return rdg_model_registry_promote (workspace, model_id, _("First model of the simulated line"),
                                     NULL, error)
         && rdg_prediction_score (workspace, 0, NULL, NULL, job, error);
}

static gboolean
is_complete (RdgWorkspace *workspace)
{
  g_autoptr (RdgModel) model = rdg_model_registry_load (workspace, 0, NULL, NULL);

  return model != NULL;
}

static gpointer
demonstration_func (RdgJob   *job,
                    gpointer  data,
                    GError  **error)
{
  Work *work = data;
  g_autofree char *folder = g_path_get_dirname (work->path);
  g_autofree char *files = g_build_filename (folder, "simulated-line-files", NULL);
  g_autoptr (RdgWorkspace) workspace = NULL;

  if (g_mkdir_with_parents (files, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("The folder “%s” cannot be made: %s."), files, g_strerror (code));
      return NULL;
    }

  if (g_file_test (work->path, G_FILE_TEST_EXISTS))
    {
      workspace = rdg_workspace_open (work->path, NULL);
      if (workspace != NULL && is_complete (workspace))
        return g_steal_pointer (&workspace);
      /* Left by a program that was stopped in the middle, or made by another version. */
      g_clear_object (&workspace);
      remove_database (work->path);
    }

  workspace = rdg_workspace_open (work->path, error);
  if (workspace == NULL)
    return NULL;
  if (!fill (workspace, files, work, job, error))
    {
      g_clear_object (&workspace);
      remove_database (work->path);
      return NULL;
    }

  return g_steal_pointer (&workspace);
}

/**
 * rdg_demonstration_start:
 *
 * Opens the simulated line's database, and makes it first where there is none.
 */
void
rdg_demonstration_start (RdgAppContext  *context,
                         RdgJobDoneFunc  done,
                         gpointer        owner)
{
  g_autoptr (RdgJob) job = rdg_job_new (C_("job", "Simulate a line"));
  Work *work = g_new0 (Work, 1);

  rdg_job_add_stage (job, C_("stage", "Build cars"), 10);
  rdg_job_add_stage (job, C_("stage", "Import"), 10);
  /* Last, as the training wants them; scoring so few cars needs no stage. */
  rdg_training_service_add_stages (job);
  work->path = rdg_demonstration_get_path ();
  rdg_settings_get_operating_point (rdg_app_context_get_settings (context), &work->point);
  rdg_app_context_start_job (context, job, RDG_START_JOB_DEFAULT, demonstration_func, work,
                             work_free, g_object_unref, done, owner);
}
