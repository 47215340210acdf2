/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The win.* actions. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-window-private.h"

#include "rdg-cars-export.h"
#include "rdg-file-dialog.h"
#include "rdg-import-dialog.h"
#include "rdg-import-text.h"
#include "rdg-service-jobs.h"

#define DATABASE_ENDING ".rodagem"

static GListModel *
create_filters (void)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) databases = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (databases, _("Databases of Rodagem"));
  gtk_file_filter_add_pattern (databases, "*" DATABASE_ENDING);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, databases);
  g_list_store_append (filters, all);

  return G_LIST_MODEL (filters);
}

static void
show_dialog_error (RdgWindow    *self,
                   const char   *heading,
                   const GError *error)
{
  rdg_app_context_show_error (self->context, heading, error);
}

static void
database_chosen_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  RdgWindow *self = RDG_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = rdg_file_dialog_open_finish (result, &error);

  if (paths != NULL)
    rdg_window_open_database (self, paths[0]);
  else
    show_dialog_error (self, _("Open a database"), error);
}

static void
open_database_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr (GListModel) filters = create_filters ();

  rdg_file_dialog_open_async (user_data, _("Open a Database"), filters, FALSE, NULL,
                              database_chosen_cb, NULL);
}

static void
new_database_chosen_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  RdgWindow *self = RDG_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = rdg_file_dialog_save_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (file == NULL)
    {
      show_dialog_error (self, _("New database"), error);
      return;
    }
  if (path == NULL)
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("That place is not on this computer. Choose a folder that is."));
      show_dialog_error (self, _("New database"), error);
      return;
    }
  if (!g_str_has_suffix (path, DATABASE_ENDING))
    {
      char *ended = g_strconcat (path, DATABASE_ENDING, NULL);

      g_free (path);
      path = ended;
    }
  /* The chooser asks before it names a file that is there; but emptying one is not what it said. */
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    rdg_app_context_toast (self->context, _("That database is there already: it was opened"));
  rdg_window_open_database (self, path);
}

static void
new_database_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  g_autofree char *name = g_strconcat (_("line"), DATABASE_ENDING, NULL);

  rdg_file_dialog_save_async (user_data, _("New Database"), name, NULL, new_database_chosen_cb,
                              NULL);
}

static void
try_again_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  RdgWindow *self = user_data;

  if (self->path != NULL)
    rdg_window_open_database (self, self->path);
}

static void
imported_cb (RdgJob   *job,
             gpointer  owner)
{
  RdgWindow *self = owner;
  GPtrArray *reports = rdg_job_peek_value (job);

  if (reports != NULL)
    rdg_app_context_add_toast (self->context, rdg_import_toast_new (reports));
}

void
_rdg_window_import (RdgWindow          *self,
                    const char * const *paths)
{
  rdg_service_jobs_import (self->context, paths, NULL, RDG_START_JOB_DEFAULT, imported_cb, self);
}

/**
 * rdg_window_open_files:
 * @paths: a database, or tables to import
 *
 * What was dropped on the window, chosen, or named on the command line.
 */
void
rdg_window_open_files (RdgWindow          *self,
                       const char * const *paths)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *database = NULL;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      if (g_str_has_suffix (paths[i], DATABASE_ENDING))
        database = paths[i];
      else
        g_strv_builder_add (builder, paths[i]);
    }

  g_auto (GStrv) tables = g_strv_builder_end (builder);

  if (database != NULL)
    rdg_window_open_database (self, database);
  if (tables[0] == NULL)
    return;

  if (rdg_app_context_get_workspace (self->context) != NULL)
    _rdg_window_import (self, (const char * const *) tables);
  else
    {
      g_strfreev (self->waiting);
      self->waiting = g_steal_pointer (&tables);
    }
}

static void
import_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  RdgWindow *self = user_data;

  rdg_import_dialog_choose (self->context, GTK_WINDOW (self));
}

static void
import_folder_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  RdgWindow *self = user_data;

  rdg_import_dialog_choose_folder (self->context, GTK_WINDOW (self));
}

static void
import_files_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  RdgWindow *self = user_data;
  g_autofree const char **paths = g_variant_get_strv (parameter, NULL);

  if (paths[0] != NULL)
    rdg_import_dialog_present (self->context, GTK_WINDOW (self), paths);
}

static void
open_path_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  const char *paths[] = { g_variant_get_string (parameter, NULL), NULL };

  rdg_window_open_files (user_data, paths);
}

static void
export_list_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  RdgWindow *self = user_data;

  rdg_cars_export_ask (self->cars_page);
}

static void
demonstration_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  _rdg_window_start_demonstration (user_data);
}

static void
leave_demonstration_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  _rdg_window_leave_demonstration (user_data);
}

static void
show_page_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  rdg_window_show_page (user_data, g_variant_get_string (parameter, NULL));
}

static void
search_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  RdgWindow *self = user_data;

  rdg_window_show_page (self, "cars");
  rdg_cars_page_focus_search (self->cars_page);
}

static void
take_outcome_back_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  RdgWindow *self = user_data;

  rdg_cars_page_take_back (self->cars_page, g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { "demonstration", demonstration_cb },
  { "export-list", export_list_cb },
  { "import", import_cb },
  { "import-files", import_files_cb, "as" },
  { "import-folder", import_folder_cb },
  { "leave-demonstration", leave_demonstration_cb },
  { "new-database", new_database_cb },
  { "open-database", open_database_cb },
  { "open-path", open_path_cb, "s" },
  { "search", search_cb },
  { "show-page", show_page_cb, "s" },
  { "take-outcome-back", take_outcome_back_cb, "s" },
  { "try-again", try_again_cb },
};

static void
set_enabled (RdgWindow  *self,
             const char *name,
             gboolean    enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
_rdg_window_update_actions (RdgWindow *self)
{
  RdgWorkspace *workspace = rdg_app_context_get_workspace (self->context);
  gboolean writable = workspace != NULL && !rdg_workspace_is_read_only (workspace);

  set_enabled (self, "import", writable);
  set_enabled (self, "import-files", writable);
  set_enabled (self, "import-folder", writable);
  set_enabled (self, "export-list", workspace != NULL);
  set_enabled (self, "leave-demonstration", rdg_app_context_is_demonstration (self->context));
}

static gboolean
drop_cb (RdgWindow    *self,
         const GValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GSList *files = g_value_get_boxed (value);

  for (GSList *l = files; l != NULL; l = l->next)
    {
      g_autofree char *path = g_file_get_path (l->data);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }

  g_auto (GStrv) paths = g_strv_builder_end (builder);

  if (paths[0] == NULL)
    return FALSE;
  if (g_str_has_suffix (paths[0], DATABASE_ENDING))
    rdg_window_open_database (self, paths[0]);
  else if (g_action_group_get_action_enabled (G_ACTION_GROUP (self), "import-files"))
    g_action_group_activate_action (G_ACTION_GROUP (self), "import-files",
                                    g_variant_new_strv ((const char * const *) paths, -1));
  else
    return FALSE;

  return TRUE;
}

static gboolean
key_pressed_cb (RdgWindow       *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  return g_str_equal (rdg_window_get_state (self), "pages")
         && g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "cars") == 0
         && rdg_cars_page_type (self->cars_page, key, state);
}

void
_rdg_window_init_actions (RdgWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->states), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
