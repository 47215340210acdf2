/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a training takes: the defaults and the ranges, each said once. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-error.h"
#include "rdg-operating-point.h"
#include "rdg-tree.h"

#define MOST_TREES 10000
#define MOST_THREADS 256
#define LEAST_SVM_ROWS 100
#define MOST_BOOTSTRAP 10000
#define MOST_NODE_SIZE 1000000
#define MOST_FEATURES 65535

/**
 * rdg_training_options_init:
 * @self: (out caller-allocates): the options
 *
 * Sets the defaults: a forest of 500 trees as ranger grows probability trees, a fifth of the cars
 * held out, and 60 long tests for the 267 cars of a shift.
 */
void
rdg_training_options_init (RdgTrainingOptions *self)
{
  *self = (RdgTrainingOptions){
    .algorithm = RDG_ALGORITHM_FOREST,
    .seed = 1,
    .n_threads = 0,
    .holdout = 0.2,
    .point = {
      .kind = RDG_OPERATING_POINT_CAPACITY,
      .capacity = 60.0,
      .cars_per_shift = 267.0,
    },
    .n_bootstrap = 200,
    .n_trees = 500,
    .mtry = 0,
    .min_node_size = 10,
    .max_depth = 0,
    .sample_fraction = 1.0,
    .replace = TRUE,
    .class_weight = 1.0,
    .svm_kernel = RDG_SVM_RBF,
    .svm_rows = 4000,
  };
}

static gboolean
check_count (const char *option,
             guint       value,
             guint       least,
             guint       most,
             GError    **error)
{
  if (value >= least && value <= most)
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               _("%s must be a whole number from %u to %u; it is %u."),
               option, least, most, value);

  return FALSE;
}

static gboolean
check_number (const char *option,
              double      value,
              double      least,
              double      most,
              GError    **error)
{
  /* Written so that a NaN is refused. */
  if (value >= least && value <= most)
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               _("%s must be a number from %g to %g; it is %g."), option, least, most, value);

  return FALSE;
}

/**
 * rdg_training_options_check:
 *
 * Returns: %FALSE with %RDG_USAGE_ERROR_VALUE, naming the first option that is out of its range
 */
gboolean
rdg_training_options_check (const RdgTrainingOptions *self,
                            GError                  **error)
{
  if (self->algorithm != RDG_ALGORITHM_FOREST && self->algorithm != RDG_ALGORITHM_SVM)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                           _("There is no such algorithm; there are “forest” and “svm”."));
      return FALSE;
    }

  return check_count ("trees", self->n_trees, 1, MOST_TREES, error) &&
         check_count ("threads", self->n_threads, 0, MOST_THREADS, error) &&
         check_number ("holdout", self->holdout, 0.05, 0.5, error) &&
         rdg_operating_point_check (&self->point, error) &&
         check_count ("bootstrap", self->n_bootstrap, 0, MOST_BOOTSTRAP, error) &&
         check_count ("mtry", self->mtry, 0, MOST_FEATURES, error) &&
         check_count ("min-node-size", self->min_node_size, 1, MOST_NODE_SIZE, error) &&
         check_count ("max-depth", self->max_depth, 0, RDG_TREE_MAX_DEPTH, error) &&
         check_number ("sample-fraction", self->sample_fraction, 0.01, 1.0, error) &&
         check_number ("class-weight", self->class_weight, 0.001, 1000.0, error) &&
         check_count ("svm-rows", self->svm_rows, LEAST_SVM_ROWS, RDG_SVM_MOST_ROWS, error) &&
         check_number ("svm-cost", self->svm_cost, 0.0, 1e6, error) &&
         check_number ("svm-gamma", self->svm_gamma, 0.0, 1e6, error);
}
