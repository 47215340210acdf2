/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the risk of every car that waits for the test. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-prediction-service.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_auto (RdgScoreReport) report = { 0 };

  if (workspace == NULL ||
      !rdg_prediction_score_all (workspace, rdg_cli_get_model_id (call), &report, job, error))
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_count (call->doc, "cars", report.cars);
      rdg_cli_json_number (call->doc, "seconds", report.seconds);
      rdg_cli_json_strings (call->doc, "missing", (const char * const *) report.missing);
      rdg_cli_json_end_object (call->doc);
    }
  else
    {
      g_autofree char *cars_text = rdg_cli_cell_count (report.cars);
      g_autofree char *seconds_text = rdg_cli_cell_number (report.seconds, 1);

      g_string_append_printf (call->out, _("%s cars were scored in %s s.\n"), cars_text,
                              seconds_text);
      if (report.missing[0] != NULL)
        {
          g_autofree char *missing = g_strjoinv (", ", report.missing);

          g_string_append_printf (call->out, _("No car has these features of the model any more: %s.\n"),
                                  missing);
        }
    }

  return TRUE;
}

static const RdgCliOption option_table[] = {
  RDG_CLI_MODEL_OPTION,
  { NULL }
};

const RdgCliVerb rdg_cli_verb_score = {
  .name = "score",
  .synopsis = "",
  .summary = N_("Score the cars"),
  .options = option_table,
  .run = run,
};
