/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two ways to count the major rows: a histogram of codes, summed up from point to
 * point, where the node is large against the number of codes; a search among the
 * points for each row where it is small.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-count.h"

#include <string.h>

#define SORT_BY_HAND_MOST 24
/* Histograms that are filled in one pass should stay in the first cache together. */
#define FILL_MOST_CODES 8192

struct _RdgCounter
{
  const RdgBins     *bins;
  const RdgNodeRows *rows;
  guint              minor_class;
  guint              n_features;
  guint              features[RDG_COUNT_AT_ONCE];
  guint32           *histogram[RDG_COUNT_AT_ONCE];  /* NULL: search */
  guint32           *major;       /* the histograms' memory; all zero between nodes */
  gsize              n_major;     /* used */
  gsize              room;
  guint32           *minor;       /* at a code; all zero between uses */
  guint64           *present;     /* a bit a code; all zero between uses */
  RdgPoint          *points;
  guint32           *sought;      /* the points' codes */
  RdgRun            *runs;
};

RdgCounter *
_rdg_counter_new (const RdgBins *bins)
{
  RdgCounter *self = g_new0 (RdgCounter, 1);
  gsize most_codes = 0;

  for (guint c = 0; c < bins->n_columns; c++)
    most_codes = MAX (most_codes, bins->columns[c].n_codes);

  self->bins = bins;
  self->room = RDG_COUNT_AT_ONCE * (most_codes + 1);
  self->major = g_new0 (guint32, self->room);
  self->minor = g_new0 (guint32, most_codes + 1);
  self->present = g_new0 (guint64, most_codes / 64 + 1);
  self->points = g_new (RdgPoint, most_codes + 2);
  self->sought = g_new (guint32, most_codes + 2);
  self->runs = g_new (RdgRun, most_codes + 1);

  return self;
}

void
_rdg_counter_free (RdgCounter *self)
{
  if (self == NULL)
    return;

  g_free (self->major);
  g_free (self->minor);
  g_free (self->present);
  g_free (self->points);
  g_free (self->sought);
  g_free (self->runs);
  g_free (self);
}

static inline __attribute__ ((always_inline)) guint
get_code (const guint8 *codes,
          gsize         at,
          gboolean      wide)
{
  return wide ? ((const guint16 *) (gconstpointer) codes)[at] : codes[at];
}

/* One pass over the rows for n_features columns. All but the first three arguments and the rows are
 * constants where this is inlined, so that the loop over the features is none. */
static inline __attribute__ ((always_inline)) void
fill_columns (const RdgBins     *bins,
              const guint       *features,
              guint32 * const   *histogram,
              const RdgEntry    *entries,
              gsize              n,
              guint              n_features,
              gboolean           wide)
{
  const guint8 *codes[RDG_COUNT_AT_ONCE];
  guint32 *counts[RDG_COUNT_AT_ONCE];

  for (guint k = 0; k < n_features; k++)
    {
      codes[k] = bins->columns[features[k]].codes;
      counts[k] = histogram[k];
    }

  for (gsize i = 0; i < n; i++)
    {
      gsize row = rdg_entry_get_row (entries[i]);
      guint32 times = rdg_entry_get_times (entries[i]);

#pragma GCC unroll 8
      for (guint k = 0; k < n_features; k++)
        counts[k][get_code (codes[k], row, wide)] += times;
    }
}

