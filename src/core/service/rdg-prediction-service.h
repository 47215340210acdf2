/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Risks: scoring the cars of a database, listing them, scoring a file's rows,
 * explaining one car. Blocking: run inside a job.
 */
#pragma once

#include "rdg-evaluation.h"
#include "rdg-inspection.h"
#include "rdg-model.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  char  *feature;
  char  *value;          /* with its unit, as a person reads it; locale-free in C, see text */
  double contribution;   /* to the score; above 0 raises the risk */
  char  *text;           /* translated: "torque of operation 3108: 52.1 Nm; usual 57.4 to 60.9" */
} RdgReason;

typedef enum
{
  RDG_CAR_UNLABELLED,
  RDG_CAR_PASSED,
  RDG_CAR_FAILED,
} RdgCarOutcome;

/* A snapshot of the ranked list as arrays: one entry a car, highest risk first (ties by code).
 * Immutable after it was made; any thread. Strings are interned in the list. */
typedef struct
{
  gsize              n_cars;
  gint64            *car_id;
  const char       **code;
  const char       **variant;      /* "" where unknown */
  gint64            *since;        /* when last seen, RDG_DATETIME_NONE where there are no times */
  RdgRisk           *risk;
  guint8            *recommendation; /* RdgRecommendation */
  guint8            *outcome;      /* RdgCarOutcome */
  guint8            *past;         /* trained on: the score is out-of-bag */
  const char       **main_reason;  /* translated, "" while not computed */
  gint64             model_id;
  double             threshold;
  gsize              n_waiting;    /* of all scored cars */
  gsize              n_scored;
  gboolean           waiting_only; /* what the list holds */
  double             expected_failures;  /* sum of the waiting cars' risks */
  double             expected_caught;    /* of those recommended LONG */
  guint              n_zones;      /* of the model; see rdg_risk_list_get_zones() */
  const char       **zone;         /* interned names */
  double            *zone_usual;
  RdgRisk           *zone_risk;    /* n_cars x n_zones, row by row; NaN where it was not computed */
} RdgRiskList;

typedef struct
{
  char             *code;
  char             *variant;
  RdgRisk           risk;
  double            base;          /* of the model's own score */
  double            score;
  RdgRecommendation recommendation;
  RdgCarOutcome     outcome;
  gboolean          past;
  gint64            model_id;
  GPtrArray        *reasons;       /* RdgReason, all features, largest absolute contribution first */
  GArray           *zones;         /* RdgZoneRisk, highest risk first */
} RdgExplanation;

typedef struct
{
  char             *code;
  RdgRisk           risk;
  double            score;
  RdgRecommendation recommendation;
  gboolean          past;
  GPtrArray        *reasons;       /* RdgReason, the largest few; empty if not asked for */
  GArray           *zones;         /* RdgZoneRisk, highest risk first */
} RdgPredictedRow;

typedef struct
{
  guint64 cars;      /* that have a score now */
  double  seconds;
  GStrv   missing;   /* features of the model that no car has any more */
} RdgScoreReport;

/* Scores every car not yet tested (and lists the trained ones with their out-of-bag score) with a
 * model, 0: the active. One transaction. */
gboolean        rdg_prediction_score   (RdgWorkspace       *workspace,
                                        gint64              model_id,
                                        guint64            *cars,
                                        double             *seconds,
                                        RdgJob             *job,
                                        GError            **error);
/* Likewise, and tells more. */
gboolean        rdg_prediction_score_all (RdgWorkspace     *workspace,
                                        gint64              model_id,
                                        RdgScoreReport     *report,
                                        RdgJob             *job,
                                        GError            **error);
void            rdg_score_report_clear (RdgScoreReport     *report);
RdgRiskList    *rdg_prediction_list    (RdgWorkspace       *workspace,
                                        gint64              model_id,
                                        gboolean            all,
                                        gint64              since,      /* or RDG_DATETIME_NONE */
                                        RdgJob             *job,
                                        GError            **error);
RdgRiskList    *rdg_risk_list_ref      (RdgRiskList        *self);
void            rdg_risk_list_unref    (RdgRiskList        *self);
RdgExplanation *rdg_prediction_explain (RdgWorkspace       *workspace,
                                        gint64              model_id,
                                        const char         *code,
                                        RdgJob             *job,
                                        GError            **error);
/* The largest few reasons of many cars at once: an array of GPtrArray of RdgReason, as ids go. */
GPtrArray      *rdg_prediction_reasons (RdgWorkspace       *workspace,
                                        gint64              model_id,
                                        const gint64       *car_ids,
                                        gsize               n_cars,
                                        guint               n_reasons,
                                        RdgJob             *job,
                                        GError            **error);
/* A file's rows without importing; RdgPredictedRow, highest risk first. */
GPtrArray      *rdg_prediction_file    (RdgWorkspace       *workspace,
                                        const char         *path,
                                        const RdgInspectionOptions *known,   /* nullable */
                                        gint64              model_id,
                                        guint               n_reasons,
                                        GStrv              *warnings,
                                        RdgJob             *job,
                                        GError            **error);
/* A model on a labelled file that is not imported: see rdg-evaluation.h. */
gboolean        rdg_prediction_evaluate(RdgWorkspace       *workspace,
                                        const char         *path,
                                        const RdgInspectionOptions *known,   /* nullable */
                                        gint64              model_id,
                                        RdgEvaluation      *evaluation,
                                        GStrv              *warnings,
                                        RdgJob             *job,
                                        GError            **error);
/* Writes a road-test result back: replaces an earlier one. */
gboolean        rdg_outcome_record     (RdgWorkspace       *workspace,
                                        const char         *code,
                                        RdgCarOutcome       outcome,
                                        const char         *zone,       /* nullable */
                                        const char         *note,       /* nullable */
                                        GError            **error);
/* Takes the last recorded result of a car back (for Undo). */
gboolean        rdg_outcome_take_back  (RdgWorkspace       *workspace,
                                        const char         *code,
                                        GError            **error);

void            rdg_reason_free        (RdgReason          *self);
void            rdg_explanation_free   (RdgExplanation     *self);
void            rdg_predicted_row_free (RdgPredictedRow    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgRiskList, rdg_risk_list_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgExplanation, rdg_explanation_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgScoreReport, rdg_score_report_clear)

G_END_DECLS
