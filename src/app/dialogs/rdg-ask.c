/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question as a message dialog, wrapped in a task so that the caller reads from top to bottom. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-ask.h"

#include <glib/gi18n-lib.h>

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_ACCEPT "accept"

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

static void
entry_changed_cb (AdwMessageDialog *dialog,
                  GtkEditable      *entry)
{
  adw_message_dialog_set_response_enabled (dialog, RESPONSE_ACCEPT,
                                           !is_blank (gtk_editable_get_text (entry)));
}

static void
add_entry (AdwMessageDialog *dialog,
           const char       *title)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  g_object_set_data (G_OBJECT (dialog), "rdg-ask-entry", entry);
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_set_response_enabled (dialog, RESPONSE_ACCEPT, FALSE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (entry_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_window_set_focus (GTK_WINDOW (dialog), entry);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             GTask            *task)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "rdg-ask-entry");

  /* One answer only: whatever the dialog says while it closes is none. */
  g_object_ref (task);
  g_signal_handlers_disconnect_by_data (dialog, task);

  if (!g_str_equal (response, RESPONSE_ACCEPT))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Nothing was done."));
  else if (entry != NULL)
    g_task_return_pointer (task, g_strstrip (g_strdup (gtk_editable_get_text (entry))), g_free);
  else
    g_task_return_pointer (task, g_strdup (""), g_free);
  g_object_unref (task);
}

/**
 * rdg_ask_async:
 * @parent: (nullable): a widget of the window that the question belongs to
 * @question: what to ask; copied
 *
 * Asks. "No" is %G_IO_ERROR_CANCELLED.
 */
void
rdg_ask_async (GtkWidget           *parent,
               const RdgQuestion   *question,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  GtkRoot *root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  AdwMessageDialog *dialog;
  GTask *task;

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root)
                                                                            : NULL,
                                                       question->heading, question->body));
  adw_message_dialog_add_responses (dialog,
                                    RESPONSE_CANCEL, C_("button", "_Cancel"),
                                    RESPONSE_ACCEPT, question->accept,
                                    NULL);
  adw_message_dialog_set_close_response (dialog, RESPONSE_CANCEL);
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_ACCEPT,
                                              question->destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                                    : ADW_RESPONSE_SUGGESTED);
  /* What cannot be taken back is not what Enter does. */
  adw_message_dialog_set_default_response (dialog, question->destructive ? RESPONSE_CANCEL
                                                                         : RESPONSE_ACCEPT);
  if (question->entry != NULL)
    add_entry (dialog, question->entry);

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, rdg_ask_async);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), task,
                         (GClosureNotify) (GCallback) g_object_unref, 0);

  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * rdg_ask_finish:
 * @text: (out) (optional) (transfer full): what was filled in, "" where nothing was asked for
 *
 * Returns: whether the answer is yes; else @error is %G_IO_ERROR_CANCELLED
 */
gboolean
rdg_ask_finish (GAsyncResult  *result,
                char         **text,
                GError       **error)
{
  g_autofree char *answer = g_task_propagate_pointer (G_TASK (result), error);

  if (answer == NULL)
    return FALSE;

  if (text != NULL)
    *text = g_steal_pointer (&answer);

  return TRUE;
}
