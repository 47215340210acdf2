/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done on the Cars page: the cars.* actions and the keys. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-cars-page-private.h"

#include "rdg-service-jobs.h"
#include "rdg-settings.h"

static void
record_outcome_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  gboolean failed = g_str_equal (g_variant_get_string (parameter, NULL), "failed");

  _rdg_cars_page_record_selected (user_data, failed ? RDG_CAR_FAILED : RDG_CAR_PASSED);
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
  _rdg_cars_page_clear_filters (user_data);
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

/* The code may be that of a car which no longer waits. */
static void
search_all_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  RdgAppContext *context = rdg_page_get_context (user_data);

  g_settings_set_boolean (rdg_app_context_get_settings (context), RDG_SETTING_SHOW_ALL, TRUE);
}

static const GActionEntry entries[] = {
  { "clear-filters", clear_filters_cb },
  { "close", close_cb },
  { "record-outcome", record_outcome_cb, "s" },
  { "reload", reload_cb },
  { "score", score_cb },
  { "search", search_cb },
  { "search-all", search_all_cb },
};

void
_rdg_cars_page_init_actions (RdgCarsPage *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "cars", G_ACTION_GROUP (self->actions));
}

static void
set_enabled (RdgCarsPage *self,
             const char  *name,
             gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* What writes is not offered where nothing can be written, nor a result while one is on its way. */
void
_rdg_cars_page_update_actions (RdgCarsPage *self)
{
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));
  RdgCarRow *row = rdg_cars_page_get_selected (self);
  gboolean writable = workspace != NULL && !rdg_workspace_is_read_only (workspace);

  set_enabled (self, "score", writable);
  set_enabled (self, "record-outcome",
               writable && row != NULL
               && !g_hash_table_contains (self->recordings, rdg_car_row_get_code (row)));
}

/* A letter that begins a code of this list types it; then the results are on Alt and the letter. */
static gboolean
record_by_key (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  const char *outcome;
  guint key;

  g_variant_get (arguments, "(u&s)", &key, &outcome);
  if (_rdg_cars_page_begins_code (RDG_CARS_PAGE (widget), key))
    return FALSE;

  return gtk_widget_activate_action (widget, "cars.record-outcome", "s", outcome);
}

/* Keys without Control, which must not reach into text fields: here, where those come first. */
void
_rdg_cars_page_add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, 0, record_by_key, "(us)", GDK_KEY_f,
                                "failed");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_p, 0, record_by_key, "(us)", GDK_KEY_p,
                                "passed");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_slash, 0, "cars.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "cars.close", NULL);
}
