/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model says of cars: scores, risks, what to do, and why. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-private.h"

#include "rdg-operating-point.h"
#include "rdg-split.h"
#include "rdg-svm-explain.h"
#include "rdg-tree-shap.h"

/**
 * rdg_model_score:
 * @matrix: rows as rdg_model_conform() gives them
 * @n_threads: 0 for one less than there are
 * @score: (out caller-allocates) (array): one a row: the learner's own, before calibration
 *
 * Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_model_score (const RdgModel     *self,
                 const RdgMatrix    *matrix,
                 guint               n_threads,
                 double             *score,
                 const RdgProgress  *progress,
                 GCancellable       *cancellable,
                 GError            **error)
{
  if (self->svm != NULL)
    return rdg_svm_predict (self->svm, matrix, n_threads, score, progress, cancellable, error);

  return rdg_forest_predict (self->forest, matrix, n_threads, score, progress, cancellable, error);
}

/**
 * rdg_model_calibrate:
 *
 * Returns: the risk that goes with a score, and its 95 % bounds
 */
RdgRisk
rdg_model_calibrate (const RdgModel *self,
                     double          score)
{
  return rdg_calibration_apply (&self->calibration, score);
}

/**
 * rdg_model_recommend:
 *
 * Returns: the long test for a risk of the model's threshold or more
 */
RdgRecommendation
rdg_model_recommend (const RdgModel *self,
                     double          risk)
{
  return risk >= self->threshold ? RDG_RECOMMENDATION_LONG : RDG_RECOMMENDATION_SHORT;
}

/**
 * rdg_model_get_threshold_for:
 * @point: another operating point, already checked
 *
 * Returns: the threshold on the risk that it gives
 */
double
rdg_model_get_threshold_for (const RdgModel          *self,
                             const RdgOperatingPoint *point)
{
  return rdg_operating_point_threshold (point, self->oob_risks, self->n_oob_risks);
}

/**
 * rdg_model_explain:
 * @matrix: rows as rdg_model_conform() gives them
 * @rows: (array length=n_rows): which of them
 * @n_threads: 0 for one less than there are
 * @base: (out): the score of a car of which nothing is known
 * @contributions: (out caller-allocates) (array): @n_rows x features, row by row
 *
 * Exact path-dependent tree SHAP of a forest, and of boosted trees, whose score is in proportion to
 * the log odds; see rdg_svm_explain() for a support vector machine.
 * @base plus a row's contributions is its score, within 1e-9.
 * Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_model_explain (const RdgModel     *self,
                   const RdgMatrix    *matrix,
                   const guint32      *rows,
                   gsize               n_rows,
                   guint               n_threads,
                   double             *base,
                   double             *contributions,
                   const RdgProgress  *progress,
                   GCancellable       *cancellable,
                   GError            **error)
{
  if (self->svm != NULL)
    return rdg_svm_explain (self->svm, matrix, rows, n_rows, n_threads, self->seed, base,
                            contributions, progress, cancellable, error);

  return rdg_tree_shap_explain (self->forest, matrix, rows, n_rows, n_threads, base,
                                contributions, progress, cancellable, error);
}

gboolean
_rdg_model_find_trained_index (const RdgModel *self,
                               const char     *code,
                               gsize          *index)
{
  guint64 hash = rdg_split_hash_code (code);
  gsize low = 0, high = self->n_trained;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->trained[middle].hash < hash)
        low = middle + 1;
      else
        high = middle;
    }

  *index = low;

  return low < self->n_trained && self->trained[low].hash == hash;
}

/**
 * rdg_model_find_trained:
 * @code: a car's code
 * @oob_score: (out) (optional): its out-of-bag score, NaN if no tree left it out
 *
 * Returns: whether the model was trained on that car
 */
gboolean
rdg_model_find_trained (const RdgModel *self,
                        const char     *code,
                        double         *oob_score)
{
  gsize car;

  if (!_rdg_model_find_trained_index (self, code, &car))
    return FALSE;

  if (oob_score != NULL)
    *oob_score = self->trained[car].score;

  return TRUE;
}
