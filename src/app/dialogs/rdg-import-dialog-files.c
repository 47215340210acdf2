/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files the import assistant has: chosen, dropped, listed with what they are. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "rdg-file-dialog.h"
#include "rdg-request.h"
#include "rdg-status-text.h"

static gboolean
has_path (RdgImportDialog *self,
          const char      *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->files)); i++)
    {
      g_autoptr (RdgImportFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      if (path != NULL && g_strcmp0 (rdg_import_file_get_look (file)->path, path) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
show_problems (RdgImportDialog *self)
{
  g_autoptr (GString) problems = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->files));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RdgImportFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      g_string_append (problems, problems->len > 0 ? "\n\n" : "");
      g_string_append (problems, rdg_import_file_get_look (file)->problem);
    }

  adw_status_page_set_title (self->problem, n == 1 ? _("This File Cannot Be Imported")
                                                   : _("These Files Cannot Be Imported"));
  rdg_status_text_set (self->problem, problems->str);
  g_list_store_remove_all (self->files);
  _rdg_import_dialog_show (self, "problem");
}

static void
looked_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgImportDialog *self = owner;
  GPtrArray *looks = rdg_job_peek_value (job);

  for (guint i = 0; looks != NULL && i < looks->len; i++)
    {
      RdgLook *look = looks->pdata[i];
      g_autoptr (RdgImportFile) file = NULL;

      if (has_path (self, look->path))
        continue;
      file = rdg_import_file_new (look);
      g_list_store_append (self->files, file);
    }

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    rdg_notice_show (self->notice, RDG_NOTICE_ERROR, rdg_job_get_error (job)->message);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->files)) > 0
      && _rdg_import_dialog_count_good (self) == 0)
    show_problems (self);
  else
    _rdg_import_dialog_show_files (self);
}

/* Looks at files and folders, and lists them beside those that are there already. */
void
_rdg_import_dialog_add (RdgImportDialog    *self,
                        const char * const *paths)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (rdg_look_request_free);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      RdgLookRequest *request = rdg_look_request_new (self->workspace, paths[i]);

      request->suggest = TRUE;
      g_ptr_array_add (requests, request);
    }

  rdg_notice_hide (self->notice);
  _rdg_import_dialog_show (self, "looking");
  rdg_request_start (&self->looking, self, looked_cb, rdg_import_work_look, requests,
                     (GDestroyNotify) g_ptr_array_unref, (GDestroyNotify) g_ptr_array_unref);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RdgImportDialog *self = RDG_IMPORT_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = rdg_file_dialog_open_finish (result, &error);

  /* The dialog may have gone meanwhile. */
  if (self->files == NULL || self->importing != NULL)
    return;
  if (paths != NULL)
    _rdg_import_dialog_add (self, (const char * const *) paths);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rdg_notice_show (self->notice, RDG_NOTICE_ERROR, error->message);
}

void
_rdg_import_dialog_ask_files (RdgImportDialog *self)
{
  static const char * const endings[] = { "csv", "csv.gz", "txt", "tsv", "xlsx", "xlsm", "db",
                                          "sqlite", "sqlite3", "libsvm", "svm" };
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _("Tables (CSV, Excel, SQLite)"));
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    gtk_file_filter_add_suffix (tables, endings[i]);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, tables);
  g_list_store_append (filters, all);

  rdg_file_dialog_open_async (GTK_WIDGET (self), _("Choose Files to Import"),
                              G_LIST_MODEL (filters), TRUE, NULL, chosen_cb, NULL);
}

void
_rdg_import_dialog_ask_folder (RdgImportDialog *self)
{
  rdg_file_dialog_folder_async (GTK_WIDGET (self), _("Choose a Folder to Import"), NULL, chosen_cb,
                                NULL);
}

static gboolean
drop_cb (RdgImportDialog *self,
         const GValue    *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *view = gtk_stack_get_visible_child_name (self->stack);

  if (g_str_equal (view, "importing") || g_str_equal (view, "report"))
    return FALSE;

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    if (g_file_peek_path (l->data) != NULL)
      g_strv_builder_add (builder, g_file_peek_path (l->data));

  g_auto (GStrv) paths = g_strv_builder_end (builder);

  if (paths[0] == NULL)
    return FALSE;

  _rdg_import_dialog_add (self, (const char * const *) paths);

  return TRUE;
}

static void
remove_cb (GtkWidget *button)
{
  RdgImportDialog *self = RDG_IMPORT_DIALOG (gtk_widget_get_root (button));
  RdgImportFile *file = g_object_get_data (G_OBJECT (button), "rdg-import-file");
  guint position;

  if (g_list_store_find (self->files, file, &position))
    g_list_store_remove (self->files, position);
  _rdg_import_dialog_show_files (self);
}

static void
update_row (RdgImportFile *file,
            GtkWidget     *row)
{
  gboolean good = rdg_import_file_get_inspection (file) != NULL;
  GtkImage *icon = g_object_get_data (G_OBJECT (row), "rdg-icon");
  const RdgLook *look = rdg_import_file_get_look (file);
  g_autofree char *summary = rdg_import_file_dup_summary (file);
  g_autofree char *text = look->mapping_name != NULL
    /* Translators: what the file is; the name of the saved mapping it is read with */
    ? g_strdup_printf (_("%1$s; as the mapping “%2$s” says"), summary, look->mapping_name)
    : g_steal_pointer (&summary);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_image_set_from_icon_name (icon, good ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (icon), good ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (icon), good ? "success" : "warning");
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  RdgImportFile *file = item;
  const char *name = rdg_import_file_get_name (file);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  /* Translators: %s is a file */
  g_autofree char *spoken = g_strdup_printf (_("Do not import %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Do not import this one"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "rdg-import-file", g_object_ref (file), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  if (rdg_import_file_get_inspection (file) != NULL)
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  g_object_set_data (G_OBJECT (row), "rdg-icon", icon);
  g_signal_connect_object (file, "changed", G_CALLBACK (update_row), row, 0);
  update_row (file, row);

  return row;
}

void
_rdg_import_dialog_init_files (RdgImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));

  self->files = g_list_store_new (RDG_TYPE_IMPORT_FILE);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->files), create_row, NULL, NULL);
}
