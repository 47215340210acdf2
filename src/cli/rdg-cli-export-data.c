/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export-data: writes the content of the database back as CSV files. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-export-service.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (GPtrArray) files = NULL;

  if (workspace == NULL)
    return FALSE;

  files = rdg_export_data (workspace, rdg_cli_args_get_words (call->args)[0], job, error);
  if (files == NULL)
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_begin_array (call->doc, "files");
      for (guint i = 0; i < files->len; i++)
        {
          const RdgExportedFile *file = g_ptr_array_index (files, i);

          rdg_cli_json_begin_object (call->doc, NULL);
          rdg_cli_json_string (call->doc, "file", file->path);
          rdg_cli_json_string (call->doc, "mapping", file->mapping);
          rdg_cli_json_string (call->doc, "layout", rdg_layout_get_key (file->layout));
          rdg_cli_json_id (call->doc, "import_id", file->import_id);
          rdg_cli_json_count (call->doc, "rows", file->rows);
          rdg_cli_json_end_object (call->doc);
        }
      rdg_cli_json_end_array (call->doc);
      rdg_cli_json_end_object (call->doc);
      return TRUE;
    }

  if (files->len == 0)
    {
      g_string_append (call->out, _("There is nothing to export: no import is in the database.\n"));
      return TRUE;
    }

  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Import"), _("Rows"), _("File"), NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const RdgExportedFile *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_filename_display_name (file->path);
      g_autofree char *id = rdg_cli_cell_id (file->import_id);
      g_autofree char *rows = rdg_cli_cell_count (file->rows);

      rdg_cli_table_add (table, id, rows, name, NULL);
    }
  rdg_cli_table_write (table, call->out);
  return TRUE;
}

const RdgCliVerb rdg_cli_verb_export_data = {
  .name = "export-data",
  .synopsis = "DIR",
  .summary = N_("Write the imports back as CSV files"),
  .options = rdg_cli_no_options,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
