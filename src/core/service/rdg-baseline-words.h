/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line and the window call what can be had without a model. Any thread. */
#pragma once

#include "rdg-baseline.h"

G_BEGIN_DECLS

const char *rdg_baseline_get_title       (RdgBaselineKind kind);
/* Why nothing is known of going by earlier failures. */
const char *rdg_baseline_get_why_unknown (void);

G_END_DECLS
