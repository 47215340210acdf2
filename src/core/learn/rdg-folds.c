/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The failed cars and the passed ones are dealt in turn, in the order of what their
 * codes and the seed hash to; the passed ones go on where the failed ones ended, so
 * that folds differ by one car at the most.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-folds.h"

#include <string.h>
#include <xxhash.h>

typedef struct
{
  guint64     hash;
  const char *code;
  guint32     row;
} Row;

static int
compare_rows (const void *a,
              const void *b)
{
  const Row *x = a, *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;

  int by_code = strcmp (x->code, y->code);

  if (by_code != 0)
    return by_code;

  return (x->row > y->row) - (x->row < y->row);
}

/* How many of the rows, from one on, are of its car; failed: whether any of them did. */
static gsize
find_car (const Row    *rows,
          gsize         n_rows,
          gsize         from,
          const guint8 *failed,
          gboolean     *any_failed)
{
  gsize n = 0;

  *any_failed = FALSE;
  while (from + n < n_rows && strcmp (rows[from + n].code, rows[from].code) == 0)
    *any_failed |= failed[rows[from + n++].row] != 0;

  return n;
}

static void
deal (RdgFolds     *self,
      const Row    *rows,
      const guint8 *failed)
{
  gsize n_dealt[2] = { 0, 0 };

  for (guint outcome = 2; outcome-- > 0;)
    {
      gsize start = outcome == 1 ? 0 : n_dealt[1];
      gboolean any_failed;
      gsize n;

      for (gsize i = 0; i < self->n_rows; i += n)
        {
          n = find_car (rows, self->n_rows, i, failed, &any_failed);
          if ((any_failed ? 1u : 0u) != outcome)
            continue;

          for (gsize j = i; j < i + n; j++)
            self->fold[rows[j].row] = (guint8) ((start + n_dealt[outcome]) % self->n_folds);
          n_dealt[outcome]++;
        }
    }

  self->n_failed = n_dealt[1];
  self->n_passed = n_dealt[0];
}

/**
 * rdg_folds_make:
 * @self: (out caller-allocates): the folds, to be freed with rdg_folds_clear()
 * @failed: (array length=n_rows): 1 for a failed car
 * @codes: (array length=n_rows): the cars' codes
 * @n_folds: 2 to %RDG_SPLIT_MOST_FOLDS
 *
 * Any thread.
 */
void
rdg_folds_make (RdgFolds           *self,
                const guint8       *failed,
                const char * const *codes,
                gsize               n_rows,
                guint               n_folds,
                guint64             seed)
{
  g_autofree Row *rows = g_new (Row, MAX (n_rows, 1));

  g_return_if_fail (n_folds >= RDG_SPLIT_LEAST_FOLDS && n_folds <= RDG_SPLIT_MOST_FOLDS);

  self->n_folds = n_folds;
  self->n_rows = n_rows;
  self->order = g_new (guint32, MAX (n_rows, 1));
  self->fold = g_new (guint8, MAX (n_rows, 1));

  for (gsize i = 0; i < n_rows; i++)
    rows[i] = (Row){ XXH3_64bits_withSeed (codes[i], strlen (codes[i]), seed), codes[i],
                     (guint32) i };
  qsort (rows, n_rows, sizeof *rows, compare_rows);
  deal (self, rows, failed);

  for (gsize i = 0; i < n_rows; i++)
    rows[i].hash = rdg_split_hash_code (rows[i].code);
  qsort (rows, n_rows, sizeof *rows, compare_rows);
  for (gsize i = 0; i < n_rows; i++)
    self->order[i] = rows[i].row;
}

/**
 * rdg_folds_take:
 * @fold: the one that judges; %G_MAXUINT: none, all cars teach
 * @split: (out caller-allocates): to be freed with rdg_split_clear()
 */
void
rdg_folds_take (const RdgFolds *self,
                guint           fold,
                RdgSplit       *split)
{
  split->kind = RDG_SPLIT_FOLDS;
  split->n_train = split->n_holdout = split->n_gap = 0;
  split->train = g_new (guint32, MAX (self->n_rows, 1));
  split->holdout = g_new (guint32, MAX (self->n_rows, 1));
  for (gsize i = 0; i < self->n_rows; i++)
    if (self->fold[self->order[i]] == fold)
      split->holdout[split->n_holdout++] = self->order[i];
    else
      split->train[split->n_train++] = self->order[i];
}

guint
rdg_folds_count_possible (const RdgFolds *self)
{
  return (guint) MIN (MIN (self->n_failed, self->n_passed), RDG_SPLIT_MOST_FOLDS);
}

/**
 * rdg_folds_clear:
 *
 * Frees what @self holds; zeroed folds are fine.
 */
void
rdg_folds_clear (RdgFolds *self)
{
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->fold, g_free);
}
