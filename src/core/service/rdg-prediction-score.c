/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scoring the cars of a database, and why the riskiest ones are at risk. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-prediction-service.h"

#include <math.h>
#include <stdlib.h>

#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-model-registry.h"
#include "rdg-model-zones.h"
#include "rdg-prediction-table.h"
#include "rdg-reason.h"

/* Exact reasons cost far more than a score, in proportion to the trees: of so many trees in all they
 * take two or three seconds, and with 500 trees that is what a shift can test long. Others are had
 * from rdg_prediction_reasons(). */
#define REASON_TREES 40000
#define MOST_REASONS 500

typedef struct
{
  RdgModel      *model;
  RdgCarRoll    *cars;
  RdgMatrix     *matrix;        /* of all cars, conformed */
  RdgCarMatrix  *loaded;
  RdgPrediction *predictions;   /* ascending by car */
  guint32       *row;           /* of each prediction, in matrix */
  gsize          n_predictions;
  guint          n_zones;       /* of the model */
  RdgStoredZoneRisk *zones;     /* of each prediction in turn, which borrows them */
} Scoring;

static void
clear_scoring (Scoring *self)
{
  g_clear_pointer (&self->model, rdg_model_unref);
  g_clear_pointer (&self->cars, rdg_car_roll_free);
  g_clear_pointer (&self->matrix, rdg_matrix_unref);
  g_clear_pointer (&self->loaded, _rdg_car_matrix_free);
  g_free (self->predictions);
  g_free (self->row);
  g_free (self->zones);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scoring, clear_scoring)

static gboolean
load (Scoring            *self,
      RdgWorkspace       *workspace,
      const RdgProgress  *progress,
      GCancellable       *cancellable,
      GError            **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);

  if (store == NULL)
    return FALSE;
  rdg_store_set_cancellable (store, cancellable);

  self->cars = _rdg_car_outcomes_read (store, NULL, error);
  if (self->cars == NULL)
    return FALSE;
  self->loaded = _rdg_car_matrix_load (store, self->model, self->cars, self->cars->id,
                                       self->cars->n_cars, progress, cancellable, error);
  if (self->loaded == NULL)
    return FALSE;
  if (self->cars->n_cars == 0)
    return TRUE;

  self->matrix = rdg_model_conform (self->model, self->loaded->matrix, NULL, error);
  g_clear_pointer (&self->loaded->matrix, rdg_matrix_unref);

  return self->matrix != NULL;
}

static const RdgStoredZoneRisk *
take_zones (Scoring       *self,
            gsize          prediction,
            const RdgRisk *risk,
            const double  *scores)
{
  g_autofree RdgRisk *told = g_new (RdgRisk, MAX (self->n_zones, 1));
  RdgStoredZoneRisk *zones = self->zones + prediction * self->n_zones;

  rdg_model_calibrate_zones (self->model, risk, scores, told);
  for (guint z = 0; z < self->n_zones; z++)
    zones[z] = (RdgStoredZoneRisk){ (float) told[z].risk, (float) told[z].low, (float) told[z].high };

  return zones;
}

static void
take_score (Scoring      *self,
            gsize         row,
            double        score,
            const double *zones,
            gboolean      past)
{
  RdgRisk risk = rdg_model_calibrate (self->model, score);
  gsize i = self->n_predictions++;

  self->row[i] = (guint32) row;
  self->predictions[i] = (RdgPrediction) {
    .car_id = self->cars->id[row],
    .score = score,
    .risk = risk.risk,
    .low = risk.low,
    .high = risk.high,
    .recommendation = (guint8) rdg_model_recommend (self->model, risk.risk),
    .past = past,
    .reason_feature = -1,
    .zones = take_zones (self, i, &risk, zones),
    .n_zones = self->n_zones,
  };
}

/* Cars that the model was trained on have their out-of-bag score from it; the others are scored. A
 * car that no tree left out has no honest score, and none is given. */
