/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import left out. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-rejects-dialog.h"

#include <glib/gi18n-lib.h>

#include "rdg-file-dialog.h"
#include "rdg-format.h"
#include "rdg-rejects-work.h"
#include "rdg-request.h"
#include "rdg-status-text.h"

/* So close to the end the next page is read. */
#define READ_AHEAD_PIXELS 600

typedef enum
{
  CELL_LINE,
  CELL_COLUMN,
  CELL_REASON,
  CELL_TEXT,
} Cell;

/**
 * RdgRejectsDialog:
 *
 * Reads a page at a time, the next one when the end comes near: a file of
 * nothing but rejects opens as fast as any.
 */
struct _RdgRejectsDialog
{
  AdwWindow        parent_instance;

  RdgWorkspace    *workspace;
  gint64           import_id;
  char            *file;
  GListStore      *rows;       /* of GtkStringList: the four cells */
  gboolean         complete;
  RdgJob          *reading;
  RdgJob          *exporting;

  AdwToastOverlay *toasts;
  GtkStack        *stack;
  AdwWindowTitle  *title;
  AdwStatusPage   *error;
  GtkScrolledWindow *scrolled;
  GtkColumnView   *view;
};

G_DEFINE_FINAL_TYPE (RdgRejectsDialog, rdg_rejects_dialog, ADW_TYPE_WINDOW)

static void read_more (RdgRejectsDialog *self);

static void
add_toast (RdgRejectsDialog *self,
           const char       *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
append (RdgRejectsDialog   *self,
        const RdgRejectRow *reject)
{
  g_autofree char *line = rdg_format_count (reject->line);
  const char *cells[] = {
    [CELL_LINE] = line,
    [CELL_COLUMN] = *reject->column != '\0' ? reject->column : C_("column", "whole row"),
    [CELL_REASON] = reject->reason,
    [CELL_TEXT] = reject->text,
    NULL
  };
  g_autoptr (GtkStringList) row = gtk_string_list_new (cells);

  g_list_store_append (self->rows, row);
}

static void
update_subtitle (RdgRejectsDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autofree char *count = rdg_format_count (n);
  g_autofree char *text =
    self->complete
      ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s entry", "%s entries", n), count)
      : g_strdup_printf (_("the first %s entries"), count);

  adw_window_title_set_subtitle (self->title, text);
}

static void
near_end_cb (RdgRejectsDialog *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (gtk_adjustment_get_value (adjustment) > end - READ_AHEAD_PIXELS)
    read_more (self);
}

static void
read_cb (gpointer  owner,
         RdgJob   *job)
{
  RdgRejectsDialog *self = owner;
  GPtrArray *page = rdg_job_peek_value (job);
  g_autoptr (RdgJob) done = g_steal_pointer (&self->reading);

  if (page == NULL)
    {
      if (rdg_job_get_error (job) != NULL)
        rdg_status_text_set (self->error, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }

  for (guint i = 0; i < page->len; i++)
    append (self, page->pdata[i]);
  self->complete = page->len < RDG_REJECTS_PAGE;
  update_subtitle (self);
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0
                                      ? "content" : "empty");
}

static void
read_more (RdgRejectsDialog *self)
{
  if (self->complete || self->reading != NULL)
    return;

  rdg_request_start (&self->reading, self, read_cb, rdg_rejects_work_read,
                     rdg_rejects_request_new (self->workspace, self->import_id,
                                              g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                                              NULL),
                     rdg_rejects_request_free, (GDestroyNotify) g_ptr_array_unref);
}

static void
exported_cb (gpointer  owner,
             RdgJob   *job)
{
  RdgRejectsDialog *self = owner;
  const char *name = rdg_job_peek_value (job);
  g_autofree char *text = NULL;

  if (name != NULL)
    /* Translators: %s is a file */
    text = g_strdup_printf (_("“%s” was written."), name);
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    text = g_strdup (rdg_job_get_error (job)->message);

  if (text != NULL)
    add_toast (self, text);
}

static void
save_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (RdgRejectsDialog) self = user_data;
  g_autoptr (GFile) file = rdg_file_dialog_save_finish (result, NULL);

  if (file != NULL)
    rdg_rejects_dialog_export (self, file);
}

