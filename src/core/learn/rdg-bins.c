/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From floats to codes: a radix sort of (value, row) pairs a column, then ranks.
 * Exact ranks matter: with few failures the best cut often lies between two
 * neighbouring values that a coarse histogram would put into one bin.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-bins.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-parallel.h"

#define RADIX_BITS 11
#define RADIX_SIZE (1 << RADIX_BITS)

typedef struct
{
  RdgBins         *bins;
  const RdgMatrix *matrix;
  const guint32   *rows;
  atomic_int       out_of_memory;
} Filling;

/* The bits of a finite float, so that unsigned order is the numbers' order. */
static guint32
order_bits (float value)
{
  guint32 bits;

  value += 0.0f;  /* -0 and 0 are one value */
  memcpy (&bits, &value, sizeof bits);

  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static float
value_of_bits (guint32 bits)
{
  float value;

  bits = bits & 0x80000000u ? bits & 0x7fffffffu : ~bits;
  memcpy (&value, &bits, sizeof value);

  return value;
}

/* Sorts by the high 32 bits; three passes, so the result is in @scratch. */
static void
sort_keys (guint64 *keys,
           guint64 *scratch,
           gsize    n)
{
  for (guint pass = 0; pass < 3; pass++)
    {
      guint shift = 32 + pass * RADIX_BITS;
      gsize count[RADIX_SIZE] = { 0 };
      gsize sum = 0;

      for (gsize i = 0; i < n; i++)
        count[(keys[i] >> shift) & (RADIX_SIZE - 1)]++;
      for (guint d = 0; d < RADIX_SIZE; d++)
        {
          gsize here = count[d];

          count[d] = sum;
          sum += here;
        }
      for (gsize i = 0; i < n; i++)
        scratch[count[(keys[i] >> shift) & (RADIX_SIZE - 1)]++] = keys[i];

      guint64 *swap = keys;

      keys = scratch;
      scratch = swap;
    }
}

static void
fill_numeric (RdgBinsColumn *column,
              const float   *values,
              const guint32 *rows,
              gsize          n_rows,
              guint64       *keys,
              guint64       *sorted)
{
  gsize n = 0, n_distinct = 0;

  for (gsize i = 0; i < n_rows; i++)
    if (isfinite (values[rows[i]]))
      keys[n++] = (guint64) order_bits (values[rows[i]]) << 32 | i;

  sort_keys (keys, sorted, n);

  for (gsize i = 0; i < n; i++)
    n_distinct += i == 0 || sorted[i] >> 32 != sorted[i - 1] >> 32;

  gboolean exact = n_distinct <= RDG_BINS_MAX_CODES;
  gsize room = MIN (n_distinct, RDG_BINS_MAX_CODES) + 1;
  gsize last_quantile = 0;
  guint code = 0;

  column->low = g_new0 (float, room);
  column->high = g_new0 (float, room);

  for (gsize begin = 0; begin < n;)
    {
      guint32 bits = (guint32) (sorted[begin] >> 32);
      gsize quantile = begin * RDG_BINS_MAX_CODES / n;

      if (exact || code == 0 || quantile != last_quantile)
        {
          code++;
          column->low[code] = value_of_bits (bits);
          last_quantile = quantile;
        }
      column->high[code] = value_of_bits (bits);

      for (; begin < n && (guint32) (sorted[begin] >> 32) == bits; begin++)
        column->codes[(guint32) sorted[begin]] = (guint16) code;
    }

  column->n_codes = code;
  column->varies = code > 1 || (code == 1 && n < n_rows);
}

static void
fill_category (RdgBinsColumn *column,
               guint          n_levels,
               const float   *values,
               const guint32 *rows,
               gsize          n_rows)
{
  column->n_codes = MIN (n_levels, RDG_BINS_MAX_CODES);

  for (gsize i = 0; i < n_rows; i++)
    {
      float value = values[rows[i]];

      if (value >= 0.0f && value < (float) column->n_codes)
        column->codes[i] = (guint16) ((guint) value + 1);
      column->varies |= column->codes[i] != column->codes[0];
    }
}

static void
fill_column (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Filling *filling = user_data;
  RdgBinsColumn *column = &filling->bins->columns[item];
  const RdgFeature *feature = rdg_matrix_get_feature (filling->matrix, (guint) item);
  const float *values = rdg_matrix_get_column (filling->matrix, (guint) item);
  gsize n_rows = filling->bins->n_rows;

  column->kind = feature->kind;
  column->codes = g_try_new0 (guint16, n_rows);
  if (column->codes == NULL)
    {
      atomic_store (&filling->out_of_memory, 1);
      return;
    }

  if (feature->kind == RDG_FEATURE_CATEGORY)
    {
      fill_category (column, feature->n_levels, values, filling->rows, n_rows);
      return;
    }

  g_autofree guint64 *keys = g_try_new (guint64, n_rows);
  g_autofree guint64 *scratch = g_try_new (guint64, n_rows);

  if (keys == NULL || scratch == NULL)
    {
      atomic_store (&filling->out_of_memory, 1);
      return;
    }

  fill_numeric (column, values, filling->rows, n_rows, keys, scratch);
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
  g_return_val_if_fail (n_rows > 0 && n_rows < G_MAXUINT32, NULL);

  g_autoptr (RdgBins) self = g_new0 (RdgBins, 1);
  Filling filling = { self, matrix, rows, 0 };

  self->n_rows = n_rows;
  self->n_columns = rdg_matrix_get_n_columns (matrix);
  self->columns = g_new0 (RdgBinsColumn, MAX (self->n_columns, 1));

  if (!rdg_parallel_run (self->n_columns, n_threads, fill_column, &filling, NULL,
                         cancellable, error))
    return NULL;

  if (atomic_load (&filling.out_of_memory))
    {
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                   _("There is not enough memory to train on %" PRId64
                     " cars with %u features; choose fewer features or a shorter period."),
                   (gint64) n_rows, self->n_columns);
      return NULL;
    }

  return g_steal_pointer (&self);
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
  g_free (self);
}
