/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the database to a candidate model in the registry. Blocking: run inside
 * a job of the workspace's queue. One transaction, at the very end.
 */
#pragma once

#include "rdg-baseline.h"
#include "rdg-training.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      model_id;
  RdgModel   *model;
  RdgBaseline baselines[RDG_N_BASELINES];
  double      seconds;
  GStrv       warnings;       /* translated sentences: "only 31 failures in the hold-out", … */
  GStrv       zones_left_out; /* where fewer than RDG_ZONE_LEAST_FAILED trained cars failed */
} RdgTrainingReport;

/* What training would have to work with: for the window's states. */
typedef struct
{
  guint64 cars;
  guint64 failed;
  guint64 passed;
  guint64 unlabelled;
  guint64 failed_needed;   /* at least */
  guint   features;
} RdgTrainingOutlook;

/* The stages, with their weights, that rdg_training_service_run() enters: Load, Build features,
 * Check for leaks, Train, Calibrate, Judge. Call before the job starts. */
void               rdg_training_service_add_stages (RdgJob                   *job);
RdgTrainingReport *rdg_training_service_run        (RdgWorkspace             *workspace,
                                                    const RdgTrainingOptions *options,
                                                    const char               *note,
                                                    RdgJob                   *job,
                                                    GError                  **error);
void               rdg_training_report_free        (RdgTrainingReport        *self);
gboolean           rdg_training_outlook            (RdgWorkspace             *workspace,
                                                    RdgTrainingOutlook       *outlook,
                                                    GError                  **error);

G_END_DECLS
