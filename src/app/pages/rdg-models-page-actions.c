/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user can do on the Models page: train, promote, roll back, look closer. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-models-page-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-ask.h"
#include "rdg-baseline-text.h"
#include "rdg-formulas-dialog.h"
#include "rdg-model-dialog.h"
#include "rdg-service-jobs.h"
#include "rdg-train-dialog.h"

typedef struct
{
  RdgWorkspace       *workspace;
  RdgTrainingOptions *options;
  char               *note;
} Training;

static void
training_free (gpointer data)
{
  Training *training = data;

  g_object_unref (training->workspace);
  rdg_training_options_free (training->options);
  g_free (training->note);
  g_free (training);
}

static gpointer
train_func (RdgJob   *job,
            gpointer  data,
            GError  **error)
{
  Training *training = data;

  return rdg_training_service_run (training->workspace, training->options, training->note, job,
                                   error);
}

static char *
describe_training (const RdgTrainingReport *report)
{
  const RdgMetrics *metrics = rdg_model_get_holdout (report->model);
  GString *text = g_string_new (NULL);

  /* Translators: number of a model, failures caught, of how many */
  g_string_append_printf (text, _("Model %1$" PRId64 " is trained: it would have caught "
                                  "%2$.0f of %3$.0f failures. It waits as a candidate; promote it "
                                  "to use it."),
                          report->model_id, metrics->value[RDG_METRIC_TP],
                          metrics->value[RDG_METRIC_POSITIVES]);
  if (report->baselines[RDG_BASELINE_ALL].known)
    {
      g_autofree char *baselines = rdg_baselines_describe (report->baselines);

      g_string_append_printf (text, "\n%s", baselines);
    }
  for (char **warning = report->warnings; warning != NULL && *warning != NULL; warning++)
    g_string_append_printf (text, "\n%s", *warning);

  return g_string_free (text, FALSE);
}

static void
training_done_cb (RdgJob   *job,
                  gpointer  owner)
{
  RdgModelsPage *self = owner;
  const RdgTrainingReport *report = rdg_job_peek_value (job);
  g_autofree char *text = NULL;

  if (self->training != job)
    return;

  switch (rdg_job_get_result (job))
    {
    case RDG_JOB_RESULT_OK:
      text = describe_training (report);
      rdg_notice_show (self->notice,
                       report->warnings != NULL && report->warnings[0] != NULL ? RDG_NOTICE_WARNING
                                                                               : RDG_NOTICE_DONE,
                       text);
      break;
    case RDG_JOB_RESULT_CANCELLED:
      rdg_notice_show (self->notice, RDG_NOTICE_INFORMATION,
                       _("The training was cancelled. All models are as they were before."));
      break;
    case RDG_JOB_RESULT_FAILED:
    case RDG_JOB_RESULT_NONE:
    default:
      rdg_notice_show (self->notice, RDG_NOTICE_ERROR, rdg_job_get_error (job)->message);
    }

  _rdg_models_page_set_training (self, NULL);
}

static void
train_accepted_cb (RdgModelsPage  *self,
                   RdgTrainDialog *dialog)
{
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  g_autoptr (RdgJob) job = rdg_job_new (C_("job", "Train a model"));
  Training *training;

  if (rdg_page_get_workspace (RDG_PAGE (self)) == NULL || self->training != NULL)
    return;

  training = g_new0 (Training, 1);
  training->workspace = g_object_ref (rdg_page_get_workspace (RDG_PAGE (self)));
  training->options = rdg_train_dialog_dup_options (dialog);
  training->note = rdg_train_dialog_dup_note (dialog);
  rdg_training_service_add_stages (job);

  /* Quiet, as the page itself says how it ended; listed all the same. */
  rdg_notice_hide (self->notice);
  rdg_job_list_add (rdg_app_context_get_jobs (context), job);
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES | RDG_START_JOB_QUIET, train_func,
                             training, training_free, (GDestroyNotify) rdg_training_report_free,
                             training_done_cb, self);
  _rdg_models_page_set_training (self, job);
}

static void
train_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  RdgModelsPage *self = user_data;
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  RdgTrainDialog *dialog;

  dialog = rdg_train_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                 rdg_app_context_get_settings (context), &self->snapshot->outlook);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (train_accepted_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  RdgWorkspace *workspace;
  gint64        model_id;   /* 0: back to the one before */
  char         *note;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_object_unref (decision->workspace);
  g_free (decision->note);
  g_free (decision);
}

/* Returns the number of the model that is active now. */
static gpointer
decide_func (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  Decision *decision = data;
  gint64 active = decision->model_id;
  gint64 previous;

  if (decision->model_id != 0
      ? !rdg_model_registry_promote (decision->workspace, active, decision->note, &previous, error)
      : !rdg_model_registry_rollback (decision->workspace, decision->note, &active, &previous,
                                      error))
    return NULL;

  return g_memdup2 (&active, sizeof active);
}

static void
decided_cb (RdgJob   *job,
            gpointer  owner)
{
  RdgModelsPage *self = owner;
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  const gint64 *active = rdg_job_peek_value (job);
  g_autofree char *text = NULL;

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    {
      rdg_notice_show (self->notice, RDG_NOTICE_ERROR, rdg_job_get_error (job)->message);
      return;
    }
  if (active == NULL)
    return;

  text = g_strdup_printf (_("Model %" PRId64 " is active. The cars are scored anew."),
                          *active);
  rdg_notice_hide (self->notice);
  rdg_app_context_toast (context, text);
  rdg_service_jobs_score (context, NULL, NULL);
  /* Other pages hear of it through the workspace; this one may have been hidden meanwhile. */
  _rdg_models_page_load (self);
}

