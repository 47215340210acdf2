/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-report-view.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-file-dialog.h"
#include "rdg-format.h"
#include "rdg-import-item.h"
#include "rdg-notice.h"

struct _RdgImportReportView
{
  AdwBin              parent_instance;

  GPtrArray          *reports;
  GError             *error;       /* nullable */
  GSimpleActionGroup *actions;

  AdwBin             *page;
  RdgNotice          *notice;
};

G_DEFINE_FINAL_TYPE (RdgImportReportView, rdg_import_report_view, ADW_TYPE_BIN)

static void
add_sentence (AdwPreferencesGroup *group,
              const char          *icon_name,
              const char          *css_class,
              const char          *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (icon, css_class);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (group, row);
}

static void
add_value (AdwPreferencesGroup *group,
           const char          *title,
           const char          *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (group, row);
}

/* Longer than a value. */
static void
add_text (AdwPreferencesGroup *group,
          const char          *title,
          const char          *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
}

static void
add_count (AdwPreferencesGroup *group,
           const char          *title,
           guint64              count)
{
  g_autofree char *text = rdg_format_count (count);

  add_value (group, title, text);
}

static GtkWidget *
make_group (const RdgImportReport *report)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = g_markup_escape_text (report->file, -1);
  g_autofree char *period = rdg_format_period (report->from, report->to);
  g_autofree char *outcomes = rdg_outcome_counts_describe (&report->outcomes);

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, rdg_layout_get_word (report->layout));
  if (report->already_imported != 0)
    {
      g_autofree char *text =
        g_strdup_printf (_("This file is already in: it came with import %" PRId64
                           ". Nothing was taken a second time."),
                         report->already_imported);

      add_sentence (group, "dialog-information-symbolic", "accent", text);
      return GTK_WIDGET (group);
    }

  add_count (group, _("Rows read"), report->rows_read);
  add_count (group, _("Rows taken"), report->rows_taken);
  if (report->rows_duplicate > 0)
    add_count (group, _("Duplicate rows, left out"), report->rows_duplicate);
  if (report->rows_rejected > 0)
    add_count (group, _("Rejected rows, left out"), report->rows_rejected);
  if (report->cells_dropped > 0)
    add_count (group, _("Cells that could not be read, left out"), report->cells_dropped);
  add_count (group, _("New cars"), report->cars_new);
  if (report->cars_touched > report->cars_new)
    add_count (group, _("Cars in the file"), report->cars_touched);
  if (period != NULL)
    add_value (group, _("Period"), period);
  if (outcomes != NULL)
    add_text (group, _("Outcomes"), outcomes);

  for (char **warning = report->warnings; warning != NULL && *warning != NULL; warning++)
    add_sentence (group, "dialog-warning-symbolic", "warning", *warning);
  if (report->rows_rejected > 0 || report->cells_dropped > 0)
    add_sentence (group, "dialog-information-symbolic", "accent",
                  _("What was left out is listed on the Data page, with line and reason."));

  return GTK_WIDGET (group);
}

static GtkWidget *
make_page (GPtrArray    *reports,
           const GError *error)
{
  GtkWidget *page = adw_preferences_page_new ();

  if (error != NULL)
    {
      GtkWidget *group = adw_preferences_group_new ();

      add_sentence (ADW_PREFERENCES_GROUP (group), "dialog-error-symbolic", "error",
                    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                      ? _("The import was cancelled. The files below had come in before.")
                      : error->message);
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }
  for (guint i = 0; i < reports->len; i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                              ADW_PREFERENCES_GROUP (make_group (reports->pdata[i])));

  return page;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RdgImportReportView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *text = NULL;

  if (self->actions == NULL)
    return;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *shown = g_filename_display_name (name);

      /* Translators: %s is a file */
      text = g_strdup_printf (_("“%s” was written."), shown);
      rdg_notice_show (self->notice, RDG_NOTICE_DONE, text);
    }
  else
    {
      text = g_strdup_printf (_("The report could not be written: %s"), error->message);
      rdg_notice_show (self->notice, RDG_NOTICE_ERROR, text);
    }
}

/**
 * rdg_import_report_view_export:
 *
 * Writes the report; the view says when it is done, or why not.
 */
void
rdg_import_report_view_export (RdgImportReportView *self,
                               GFile               *file,
                               RdgReportFormat      format)
{
  char *text = rdg_import_report_write (self->reports, self->error, format);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, written_cb, g_object_ref (self));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  RdgImportReportView *self = RDG_IMPORT_REPORT_VIEW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = rdg_file_dialog_save_finish (result, &error);

  if (self->actions == NULL)
    return;
  if (file != NULL)
    rdg_import_report_view_export (self, file, (RdgReportFormat) GPOINTER_TO_UINT (user_data));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rdg_notice_show (self->notice, RDG_NOTICE_ERROR, error->message);
}

static void
export_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  const char *ending = g_variant_get_string (parameter, NULL);
  g_autofree char *name = g_strdup_printf ("%s.%s", C_("file", "import-report"), ending);
  RdgReportFormat format;

  if (rdg_report_format_from_ending (ending, &format))
    rdg_file_dialog_save_async (user_data, _("Export the Report"), name, NULL, file_chosen_cb,
                                GUINT_TO_POINTER (format));
}

static const GActionEntry entries[] = {
  { "export", export_cb, "s" },
};

static void
rdg_import_report_view_dispose (GObject *object)
{
  RdgImportReportView *self = RDG_IMPORT_REPORT_VIEW (object);

  g_clear_object (&self->actions);
  /* Before the template goes: the bin would unparent its child a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_IMPORT_REPORT_VIEW);
  g_clear_pointer (&self->reports, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (rdg_import_report_view_parent_class)->dispose (object);
}

static void
rdg_import_report_view_class_init (RdgImportReportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_import_report_view_dispose;

  g_type_ensure (RDG_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/"
                                               "rdg-import-report-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgImportReportView, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgImportReportView, page);
}

static void
rdg_import_report_view_init (RdgImportReportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "report", G_ACTION_GROUP (self->actions));
}

/**
 * rdg_import_report_view_new:
 * @reports: (element-type RdgImportReport): what was done
 * @error: (nullable): why a further file did not come in
 *
 * Returns: (transfer floating): a view that tells it
 */
GtkWidget *
rdg_import_report_view_new (GPtrArray    *reports,
                            const GError *error)
{
  RdgImportReportView *self = g_object_new (RDG_TYPE_IMPORT_REPORT_VIEW, NULL);

  self->reports = g_ptr_array_ref (reports);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  adw_bin_set_child (self->page, make_page (reports, error));

  return GTK_WIDGET (self);
}
