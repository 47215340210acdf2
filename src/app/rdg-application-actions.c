/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The app.* actions, and the one table of accelerators (ui/help-overlay.ui mirrors it). */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-application-private.h"

#include "rdg-preferences.h"
#include "rdg-window.h"

/* tests/lint compares this table with the shortcuts window: one line an action. */
static const struct
{
  const char *action;
  const char *accels[3];
} accelerators[] = {
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.export-list", { "<Control>e" } },
  { "win.import", { "<Control>i" } },
  { "win.new-database", { "<Control>n" } },
  { "win.open-database", { "<Control>o" } },
  { "win.search", { "<Control>f" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
  { "win.show-page('cars')", { "<Alt>1" } },
  { "win.show-page('models')", { "<Alt>2" } },
  { "win.show-page('data')", { "<Alt>3" } },
};

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);

  /* Through the window, which asks where jobs run. */
  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (user_data);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (user_data);

  gtk_window_present (rdg_preferences_new (parent, rdg_application_get_settings (user_data)));
}

/* What a notification does: the window may be anywhere. */
static void
show_page_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  g_application_activate (user_data);
  for (GList *l = gtk_application_get_windows (user_data); l != NULL; l = l->next)
    if (RDG_IS_WINDOW (l->data))
      rdg_window_show_page (l->data, g_variant_get_string (parameter, NULL));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  static const char *developers[] = { "Rodagem", NULL };

  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", _("Rodagem"),
                         "application-icon", RDG_APPLICATION_ID,
                         "version", RDG_VERSION,
                         "developers", developers,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Which cars to send to the long road test, and why."),
                         /* Translators: put your names here, one a line. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static const GActionEntry entries[] = {
  { "about", about_cb },
  { "preferences", preferences_cb },
  { "quit", quit_cb },
  { "show-page", show_page_cb, "s" },
};

void
_rdg_application_init_actions (RdgApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           (const char **) accelerators[i].accels);
}
