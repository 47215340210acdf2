/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact ranks: a radix sort of (value, row) pairs. The codes are 16 bits wide. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-bins-edges.h"

#define RADIX_BITS 11
#define RADIX_SIZE (1 << RADIX_BITS)

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

/* From sorted keys, whose low 32 bits are rows. There are no more values than rows, and no more of
 * those than codes: see RDG_BINS_EXACT_ROWS. */
static void
rank (RdgBinsColumn *column,
      const guint64 *sorted,
      gsize          n,
      gsize          n_rows)
{
  gsize n_distinct = 0;
  guint code = 0;

  for (gsize i = 0; i < n; i++)
    n_distinct += i == 0 || sorted[i] >> 32 != sorted[i - 1] >> 32;

  column->low = g_new0 (float, n_distinct + 1);
  column->high = g_new0 (float, n_distinct + 1);

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits = (guint32) (sorted[i] >> 32);

      code += i == 0 || bits != (guint32) (sorted[i - 1] >> 32);
      column->low[code] = column->high[code] = _rdg_float_from_order (bits);
      column->wide[(guint32) sorted[i]] = (guint16) code;
    }

  column->n_codes = code;
  column->varies = code > 1 || (code == 1 && n < n_rows);
}

gboolean
_rdg_bins_fill_exact (RdgBinsColumn *column,
                      const float   *values,
                      const guint32 *rows,
                      gsize          n_rows)
{
  g_autofree guint64 *keys = g_try_new (guint64, n_rows);
  g_autofree guint64 *sorted = g_try_new (guint64, n_rows);
  gsize n = 0;

  if (keys == NULL || sorted == NULL)
    return FALSE;

  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 bits = _rdg_float_to_order (values[rows[i]]);

      keys[n] = (guint64) bits << 32 | i;
      n += bits != 0;
    }

  sort_keys (keys, sorted, n);
  rank (column, sorted, n, n_rows);

  return TRUE;
}
