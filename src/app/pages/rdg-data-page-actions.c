/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user can do on the Data page: import, by button or drop; undo; see what was left out. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-data-page-private.h"

#include <glib/gi18n-lib.h>

#include "rdg-ask.h"
#include "rdg-import-dialog.h"
#include "rdg-import-item.h"
#include "rdg-positions-dialog.h"
#include "rdg-rejects-dialog.h"
#include "rdg-service-jobs.h"

static GtkWindow *
get_window (RdgDataPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static const RdgImportRow *
find_import (RdgDataPage *self,
             gint64       import_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->imports)); i++)
    {
      g_autoptr (RdgImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->imports), i);

      /* The list keeps the item, and the item the row. */
      if (rdg_import_item_get_row (item)->import_id == import_id)
        return rdg_import_item_get_row (item);
    }

  return NULL;
}

static void
import_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  rdg_import_dialog_choose (rdg_page_get_context (RDG_PAGE (user_data)), get_window (user_data));
}

static void
import_files_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  g_autofree const char **paths = g_variant_get_strv (parameter, NULL);

  if (paths[0] != NULL)
    rdg_import_dialog_present (rdg_page_get_context (RDG_PAGE (user_data)),
                               get_window (user_data), paths);
}

typedef struct
{
  RdgDataPage  *page;
  RdgWorkspace *workspace;
  gint64        import_id;
  char         *file;
} Undo;

typedef struct
{
  RdgWorkspace *workspace;
  char         *file;
  guint64       cars_unscored;
} Undone;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_clear_object (&undo->page);
  g_clear_object (&undo->workspace);
  g_free (undo->file);
  g_free (undo);
}

static void
undone_free (gpointer data)
{
  Undone *undone = data;

  g_object_unref (undone->workspace);
  g_free (undone->file);
  g_free (undone);
}

static gpointer
undo_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Undo *undo = data;
  Undone *undone;
  guint64 n_unscored;

  if (!rdg_import_undo (undo->workspace, undo->import_id, &n_unscored, job, error))
    return NULL;

  undone = g_new0 (Undone, 1);
  undone->workspace = g_object_ref (undo->workspace);
  undone->file = g_strdup (undo->file);
  undone->cars_unscored = n_unscored;
  return undone;
}

static void
undone_cb (RdgJob   *job,
           gpointer  owner)
{
  RdgDataPage *self = owner;
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  const Undone *undone = rdg_job_peek_value (job);
  g_autofree char *text = NULL;

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    {
      rdg_notice_show (self->notice, RDG_NOTICE_ERROR, rdg_job_get_error (job)->message);
      return;
    }
  if (undone == NULL)
    return;

  /* Translators: %s is a file */
  text = g_strdup_printf (_("The import of “%s” was undone. The file can be imported again."),
                          undone->file);
  rdg_app_context_toast (context, text);
  if (undone->cars_unscored > 0 && rdg_app_context_get_workspace (context) == undone->workspace)
    rdg_service_jobs_score (context, NULL, NULL);
  _rdg_data_page_load (self);
}

static void
undo_answered_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Undo *undo = user_data;
  RdgDataPage *self = undo->page;

  if (!rdg_ask_finish (result, NULL, NULL)
      || rdg_page_get_workspace (RDG_PAGE (self)) != undo->workspace)
    {
      undo_free (undo);
      return;
    }

  g_autofree char *title = g_strdup_printf (C_("job", "Undo the import of “%s”"), undo->file);
  g_autoptr (RdgJob) job = rdg_job_new (title);

  /* The job must not keep the page: widgets end on the main thread. */
  undo->page = NULL;
  rdg_job_list_add (rdg_app_context_get_jobs (rdg_page_get_context (RDG_PAGE (self))), job);
  rdg_app_context_start_job (rdg_page_get_context (RDG_PAGE (self)), job,
                             RDG_START_JOB_WRITES | RDG_START_JOB_QUIET, undo_func, undo, undo_free,
                             undone_free, undone_cb, self);
  g_object_unref (self);
}

static void
undo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  RdgDataPage *self = user_data;
  const RdgImportRow *row = find_import (self, g_variant_get_int64 (parameter));
  g_autofree char *heading = NULL;
  Undo *undo;

  if (row == NULL)
    return;

  heading = g_strdup_printf (_("Undo the Import of “%s”?"), row->file);
  undo = g_new0 (Undo, 1);
  undo->page = g_object_ref (self);
  undo->workspace = g_object_ref (rdg_page_get_workspace (RDG_PAGE (self)));
  undo->import_id = row->import_id;
  undo->file = g_strdup (row->file);
  rdg_ask_async (GTK_WIDGET (self),
                 &(RdgQuestion) {
                   .heading = heading,
                   .body = _("All rows that came with it leave the database, and so do cars that "
                             "only it knew. Models stay as they are. The file itself is not "
                             "touched."),
                   .accept = C_("button", "_Undo Import"),
                   .destructive = TRUE,
                 },
                 NULL, undo_answered_cb, undo);
}

static void
rejects_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  RdgDataPage *self = user_data;
  const RdgImportRow *row = find_import (self, g_variant_get_int64 (parameter));

  if (row != NULL)
    rdg_rejects_dialog_present (get_window (self), rdg_page_get_workspace (RDG_PAGE (self)),
                                row->import_id, row->file);
}

static void
positions_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  rdg_positions_dialog_present (rdg_page_get_context (RDG_PAGE (user_data)),
                                get_window (user_data));
}

static void
reload_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  _rdg_data_page_load (user_data);
}

static GdkDragAction
drop_enter_cb (RdgDataPage *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, TRUE);

  return GDK_ACTION_COPY;
}

static void
drop_leave_cb (RdgDataPage *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
}

static gboolean
drop_cb (RdgDataPage  *self,
         const GValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    if (g_file_peek_path (l->data) != NULL)
      g_strv_builder_add (builder, g_file_peek_path (l->data));

  paths = g_strv_builder_end (builder);
  if (paths[0] == NULL)
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (self), "page.import-files", "^as", paths);

  return TRUE;
}

static const GActionEntry entries[] = {
  { "import", import_cb },
  { "import-files", import_files_cb, "as" },
  { "undo", undo_cb, "x" },
  { "rejects", rejects_cb, "x" },
  { "positions", positions_cb },
  { "reload", reload_cb },
};

static void
set_enabled (RdgDataPage *self,
             const char  *name,
             gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
_rdg_data_page_update_actions (RdgDataPage *self)
{
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));
  gboolean writable = workspace != NULL && !rdg_workspace_is_read_only (workspace);

  set_enabled (self, "import", writable);
  set_enabled (self, "import-files", writable);
  set_enabled (self, "positions", writable);
  set_enabled (self, "undo", writable);
  set_enabled (self, "rejects", workspace != NULL);
}

void
_rdg_data_page_init_actions (RdgDataPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "enter", G_CALLBACK (drop_enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));
  _rdg_data_page_update_actions (self);
}
