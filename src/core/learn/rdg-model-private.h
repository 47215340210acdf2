/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model holds, for those who make one: the training and the codec. */
#pragma once

#include "rdg-calibration.h"
#include "rdg-forest.h"
#include "rdg-formula.h"
#include "rdg-model-zones.h"
#include "rdg-model.h"
#include "rdg-svm.h"

G_BEGIN_DECLS

typedef struct
{
  RdgFeature feature;
  double     importance;
  double     usual_low;      /* NaN where it cannot be told */
  double     usual_middle;
  double     usual_high;
  double     reach;          /* by how much it moves the score on average; NaN: never measured */
  double     direction;      /* from -1 to 1: whether more of it raises the score; NaN: cannot be told */
} RdgModelFeature;

typedef struct
{
  guint64 hash;              /* of the car's code */
  double  score;             /* out of bag; NaN when every tree saw it */
} RdgTrainedCar;

typedef struct
{
  RdgZone        zone;
  RdgCalibration calibration;
} RdgModelZone;

struct _RdgModel
{
  gatomicrefcount    ref_count;

  RdgAlgorithm       algorithm;
  RdgSplitKind       split;
  guint64            seed;
  gsize              n_train_failed;
  gsize              n_holdout;
  double             gap_hours;
  gsize              n_gap;           /* cars that neither taught nor judged */
  guint              n_folds;

  guint              n_features;
  RdgModelFeature   *features;
  guint              n_blocked;
  RdgBlockedFeature *blocked;
  guint              n_formulas;
  RdgFormula       **formulas;        /* those of the features that are computed, by name, bound */

  RdgForest         *forest;          /* of the two, the algorithm's; else NULL. Boosted
                                         trees are a forest, too */
  RdgSvm            *svm;
  RdgCalibration     calibration;
  RdgOperatingPoint  point;
  double             threshold;

  RdgMetrics         holdout;
  RdgMetrics         oob;

  gsize              n_trained;
  RdgTrainedCar     *trained;         /* by hash */

  gsize              n_judged;
  RdgJudgedCar      *judged;          /* by hash */

  gsize              n_oob_risks;     /* derived from trained: ascending */
  double            *oob_risks;

  guint              n_zones;         /* of a forest; see forest->zones */
  RdgModelZone      *zones;
  RdgZoneHits        zone_hits;
  float             *trained_zones;   /* in step with trained: a car's zones' out-of-bag scores */
};

RdgModel *_rdg_model_new            (void);
/* After trained and calibration are set. */
void      _rdg_model_derive         (RdgModel *self);
/* Of a car that it was trained on: where in trained. */
gboolean  _rdg_model_find_trained_index (const RdgModel *self,
                                         const char     *code,
                                         gsize          *index);
gboolean  _rdg_model_summarise_reasons (RdgModel        *self,
                                        const RdgMatrix *matrix,
                                        const guint32   *rows,
                                        gsize            n_rows,
                                        guint            n_threads,
                                        GCancellable    *cancellable,
                                        GError         **error);

gboolean  _rdg_model_read_column  (const RdgMatrix  *matrix,
                                   const RdgFeature *to,
                                   float            *target);

G_END_DECLS
