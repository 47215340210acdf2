/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several verbs need: see rdg-cli-common.h. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-common.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-charset.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-number.h"

/**
 * rdg_cli_open_workspace:
 * @call: what to do
 *
 * Blocking.
 *
 * Returns: (transfer full): the database that the user means
 */
RdgWorkspace *
rdg_cli_open_workspace (RdgCliCall  *call,
                        GError     **error)
{
  return rdg_workspace_open (call->database, error);
}

/**
 * rdg_cli_get_id:
 * @call: what to do
 * @word: the number of the word, from 0, that has to be there
 * @id: (out): what it says
 *
 * Returns: whether it is an id; error: %RDG_USAGE_ERROR_VALUE
 */
gboolean
rdg_cli_get_id (RdgCliCall  *call,
                guint        word,
                gint64      *id,
                GError     **error)
{
  const char *text = rdg_cli_args_get_words (call->args)[word];

  if (rdg_number_parse_int (text, strlen (text), id) && *id > 0)
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               _("“%s” is not an id: ids are whole numbers from 1."), text);

  return FALSE;
}

/**
 * rdg_cli_get_model_id:
 * @call: what to do
 *
 * Returns: the model of `--model`, or 0 for the active one
 */
gint64
rdg_cli_get_model_id (RdgCliCall *call)
{
  return rdg_cli_args_get_integer (call->args, "model", 0);
}

/**
 * rdg_cli_load_mapping:
 * @call: what to do
 * @mapping: (out) (nullable): the mapping of `--map`, or %NULL where it was not given
 *
 * Blocking.
 *
 * Returns: whether it was not given, or could be read
 */
gboolean
rdg_cli_load_mapping (RdgCliCall  *call,
                      RdgMapping **mapping,
                      GError     **error)
{
  const char *path = rdg_cli_args_get_text (call->args, "map");
  g_autofree char *json = NULL;
  g_autofree char *name = NULL;
  gsize length;

  *mapping = NULL;
  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &json, &length, error))
    return FALSE;

  *mapping = rdg_mapping_from_json (json, (gssize) length, error);
  if (*mapping != NULL)
    return TRUE;

  name = g_filename_display_name (path);
  g_prefix_error (error, "%s: ", name);

  return FALSE;
}

/**
 * rdg_cli_get_dialect:
 * @call: what to do
 * @charset: (out) (nullable): of `--charset`; %NULL: it is to be found
 * @decimal_mark: (out): of `--decimal`; 0: it is to be found
 *
 * Returns: whether they can be; error: %RDG_USAGE_ERROR_UNKNOWN
 */
gboolean
rdg_cli_get_dialect (RdgCliCall  *call,
                     const char **charset,
                     char        *decimal_mark,
                     GError     **error)
{
  const char *name = rdg_cli_args_get_text (call->args, "charset");
  const char *decimal = rdg_cli_args_get_text (call->args, "decimal");

  *charset = name != NULL ? rdg_charset_find (name) : NULL;
  *decimal_mark = g_strcmp0 (decimal, "comma") == 0 ? ','
                  : g_strcmp0 (decimal, "point") == 0 ? '.' : '\0';
  if (name != NULL && *charset == NULL)
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                 _("There is no character set “%s”: plants write UTF-8, WINDOWS-1252, ISO-8859-1, "
                   "ISO-8859-15, IBM850 or UTF-16LE."), name);
  else if (decimal != NULL && *decimal_mark == '\0')
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                 _("Decimals have a comma or a point, not “%s”."), decimal);
  else
    return TRUE;

  return FALSE;
}

/**
 * rdg_cli_get_known:
 * @call: what to do
 * @known: (out caller-allocates): what `--table`, `--charset`, `--decimal` and `--map` say
 * @mapping: (out) (nullable): that of @known, to be freed
 *
 * Blocking.
 *
 * Returns: whether all of it can be
 */
