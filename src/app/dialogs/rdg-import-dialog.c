/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From files to an import. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "rdg-import-report-view.h"
#include "rdg-inspection-view.h"
#include "rdg-request.h"

/**
 * RdgImportDialog:
 *
 * One view after the other: "choose", "looking", then "file" for a single one or
 * "overview" for several, "importing", "report"; "problem" where none can be
 * imported. What was chosen is kept by the files, so views can be left and come
 * back to.
 */
G_DEFINE_FINAL_TYPE (RdgImportDialog, rdg_import_dialog, ADW_TYPE_WINDOW)

void
_rdg_import_dialog_show (RdgImportDialog *self,
                         const char      *view)
{
  gboolean file = g_str_equal (view, "file");
  gboolean ready = file || g_str_equal (view, "overview");
  gboolean over = g_str_equal (view, "report") || g_str_equal (view, "problem");

  gtk_stack_set_visible_child_name (self->stack, view);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), ready);
  gtk_widget_set_visible (GTK_WIDGET (self->back), file || g_str_equal (view, "problem"));
  gtk_button_set_label (self->close, over ? C_("button", "_Close") : C_("button", "_Cancel"));
  if (!file)
    adw_window_title_set_subtitle (self->title, "");
}

guint
_rdg_import_dialog_count_good (RdgImportDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->files)); i++)
    {
      g_autoptr (RdgImportFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      n += rdg_import_file_get_inspection (file) != NULL;
    }

  return n;
}

static void
show_file (RdgImportDialog *self,
           RdgImportFile   *file)
{
  adw_bin_set_child (self->file, rdg_inspection_view_new (self->context, self->workspace, file));
  _rdg_import_dialog_show (self, "file");
  adw_window_title_set_subtitle (self->title, rdg_import_file_get_name (file));
}

/* A single file needs no list. */
void
_rdg_import_dialog_show_files (RdgImportDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->files));

  if (n == 0)
    {
      _rdg_import_dialog_show (self, "choose");
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), _rdg_import_dialog_count_good (self) > 0);
  if (n == 1 && _rdg_import_dialog_count_good (self) == 1)
    {
      g_autoptr (RdgImportFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), 0);

      show_file (self, file);
    }
  else
    _rdg_import_dialog_show (self, "overview");
}

static void
row_activated_cb (RdgImportDialog *self,
                  GtkListBoxRow   *row)
{
  g_autoptr (RdgImportFile) file =
    g_list_model_get_item (G_LIST_MODEL (self->files), (guint) gtk_list_box_row_get_index (row));

  if (rdg_import_file_get_inspection (file) != NULL)
    show_file (self, file);
}

static void
back_cb (RdgImportDialog *self)
{
  _rdg_import_dialog_show (self, g_list_model_get_n_items (G_LIST_MODEL (self->files)) > 0
                                   ? "overview" : "choose");
}

static void
imported_cb (RdgImportDialog *self,
             RdgJob          *job)
{
  const RdgImportOutcome *outcome = rdg_job_peek_value (job);

  rdg_job_panel_set_job (self->progress, NULL);
  g_clear_object (&self->importing);

  if (outcome == NULL)
    {
      gboolean cancelled = rdg_job_get_result (job) == RDG_JOB_RESULT_CANCELLED;

      rdg_notice_show (self->notice,
                       cancelled ? RDG_NOTICE_INFORMATION : RDG_NOTICE_ERROR,
                       cancelled ? _("The import was cancelled. The database is as it was before.")
                                 : rdg_job_get_error (job)->message);
      _rdg_import_dialog_show_files (self);
      return;
    }

  g_set_object (&self->imported, job);
  adw_bin_set_child (self->report,
                     rdg_import_report_view_new (outcome->reports, outcome->error));
  _rdg_import_dialog_show (self, "report");
}

static GPtrArray *
get_choices (RdgImportDialog *self)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (rdg_import_choice_free);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->files)); i++)
    {
      g_autoptr (RdgImportFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);
      const RdgInspection *inspection = rdg_import_file_get_inspection (file);
      RdgImportChoice *choice;

      if (inspection == NULL)
        continue;

      choice = g_new0 (RdgImportChoice, 1);
      choice->path = g_strdup (rdg_import_file_get_look (file)->path);
      choice->table = g_strdup (rdg_import_file_get_look (file)->table);
      choice->charset = inspection->dialect.charset;
      choice->decimal_mark = inspection->dialect.decimal_mark;
      choice->mapping = rdg_import_file_dup_mapping (file);
      g_ptr_array_add (choices, choice);
    }

  return choices;
}

