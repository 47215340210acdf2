/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of a training, in order. What judges never teaches: the hold-out's cars
 * are read once, at the end, by the model as it will be saved; with folds, each car by
 * the one model that was trained without it, and the model that is saved learns from all.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training.h"

#include <math.h>
#include <stdlib.h>

#include "rdg-error.h"
#include "rdg-model-private.h"
#include "rdg-operating-point.h"
#include "rdg-training-check.h"
#include "rdg-training-judge.h"
#include "rdg-training-private.h"
#include "rdg-training-zones.h"

#define HOUR_MS 3600000.0

static RdgProgress
enter (const RdgTrainingWatch *watch,
       RdgTrainingStage        stage)
{
  if (watch == NULL || watch->enter_stage == NULL)
    return rdg_progress_init (NULL, NULL);

  return watch->enter_stage (stage, watch->user_data);
}

/* What the trees walk on must be what the codes were made of: see rdg_model_conform(). */
void
_rdg_training_describe_features (RdgModel        *model,
                                 const RdgMatrix *matrix)
{
  model->n_features = rdg_matrix_get_n_columns (matrix);
  model->features = g_new0 (RdgModelFeature, model->n_features);

  for (guint f = 0; f < model->n_features; f++)
    {
      const RdgFeature *feature = rdg_matrix_get_feature (matrix, f);
      RdgModelFeature *mine = &model->features[f];

      mine->feature.name = g_strdup (feature->name);
      mine->feature.unit = g_strdup (feature->unit);
      mine->feature.kind = feature->kind;
      mine->feature.levels = g_strdupv (feature->levels);
      mine->feature.n_levels = feature->n_levels;
      mine->usual_low = mine->usual_middle = mine->usual_high = NAN;
      mine->reach = mine->direction = NAN;
    }
}

