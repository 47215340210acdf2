/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-preferences.h"

#include <glib/gi18n-lib.h>

#include "rdg-file-dialog.h"
#include "rdg-settings.h"

struct _RdgPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings           *settings;

  GtkCheckButton      *by_capacity;
  GtkCheckButton      *by_costs;
  GtkWidget           *capacity_group;
  GtkWidget           *costs_group;
  GtkSpinButton       *capacity;
  GtkSpinButton       *cars_per_shift;
  GtkSpinButton       *cost_test;
  GtkSpinButton       *cost_escape;
  AdwActionRow        *folder_row;
  GtkWidget           *stop_watching;
};

G_DEFINE_FINAL_TYPE (RdgPreferences, rdg_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static gboolean
get_choice (GValue   *value,
            GVariant *variant,
            gpointer  user_data)
{
  g_value_set_boolean (value, g_strcmp0 (g_variant_get_string (variant, NULL), user_data) == 0);

  return TRUE;
}

/* Only the button that becomes active says so: the other one has nothing to add. */
static GVariant *
set_choice (const GValue       *value,
            const GVariantType *type,
            gpointer            user_data)
{
  return g_value_get_boolean (value) ? g_variant_new_string (user_data) : NULL;
}

static void
bind_choice (GSettings      *settings,
             GtkCheckButton *button,
             const char     *nick)
{
  g_settings_bind_with_mapping (settings, RDG_SETTING_OPERATING_POINT, button, "active",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice,
                                (gpointer) nick, NULL);
}

static void
show_folder (RdgPreferences *self)
{
  g_autofree char *folder = g_settings_get_string (self->settings, RDG_SETTING_WATCHED_FOLDER);
  gboolean watched = *folder != '\0';

  adw_action_row_set_subtitle (self->folder_row, watched ? folder : C_("folder", "None"));
  gtk_widget_set_visible (self->stop_watching, watched);
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  RdgPreferences *self = RDG_PREFERENCES (source);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = rdg_file_dialog_open_finish (result, &error);

  /* The window may have gone meanwhile. */
  if (self->settings == NULL)
    return;
  if (paths != NULL && g_utf8_validate (paths[0], -1, NULL))
    g_settings_set_string (self->settings, RDG_SETTING_WATCHED_FOLDER, paths[0]);
  else if (paths != NULL)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                      adw_toast_new (_("The name of this folder has letters that "
                                                       "are not UTF-8: rename it to watch it.")));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (escaped));
    }
}

static void
choose_folder_cb (RdgPreferences *self)
{
  rdg_file_dialog_folder_async (GTK_WIDGET (self), _("Choose a Folder to Watch"), NULL,
                                folder_chosen_cb, NULL);
}

static void
stop_watching_cb (RdgPreferences *self)
{
  g_settings_reset (self->settings, RDG_SETTING_WATCHED_FOLDER);
}

static void
rdg_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RDG_TYPE_PREFERENCES);
  g_clear_object (&RDG_PREFERENCES (object)->settings);

  G_OBJECT_CLASS (rdg_preferences_parent_class)->dispose (object);
}

static void
rdg_preferences_class_init (RdgPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, by_capacity);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, by_costs);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, capacity);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, capacity_group);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, cars_per_shift);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, cost_escape);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, cost_test);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, costs_group);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, folder_row);
  gtk_widget_class_bind_template_child (widget_class, RdgPreferences, stop_watching);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_watching_cb);
}

static void
rdg_preferences_init (RdgPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_preferences_new:
 * @parent: (nullable): the window it belongs to
 * @settings: what is changed
 *
 * Returns: (transfer none): the preferences, not yet presented
 */
GtkWindow *
rdg_preferences_new (GtkWindow *parent,
                     GSettings *settings)
{
  RdgPreferences *self = g_object_new (RDG_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" RDG_SETTING_WATCHED_FOLDER,
                           G_CALLBACK (show_folder), self, G_CONNECT_SWAPPED);
  show_folder (self);
  bind_choice (settings, self->by_capacity, "capacity");
  bind_choice (settings, self->by_costs, "costs");
  g_settings_bind (settings, RDG_SETTING_CAPACITY, self->capacity, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, RDG_SETTING_CARS_PER_SHIFT, self->cars_per_shift, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, RDG_SETTING_COST_TEST, self->cost_test, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, RDG_SETTING_COST_ESCAPE, self->cost_escape, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (self->by_capacity, "active", self->capacity_group, "sensitive",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->by_costs, "active", self->costs_group, "sensitive",
                          G_BINDING_SYNC_CREATE);

  return GTK_WINDOW (self);
}
