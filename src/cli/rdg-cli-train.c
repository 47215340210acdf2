/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train: a candidate from the cars whose outcome is known. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-training-service.h"

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE, message);

  return FALSE;
}

static gboolean
read_operating_point (const RdgCliArgs   *args,
                      RdgOperatingPoint  *point,
                      GError            **error)
{
  gboolean capacity = rdg_cli_args_has (args, "capacity");
  gboolean cars_per_shift = rdg_cli_args_has (args, "cars-per-shift");
  gboolean cost_test = rdg_cli_args_has (args, "cost-test");
  gboolean cost_escape = rdg_cli_args_has (args, "cost-escape");

  if ((capacity || cars_per_shift) && (cost_test || cost_escape))
    return fail (error, _("A capacity and costs contradict each other: give --capacity, or "
                          "--cost-test with --cost-escape."));
  if (cost_test != cost_escape)
    return fail (error, _("Costs come in twos: --cost-test for a long test, --cost-escape for a "
                          "failure that gets through."));

  if (cost_test)
    {
      point->kind = RDG_OPERATING_POINT_COSTS;
      point->cost_test = rdg_cli_args_get_number (args, "cost-test", 0);
      point->cost_escape = rdg_cli_args_get_number (args, "cost-escape", 0);
    }
  else
    {
      point->capacity = rdg_cli_args_get_number (args, "capacity", point->capacity);
      point->cars_per_shift = rdg_cli_args_get_number (args, "cars-per-shift",
                                                       point->cars_per_shift);
    }

  return TRUE;
}

static gboolean
read_kernel (const RdgCliArgs    *args,
             RdgTrainingOptions  *options,
             GError             **error)
{
  const char *kernel = rdg_cli_args_get_text (args, "kernel");

  if (kernel == NULL || strcmp (kernel, "rbf") == 0)
    options->svm_kernel = RDG_SVM_RBF;
  else if (strcmp (kernel, "linear") == 0)
    options->svm_kernel = RDG_SVM_LINEAR;
  else
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("There is no kernel “%s”: there are rbf and linear."), kernel);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_options (const RdgCliArgs    *args,
              RdgTrainingOptions  *options,
              GError             **error)
{
  const char *algorithm = rdg_cli_args_get_text (args, "algorithm");

  rdg_training_options_init (options);
  if (algorithm != NULL && !rdg_algorithm_from_key (algorithm, &options->algorithm))
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("There is no algorithm “%s”: there are forest and svm."), algorithm);
      return FALSE;
    }
  if (!read_kernel (args, options, error))
    return FALSE;
  if (!read_operating_point (args, &options->point, error))
    return FALSE;

  options->seed = (guint64) rdg_cli_args_get_integer (args, "seed", (gint64) options->seed);
  options->n_threads = (guint) rdg_cli_args_get_integer (args, "threads", options->n_threads);
  options->n_trees = (guint) rdg_cli_args_get_integer (args, "trees", options->n_trees);
  options->mtry = (guint) rdg_cli_args_get_integer (args, "mtry", options->mtry);
  options->min_node_size = (guint) rdg_cli_args_get_integer (args, "min-node-size",
                                                             options->min_node_size);
  options->svm_rows = (guint) rdg_cli_args_get_integer (args, "svm-rows", options->svm_rows);
  options->holdout = rdg_cli_args_get_number (args, "holdout", options->holdout);

  return rdg_training_options_check (options, error);
}

