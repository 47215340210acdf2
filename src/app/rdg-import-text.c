/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did, for toasts and notifications. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-text.h"

#include <glib/gi18n-lib.h>

#include "rdg-format.h"

/**
 * rdg_import_describe:
 * @reports: (element-type RdgImportReport): of files that came in together
 *
 * Returns: (transfer full): how many rows were taken and rejected, or that nothing was new
 */
char *
rdg_import_describe (GPtrArray *reports)
{
  guint64 taken = 0, rejected = 0;
  gboolean known = reports->len > 0;

  for (guint i = 0; i < reports->len; i++)
    {
      const RdgImportReport *report = reports->pdata[i];

      taken += report->rows_taken;
      rejected += report->rows_rejected;
      known &= report->already_imported != 0;
    }

  g_autofree char *taken_text = rdg_format_count (taken);
  g_autofree char *rejected_text = rdg_format_count (rejected);

  if (known)
    return g_strdup (_("This was imported before: nothing new was taken"));
  if (rejected > 0)
    return g_strdup_printf (_("%s rows taken, %s rejected"), taken_text, rejected_text);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row taken", "%s rows taken",
                                       (gulong) taken), taken_text);
}

/**
 * rdg_import_toast_new:
 * @reports: (element-type RdgImportReport): of files that came in together
 *
 * Returns: (transfer full): a toast that tells of them
 */
AdwToast *
rdg_import_toast_new (GPtrArray *reports)
{
  g_autofree char *text = rdg_import_describe (reports);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, C_("toast", "_Show"));
  adw_toast_set_action_name (toast, "win.show-page");
  adw_toast_set_action_target (toast, "s", "data");

  return toast;
}
