/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which way a row goes cannot be foreseen, so nothing branches on it: a row is
 * written to where it would stand in each case, and counted in one.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-part.h"

#include <string.h>

/* The next row's way. numeric, wide and by_row are constants where this is inlined: a stride that is
 * known costs no multiplication. */
static inline __attribute__ ((always_inline)) guint
find_way (const RdgWay   *way,
          const RdgEntry *entries,
          gsize           i,
          gsize           n,
          gboolean        numeric,
          gboolean        wide,
          gboolean        by_row)
{
  const RdgCodeReader reader = {
    way->reader.base,
    by_row ? way->reader.stride : wide ? sizeof (guint16) : sizeof (guint8),
    wide
  };

  if (by_row)
    __builtin_prefetch (reader.base + reader.stride *
                        rdg_entry_get_row (entries[MIN (i + RDG_ROWS_AHEAD, n - 1)]));

  guint code = rdg_code_reader_get (&reader, rdg_entry_get_row (entries[i]));

  return numeric ? code - way->shift <= way->most : way->goes_left[code];
}

static inline __attribute__ ((always_inline)) gsize
part (const RdgWay *self,
      RdgEntry     *entries,
      gsize         n,
      RdgEntry     *scratch,
      gboolean      unused,
      gboolean      numeric,
      gboolean      wide,
      gboolean      by_row)
{
  /* A copy, which no writing to entries can change. */
  const RdgWay way = *self;
  gsize left = 0, right = 0;

  for (gsize i = 0; i < n; i++)
    {
      RdgEntry entry = entries[i];
      guint goes_left = find_way (&way, entries, i, n, numeric, wide, by_row);

      scratch[right] = entry;
      entries[left] = entry;
      left += goes_left;
      right += !goes_left;
    }

  memcpy (entries + left, scratch, right * sizeof *entries);

  return left;
}

static inline __attribute__ ((always_inline)) gsize
keep (const RdgWay *self,
      RdgEntry     *entries,
      gsize         n,
      RdgEntry     *unused,
      gboolean      keep_left,
      gboolean      numeric,
      gboolean      wide,
      gboolean      by_row)
{
  const RdgWay way = *self;
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    {
      RdgEntry entry = entries[i];
      guint goes_left = find_way (&way, entries, i, n, numeric, wide, by_row);

      entries[kept] = entry;
      kept += goes_left == (guint) keep_left;
    }

  return kept;
}

#define CHOOSE(function, scratch, left) \
  switch ((self->goes_left == NULL) << 2 | (self->reader.wide != 0) << 1 | (self->by_row != 0)) \
    { \
    case 0: return function (self, entries, n, scratch, left, FALSE, FALSE, FALSE); \
    case 1: return function (self, entries, n, scratch, left, FALSE, FALSE, TRUE); \
    case 2: return function (self, entries, n, scratch, left, FALSE, TRUE, FALSE); \
    case 3: return function (self, entries, n, scratch, left, FALSE, TRUE, TRUE); \
    case 4: return function (self, entries, n, scratch, left, TRUE, FALSE, FALSE); \
    case 5: return function (self, entries, n, scratch, left, TRUE, FALSE, TRUE); \
    case 6: return function (self, entries, n, scratch, left, TRUE, TRUE, FALSE); \
    default: return function (self, entries, n, scratch, left, TRUE, TRUE, TRUE); \
    }

gsize
_rdg_way_part (const RdgWay *self,
               RdgEntry     *entries,
               gsize         n,
               RdgEntry     *scratch)
{
  CHOOSE (part, scratch, FALSE)
}

gsize
_rdg_way_keep (const RdgWay *self,
               RdgEntry     *entries,
               gsize         n,
               gboolean      left)
{
  CHOOSE (keep, NULL, left)
}
