/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: what frames the pages. Its actions and its database have files of their own. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-window-private.h"

#include "rdg-ask.h"
#include "rdg-models-page.h"
#include "rdg-settings.h"

G_DEFINE_FINAL_TYPE (RdgWindow, rdg_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
toast_cb (RdgWindow *self,
          AdwToast  *toast)
{
  adw_toast_overlay_add_toast (self->toast_overlay, g_object_ref (toast));
}

static void
error_cb (RdgWindow  *self,
          const char *heading,
          const char *message)
{
  rdg_message_bar_show (self->error_bar, heading, message);
}

static void
workspace_cb (RdgWindow *self)
{
  _rdg_window_update_actions (self);
}

static void
remember (RdgWindow *self)
{
  GSettings *settings = rdg_app_context_get_settings (self->context);
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, RDG_SETTING_MAXIMIZED, maximized);
  if (!maximized)
    {
      g_settings_set_int (settings, RDG_SETTING_WIDTH, width);
      g_settings_set_int (settings, RDG_SETTING_HEIGHT, height);
    }
  g_settings_set_string (settings, RDG_SETTING_PAGE,
                         adw_view_stack_get_visible_child_name (self->stack));
}

static void
close_answered_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  RdgWindow *self = RDG_WINDOW (source);

  if (!rdg_ask_finish (result, NULL, NULL))
    return;

  rdg_job_list_cancel_all (rdg_app_context_get_jobs (self->context));
  remember (self);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Work that runs is not thrown away without a word. */
static gboolean
rdg_window_close_request (GtkWindow *window)
{
  RdgWindow *self = RDG_WINDOW (window);
  RdgJobList *jobs = rdg_app_context_get_jobs (self->context);

  if (g_list_model_get_n_items (G_LIST_MODEL (jobs)) == 0)
    {
      remember (self);
      return GTK_WINDOW_CLASS (rdg_window_parent_class)->close_request (window);
    }

  g_autoptr (RdgJob) job = g_list_model_get_item (G_LIST_MODEL (jobs), 0);
  g_autofree char *body =
    g_strdup_printf (_("“%s” has not finished. If you close now it is stopped, and the database "
                       "stays as it was before."), rdg_job_get_title (job));

  rdg_ask_async (GTK_WIDGET (self),
                 &(RdgQuestion) {
                   .heading = _("Stop What Is Being Done?"),
                   .body = body,
                   .accept = C_("button", "_Stop and Close"),
                   .destructive = TRUE,
                 },
                 NULL, close_answered_cb, NULL);

  return GDK_EVENT_STOP;
}

static void
rdg_window_dispose (GObject *object)
{
  RdgWindow *self = RDG_WINDOW (object);

  _rdg_window_stop_opening (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_WINDOW);
  g_clear_object (&self->watched);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (rdg_window_parent_class)->dispose (object);
}

static void
rdg_window_finalize (GObject *object)
{
  RdgWindow *self = RDG_WINDOW (object);

  g_free (self->path);
  g_strfreev (self->waiting);

  G_OBJECT_CLASS (rdg_window_parent_class)->finalize (object);
}

static void
rdg_window_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, RDG_WINDOW (object)->context);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_window_class_init (RdgWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_window_dispose;
  object_class->finalize = rdg_window_finalize;
  object_class->get_property = rdg_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = rdg_window_close_request;

  /**
   * RdgWindow:context:
   *
   * What the pages work with; they bind to it.
   */
  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, RDG_TYPE_APP_CONTEXT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RDG_TYPE_CARS_PAGE);
  g_type_ensure (RDG_TYPE_DATA_PAGE);
  g_type_ensure (RDG_TYPE_JOB_BUTTON);
  g_type_ensure (RDG_TYPE_MESSAGE_BAR);
  g_type_ensure (RDG_TYPE_MODELS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, cars_page);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, data_page);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, demonstration_bar);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, error_bar);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, job_button);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, open_another_button);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, opening_spinner);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, problem_page);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, read_only_bar);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, states);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, try_again_button);
}

static void
rdg_window_init (RdgWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  _rdg_window_init_actions (self);
}

static void
restore (RdgWindow *self,
         GSettings *settings)
{
  g_autofree char *page = g_settings_get_string (settings, RDG_SETTING_PAGE);

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, RDG_SETTING_WIDTH),
                               g_settings_get_int (settings, RDG_SETTING_HEIGHT));
  if (g_settings_get_boolean (settings, RDG_SETTING_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
  rdg_window_show_page (self, page);
}

/**
 * rdg_window_new:
 * @settings: the application's settings
 *
 * Returns: (transfer none): a window without a database
 */
RdgWindow *
rdg_window_new (AdwApplication *application,
                GSettings      *settings)
{
  RdgWindow *self = g_object_new (RDG_TYPE_WINDOW, "application", application, NULL);
  GMenu *menu = gtk_application_get_menu_by_id (GTK_APPLICATION (application), "primary-menu");

  self->context = rdg_app_context_new (settings);
  g_signal_connect_object (self->context, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "error", G_CALLBACK (error_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "notify::workspace", G_CALLBACK (workspace_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  rdg_job_button_set_jobs (self->job_button, rdg_app_context_get_jobs (self->context));
  self->watched = rdg_watched_folder_new (self->context);
  rdg_data_page_set_watched (self->data_page, self->watched);
  restore (self, settings);
  _rdg_window_set_state (self, "opening");
  _rdg_window_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT]);

  return self;
}

/* "opening", "problem" or "pages". */
void
_rdg_window_set_state (RdgWindow  *self,
                       const char *state)
{
  gtk_stack_set_visible_child_name (self->states, state);
  gtk_spinner_set_spinning (self->opening_spinner, g_str_equal (state, "opening"));
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher_title,
                                                     !g_str_equal (state, "problem"));
}

/**
 * rdg_window_get_context:
 *
 * Returns: (transfer none): what the pages work with
 */
RdgAppContext *
rdg_window_get_context (RdgWindow *self)
{
  return self->context;
}

/**
 * rdg_window_get_state:
 *
 * Returns: (transfer none): "opening", "problem" or "pages"
 */
const char *
rdg_window_get_state (RdgWindow *self)
{
  return gtk_stack_get_visible_child_name (self->states);
}

/**
 * rdg_window_show_page:
 * @name: "cars", "models" or "data"; anything else is ignored
 */
void
rdg_window_show_page (RdgWindow  *self,
                      const char *name)
{
  if (adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}
