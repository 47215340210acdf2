/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Isotonic regression. Plain functions; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize rdg_isotonic_pool (double       *x,
                         double       *y,
                         double       *weight,
                         gsize         n);
double rdg_isotonic_interpolate (const double *x,
                                 const double *y,
                                 gsize         n,
                                 double        at);

G_END_DECLS
