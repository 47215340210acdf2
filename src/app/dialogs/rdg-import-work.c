/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at files and taking them in, off the main loop. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-work.h"

#include <glib/gi18n-lib.h>

#include "rdg-import-folder.h"
#include "rdg-import-text.h"
#include "rdg-model-registry.h"
#include "rdg-saved-mapping.h"
#include "rdg-service-jobs.h"
#include "rdg-source.h"

static void
look_clear (gpointer data)
{
  RdgLook *look = data;

  g_clear_pointer (&look->inspection, rdg_inspection_free);
  g_free (look->path);
  g_free (look->table);
  g_strfreev (look->tables);
  g_free (look->layout);
  g_free (look->problem);
  g_free (look->mapping_name);
  g_free (look->mapping_problem);
}

RdgLook *
rdg_look_ref (RdgLook *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
rdg_look_unref (RdgLook *self)
{
  g_atomic_rc_box_release_full (self, look_clear);
}

/**
 * rdg_look_request_new:
 *
 * Returns: (transfer full): to recognise what the file is
 */
RdgLookRequest *
rdg_look_request_new (RdgWorkspace *workspace,
                      const char   *path)
{
  RdgLookRequest *self = g_new0 (RdgLookRequest, 1);

  self->workspace = g_object_ref (workspace);
  self->path = g_strdup (path);

  return self;
}

/**
 * rdg_look_request_new_again:
 *
 * Returns: (transfer full): to look once more at what was looked at
 */
RdgLookRequest *
rdg_look_request_new_again (RdgWorkspace  *workspace,
                            const RdgLook *look)
{
  RdgLookRequest *self = rdg_look_request_new (workspace, look->path);

  self->table = g_strdup (look->table);
  self->charset = look->charset;
  self->decimal_mark = look->decimal_mark;

  return self;
}

static RdgInspectionOptions
get_known (const RdgLook        *look,
           const RdgLookRequest *request)
{
  return (RdgInspectionOptions){
    .table = look->table,
    .layout = request->layout,
    .mapping = request->mapping,
    .charset = look->charset,
    .decimal_mark = look->decimal_mark,
  };
}

void
rdg_look_request_free (gpointer request)
{
  RdgLookRequest *self = request;

  g_object_unref (self->workspace);
  g_free (self->path);
  g_free (self->table);
  g_free (self->layout);
  g_clear_pointer (&self->mapping, rdg_mapping_free);
  g_free (self->mapping_name);
  g_free (self);
}

static GStrv
list_tables (const char   *path,
             GCancellable *cancellable)
{
  g_autoptr (GPtrArray) tables = rdg_source_list_tables (path, cancellable, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (tables == NULL || tables->len < 2)
    return NULL;

  for (guint i = 0; i < tables->len; i++)
    g_strv_builder_add (builder, ((const RdgSourceTable *) tables->pdata[i])->name);

  return g_strv_builder_end (builder);
}

/* What was saved for this header goes before the guess. */
static void
use_saved (RdgLook              *look,
           const RdgLookRequest *request,
           GCancellable         *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgSavedMapping) saved =
    rdg_saved_mapping_suggest (request->workspace, look->inspection, &error);
  RdgInspectionOptions known = get_known (look, request);
  RdgInspection *mapped = NULL;

  known.layout = NULL;
  if (saved != NULL)
    {
      known.mapping = saved->mapping;
      mapped = rdg_inspection_new_with (look->path, &known, cancellable, &error);
    }
  if (error != NULL)
    look->mapping_problem = g_strdup (error->message);
  if (mapped == NULL)
    return;

  g_clear_pointer (&look->inspection, rdg_inspection_free);
  look->inspection = mapped;
  look->mapping_name = g_strdup (saved->name);
}

/* A file that cannot be read is no failure of the look. FALSE: cancelled. */
static gboolean
inspect (RdgLook               *look,
         const RdgLookRequest  *request,
         GCancellable          *cancellable,
         GError               **error)
{
  RdgInspectionOptions known = get_known (look, request);
  g_autoptr (GError) local = NULL;

  look->inspection = rdg_inspection_new_with (look->path, &known, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  g_free (look->problem);
  look->problem = local != NULL ? g_strdup (local->message) : NULL;
  return TRUE;
}

static RdgLook *
look_at (const RdgLookRequest  *request,
         GCancellable          *cancellable,
         GError               **error)
{
  g_autoptr (RdgLook) look = g_atomic_rc_box_new0 (RdgLook);

  look->path = g_strdup (request->path);
  look->tables = list_tables (request->path, cancellable);
  look->mapping_name = g_strdup (request->mapping_name);
  look->layout = g_strdup (request->layout);
  look->charset = request->charset;
  look->decimal_mark = request->decimal_mark;

  /* Of a database the first table that is one. */
  for (guint i = 0; look->inspection == NULL; i++)
    {
      gboolean choose = request->table == NULL && look->tables != NULL;

      g_free (look->table);
      look->table = g_strdup (choose ? look->tables[i] : request->table);
      if (!inspect (look, request, cancellable, error))
        return NULL;
      if (!choose || look->tables[i + 1] == NULL)
        break;
    }

  if (look->inspection != NULL && request->suggest && request->mapping == NULL)
    use_saved (look, request, cancellable);

  return g_steal_pointer (&look);
}

static void
add_problem (GPtrArray  *looks,
             const char *path,
             const char *problem)
{
  RdgLook *look = g_atomic_rc_box_new0 (RdgLook);

  look->path = g_strdup (path);
  look->problem = g_strdup (problem);
  g_ptr_array_add (looks, look);
}

/* Puts the files of a folder in its place. FALSE: cancelled. */
static gboolean
look_at_all (const RdgLookRequest  *request,
             GPtrArray             *looks,
             GCancellable          *cancellable,
             GError               **error)
{
  const char *paths[] = { request->path, NULL };
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) files = NULL;
  g_auto (GStrv) skipped = NULL;

  if (!rdg_import_list_files (paths, NULL, cancellable, &files, &skipped, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      add_problem (looks, request->path, local->message);
      return TRUE;
    }

  for (guint i = 0; files[i] != NULL; i++)
    {
      RdgLookRequest one = *request;
      RdgLook *look;

      one.path = files[i];
      look = look_at (&one, cancellable, error);
      if (look == NULL)
        return FALSE;
      g_ptr_array_add (looks, look);
    }
  for (guint i = 0; skipped[i] != NULL; i++)
    add_problem (looks, NULL, skipped[i]);

  return TRUE;
}

/**
 * rdg_import_work_look:
 * @data: (element-type RdgLookRequest): files and folders
 *
 * Returns: (transfer full) (nullable) (element-type RdgLook): one a file, %NULL where it was cancelled
 */
gpointer
rdg_import_work_look (RdgJob   *job,
                      gpointer  data,
                      GError  **error)
{
  GPtrArray *requests = data;
  g_autoptr (GPtrArray) looks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_look_unref);

  for (guint i = 0; i < requests->len; i++)
    if (!look_at_all (requests->pdata[i], looks, rdg_job_get_cancellable (job), error))
      return NULL;

  return g_steal_pointer (&looks);
}

gpointer
rdg_import_work_look_again (RdgJob   *job,
                            gpointer  data,
                            GError  **error)
{
  return look_at (data, rdg_job_get_cancellable (job), error);
}

typedef struct
{
  RdgWorkspace *workspace;
  GPtrArray    *choices;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->workspace);
  g_ptr_array_unref (work->choices);
  g_free (work);
}

