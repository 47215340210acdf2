/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a table of cars with outcomes to a judged model: split, train,
 * calibrate on out-of-bag scores, set the operating point, judge on the hold-out.
 * Blocking; any thread.
 */
#pragma once

#include "rdg-model.h"
#include "rdg-training-options.h"

G_BEGIN_DECLS

/* A zone in which fewer cars failed that are learnt from is not told apart: what a model would say
 * of it were chance. */
#define RDG_ZONE_LEAST_FAILED 20

typedef struct
{
  RdgMatrix               *matrix;     /* one row a labelled car */
  const guint8            *failed;     /* n_rows: 1 failed, 0 passed */
  const char * const      *codes;      /* n_rows: the cars' codes */
  const gint64            *tested_at;  /* n_rows, or NULL: then the split is by hash of the code */
  const float             *earlier;    /* n_rows: failures found before the test, whole numbers, NaN where
                                          nobody knows; or NULL: of no car */
  const RdgBlockedFeature *blocked;    /* what was kept out, and why; goes into the model */
  guint                    n_blocked;
  const char * const      *zones;      /* n_zones names, RDG_MOST_ZONES at the most; or NULL */
  guint                    n_zones;
  const guint32           *zone_failed; /* n_rows: bit z where a failed car failed in zone z */
  RdgFormula * const      *formulas;   /* bound, by name: which of matrix's columns they computed */
  guint                    n_formulas;
} RdgTrainingSet;

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

RdgModel *rdg_training_run          (const RdgTrainingSet     *set,
                                     const RdgTrainingOptions *options,
                                     const RdgTrainingWatch   *watch,
                                     GCancellable             *cancellable,
                                     GError                  **error);

G_END_DECLS