gboolean
rdg_cli_get_known (RdgCliCall            *call,
                   RdgInspectionOptions  *known,
                   RdgMapping           **mapping,
                   GError               **error)
{
  *known = (RdgInspectionOptions){ .table = rdg_cli_args_get_text (call->args, "table") };
  if (!rdg_cli_get_dialect (call, &known->charset, &known->decimal_mark, error) ||
      !rdg_cli_load_mapping (call, mapping, error))
    return FALSE;
  known->mapping = *mapping;

  return TRUE;
}

/**
 * rdg_cli_json_metrics_members:
 * @doc: where to write, inside an object
 * @metrics: what to write
 *
 * The metrics, and their intervals in `interval`.
 */
void
rdg_cli_json_metrics_members (RdgCliJson       *doc,
                              const RdgMetrics *metrics)
{
  for (RdgMetric m = 0; m < RDG_N_METRICS; m++)
    rdg_cli_json_number (doc, rdg_metric_get_key (m), metrics->value[m]);

  rdg_cli_json_begin_object (doc, "interval");
  for (RdgMetric m = 0; m < RDG_N_METRICS; m++)
    {
      if (rdg_metric_is_count (m) || m == RDG_METRIC_THRESHOLD)
        continue;
      rdg_cli_json_begin_array (doc, rdg_metric_get_key (m));
      rdg_cli_json_number (doc, NULL, metrics->low[m]);
      rdg_cli_json_number (doc, NULL, metrics->high[m]);
      rdg_cli_json_end_array (doc);
    }
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_json_metrics:
 * @doc: where to write
 * @key: (nullable): the object's name
 * @metrics: what to write
 *
 * A metrics object.
 */
void
rdg_cli_json_metrics (RdgCliJson       *doc,
                      const char       *key,
                      const RdgMetrics *metrics)
{
  rdg_cli_json_begin_object (doc, key);
  rdg_cli_json_metrics_members (doc, metrics);
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_text_metrics:
 * @out: where to append
 * @metrics: what to write
 *
 * The metrics as a table, under the names that they have in JSON.
 */
void
rdg_cli_text_metrics (GString          *out,
                      const RdgMetrics *metrics)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Metric"), _("Value"), _("Low"),
                                                     _("High"), NULL);

  for (RdgMetric m = 0; m < RDG_N_METRICS; m++)
    {
      guint decimals = rdg_metric_is_count (m) ? 0 : 4;
      g_autofree char *value = rdg_cli_cell_number (metrics->value[m], decimals);
      g_autofree char *low = rdg_cli_cell_number (metrics->low[m], decimals);
      g_autofree char *high = rdg_cli_cell_number (metrics->high[m], decimals);

      rdg_cli_table_add (table, rdg_metric_get_key (m), value, low, high, NULL);
    }
  rdg_cli_table_write (table, out);
}

/**
 * rdg_cli_json_model_members:
 * @doc: where to write, inside an object
 * @row: a model of the registry
 */
void
rdg_cli_json_model_members (RdgCliJson        *doc,
                            const RdgModelRow *row)
{
  rdg_cli_json_id (doc, "model_id", row->model_id);
  rdg_cli_json_string (doc, "state", rdg_model_state_get_key (row->state));
  rdg_cli_json_string (doc, "algorithm", rdg_algorithm_get_key (row->algorithm));
  rdg_cli_json_time (doc, "trained_at", row->trained_at);
  rdg_cli_json_string (doc, "note", row->note);
  rdg_cli_json_count (doc, "rows_train", row->n_train);
  rdg_cli_json_count (doc, "rows_holdout", row->n_holdout);
  rdg_cli_json_time (doc, "data_from", row->data_from);
  rdg_cli_json_time (doc, "data_to", row->data_to);
}

/**
 * rdg_cli_json_svm:
 * @doc: where to write, inside an object
 * @model: any model; nothing is written of one that has no support vectors
 */