static void
start_decision (RdgModelsPage *self,
                gint64         model_id,
                const char    *note)
{
  g_autoptr (RdgJob) job = rdg_job_new (model_id != 0 ? C_("job", "Promote a model")
                                                      : C_("job", "Roll back"));
  Decision *decision = g_new0 (Decision, 1);

  decision->workspace = g_object_ref (rdg_page_get_workspace (RDG_PAGE (self)));
  decision->model_id = model_id;
  decision->note = g_strdup (note);
  rdg_app_context_start_job (rdg_page_get_context (RDG_PAGE (self)), job,
                             RDG_START_JOB_WRITES | RDG_START_JOB_QUIET, decide_func, decision,
                             decision_free, g_free, decided_cb, self);
}

/* The question outlives neither the page nor the database that it was asked about. */
typedef struct
{
  RdgModelsPage *page;
  RdgWorkspace  *workspace;
  gint64         model_id;
} Asked;

static Asked *
asked_new (RdgModelsPage *self,
           gint64         model_id)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->page = g_object_ref (self);
  asked->workspace = g_object_ref (rdg_page_get_workspace (RDG_PAGE (self)));
  asked->model_id = model_id;

  return asked;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Asked *asked = user_data;
  g_autofree char *note = NULL;

  if (rdg_ask_finish (result, &note, NULL)
      && rdg_page_get_workspace (RDG_PAGE (asked->page)) == asked->workspace)
    start_decision (asked->page, asked->model_id, note);

  g_object_unref (asked->page);
  g_object_unref (asked->workspace);
  g_free (asked);
}

static const RdgModelRow *
find_active (RdgModelsPage *self)
{
  for (guint i = 0; self->snapshot != NULL && i < self->snapshot->models->len; i++)
    {
      const RdgModelRow *row = self->snapshot->models->pdata[i];

      if (row->state == RDG_MODEL_ACTIVE)
        return row;
    }

  return NULL;
}

static void
promote_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  RdgModelsPage *self = user_data;
  gint64 model_id = g_variant_get_int64 (parameter);
  const RdgModelRow *active = find_active (self);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  heading = g_strdup_printf (_("Promote Model %" PRId64 "?"), model_id);
  if (active != NULL)
    body = g_strdup_printf (_("From now on it decides which cars are recommended for the long "
                              "test, in place of model %" PRId64 ", and all cars are "
                              "scored anew. It can be rolled back."),
                            active->model_id);
  else
    body = g_strdup (_("From now on it decides which cars are recommended for the long test, and "
                       "all cars are scored."));

  rdg_ask_async (GTK_WIDGET (self),
                 &(RdgQuestion) {
                   .heading = heading,
                   .body = body,
                   .accept = C_("button", "_Promote"),
                   .entry = _("Note: why this model"),
                 },
                 NULL, answered_cb, asked_new (self, model_id));
}

static void
rollback_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  RdgModelsPage *self = user_data;
  const RdgModelRow *active = find_active (self);
  g_autofree char *body = NULL;

  body = g_strdup_printf (_("The model that was active before model %" PRId64
                            " becomes active again, and all cars are scored anew. No model is "
                            "lost."),
                          active != NULL ? active->model_id : 0);
  rdg_ask_async (GTK_WIDGET (self),
                 &(RdgQuestion) {
                   .heading = _("Roll Back to the Model Before?"),
                   .body = body,
                   .accept = C_("button", "_Roll Back"),
                   .destructive = TRUE,
                 },
                 NULL, answered_cb, asked_new (self, 0));
}

static void
details_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  RdgModelsPage *self = user_data;
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  rdg_model_dialog_present (parent, rdg_page_get_workspace (RDG_PAGE (self)),
                            g_variant_get_int64 (parameter));
}

static void
formulas_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  rdg_formulas_dialog_present (rdg_page_get_context (RDG_PAGE (user_data)),
                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (user_data))));
}

static void
reload_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  _rdg_models_page_load (user_data);
}

static const GActionEntry entries[] = {
  { "train", train_cb },
  { "promote", promote_cb, "x" },
  { "rollback", rollback_cb },
  { "details", details_cb, "x" },
  { "formulas", formulas_cb },
  { "reload", reload_cb },
};

static void
set_enabled (RdgModelsPage *self,
             const char    *name,
             gboolean       enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
_rdg_models_page_update_actions (RdgModelsPage *self)
{
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));
  const RdgModelsSnapshot *snapshot = self->snapshot;
  gboolean writable = workspace != NULL && !rdg_workspace_is_read_only (workspace);
  gboolean earlier = FALSE;

  for (guint i = 0; snapshot != NULL && i < snapshot->history->len; i++)
    earlier = earlier || ((const RdgPromotionRow *) snapshot->history->pdata[i])->previous != 0;

  set_enabled (self, "train",
               writable && snapshot != NULL && self->training == NULL && snapshot->outlook.passed > 0
               && snapshot->outlook.failed >= snapshot->outlook.failed_needed);
  set_enabled (self, "promote", writable && snapshot != NULL);
  set_enabled (self, "rollback", writable && earlier && find_active (self) != NULL);
  set_enabled (self, "formulas", writable && snapshot != NULL && snapshot->outlook.cars > 0);
  set_enabled (self, "details", snapshot != NULL);
}

void
_rdg_models_page_init_actions (RdgModelsPage *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));
  _rdg_models_page_update_actions (self);
}
