/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a learner's score to a risk of which one can say "of past cars like this,
 * 18 in 100 failed (12 to 25)". Rises with the score; never quite 0 or 1.
 * A plain structure; immutable once fitted; any thread.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_CALIBRATION_LOGISTIC,
  RDG_CALIBRATION_ISOTONIC,
} RdgCalibrationKind;

typedef struct
{
  RdgCalibrationKind kind;
  double             slope;       /* logistic: risk = 1 / (1 + exp (-(slope x logit + intercept))) */
  double             intercept;
  guint              n_knots;     /* isotonic: risk runs straight between knots */
  double            *knot_score;
  double            *knot_risk;
  guint              n_bands;     /* how sure: straight between the bands' centres */
  double            *band_score;
  double            *band_low;
  double            *band_high;
} RdgCalibration;

void    rdg_calibration_fit   (RdgCalibration       *self,
                               const double         *score,
                               const guint8         *failed,
                               gsize                 n,
                               guint64               seed);
RdgRisk rdg_calibration_apply (const RdgCalibration *self,
                               double                score);
void    rdg_calibration_clear (RdgCalibration       *self);

G_END_DECLS
