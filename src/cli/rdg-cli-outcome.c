/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome: writes the result of a road test back. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-prediction-service.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  const char *code = rdg_cli_args_get_words (call->args)[0];
  const char *word = rdg_cli_args_get_words (call->args)[1];
  const char *zone = rdg_cli_args_get_text (call->args, "zone");
  const char *note = rdg_cli_args_get_text (call->args, "note");
  gboolean failed = g_str_equal (word, "failed");

  if (!failed && !g_str_equal (word, "passed"))
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("A road test was passed or failed, not “%s”."), word);
      return FALSE;
    }
  if (!failed && zone != NULL)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("A zone goes with a failure: a car that passed has none."));
      return FALSE;
    }

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      !rdg_outcome_record (workspace, code, failed ? RDG_CAR_FAILED : RDG_CAR_PASSED, zone, note,
                           error))
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_string (call->doc, "car", code);
      rdg_cli_json_string (call->doc, "outcome", word);
      rdg_cli_json_string (call->doc, "zone", zone);
      rdg_cli_json_string (call->doc, "note", note);
      rdg_cli_json_end_object (call->doc);
    }
  else
    {
      g_autofree char *plain = rdg_cli_plain_text (code);

      g_string_append_printf (call->out,
                              failed ? _("Car %s failed the road test: recorded.\n")
                                     : _("Car %s passed the road test: recorded.\n"), plain);
    }

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "zone", RDG_CLI_TEXT, "Z", N_("The zone of the car where it failed") },
  { "note", RDG_CLI_TEXT, "T", N_("What was found") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_outcome = {
  .name = "outcome",
  .synopsis = "CAR passed|failed",
  .summary = N_("Record the result of a car's road test"),
  .options = option_table,
  .min_words = 2,
  .max_words = 2,
  .run = run,
};
