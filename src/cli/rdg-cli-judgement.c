/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a model was judged: see rdg-cli-judgement.h. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-judgement.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-baseline-words.h"
#include "rdg-cli-common.h"
#include "rdg-cli-table.h"

/**
 * rdg_cli_json_split:
 * @doc: where to write, inside an object
 * @model: a model
 *
 * `split`, a word, and `split_detail`.
 */
void
rdg_cli_json_split (RdgCliJson     *doc,
                    const RdgModel *model)
{
  const char *kind = rdg_split_kind_get_key (rdg_model_get_split (model));
  gsize n_gap;
  double gap = rdg_model_get_gap (model, &n_gap);

  rdg_cli_json_string (doc, "split", kind);
  rdg_cli_json_begin_object (doc, "split_detail");
  rdg_cli_json_string (doc, "kind", kind);
  rdg_cli_json_number (doc, "gap_hours", gap);
  rdg_cli_json_count (doc, "gap_cars", n_gap);
  rdg_cli_json_count (doc, "folds", rdg_model_get_n_folds (model));
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_json_difference:
 * @doc: where to write, inside an object
 * @key: the object's name
 * @difference: what to write
 * @same_cars: whether it is of the same cars, so that counts can be compared
 *
 * Each metric with `value`, `low` and `high`.
 */
void
rdg_cli_json_difference (RdgCliJson       *doc,
                         const char       *key,
                         const RdgMetrics *difference,
                         gboolean          same_cars)
{
  rdg_cli_json_begin_object (doc, key);
  for (RdgMetric m = 0; m < RDG_N_METRICS; m++)
    {
      if (m == RDG_METRIC_N || m == RDG_METRIC_POSITIVES || m == RDG_METRIC_THRESHOLD ||
          (!same_cars && rdg_metric_is_count (m)))
        continue;
      rdg_cli_json_begin_object (doc, rdg_metric_get_key (m));
      rdg_cli_json_number (doc, "value", difference->value[m]);
      rdg_cli_json_number (doc, "low", difference->low[m]);
      rdg_cli_json_number (doc, "high", difference->high[m]);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_object (doc);
}

static void
write_baseline (RdgCliJson        *doc,
                RdgBaselineKind    kind,
                const RdgBaseline *baseline)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_string (doc, "name", rdg_baseline_get_key (kind));
  rdg_cli_json_string (doc, "why_unknown", baseline->known ? NULL : rdg_baseline_get_why_unknown ());
  rdg_cli_json_count (doc, "cars_unknown", baseline->n_unknown);
  rdg_cli_json_metrics (doc, "metrics", &baseline->metrics);
  rdg_cli_json_difference (doc, "difference", &baseline->difference, TRUE);
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_json_baselines:
 * @doc: where to write, inside an object
 * @baselines: (nullable) (array fixed-size=3): by kind; %NULL for a model of before the cars that
 *   judge were kept
 *
 * `baselines`: what sending all cars, none, or those with most earlier failures comes to.
 */
void
rdg_cli_json_baselines (RdgCliJson        *doc,
                        const RdgBaseline *baselines)
{
  rdg_cli_json_begin_array (doc, "baselines");
  for (guint kind = 0; baselines != NULL && kind < RDG_N_BASELINES; kind++)
    write_baseline (doc, kind, &baselines[kind]);
  rdg_cli_json_end_array (doc);
}

/* difference: of the model to it; NULL: it is the model. */
static void
add_row (RdgCliTable      *table,
         const char       *name,
         const RdgMetrics *metrics,
         const RdgMetrics *difference)
{
  const double *value = metrics->value;
  g_autofree char *caught = NULL, *more = NULL;
  g_autofree char *sent = rdg_cli_cell_number (value[RDG_METRIC_TP] + value[RDG_METRIC_FP], 0);
  g_autofree char *finds = isnan (value[RDG_METRIC_PRECISION])
                             ? g_strdup ("–") : rdg_cli_cell_percent (value[RDG_METRIC_PRECISION]);

  if (isnan (value[RDG_METRIC_TP]))
    {
      rdg_cli_table_add (table, name, "–", "–", "–", "–", NULL);
      return;
    }

  caught = g_strdup_printf (C_("failures", "%.0f of %.0f"), value[RDG_METRIC_TP],
                            value[RDG_METRIC_POSITIVES]);
  if (difference != NULL)
    more = g_strdup_printf ("%+.0f (%+.0f … %+.0f)", difference->value[RDG_METRIC_TP],
                            difference->low[RDG_METRIC_TP], difference->high[RDG_METRIC_TP]);
  rdg_cli_table_add (table, name, caught, sent, finds, more != NULL ? more : "", NULL);
}

/**
 * rdg_cli_text_baselines:
 * @out: where to append
 * @model: a model
 * @baselines: (nullable) (array fixed-size=3): as rdg_cli_json_baselines() takes them
 *
 * The model beside what can be had without it, as a table.
 */
void
rdg_cli_text_baselines (GString           *out,
                        const RdgModel    *model,
                        const RdgBaseline *baselines)
{
  g_autoptr (RdgCliTable) table =
    rdg_cli_table_new (_("Which cars are sent"), _("Failures caught"), _("Long tests"),
                       _("Long tests that find one"), _("More by the model"), NULL);

  if (baselines == NULL)
    {
      g_string_append (out, _("The model is of an older version or came from another program, "
                              "without the cars that judged it: how much can be had without it is "
                              "not known.\n"));
      return;
    }

  add_row (table, _("By this model"), rdg_model_get_holdout (model), NULL);
  for (guint kind = 0; kind < RDG_N_BASELINES; kind++)
    add_row (table, rdg_baseline_get_title (kind), &baselines[kind].metrics, &baselines[kind].difference);
  rdg_cli_table_write (table, out);

  if (!baselines[RDG_BASELINE_EARLIER].known)
    g_string_append_printf (out, "%s\n", rdg_baseline_get_why_unknown ());
  else if (baselines[RDG_BASELINE_EARLIER].n_unknown > 0)
    g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE,
                                              "Of %" PRIu64 " car no file says what was found before "
                                              "its road test; it counts as one without failures.\n",
                                              "Of %" PRIu64 " cars no file says what was found before "
                                              "their road test; they count as cars without failures.\n",
                                              baselines[RDG_BASELINE_EARLIER].n_unknown),
                            (guint64) baselines[RDG_BASELINE_EARLIER].n_unknown);
}