static void
export_clicked_cb (RdgRejectsDialog *self)
{
  /* Translators: a proposed file name; %s is the imported file */
  g_autofree char *name = g_strdup_printf (_("left out of %s.csv"), self->file);

  rdg_file_dialog_save_async (GTK_WIDGET (self), _("Export What Was Left Out"), name, NULL,
                              save_chosen_cb, g_object_ref (self));
}

static void
cell_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (GPOINTER_TO_INT (user_data) == CELL_LINE)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

static void
cell_bind_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              gpointer                  user_data)
{
  GtkStringList *row = gtk_list_item_get_item (list_item);
  GtkWidget *label = gtk_list_item_get_child (list_item);
  const char *text = gtk_string_list_get_string (row, GPOINTER_TO_UINT (user_data));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
}

static void
add_column (RdgRejectsDialog *self,
            Cell              cell,
            const char       *title,
            int               width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), GINT_TO_POINTER (cell));
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), GINT_TO_POINTER (cell));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

static void
rdg_rejects_dialog_dispose (GObject *object)
{
  RdgRejectsDialog *self = RDG_REJECTS_DIALOG (object);

  rdg_request_drop (&self->reading, self);
  rdg_request_drop (&self->exporting, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_REJECTS_DIALOG);
  g_clear_object (&self->rows);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->file, g_free);

  G_OBJECT_CLASS (rdg_rejects_dialog_parent_class)->dispose (object);
}

static void
rdg_rejects_dialog_class_init (RdgRejectsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_rejects_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-rejects-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgRejectsDialog, error);
  gtk_widget_class_bind_template_child (widget_class, RdgRejectsDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdgRejectsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgRejectsDialog, title);
  gtk_widget_class_bind_template_child (widget_class, RdgRejectsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, RdgRejectsDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rdg_rejects_dialog_init (RdgRejectsDialog *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  add_column (self, CELL_LINE, C_("column", "Line"), 80);
  add_column (self, CELL_COLUMN, C_("column", "Column"), 140);
  add_column (self, CELL_REASON, C_("column", "Reason"), 0);
  add_column (self, CELL_TEXT, C_("column", "Text"), 200);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed",
                           G_CALLBACK (near_end_cb), self, G_CONNECT_SWAPPED);
}

/**
 * rdg_rejects_dialog_present:
 * @parent: the window it belongs to
 * @import_id: the import
 * @file: its file's name
 *
 * Returns: (transfer none): the dialog
 */
RdgRejectsDialog *
rdg_rejects_dialog_present (GtkWindow    *parent,
                            RdgWorkspace *workspace,
                            gint64        import_id,
                            const char   *file)
{
  RdgRejectsDialog *self = g_object_new (RDG_TYPE_REJECTS_DIALOG, "transient-for", parent, NULL);
  /* Translators: %s is a file */
  g_autofree char *title = g_strdup_printf (_("Left Out of “%s”"), file);

  self->workspace = g_object_ref (workspace);
  self->import_id = import_id;
  self->file = g_strdup (file);
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  read_more (self);
  gtk_window_present (GTK_WINDOW (self));

  return self;
}

/**
 * rdg_rejects_dialog_get_model:
 *
 * Returns: (transfer none): what was read so far, of #GtkStringList: line, column, reason, text
 */
GListModel *
rdg_rejects_dialog_get_model (RdgRejectsDialog *self)
{
  return G_LIST_MODEL (self->rows);
}

/**
 * rdg_rejects_dialog_export:
 * @file: where to; replaced
 *
 * Writes all that was left out as CSV.
 */
void
rdg_rejects_dialog_export (RdgRejectsDialog *self,
                           GFile            *file)
{
  rdg_request_start (&self->exporting, self, exported_cb, rdg_rejects_work_export,
                     rdg_rejects_request_new (self->workspace, self->import_id, 0, file),
                     rdg_rejects_request_free, g_free);
}
