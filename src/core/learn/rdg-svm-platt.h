/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From decision values to probabilities (Platt 1999). Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void rdg_svm_platt_fit (const double *decision,
                        const guint8 *failed,
                        gsize         n,
                        double       *slope,
                        double       *intercept);

G_END_DECLS
