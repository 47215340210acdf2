/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's life and its getters. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-private.h"

#include <math.h>
#include <stdlib.h>

static const char * const algorithm_keys[] = {
  [RDG_ALGORITHM_FOREST] = "forest",
  [RDG_ALGORITHM_SVM] = "svm",
  [RDG_ALGORITHM_BOOSTED] = "boosted",
};

RdgModel *
_rdg_model_new (void)
{
  RdgModel *self = g_new0 (RdgModel, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

/**
 * rdg_model_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
RdgModel *
rdg_model_ref (RdgModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * rdg_model_unref:
 *
 * Any thread; the last reference frees.
 */
void
rdg_model_unref (RdgModel *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint f = 0; f < self->n_features; f++)
    {
      g_free (self->features[f].feature.name);
      g_free (self->features[f].feature.unit);
      g_strfreev (self->features[f].feature.levels);
    }
  for (guint b = 0; b < self->n_blocked; b++)
    {
      g_free (self->blocked[b].name);
      g_free (self->blocked[b].reason);
    }
  for (guint i = 0; i < self->n_formulas; i++)
    rdg_formula_unref (self->formulas[i]);
  g_free (self->features);
  g_free (self->blocked);
  g_free (self->formulas);
  rdg_forest_free (self->forest);
  rdg_svm_free (self->svm);
  rdg_calibration_clear (&self->calibration);
  for (guint z = 0; z < self->n_zones; z++)
    {
      g_free (self->zones[z].zone.name);
      rdg_calibration_clear (&self->zones[z].calibration);
    }
  g_free (self->trained);
  g_free (self->judged);
  g_free (self->oob_risks);
  g_free (self->zones);
  g_free (self->trained_zones);
  g_free (self);
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
_rdg_model_derive (RdgModel *self)
{
  self->oob_risks = g_new (double, MAX (self->n_trained, 1));
  self->n_oob_risks = 0;
  for (gsize i = 0; i < self->n_trained; i++)
    if (!isnan (self->trained[i].score))
      self->oob_risks[self->n_oob_risks++] =
        rdg_calibration_apply (&self->calibration, self->trained[i].score).risk;

  qsort (self->oob_risks, self->n_oob_risks, sizeof (double), compare_doubles);
}

RdgAlgorithm
rdg_model_get_algorithm (const RdgModel *self)
{
  return self->algorithm;
}

/**
 * rdg_algorithm_get_key:
 *
 * Returns: the algorithm's name on the command line and in JSON
 */
const char *
rdg_algorithm_get_key (RdgAlgorithm algorithm)
{
  g_return_val_if_fail (algorithm < G_N_ELEMENTS (algorithm_keys), NULL);

  return algorithm_keys[algorithm];
}

/**
 * rdg_algorithm_from_key:
 * @key: a name
 * @algorithm: (out): which one it names
 *
 * Returns: whether there is an algorithm of that name
 */
gboolean
rdg_algorithm_from_key (const char   *key,
                        RdgAlgorithm *algorithm)
{
  for (guint a = 0; a < G_N_ELEMENTS (algorithm_keys); a++)
    if (g_strcmp0 (key, algorithm_keys[a]) == 0)
      {
        *algorithm = (RdgAlgorithm) a;
        return TRUE;
      }

  return FALSE;
}

guint
rdg_model_get_n_features (const RdgModel *self)
{
  return self->n_features;
}

/**
 * rdg_model_get_feature:
 *
 * Returns: (transfer none): one of the columns that the model takes
 */
const RdgFeature *
rdg_model_get_feature (const RdgModel *self,
                       guint           feature)
{
  g_return_val_if_fail (feature < self->n_features, NULL);

  return &self->features[feature].feature;
}

/**
 * rdg_model_get_importance:
 *
 * Returns: the feature's share of all that the trees' splits gained; all features' sum is 1
 */
double
rdg_model_get_importance (const RdgModel *self,
                          guint           feature)
{
  g_return_val_if_fail (feature < self->n_features, NAN);

  return self->features[feature].importance;
}

/**
 * rdg_model_get_reach:
 * @reach: (out): by how much the feature moves the score on average
 * @direction: (out): from -1 to 1, whether more of it raises the score; NaN where that cannot be told
 *
 * Returns: %FALSE if the model was made before this was measured
 */
gboolean
rdg_model_get_reach (const RdgModel *self,
                     guint           feature,
                     double         *reach,
                     double         *direction)
{
  g_return_val_if_fail (feature < self->n_features, FALSE);

  *reach = self->features[feature].reach;
  *direction = self->features[feature].direction;

  return !isnan (*reach);
}

/**
 * rdg_model_get_usual:
 * @low: (out) (optional): the 5th percentile among trained cars that passed
 * @middle: (out) (optional): the 50th
 * @high: (out) (optional): the 95th
 *
 * Returns: %FALSE for a category, and for a feature that no such car has
 */
gboolean
rdg_model_get_usual (const RdgModel *self,
                     guint           feature,
                     double         *low,
                     double         *middle,
                     double         *high)
{
  g_return_val_if_fail (feature < self->n_features, FALSE);

  const RdgModelFeature *f = &self->features[feature];

  if (f->feature.kind != RDG_FEATURE_NUMERIC || isnan (f->usual_middle))
    return FALSE;

  if (low != NULL)
    *low = f->usual_low;
  if (middle != NULL)
    *middle = f->usual_middle;
  if (high != NULL)
    *high = f->usual_high;

  return TRUE;
}

guint
rdg_model_get_n_blocked (const RdgModel *self)
{
  return self->n_blocked;
}

/**
 * rdg_model_get_blocked:
 *
 * Returns: (transfer none): a column that was kept out of the training, and why
 */
const RdgBlockedFeature *
rdg_model_get_blocked (const RdgModel *self,
                       guint           i)
{
  g_return_val_if_fail (i < self->n_blocked, NULL);

  return &self->blocked[i];
}

guint
rdg_model_get_n_formulas (const RdgModel *self)
{
  return self->n_formulas;
}

/**
 * rdg_model_get_formula:
 *
 * Returns: (transfer none): one of the formulas that are features of @self, in the order of names
 */
const RdgFormula *
rdg_model_get_formula (const RdgModel *self,
                       guint           i)
{
  g_return_val_if_fail (i < self->n_formulas, NULL);

  return self->formulas[i];
}

/**
 * rdg_model_find_formula:
 * @feature: a feature's name
 *
 * Returns: (transfer none) (nullable): how it is computed; %NULL: it is measured
 */
const RdgFormula *
rdg_model_find_formula (const RdgModel *self,
                        const char     *feature)
{
  for (guint i = 0; i < self->n_formulas; i++)
    {
      if (g_str_equal (rdg_formula_get_name (self->formulas[i]), feature))
        return self->formulas[i];
    }

  return NULL;
}

guint64
rdg_model_get_seed (const RdgModel *self)
{
  return self->seed;
}

guint
rdg_model_get_n_trees (const RdgModel *self)
{
  return self->forest != NULL ? self->forest->n_trees : 0;
}

/**
 * rdg_model_get_svm:
 *
 * Returns: (transfer none) (nullable): the support vector machine, if it is one
 */
const RdgSvm *
rdg_model_get_svm (const RdgModel *self)
{
  return self->svm;
}

/**
 * rdg_model_get_log_odds:
 * @lowest: (out): the log odds of failing, by the trees alone, that a score of 0 stands for
 * @highest: (out): and a score of 1
 *
 * Returns: %FALSE if the model is not of boosted trees
 */
gboolean
rdg_model_get_log_odds (const RdgModel *self,
                        double         *lowest,
                        double         *highest)
{
  if (self->algorithm != RDG_ALGORITHM_BOOSTED)
    return FALSE;

  *lowest = self->forest->lowest;
  *highest = self->forest->highest;

  return TRUE;
}

gsize
rdg_model_get_n_train (const RdgModel *self)
{
  return self->n_trained;
}

gsize
rdg_model_get_n_train_failed (const RdgModel *self)
{
  return self->n_train_failed;
}

gsize
rdg_model_get_n_holdout (const RdgModel *self)
{
  return self->n_holdout;
}

RdgSplitKind
rdg_model_get_split (const RdgModel *self)
{
  return self->split;
}

/**
 * rdg_split_kind_get_key:
 *
 * Returns: the split's name in JSON
 */
const char *
rdg_split_kind_get_key (RdgSplitKind split)
{
  static const char * const keys[] = { "time", "hash", "folds" };

  g_return_val_if_fail ((guint) split < G_N_ELEMENTS (keys), NULL);

  return keys[split];
}

/**
 * rdg_model_get_gap:
 * @n_cars: (out) (optional): how many cars neither taught nor judged because of it
 *
 * Returns: the hours between the last car that taught and the first that judged, at least
 */
double
rdg_model_get_gap (const RdgModel *self,
                   gsize          *n_cars)
{
  if (n_cars != NULL)
    *n_cars = self->n_gap;

  return self->gap_hours;
}

guint
rdg_model_get_n_folds (const RdgModel *self)
{
  return self->n_folds;
}

/**
 * rdg_model_get_judged:
 * @n: (out): how many there are: the hold-out's, or 0 for a model of before they were kept
 *
 * Returns: (transfer none) (array length=n): the cars that judged the model, by hash
 */
const RdgJudgedCar *
rdg_model_get_judged (const RdgModel *self,
                      gsize          *n)
{
  *n = self->n_judged;

  return self->judged;
}

/**
 * rdg_model_get_operating_point:
 *
 * Returns: (transfer none): what the threshold was set for
 */
const RdgOperatingPoint *
rdg_model_get_operating_point (const RdgModel *self)
{
  return &self->point;
}

double
rdg_model_get_threshold (const RdgModel *self)
{
  return self->threshold;
}

/**
 * rdg_model_get_holdout:
 *
 * Returns: (transfer none): how good the model is on cars that it never saw
 */
const RdgMetrics *
rdg_model_get_holdout (const RdgModel *self)
{
  return &self->holdout;
}

/**
 * rdg_model_get_oob:
 *
 * The risks that it judges were calibrated on the same out-of-bag scores: Brier, log loss and
 * calibration error flatter a little.
 *
 * Returns: (transfer none): how good the model is on the cars that it was trained on, each scored
 *   by the trees that did not see it
 */
const RdgMetrics *
rdg_model_get_oob (const RdgModel *self)
{
  return &self->oob;
}
