/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 255 codes for a column of many rows. A column of few distinct values keeps them
 * all; in any other the codes are quantiles of a sample: sorting a whole column
 * would cost as much as growing several trees, and moves an edge by a few rows in
 * a thousand. The quantiles are narrow at both ends, where rare failures are and
 * the best cut parts a few rows from all others. A value finds its code through a
 * table on the leading bits of what it is above the lowest edge.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-bins-edges.h"

#include <stdlib.h>

#define MOST_CODES RDG_BINS_MAX_NARROW_CODES
#define SAMPLE_SIZE 32768
#define RADIX_BITS 11
#define RADIX_SIZE (1 << RADIX_BITS)
#define SLOT_BITS 14
#define N_SLOTS (1 << SLOT_BITS)
#define HASH_BITS 10
#define HASH_SIZE (1 << HASH_BITS)

/* A code c holds the values above edges[c - 1] and up to edges[c], edges being order bits. */
typedef struct
{
  guint32 edges[MOST_CODES + 1];
  guint   n_codes;
  guint   shift;
  guint8  slots[N_SLOTS];
} Edges;

static int
compare_bits (const void *a,
              const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Returns: how many distinct ones there are, into @distinct in their order; MOST_CODES + 1 when
 * there are more than that */
static guint
find_distinct (const guint32 *bits,
               gsize          n,
               guint32       *distinct)
{
  guint32 keys[HASH_SIZE];
  gboolean used[HASH_SIZE] = { FALSE };
  guint n_distinct = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (bits[i] == 0)
        continue;

      guint at = (bits[i] * 0x9e3779b1u) >> (32 - HASH_BITS);

      while (used[at] && keys[at] != bits[i])
        at = (at + 1) % HASH_SIZE;
      if (used[at])
        continue;
      if (n_distinct == MOST_CODES)
        return MOST_CODES + 1;

      used[at] = TRUE;
      keys[at] = bits[i];
      distinct[n_distinct++] = bits[i];
    }

  qsort (distinct, n_distinct, sizeof *distinct, compare_bits);

  return n_distinct;
}

/* Three passes, so the result is in @scratch. */
static void
sort_bits (guint32 *keys,
           guint32 *scratch,
           gsize    n)
{
  for (guint shift = 0; shift < 32; shift += RADIX_BITS)
    {
      guint32 count[RADIX_SIZE] = { 0 };
      guint32 sum = 0;

      for (gsize i = 0; i < n; i++)
        count[(keys[i] >> shift) & (RADIX_SIZE - 1)]++;
      for (guint d = 0; d < RADIX_SIZE; d++)
        {
          guint32 here = count[d];

          count[d] = sum;
          sum += here;
        }
      for (gsize i = 0; i < n; i++)
        scratch[count[(keys[i] >> shift) & (RADIX_SIZE - 1)]++] = keys[i];

      guint32 *swap = keys;

      keys = scratch;
      scratch = swap;
    }
}

/* Returns: (transfer full) (nullable): about SAMPLE_SIZE of the values, sorted; NULL when there is
 * not enough memory */
static guint32 *
sort_sample (const guint32 *bits,
             gsize          n_rows,
             gsize          n_values,
             gsize         *n_sample)
{
  /* One row of every stretch, somewhere in it: spread evenly over the time that the rows span, and
   * in step with nothing. */
  gsize n_stretches = n_values <= SAMPLE_SIZE ? n_rows
                                              : (gsize) ((double) SAMPLE_SIZE * (double) n_rows /
                                                         (double) n_values);
  g_autofree guint32 *keys = g_try_new (guint32, n_stretches);
  g_autofree guint32 *sorted = g_try_new (guint32, n_stretches);
  gsize n = 0;

  if (keys == NULL || sorted == NULL)
    return NULL;

  for (gsize s = 0; s < n_stretches; s++)
    {
      gsize begin = s * n_rows / n_stretches, end = (s + 1) * n_rows / n_stretches;

      guint64 somewhere = (guint32) s * 0x9e3779b1u;

      keys[n] = bits[begin + (gsize) (somewhere * (end - begin) >> 32)];
      n += keys[n] != 0;
    }
  sort_bits (keys, sorted, n);
  *n_sample = n;

  return g_steal_pointer (&sorted);
}

/* Between two values, never at the upper one. */
static guint32
find_middle (guint32 low,
             guint32 high)
{
  double middle = ((double) _rdg_float_from_order (low) + (double) _rdg_float_from_order (high)) / 2;

  return MIN (_rdg_float_to_order ((float) middle), high - 1);
}

