/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-window.h"

#include "rdg-cars-page.h"
#include "rdg-data-page.h"
#include "rdg-models-page.h"

struct _RdgWindow
{
  AdwApplicationWindow parent_instance;

  RdgAppContext   *context;
  AdwToastOverlay *toast_overlay;
  AdwViewStack    *stack;
  GtkMenuButton   *menu_button;
};

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
rdg_window_dispose (GObject *object)
{
  RdgWindow *self = RDG_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_WINDOW);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (rdg_window_parent_class)->dispose (object);
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
  object_class->get_property = rdg_window_get_property;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, RDG_TYPE_APP_CONTEXT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RDG_TYPE_CARS_PAGE);
  g_type_ensure (RDG_TYPE_DATA_PAGE);
  g_type_ensure (RDG_TYPE_MODELS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgWindow, toast_overlay);
}

static void
rdg_window_init (RdgWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT]);

  return self;
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
 * rdg_window_show_page:
 * @name: "cars", "models" or "data"
 */
void
rdg_window_show_page (RdgWindow  *self,
                      const char *name)
{
  if (adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}
