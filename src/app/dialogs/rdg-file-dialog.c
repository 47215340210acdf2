/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's file chooser as async functions. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-file-dialog.h"

#include <glib/gi18n-lib.h>

static void
return_cancelled (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                           _("No file was chosen."));
}

/* Paths, since the services read plain files: what has none (a remote place that is not mounted)
 * is left out. */
static GStrv
get_paths (GListModel *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      const char *path = g_file_peek_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }

  return g_strv_builder_end (builder);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GTask           *task)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  gtk_native_dialog_hide (dialog);
  if (response != GTK_RESPONSE_ACCEPT)
    return_cancelled (task);
  else if (gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE)
    g_task_return_pointer (task, gtk_file_chooser_get_file (chooser), g_object_unref);
  else
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
      g_auto (GStrv) paths = get_paths (files);

      if (paths[0] == NULL)
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                                 _("That place is not on this computer. Copy the file here, "
                                   "then choose it again."));
      else
        g_task_return_pointer (task, g_steal_pointer (&paths), (GDestroyNotify) g_strfreev);
    }

  /* The native dialog belongs to nobody: the task has kept it. */
  g_object_unref (task);
}

static GtkFileChooserNative *
make_dialog (GtkWidget            *parent,
             const char           *title,
             GtkFileChooserAction  action,
             GTask                *task)
{
  GtkRoot *root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);

  return dialog;
}

/**
 * rdg_file_dialog_open_async:
 * @parent: (nullable): a widget of the window that asks
 * @filters: (nullable): of GtkFileFilter, the first one is set
 * @several: whether more than one may be chosen
 *
 * Asks for files to read.
 */
void
rdg_file_dialog_open_async (GtkWidget           *parent,
                            const char          *title,
                            GListModel          *filters,
                            gboolean             several,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);
  GtkFileChooserNative *dialog = make_dialog (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, task);
  guint n = filters != NULL ? g_list_model_get_n_items (filters) : 0;

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), several);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
    }

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * rdg_file_dialog_folder_async:
 * @parent: (nullable): a widget of the window that asks
 *
 * Asks for a folder to read; finished by rdg_file_dialog_open_finish().
 */
void
rdg_file_dialog_folder_async (GtkWidget           *parent,
                              const char          *title,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (
    make_dialog (parent, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, task)));
}

/**
 * rdg_file_dialog_open_finish:
 *
 * Returns: (transfer full) (nullable): paths, at least one; %NULL with %G_IO_ERROR_CANCELLED where
 *   none was chosen
 */
GStrv
rdg_file_dialog_open_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rdg_file_dialog_save_async:
 * @parent: (nullable): a widget of the window that asks
 * @name: the name that is proposed
 *
 * Asks for a file to write; the chooser itself asks before one is replaced.
 */
void
rdg_file_dialog_save_async (GtkWidget           *parent,
                            const char          *title,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);
  GtkFileChooserNative *dialog = make_dialog (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, task);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * rdg_file_dialog_save_finish:
 *
 * Returns: (transfer full) (nullable): the file to write
 */
GFile *
rdg_file_dialog_save_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
