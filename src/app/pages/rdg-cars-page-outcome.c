/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of road tests that are written back, one car after the other. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-page-private.h"

#include "rdg-error.h"

/* From here on a result that is not written yet is worth a word. */
#define PATIENCE_MS 500

/* Both what is asked for and what was done. */
typedef struct
{
  RdgAppContext *context;
  RdgWorkspace  *workspace;
  char          *code;
  RdgCarOutcome  outcome;      /* RDG_CAR_UNLABELLED: take the last one back */
} Recording;

/* A result on its way. */
typedef struct
{
  RdgCarsPage *page;
  RdgJob      *job;
  guint        timeout;
  gboolean     late;
} Pending;

static Recording *
recording_new (RdgAppContext *context,
               RdgWorkspace  *workspace,
               const char    *code,
               RdgCarOutcome  outcome)
{
  Recording *recording = g_new0 (Recording, 1);

  recording->context = g_object_ref (context);
  recording->workspace = g_object_ref (workspace);
  recording->code = g_strdup (code);
  recording->outcome = outcome;

  return recording;
}

static void
recording_free (gpointer data)
{
  Recording *recording = data;

  g_object_unref (recording->context);
  g_object_unref (recording->workspace);
  g_free (recording->code);
  g_free (recording);
}

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_clear_handle_id (&pending->timeout, g_source_remove);
  g_object_unref (pending->job);
  g_free (pending);
}

static gboolean
write_once (const Recording  *recording,
            GError          **error)
{
  if (recording->outcome == RDG_CAR_UNLABELLED)
    return rdg_outcome_take_back (recording->workspace, recording->code, error);

  return rdg_outcome_record (recording->workspace, recording->code, recording->outcome, NULL, NULL,
                             error);
}

/* What keeps the database busy may be an import of ours: its end is worth waiting for, that of
 * another program is not. */
static gpointer
record_func (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  Recording *recording = data;

  while (TRUE)
    {
      g_autoptr (GError) local = NULL;

      if (write_once (recording, &local))
        return recording_new (recording->context, recording->workspace, recording->code,
                              recording->outcome);
      if (!g_error_matches (local, RDG_STORE_ERROR, RDG_STORE_ERROR_BUSY)
          || !rdg_app_context_is_writing (recording->context))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), error))
        return NULL;
    }
}

static void
toast_with_undo (RdgAppContext   *context,
                 const Recording *recording)
{
  g_autofree char *code = g_markup_escape_text (recording->code, -1);
  g_autofree char *title =
    g_strdup_printf (recording->outcome == RDG_CAR_FAILED ? _("%s failed the road test")
                                                          : _("%s passed the road test"), code);
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_button_label (toast, C_("toast", "_Undo"));
  adw_toast_set_action_name (toast, "win.take-outcome-back");
  adw_toast_set_action_target (toast, "s", recording->code);
  /* Driver after driver: the last one is the one to undo. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  rdg_app_context_add_toast (context, toast);
}

static gboolean
is_of_job (gpointer key,
           gpointer value,
           gpointer job)
{
  return ((Pending *) value)->job == job;
}

static void
recorded_cb (RdgJob   *job,
             gpointer  owner)
{
  RdgCarsPage *self = owner;
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  const Recording *recording = rdg_job_peek_value (job);

  g_hash_table_foreach_remove (self->recordings, is_of_job, job);
  _rdg_cars_page_show_recording (self);

  if (recording == NULL)
    rdg_app_context_show_error (context, rdg_job_get_title (job), rdg_job_get_error (job));
  else if (recording->outcome == RDG_CAR_UNLABELLED)
    rdg_app_context_toast (context, _("The result was taken back"));
  else
    toast_with_undo (context, recording);
}

/* Listed, so that it is seen, can be given up, and is not lost where the window is closed. */
static gboolean
patience_ends_cb (gpointer user_data)
{
  Pending *pending = user_data;
  RdgCarsPage *self = pending->page;

  pending->timeout = 0;
  pending->late = TRUE;
  rdg_job_list_add (rdg_app_context_get_jobs (rdg_page_get_context (RDG_PAGE (self))),
                    pending->job);
  _rdg_cars_page_show_recording (self);

  return G_SOURCE_REMOVE;
}

/* Not in the queue of those that write: a result must not wait for a training that takes minutes. */
static void
record (RdgCarsPage   *self,
        const char    *code,
        RdgCarOutcome  outcome)
{
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  RdgWorkspace *workspace = rdg_app_context_get_workspace (context);

  if (workspace == NULL || g_hash_table_contains (self->recordings, code))
    return;

  /* Translators: %s is a car's code. */
  g_autofree char *title = g_strdup_printf (C_("job", "Record the road test of %s"), code);
  Pending *pending = g_new0 (Pending, 1);

  pending->page = self;
  pending->job = rdg_job_new (title);
  pending->timeout = g_timeout_add (PATIENCE_MS, patience_ends_cb, pending);
  g_hash_table_insert (self->recordings, g_strdup (code), pending);
  _rdg_cars_page_show_recording (self);
  rdg_app_context_start_job (context, pending->job, RDG_START_JOB_QUIET, record_func,
                             recording_new (context, workspace, code, outcome), recording_free,
                             recording_free, recorded_cb, self);
}

void
_rdg_cars_page_init_recordings (RdgCarsPage *self)
{
  self->recordings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pending_free);
  self->recorded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

void
_rdg_cars_page_record_selected (RdgCarsPage   *self,
                                RdgCarOutcome  outcome)
{
  RdgCarRow *row = rdg_cars_page_get_selected (self);

  if (row == NULL)
    return;

  gint64 id = rdg_car_row_get_car_id (row);

  g_hash_table_add (self->recorded, g_memdup2 (&id, sizeof id));
  record (self, rdg_car_row_get_code (row), outcome);
}

static char *
describe_delay (RdgCarsPage *self)
{
  GListModel *jobs =
    G_LIST_MODEL (rdg_app_context_get_jobs (rdg_page_get_context (RDG_PAGE (self))));
  g_autoptr (RdgJob) first = g_list_model_get_item (jobs, 0);

  if (first == NULL
      || !rdg_app_context_is_writing (rdg_page_get_context (RDG_PAGE (self))))
    return g_strdup (_("The result is being recorded…"));

  return g_strdup_printf (_("The result is recorded as soon as “%s” lets it in."),
                          rdg_job_get_title (first));
}

/* On the card of a car whose result is on its way; there is nothing else to record there. */
void
_rdg_cars_page_show_recording (RdgCarsPage *self)
{
  RdgCarRow *row = rdg_cars_page_get_selected (self);
  const Pending *pending =
    row != NULL ? g_hash_table_lookup (self->recordings, rdg_car_row_get_code (row)) : NULL;
  g_autofree char *text = pending != NULL && pending->late ? describe_delay (self) : NULL;

  rdg_car_card_set_delay (self->card, text);
  _rdg_cars_page_update_actions (self);
}

/**
 * rdg_cars_page_take_back:
 * @code: a car
 *
 * Takes the car's last recorded result back.
 */
void
rdg_cars_page_take_back (RdgCarsPage *self,
                         const char  *code)
{
  record (self, code, RDG_CAR_UNLABELLED);
}