static inline __attribute__ ((always_inline)) void
fill_rows (const RdgBins     *bins,
           const guint       *features,
           guint32 * const   *histogram,
           const RdgEntry    *entries,
           gsize              n,
           guint              n_features,
           gboolean           wide)
{
  const guint8 *rows = bins->rows;
  gsize stride = bins->stride;
  gsize feature[RDG_COUNT_AT_ONCE];
  guint32 *counts[RDG_COUNT_AT_ONCE];

  for (guint k = 0; k < n_features; k++)
    {
      feature[k] = features[k];
      counts[k] = histogram[k];
    }

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *at = rows + rdg_entry_get_row (entries[i]) * stride;
      guint32 times = rdg_entry_get_times (entries[i]);
      RdgEntry ahead = entries[MIN (i + RDG_ROWS_AHEAD, n - 1)];

      __builtin_prefetch (rows + rdg_entry_get_row (ahead) * stride);
      if (stride > 64)
        __builtin_prefetch (rows + rdg_entry_get_row (ahead) * stride + 64);
#pragma GCC unroll 8
      for (guint k = 0; k < n_features; k++)
        counts[k][get_code (at, feature[k], wide)] += times;
    }
}

static void
fill (const RdgBins     *bins,
      const guint       *features,
      guint32 * const   *histogram,
      guint              n_features,
      const RdgEntry    *entries,
      gsize              n,
      gboolean           by_row)
{
#define FILL(k) \
  case k: \
    if (by_row && bins->wide) \
      fill_rows (bins, features, histogram, entries, n, k, TRUE); \
    else if (by_row) \
      fill_rows (bins, features, histogram, entries, n, k, FALSE); \
    else if (bins->wide) \
      fill_columns (bins, features, histogram, entries, n, k, TRUE); \
    else \
      fill_columns (bins, features, histogram, entries, n, k, FALSE); \
    break

  switch (n_features)
    {
    FILL (1);
    FILL (2);
    FILL (3);
    FILL (4);
    FILL (5);
    FILL (6);
    FILL (7);
    FILL (8);
    default:
      break;
    }
#undef FILL
}

/* What decides is only speed: adding to a histogram and summing it up, against one search a row
 * among the points, of which there are as many as minor rows at the most. */
static gboolean
is_histogram_cheaper (guint n_codes,
                      gsize n_major_rows,
                      gsize n_minor_rows)
{
  guint steps = g_bit_storage (n_minor_rows);

  return n_codes < 256 || n_codes < n_major_rows * (2 + 4 * steps);
}

void
_rdg_counter_begin (RdgCounter        *self,
                    const RdgNodeRows *rows,
                    const guint       *features,
                    guint              n_features)
{
  guint32 *histogram[RDG_COUNT_AT_ONCE] = { NULL };
  guint filled[RDG_COUNT_AT_ONCE] = { 0 };
  guint n_filled = 0;
  gsize n_pass = 0;

  self->rows = rows;
  self->minor_class = rdg_node_rows_get_minor (rows);
  self->n_features = n_features;
  self->n_major = 0;

  const RdgEntry *entries = rows->entries[!self->minor_class];
  gsize n = rows->n_rows[!self->minor_class];

  for (guint i = 0; i < n_features; i++)
    {
      gsize size = self->bins->columns[features[i]].n_codes + 1;

      self->features[i] = features[i];
      self->histogram[i] = NULL;
      if (self->n_major + size > self->room ||
          !is_histogram_cheaper ((guint) size - 1, n, rows->n_rows[self->minor_class]))
        continue;

      if (n_filled > 0 && n_pass + size > FILL_MOST_CODES)
        {
          fill (self->bins, filled, histogram, n_filled, entries, n, rows->by_row);
          n_filled = 0;
          n_pass = 0;
        }
      self->histogram[i] = self->major + self->n_major;
      histogram[n_filled] = self->histogram[i];
      filled[n_filled++] = features[i];
      self->n_major += size;
      n_pass += size;
    }

  fill (self->bins, filled, histogram, n_filled, entries, n, rows->by_row);
}

void
_rdg_counter_end (RdgCounter *self)
{
  memset (self->major, 0, self->n_major * sizeof *self->major);
}

