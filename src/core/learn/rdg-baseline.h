/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be had without any model, on the cars that judged one: a model that does
 * not do better is of no use. Any thread.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_BASELINE_ALL,       /* every car gets the long test */
  RDG_BASELINE_NONE,      /* no car does */
  RDG_BASELINE_EARLIER,   /* those with most failures found before the test, as many as the model sends */
  RDG_N_BASELINES
} RdgBaselineKind;

typedef struct
{
  gboolean   known;        /* FALSE: there is nothing to go by; the metrics are NaN */
  gsize      n_unknown;    /* cars of whose earlier failures nobody knows: they count as none */
  RdgMetrics metrics;      /* without those that judge risks: a rule has none */
  RdgMetrics difference;   /* the model minus this, on the same resamples of the same cars */
} RdgBaseline;

/* "all", "none", "earlier_failures" */
const char *rdg_baseline_get_key   (RdgBaselineKind    kind);
gboolean    rdg_baselines_compute  (const RdgJudgedCar *cars,
                                    gsize               n,
                                    double              threshold,
                                    guint               n_bootstrap,
                                    guint64             seed,
                                    RdgBaseline        *baselines,
                                    GCancellable       *cancellable,
                                    GError            **error);
/* FALSE also, without an error, for a model of before its judges were kept. */
gboolean    rdg_model_get_baselines (const RdgModel    *model,
                                    guint               n_bootstrap,
                                    RdgBaseline        *baselines,
                                    GCancellable       *cancellable,
                                    GError            **error);

G_END_DECLS
