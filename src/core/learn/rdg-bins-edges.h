/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the numbers of one column become codes. One column's, one thread's. */
#pragma once

#include <string.h>

#include "rdg-bins.h"

G_BEGIN_DECLS

/* The bits of a finite float, so that unsigned order is the numbers' order; 0 for any other.
 * Missing values are many and come as they like: there is no branch to guess. */
static inline guint32
_rdg_float_to_order (float value)
{
  guint32 bits;

  value += 0.0f;  /* -0 and 0 are one value */
  memcpy (&bits, &value, sizeof bits);

  guint32 finite = -(guint32) ((bits & 0x7fffffffu) < 0x7f800000u);

  return (bits ^ (-(bits >> 31) | 0x80000000u)) & finite;
}

static inline float
_rdg_float_from_order (guint32 bits)
{
  float value;

  bits = bits & 0x80000000u ? bits & 0x7fffffffu : ~bits;
  memcpy (&value, &bits, sizeof value);

  return value;
}

/* FALSE when there is not enough memory. column: n_codes, varies, low and high are set, and codes,
 * allocated for the rows, filled. */
gboolean _rdg_bins_fill_exact  (RdgBinsColumn  *column,
                                const float    *values,
                                const guint32  *rows,
                                gsize           n_rows);
gboolean _rdg_bins_fill_coarse (RdgBinsColumn  *column,
                                const float    *values,
                                const guint32  *rows,
                                gsize           n_rows);

G_END_DECLS
