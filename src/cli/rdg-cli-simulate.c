/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: files as a plant exports them, and the hidden truth. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"
#include "rdg-simulate.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  RdgProgress progress = rdg_job_get_progress (job);
  const char *folder = rdg_cli_args_get_text (call->args, "out");
  const char *files = rdg_cli_args_get_text (call->args, "files");
  RdgSimulateOptions options = {
    .cars = (guint) rdg_cli_args_get_integer (call->args, "cars", 1000),
    .days = (guint) rdg_cli_args_get_integer (call->args, "days", 5),
    .seed = (guint64) rdg_cli_args_get_integer (call->args, "seed", 1),
    .dirt = (guint) rdg_cli_args_get_integer (call->args, "dirt", 1),
    .files = RDG_SIMULATE_ALL,
    .readings = (guint) rdg_cli_args_get_integer (call->args, "readings", 0),
  };

  if (folder == NULL)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("Say where to write the files: --out DIR."));
      return FALSE;
    }

  if (files != NULL && !rdg_simulate_parse_files (files, &options.files, error))
    return FALSE;

  g_autoptr (RdgSimulateReport) report =
    rdg_simulate_write (&options, folder, &progress, rdg_job_get_cancellable (job), error);

  if (report == NULL)
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_strings (call->doc, "files", (const char * const *) report->files);
      rdg_cli_json_count (call->doc, "cars", report->cars);
      rdg_cli_json_count (call->doc, "failures", report->failures);
      rdg_cli_json_count (call->doc, "tested", report->tested);
      rdg_cli_json_count (call->doc, "waiting", report->waiting);
      rdg_cli_json_end_object (call->doc);
      return TRUE;
    }

  g_string_append_printf (call->out,
                          _("%u cars: %u tested on the road, of which %u failed; %u wait.\n"),
                          report->cars, report->tested, report->failures, report->waiting);
  for (guint i = 0; report->files[i] != NULL; i++)
    {
      g_autofree char *name = g_filename_display_name (report->files[i]);

      g_string_append_printf (call->out, "  %s\n", name);
    }

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "cars", RDG_CLI_INTEGER, "N", N_("How many cars (1000)"), 1, RDG_SIMULATE_MAX_CARS },
  { "days", RDG_CLI_INTEGER, "D", N_("In how many days (5)"), 1, RDG_SIMULATE_MAX_DAYS },
  { "seed", RDG_CLI_INTEGER, "S", N_("The same seed gives the same files (1)"), 0, G_MAXINT32 },
  { "out", RDG_CLI_FILE, "DIR", N_("The folder to write to; made if it is not there") },
  { "dirt", RDG_CLI_INTEGER, "LEVEL", N_("0 clean, 1 as in real exports, 2 with bad rows (1)"),
    0, RDG_SIMULATE_MAX_DIRT },
  { "files", RDG_CLI_TEXT, "LIST", N_("Which of predict,falhas,status,resultados (all of them)") },
  { "readings", RDG_CLI_INTEGER, "N", N_("How many readings a car has in RESULTADOS, about (900)"),
    RDG_SIMULATE_MIN_READINGS, RDG_SIMULATE_MAX_READINGS },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_simulate = {
  .name = "simulate",
  .synopsis = "--out DIR",
  .summary = N_("Write the files of a simulated plant, and the truth behind them"),
  .options = option_table,
  .run = run,
};
