/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done on the Cars page: the cars.* actions and the keys. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-page-private.h"

#include "rdg-service-jobs.h"

/* Both what is asked for and what was done. */
typedef struct
{
  RdgWorkspace  *workspace;
  char          *code;
  RdgCarOutcome  outcome;      /* RDG_CAR_UNLABELLED: take the last one back */
} Recording;

static Recording *
recording_new (RdgWorkspace  *workspace,
               const char    *code,
               RdgCarOutcome  outcome)
{
  Recording *recording = g_new0 (Recording, 1);

  recording->workspace = g_object_ref (workspace);
  recording->code = g_strdup (code);
  recording->outcome = outcome;

  return recording;
}

static void
recording_free (gpointer data)
{
  Recording *recording = data;

  g_object_unref (recording->workspace);
  g_free (recording->code);
  g_free (recording);
}

static gpointer
record_func (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  Recording *recording = data;
  gboolean ok = recording->outcome != RDG_CAR_UNLABELLED
                  ? rdg_outcome_record (recording->workspace, recording->code, recording->outcome,
                                        NULL, NULL, error)
                  : rdg_outcome_take_back (recording->workspace, recording->code, error);

  return ok ? recording_new (recording->workspace, recording->code, recording->outcome) : NULL;
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

static void
recorded_cb (RdgJob   *job,
             gpointer  owner)
{
  RdgCarsPage *self = owner;
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  const Recording *recording = rdg_job_peek_value (job);

  if (recording == NULL)
    {
      self->stay_at_place = FALSE;
      rdg_app_context_show_error (context, rdg_job_get_title (job), rdg_job_get_error (job));
    }
  else if (recording->outcome == RDG_CAR_UNLABELLED)
    rdg_app_context_toast (context, _("The result was taken back"));
  else
    toast_with_undo (context, recording);
}

/* Not in the queue of those that write: a result must not wait for a training that takes minutes. */
static void
record (RdgCarsPage   *self,
        const char    *code,
        RdgCarOutcome  outcome)
{
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  RdgWorkspace *workspace = rdg_app_context_get_workspace (context);

  if (workspace == NULL)
    return;

  g_autoptr (RdgJob) job = rdg_job_new (C_("job", "Record a road test’s result"));

  rdg_app_context_start_job (context, job, RDG_START_JOB_QUIET, record_func,
                             recording_new (workspace, code, outcome), recording_free,
                             recording_free, recorded_cb, self);
}

static void
record_outcome_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RdgCarsPage *self = user_data;
  RdgCarRow *row = rdg_cars_page_get_selected (self);
  gboolean failed = g_str_equal (g_variant_get_string (parameter, NULL), "failed");

  if (row == NULL)
    return;

  self->stay_at_place = TRUE;
  record (self, rdg_car_row_get_code (row), failed ? RDG_CAR_FAILED : RDG_CAR_PASSED);
}

static void
close_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  RdgCarsPage *self = user_data;

  adw_flap_set_reveal_flap (self->flap, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
clear_filters_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  RdgCarsPage *self = user_data;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_drop_down_set_selected (self->variant_drop_down, 0);
  gtk_toggle_button_set_active (self->long_button, FALSE);
}

static void
reload_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  _rdg_cars_page_reload (user_data);
}

static void
score_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  rdg_service_jobs_score (rdg_page_get_context (user_data), NULL, NULL);
}

static void
search_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  rdg_cars_page_focus_search (user_data);
}

static const GActionEntry entries[] = {
  { "clear-filters", clear_filters_cb },
  { "close", close_cb },
  { "record-outcome", record_outcome_cb, "s" },
  { "reload", reload_cb },
  { "score", score_cb },
  { "search", search_cb },
};

/* A code starts with a digit: whoever types one wants that car, wherever the cursor is. */
static gboolean
key_pressed_cb (RdgCarsPage     *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  char text[2] = { 0, 0 };
  gunichar character = gdk_keyval_to_unicode (key);

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)
      || character < '0' || character > '9'
      || g_strcmp0 (gtk_stack_get_visible_child_name (self->states), "list") != 0)
    return FALSE;

  text[0] = (char) character;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);

  return TRUE;
}

void
_rdg_cars_page_init_actions (RdgCarsPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "cars", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* What writes is not offered where nothing can be written. */
void
_rdg_cars_page_update_actions (RdgCarsPage *self)
{
  static const char *writing[] = { "record-outcome", "score" };
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));
  gboolean writable = workspace != NULL && !rdg_workspace_is_read_only (workspace);

  for (gsize i = 0; i < G_N_ELEMENTS (writing); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), writing[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), writable);
    }
}

/* Keys without Control, which must not reach into text fields: here, where those come first. */
void
_rdg_cars_page_add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, 0, "cars.record-outcome", "s",
                                       "failed");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, 0, "cars.record-outcome", "s",
                                       "passed");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_slash, 0, "cars.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "cars.close", NULL);
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