static void
accept_cb (RdgImportDialog *self)
{
  g_autoptr (GPtrArray) choices = NULL;

  if (self->importing != NULL)
    return;

  if (rdg_app_context_get_workspace (self->context) != self->workspace)
    {
      rdg_notice_show (self->notice, RDG_NOTICE_ERROR,
                       _("Another database was opened meanwhile. Close this and import again."));
      return;
    }

  choices = get_choices (self);
  rdg_notice_hide (self->notice);
  self->importing = rdg_import_work_start (self->context, choices);
  g_signal_connect_object (self->importing, "finished", G_CALLBACK (imported_cb), self,
                           G_CONNECT_SWAPPED);
  rdg_job_panel_set_job (self->progress, self->importing);
  _rdg_import_dialog_show (self, "importing");
}

/* The window says how it ended, as this dialog will not be there. */
static void
background_cb (RdgImportDialog *self)
{
  if (self->importing == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->importing, self);
  rdg_import_work_tell (self->context, self->importing);
  rdg_job_panel_set_job (self->progress, NULL);
  g_clear_object (&self->importing);
  gtk_window_close (GTK_WINDOW (self));
}

/* While it imports, closing is cancelling: the dialog stays to say how it ended. */
static gboolean
close_request (GtkWindow *window)
{
  RdgImportDialog *self = RDG_IMPORT_DIALOG (window);

  if (self->importing != NULL)
    {
      rdg_job_cancel (self->importing);
      return TRUE;
    }

  return GTK_WINDOW_CLASS (rdg_import_dialog_parent_class)->close_request (window);
}

static void
rdg_import_dialog_dispose (GObject *object)
{
  RdgImportDialog *self = RDG_IMPORT_DIALOG (object);

  rdg_request_drop (&self->looking, self);
  g_clear_object (&self->importing);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_IMPORT_DIALOG);
  g_clear_object (&self->imported);
  g_clear_object (&self->files);
  g_clear_object (&self->context);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (rdg_import_dialog_parent_class)->dispose (object);
}

static void
rdg_import_dialog_class_init (RdgImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = rdg_import_dialog_dispose;
  window_class->close_request = close_request;

  g_type_ensure (RDG_TYPE_JOB_PANEL);
  g_type_ensure (RDG_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, back);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, close);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, file);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, report);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, title);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, background_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "files_cb",
                                                G_CALLBACK (_rdg_import_dialog_ask_files));
  gtk_widget_class_bind_template_callback_full (widget_class, "folder_cb",
                                                G_CALLBACK (_rdg_import_dialog_ask_folder));
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rdg_import_dialog_init (RdgImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  _rdg_import_dialog_init_files (self);
}

static RdgImportDialog *
create (RdgAppContext *context,
        GtkWindow     *parent)
{
  RdgImportDialog *self;

  g_return_val_if_fail (rdg_app_context_get_workspace (context) != NULL, NULL);

  self = g_object_new (RDG_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  self->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  _rdg_import_dialog_show (self, "choose");

  return self;
}

/**
 * rdg_import_dialog_present:
 * @parent: the window it belongs to
 * @paths: files and folders, at least one
 *
 * Looks at files and offers to import them into the database that is open.
 */
void
rdg_import_dialog_present (RdgAppContext      *context,
                           GtkWindow          *parent,
                           const char * const *paths)
{
  RdgImportDialog *self;

  g_return_if_fail (paths != NULL && paths[0] != NULL);

  self = create (context, parent);
  _rdg_import_dialog_add (self, paths);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * rdg_import_dialog_choose:
 * @parent: the window it belongs to
 *
 * Asks for files, then as rdg_import_dialog_present().
 */
void
rdg_import_dialog_choose (RdgAppContext *context,
                          GtkWindow     *parent)
{
  gtk_window_present (GTK_WINDOW (create (context, parent)));
}

/**
 * rdg_import_dialog_choose_folder:
 * @parent: the window it belongs to
 *
 * Asks for a folder, then as rdg_import_dialog_present() with what is in it.
 */
void
rdg_import_dialog_choose_folder (RdgAppContext *context,
                                 GtkWindow     *parent)
{
  RdgImportDialog *self = create (context, parent);

  gtk_window_present (GTK_WINDOW (self));
  _rdg_import_dialog_ask_folder (self);
}
