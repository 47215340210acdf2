/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgModel: everything that scoring a car needs, and all that is known of how
 * good it is: schema, learner, calibration, operating point, judgement.
 *
 * Immutable and reference-counted; any thread. Its bytes (rdg-model-codec) are
 * a function of data, options and seed alone: no times, no ids, no thread count.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-formula.h"
#include "rdg-matrix.h"
#include "rdg-metrics.h"
#include "rdg-progress.h"
#include "rdg-svm.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_ALGORITHM_FOREST,
  RDG_ALGORITHM_SVM,
  RDG_ALGORITHM_BOOSTED,
  RDG_N_ALGORITHMS
} RdgAlgorithm;

typedef enum
{
  RDG_SPLIT_TIME,
  RDG_SPLIT_HASH,
  RDG_SPLIT_FOLDS,
} RdgSplitKind;

#define RDG_SPLIT_MOST_GAP 8760.0   /* hours: a year */
#define RDG_SPLIT_LEAST_FOLDS 2
#define RDG_SPLIT_MOST_FOLDS 20

typedef enum
{
  RDG_RECOMMENDATION_SHORT,
  RDG_RECOMMENDATION_LONG,
} RdgRecommendation;

/* Either a capacity or two costs. */
typedef enum
{
  RDG_OPERATING_POINT_CAPACITY,
  RDG_OPERATING_POINT_COSTS,
} RdgOperatingPointKind;

typedef struct
{
  RdgOperatingPointKind kind;
  double                capacity;       /* long tests a shift */
  double                cars_per_shift; /* cars that come to the test in a shift */
  double                cost_test;      /* of one long test */
  double                cost_escape;    /* of one failure that a short test lets through */
} RdgOperatingPoint;

typedef struct
{
  char *name;
  char *reason;   /* a sentence, English, not translated in the model */
} RdgBlockedFeature;

typedef struct
{
  double risk;    /* calibrated: of 1 */
  double low;
  double high;
} RdgRisk;

/* A car that judged the model: its risk is what was said of it by what had not learnt from it. */
typedef struct
{
  guint64 hash;      /* of the car's code: rdg_split_hash_code() */
  double  risk;      /* calibrated: of 1 */
  float   earlier;   /* failures found before its road test; NaN: no failure file says */
  guint8  failed;
} RdgJudgedCar;

typedef struct _RdgModel RdgModel;

RdgModel                *rdg_model_ref                (RdgModel           *self);
void                     rdg_model_unref              (RdgModel           *self);

RdgAlgorithm             rdg_model_get_algorithm      (const RdgModel     *self);
const char              *rdg_algorithm_get_key        (RdgAlgorithm        algorithm);  /* "forest", "svm", "boosted" */
gboolean                 rdg_algorithm_from_key       (const char         *key,
                                                       RdgAlgorithm       *algorithm);
guint                    rdg_model_get_n_features     (const RdgModel     *self);
const RdgFeature        *rdg_model_get_feature        (const RdgModel     *self,
                                                       guint               feature);
double                   rdg_model_get_importance     (const RdgModel     *self,
                                                       guint               feature);
/* Mean |SHAP| over at most 200 trained cars, and the correlation of value and contribution (NaN for
 * a category). FALSE if the model was made before this was measured. */
gboolean                 rdg_model_get_reach          (const RdgModel     *self,
                                                       guint               feature,
                                                       double             *reach,
                                                       double             *direction);
/* What is usual: the 5th, 50th and 95th percentile among trained cars that passed (numeric). */
gboolean                 rdg_model_get_usual          (const RdgModel     *self,
                                                       guint               feature,
                                                       double             *low,
                                                       double             *middle,
                                                       double             *high);
guint                    rdg_model_get_n_blocked      (const RdgModel     *self);
const RdgBlockedFeature *rdg_model_get_blocked        (const RdgModel     *self,
                                                       guint               i);
/* Which features are computed from others, by name; rdg_model_conform() does so. */
guint                    rdg_model_get_n_formulas     (const RdgModel     *self);
const RdgFormula        *rdg_model_get_formula        (const RdgModel     *self,
                                                       guint               i);
