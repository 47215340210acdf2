/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote: a candidate, or a retired model, becomes the active one. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-model-registry.h"

static gboolean
has_text (const char *note)
{
  for (; note != NULL && *note != '\0'; note = g_utf8_next_char (note))
    if (!g_unichar_isspace (g_utf8_get_char (note)))
      return TRUE;

  return FALSE;
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  const char *note = rdg_cli_args_get_text (call->args, "note");
  gint64 id, previous = 0;

  if (!rdg_cli_get_id (call, 0, &id, error))
    return FALSE;
  if (!has_text (note))
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("Say why this model is promoted: --note TEXT."));
      return FALSE;
    }

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL || !rdg_model_registry_promote (workspace, id, note, &previous, error))
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_id (call->doc, "active", id);
      rdg_cli_json_id (call->doc, "previous", previous);
      rdg_cli_json_end_object (call->doc);
    }
  else
    {
      g_autofree char *active_text = rdg_cli_cell_id (id);
      g_autofree char *previous_text = rdg_cli_cell_id (previous);

      if (previous != 0)
        g_string_append_printf (call->out,
                                _("Model %s is active; before, it was model %s.\n"),
                                active_text, previous_text);
      else
        g_string_append_printf (call->out, _("Model %s is active; it is the first.\n"),
                                active_text);
    }

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "note", RDG_CLI_TEXT, "T", N_("Why; kept in the history") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_promote = {
  .name = "promote",
  .synopsis = "ID --note T",
  .summary = N_("Make a model the active one"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
