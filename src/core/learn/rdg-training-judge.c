/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every car that judges gets the risk that was said of it by what had not learnt
 * from it. With folds that is another model for each fold, with a calibration of its
 * own; which of the cars would be sent is then asked at the threshold of the final
 * model, because that is the one that will be used.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training-judge.h"

#include <math.h>
#include <stdlib.h>

#include "rdg-model-private.h"
#include "rdg-training-private.h"

guint8 *
_rdg_training_take_outcomes (const RdgTrainingSet *set,
                             const guint32        *rows,
                             gsize                 n)
{
  guint8 *failed = g_new (guint8, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    failed[i] = set->failed[rows[i]] != 0;

  return failed;
}

static int
compare_judged (const void *a,
                const void *b)
{
  const RdgJudgedCar *x = a, *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  if (x->risk != y->risk)
    return x->risk < y->risk ? -1 : 1;
  if (x->failed != y->failed)
    return x->failed < y->failed ? -1 : 1;

  return (x->earlier > y->earlier) - (x->earlier < y->earlier);
}

/* Adds the cars of a split's hold-out, scored by a model of its other part, to those that judge. */
static gboolean
score_held (RdgModel                 *model,
            const RdgModel           *learner,
            const RdgMatrix          *matrix,
            const RdgTrainingSet     *set,
            const RdgSplit           *split,
            const RdgTrainingOptions *options,
            GCancellable             *cancellable,
            GError                  **error)
{
  g_autoptr (RdgMatrix) held = rdg_matrix_take_rows (matrix, split->holdout, split->n_holdout);
  g_autofree double *score = g_new (double, MAX (split->n_holdout, 1));

  if (!rdg_model_score (learner, held, options->n_threads, score, NULL, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < split->n_holdout; i++)
    {
      guint32 row = split->holdout[i];

      model->judged[model->n_judged++] = (RdgJudgedCar){
        .hash = rdg_split_hash_code (set->codes[row]),
        .risk = rdg_model_calibrate (learner, score[i]).risk,
        .failed = set->failed[row] != 0,
        .earlier = set->earlier != NULL ? set->earlier[row] : NAN,
      };
    }

  return TRUE;
}

static gboolean
run_fold (RdgModel                 *model,
          const RdgMatrix          *matrix,
          const RdgTrainingSet     *set,
          const RdgSplit           *split,
          const RdgTrainingOptions *options,
          const RdgProgress        *progress,
          GCancellable             *cancellable,
          GError                  **error)
{
  g_autoptr (RdgModel) learner = _rdg_model_new ();
  g_autofree guint8 *train_failed = _rdg_training_take_outcomes (set, split->train, split->n_train);
  g_autofree double *unseen = g_new (double, split->n_train);
  const RdgZoneTargets no_zones = { 0 };

  _rdg_training_describe_features (learner, matrix);
  learner->algorithm = options->algorithm;
  learner->seed = options->seed;
  if (!_rdg_training_learn (learner, matrix, split, set->tested_at, train_failed, &no_zones, options,
                            unseen, progress, cancellable, error))
    return FALSE;

  rdg_calibration_fit (&learner->calibration, unseen, train_failed, split->n_train, options->seed);

  return score_held (model, learner, matrix, set, split, options, cancellable, error);
}

gboolean
_rdg_training_run_folds (RdgModel                 *model,
                         const RdgMatrix          *matrix,
                         const RdgTrainingSet     *set,
                         const RdgFolds           *folds,
                         const RdgTrainingOptions *options,
                         const RdgProgress        *progress,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  RdgTrainingOptions same = *options;

  /* Nobody will ask what these models rank first, and ranking takes long. */
  same.importance = RDG_IMPORTANCE_IMPURITY;
  model->judged = g_new0 (RdgJudgedCar, MAX (folds->n_rows, 1));
  for (guint f = 0; f < folds->n_folds; f++)
    {
      g_auto (RdgSplit) split = { 0 };
      RdgProgress slice = rdg_progress_slice (progress, (double) f / folds->n_folds,
                                              (double) (f + 1) / folds->n_folds);

      rdg_folds_take (folds, f, &split);
      if (!run_fold (model, matrix, set, &split, &same, &slice, cancellable, error))
        return FALSE;
    }
  qsort (model->judged, model->n_judged, sizeof *model->judged, compare_judged);

  return TRUE;
}

gboolean
_rdg_training_score_holdout (RdgModel                 *model,
                             const RdgMatrix          *matrix,
                             const RdgTrainingSet     *set,
                             const RdgSplit           *split,
                             const RdgTrainingOptions *options,
                             GCancellable             *cancellable,
                             GError                  **error)
{
  model->judged = g_new0 (RdgJudgedCar, MAX (split->n_holdout, 1));
  if (!score_held (model, model, matrix, set, split, options, cancellable, error))
    return FALSE;

  qsort (model->judged, model->n_judged, sizeof *model->judged, compare_judged);

  return TRUE;
}

gboolean
_rdg_training_measure (RdgModel                 *model,
                       const guint8             *train_failed,
                       const double             *oob,
                       const RdgTrainingOptions *options,
                       const RdgProgress        *progress,
                       GCancellable             *cancellable,
                       GError                  **error)
{
  gsize n = MAX (model->n_judged, model->n_trained);
  g_autofree double *risk = g_new (double, MAX (n, 1));
  g_autofree guint8 *failed = g_new (guint8, MAX (n, 1));
  gsize n_oob = 0;

  for (gsize i = 0; i < model->n_judged; i++)
    {
      risk[i] = model->judged[i].risk;
      failed[i] = model->judged[i].failed;
    }
  if (!rdg_metrics_compute (risk, failed, model->n_judged, model->threshold, options->n_bootstrap,
                            options->seed, &model->holdout, cancellable, error))
    return FALSE;
  rdg_progress_report (progress, 0.2);

  for (gsize i = 0; i < model->n_trained; i++)
    if (!isnan (oob[i]))
      {
        risk[n_oob] = rdg_model_calibrate (model, oob[i]).risk;
        failed[n_oob++] = train_failed[i];
      }
  if (!rdg_metrics_compute (risk, failed, n_oob, model->threshold, options->n_bootstrap,
                            options->seed, &model->oob, cancellable, error))
    return FALSE;
  rdg_progress_report (progress, 1.0);

  return TRUE;
}
