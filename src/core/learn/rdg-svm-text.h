/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libsvm's own text formats, written and read without libsvm, whose functions for it
 * change the program's locale: a model that svm-predict takes, and tables of sparse rows
 * ("+1 1:0.5 3:-1", what is not named is 0), as svm-train and svm-scale take them. Any thread.
 */
#pragma once

#include "rdg-svm.h"

G_BEGIN_DECLS

/* Of a row whose outcome is not known; 1 is failed and 0 passed. */
#define RDG_SVM_TEXT_UNKNOWN 2

char      *rdg_svm_text_write_model (const RdgSvm    *svm);
char      *rdg_svm_text_write_rows  (const RdgSvm    *svm,
                                     const RdgMatrix *matrix,
                                     const guint32   *rows,
                                     gsize            n_rows,
                                     const guint8    *outcome);
RdgMatrix *rdg_svm_text_read_rows   (const char      *text,
                                     gsize            length,
                                     guint8         **failed,
                                     GError         **error);

G_END_DECLS
