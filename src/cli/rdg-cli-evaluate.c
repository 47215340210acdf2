/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evaluate: a model on a labelled file that is not imported. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-prediction-service.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgMapping) mapping = NULL;
  g_autoptr (RdgWorkspace) workspace = NULL;
  RdgMetrics metrics;

  if (!rdg_cli_load_mapping (call, &mapping, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      !rdg_prediction_evaluate (workspace, rdg_cli_args_get_words (call->args)[0], mapping,
                                rdg_cli_get_model_id (call), &metrics, job, error))
    return FALSE;

  if (call->json)
    rdg_cli_json_metrics (call->doc, NULL, &metrics);
  else
    rdg_cli_text_metrics (call->out, &metrics);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  RDG_CLI_MODEL_OPTION,
  RDG_CLI_MAP_OPTION,
  { NULL }
};

const RdgCliVerb rdg_cli_verb_evaluate = {
  .name = "evaluate",
  .synopsis = "FILE",
  .summary = N_("Judge a model on a labelled file, without importing it"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
