/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model on a file that is not imported: its risks, or how good it is there. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-prediction-service.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-error.h"
#include "rdg-file-rows.h"
#include "rdg-model-registry.h"
#include "rdg-model-zones.h"
#include "rdg-reason.h"
#include "rdg-record.h"
#include "rdg-zone-risk.h"

#define ROWS_PER_CHUNK 1024

/* past: the model was trained on the car, and the score is its out-of-bag one, or NaN. zones: nullable;
 * rows x zones of the model, likewise. */
static gboolean
score_rows (const RdgModel     *model,
            const RdgFileRows  *rows,
            double             *scores,
            double             *zones,
            guint8             *past,
            const RdgProgress  *progress,
            GCancellable       *cancellable,
            GError            **error)
{
  if (zones != NULL
        ? !rdg_model_score_zones (model, rows->matrix, 0, scores, zones, progress, cancellable, error)
        : !rdg_model_score (model, rows->matrix, 0, scores, progress, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      const char *code = g_ptr_array_index (rows->codes, i);

      past[i] = rows->named && rdg_model_find_trained (model, code, &scores[i]);
      if (past[i] && zones != NULL)
        rdg_model_find_trained_zones (model, code, zones + i * rdg_model_get_n_zones (model));
    }

  return TRUE;
}

/* The rows' warnings, and how many of these cars have a risk that the file has no part in. */
static GStrv
take_warnings (RdgFileRows  *rows,
               const guint8 *past)
{
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();
  guint64 n_past = 0;

  for (gsize i = 0; i < rows->n_rows; i++)
    n_past += past[i];

  g_strv_builder_addv (warnings, (const char **) rows->warnings);
  if (n_past > 0)
    {
      g_autofree char *learned =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%" PRIu64 " of these cars is among those the model learned from: "
                                      "its risk is what was said without having learned from it, "
                                      "whatever this file says of it.",
                                      "%" PRIu64 " of these cars are among those the model learned from: "
                                      "their risk is what was said without having learned from them, "
                                      "whatever this file says of them.", n_past),
                         n_past);

      g_strv_builder_add (warnings, learned);
    }

  return g_strv_builder_end (warnings);
}

void
rdg_predicted_row_free (RdgPredictedRow *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_clear_pointer (&self->zones, g_array_unref);
  g_free (self);
}

static GPtrArray *
make_rows (const RdgModel     *model,
           const RdgFileRows  *rows,
           const double       *scores,
           const double       *zones,
           const guint8       *past)
{
  GPtrArray *predicted = g_ptr_array_new_full ((guint) rows->n_rows,
                                               (GDestroyNotify) rdg_predicted_row_free);

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      RdgPredictedRow *row = g_new0 (RdgPredictedRow, 1);

      row->code = g_strdup (g_ptr_array_index (rows->codes, i));
      row->score = scores[i];
      row->past = past[i];
      row->risk = isnan (scores[i]) ? (RdgRisk) { NAN, NAN, NAN }
                                    : rdg_model_calibrate (model, scores[i]);
      row->recommendation = isnan (scores[i]) ? RDG_RECOMMENDATION_SHORT
                                              : rdg_model_recommend (model, row->risk.risk);
      row->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reason_free);
      row->zones = _rdg_zone_risks_new (model, &row->risk, zones + i * rdg_model_get_n_zones (model));
      g_ptr_array_add (predicted, row);
    }

  return predicted;
}

