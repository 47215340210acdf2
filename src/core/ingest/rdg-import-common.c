/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the imports of all layouts do alike: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-import-common.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-error.h"

/**
 * _rdg_import_reject_new:
 *
 * Returns: (transfer full): a reject
 */
RdgRejectEntry *
_rdg_import_reject_new (RdgSource  *source,
                        guint64     line,
                        const char *column,
                        const char *reason,
                        const char *text)
{
  RdgRejectEntry *entry = g_new (RdgRejectEntry, 1);
  g_autofree char *place = rdg_source_get_place (source, line);

  entry->line = line;
  entry->column = g_strdup (column);
  entry->reason = place != NULL ? g_strdup_printf ("%s (%s)", reason, place) : g_strdup (reason);
  entry->text = g_strdup (text);
  return entry;
}

/**
 * _rdg_import_check_end:
 * @go_on: (out): whether there is anything to keep
 *
 * Returns: %FALSE with @error set, where nothing could be taken
 */
gboolean
_rdg_import_check_end (const RdgImportTask  *task,
                       gboolean             *go_on,
                       GError              **error)
{
  RdgImportResult *result = task->result;
  RdgImportEntry *entry = result->entry;
  g_autofree char *name = NULL;

  *go_on = FALSE;
  if (!rdg_import_table_find_same (task->store, entry->bytes, entry->hash, &result->already_imported,
                                   error))
    return FALSE;
  if (result->already_imported != 0)
    {
      entry->rows_read = entry->rows_rejected = 0;
      return TRUE;
    }

  *go_on = entry->rows_rejected < entry->rows_read;
  if (*go_on)
    return TRUE;

  name = g_filename_display_name (task->inspection->path);
  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
               g_dngettext (GETTEXT_PACKAGE,
                            "“%s” has no row that can be taken: the only one was rejected. "
                            "“inspect” shows what it looks like.",
                            "“%s” has no row that can be taken: all %" PRIu64
                            " were rejected. “inspect” shows what they look like.",
                            (gulong) entry->rows_read),
               name, entry->rows_read);
  return FALSE;
}
