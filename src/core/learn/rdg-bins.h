/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A training table as codes, column-major, shared by all threads. Code 0 is a
 * missing value. A category's level l has code l + 1. A numeric column has
 *
 *   up to RDG_BINS_EXACT_ROWS rows: one code a distinct value, exactly. With few
 *     failures the best cut often lies between two neighbouring values, and a
 *     coarse bin loses it.
 *   more rows: one code a distinct value up to 255 of them, else 255 quantiles.
 *
 * Codes are bytes where no column has more than 255 of them, else 16 bits wide.
 * A table of more than RDG_BINS_ROWS_FROM bytes is kept a second time, row by row:
 * small nodes of a large table read whole rows, not single cells far apart.
 *
 * Coarse ones are what boosting counts in: no more than 255 codes a column ever, and no rows.
 *
 * Filled once, then immutable.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-matrix.h"

G_BEGIN_DECLS

#define RDG_BINS_MAX_CODES 65534
#define RDG_BINS_MAX_NARROW_CODES 255
#define RDG_BINS_EXACT_ROWS 50000
#define RDG_BINS_ROWS_FROM (16 << 20)

typedef struct
{
  RdgFeatureKind kind;
  guint          n_codes;   /* codes are 1 to n_codes */
  guint          n_levels;  /* category: those behind the first n_codes count as missing */
  gboolean       varies;    /* rows differ in it, if only in being missing */
  guint          middle;    /* numeric: the code of the median; 0: all values are missing */
  union
  {
    gpointer     codes;     /* n_rows */
    guint8      *narrow;
    guint16     *wide;
  };
  float         *low;       /* numeric: a cut below this code lies below this value, at [code] */
  float         *high;      /* and one above it, at or above this one */
} RdgBinsColumn;

typedef struct
{
  gsize          n_rows;
  guint          n_columns;
  gboolean       coarse;    /* codes are bytes whatever the table */
  gboolean       wide;      /* codes are 16 bits */
  RdgBinsColumn *columns;
  guint8        *rows;      /* the codes row by row, or NULL */
  gsize          stride;    /* bytes from row to row */
} RdgBins;

RdgBins *rdg_bins_new        (const RdgMatrix *matrix,
                              const guint32   *rows,
                              gsize            n_rows,
                              guint            n_threads,
                              GCancellable    *cancellable,
                              GError         **error);
RdgBins *rdg_bins_new_coarse (const RdgMatrix *matrix,
                              const guint32   *rows,
                              gsize            n_rows,
                              guint            n_threads,
                              GCancellable    *cancellable,
                              GError         **error);
void     rdg_bins_free       (RdgBins         *self);

static inline guint
rdg_bins_get_code (const RdgBins *self,
                   guint          column,
                   gsize          row)
{
  return self->wide ? self->columns[column].wide[row] : self->columns[column].narrow[row];
}

/* Of the codes from first to below end, the last whose values are up to threshold; first if none is. */
static inline guint
rdg_bins_column_find_code (const RdgBinsColumn *self,
                           guint                first,
                           guint                end,
                           float                threshold)
{
  while (end - first > 1)
    {
      guint middle = first + (end - first) / 2;

      if (self->high[middle] <= threshold)
        first = middle;
      else
        end = middle;
    }

  return first;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgBins, rdg_bins_free)

G_END_DECLS
