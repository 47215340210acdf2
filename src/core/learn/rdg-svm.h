/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSvm: a support vector machine (C-SVC) with all that it needs to be asked about a car:
 * how features become inputs, the vectors, and Platt's curve from its decision value
 * to a score between 0 and 1.
 *
 * A number becomes (x - mean) x factor, kept within bounds, and 0 where it is missing; where the training rows
 * had gaps, a further input says so with 1. A category becomes one input a level.
 *
 * Immutable once finished; any thread.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-matrix.h"
#include "rdg-progress.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_SVM_RBF,
  RDG_SVM_LINEAR,
} RdgSvmKernel;

/* What libsvm takes; weight: of a failed car, a passed one weighs 1. */
typedef struct
{
  RdgSvmKernel kernel;
  double       cost;
  double       gamma;
  double       weight;
} RdgSvmSetting;

typedef struct
{
  RdgFeatureKind kind;
  guint          n_levels;   /* of a category */
  guint          usual;      /* the level that most training rows have */
  gboolean       has_gaps;
  gboolean       as_is;      /* of another program's machine: however far out it is */
  double         mean;
  double         factor;     /* 0: all training rows have the same value */
  guint          first;      /* its first input */
  guint          n_inputs;
} RdgSvmFeature;

typedef struct
{
  guint          n_features;
  RdgSvmFeature *features;
  guint          n_inputs;

  RdgSvmSetting  setting;
  guint32        n_vectors;
  double        *vectors;           /* n_vectors x n_inputs */
  double        *coefficients;
  double         rho;
  double         slope;             /* score = 1 / (1 + exp (-(slope x decision + intercept))) */
  double         intercept;

  guint64        n_sampled;         /* training rows that the vectors were chosen from */
  guint64        n_sampled_failed;

  double        *usual;             /* derived: the inputs of a car of which nothing is special */
  double        *weights;           /* derived, linear: of the inputs */
} RdgSvm;

RdgSvm  *rdg_svm_new         (const RdgMatrix    *matrix,
                              const guint32      *rows,
                              gsize               n_rows);
void     rdg_svm_place       (RdgSvm             *self);
void     rdg_svm_finish      (RdgSvm             *self);
void     rdg_svm_free        (RdgSvm             *self);

void     rdg_svm_encode      (const RdgSvm       *self,
                              const RdgMatrix    *matrix,
                              gsize               row,
                              double             *inputs);
double   rdg_svm_decide      (const RdgSvm       *self,
                              const double       *inputs);
void     rdg_svm_decide_rows (const RdgSvm       *self,
                              const double       *inputs,
                              guint               n_rows,
                              double             *decision);
double   rdg_svm_score       (const RdgSvm       *self,
                              double              decision);
gboolean rdg_svm_predict     (const RdgSvm       *self,
                              const RdgMatrix    *matrix,
                              guint               n_threads,
                              double             *score,
                              const RdgProgress  *progress,
                              GCancellable       *cancellable,
                              GError            **error);

/* Whether its scores were fitted to outcomes. A machine that came without Platt's curve has this one, which
 * no fit gives. */
static inline gboolean
rdg_svm_has_curve (const RdgSvm *self)
{
  return self->slope != 1.0 || self->intercept != 0.0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSvm, rdg_svm_free)

G_END_DECLS