static guint
sort_points (RdgCounter          *self,
             const RdgCodeReader *reader,
             const RdgEntry      *entries,
             gsize                n)
{
  RdgPoint *points = self->points;
  guint n_points = 1;

  points[0] = (RdgPoint){ 0 };
  for (gsize i = 0; i < n; i++)
    {
      guint code = rdg_code_reader_get (reader, rdg_entry_get_row (entries[i]));
      guint at = n_points;

      while (points[at - 1].code > code)
        at--;
      if (points[at - 1].code != code)
        {
          memmove (&points[at + 1], &points[at], (n_points - at) * sizeof *points);
          points[at++] = (RdgPoint){ .code = code };
          n_points++;
        }
      points[at - 1].minor += rdg_entry_get_times (entries[i]);
    }

  return n_points;
}

/* Returns: how many points there are, the missing rows included, with their minor rows */
static guint
find_points (RdgCounter *self,
             guint       feature)
{
  const RdgNodeRows *rows = self->rows;
  const RdgEntry *entries = rows->entries[self->minor_class];
  gsize n = rows->n_rows[self->minor_class];
  guint n_words = self->bins->columns[feature].n_codes / 64 + 1;
  RdgCodeReader reader = rdg_code_reader_init (self->bins, feature, rows->by_row);
  guint n_points = 1;

  if (n <= SORT_BY_HAND_MOST && n_words > n)
    return sort_points (self, &reader, entries, n);

  for (gsize i = 0; i < n; i++)
    {
      guint code = rdg_code_reader_get (&reader, rdg_entry_get_row (entries[i]));

      self->minor[code] += rdg_entry_get_times (entries[i]);
      self->present[code / 64] |= (guint64) 1 << (code % 64);
    }

  self->points[0] = (RdgPoint){ .minor = self->minor[0] };
  self->minor[0] = 0;
  self->present[0] &= ~(guint64) 1;
  for (guint w = 0; w < n_words; w++)
    {
      guint64 bits = self->present[w];

      for (; bits != 0; bits &= bits - 1)
        {
          guint code = w * 64 + (guint) __builtin_ctzll (bits);

          self->points[n_points++] = (RdgPoint){ .code = code, .minor = self->minor[code] };
          self->minor[code] = 0;
        }
      self->present[w] = 0;
    }

  return n_points;
}

typedef guint32 Lanes __attribute__ ((vector_size (16), aligned (4)));

static inline guint32
sum_counts (const guint32 *counts,
            guint          n)
{
  guint32 sum = 0;

  if (n >= 8)
    {
      Lanes a = { 0 }, b = { 0 };

      for (; n >= 8; n -= 8, counts += 8)
        {
          a += *(const Lanes *) (gconstpointer) counts;
          b += *(const Lanes *) (gconstpointer) (counts + 4);
        }
      a += b;
      sum = a[0] + a[1] + a[2] + a[3];
    }
  for (; n > 0; n--)
    sum += *counts++;

  return sum;
}

static void
count_by_histogram (RdgCounter    *self,
                    const guint32 *histogram,
                    guint          n_points,
                    guint32        n_major)
{
  RdgPoint *points = self->points;
  guint32 counted = histogram[0];

  points[0].at = histogram[0];
  for (guint p = 1; p < n_points; p++)
    {
      guint above = points[p - 1].code + 1;

      points[p].between = sum_counts (histogram + above, points[p].code - above);
      points[p].at = histogram[points[p].code];
      counted += points[p].between + points[p].at;
    }
  points[n_points] = (RdgPoint){ .between = n_major - counted };
}

