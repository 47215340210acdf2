/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train: a candidate from the cars whose outcome is known. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-judgement.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-model-zones.h"
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
read_list (const RdgCliArgs    *args,
           RdgTrainingOptions  *options,
           GError             **error)
{
  guint n;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  for (guint i = 0; i < n; i++)
    {
      gpointer field = rdg_training_options_at (options, &list[i]);
      const char *name = list[i].name;

      if (!rdg_cli_args_has (args, name))
        continue;

      switch (list[i].kind)
        {
        case RDG_TRAINING_OPTION_COUNT:
          *(guint *) field = (guint) rdg_cli_args_get_integer (args, name, 0);
          break;
        case RDG_TRAINING_OPTION_SEED:
          *(guint64 *) field = (guint64) rdg_cli_args_get_integer (args, name, 0);
          break;
        case RDG_TRAINING_OPTION_NUMBER:
          *(double *) field = rdg_cli_args_get_number (args, name, 0.0);
          break;
        case RDG_TRAINING_OPTION_TEXT:
          *(const char **) field = rdg_cli_args_get_text (args, name);
          break;
        case RDG_TRAINING_OPTION_OFF:
          *(gboolean *) field = FALSE;
          break;
        case RDG_TRAINING_OPTION_CHOICE:
        default:
          if (!rdg_training_options_set_choice (options, &list[i],
                                                rdg_cli_args_get_text (args, name), error))
            return FALSE;
          break;
        }
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
                   _("There is no algorithm “%s”: there are forest, svm and boosted."), algorithm);
      return FALSE;
    }
  if (!read_operating_point (args, &options->point, error))
    return FALSE;

  if (!read_list (args, options, error))
    return FALSE;

  return rdg_training_options_check (options, error);
}

/* What one training has learnt to answer, and of how many failures. */
static void
write_targets (RdgCliJson              *doc,
               const RdgTrainingReport *report)
{
  const RdgModel *model = report->model;

  rdg_cli_json_begin_array (doc, "targets");
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_string (doc, "name", "road test");
  rdg_cli_json_count (doc, "failed", rdg_model_get_n_train_failed (model));
  rdg_cli_json_end_object (doc);
  for (guint z = 0; z < rdg_model_get_n_zones (model); z++)
    {
      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", rdg_model_get_zone (model, z)->name);
      rdg_cli_json_count (doc, "failed", rdg_model_get_zone (model, z)->n_failed);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_strings (doc, "zones_left_out", (const char * const *) report->zones_left_out);
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
  rdg_cli_json_formulas (doc, model);
  rdg_cli_json_count (doc, "rows_train", rdg_model_get_n_train (model));
  rdg_cli_json_count (doc, "rows_holdout", rdg_model_get_n_holdout (model));
  rdg_cli_json_split (doc, model);
  write_targets (doc, report);
  rdg_cli_json_svm (doc, model);
  rdg_cli_json_boosted (doc, model);
  rdg_cli_json_number (doc, "threshold", rdg_model_get_threshold (model));
  rdg_cli_json_metrics (doc, "holdout", rdg_model_get_holdout (model));
  rdg_cli_json_metrics (doc, "oob", rdg_model_get_oob (model));
  rdg_cli_json_baselines (doc, report->baselines);
  rdg_cli_json_strings (doc, "warnings", (const char * const *) report->warnings);
  rdg_cli_json_number (doc, "seconds", report->seconds);
  rdg_cli_json_end_object (doc);
}

static void
write_zones (GString                 *out,
             const RdgTrainingReport *report)
{
  const RdgModel *model = report->model;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new (), other = g_strv_builder_new ();
  g_auto (GStrv) names = NULL, other_names = NULL;
  g_autofree char *learnt = NULL, *left_out = NULL;

  for (guint z = 0; z < rdg_model_get_n_zones (model); z++)
    g_strv_builder_add (builder, rdg_zone_get_title (rdg_model_get_zone (model, z)->name));
  names = g_strv_builder_end (builder);
  learnt = g_strjoinv (", ", names);
  for (guint z = 0; report->zones_left_out[z] != NULL; z++)
    g_strv_builder_add (other, rdg_zone_get_title (report->zones_left_out[z]));
  other_names = g_strv_builder_end (other);
  left_out = g_strjoinv (", ", other_names);

  if (*learnt != '\0')
    g_string_append_printf (out, _("It also says in which zone a car will fail: %s.\n"), learnt);
  if (*left_out != '\0')
    g_string_append_printf (out, _("Not told apart, as fewer than %d of these cars failed there: %s.\n"),
                            RDG_ZONE_LEAST_FAILED, left_out);
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
  write_zones (out, report);
  for (guint i = 0; report->warnings != NULL && report->warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", report->warnings[i]);
  g_string_append_printf (out, rdg_model_get_split (model) == RDG_SPLIT_FOLDS
                                 ? _("\nOn %s cars, each judged by a model of the others:\n")
                                 : _("\nOn the %s cars that were held out:\n"), holdout);
  rdg_cli_text_metrics (out, rdg_model_get_holdout (model));
  g_string_append_c (out, '\n');
  rdg_cli_text_baselines (out, model, report->baselines);
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

#define RDG_CLI_COUNT RDG_CLI_INTEGER
#define RDG_CLI_SEED RDG_CLI_INTEGER
#define RDG_CLI_CHOICE RDG_CLI_TEXT
#define RDG_CLI_OFF RDG_CLI_FLAG
#define AS_CLI_OPTION(kind, learner, name, field, value, help, least, most, fallback) \
  { name, RDG_CLI_##kind, value, help, least, most },

static const RdgCliOption option_table[] = {
  { "algorithm", RDG_CLI_TEXT, "NAME", N_("How it learns: forest, svm or boosted") },
  RDG_TRAINING_OPTIONS (AS_CLI_OPTION)
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
