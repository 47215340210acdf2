/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cars support vectors are chosen from, and which fold they are in. Any thread. */
#pragma once

#include "rdg-rng.h"

G_BEGIN_DECLS

guint32 *rdg_svm_sample_draw (const guint8 *failed,
                              gsize         n,
                              guint         most,
                              RdgRng       *rng,
                              guint        *n_drawn);
guint8  *rdg_svm_sample_fold (const guint8 *failed,
                              gsize         n,
                              guint         n_folds,
                              RdgRng       *rng);

G_END_DECLS
