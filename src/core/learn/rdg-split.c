/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * By time: the newest cars judge; those of the gap before them neither judge nor
 * teach, because what went wrong on the line when they were built may go on. By hash: of the failed and of the passed cars
 * alike, those whose codes hash lowest judge. The seed of the training has no say:
 * two models of the same cars are judged by the same cars.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-split.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

typedef struct
{
  guint64     hash;
  const char *code;
  gint64      tested_at;
  guint32     row;
  guint8      failed;
  guint8      held;
  guint8      set_aside;
} Car;

/**
 * rdg_split_hash_code:
 *
 * Returns: 64 bits that stand for a car's code, the same on every machine
 */
guint64
rdg_split_hash_code (const char *code)
{
  return XXH3_64bits (code, strlen (code));
}

static int
compare_newest_first (const void *a,
                      const void *b)
{
  const Car *x = a, *y = b;

  if (x->tested_at != y->tested_at)
    return x->tested_at > y->tested_at ? -1 : 1;

  int by_code = strcmp (x->code, y->code);

  if (by_code != 0)
    return -by_code;

  return (x->row > y->row) - (x->row < y->row);
}

static int
compare_hashes (const void *a,
                const void *b)
{
  const Car *x = a, *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;

  int by_code = strcmp (x->code, y->code);

  if (by_code != 0)
    return by_code;

  return (x->row > y->row) - (x->row < y->row);
}

static void
hold_by_hash (Car   *cars,
              gsize  n,
              gsize  n_failed,
              gsize  n_holdout,
              double share)
{
  gsize quota[2];

  quota[1] = MIN ((gsize) floor (share * (double) n_failed + 0.5), n_holdout);
  quota[0] = MIN (n_holdout - quota[1], n - n_failed);

  qsort (cars, n, sizeof *cars, compare_hashes);
  for (gsize i = 0; i < n; i++)
    if (quota[cars[i].failed] > 0)
      {
        cars[i].held = 1;
        quota[cars[i].failed]--;
      }
}

/* cars: held where they judge. Without times nothing is near in time to anything. */
static gsize
set_gap_aside (Car    *cars,
               gsize   n,
               gint64  gap)
{
  gint64 first = G_MAXINT64;
  gsize n_aside = 0;

  for (gsize i = 0; i < n; i++)
    if (cars[i].held)
      first = MIN (first, cars[i].tested_at);
  if (first < G_MININT64 + gap)
    return 0;

  for (gsize i = 0; i < n; i++)
    if (!cars[i].held && cars[i].tested_at > first - gap)
      {
        cars[i].set_aside = 1;
        n_aside++;
      }

  return n_aside;
}

/**
 * rdg_split_make:
 * @failed: (array length=n_rows): 1 for a failed car
 * @codes: (array length=n_rows): the cars' codes
 * @tested_at: (array length=n_rows) (nullable): when each was tested; %NULL splits by hash. A car
 *   without a time counts as the oldest
 * @share: of the cars, what the hold-out takes: round (@share x @n_rows)
 * @gap: milliseconds: cars tested less than this before the first car of the hold-out are on
 *   neither side; without times it has no effect
 *
 * Any thread.
 */
void
rdg_split_make (RdgSplit           *self,
                const guint8       *failed,
                const char * const *codes,
                const gint64       *tested_at,
                gsize               n_rows,
                double              share,
                gint64              gap)
{
  g_autofree Car *cars = g_new0 (Car, MAX (n_rows, 1));
  gsize n_failed = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      cars[i].hash = rdg_split_hash_code (codes[i]);
      cars[i].code = codes[i];
      cars[i].tested_at = tested_at != NULL ? tested_at[i] : 0;
      cars[i].row = (guint32) i;
      cars[i].failed = failed[i] != 0;
      n_failed += cars[i].failed;
    }

  self->kind = tested_at != NULL ? RDG_SPLIT_TIME : RDG_SPLIT_HASH;
  self->n_holdout = MIN ((gsize) floor (share * (double) n_rows + 0.5), n_rows);
  self->n_gap = 0;
  self->train = g_new (guint32, MAX (n_rows - self->n_holdout, 1));
  self->holdout = g_new (guint32, MAX (self->n_holdout, 1));

  if (self->kind == RDG_SPLIT_TIME)
    {
      qsort (cars, n_rows, sizeof *cars, compare_newest_first);
      for (gsize i = 0; i < self->n_holdout; i++)
        cars[i].held = 1;
      if (gap > 0 && self->n_holdout > 0)
        self->n_gap = set_gap_aside (cars, n_rows, gap);
      qsort (cars, n_rows, sizeof *cars, compare_hashes);
    }
  else
    {
      hold_by_hash (cars, n_rows, n_failed, self->n_holdout, share);
    }

  gsize holdout = 0;

  self->n_train = 0;

  for (gsize i = 0; i < n_rows; i++)
    if (cars[i].held)
      self->holdout[holdout++] = cars[i].row;
    else if (!cars[i].set_aside)
      self->train[self->n_train++] = cars[i].row;

  g_assert (holdout == self->n_holdout && self->n_train + holdout + self->n_gap == n_rows);
}

/**
 * rdg_split_clear:
 *
 * Frees what @self holds; a zeroed split is fine.
 */
void
rdg_split_clear (RdgSplit *self)
{
  g_clear_pointer (&self->train, g_free);
  g_clear_pointer (&self->holdout, g_free);
  self->n_train = self->n_holdout = self->n_gap = 0;
}
