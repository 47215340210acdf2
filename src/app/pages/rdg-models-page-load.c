/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading what the Models page shows, off the main loop. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-models-page-private.h"

#include "rdg-request.h"
#include "rdg-status-text.h"

void
_rdg_models_snapshot_free (RdgModelsSnapshot *self)
{
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->newest, rdg_model_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgModelsSnapshot, _rdg_models_snapshot_free)

static gpointer
load_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  RdgWorkspace *workspace = data;
  g_autoptr (RdgModelsSnapshot) snapshot = g_new0 (RdgModelsSnapshot, 1);
  g_autoptr (GError) damaged = NULL;

  snapshot->models = rdg_model_registry_list (workspace, error);
  if (snapshot->models == NULL)
    return NULL;

  snapshot->history = rdg_model_registry_history (workspace, error);
  if (snapshot->history == NULL
      || !rdg_training_outlook (workspace, &snapshot->outlook, error)
      || g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), error))
    return NULL;

  /* Only for the footnote: a model that cannot be read must not hide the registry. */
  if (snapshot->models->len > 0)
    {
      const RdgModelRow *newest = snapshot->models->pdata[0];

      snapshot->newest = rdg_model_registry_load (workspace, newest->model_id, NULL, &damaged);
      if (snapshot->newest == NULL)
        g_debug ("Model %" G_GINT64_FORMAT ": %s", newest->model_id, damaged->message);
    }

  return g_steal_pointer (&snapshot);
}

static void
loaded_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgModelsPage *self = owner;

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_OK)
    {
      g_clear_pointer (&self->snapshot, _rdg_models_snapshot_free);
      self->snapshot = rdg_job_steal_value (job);
      _rdg_models_page_show_snapshot (self);
    }
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    {
      rdg_status_text_set (self->error, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
}

/* Reads the registry again; an answer that is still to come from before is dropped. */
void
_rdg_models_page_load (RdgModelsPage *self)
{
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));

  if (workspace == NULL)
    return;

  rdg_request_start (&self->loading, self, loaded_cb, load_func, g_object_ref (workspace),
                     g_object_unref, (GDestroyNotify) _rdg_models_snapshot_free);
}
