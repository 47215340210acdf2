/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback: the last promotion is taken back. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-model-registry.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  const char *note = rdg_cli_args_get_text (call->args, "note");
  gint64 active = 0, previous = 0;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      !rdg_model_registry_rollback (workspace, note != NULL ? note : "", &active, &previous, error))
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_id (call->doc, "active", active);
      rdg_cli_json_id (call->doc, "previous", previous);
      rdg_cli_json_end_object (call->doc);
    }
  else
    {
      g_autofree char *active_text = rdg_cli_cell_id (active);
      g_autofree char *previous_text = rdg_cli_cell_id (previous);

      if (active != 0)
        g_string_append_printf (call->out,
                                _("Model %s is active again; before, it was model %s.\n"),
                                active_text, previous_text);
      else
        g_string_append_printf (call->out, _("No model is active; before, it was model %s.\n"),
                                previous_text);
    }

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "note", RDG_CLI_TEXT, "T", N_("Why; kept in the history") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_rollback = {
  .name = "rollback",
  .synopsis = "",
  .summary = N_("Take the last promotion back"),
  .options = option_table,
  .run = run,
};
