/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-application-private.h"

#include "rdg-resources.h"
#include "rdg-settings.h"
#include "rdg-window.h"

struct _RdgApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (RdgApplication, rdg_application, ADW_TYPE_APPLICATION)

static void
rdg_application_startup (GApplication *application)
{
  RdgApplication *self = RDG_APPLICATION (application);

  rdg_register_resource ();
  G_APPLICATION_CLASS (rdg_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (RDG_APPLICATION_ID);
  self->settings = rdg_settings_new ();
  _rdg_application_init_actions (self);
}

static void
rdg_application_activate (GApplication *application)
{
  RdgApplication *self = RDG_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (rdg_window_new (ADW_APPLICATION (self), self->settings));
  gtk_window_present (window);
}

static void
rdg_application_finalize (GObject *object)
{
  g_clear_object (&RDG_APPLICATION (object)->settings);

  G_OBJECT_CLASS (rdg_application_parent_class)->finalize (object);
}

static void
rdg_application_class_init (RdgApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = rdg_application_finalize;
  application_class->activate = rdg_application_activate;
  application_class->startup = rdg_application_startup;
}

static void
rdg_application_init (RdgApplication *self)
{
}

/**
 * rdg_application_new:
 *
 * Returns: (transfer full): the application
 */
RdgApplication *
rdg_application_new (void)
{
  return g_object_new (RDG_TYPE_APPLICATION, "application-id", RDG_APPLICATION_ID,
                       "resource-base-path", "/io/github/rodagem/Rodagem", NULL);
}

/**
 * rdg_application_get_settings:
 *
 * Returns: (transfer none): what the application remembers
 */
GSettings *
rdg_application_get_settings (RdgApplication *self)
{
  return self->settings;
}
