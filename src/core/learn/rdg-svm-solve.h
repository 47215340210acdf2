/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one place that calls libsvm. It has no way to stop a training, keeps pointers into
 * the data, and prints; so every training runs on a thread of its own, which owns what it
 * works on. A caller that is cancelled returns at once; the thread learns of it from
 * libsvm's next message, every thousand steps at most, and ends there. (About a hundred bytes
 * a car that only libsvm's stack knew of are lost then; the kernel's cache is not.)
 */
#pragma once

#include "rdg-svm-table.h"

G_BEGIN_DECLS

typedef struct
{
  guint    n_vectors;
  guint32 *vectors;       /* which of the rows they are, rising by class */
  double  *coefficients;
  double   rho;
} RdgSvmSolution;

/* What libsvm keeps of the kernel, a training. */
#define RDG_SVM_CACHE_MB 64

/* As many as libsvm does before it gives up with a word on standard error, less a few. */
#define RDG_SVM_MOST_STEPS 9000000

gboolean rdg_svm_solve          (const double         *inputs,
                                 guint                 n_inputs,
                                 const guint8         *failed,
                                 const guint32        *rows,
                                 guint                 n_rows,
                                 const RdgSvmSetting  *setting,
                                 RdgSvmTable          *table,
                                 guint                 most_steps,
                                 RdgSvmSolution       *solution,
                                 GCancellable         *cancellable,
                                 GError              **error);
void     rdg_svm_solution_clear (RdgSvmSolution       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgSvmSolution, rdg_svm_solution_clear)

G_END_DECLS