static void
write_json (RdgCliJson              *doc,
            const RdgTrainingReport *report)
{
  const RdgModel *model = report->model;

  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_id (doc, "model_id", report->model_id);
  rdg_cli_json_string (doc, "algorithm",
                       rdg_algorithm_get_key (rdg_model_get_algorithm (model)));
  rdg_cli_json_count (doc, "features", rdg_model_get_n_features (model));
  rdg_cli_json_count (doc, "rows_train", rdg_model_get_n_train (model));
  rdg_cli_json_count (doc, "rows_holdout", rdg_model_get_n_holdout (model));
  rdg_cli_json_string (doc, "split", rdg_split_kind_get_key (rdg_model_get_split (model)));
  rdg_cli_json_svm (doc, model);
  rdg_cli_json_number (doc, "threshold", rdg_model_get_threshold (model));
  rdg_cli_json_metrics (doc, "holdout", rdg_model_get_holdout (model));
  rdg_cli_json_metrics (doc, "oob", rdg_model_get_oob (model));
  rdg_cli_json_strings (doc, "warnings", (const char * const *) report->warnings);
  rdg_cli_json_number (doc, "seconds", report->seconds);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString                 *out,
            const RdgTrainingReport *report)
{
  const RdgModel *model = report->model;
  const RdgSvm *svm = rdg_model_get_svm (model);
  g_autofree char *id = rdg_cli_cell_id (report->model_id);
  g_autofree char *train = rdg_cli_cell_count (rdg_model_get_n_train (model));
  g_autofree char *holdout = rdg_cli_cell_count (rdg_model_get_n_holdout (model));
  g_autofree char *seconds = rdg_cli_cell_number (report->seconds, 1);

  g_string_append_printf (out, _("Model %s is a candidate: %u features, trained on %s cars in "
                                 "%s s.\n"),
                          id, rdg_model_get_n_features (model), train, seconds);
  if (svm != NULL)
    {
      g_autofree char *vectors = rdg_cli_cell_count (svm->n_vectors);
      g_autofree char *sampled = rdg_cli_cell_count (svm->n_sampled);
      g_autofree char *failed = rdg_cli_cell_count (svm->n_sampled_failed);

      g_string_append_printf (out, _("Its %s support vectors come from a sample of %s of them, "
                                     "%s of which failed.\n"), vectors, sampled, failed);
    }
  for (guint i = 0; report->warnings != NULL && report->warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", report->warnings[i]);
  g_string_append_printf (out, _("\nOn the %s cars that were held out:\n"), holdout);
  rdg_cli_text_metrics (out, rdg_model_get_holdout (model));
  g_string_append_printf (out, _("\n“rodagem-cli promote %s --note …” makes it the active "
                                 "model.\n"), id);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  const char *note = rdg_cli_args_get_text (call->args, "note");
  RdgTrainingOptions options;

  if (!read_options (call->args, &options, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;

  RdgTrainingReport *report =
    rdg_training_service_run (workspace, &options, note != NULL ? note : "", job, error);

  if (report == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, report);
  else
    write_text (call->out, report);
  rdg_training_report_free (report);

  return TRUE;
}

/* The ranges that learning knows are checked there; these only keep numbers in their types. */
static const RdgCliOption option_table[] = {
  { "algorithm", RDG_CLI_TEXT, "NAME", N_("How it learns: forest or svm") },
  { "kernel", RDG_CLI_TEXT, "K", N_("Of svm: rbf or linear") },
  { "svm-rows", RDG_CLI_INTEGER, "N", N_("Of svm: cars to choose support vectors from at most"),
    0, G_MAXINT32 },
  { "trees", RDG_CLI_INTEGER, "N", N_("How many trees"), 1, G_MAXINT32 },
  { "mtry", RDG_CLI_INTEGER, "N", N_("Features tried at a split; 0: the square root of all"),
    0, G_MAXINT32 },
  { "min-node-size", RDG_CLI_INTEGER, "N", N_("A node with fewer cars is not split"),
    1, G_MAXINT32 },
  { "seed", RDG_CLI_INTEGER, "S", N_("The same seed and data give the same model"),
    0, G_MAXINT32 },
  { "threads", RDG_CLI_INTEGER, "N", N_("Processors to use; 0: all but one"), 0, 4096 },
  { "holdout", RDG_CLI_NUMBER, "P", N_("Share of the cars kept for judging (0.2)"), 0.05, 0.5 },
  { "capacity", RDG_CLI_NUMBER, "N", N_("Long tests in a shift"), 0, 1e9 },
  { "cars-per-shift", RDG_CLI_NUMBER, "N", N_("Cars that come to the test in a shift"), 0, 1e9 },
  { "cost-test", RDG_CLI_NUMBER, "X", N_("What a long test costs"), 0, 1e12 },
  { "cost-escape", RDG_CLI_NUMBER, "Y", N_("What a failure costs that gets through"), 0, 1e12 },
  { "note", RDG_CLI_TEXT, "T", N_("A note, kept with the model") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_train = {
  .name = "train",
  .synopsis = "",
  .summary = N_("Train a candidate from the cars whose outcome is known"),
  .options = option_table,
  .prepare = rdg_training_service_add_stages,
  .run = run,
};
