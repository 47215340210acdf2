/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libsvm's own text formats, written and read without libsvm, whose functions for it
 * change the program's locale: models as svm-train writes and svm-predict reads them, and the
 * sparse rows that both take ("+1 1:0.5 3:-1", what is not named is 0). Any thread.
 */
#pragma once

#include "rdg-model.h"
#include "rdg-svm-inputs.h"
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
RdgModel  *rdg_svm_text_read_model  (const char      *text,
                                     gsize            length,
                                     const RdgSvmInputs *inputs,
                                     gboolean        *has_curve,
                                     GError         **error);

G_END_DECLS