static gboolean
add_reasons (const RdgModel     *model,
             const RdgFileRows  *rows,
             GPtrArray          *predicted,
             guint               n_reasons,
             const RdgProgress  *progress,
             GCancellable       *cancellable,
             GError            **error)
{
  guint n_features = rdg_model_get_n_features (model);
  g_autofree double *contributions = g_new (double, MAX (ROWS_PER_CHUNK * n_features, 1));
  guint32 chunk[ROWS_PER_CHUNK];

  for (gsize from = 0; from < rows->n_rows; from += ROWS_PER_CHUNK)
    {
      gsize n = MIN (rows->n_rows - from, ROWS_PER_CHUNK);
      RdgProgress slice = rdg_progress_slice (progress, (double) from / (double) rows->n_rows,
                                              (double) (from + n) / (double) rows->n_rows);
      double base;

      for (gsize i = 0; i < n; i++)
        chunk[i] = (guint32) (from + i);
      if (!rdg_model_explain (model, rows->matrix, chunk, n, 0, &base, contributions, &slice,
                              cancellable, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        {
          RdgPredictedRow *row = g_ptr_array_index (predicted, from + i);

          g_ptr_array_unref (row->reasons);
          row->reasons = _rdg_reason_list (model, rows->matrix, from + i,
                                           &contributions[i * n_features], n_reasons);
        }
    }

  return TRUE;
}

static gint
compare_rows_cb (gconstpointer a,
                 gconstpointer b)
{
  const RdgPredictedRow *one = *(RdgPredictedRow * const *) a, *other = *(RdgPredictedRow * const *) b;
  double risk = isnan (one->risk.risk) ? -1 : one->risk.risk;
  double other_risk = isnan (other->risk.risk) ? -1 : other->risk.risk;

  if (risk != other_risk)
    return risk > other_risk ? -1 : 1;

  return g_strcmp0 (one->code, other->code);
}

/**
 * rdg_prediction_file:
 * @known: (nullable): what need not be found of the file; without a mapping it is read as the model needs it
 * @model_id: a model's number, or 0: the active one
 * @n_reasons: how many reasons of each row; 0: none
 * @warnings: (out) (optional) (transfer full): what makes the risks less sure
 *
 * Writes nothing. A car that the model was trained on is marked as past, with its out-of-bag risk;
 * NaN if no tree left it out.
 *
 * Returns: (transfer full) (nullable): RdgPredictedRow, highest risk first, or %NULL with @error set
 */
GPtrArray *
rdg_prediction_file (RdgWorkspace      *workspace,
                     const char        *path,
                     const RdgInspectionOptions *known,
                     gint64             model_id,
                     guint              n_reasons,
                     GStrv             *warnings,
                     RdgJob            *job,
                     GError           **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  RdgProgress whole = rdg_job_get_progress (job);
  RdgProgress reading = rdg_progress_slice (&whole, 0, 0.3);
  RdgProgress scoring = rdg_progress_slice (&whole, 0.3, n_reasons > 0 ? 0.5 : 1);
  RdgProgress explaining = rdg_progress_slice (&whole, 0.5, 1);
  g_autoptr (RdgModel) model = rdg_model_registry_load (workspace, model_id, NULL, error);
  g_autoptr (RdgFileRows) rows =
    model == NULL ? NULL : _rdg_file_rows_read (path, known, model, FALSE, &reading, cancellable,
                                                error);
  g_autoptr (GPtrArray) predicted = NULL;
  g_autofree double *scores = NULL, *zones = NULL;
  g_autofree guint8 *past = NULL;

  if (rows == NULL)
    return NULL;

  scores = g_new (double, rows->n_rows);
  zones = g_new (double, MAX (rows->n_rows * rdg_model_get_n_zones (model), 1));
  past = g_new0 (guint8, rows->n_rows);
  if (!score_rows (model, rows, scores, zones, past, &scoring, cancellable, error))
    return NULL;

  predicted = make_rows (model, rows, scores, zones, past);
  if (n_reasons > 0 &&
      !add_reasons (model, rows, predicted, n_reasons, &explaining, cancellable, error))
    return NULL;

  g_ptr_array_sort (predicted, compare_rows_cb);
  if (warnings != NULL)
    *warnings = take_warnings (rows, past);
  return g_steal_pointer (&predicted);
}

/**
 * rdg_prediction_evaluate:
 * @known: (nullable): what need not be found of the file
 * @model_id: a model's number, or 0: the active one
 * @evaluation: (out caller-allocates): how good the model is on the rows that have an outcome
 * @warnings: (out) (optional) (transfer full): what makes them less sure
 *
 * Writes nothing. Cars that the model was trained on count with their out-of-bag risk.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_prediction_evaluate (RdgWorkspace      *workspace,
                         const char        *path,
                         const RdgInspectionOptions *known,
                         gint64             model_id,
                         RdgEvaluation     *evaluation,
                         GStrv             *warnings,
                         RdgJob            *job,
                         GError           **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  RdgProgress whole = rdg_job_get_progress (job);
  RdgProgress reading = rdg_progress_slice (&whole, 0, 0.4);
  RdgProgress scoring = rdg_progress_slice (&whole, 0.4, 0.9);
  g_autoptr (RdgModel) model = rdg_model_registry_load (workspace, model_id, NULL, error);
  g_autoptr (RdgFileRows) rows =
    model == NULL ? NULL : _rdg_file_rows_read (path, known, model, TRUE, &reading, cancellable,
                                                error);
  g_autofree double *scores = NULL;
  g_autofree guint8 *past = NULL, *failed = NULL;
  gsize n = 0;

  if (rows == NULL)
    return FALSE;

  scores = g_new (double, rows->n_rows);
  past = g_new0 (guint8, rows->n_rows);
  failed = g_new (guint8, rows->n_rows);
  if (!score_rows (model, rows, scores, NULL, past, &scoring, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      guint8 label = g_array_index (rows->labels, guint8, i);

      if (label == RDG_LABEL_NONE || isnan (scores[i]))
        {
          past[i] = FALSE;   /* it judges nothing, so nothing need be told of it */
          continue;
        }
      scores[n] = rdg_model_calibrate (model, scores[i]).risk;
      failed[n++] = label == RDG_LABEL_FAILED;
    }

  if (n == 0)
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
                   _("No row of “%s” says whether its car failed: choose the label's column in a "
                     "mapping."), name);
      return FALSE;
    }

  if (!_rdg_evaluation_compute (evaluation, model, scores, failed, n, cancellable, error))
    return FALSE;

  if (warnings != NULL)
    *warnings = take_warnings (rows, past);
  return TRUE;
}
