/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good a model is, for the failure class. A table of numbers that name
 * themselves, so that files, the command line and the window print one list.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_METRIC_N,
  RDG_METRIC_POSITIVES,
  RDG_METRIC_THRESHOLD,
  RDG_METRIC_TP,
  RDG_METRIC_FP,
  RDG_METRIC_TN,
  RDG_METRIC_FN,
  RDG_METRIC_RECALL,
  RDG_METRIC_PRECISION,
  RDG_METRIC_F1,
  RDG_METRIC_MCC,
  RDG_METRIC_ACCURACY,
  RDG_METRIC_BALANCED_ACCURACY,
  RDG_METRIC_ROC_AUC,
  RDG_METRIC_PR_AUC,
  RDG_METRIC_BRIER,
  RDG_METRIC_LOG_LOSS,
  RDG_METRIC_ECE,
  RDG_METRIC_SENT_SHARE,
  RDG_METRIC_LIFT,
  RDG_N_METRICS
} RdgMetric;

/* A value that cannot be told (precision when nothing is sent, AUC of one class) is NaN; JSON
 * has null for it. low and high are a 95 % bootstrap interval, NaN where there is none. */
typedef struct
{
  double value[RDG_N_METRICS];
  double low[RDG_N_METRICS];
  double high[RDG_N_METRICS];
} RdgMetrics;

/* Cars with outcomes and what is said of them. */
typedef struct
{
  const double *risk;       /* n: 0 to 1, none of them NaN */
  const guint8 *failed;     /* n: 1 for a failed car */
  gsize         n;
  double        threshold;  /* a car of this risk or more is sent to the long test */
} RdgScoredCars;

const char *rdg_metric_get_key   (RdgMetric      metric);   /* the JSON key: "roc_auc" */
gboolean    rdg_metric_is_count  (RdgMetric      metric);   /* n, positives, tp, fp, tn, fn */
gboolean    rdg_metrics_compute  (const double  *risk,
                                  const guint8  *failed,
                                  gsize          n,
                                  double         threshold,
                                  guint          n_bootstrap,
                                  guint64        seed,
                                  RdgMetrics    *metrics,
                                  GCancellable  *cancellable,
                                  GError       **error);
/* One minus other, each metric, with the interval of the difference. paired: both are of the same
 * cars in the same order; else of cars that have nothing to do with one another. */
gboolean    rdg_metrics_compare   (const RdgScoredCars *one,
                                   const RdgScoredCars *other,
                                   gboolean             paired,
                                   guint                n_bootstrap,
                                   guint64              seed,
                                   RdgMetrics          *difference,
                                   GCancellable        *cancellable,
                                   GError             **error);

G_END_DECLS
