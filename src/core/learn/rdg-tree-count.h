/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts the rows of a node along features. The rarer class of a node (its minor
 * rows) says where a cut can be: inside a stretch without minor rows no cut is best
 * (see rdg-tree-split.c). So a feature is counted as points, the codes that minor
 * rows have, with what lies between them; a point's count does not depend on the
 * way in which it was counted.
 *
 * One thread's scratch memory.
 */
#pragma once

#include "rdg-tree.h"

G_BEGIN_DECLS

/* A row of a tree's sample: the row, and above RDG_ENTRY_ROW_BITS how often it was drawn. */
typedef guint32 RdgEntry;

#define RDG_ENTRY_ROW_BITS 27
#define RDG_ENTRY_ROW_MASK ((1u << RDG_ENTRY_ROW_BITS) - 1)
#define RDG_ENTRY_MAX_TIMES 31

static inline guint32
rdg_entry_get_row (RdgEntry entry)
{
  return entry & RDG_ENTRY_ROW_MASK;
}

static inline guint32
rdg_entry_get_times (RdgEntry entry)
{
  return entry >> RDG_ENTRY_ROW_BITS;
}

/* The rows of a node, passed ones at [0] and failed ones at [1]. */
typedef struct
{
  const RdgEntry *entries[2];
  gsize           n_rows[2];
  guint32         n[2];       /* drawn twice counts twice */
  gboolean        by_row;     /* read the bins row by row */
} RdgNodeRows;

/* What prefetching looks ahead, and how many features are counted in one pass: a histogram's
 * additions to one bin wait for each other, those of several features do not. */
#define RDG_ROWS_AHEAD 16
#define RDG_COUNT_AT_ONCE 8

typedef struct
{
  guint32 code;
  guint32 between;    /* major rows above the previous point and below this one */
  guint32 at;         /* major rows at it */
  guint32 minor;
} RdgPoint;

typedef struct
{
  guint32 code;
  guint32 n;
  guint32 n_failed;
} RdgRun;

typedef struct _RdgCounter RdgCounter;

RdgCounter     *_rdg_counter_new        (const RdgBins     *bins);
void            _rdg_counter_free       (RdgCounter        *self);

static inline guint
rdg_node_rows_get_minor (const RdgNodeRows *rows)
{
  return rows->n_rows[1] <= rows->n_rows[0];
}

/* Up to RDG_COUNT_AT_ONCE numeric features of one node; then each of them, in any order. */
void            _rdg_counter_begin      (RdgCounter        *self,
                                         const RdgNodeRows *rows,
                                         const guint       *features,
                                         guint              n_features);
/* Of the i-th of them: [0] is the missing rows, [n_points] has what lies above the last one. */
const RdgPoint *_rdg_counter_get_points (RdgCounter        *self,
                                         guint              i,
                                         guint             *n_points);
/* After that: the code of major rows that is next to @code. */
guint           _rdg_counter_find_below (const RdgCounter  *self,
                                         guint              i,
                                         guint              code);
guint           _rdg_counter_find_above (const RdgCounter  *self,
                                         guint              i,
                                         guint              code);
void            _rdg_counter_end        (RdgCounter        *self);
/* A category's codes in the node, rising. */
RdgRun         *_rdg_counter_get_runs   (RdgCounter        *self,
                                         const RdgNodeRows *rows,
                                         guint              feature,
                                         guint             *n_runs);

/* The code of a feature at a row, the way that @by_row says. */
typedef struct
{
  const guint8 *base;
  gsize         stride;
  gboolean      wide;
} RdgCodeReader;

static inline RdgCodeReader
rdg_code_reader_init (const RdgBins *bins,
                      guint          feature,
                      gboolean       by_row)
{
  gsize size = bins->wide ? sizeof (guint16) : sizeof (guint8);

  if (by_row)
    return (RdgCodeReader){ bins->rows + feature * size, bins->stride, bins->wide };

  return (RdgCodeReader){ bins->columns[feature].codes, size, bins->wide };
}

static inline guint
rdg_code_reader_get (const RdgCodeReader *self,
                     guint32              row)
{
  const guint8 *at = self->base + row * self->stride;

  return self->wide ? *(const guint16 *) (gconstpointer) at : *at;
}

G_END_DECLS
