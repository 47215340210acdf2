/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chance, but the same with every seed: see rdg-svm-sample.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-sample.h"

#include <stdlib.h>

#define FAILED_SHARE 0.5   /* of a sample, at most */

static int
compare_u32 (const void *a,
             const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/**
 * rdg_svm_sample_draw:
 * @failed: (array length=n): 1 for each item that failed
 * @most: so many at the most
 *
 * Returns: (transfer full) (array length=n_drawn): which of @n items, rising; of the failed as many as there
 *   are up to a half
 */
guint32 *
rdg_svm_sample_draw (const guint8 *failed,
                     gsize         n,
                     guint         most,
                     RdgRng       *rng,
                     guint        *n_drawn)
{
  guint32 *drawn = g_new (guint32, MAX (n, 1));
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));
  gsize n_of[2] = { 0, 0 }, wanted[2];

  for (gsize i = 0; i < n; i++)
    {
      order[i] = (guint32) i;
      n_of[failed[i] != 0]++;
    }
  *n_drawn = (guint) MIN (n, most);
  wanted[1] = MIN (n_of[1], MAX ((gsize) (FAILED_SHARE * *n_drawn), *n_drawn - MIN (n_of[0], *n_drawn)));
  wanted[0] = *n_drawn - wanted[1];

  if (n > most)
    rdg_rng_shuffle_u32 (rng, order, n);
  for (gsize i = 0, k = 0; i < n; i++)
    if (wanted[failed[order[i]] != 0] > 0)
      {
        wanted[failed[order[i]] != 0]--;
        drawn[k++] = order[i];
      }
  qsort (drawn, *n_drawn, sizeof *drawn, compare_u32);

  return drawn;
}

/**
 * rdg_svm_sample_fold:
 * @failed: (array length=n): 1 for each item that failed
 *
 * Returns: (transfer full) (array length=n): the fold of each; all have their part of both outcomes
 */
guint8 *
rdg_svm_sample_fold (const guint8 *failed,
                     gsize         n,
                     guint         n_folds,
                     RdgRng       *rng)
{
  guint8 *fold = g_new (guint8, MAX (n, 1));
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));
  gsize n_of[2] = { 0, 0 };

  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  rdg_rng_shuffle_u32 (rng, order, n);
  for (gsize i = 0; i < n; i++)
    fold[order[i]] = (guint8) (n_of[failed[order[i]] != 0]++ % n_folds);

  return fold;
}