static gboolean
score_cars (Scoring            *self,
            const RdgProgress  *progress,
            GCancellable       *cancellable,
            GError            **error)
{
  gsize n_cars = self->cars->n_cars;
  guint n_zones = self->n_zones = rdg_model_get_n_zones (self->model);
  g_autofree double *scores = g_new (double, MAX (n_cars, 1));
  g_autofree double *zones = g_new (double, MAX (n_cars * n_zones, 1));
  g_autofree double *fresh_zones = NULL;
  g_autofree guint8 *past = g_new0 (guint8, MAX (n_cars, 1));
  g_autofree guint32 *fresh = g_new (guint32, MAX (n_cars, 1));
  g_autofree double *fresh_scores = g_new (double, MAX (n_cars, 1));
  gsize n_fresh = 0;

  for (gsize i = 0; i < n_cars; i++)
    {
      scores[i] = NAN;
      if (!self->loaded->seen[i])
        continue;
      past[i] = rdg_model_find_trained (self->model, self->cars->code[i], &scores[i]);
      if (past[i])
        rdg_model_find_trained_zones (self->model, self->cars->code[i], zones + i * n_zones);
      else
        fresh[n_fresh++] = (guint32) i;
    }

  if (n_fresh > 0)
    {
      g_autoptr (RdgMatrix) rows = rdg_matrix_take_rows (self->matrix, fresh, n_fresh);

      fresh_zones = g_new (double, MAX (n_fresh * n_zones, 1));
      if (!rdg_model_score_zones (self->model, rows, 0, fresh_scores, fresh_zones, progress,
                                  cancellable, error))
        return FALSE;
    }
  for (gsize i = 0; i < n_fresh; i++)
    {
      scores[fresh[i]] = fresh_scores[i];
      for (guint z = 0; z < n_zones; z++)
        zones[fresh[i] * n_zones + z] = fresh_zones[i * n_zones + z];
    }

  self->predictions = g_new (RdgPrediction, MAX (n_cars, 1));
  self->row = g_new (guint32, MAX (n_cars, 1));
  self->zones = g_new (RdgStoredZoneRisk, MAX (n_cars * n_zones, 1));
  for (gsize i = 0; i < n_cars; i++)
    {
      if (!isnan (scores[i]))
        take_score (self, i, scores[i], zones + i * n_zones, past[i]);
    }

  return TRUE;
}

typedef struct
{
  double  risk;
  guint8  waits;
  guint32 row;
  gsize   prediction;
} Urgent;

static int
compare_urgent (const void *a,
                const void *b)
{
  const Urgent *one = a, *other = b;

  if (one->waits != other->waits)
    return one->waits ? -1 : 1;
  if (one->risk != other->risk)
    return one->risk > other->risk ? -1 : 1;

  return (one->row > other->row) - (one->row < other->row);
}

/* The cars whose reasons somebody will look for: those that wait, then those recommended a long
 * test, each in the order of risk. */
static Urgent *
list_urgent (const Scoring *self,
             gsize         *n_urgent)
{
  Urgent *urgent = g_new (Urgent, MAX (self->n_predictions, 1));
  gsize n = 0, most;

  for (gsize i = 0; i < self->n_predictions; i++)
    {
      const RdgPrediction *prediction = &self->predictions[i];
      gboolean waits = self->cars->label[self->row[i]] == RDG_LABEL_NONE &&
                       !self->cars->tested[self->row[i]];

      if (waits || prediction->recommendation == RDG_RECOMMENDATION_LONG)
        urgent[n++] = (Urgent) { prediction->risk, waits, self->row[i], i };
    }

  qsort (urgent, n, sizeof (Urgent), compare_urgent);
  most = MIN (REASON_TREES / MAX (rdg_model_get_n_trees (self->model), 1), MOST_REASONS);
  *n_urgent = MIN (n, MAX (most, 1));
  return urgent;
}

/* The main reason is what raises the risk most. */
static void
take_reason (RdgPrediction   *prediction,
             const RdgMatrix *matrix,
             gsize            row,
             const double    *contributions,
             guint            n_features)
{
  double most = 0;

  for (guint f = 0; f < n_features; f++)
    {
      if (contributions[f] > most)
        {
          most = contributions[f];
          prediction->reason_feature = (gint) f;
        }
    }

  if (prediction->reason_feature < 0)
    return;
  prediction->reason_contribution = most;
  prediction->reason_value = _rdg_reason_get_value (matrix, row, (guint) prediction->reason_feature,
                                                    &prediction->reason_level);
}

