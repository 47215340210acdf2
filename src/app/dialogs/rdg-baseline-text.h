/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be had without a model, in words. Any thread. */
#pragma once

#include "rdg-baseline-words.h"

G_BEGIN_DECLS

/* "29 of 68", or a dash. */
char       *rdg_baseline_format    (const RdgBaseline *baseline);
/* How many long tests that takes, and what the model does better. */
char       *rdg_baseline_explain   (const RdgBaseline *baseline,
                                    RdgBaselineKind    kind);
/* One sentence about all of them. baselines: by kind. */
char       *rdg_baselines_describe (const RdgBaseline *baselines);

G_END_DECLS