static void
write_curve (RdgCliJson     *doc,
             const char     *key,
             const char     *x,
             const char     *y,
             const RdgCurve *curve)
{
  rdg_cli_json_begin_object (doc, key);
  rdg_cli_json_number (doc, "area", curve->area);
  rdg_cli_json_begin_array (doc, "points");
  for (guint i = 0; i < curve->n_points; i++)
    {
      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_number (doc, "threshold", curve->points[i].threshold);
      rdg_cli_json_number (doc, x, curve->points[i].x);
      rdg_cli_json_number (doc, y, curve->points[i].y);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_json_curves:
 * @doc: where to write, inside an object
 * @model: a model
 *
 * `curves`: null for a model of before the cars that judge were kept.
 */
void
rdg_cli_json_curves (RdgCliJson     *doc,
                     const RdgModel *model)
{
  g_auto (RdgCurves) curves = { 0 };

  if (!rdg_model_get_curves (model, &curves))
    {
      rdg_cli_json_string (doc, "curves", NULL);
      return;
    }

  rdg_cli_json_begin_object (doc, "curves");
  write_curve (doc, "roc", "passed_sent", "recall", &curves.roc);
  write_curve (doc, "pr", "recall", "precision", &curves.pr);
  write_curve (doc, "gain", "sent", "recall", &curves.gain);
  rdg_cli_json_begin_array (doc, "calibration");
  for (guint b = 0; b < curves.n_bins; b++)
    {
      const RdgCalibrationBin *bin = &curves.bins[b];

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_number (doc, "lowest", bin->lowest);
      rdg_cli_json_number (doc, "highest", bin->highest);
      rdg_cli_json_number (doc, "said", bin->said);
      rdg_cli_json_number (doc, "happened", bin->happened);
      rdg_cli_json_number (doc, "low", bin->low);
      rdg_cli_json_number (doc, "high", bin->high);
      rdg_cli_json_count (doc, "cars", bin->n);
      rdg_cli_json_count (doc, "failed", bin->n_failed);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_end_object (doc);
}

/**
 * rdg_cli_text_calibration:
 * @out: where to append
 * @model: a model
 *
 * What was said of the cars that judged and what happened, as a table.
 */
void
rdg_cli_text_calibration (GString        *out,
                          const RdgModel *model)
{
  g_auto (RdgCurves) curves = { 0 };
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Risk said, on average"), _("Failed"),
                                                     _("Low"), _("High"), _("Cars"), NULL);

  if (!rdg_model_get_curves (model, &curves))
    return;

  for (guint b = 0; b < curves.n_bins; b++)
    {
      g_autofree char *said = rdg_cli_cell_percent (curves.bins[b].said);
      g_autofree char *happened = rdg_cli_cell_percent (curves.bins[b].happened);
      g_autofree char *low = rdg_cli_cell_percent (curves.bins[b].low);
      g_autofree char *high = rdg_cli_cell_percent (curves.bins[b].high);
      g_autofree char *cars = rdg_cli_cell_count (curves.bins[b].n);

      rdg_cli_table_add (table, said, happened, low, high, cars, NULL);
    }
  rdg_cli_table_write (table, out);
}
