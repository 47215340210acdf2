/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model: all about one model: its inputs, what was kept out, how good it is. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-judgement.h"
#include "rdg-cli-table.h"
#include "rdg-model-zones.h"

#define N_BOOTSTRAP 200

typedef struct
{
  guint  feature;
  double importance;
} Ranked;

static int
compare_importance (gconstpointer a,
                    gconstpointer b)
{
  const Ranked *one = a;
  const Ranked *other = b;

  if (one->importance != other->importance)
    return one->importance > other->importance ? -1 : 1;

  return one->feature < other->feature ? -1 : 1;
}

/* The most important first. */
static Ranked *
rank_features (const RdgModel *model)
{
  guint n = rdg_model_get_n_features (model);
  Ranked *ranked = g_new (Ranked, n);

  for (guint i = 0; i < n; i++)
    ranked[i] = (Ranked) { i, rdg_model_get_importance (model, i) };
  qsort (ranked, n, sizeof *ranked, compare_importance);

  return ranked;
}

static void
write_operating_point (RdgCliJson              *doc,
                       const RdgOperatingPoint *point)
{
  rdg_cli_json_begin_object (doc, "operating_point");
  if (point->kind == RDG_OPERATING_POINT_CAPACITY)
    {
      rdg_cli_json_number (doc, "capacity", point->capacity);
      rdg_cli_json_number (doc, "cars_per_shift", point->cars_per_shift);
    }
  else
    {
      rdg_cli_json_number (doc, "cost_test", point->cost_test);
      rdg_cli_json_number (doc, "cost_escape", point->cost_escape);
    }
  rdg_cli_json_end_object (doc);
}

static void
write_zones (RdgCliJson     *doc,
             const RdgModel *model)
{
  const RdgZoneHits *hits = rdg_model_get_zone_hits (model);

  rdg_cli_json_begin_array (doc, "zones");
  for (guint z = 0; z < rdg_model_get_n_zones (model); z++)
    {
      const RdgZone *zone = rdg_model_get_zone (model, z);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", zone->name);
      rdg_cli_json_count (doc, "failed", zone->n_failed);
      rdg_cli_json_number (doc, "usual", zone->usual);
      rdg_cli_json_count (doc, "holdout_failed", zone->n_holdout_failed);
      rdg_cli_json_number (doc, "roc_auc", zone->roc_auc);
      rdg_cli_json_begin_object (doc, "interval");
      rdg_cli_json_begin_array (doc, "roc_auc");
      rdg_cli_json_number (doc, NULL, zone->roc_auc_low);
      rdg_cli_json_number (doc, NULL, zone->roc_auc_high);
      rdg_cli_json_end_array (doc);
      rdg_cli_json_end_object (doc);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);

  /* Of the hold-out's cars that failed in a zone: how many in the one named first. */
  rdg_cli_json_begin_object (doc, "zone_hits");
  rdg_cli_json_count (doc, "failed", hits->n_failed);
  rdg_cli_json_count (doc, "first", hits->n_first);
  rdg_cli_json_count (doc, "commonest", hits->n_commonest);
  rdg_cli_json_end_object (doc);
}

