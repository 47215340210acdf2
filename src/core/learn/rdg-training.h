/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a table of cars with outcomes to a judged model: split, train,
 * calibrate on out-of-bag scores, set the operating point, judge on the hold-out.
 * Blocking; any thread.
 */
#pragma once

#include "rdg-model.h"
#include "rdg-svm-train.h"

G_BEGIN_DECLS

typedef struct
{
  RdgMatrix               *matrix;     /* one row a labelled car */
  const guint8            *failed;     /* n_rows: 1 failed, 0 passed */
  const char * const      *codes;      /* n_rows: the cars' codes */
  const gint64            *tested_at;  /* n_rows, or NULL: then the split is by hash of the code */
  const RdgBlockedFeature *blocked;    /* what was kept out, and why; goes into the model */
  guint                    n_blocked;
} RdgTrainingSet;

typedef struct
{
  RdgAlgorithm      algorithm;
  guint64           seed;
  guint             n_threads;        /* 0: one less than there are, at least 1 */
  double            holdout;          /* share of labelled cars, 0.05 to 0.5 */
  RdgOperatingPoint point;
  guint             n_bootstrap;      /* resamples for the intervals */

  guint             n_trees;
  guint             mtry;             /* 0: the square root of the number of features */
  guint             min_node_size;
  guint             max_depth;        /* 0: no limit */
  double            sample_fraction;  /* of the rows, per tree */
  gboolean          replace;
  double            class_weight;     /* of a failed car; a passed one weighs 1. For support vectors,
                                         beside what makes both outcomes weigh the same */

  RdgSvmKernel      svm_kernel;
  guint             svm_rows;         /* support vectors are chosen from so many cars at most */
  double            svm_cost;         /* 0: the best of a few */
  double            svm_gamma;        /* the same */
} RdgTrainingOptions;

typedef enum
{
  RDG_TRAINING_STAGE_CHECK,
  RDG_TRAINING_STAGE_TRAIN,
  RDG_TRAINING_STAGE_CALIBRATE,
  RDG_TRAINING_STAGE_JUDGE,
  RDG_N_TRAINING_STAGES
} RdgTrainingStage;

/* Called on the training's thread as it enters each stage; progress then spans that stage. */
typedef struct
{
  RdgProgress (*enter_stage) (RdgTrainingStage stage,
                              gpointer         user_data);
  gpointer      user_data;
} RdgTrainingWatch;

void      rdg_training_options_init (RdgTrainingOptions     *self);
/* RDG_USAGE_ERROR_VALUE, naming the option and its range. */
gboolean  rdg_training_options_check(const RdgTrainingOptions *self,
                                     GError                 **error);
RdgModel *rdg_training_run          (const RdgTrainingSet     *set,
                                     const RdgTrainingOptions *options,
                                     const RdgTrainingWatch   *watch,
                                     GCancellable             *cancellable,
                                     GError                  **error);

G_END_DECLS
