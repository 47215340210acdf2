/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rejects: the rows and cells that an import did not take, and why. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  g_autoptr (GPtrArray) rejects = NULL;
  gint64 id;

  if (!rdg_cli_get_id (call, 0, &id, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;

  imports = rdg_import_list (workspace, id, error);
  if (imports == NULL)
    return FALSE;
  if (imports->len == 0)
    {
      g_autofree char *text = rdg_cli_cell_id (id);

      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("There is no import %s in this database."), text);
      return FALSE;
    }

  rejects = rdg_import_rejects (workspace, id, 0, 0, error);
  if (rejects == NULL)
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_id (call->doc, "import_id", id);
      rdg_cli_json_begin_array (call->doc, "rejects");
      for (guint i = 0; i < rejects->len; i++)
        {
          const RdgRejectRow *row = g_ptr_array_index (rejects, i);

          rdg_cli_json_begin_object (call->doc, NULL);
          rdg_cli_json_count (call->doc, "line", row->line);
          rdg_cli_json_string (call->doc, "column", row->column);
          rdg_cli_json_string (call->doc, "reason", row->reason);
          rdg_cli_json_string (call->doc, "text", row->text);
          rdg_cli_json_end_object (call->doc);
        }
      rdg_cli_json_end_array (call->doc);
      rdg_cli_json_end_object (call->doc);
      return TRUE;
    }

  if (rejects->len == 0)
    {
      g_string_append (call->out, _("This import rejected nothing.\n"));
      return TRUE;
    }

  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Line"), _("Column"), _("Reason"),
                                                     _("Text"), NULL);

  for (guint i = 0; i < rejects->len; i++)
    {
      const RdgRejectRow *row = g_ptr_array_index (rejects, i);
      g_autofree char *line = rdg_cli_cell_count (row->line);

      rdg_cli_table_add (table, line, row->column, row->reason, row->text, NULL);
    }
  rdg_cli_table_write (table, call->out);

  return TRUE;
}

const RdgCliVerb rdg_cli_verb_rejects = {
  .name = "rejects",
  .synopsis = "ID",
  .summary = N_("List what an import rejected, with line, column and reason"),
  .options = rdg_cli_no_options,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