static void
write_json (RdgCliCall        *call,
            const RdgModel    *model,
            const RdgModelRow *row,
            const RdgBaseline *baselines)
{
  RdgCliJson *doc = call->doc;
  g_autofree Ranked *ranked = rank_features (model);

  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_model_members (doc, row);
  rdg_cli_json_split (doc, model);
  rdg_cli_json_count (doc, "seed", rdg_model_get_seed (model));
  rdg_cli_json_count (doc, "trees", rdg_model_get_n_trees (model));
  rdg_cli_json_svm (doc, model);
  rdg_cli_json_boosted (doc, model);
  rdg_cli_json_number (doc, "threshold", rdg_model_get_threshold (model));
  write_operating_point (doc, rdg_model_get_operating_point (model));

  rdg_cli_json_begin_array (doc, "features");
  for (guint i = 0; i < rdg_model_get_n_features (model); i++)
    {
      const RdgFeature *feature = rdg_model_get_feature (model, ranked[i].feature);
      double reach, direction;

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", feature->name);
      rdg_cli_json_string (doc, "unit", feature->unit);
      rdg_cli_json_string (doc, "kind",
                           feature->kind == RDG_FEATURE_CATEGORY ? "category" : "numeric");
      rdg_cli_json_number (doc, "importance", ranked[i].importance);
      rdg_model_get_reach (model, ranked[i].feature, &reach, &direction);
      rdg_cli_json_number (doc, "shap", reach);
      rdg_cli_json_number (doc, "direction", direction);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_formulas (doc, model);

  rdg_cli_json_begin_array (doc, "blocked");
  for (guint i = 0; i < rdg_model_get_n_blocked (model); i++)
    {
      const RdgBlockedFeature *blocked = rdg_model_get_blocked (model, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", blocked->name);
      rdg_cli_json_string (doc, "reason", blocked->reason);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);

  write_zones (doc, model);
  rdg_cli_json_metrics (doc, "holdout", rdg_model_get_holdout (model));
  rdg_cli_json_metrics (doc, "oob", rdg_model_get_oob (model));
  rdg_cli_json_baselines (doc, baselines);
  if (rdg_cli_args_has (call->args, "curves"))
    rdg_cli_json_curves (doc, model);
  rdg_cli_json_end_object (doc);
}

static void
write_zones_text (GString        *out,
                  const RdgModel *model)
{
  const RdgZoneHits *hits = rdg_model_get_zone_hits (model);
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Zone"), _("Failed there"),
                                                     rdg_metric_get_key (RDG_METRIC_ROC_AUC),
                                                     _("Low"), _("High"), NULL);

  if (rdg_model_get_n_zones (model) == 0)
    return;

  for (guint z = 0; z < rdg_model_get_n_zones (model); z++)
    {
      const RdgZone *zone = rdg_model_get_zone (model, z);
      g_autofree char *failed = rdg_cli_cell_count (zone->n_failed);
      g_autofree char *auc = rdg_cli_cell_number (zone->roc_auc, 4);
      g_autofree char *low = rdg_cli_cell_number (zone->roc_auc_low, 4);
      g_autofree char *high = rdg_cli_cell_number (zone->roc_auc_high, 4);

      rdg_cli_table_add (table, rdg_zone_get_title (zone->name), failed, auc, low, high, NULL);
    }
  g_string_append_c (out, '\n');
  rdg_cli_table_write (table, out);

  /* By folds, no car is kept from the model that tells zones. */
  if (hits->n_failed == 0)
    return;

  g_autofree char *n = rdg_cli_cell_count (hits->n_failed);
  g_autofree char *first = rdg_cli_cell_count (hits->n_first);
  g_autofree char *commonest = rdg_cli_cell_count (hits->n_commonest);

  /* Translators: how many cars, how many, how many. */
  g_string_append_printf (out, _("Of %s held-out cars that failed in one of them, %s failed in the "
                                 "zone that was named first; always naming the commonest would have "
                                 "been right for %s.\n"), n, first, commonest);
}

static void
write_formulas (GString        *out,
                const RdgModel *model)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Formula"), _("Unit"), _("Expression"), NULL);
  guint n = rdg_model_get_n_formulas (model);

  for (guint i = 0; i < n; i++)
    {
      const RdgFormula *formula = rdg_model_get_formula (model, i);
      g_autofree char *expression = rdg_cli_plain_text (rdg_formula_get_expression (formula));

      rdg_cli_table_add (table, rdg_formula_get_name (formula), rdg_formula_get_unit (formula), expression,
                         NULL);
    }
  if (n > 0)
    {
      g_string_append_c (out, '\n');
      rdg_cli_table_write (table, out);
    }
}

