/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From floats to codes, column by column; then all columns in one width, and row by row. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-bins.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "rdg-bins-edges.h"
#include "rdg-error.h"
#include "rdg-parallel.h"

#define CACHE_LINE 64
#define BLOCK_ROWS 256
#define MEDIAN_ROWS 16384   /* as many tell where the median is */

typedef struct
{
  RdgBins         *bins;
  const RdgMatrix *matrix;
  const guint32   *rows;
  atomic_int       out_of_memory;
} Filling;

static gboolean
is_exact (const RdgBins *bins)
{
  return bins->n_rows <= RDG_BINS_EXACT_ROWS && !bins->coarse;
}

/* As a column is filled: later all have one width. */
static gboolean
is_filled_wide (const RdgBins  *bins,
                RdgFeatureKind  kind,
                guint           n_codes)
{
  return kind == RDG_FEATURE_CATEGORY ? n_codes > RDG_BINS_MAX_NARROW_CODES : is_exact (bins);
}

static void
fill_category (RdgBinsColumn *column,
               const float   *values,
               const guint32 *rows,
               gsize          n_rows)
{
  guint first = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      float value = values[rows[i]];
      guint code = value >= 0.0f && value < (float) column->n_codes ? (guint) value + 1 : 0;

      if (column->n_codes > RDG_BINS_MAX_NARROW_CODES)
        column->wide[i] = (guint16) code;
      else
        column->narrow[i] = (guint8) code;
      if (i == 0)
        first = code;
      column->varies |= code != first;
    }
}

static inline guint
get_filled_code (const RdgBins       *bins,
                 const RdgBinsColumn *column,
                 gsize                row)
{
  return is_filled_wide (bins, column->kind, column->n_codes) ? column->wide[row]
                                                              : column->narrow[row];
}

static void
find_median (const RdgBins *bins,
             RdgBinsColumn *column)
{
  g_autofree guint32 *count = g_new0 (guint32, (gsize) column->n_codes + 1);
  gsize step = bins->n_rows / MEDIAN_ROWS + 1, n = 0, below = 0;

  for (gsize i = 0; i < bins->n_rows; i += step)
    count[get_filled_code (bins, column, i)]++;
  for (guint code = 1; code <= column->n_codes; code++)
    n += count[code];
  for (guint code = 1; code <= column->n_codes && 2 * below < n; code++)
    {
      column->middle = code;
      below += count[code];
    }
}

static void
fill_column (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Filling *filling = user_data;
  RdgBins *bins = filling->bins;
  RdgBinsColumn *column = &bins->columns[item];
  const RdgFeature *feature = rdg_matrix_get_feature (filling->matrix, (guint) item);
  const float *values = rdg_matrix_get_column (filling->matrix, (guint) item);
  gboolean filled = TRUE;

  column->kind = feature->kind;
  if (column->kind == RDG_FEATURE_CATEGORY)
    column->n_codes = MIN (feature->n_levels,
                           bins->coarse ? RDG_BINS_MAX_NARROW_CODES : RDG_BINS_MAX_CODES);
  column->n_levels = feature->n_levels;
  column->codes = is_filled_wide (bins, column->kind, column->n_codes)
                    ? (gpointer) g_try_new0 (guint16, bins->n_rows)
                    : (gpointer) g_try_new0 (guint8, bins->n_rows);

  if (column->codes == NULL)
    filled = FALSE;
  else if (column->kind == RDG_FEATURE_CATEGORY)
    fill_category (column, values, filling->rows, bins->n_rows);
  else if (is_exact (bins))
    filled = _rdg_bins_fill_exact (column, values, filling->rows, bins->n_rows);
  else
    filled = _rdg_bins_fill_coarse (column, values, filling->rows, bins->n_rows);

  if (!filled)
    atomic_store (&filling->out_of_memory, 1);
  else if (column->kind == RDG_FEATURE_NUMERIC)
    find_median (bins, column);
}

static void
set_width (gsize    item,
           guint    worker,
           gpointer user_data)
{
  Filling *filling = user_data;
  RdgBins *bins = filling->bins;
  RdgBinsColumn *column = &bins->columns[item];
  gsize n = bins->n_rows;

  if (is_filled_wide (bins, column->kind, column->n_codes) == bins->wide)
    return;

  RdgBinsColumn same = { .codes = bins->wide ? (gpointer) g_try_new (guint16, n)
                                             : (gpointer) g_try_new (guint8, n) };

  if (same.codes == NULL)
    {
      atomic_store (&filling->out_of_memory, 1);
      return;
    }

  for (gsize i = 0; i < n; i++)
    if (bins->wide)
      same.wide[i] = column->narrow[i];
    else
      same.narrow[i] = (guint8) column->wide[i];

  g_free (column->codes);
  column->codes = same.codes;
}

