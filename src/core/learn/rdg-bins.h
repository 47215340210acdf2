/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A training table as 16-bit codes, column-major, shared by all threads. Code 0
 * is a missing value. A numeric column has one code a distinct value, exactly,
 * up to 65,534 of them; beyond that codes are quantiles. A category's level l
 * has code l + 1. Filled once, then immutable.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-matrix.h"

G_BEGIN_DECLS

#define RDG_BINS_MAX_CODES 65534

typedef struct
{
  RdgFeatureKind kind;
  guint          n_codes;   /* codes are 1 to n_codes */
  gboolean       varies;    /* rows differ in it, if only in being missing */
  guint16       *codes;     /* n_rows */
  float         *low;       /* numeric: the smallest value of each code, at [code] */
  float         *high;      /* and the largest */
} RdgBinsColumn;

typedef struct
{
  gsize          n_rows;
  guint          n_columns;
  RdgBinsColumn *columns;
} RdgBins;

RdgBins *rdg_bins_new  (const RdgMatrix *matrix,
                        const guint32   *rows,
                        gsize            n_rows,
                        guint            n_threads,
                        GCancellable    *cancellable,
                        GError         **error);
void     rdg_bins_free (RdgBins         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgBins, rdg_bins_free)

G_END_DECLS