static void
write_text (RdgCliCall        *call,
            const RdgModel    *model,
            const RdgModelRow *row,
            const RdgBaseline *baselines)
{
  GString *out = call->out;
  g_autofree Ranked *ranked = rank_features (model);
  g_autofree char *id = rdg_cli_cell_id (row->model_id);
  g_autofree char *trained = rdg_cli_cell_time (row->trained_at);
  g_autofree char *cars = rdg_cli_cell_count (row->n_train);
  g_autofree char *threshold = rdg_cli_cell_percent (rdg_model_get_threshold (model));
  g_autoptr (RdgCliTable) features = rdg_cli_table_new (_("Feature"), _("Importance"), NULL);
  g_autoptr (RdgCliTable) blocked = rdg_cli_table_new (_("Kept out"), _("Why"), NULL);

  if (row->n_train > 0)
    g_string_append_printf (out, _("Model %s (%s), %s, trained at %s on %s cars.\n"), id,
                            rdg_model_state_get_key (row->state),
                            rdg_algorithm_get_key (row->algorithm), trained, cars);
  else
    g_string_append_printf (out, _("Model %s (%s), %s, taken in at %s from another program.\n"), id,
                            rdg_model_state_get_key (row->state),
                            rdg_algorithm_get_key (row->algorithm), trained);
  if (row->note != NULL && row->note[0] != '\0')
    g_string_append_printf (out, _("Note: %s\n"), row->note);
  g_string_append_printf (out, _("A car with a risk of %s or more gets the long test.\n\n"),
                          threshold);

  rdg_cli_text_metrics (out, rdg_model_get_holdout (model));
  g_string_append_c (out, '\n');
  rdg_cli_text_baselines (out, model, baselines);
  if (rdg_cli_args_has (call->args, "curves"))
    {
      g_string_append_c (out, '\n');
      rdg_cli_text_calibration (out, model);
    }

  write_zones_text (out, model);

  for (guint i = 0; i < rdg_model_get_n_features (model); i++)
    {
      g_autofree char *importance = rdg_cli_cell_number (ranked[i].importance, 6);

      rdg_cli_table_add (features, rdg_model_get_feature (model, ranked[i].feature)->name,
                         importance, NULL);
    }
  g_string_append_c (out, '\n');
  rdg_cli_table_write (features, out);
  write_formulas (out, model);

  for (guint i = 0; i < rdg_model_get_n_blocked (model); i++)
    rdg_cli_table_add (blocked, rdg_model_get_blocked (model, i)->name,
                       rdg_model_get_blocked (model, i)->reason, NULL);
  if (rdg_model_get_n_blocked (model) > 0)
    {
      g_string_append_c (out, '\n');
      rdg_cli_table_write (blocked, out);
    }
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (RdgModel) model = NULL;
  RdgModelRow *row = NULL;
  gint64 id;

  if (!rdg_cli_get_id (call, 0, &id, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;
  model = rdg_model_registry_load (workspace, id, &row, error);
  if (model == NULL)
    return FALSE;

  g_autoptr (GError) local_error = NULL;
  RdgBaseline baselines[RDG_N_BASELINES];
  gboolean known = rdg_model_get_baselines (model, N_BOOTSTRAP, baselines,
                                            rdg_job_get_cancellable (job), &local_error);

  if (local_error == NULL && call->json)
    write_json (call, model, row, known ? baselines : NULL);
  else if (local_error == NULL)
    write_text (call, model, row, known ? baselines : NULL);
  rdg_model_row_free (row);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static const RdgCliOption option_table[] = {
  { "curves", RDG_CLI_FLAG, NULL, N_("Show also the risks said beside what happened, and in JSON every curve") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_model = {
  .name = "model",
  .synopsis = "ID",
  .summary = N_("Show one model: inputs, what was kept out and why, how good it is"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
