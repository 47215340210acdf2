/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a training table to a support vector machine: a stratified sample where there
 * are more cars than libsvm can do, the best of a grid of settings, the vectors, and the
 * probabilities by cross-fitting. Blocking; any thread.
 */
#pragma once

#include "rdg-svm.h"

G_BEGIN_DECLS

#define RDG_SVM_MOST_ROWS 100000

typedef struct
{
  RdgSvmKernel kernel;
  guint        most_rows;      /* learn from so many cars at most */
  double       cost;           /* 0: chosen from a grid */
  double       gamma;          /* the same */
  double       class_weight;   /* of a failed car, beside what makes both outcomes weigh the same */
  guint64      seed;
  guint        n_threads;
} RdgSvmOptions;

RdgSvm *rdg_svm_train (const RdgMatrix      *matrix,
                       const guint32        *rows,
                       gsize                 n_rows,
                       const guint8         *failed,
                       const RdgSvmOptions  *options,
                       double               *unseen,
                       const RdgProgress    *progress,
                       GCancellable         *cancellable,
                       GError              **error);

G_END_DECLS
