/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-report-view.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-format.h"

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

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
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

  adw_preferences_group_set_title (group, title);
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
  if (period != NULL)
    add_value (group, _("Period"), period);

  for (char **warning = report->warnings; warning != NULL && *warning != NULL; warning++)
    add_sentence (group, "dialog-warning-symbolic", "warning", *warning);
  if (report->rows_rejected > 0 || report->cells_dropped > 0)
    add_sentence (group, "dialog-information-symbolic", "accent",
                  _("What was left out is listed on the Data page, with line and reason."));

  return GTK_WIDGET (group);
}

/**
 * rdg_import_report_view_new:
 * @reports: (element-type RdgImportReport): what was done
 * @error: (nullable): why a further file did not come in
 *
 * Returns: (transfer floating): a page that tells it
 */
GtkWidget *
rdg_import_report_view_new (GPtrArray    *reports,
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
