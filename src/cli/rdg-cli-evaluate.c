/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evaluate: a model on a labelled file that is not imported. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-judgement.h"
#include "rdg-prediction-service.h"

static void
write_json (RdgCliJson          *doc,
            const RdgEvaluation *evaluation,
            const char * const  *warnings)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_metrics_members (doc, &evaluation->metrics);
  if (evaluation->has_judged)
    rdg_cli_json_difference (doc, "against_holdout", &evaluation->against_holdout, FALSE);
  else
    rdg_cli_json_string (doc, "against_holdout", NULL);
  rdg_cli_json_strings (doc, "warnings", warnings);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString             *out,
            const RdgEvaluation *evaluation,
            const char * const  *warnings)
{
  g_autofree char *verdict = rdg_evaluation_describe (evaluation);

  rdg_cli_text_metrics (out, &evaluation->metrics);
  g_string_append_printf (out, "%s\n", verdict);
  for (guint i = 0; warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", warnings[i]);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  RdgInspectionOptions known;
  g_autoptr (RdgMapping) mapping = NULL;
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_auto (GStrv) warnings = NULL;
  RdgEvaluation evaluation;

  if (!rdg_cli_get_known (call, &known, &mapping, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      !rdg_prediction_evaluate (workspace, rdg_cli_args_get_words (call->args)[0], &known,
                                rdg_cli_get_model_id (call), &evaluation, &warnings, job,
                                error))
    return FALSE;

  if (call->json)
    write_json (call->doc, &evaluation, (const char * const *) warnings);
  else
    write_text (call->out, &evaluation, (const char * const *) warnings);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  RDG_CLI_MODEL_OPTION,
  RDG_CLI_TABLE_OPTION,
  RDG_CLI_DIALECT_OPTIONS,
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
