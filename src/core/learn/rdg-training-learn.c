/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of a training: the learner that was chosen learns from the cars of a split. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training-private.h"

#include <math.h>

#include "rdg-bins.h"
#include "rdg-boost-train.h"
#include "rdg-model-private.h"
#include "rdg-training-check.h"

static void
take_importance (RdgModel     *model,
                 const double *importance)
{
  for (guint f = 0; f < model->n_features; f++)
    model->features[f].importance = importance[f];
}

static gboolean
train_forest (RdgModel                 *model,
              const RdgMatrix          *matrix,
              const RdgSplit           *split,
              const guint8             *train_failed,
              const RdgZoneTargets     *zones,
              const RdgTrainingOptions *options,
              double                   *oob,
              const RdgProgress        *progress,
              GCancellable             *cancellable,
              GError                  **error)
{
  /* The ranking that takes longest grows a forest of twice the features. */
  double trees_end = options->importance == RDG_IMPORTANCE_IMPURITY ? 1.0 : 0.5;
  RdgProgress trees = rdg_progress_slice (progress, 0.05, trees_end);
  RdgProgress ranking = rdg_progress_slice (progress, trees_end, 1.0);
  g_autofree double *importance = g_new0 (double, model->n_features);
  g_autofree double *weights = NULL;
  g_autofree guint8 *always = NULL;
  guint n_usable;

  if (!rdg_training_options_name_features (options, matrix, &weights, &always, error))
    return FALSE;

  g_autoptr (RdgBins) bins = rdg_bins_new (matrix, split->train, split->n_train,
                                           options->n_threads, cancellable, error);

  if (bins == NULL || !_rdg_training_check_bins (bins, &n_usable, error))
    return FALSE;

  rdg_progress_report (progress, 0.05);

  RdgForestOptions forest = {
    .tree = {
      .mtry = options->mtry != 0 ? options->mtry
                                 : (guint) MAX (floor (sqrt ((double) n_usable)), 1.0),
      .min_node_size = options->min_node_size,
      .max_depth = options->max_depth,
      .class_weight = options->class_weight,
      .rule = options->split_rule,
      .select_weights = weights,
      .always = always,
    },
    .n_trees = options->n_trees,
    .sample_fraction = options->sample_fraction,
    .sample_failed = options->sample_failed,
    .sample_passed = options->sample_passed,
    .replace = options->replace,
    .seed = options->seed,
    .n_threads = options->n_threads,
  };

  model->forest = rdg_forest_train_zones (bins, train_failed, zones->n_zones > 0 ? zones : NULL,
                                          &forest, oob, importance, &trees, cancellable, error);
  if (model->forest == NULL)
    return FALSE;

  if (options->importance != RDG_IMPORTANCE_IMPURITY &&
      !rdg_forest_rank_features (model->forest, options->importance, bins, train_failed, &forest,
                                 importance, &ranking, cancellable, error))
    return FALSE;

  take_importance (model, importance);

  return TRUE;
}

static gboolean
train_svm (RdgModel                 *model,
           const RdgMatrix          *matrix,
           const RdgSplit           *split,
           const guint8             *train_failed,
           const RdgTrainingOptions *options,
           double                   *unseen,
           const RdgProgress        *progress,
           GCancellable             *cancellable,
           GError                  **error)
{
  RdgSvmOptions svm = {
    .kernel = options->svm_kernel,
    .most_rows = options->svm_rows,
    .cost = options->svm_cost,
    .gamma = options->svm_gamma,
    .class_weight = options->class_weight,
    .seed = options->seed,
    .n_threads = options->n_threads,
  };

  if (!_rdg_training_check_values (matrix, split->train, split->n_train, error))
    return FALSE;

  model->svm = rdg_svm_train (matrix, split->train, split->n_train, train_failed, &svm, unseen,
                              progress, cancellable, error);

  return model->svm != NULL;
}

static gboolean
train_boosted (RdgModel                 *model,
               const RdgMatrix          *matrix,
               const RdgSplit           *split,
               const gint64             *tested_at,
               const guint8             *train_failed,
               const RdgTrainingOptions *options,
               double                   *unseen,
               const RdgProgress        *progress,
               GCancellable             *cancellable,
               GError                  **error)
{
  RdgProgress trees = rdg_progress_slice (progress, 0.05, 1.0);
  g_autofree double *importance = g_new0 (double, model->n_features);
  g_autofree gint64 *times = NULL;
  guint n_usable;
  RdgBoostOptions boost = {
    .n_rounds = options->boost_rounds,
    .rate = options->boost_rate,
    .max_depth = options->boost_depth,
    .lambda = options->boost_lambda,
    .least_weight = options->boost_weight,
    .row_share = options->boost_rows,
    .column_share = options->boost_columns,
    .patience = options->boost_stop,
    .class_weight = options->class_weight,
    .seed = options->seed,
    .n_threads = options->n_threads,
  };
  g_autoptr (RdgBins) bins = rdg_bins_new_coarse (matrix, split->train, split->n_train,
                                                  options->n_threads, cancellable, error);

  if (bins == NULL || !_rdg_training_check_bins (bins, &n_usable, error))
    return FALSE;

  if (tested_at != NULL)
    {
      times = g_new (gint64, split->n_train);
      for (gsize i = 0; i < split->n_train; i++)
        times[i] = tested_at[split->train[i]];
    }
  rdg_progress_report (progress, 0.05);

  model->forest = rdg_boost_train (bins, train_failed, times, &boost, unseen, importance, NULL,
                                   &trees, cancellable, error);
  if (model->forest == NULL)
    return FALSE;

  take_importance (model, importance);

  return TRUE;
}

gboolean
_rdg_training_learn (RdgModel                 *model,
                     const RdgMatrix          *matrix,
                     const RdgSplit           *split,
                     const gint64             *tested_at,
                     const guint8             *train_failed,
                     const RdgZoneTargets     *zones,
                     const RdgTrainingOptions *options,
                     double                   *unseen,
                     const RdgProgress        *progress,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  switch (options->algorithm)
    {
    case RDG_ALGORITHM_SVM:
      return train_svm (model, matrix, split, train_failed, options, unseen, progress, cancellable,
                        error);
    case RDG_ALGORITHM_BOOSTED:
      return train_boosted (model, matrix, split, tested_at, train_failed, options, unseen,
                            progress, cancellable, error);
    case RDG_ALGORITHM_FOREST:
    case RDG_N_ALGORITHMS:
    default:
      return train_forest (model, matrix, split, train_failed, zones, options, unseen, progress,
                           cancellable, error);
    }
}
