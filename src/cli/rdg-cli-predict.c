/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predict: scores the rows of a file without importing it. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"

#define N_REASONS 5

static void
write_json (RdgCliJson         *doc,
            GPtrArray          *rows,
            const char * const *warnings)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_begin_array (doc, "cars");
  for (guint i = 0; i < rows->len; i++)
    {
      const RdgPredictedRow *row = g_ptr_array_index (rows, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_car (doc, row->code, &row->risk, row->recommendation, row->zones, row->reasons);
      rdg_cli_json_number (doc, "score", row->score);
      rdg_cli_json_boolean (doc, "past", row->past);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_strings (doc, "warnings", warnings);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString            *out,
            GPtrArray          *rows,
            const char * const *warnings)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Car"), _("Risk"), _("Low"), _("High"),
                                                     _("Recommendation"), _("Look at"), _("Main reason"),
                                                     NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const RdgPredictedRow *row = g_ptr_array_index (rows, i);
      g_autofree char *risk = rdg_cli_cell_percent (row->risk.risk);
      g_autofree char *low = rdg_cli_cell_percent (row->risk.low);
      g_autofree char *high = rdg_cli_cell_percent (row->risk.high);
      g_autoptr (GArray) told = rdg_zone_risks_get_told (row->zones);
      g_autofree char *where = rdg_zone_risks_format (told);
      const RdgReason *reason = row->reasons != NULL && row->reasons->len > 0
        ? g_ptr_array_index (row->reasons, 0) : NULL;

      rdg_cli_table_add (table, row->code, risk, low, high,
                         rdg_cli_recommendation_label (row->recommendation),
                         where, reason != NULL ? reason->text : "", NULL);
    }
  rdg_cli_table_write (table, out);
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
  g_autoptr (GPtrArray) rows = NULL;
  g_auto (GStrv) warnings = NULL;

  if (!rdg_cli_get_known (call, &known, &mapping, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;

  rows = rdg_prediction_file (workspace, rdg_cli_args_get_words (call->args)[0], &known,
                              rdg_cli_get_model_id (call),
                              rdg_cli_args_has (call->args, "explain") ? N_REASONS : 0,
                              &warnings, job, error);
  if (rows == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, rows, (const char * const *) warnings);
  else
    write_text (call->out, rows, (const char * const *) warnings);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  RDG_CLI_MODEL_OPTION,
  { "explain", RDG_CLI_FLAG, NULL, N_("Give the reasons of each car") },
  RDG_CLI_TABLE_OPTION,
  RDG_CLI_DIALECT_OPTIONS,
  RDG_CLI_MAP_OPTION,
  { NULL }
};

const RdgCliVerb rdg_cli_verb_predict = {
  .name = "predict",
  .synopsis = "FILE",
  .summary = N_("Score the rows of a file, without importing it"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
