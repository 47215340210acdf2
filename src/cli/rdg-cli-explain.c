/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: why one car has the risk that it has. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-prediction-service.h"

static void
write_json (RdgCliJson           *doc,
            const RdgExplanation *explanation)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_string (doc, "car", explanation->code);
  rdg_cli_json_id (doc, "model_id", explanation->model_id);
  rdg_cli_json_number (doc, "base", explanation->base);
  rdg_cli_json_number (doc, "score", explanation->score);
  rdg_cli_json_number (doc, "risk", explanation->risk.risk);
  rdg_cli_json_number (doc, "low", explanation->risk.low);
  rdg_cli_json_number (doc, "high", explanation->risk.high);
  rdg_cli_json_string (doc, "recommendation",
                       rdg_cli_recommendation_key (explanation->recommendation));
  rdg_cli_json_boolean (doc, "past", explanation->past);
  rdg_cli_json_zones (doc, explanation->zones);
  rdg_cli_json_reasons (doc, "contributions", explanation->reasons);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString              *out,
            const RdgExplanation *explanation)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Feature"), _("Value"), _("Contribution"),
                                                     NULL);
  g_autofree char *code = rdg_cli_plain_text (explanation->code);
  g_autofree char *risk = rdg_cli_cell_percent (explanation->risk.risk);
  g_autofree char *low = rdg_cli_cell_percent (explanation->risk.low);
  g_autofree char *high = rdg_cli_cell_percent (explanation->risk.high);
  g_autoptr (GArray) told = rdg_zone_risks_get_told (explanation->zones);
  g_autofree char *where = rdg_zone_risks_format (told);
  g_autofree char *base = rdg_cli_cell_number (explanation->base, 6);
  g_autofree char *score = rdg_cli_cell_number (explanation->score, 6);

  g_string_append_printf (out, _("Car %s: %s. Risk %s (%s to %s).\n"), code,
                          rdg_cli_recommendation_label (explanation->recommendation), risk, low,
                          high);
  if (*where != '\0')
    /* Translators: the zones of a car where it is likelier to fail than others. */
    g_string_append_printf (out, _("Look at: %s.\n"), where);
  if (explanation->past)
    g_string_append (out, _("The model was trained on this car: its score comes from the trees "
                            "that did not see it.\n"));
  g_string_append_printf (out, _("The score %s is the base %s plus these contributions:\n\n"),
                          score, base);
  for (guint i = 0; i < explanation->reasons->len; i++)
    {
      const RdgReason *reason = g_ptr_array_index (explanation->reasons, i);
      g_autofree char *contribution = rdg_cli_cell_number (reason->contribution, 6);

      rdg_cli_table_add (table, reason->feature, reason->value, contribution, NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (RdgExplanation) explanation = NULL;

  if (workspace == NULL)
    return FALSE;

  explanation = rdg_prediction_explain (workspace, rdg_cli_get_model_id (call),
                                        rdg_cli_args_get_words (call->args)[0], job, error);
  if (explanation == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, explanation);
  else
    write_text (call->out, explanation);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  RDG_CLI_MODEL_OPTION,
  { NULL }
};

const RdgCliVerb rdg_cli_verb_explain = {
  .name = "explain",
  .synopsis = "CAR",
  .summary = N_("Say what a car's risk is made of"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
