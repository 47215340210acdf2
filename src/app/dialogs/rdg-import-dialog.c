/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From files to an import. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "rdg-file-dialog.h"
#include "rdg-import-report-view.h"
#include "rdg-import-work.h"
#include "rdg-inspection-view.h"
#include "rdg-job-panel.h"
#include "rdg-notice.h"
#include "rdg-request.h"
#include "rdg-service-jobs.h"
#include "rdg-status-text.h"

/**
 * RdgImportDialog:
 *
 * One view after the other: looking, what was recognised, importing, the
 * report. The files' views are pages of a stack; several files have a drop-down.
 */
struct _RdgImportDialog
{
  AdwWindow      parent_instance;

  RdgAppContext *context;
  RdgWorkspace  *workspace;    /* the database that was open when the dialog was: no other */
  RdgJob        *looking;
  RdgJob        *importing;
  GtkStringList *names;

  GtkStack      *stack;
  GtkButton     *close;
  GtkButton     *accept;
  GtkDropDown   *file;
  AdwWindowTitle*title;
  RdgNotice     *notice;
  GtkStack      *files;
  RdgJobPanel   *progress;
  AdwBin        *report;
  AdwStatusPage *problem;
  GtkButton     *go_on;
};

G_DEFINE_FINAL_TYPE (RdgImportDialog, rdg_import_dialog, ADW_TYPE_WINDOW)

static void
show_view (RdgImportDialog *self,
           const char      *name)
{
  gboolean choosing = g_str_equal (name, "columns");
  gboolean over = g_str_equal (name, "report") || g_str_equal (name, "problem");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), choosing);
  gtk_widget_set_visible (GTK_WIDGET (self->file),
                          choosing && g_list_model_get_n_items (G_LIST_MODEL (self->names)) > 1);
  gtk_button_set_label (self->close, over ? C_("button", "_Close") : C_("button", "_Cancel"));
}

static void
file_selected_cb (RdgImportDialog *self)
{
  g_autofree char *name = g_strdup_printf ("%u", gtk_drop_down_get_selected (self->file));

  if (gtk_stack_get_child_by_name (self->files, name) != NULL)
    gtk_stack_set_visible_child_name (self->files, name);
}

static void
add_file (RdgImportDialog *self,
          RdgInspection   *inspection)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->names));
  g_autofree char *name = g_strdup_printf ("%u", n);
  g_autofree char *file = g_path_get_basename (inspection->path);

  gtk_stack_add_named (self->files, rdg_inspection_view_new (inspection), name);
  gtk_string_list_append (self->names, file);
  adw_window_title_set_subtitle (self->title, n == 0 ? file : "");
}

static void
looked_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgImportDialog *self = owner;
  GPtrArray *looks = rdg_job_peek_value (job);
  g_autoptr (GString) problems = g_string_new (NULL);
  guint n_good = 0;

  if (looks == NULL)
    return;

  for (guint i = 0; i < looks->len; i++)
    {
      RdgLook *look = looks->pdata[i];

      if (look->inspection != NULL)
        {
          add_file (self, g_steal_pointer (&look->inspection));
          n_good++;
          continue;
        }
      g_string_append (problems, problems->len > 0 ? "\n\n" : "");
      g_string_append (problems, look->problem);
    }

  if (problems->len == 0)
    {
      show_view (self, "columns");
      return;
    }

  adw_status_page_set_title (self->problem,
                             looks->len - n_good == 1 ? _("This File Cannot Be Imported")
                                                      : _("These Files Cannot Be Imported"));
  rdg_status_text_set (self->problem, problems->str);
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), n_good > 0);
  show_view (self, "problem");
}

static void
go_on_cb (RdgImportDialog *self)
{
  show_view (self, "columns");
}

static void
imported_cb (RdgJob   *job,
             gpointer  owner)
{
  RdgImportDialog *self = owner;
  const RdgImportOutcome *outcome = rdg_job_peek_value (job);

  if (self->importing != job)
    return;

  rdg_job_panel_set_job (self->progress, NULL);
  g_clear_object (&self->importing);

  if (outcome == NULL)
    {
      gboolean cancelled = rdg_job_get_result (job) == RDG_JOB_RESULT_CANCELLED;

      rdg_notice_show (self->notice,
                       cancelled ? RDG_NOTICE_INFORMATION : RDG_NOTICE_ERROR,
                       cancelled ? _("The import was cancelled. The database is as it was before.")
                                 : rdg_job_get_error (job)->message);
      show_view (self, "columns");
      return;
    }

  adw_bin_set_child (self->report,
                     rdg_import_report_view_new (outcome->reports, outcome->error));
  show_view (self, "report");
  if (outcome->has_active && rdg_app_context_get_workspace (self->context) == self->workspace)
    rdg_service_jobs_score (self->context, NULL, NULL);
}

static void
accept_cb (RdgImportDialog *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) mappings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_mapping_free);

  if (self->importing != NULL)
    return;

  if (rdg_app_context_get_workspace (self->context) != self->workspace)
    {
      rdg_notice_show (self->notice, RDG_NOTICE_ERROR,
                       _("Another database was opened meanwhile. Close this and import again."));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->files)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      RdgInspectionView *view = RDG_INSPECTION_VIEW (child);

      g_ptr_array_add (paths, g_strdup (rdg_inspection_view_get_path (view)));
      g_ptr_array_add (mappings, rdg_inspection_view_dup_mapping (view));
    }

  rdg_notice_hide (self->notice);
  self->importing = rdg_import_work_start (self->context, paths, mappings, imported_cb, self);
  rdg_job_panel_set_job (self->progress, self->importing);
  show_view (self, "importing");
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
  g_clear_object (&self->context);
  g_clear_object (&self->workspace);
  g_clear_object (&self->names);

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
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, close);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, file);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, files);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, go_on);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, report);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgImportDialog, title);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rdg_import_dialog_init (RdgImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->names = gtk_string_list_new (NULL);
  gtk_drop_down_set_model (self->file, G_LIST_MODEL (self->names));
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
  g_return_if_fail (rdg_app_context_get_workspace (context) != NULL);

  self = g_object_new (RDG_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  self->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  show_view (self, "looking");
  rdg_request_start (&self->looking, self, looked_cb, rdg_import_work_look,
                     g_strdupv ((char **) paths), (GDestroyNotify) g_strfreev,
                     (GDestroyNotify) g_ptr_array_unref);
  gtk_window_present (GTK_WINDOW (self));
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RdgAppContext) context = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = rdg_file_dialog_open_finish (result, &error);

  if (paths == NULL)
    rdg_app_context_show_error (context, _("Import"), error);
  else if (rdg_app_context_get_workspace (context) != NULL)
    rdg_import_dialog_present (context, GTK_WINDOW (source), (const char * const *) paths);
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
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _("Tables (CSV, Excel, SQLite)"));
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "csv.gz");
  gtk_file_filter_add_suffix (tables, "txt");
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_suffix (tables, "xlsx");
  gtk_file_filter_add_suffix (tables, "xlsm");
  gtk_file_filter_add_suffix (tables, "db");
  gtk_file_filter_add_suffix (tables, "sqlite");
  gtk_file_filter_add_suffix (tables, "sqlite3");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, tables);
  g_list_store_append (filters, all);

  rdg_file_dialog_open_async (GTK_WIDGET (parent), _("Choose Files to Import"),
                              G_LIST_MODEL (filters), TRUE, NULL, chosen_cb,
                              g_object_ref (context));
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
  rdg_file_dialog_folder_async (GTK_WIDGET (parent), _("Choose a Folder to Import"), NULL,
                                chosen_cb, g_object_ref (context));
}