const RdgFormula        *rdg_model_find_formula       (const RdgModel     *self,
                                                       const char         *feature);
guint64                  rdg_model_get_seed           (const RdgModel     *self);
guint                    rdg_model_get_n_trees        (const RdgModel     *self);
/* Of a support vector machine, else NULL. */
const RdgSvm            *rdg_model_get_svm            (const RdgModel     *self);
/* Of boosted trees: the log odds that scores of 0 and 1 stand for; all others lie evenly between. */
gboolean                 rdg_model_get_log_odds       (const RdgModel     *self,
                                                       double             *lowest,
                                                       double             *highest);
gsize                    rdg_model_get_n_train        (const RdgModel     *self);
gsize                    rdg_model_get_n_train_failed (const RdgModel     *self);
gsize                    rdg_model_get_n_holdout      (const RdgModel     *self);
RdgSplitKind             rdg_model_get_split          (const RdgModel     *self);
const char              *rdg_split_kind_get_key       (RdgSplitKind        split);      /* "time", "hash", "folds" */
/* Hours, 0 for none. n_cars: nullable; how many neither taught nor judged because of it. */
double                   rdg_model_get_gap            (const RdgModel     *self,
                                                       gsize              *n_cars);
/* 0 where the split is not by folds. */
guint                    rdg_model_get_n_folds        (const RdgModel     *self);
/* By hash; as many as the hold-out has, or none if the model was made before they were kept. */
const RdgJudgedCar      *rdg_model_get_judged         (const RdgModel     *self,
                                                       gsize              *n);
const RdgOperatingPoint *rdg_model_get_operating_point(const RdgModel     *self);
double                   rdg_model_get_threshold      (const RdgModel     *self);
const RdgMetrics        *rdg_model_get_holdout        (const RdgModel     *self);
const RdgMetrics        *rdg_model_get_oob            (const RdgModel     *self);

/* The rows of matrix, in the model's columns: found by name; a feature that is absent is missing
 * in every row and named in missing (nullable); a level never seen is a missing value. */
RdgMatrix               *rdg_model_conform            (const RdgModel     *self,
                                                       const RdgMatrix    *matrix,
                                                       GStrv              *missing,
                                                       GError            **error);
/* matrix: conformed. score: n_rows doubles, the learner's own, before calibration. */
gboolean                 rdg_model_score              (const RdgModel     *self,
                                                       const RdgMatrix    *matrix,
                                                       guint               n_threads,
                                                       double             *score,
                                                       const RdgProgress  *progress,
                                                       GCancellable       *cancellable,
                                                       GError            **error);
RdgRisk                  rdg_model_calibrate          (const RdgModel     *self,
                                                       double              score);
RdgRecommendation        rdg_model_recommend          (const RdgModel     *self,
                                                       double              risk);
/* The threshold on risk that another operating point gives, from the out-of-bag risks. */
double                   rdg_model_get_threshold_for  (const RdgModel     *self,
                                                       const RdgOperatingPoint *point);
/* Of the chosen rows: exact path-dependent tree SHAP, or what rdg-svm-explain.h says.
 * base + sum of contributions = score within 1e-9. contributions: n_rows x n_features, row-major. */
gboolean                 rdg_model_explain            (const RdgModel     *self,
                                                       const RdgMatrix    *matrix,
                                                       const guint32      *rows,
                                                       gsize               n_rows,
                                                       guint               n_threads,
                                                       double             *base,
                                                       double             *contributions,
                                                       const RdgProgress  *progress,
                                                       GCancellable       *cancellable,
                                                       GError            **error);
/* Was the car with this code trained on? Then its out-of-bag score, NaN if no tree left it out.
 * The hold-out's cars are not trained on. */
gboolean                 rdg_model_find_trained       (const RdgModel     *self,
                                                       const char         *code,
                                                       double             *oob_score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgModel, rdg_model_unref)

G_END_DECLS
