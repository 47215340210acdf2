/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why: of one car in full, of many cars the main points. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-prediction-service.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-model-registry.h"
#include "rdg-model-zones.h"
#include "rdg-reason.h"
#include "rdg-zone-risk.h"

/* Contributions of so many cars at a time: memory stays small and cancelling is quick. */
#define CARS_PER_CHUNK 1024

/* The cars' values in the model's columns. car_ids: ascending. */
static RdgMatrix *
load_rows (RdgStore          *store,
           const RdgModel    *model,
           const RdgCarRoll  *roll,
           const gint64      *car_ids,
           gsize              n_cars,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autoptr (RdgCarMatrix) cars = _rdg_car_matrix_load (store, model, roll, car_ids, n_cars, NULL,
                                                        cancellable, error);

  return cars != NULL ? rdg_model_conform (model, cars->matrix, NULL, error) : NULL;
}

static RdgExplanation *
explain_row (const RdgModel    *model,
             const RdgMatrix   *matrix,
             const RdgCarRoll  *cars,
             gsize              car,
             GCancellable      *cancellable,
             GError           **error)
{
  guint n = rdg_model_get_n_features (model);
  g_autofree double *contributions = g_new (double, MAX (n, 1));
  g_autofree double *zones = g_new (double, MAX (rdg_model_get_n_zones (model), 1));
  const guint32 row = 0;
  double base, score, listed;

  if (!rdg_model_explain (model, matrix, &row, 1, 1, &base, contributions, NULL, cancellable, error) ||
      !rdg_model_score_zones (model, matrix, 1, &score, zones, NULL, cancellable, error))
    return NULL;

  /* The contributions add up to what all trees say. The risk of a car that some of them have learnt
   * from comes from the others alone, as in the list. */
  listed = score;

  RdgExplanation *self = g_new0 (RdgExplanation, 1);

  self->past = rdg_model_find_trained (model, cars->code[car], &listed);
  if (self->past)
    rdg_model_find_trained_zones (model, cars->code[car], zones);
  self->code = g_strdup (cars->code[car]);
  self->variant = g_strdup (cars->variant[car]);
  self->base = base;
  self->score = score;
  self->outcome = (RdgCarOutcome) cars->label[car];
  if (isnan (listed))
    self->risk = (RdgRisk) { NAN, NAN, NAN };
  else
    self->risk = rdg_model_calibrate (model, listed);
  self->recommendation = isnan (listed) ? RDG_RECOMMENDATION_SHORT
                                        : rdg_model_recommend (model, self->risk.risk);
  self->reasons = _rdg_reason_list (model, matrix, 0, contributions, 0);
  self->zones = _rdg_zone_risks_new (model, &self->risk, zones);

  return self;
}

/**
 * rdg_prediction_explain:
 * @model_id: a model's number, or 0: the active one
 * @code: the car's code
 *
 * The base plus the contributions is the score. A car that the model was trained on is marked as
 * past: its risk is the out-of-bag one, and NaN if no tree left the car out.
 *
 * Returns: (transfer full) (nullable): the explanation, or %NULL with @error set
 */
RdgExplanation *
rdg_prediction_explain (RdgWorkspace  *workspace,
                        gint64         model_id,
                        const char    *code,
                        RdgJob        *job,
                        GError       **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  RdgModelRow *row = NULL;
  g_autoptr (RdgModel) model = rdg_model_registry_load (workspace, model_id, &row, error);
  g_autoptr (RdgStore) store = NULL;
  g_autoptr (RdgMatrix) matrix = NULL;
  g_autoptr (RdgCarRoll) cars = NULL;
  gint64 car_id = 0;
  gsize car = 0;

  if (model == NULL)
    return NULL;
  model_id = row->model_id;
  rdg_model_row_free (row);

  store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  if (store == NULL)
    return NULL;
  rdg_store_set_cancellable (store, cancellable);
  if (!rdg_car_table_find (store, code, &car_id, error))
    return NULL;

  cars = _rdg_car_outcomes_read (store, NULL, error);
  matrix = cars != NULL ? load_rows (store, model, cars, &car_id, 1, cancellable, error) : NULL;
  if (matrix == NULL)
    return NULL;
  if (!rdg_car_roll_find (cars, car_id, &car))
    g_return_val_if_reached (NULL);

  RdgExplanation *self = explain_row (model, matrix, cars, car, cancellable, error);

  if (self != NULL)
    self->model_id = model_id;
  return self;
}

