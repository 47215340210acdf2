/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Legendre quadrature on [0, 1]. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void rdg_quadrature_gauss (guint   n,
                           double *node,
                           double *weight);

G_END_DECLS
