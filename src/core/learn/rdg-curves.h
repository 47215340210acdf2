/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a judgement looks like when it is drawn: from the risks and outcomes of the
 * cars that judged, points in the unit square. Pure data, no picture; whoever has a
 * model's judged cars can make them. Any thread.
 *
 *   roc          x: passed cars sent, of all that passed; y: failures caught, of all
 *   pr           x: failures caught, of all; y: long tests that find one
 *   gain         x: cars sent, of all; y: failures caught, of all
 *   calibration  bins of equally many cars: what was said and what happened
 *
 * Cars of one risk are sent together or not at all: they are one step. Where there are
 * only failed or only passed cars, curves that cannot be told have no points.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

#define RDG_CURVE_MOST_POINTS 400

typedef struct
{
  double threshold;   /* at which cars of this risk or more are sent; NaN: none are */
  double x;
  double y;
} RdgCurvePoint;

typedef struct
{
  guint          n_points;
  RdgCurvePoint *points;    /* by falling threshold */
  double         area;      /* under all the points, before any were left out; NaN: cannot be told */
} RdgCurve;

typedef struct
{
  double lowest;      /* risks in the bin */
  double highest;
  double said;        /* mean risk */
  double happened;    /* share that failed */
  double low;         /* of what happened, 95 % */
  double high;
  gsize  n;
  gsize  n_failed;
} RdgCalibrationBin;

typedef struct
{
  RdgCurve           roc;
  RdgCurve           pr;
  RdgCurve           gain;
  guint              n_bins;
  RdgCalibrationBin *bins;   /* by rising risk */
} RdgCurves;

void rdg_curves_compute (RdgCurves    *self,
                         const double *risk,
                         const guint8 *failed,
                         gsize         n);
/* FALSE for a model of before its judges were kept; there is nothing to clear then. */
gboolean rdg_model_get_curves (const RdgModel *model,
                         RdgCurves    *curves);
void rdg_curves_clear   (RdgCurves    *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgCurves, rdg_curves_clear)

G_END_DECLS