void
rdg_cli_json_svm (RdgCliJson     *doc,
                  const RdgModel *model)
{
  const RdgSvm *svm = rdg_model_get_svm (model);

  if (svm == NULL)
    return;

  rdg_cli_json_begin_object (doc, "svm");
  rdg_cli_json_string (doc, "kernel", svm->setting.kernel == RDG_SVM_LINEAR ? "linear" : "rbf");
  rdg_cli_json_number (doc, "cost", svm->setting.cost);
  rdg_cli_json_number (doc, "gamma", svm->setting.gamma);
  rdg_cli_json_number (doc, "weight", svm->setting.weight);
  rdg_cli_json_count (doc, "vectors", svm->n_vectors);
  rdg_cli_json_count (doc, "sampled", svm->n_sampled);
  rdg_cli_json_count (doc, "sampled_failed", svm->n_sampled_failed);
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_json_formulas:
 *
 * Writes the member "formulas" of an object that is open.
 */
void
rdg_cli_json_formulas (RdgCliJson     *doc,
                       const RdgModel *model)
{
  rdg_cli_json_begin_array (doc, "formulas");
  for (guint i = 0; i < rdg_model_get_n_formulas (model); i++)
    {
      const RdgFormula *formula = rdg_model_get_formula (model, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", rdg_formula_get_name (formula));
      rdg_cli_json_string (doc, "unit", rdg_formula_get_unit (formula));
      rdg_cli_json_string (doc, "expression", rdg_formula_get_expression (formula));
      rdg_cli_json_begin_array (doc, "inputs");
      for (guint k = 0; k < rdg_formula_get_n_inputs (formula); k++)
        rdg_cli_json_string (doc, NULL, rdg_formula_get_input (formula, k));
      rdg_cli_json_end_array (doc);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
}

/**
 * rdg_cli_json_boosted:
 * @doc: where to write, inside an object
 * @model: any model; nothing is written of one that has no boosted trees
 */
void
rdg_cli_json_boosted (RdgCliJson     *doc,
                      const RdgModel *model)
{
  double lowest, highest;

  if (!rdg_model_get_log_odds (model, &lowest, &highest))
    return;

  rdg_cli_json_begin_object (doc, "boosted");
  rdg_cli_json_count (doc, "rounds", rdg_model_get_n_trees (model));
  rdg_cli_json_number (doc, "lowest_log_odds", lowest);
  rdg_cli_json_number (doc, "highest_log_odds", highest);
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_json_reasons:
 * @doc: where to write
 * @key: the array's name
 * @reasons: (nullable) (element-type RdgReason): what to write
 */
void
rdg_cli_json_reasons (RdgCliJson *doc,
                      const char *key,
                      GPtrArray  *reasons)
{
  rdg_cli_json_begin_array (doc, key);
  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const RdgReason *reason = g_ptr_array_index (reasons, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "feature", reason->feature);
      rdg_cli_json_string (doc, "value", reason->value);
      rdg_cli_json_number (doc, "contribution", reason->contribution);
      rdg_cli_json_string (doc, "text", reason->text);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
}

/**
 * rdg_cli_json_zones:
 * @doc: where to write, inside an object
 * @zones: (element-type RdgZoneRisk): where to look, highest risk first
 */
void
rdg_cli_json_zones (RdgCliJson   *doc,
                    const GArray *zones)
{
  rdg_cli_json_begin_array (doc, "zones");
  for (guint i = 0; i < zones->len; i++)
    {
      const RdgZoneRisk *zone = &g_array_index (zones, RdgZoneRisk, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "zone", zone->zone);
      rdg_cli_json_number (doc, "risk", zone->risk.risk);
      rdg_cli_json_number (doc, "low", zone->risk.low);
      rdg_cli_json_number (doc, "high", zone->risk.high);
      rdg_cli_json_number (doc, "usual", zone->usual);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
}

/**
 * rdg_cli_json_car:
 * @doc: where to write, inside an object
 * @code: the car
 * @risk: its risk
 * @recommendation: long or short
 * @zones: (element-type RdgZoneRisk): where to look
 * @reasons: (nullable) (element-type RdgReason): why
 */
void
rdg_cli_json_car (RdgCliJson        *doc,
                  const char        *code,
                  const RdgRisk     *risk,
                  RdgRecommendation  recommendation,
                  const GArray      *zones,
                  GPtrArray         *reasons)
{
  rdg_cli_json_string (doc, "car", code);
  rdg_cli_json_number (doc, "risk", risk->risk);
  rdg_cli_json_number (doc, "low", risk->low);
  rdg_cli_json_number (doc, "high", risk->high);
  rdg_cli_json_string (doc, "recommendation", rdg_cli_recommendation_key (recommendation));
  rdg_cli_json_zones (doc, zones);
  rdg_cli_json_reasons (doc, "reasons", reasons);
}

/**
 * rdg_cli_json_outcomes:
 * @doc: where to write, inside an object
 * @counts: how many cars failed, passed, or have no outcome, and why
 */
void
rdg_cli_json_outcomes (RdgCliJson             *doc,
                       const RdgOutcomeCounts *counts)
{
  rdg_cli_json_count (doc, "failed", counts->failed);
  rdg_cli_json_count (doc, "passed", counts->passed);
  rdg_cli_json_count (doc, "unlabelled", counts->unlabelled);
  rdg_cli_json_begin_array (doc, "why");
  for (guint i = 0; counts->why != NULL && counts->why[i] != NULL; i++)
    {
      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "reason", counts->why[i]);
      rdg_cli_json_count (doc, "cars", counts->why_count[i]);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
}

/**
 * rdg_cli_text_outcomes:
 * @out: where to append
 * @counts: how many cars failed, passed, or have no outcome, and why
 */
void
rdg_cli_text_outcomes (GString                *out,
                       const RdgOutcomeCounts *counts)
{
  g_autofree char *failed = rdg_cli_cell_count (counts->failed);
  g_autofree char *passed = rdg_cli_cell_count (counts->passed);
  g_autofree char *unlabelled = rdg_cli_cell_count (counts->unlabelled);

  g_string_append_printf (out, _("Outcomes: %s failed, %s passed, %s without an outcome.\n"),
                          failed, passed, unlabelled);
  for (guint i = 0; counts->why != NULL && counts->why[i] != NULL; i++)
    g_string_append_printf (out, "  %" G_GUINT64_FORMAT ": %s\n", counts->why_count[i],
                            counts->why[i]);
}

/**
 * rdg_cli_recommendation_key:
 * @recommendation: a recommendation
 *
 * Returns: (transfer none): `long` or `short`
 */
const char *
rdg_cli_recommendation_key (RdgRecommendation recommendation)
{
  return recommendation == RDG_RECOMMENDATION_LONG ? "long" : "short";
}

/**
 * rdg_cli_recommendation_label:
 * @recommendation: a recommendation
 *
 * Returns: (transfer none): as a person reads it, translated
 */
const char *
rdg_cli_recommendation_label (RdgRecommendation recommendation)
{
  return recommendation == RDG_RECOMMENDATION_LONG ? _("LONG TEST") : _("SHORT TEST");
}

/**
 * rdg_cli_text_unscored:
 * @out: where to write
 * @n_cars: how many cars lost their risk by what was done
 *
 * A sentence, where there are any.
 */
void
rdg_cli_text_unscored (GString *out,
                       guint64  n_cars)
{
  g_autofree char *count = rdg_cli_cell_count (n_cars);

  if (n_cars > 0)
    g_string_append_printf (
      out, g_dngettext (GETTEXT_PACKAGE,
                        "%s car is left out of “risks” until “rodagem-cli score” has scored it anew: "
                        "what is known of it has changed.\n",
                        "%s cars are left out of “risks” until “rodagem-cli score” has scored them "
                        "anew: what is known of them has changed.\n", (gulong) n_cars), count);
}