void
rdg_import_choice_free (gpointer choice)
{
  RdgImportChoice *self = choice;

  g_free (self->path);
  g_free (self->table);
  rdg_mapping_free (self->mapping);
  g_free (self);
}

static void
outcome_free (gpointer data)
{
  RdgImportOutcome *outcome = data;

  g_object_unref (outcome->workspace);
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

  outcome->workspace = g_object_ref (work->workspace);
  outcome->reports = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_import_report_free);

  /* Each file has its own mapping, so each is its own call; all were looked at before. */
  for (guint i = 0; i < work->choices->len && outcome->error == NULL; i++)
    {
      const RdgImportChoice *choice = work->choices->pdata[i];
      const char *paths[] = { choice->path, NULL };
      RdgImportOptions options = { .mapping = choice->mapping, .table = choice->table,
                                   .charset = choice->charset,
                                   .decimal_mark = choice->decimal_mark };
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

/* Whether or not anyone looks on. */
static void
imported_cb (RdgJob   *job,
             gpointer  owner)
{
  const RdgImportOutcome *outcome = rdg_job_peek_value (job);

  if (outcome != NULL && outcome->has_active
      && rdg_app_context_get_workspace (owner) == outcome->workspace)
    rdg_service_jobs_score (owner, NULL, NULL);
}

static char *
make_title (GPtrArray *choices)
{
  if (choices->len == 1)
    {
      const RdgImportChoice *choice = choices->pdata[0];
      g_autofree char *name = g_filename_display_basename (choice->path);

      return g_strdup_printf (C_("job", "Import “%s”"), name);
    }

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import %u file", "Import %u files",
                                       choices->len), choices->len);
}

/**
 * rdg_import_work_start:
 * @choices: (element-type RdgImportChoice): the files
 *
 * Takes files in, in the workspace's queue. The failure is the caller's to show.
 *
 * Returns: (transfer full): the job
 */
RdgJob *
rdg_import_work_start (RdgAppContext *context,
                       GPtrArray     *choices)
{
  g_autofree char *title = make_title (choices);
  RdgJob *job = rdg_job_new (title);
  Work *work = g_new0 (Work, 1);

  for (guint i = 0; i < choices->len; i++)
    {
      const RdgImportChoice *choice = choices->pdata[i];
      g_autofree char *name = g_filename_display_basename (choice->path);

      rdg_job_add_stage (job, name, 1);
    }

  work->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  work->choices = g_ptr_array_ref (choices);
  rdg_job_list_add (rdg_app_context_get_jobs (context), job);
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES | RDG_START_JOB_QUIET, import_func,
                             work, work_free, outcome_free, imported_cb, context);

  return job;
}

static void
tell_cb (RdgAppContext *context,
         RdgJob        *job)
{
  const RdgImportOutcome *outcome = rdg_job_peek_value (job);
  const GError *error = outcome != NULL ? outcome->error : rdg_job_get_error (job);

  if (outcome != NULL)
    rdg_app_context_add_toast (context, rdg_import_toast_new (outcome->reports));
  rdg_app_context_show_error (context, rdg_job_get_title (job), error);
}

void
rdg_import_work_tell (RdgAppContext *context,
                      RdgJob        *job)
{
  g_signal_connect_object (job, "finished", G_CALLBACK (tell_cb), context, G_CONNECT_SWAPPED);
}