static int
compare_floats (const void *a,
                const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static void
describe_usual (RdgModel        *model,
                const RdgMatrix *matrix,
                const RdgSplit  *split,
                const guint8    *failed)
{
  g_autofree float *values = g_new (float, split->n_train);

  for (guint f = 0; f < model->n_features; f++)
    {
      RdgModelFeature *feature = &model->features[f];
      const float *column = rdg_matrix_get_column (matrix, f);
      gsize n = 0;

      if (feature->feature.kind != RDG_FEATURE_NUMERIC)
        continue;

      for (gsize i = 0; i < split->n_train; i++)
        if (!failed[split->train[i]] && !isnan (column[split->train[i]]))
          values[n++] = column[split->train[i]];
      if (n == 0)
        continue;

      qsort (values, n, sizeof (float), compare_floats);
      feature->usual_low = (double) values[(gsize) floor (0.05 * (double) (n - 1) + 0.5)];
      feature->usual_middle = (double) values[(gsize) floor (0.5 * (double) (n - 1) + 0.5)];
      feature->usual_high = (double) values[(gsize) floor (0.95 * (double) (n - 1) + 0.5)];
    }
}

static int
compare_trained (const void *a,
                 const void *b)
{
  const RdgTrainedCar *x = a, *y = b;

  return (x->hash > y->hash) - (x->hash < y->hash);
}

static void
remember_trained (RdgModel             *model,
                  const RdgTrainingSet *set,
                  const RdgSplit       *split,
                  const double         *oob)
{
  model->n_trained = split->n_train;
  model->trained = g_new (RdgTrainedCar, split->n_train);
  for (gsize i = 0; i < split->n_train; i++)
    model->trained[i] = (RdgTrainedCar){ rdg_split_hash_code (set->codes[split->train[i]]), oob[i] };

  qsort (model->trained, model->n_trained, sizeof *model->trained, compare_trained);
}

/* From here on the model computes them itself: see rdg_model_conform(). */
static void
remember_formulas (RdgModel             *model,
                   const RdgTrainingSet *set)
{
  model->formulas = g_new0 (RdgFormula *, MAX (set->n_formulas, 1));
  model->n_formulas = set->n_formulas;
  for (guint i = 0; i < set->n_formulas; i++)
    model->formulas[i] = rdg_formula_ref (set->formulas[i]);
}

static void
remember_blocked (RdgModel             *model,
                  const RdgTrainingSet *set)
{
  model->n_blocked = set->n_blocked;
  model->blocked = g_new0 (RdgBlockedFeature, MAX (set->n_blocked, 1));
  for (guint b = 0; b < set->n_blocked; b++)
    {
      model->blocked[b].name = g_strdup (set->blocked[b].name);
      model->blocked[b].reason = g_strdup (set->blocked[b].reason);
    }
}

/* By how much features move the score; for a learner that has no importance of its own, that is it. */
static gboolean
weigh_features (RdgModel                 *model,
                const RdgMatrix          *matrix,
                const RdgSplit           *split,
                const RdgTrainingOptions *options,
                GCancellable             *cancellable,
                GError                  **error)
{
  double total = 0.0;

  if (!_rdg_model_summarise_reasons (model, matrix, split->train, split->n_train,
                                     options->n_threads, cancellable, error))
    return FALSE;

  if (model->algorithm != RDG_ALGORITHM_SVM)
    return TRUE;

  for (guint f = 0; f < model->n_features; f++)
    total += model->features[f].reach;
  for (guint f = 0; f < model->n_features; f++)
    model->features[f].importance = total > 0.0 ? model->features[f].reach / total : 0.0;

  return TRUE;
}

/* The matrix in its own columns, cleaned of what is no number or no level of its category. */
static RdgMatrix *
clean (RdgModel        *model,
       const RdgMatrix *matrix)
{
  RdgMatrix *cleaned;

  _rdg_training_describe_features (model, matrix);
  cleaned = rdg_model_conform (model, matrix, NULL, NULL);
  g_assert (cleaned != NULL);

  return cleaned;
}

/* folds: stays empty where there are none. split: of the model that is saved. */
static gboolean
choose_cars (const RdgTrainingSet     *set,
             const RdgTrainingOptions *options,
             RdgFolds                 *folds,
             RdgSplit                 *split,
             GError                  **error)
{
  gsize n = rdg_matrix_get_n_rows (set->matrix);

  if (options->n_folds == 0)
    {
      rdg_split_make (split, set->failed, set->codes, set->tested_at, n, options->holdout,
                      (gint64) (options->gap_hours * HOUR_MS));

      return _rdg_training_check_train_part (set, split, error);
    }

  rdg_folds_make (folds, set->failed, set->codes, n, options->n_folds, options->seed);
  if (!_rdg_training_check_folds (set, folds, error))
    return FALSE;

  rdg_folds_take (folds, G_MAXUINT, split);

  return TRUE;
}

static void
describe_split (RdgModel                 *model,
                const RdgSplit           *split,
                const RdgTrainingOptions *options)
{
  model->split = split->kind;
  model->n_folds = split->kind == RDG_SPLIT_FOLDS ? options->n_folds : 0;
  model->gap_hours = split->kind == RDG_SPLIT_TIME ? options->gap_hours : 0.0;
  model->n_gap = split->n_gap;
  model->n_holdout = split->kind == RDG_SPLIT_FOLDS ? split->n_train : split->n_holdout;
}

/* Of each fold as much as of the model itself. */
static gboolean
learn_all (RdgModel                 *model,
           const RdgMatrix          *matrix,
           const RdgTrainingSet     *set,
           const RdgFolds           *folds,
           const RdgSplit           *split,
           const guint8             *train_failed,
           const RdgZoneTargets     *zones,
           const RdgTrainingOptions *options,
           double                   *oob,
           const RdgProgress        *progress,
           GCancellable             *cancellable,
           GError                  **error)
{
  double share = (double) folds->n_folds / (folds->n_folds + 1);
  RdgProgress before = rdg_progress_slice (progress, 0.0, share);
  RdgProgress itself = rdg_progress_slice (progress, share, 1.0);

  if (folds->n_folds > 0 &&
      !_rdg_training_run_folds (model, matrix, set, folds, options, &before, cancellable, error))
    return FALSE;

  return _rdg_training_learn (model, matrix, split, set->tested_at, train_failed, zones, options,
                              oob, &itself, cancellable, error);
}

/**
 * rdg_training_run:
 * @set: cars with outcomes
 * @options: how; rdg_training_options_check() is called on it
 * @watch: (nullable): is told of the stages
 *
 * Blocks; any thread. Nothing of @set is kept. The model is a function of @set and @options, less
 * the number of threads, and does not depend on the order of the rows.
 *
 * A hold-out that is too small to tell much is no error: the metrics' intervals say so.
 *
 * Returns: (transfer full) (nullable): a judged model, or %NULL with an error of %RDG_USAGE_ERROR,
 *   %RDG_LEARN_ERROR or %G_IO_ERROR_CANCELLED
 */
RdgModel *
rdg_training_run (const RdgTrainingSet     *set,
                  const RdgTrainingOptions *options,
                  const RdgTrainingWatch   *watch,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  g_auto (RdgFolds) folds = { 0 };
  g_auto (RdgSplit) split = { 0 };
  g_auto (RdgTrainingZones) zones = { 0 };
  g_autoptr (RdgModel) model = _rdg_model_new ();

  if (!rdg_training_options_check (options, error))
    return NULL;

  RdgProgress progress = enter (watch, RDG_TRAINING_STAGE_CHECK);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !_rdg_training_check_outcomes (set, error) || !_rdg_training_check_columns (set->matrix, error) ||
      !_rdg_training_check_memory (set, options, error))
    return NULL;

  if (!choose_cars (set, options, &folds, &split, error))
    return NULL;

  g_autoptr (RdgMatrix) matrix = clean (model, set->matrix);
  g_autofree guint8 *train_failed = _rdg_training_take_outcomes (set, split.train, split.n_train);
  g_autofree double *oob = g_new (double, split.n_train);

  model->algorithm = options->algorithm;
  describe_split (model, &split, options);
  model->seed = options->seed;
  model->n_train_failed = _rdg_training_count_failed (train_failed, NULL, split.n_train);
  model->point = options->point;
  remember_blocked (model, set);
  _rdg_training_zones_choose (&zones, model, set, &split);
  remember_formulas (model, set);
  describe_usual (model, matrix, &split, set->failed);
  rdg_progress_report (&progress, 1.0);

  progress = enter (watch, RDG_TRAINING_STAGE_TRAIN);
  if (!learn_all (model, matrix, set, &folds, &split, train_failed, &zones.targets, options, oob,
                  &progress, cancellable, error))
    return NULL;

  progress = enter (watch, RDG_TRAINING_STAGE_CALIBRATE);
  rdg_calibration_fit (&model->calibration, oob, train_failed, split.n_train, options->seed);
  remember_trained (model, set, &split, oob);
  if (!_rdg_training_zones_calibrate (&zones, model, set, &split, options->n_threads, cancellable,
                                      error))
    return NULL;
  _rdg_model_derive (model);
  model->threshold = rdg_model_get_threshold_for (model, &options->point);
  rdg_progress_report (&progress, 1.0);

  progress = enter (watch, RDG_TRAINING_STAGE_JUDGE);
  if (!weigh_features (model, matrix, &split, options, cancellable, error) ||
      !_rdg_training_zones_judge (&zones, model, matrix, &split, options, cancellable, error) ||
      (folds.n_folds == 0 && !_rdg_training_score_holdout (model, matrix, set, &split, options,
                                                           cancellable, error)) ||
      !_rdg_training_measure (model, train_failed, oob, options, &progress, cancellable, error))
    return NULL;

  return g_steal_pointer (&model);
}
