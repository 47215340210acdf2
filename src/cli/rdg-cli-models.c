/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models: the registry. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"

static void
write_model (RdgCliJson    *doc,
             gconstpointer  element)
{
  const RdgModelRow *row = element;

  rdg_cli_json_model_members (doc, row);
  rdg_cli_json_metrics (doc, "holdout", &row->holdout);
}

static void
write_json (RdgCliJson *doc,
            GPtrArray  *models)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_objects (doc, "models", models, write_model);
  rdg_cli_json_end_object (doc);
}

static const char *
state_label (RdgModelState state)
{
  switch (state)
    {
    case RDG_MODEL_ACTIVE:
      return _("active");
    case RDG_MODEL_RETIRED:
      return _("retired");
    case RDG_MODEL_CANDIDATE:
    default:
      return _("candidate");
    }
}

static void
write_text (GString   *out,
            GPtrArray *models)
{
  g_autoptr (RdgCliTable) table =
    rdg_cli_table_new (_("Model"), _("State"), _("Algorithm"), _("Trained"), _("Cars"), "roc_auc",
                       "pr_auc", "recall", "precision", _("Note"), NULL);

  if (models->len == 0)
    {
      g_string_append (out, _("No model was trained yet.\n"));
      return;
    }

  for (guint i = 0; i < models->len; i++)
    {
      const RdgModelRow *row = g_ptr_array_index (models, i);
      g_autofree char *id = rdg_cli_cell_id (row->model_id);
      g_autofree char *trained = rdg_cli_cell_time (row->trained_at);
      g_autofree char *cars = rdg_cli_cell_count (row->n_train);
      g_autofree char *roc = rdg_cli_cell_number (row->holdout.value[RDG_METRIC_ROC_AUC], 4);
      g_autofree char *pr = rdg_cli_cell_number (row->holdout.value[RDG_METRIC_PR_AUC], 4);
      g_autofree char *recall = rdg_cli_cell_number (row->holdout.value[RDG_METRIC_RECALL], 4);
      g_autofree char *precision =
        rdg_cli_cell_number (row->holdout.value[RDG_METRIC_PRECISION], 4);

      rdg_cli_table_add (table, id, state_label (row->state),
                         rdg_algorithm_get_key (row->algorithm), trained, cars, roc, pr, recall,
                         precision, row->note != NULL ? row->note : "", NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (GPtrArray) models = NULL;

  if (workspace == NULL)
    return FALSE;
  models = rdg_model_registry_list (workspace, error);
  if (models == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, models);
  else
    write_text (call->out, models);

  return TRUE;
}

const RdgCliVerb rdg_cli_verb_models = {
  .name = "models",
  .synopsis = "",
  .summary = N_("List the models"),
  .options = rdg_cli_no_options,
  .run = run,
};
