/* SPDX-License-Identifier: GPL-3.0-or-later */
/* undo: takes an import out again; it stays in the history. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  guint64 n_unscored;
  gint64 id;

  if (!rdg_cli_get_id (call, 0, &id, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL || !rdg_import_undo (workspace, id, &n_unscored, job, error))
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_id (call->doc, "import_id", id);
      rdg_cli_json_string (call->doc, "state", "undone");
      rdg_cli_json_count (call->doc, "cars_unscored", n_unscored);
      rdg_cli_json_end_object (call->doc);
    }
  else
    {
      g_autofree char *text = rdg_cli_cell_id (id);

      g_string_append_printf (call->out, _("Import %s is undone.\n"), text);
      rdg_cli_text_unscored (call->out, n_unscored);
    }

  return TRUE;
}

const RdgCliVerb rdg_cli_verb_undo = {
  .name = "undo",
  .synopsis = "ID",
  .summary = N_("Take an import out of the database again"),
  .options = rdg_cli_no_options,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
