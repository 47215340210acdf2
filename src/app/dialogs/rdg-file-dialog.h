/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing files: async functions over the desktop's own chooser. Main thread only. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void    rdg_file_dialog_open_async  (GtkWidget           *parent,
                                     const char          *title,
                                     GListModel          *filters,
                                     gboolean             several,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* Finished as the one before. */
void    rdg_file_dialog_folder_async (GtkWidget           *parent,
                                      const char          *title,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GStrv   rdg_file_dialog_open_finish (GAsyncResult        *result,
                                     GError             **error);
void    rdg_file_dialog_save_async  (GtkWidget           *parent,
                                     const char          *title,
                                     const char          *name,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
GFile  *rdg_file_dialog_save_finish (GAsyncResult        *result,
                                     GError             **error);

G_END_DECLS