static void
copy_rows (gsize    item,
           guint    worker,
           gpointer user_data)
{
  const Filling *filling = user_data;
  const RdgBins *bins = filling->bins;
  gsize begin = item * BLOCK_ROWS, end = MIN (begin + BLOCK_ROWS, bins->n_rows);

  for (guint c = 0; c < bins->n_columns; c++)
    {
      const RdgBinsColumn *column = &bins->columns[c];
      guint8 *to = bins->rows + begin * bins->stride;

      if (bins->wide)
        for (gsize i = begin; i < end; i++, to += bins->stride)
          ((guint16 *) (gpointer) to)[c] = column->wide[i];
      else
        for (gsize i = begin; i < end; i++, to += bins->stride)
          to[c] = column->narrow[i];
    }
}

/* A row starts on a cache line where that costs little, else where its codes are aligned. */
static gboolean
make_rows (Filling       *filling,
           guint          n_threads,
           GCancellable  *cancellable,
           GError       **error)
{
  RdgBins *bins = filling->bins;
  gsize size = (gsize) bins->n_columns * (bins->wide ? sizeof (guint16) : sizeof (guint8));

  if (bins->coarse || bins->n_rows * size <= RDG_BINS_ROWS_FROM)
    return TRUE;

  bins->stride = (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  if (bins->stride - size > size / 2)
    bins->stride = (size + 15) / 16 * 16;

  /* Without them training is slower, not different. */
  bins->rows = aligned_alloc (CACHE_LINE, (bins->n_rows * bins->stride + CACHE_LINE - 1) /
                                          CACHE_LINE * CACHE_LINE);
  if (bins->rows == NULL)
    return TRUE;

  return rdg_parallel_run ((bins->n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS, n_threads, copy_rows,
                           filling, NULL, cancellable, error);
}

static gboolean
check_memory (Filling  *filling,
              GError  **error)
{
  if (!atomic_load (&filling->out_of_memory))
    return TRUE;

  g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
               _("There is not enough memory to train on %" PRId64
                 " cars with %u features; choose fewer features or a shorter period."),
               (gint64) filling->bins->n_rows, filling->bins->n_columns);

  return FALSE;
}

static RdgBins *
fill (const RdgMatrix  *matrix,
      const guint32    *rows,
      gsize             n_rows,
      gboolean          coarse,
      guint             n_threads,
      GCancellable     *cancellable,
      GError          **error)
{
  g_return_val_if_fail (n_rows > 0 && n_rows < G_MAXUINT32, NULL);

  g_autoptr (RdgBins) self = g_new0 (RdgBins, 1);
  Filling filling = { self, matrix, rows, 0 };

  self->n_rows = n_rows;
  self->n_columns = rdg_matrix_get_n_columns (matrix);
  self->columns = g_new0 (RdgBinsColumn, MAX (self->n_columns, 1));
  self->coarse = coarse;

  if (!rdg_parallel_run (self->n_columns, n_threads, fill_column, &filling, NULL,
                         cancellable, error) ||
      !check_memory (&filling, error))
    return NULL;

  for (guint c = 0; c < self->n_columns; c++)
    self->wide |= self->columns[c].n_codes > RDG_BINS_MAX_NARROW_CODES;

  if (!rdg_parallel_run (self->n_columns, n_threads, set_width, &filling, NULL,
                         cancellable, error) ||
      !check_memory (&filling, error) ||
      !make_rows (&filling, n_threads, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * rdg_bins_new:
 * @matrix: the table
 * @rows: (array length=n_rows): which of its rows, in the order that they get
 * @n_threads: as rdg_parallel_choose() takes it
 *
 * A value that is no finite number, or no level of its category, is missing. Any thread.
 *
 * Returns: (transfer full) (nullable): the codes, or %NULL with an error of %RDG_LEARN_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
RdgBins *
rdg_bins_new (const RdgMatrix  *matrix,
              const guint32    *rows,
              gsize             n_rows,
              guint             n_threads,
              GCancellable     *cancellable,
              GError          **error)
{
  return fill (matrix, rows, n_rows, FALSE, n_threads, cancellable, error);
}

/**
 * rdg_bins_new_coarse:
 *
 * As rdg_bins_new(), but no column has more than 255 codes: a number's are quantiles from there on,
 * and a category's levels behind the 255th are missing.
 *
 * Returns: (transfer full) (nullable): the codes, or %NULL with an error of %RDG_LEARN_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
RdgBins *
rdg_bins_new_coarse (const RdgMatrix  *matrix,
                     const guint32    *rows,
                     gsize             n_rows,
                     guint             n_threads,
                     GCancellable     *cancellable,
                     GError          **error)
{
  return fill (matrix, rows, n_rows, TRUE, n_threads, cancellable, error);
}

/**
 * rdg_bins_free:
 *
 * Frees the codes.
 */
void
rdg_bins_free (RdgBins *self)
{
  if (self == NULL)
    return;

  for (guint c = 0; c < self->n_columns; c++)
    {
      g_free (self->columns[c].codes);
      g_free (self->columns[c].low);
      g_free (self->columns[c].high);
    }
  g_free (self->columns);
  free (self->rows);
  g_free (self);
}