static void
describe (RdgBinsColumn *column,
          Edges         *edges,
          const guint32 *low,
          const guint32 *high)
{
  guint n = edges->n_codes;

  column->n_codes = n;
  column->low = g_new0 (float, n + 1);
  column->high = g_new0 (float, n + 1);
  edges->edges[0] = 0;
  for (guint c = 1; c <= n; c++)
    {
      column->low[c] = _rdg_float_from_order (low[c]);
      column->high[c] = _rdg_float_from_order (high[c]);
      edges->edges[c] = c == n ? G_MAXUINT32 : find_middle (high[c], low[c + 1]);
    }

  /* slots[s]: the code of the lowest value that falls into s. */
  guint32 base = n > 1 ? edges->edges[1] : 0;
  guint32 span = n > 1 ? edges->edges[n - 1] - base : 0;
  guint code = 1;

  for (edges->shift = 0; span >> edges->shift >= N_SLOTS; edges->shift++)
    ;
  for (guint s = 0; s < N_SLOTS; s++)
    {
      guint64 lowest = base + ((guint64) s << edges->shift);

      while (code < n && edges->edges[code] < lowest)
        code++;
      edges->slots[s] = (guint8) code;
    }
}

/* How many of n sorted values lie below the first of a code, if all of them differ. With x the share
 * of the codes below it, the share of the values is x^2 (3 - 2 x). */
static gsize
find_begin (guint code,
            gsize n)
{
  const guint64 all = MOST_CODES;
  guint64 below = code - 1;

  return (gsize) (below * below * (3 * all - 2 * below) * n / (all * all * all));
}

static void
choose_quantiles (RdgBinsColumn *column,
                  Edges         *edges,
                  const guint32 *sorted,
                  gsize          n)
{
  guint32 low[MOST_CODES + 1], high[MOST_CODES + 1];
  guint next = 1, code = 0;
  gsize next_begin = 0;

  for (gsize begin = 0; begin < n;)
    {
      guint32 bits = sorted[begin];

      if (begin >= next_begin)
        {
          low[++code] = bits;
          while (begin >= next_begin)
            next_begin = find_begin (++next, n);
        }
      high[code] = bits;
      while (begin < n && sorted[begin] == bits)
        begin++;
    }

  edges->n_codes = code;
  describe (column, edges, low, high);
}

/* 0 for 0, which is a missing value. */
static inline guint
find_code (const Edges *edges,
           guint32      bits)
{
  guint32 base = edges->edges[1];
  guint32 slot = bits <= base ? 0 : (bits - base) >> edges->shift;
  guint code = edges->slots[MIN (slot, N_SLOTS - 1)];

  /* Few slots have more than one edge: the loop's end is nearly always foreseen. */
  code += edges->edges[code] < bits;
  while (edges->edges[code] < bits)
    code++;

  return code & -(guint) (bits != 0);
}

/* Returns: how many finite values there are; bits of 0 are missing */
static gsize
take_bits (const float   *values,
           const guint32 *rows,
           gsize          n_rows,
           guint32       *bits)
{
  gsize n = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      bits[i] = _rdg_float_to_order (values[rows[i]]);
      n += bits[i] != 0;
    }

  return n;
}

gboolean
_rdg_bins_fill_coarse (RdgBinsColumn *column,
                       const float   *values,
                       const guint32 *rows,
                       gsize          n_rows)
{
  g_autofree guint32 *bits = g_try_new (guint32, n_rows);
  g_autofree Edges *edges = g_try_new (Edges, 1);
  guint32 distinct[MOST_CODES + 1];

  if (bits == NULL || edges == NULL)
    return FALSE;

  gsize n = take_bits (values, rows, n_rows, bits);

  edges->n_codes = find_distinct (bits, n_rows, distinct + 1);
  if (edges->n_codes > MOST_CODES)
    {
      gsize n_sample = 0;
      g_autofree guint32 *sorted = sort_sample (bits, n_rows, n, &n_sample);

      if (sorted == NULL)
        return FALSE;
      choose_quantiles (column, edges, sorted, n_sample);
    }
  else
    {
      describe (column, edges, distinct, distinct);
    }

  column->varies = column->n_codes > 1 || (column->n_codes == 1 && n < n_rows);
  if (column->n_codes > 0)
    for (gsize i = 0; i < n_rows; i++)
      column->narrow[i] = (guint8) find_code (edges, bits[i]);

  return TRUE;
}
