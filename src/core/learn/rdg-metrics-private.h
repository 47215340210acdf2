/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What metrics, their differences and curves are made of. For the files of this folder. */
#pragma once

#include "rdg-metrics.h"

G_BEGIN_DECLS

#define RDG_METRICS_ECE_BINS 10

typedef struct
{
  double  risk;
  double  sent;          /* 0 or 1; between where a rule leaves it to a draw */
  double  squared_error;
  double  log_loss;
  guint32 car;           /* its place in what the sample was made of */
  guint8  failed;
  guint8  ends_group;    /* the next car has another risk */
} RdgCase;

/* Cars by falling risk: every measure is one pass over them. */
typedef struct
{
  RdgCase  *cases;
  gsize     n;
  double    threshold;   /* NaN: a rule that has none */
  gboolean  is_risk;     /* FALSE: what the cars are ranked by is no probability */
} RdgSample;

void     _rdg_sample_init    (RdgSample       *self,
                              const double    *risk,
                              const guint8    *failed,
                              gsize            n,
                              double           threshold);
/* A rule that sends each car with a probability; order is what it ranks them by. */
void     _rdg_sample_init_rule (RdgSample     *self,
                              const double    *order,
                              const double    *sent,
                              const guint8    *failed,
                              gsize            n);
/* times: how often each of the sample's cases counts; NULL: once. value: RDG_N_METRICS. */
void     _rdg_sample_measure (const RdgSample *self,
                              const guint32   *times,
                              double          *value);
void     _rdg_sample_clear   (RdgSample       *self);

/* Intervals of what @self measures, or where there is @other, of how much more it measures than
 * that; paired: both are of the same cars, which are drawn for both at once. */
gboolean _rdg_metrics_resample (const RdgSample *self,
                              const RdgSample *other,
                              gboolean         paired,
                              guint            n_bootstrap,
                              guint64          seed,
                              RdgMetrics      *metrics,
                              GCancellable    *cancellable,
                              GError         **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgSample, _rdg_sample_clear)

G_END_DECLS