static void
count_by_search (RdgCounter *self,
                 guint       feature,
                 guint       n_points)
{
  const RdgNodeRows *rows = self->rows;
  const RdgEntry *entries = rows->entries[!self->minor_class];
  RdgCodeReader reader = rdg_code_reader_init (self->bins, feature, rows->by_row);
  RdgPoint *points = self->points;
  guint32 *sought = self->sought;

  for (guint p = 0; p < n_points; p++)
    sought[p] = points[p].code;
  points[n_points] = (RdgPoint){ 0 };

  for (gsize i = 0; i < rows->n_rows[!self->minor_class]; i++)
    {
      guint code = rdg_code_reader_get (&reader, rdg_entry_get_row (entries[i]));
      guint32 times = rdg_entry_get_times (entries[i]);
      const guint32 *at = sought;

      /* The last point that is not above the code; without a branch to guess. */
      for (guint left = n_points; left > 1; left -= left / 2)
        at += at[left / 2] <= code ? left / 2 : 0;

      guint p = (guint) (at - sought);
      guint equal = *at == code;

      points[p].at += equal ? times : 0;
      points[p + 1].between += equal ? 0 : times;
    }
}

const RdgPoint *
_rdg_counter_get_points (RdgCounter *self,
                         guint       i,
                         guint      *n_points)
{
  guint feature = self->features[i];

  *n_points = find_points (self, feature);
  if (self->histogram[i] != NULL)
    count_by_histogram (self, self->histogram[i], *n_points, self->rows->n[!self->minor_class]);
  else
    count_by_search (self, feature, *n_points);

  return self->points;
}

guint
_rdg_counter_find_below (const RdgCounter *self,
                         guint             i,
                         guint             code)
{
  const RdgNodeRows *rows = self->rows;
  guint below = 0;

  if (self->histogram[i] != NULL)
    {
      do
        code--;
      while (code > 0 && self->histogram[i][code] == 0);
      return code;
    }

  RdgCodeReader reader = rdg_code_reader_init (self->bins, self->features[i], rows->by_row);

  for (gsize r = 0; r < rows->n_rows[!self->minor_class]; r++)
    {
      guint other = rdg_code_reader_get (&reader,
                                         rdg_entry_get_row (rows->entries[!self->minor_class][r]));

      below = other < code && other > below ? other : below;
    }

  return below;
}

guint
_rdg_counter_find_above (const RdgCounter *self,
                         guint             i,
                         guint             code)
{
  const RdgNodeRows *rows = self->rows;
  guint above = self->bins->columns[self->features[i]].n_codes + 1;

  if (self->histogram[i] != NULL)
    {
      do
        code++;
      while (code < above && self->histogram[i][code] == 0);
      return code;
    }

  RdgCodeReader reader = rdg_code_reader_init (self->bins, self->features[i], rows->by_row);

  for (gsize r = 0; r < rows->n_rows[!self->minor_class]; r++)
    {
      guint other = rdg_code_reader_get (&reader,
                                         rdg_entry_get_row (rows->entries[!self->minor_class][r]));

      above = other > code && other < above ? other : above;
    }

  return above;
}

RdgRun *
_rdg_counter_get_runs (RdgCounter        *self,
                       const RdgNodeRows *rows,
                       guint              feature,
                       guint             *n_runs)
{
  RdgCodeReader reader = rdg_code_reader_init (self->bins, feature, rows->by_row);
  guint n_words = self->bins->columns[feature].n_codes / 64 + 1;
  guint32 *count[2] = { self->major, self->minor };

  *n_runs = 0;
  for (guint class = 0; class < 2; class++)
    for (gsize i = 0; i < rows->n_rows[class]; i++)
      {
        guint code = rdg_code_reader_get (&reader, rdg_entry_get_row (rows->entries[class][i]));

        count[class][code] += rdg_entry_get_times (rows->entries[class][i]);
        self->present[code / 64] |= (guint64) 1 << (code % 64);
      }

  for (guint w = 0; w < n_words; w++)
    {
      guint64 bits = self->present[w];

      for (; bits != 0; bits &= bits - 1)
        {
          guint code = w * 64 + (guint) __builtin_ctzll (bits);

          self->runs[(*n_runs)++] = (RdgRun){ code, count[0][code] + count[1][code],
                                              count[1][code] };
          count[0][code] = 0;
          count[1][code] = 0;
        }
      self->present[w] = 0;
    }

  return self->runs;
}
