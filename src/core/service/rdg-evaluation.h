/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good a model is on cars of a file, and whether that is as good as when it was
 * judged. The file's cars and those that judged it are taken for two samples that have
 * nothing to do with each other. Any thread.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

typedef struct
{
  RdgMetrics metrics;
  gboolean   has_judged;        /* FALSE: the model was made before the cars that judge were kept */
  RdgMetrics against_holdout;   /* the file's minus the model's own hold-out's; else NaN */
} RdgEvaluation;

gboolean _rdg_evaluation_compute (RdgEvaluation       *self,
                                  const RdgModel      *model,
                                  const double        *risk,
                                  const guint8        *failed,
                                  gsize                n,
                                  GCancellable        *cancellable,
                                  GError             **error);
/* A sentence or two, translated. */
char    *rdg_evaluation_describe (const RdgEvaluation *self);

G_END_DECLS
