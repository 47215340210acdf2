/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel of rows with each other, reckoned once for all trainings that need it. Where rows are
 * long, a training by libsvm is little else than the same dot products again and again.
 *
 * Each is added up in the order of the inputs, as libsvm does it: what is learnt from a table is what
 * libsvm learns from the rows.
 *
 * A table is immutable, and any thread may hold it.
 */
#pragma once

#include <libsvm/svm.h>

#include "rdg-svm.h"

G_BEGIN_DECLS

/* More rows have no table: with its dot products it takes 20 bytes a pair, of so many 320 MB. */
#define RDG_SVM_TABLE_ROWS 4000

typedef struct _RdgSvmDots RdgSvmDots;
typedef struct _RdgSvmTable RdgSvmTable;

RdgSvmDots            *rdg_svm_dots_new      (const double        *inputs,
                                              guint                n_inputs,
                                              const guint32       *rows,
                                              guint                n_rows,
                                              guint                n_threads,
                                              const RdgProgress   *progress,
                                              GCancellable        *cancellable,
                                              GError             **error);
void                   rdg_svm_dots_free     (RdgSvmDots          *self);

RdgSvmTable           *rdg_svm_table_new     (const RdgSvmDots    *dots,
                                              const guint32       *rows,
                                              guint                n_rows,
                                              const RdgSvmSetting *setting,
                                              guint                n_threads,
                                              GCancellable        *cancellable,
                                              GError             **error);
RdgSvmTable           *rdg_svm_table_ref     (RdgSvmTable         *self);
void                   rdg_svm_table_unref   (RdgSvmTable         *self);
const struct svm_node *rdg_svm_table_get_row (const RdgSvmTable   *self,
                                              guint32              row);
guint64                rdg_svm_table_reckon  (guint                n_dots,
                                              guint                n_tables,
                                              guint                n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSvmDots, rdg_svm_dots_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSvmTable, rdg_svm_table_unref)

G_END_DECLS
