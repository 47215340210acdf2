/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a support vector machine gave a car its score, compared with a car of which nothing
 * is special: all numbers at their mean, all categories at their most frequent level.
 */
#pragma once

#include "rdg-svm.h"

G_BEGIN_DECLS

gboolean rdg_svm_explain (const RdgSvm       *self,
                          const RdgMatrix    *matrix,
                          const guint32      *rows,
                          gsize               n_rows,
                          guint               n_threads,
                          guint64             seed,
                          double             *base,
                          double             *contributions,
                          const RdgProgress  *progress,
                          GCancellable       *cancellable,
                          GError            **error);

G_END_DECLS