void
rdg_explanation_free (RdgExplanation *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->variant);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_clear_pointer (&self->zones, g_array_unref);
  g_free (self);
}

static int
compare_ids (const void *a,
             const void *b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Ascending and each once. */
static gint64 *
sort_ids (const gint64 *car_ids,
          gsize         n_cars,
          gsize        *n_sorted)
{
  gint64 *sorted = g_new (gint64, MAX (n_cars, 1));
  gsize n = 0;

  for (gsize i = 0; i < n_cars; i++)
    sorted[i] = car_ids[i];
  qsort (sorted, n_cars, sizeof (gint64), compare_ids);
  for (gsize i = 0; i < n_cars; i++)
    {
      if (n == 0 || sorted[i] != sorted[n - 1])
        sorted[n++] = sorted[i];
    }

  *n_sorted = n;
  return sorted;
}

static gboolean
explain_rows (const RdgModel     *model,
              const RdgMatrix    *matrix,
              const guint32      *rows,
              gsize               n_rows,
              guint               n_reasons,
              const RdgProgress  *progress,
              GCancellable       *cancellable,
              GPtrArray          *result,
              GError            **error)
{
  guint n_features = rdg_model_get_n_features (model);
  g_autofree double *contributions = g_new (double, MAX (MIN (n_rows, CARS_PER_CHUNK) * n_features, 1));

  for (gsize from = 0; from < n_rows; from += CARS_PER_CHUNK)
    {
      gsize n = MIN (n_rows - from, CARS_PER_CHUNK);
      RdgProgress slice = rdg_progress_slice (progress, (double) from / (double) n_rows,
                                              (double) (from + n) / (double) n_rows);
      double base;

      if (!rdg_model_explain (model, matrix, rows + from, n, 0, &base, contributions, &slice,
                              cancellable, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        g_ptr_array_add (result, _rdg_reason_list (model, matrix, rows[from + i],
                                                   &contributions[i * n_features], n_reasons));
    }

  return TRUE;
}

/**
 * rdg_prediction_reasons:
 * @car_ids: (array length=n_cars): in any order
 * @n_reasons: how many of each; 0: all
 *
 * Returns: (transfer full) (nullable): an array of arrays of RdgReason, as the ids go, largest
 *   absolute contribution first; or %NULL with @error set
 */
GPtrArray *
rdg_prediction_reasons (RdgWorkspace  *workspace,
                        gint64         model_id,
                        const gint64  *car_ids,
                        gsize          n_cars,
                        guint          n_reasons,
                        RdgJob        *job,
                        GError       **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  RdgProgress progress = rdg_job_get_progress (job);
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (RdgModel) model = rdg_model_registry_load (workspace, model_id, NULL, error);
  g_autoptr (RdgStore) store = NULL;
  g_autoptr (RdgCarRoll) cars = NULL;
  g_autoptr (RdgMatrix) matrix = NULL;
  gsize n_sorted = 0;
  g_autofree gint64 *sorted = sort_ids (car_ids, n_cars, &n_sorted);
  g_autofree guint32 *rows = g_new (guint32, MAX (n_cars, 1));

  if (model == NULL)
    return NULL;
  if (n_cars == 0)
    return g_steal_pointer (&result);

  store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  if (store == NULL)
    return NULL;
  rdg_store_set_cancellable (store, cancellable);
  cars = _rdg_car_outcomes_read (store, NULL, error);
  matrix = cars != NULL ? load_rows (store, model, cars, sorted, n_sorted, cancellable, error) : NULL;
  if (matrix == NULL)
    return NULL;

  for (gsize i = 0; i < n_cars; i++)
    {
      const gint64 *found = bsearch (&car_ids[i], sorted, n_sorted, sizeof (gint64), compare_ids);

      rows[i] = (guint32) (found - sorted);
    }
  if (!explain_rows (model, matrix, rows, n_cars, n_reasons, &progress, cancellable, result, error))
    return NULL;

  return g_steal_pointer (&result);
}