static gboolean
find_reasons (Scoring            *self,
              const RdgProgress  *progress,
              GCancellable       *cancellable,
              GError            **error)
{
  guint n_features = rdg_model_get_n_features (self->model);
  gsize n_urgent;
  g_autofree Urgent *urgent = list_urgent (self, &n_urgent);
  g_autofree guint32 *rows = g_new (guint32, MAX (n_urgent, 1));
  g_autofree double *contributions = g_new (double, MAX (n_urgent * n_features, 1));
  double base;

  if (n_urgent == 0)
    return TRUE;

  for (gsize i = 0; i < n_urgent; i++)
    rows[i] = urgent[i].row;
  if (!rdg_model_explain (self->model, self->matrix, rows, n_urgent, 0, &base, contributions,
                          progress, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n_urgent; i++)
    take_reason (&self->predictions[urgent[i].prediction], self->matrix, rows[i],
                 &contributions[i * n_features], n_features);

  return TRUE;
}

static gboolean
save (const Scoring  *self,
      RdgWorkspace   *workspace,
      gint64          model_id,
      GCancellable   *cancellable,
      GError        **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);

  if (store == NULL)
    return FALSE;
  rdg_store_set_cancellable (store, cancellable);
  if (!rdg_store_begin (store, error))
    return FALSE;
  if (!rdg_prediction_table_replace (store, model_id, self->predictions, self->n_predictions, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}

/* What vanished from the data: a hall that is called otherwise, a file that nobody imports any more. */
static GStrv
list_missing (const Scoring *self)
{
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();

  for (guint f = 0; self->matrix != NULL && f < rdg_model_get_n_features (self->model); f++)
    {
      const float *column = rdg_matrix_get_column (self->matrix, f);
      gsize i = 0;

      while (i < self->cars->n_cars && isnan (column[i]))
        i++;
      if (i == self->cars->n_cars)
        g_strv_builder_add (missing, rdg_model_get_feature (self->model, f)->name);
    }

  return g_strv_builder_end (missing);
}

/**
 * rdg_prediction_score_all:
 * @model_id: a model's number, or 0: the active one
 * @report: (out caller-allocates): what was done
 *
 * Returns: %FALSE with @error set, and the database as before
 */
gboolean
rdg_prediction_score_all (RdgWorkspace    *workspace,
                          gint64           model_id,
                          RdgScoreReport  *report,
                          RdgJob          *job,
                          GError         **error)
{
  gint64 started = g_get_monotonic_time ();
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  RdgProgress whole = rdg_job_get_progress (job);
  RdgProgress loading = rdg_progress_slice (&whole, 0, 0.2);
  RdgProgress scoring = rdg_progress_slice (&whole, 0.2, 0.5);
  RdgProgress explaining = rdg_progress_slice (&whole, 0.5, 0.95);
  RdgModelRow *row = NULL;
  g_auto (Scoring) self = { 0 };

  self.model = rdg_model_registry_load (workspace, model_id, &row, error);
  if (self.model == NULL)
    return FALSE;
  model_id = row->model_id;
  rdg_model_row_free (row);

  if (!load (&self, workspace, &loading, cancellable, error) ||
      !score_cars (&self, &scoring, cancellable, error) ||
      !find_reasons (&self, &explaining, cancellable, error) ||
      !save (&self, workspace, model_id, cancellable, error))
    return FALSE;

  report->cars = self.n_predictions;
  report->seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  report->missing = list_missing (&self);
  rdg_workspace_changed (workspace, RDG_CHANGE_PREDICTIONS);

  return TRUE;
}

void
rdg_score_report_clear (RdgScoreReport *report)
{
  g_clear_pointer (&report->missing, g_strfreev);
}

/**
 * rdg_prediction_score:
 * @model_id: a model's number, or 0: the active one
 * @cars: (out) (optional): how many have a score now
 * @seconds: (out) (optional): how long it took
 *
 * Returns: %FALSE with @error set, and the database as before
 */
gboolean
rdg_prediction_score (RdgWorkspace  *workspace,
                      gint64         model_id,
                      guint64       *cars,
                      double        *seconds,
                      RdgJob        *job,
                      GError       **error)
{
  g_auto (RdgScoreReport) report = { 0 };

  if (!rdg_prediction_score_all (workspace, model_id, &report, job, error))
    return FALSE;

  if (cars != NULL)
    *cars = report.cars;
  if (seconds != NULL)
    *seconds = report.seconds;
  return TRUE;
}
