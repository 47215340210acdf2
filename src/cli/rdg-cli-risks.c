/* SPDX-License-Identifier: GPL-3.0-or-later */
/* risks: the ranked list, each car with its reasons. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"

#define DEFAULT_LIMIT 100
#define N_REASONS 5

static const char *
outcome_key (guint8 outcome)
{
  switch ((RdgCarOutcome) outcome)
    {
    case RDG_CAR_PASSED:
      return "passed";
    case RDG_CAR_FAILED:
      return "failed";
    case RDG_CAR_UNLABELLED:
    default:
      return NULL;
    }
}

static void
write_json (RdgCliJson        *doc,
            const RdgRiskList *list,
            gsize              n,
            GPtrArray         *reasons)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_id (doc, "model_id", list->model_id);
  rdg_cli_json_number (doc, "threshold", list->threshold);
  rdg_cli_json_count (doc, "waiting", list->n_waiting);
  rdg_cli_json_count (doc, "scored", list->n_scored);
  rdg_cli_json_number (doc, "expected_failures", list->expected_failures);
  rdg_cli_json_number (doc, "expected_caught", list->expected_caught);
  rdg_cli_json_begin_array (doc, "cars");
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GArray) zones = rdg_risk_list_get_zones (list, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_car (doc, list->code[i], &list->risk[i],
                        (RdgRecommendation) list->recommendation[i], zones,
                        g_ptr_array_index (reasons, i));
      rdg_cli_json_string (doc, "variant", list->variant[i]);
      rdg_cli_json_time (doc, "since", list->since[i]);
      rdg_cli_json_string (doc, "outcome", outcome_key (list->outcome[i]));
      rdg_cli_json_boolean (doc, "past", list->past[i]);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString           *out,
            const RdgRiskList *list,
            gsize              n,
            GPtrArray         *reasons)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Car"), _("Risk"), _("Low"), _("High"),
                                                     _("Recommendation"), _("Look at"), _("Main reason"),
                                                     NULL);
  g_autofree char *waiting = rdg_cli_cell_count (list->n_waiting);
  g_autofree char *shown = rdg_cli_cell_count (n);

  if (list->n_cars == 0)
    {
      g_string_append (out, list->n_scored > 0
                         ? _("No car waits for the test. “--all” lists those that were scored.\n")
                         : _("No car was scored yet: run “rodagem-cli score”.\n"));
      return;
    }

  g_string_append_printf (out, _("%s cars wait for the test; shown are %s.\n"), waiting, shown);
  for (gsize i = 0; i < n; i++)
    {
      GPtrArray *why = g_ptr_array_index (reasons, i);
      g_autofree char *risk = rdg_cli_cell_percent (list->risk[i].risk);
      g_autofree char *low = rdg_cli_cell_percent (list->risk[i].low);
      g_autofree char *high = rdg_cli_cell_percent (list->risk[i].high);
      g_autoptr (GArray) zones = rdg_risk_list_get_zones (list, i);
      g_autoptr (GArray) told = rdg_zone_risks_get_told (zones);
      g_autofree char *where = rdg_zone_risks_format (told);
      const char *reason = why->len > 0 ? ((RdgReason *) g_ptr_array_index (why, 0))->text : "";

      rdg_cli_table_add (table, list->code[i], risk, low, high,
                         rdg_cli_recommendation_label ((RdgRecommendation) list->recommendation[i]),
                         where, reason, NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (RdgRiskList) list = NULL;
  g_autoptr (GPtrArray) reasons = NULL;
  gsize n;

  if (workspace == NULL)
    return FALSE;

  list = rdg_prediction_list (workspace, rdg_cli_get_model_id (call),
                              rdg_cli_args_has (call->args, "all"),
                              rdg_cli_args_get_time (call->args, "since"), job, error);
  if (list == NULL)
    return FALSE;

  n = MIN (list->n_cars, (gsize) rdg_cli_args_get_integer (call->args, "limit", DEFAULT_LIMIT));
  reasons = rdg_prediction_reasons (workspace, list->model_id, list->car_id, n,
                                    call->json ? N_REASONS : 1, job, error);
  if (reasons == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, list, n, reasons);
  else
    write_text (call->out, list, n, reasons);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "limit", RDG_CLI_INTEGER, "N", N_("List at most so many cars (100)"), 1, G_MAXINT32 },
  { "since", RDG_CLI_TIME, "T", N_("Only cars last seen at this time or later") },
  { "all", RDG_CLI_FLAG, NULL, N_("Every scored car, not only those that wait for the test") },
  RDG_CLI_MODEL_OPTION,
  { NULL }
};

const RdgCliVerb rdg_cli_verb_risks = {
  .name = "risks",
  .synopsis = "",
  .summary = N_("List the cars by risk, with the reasons"),
  .options = option_table,
  .run = run,
};
