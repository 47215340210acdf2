/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Best first. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-boost-choose.h"

/* Of two that gain as much, the one that was found first. */
static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const RdgBoostCandidate *candidates = user_data;
  guint x = GPOINTER_TO_UINT (a), y = GPOINTER_TO_UINT (b);

  if (candidates[x].gain != candidates[y].gain)
    return candidates[x].gain > candidates[y].gain ? -1 : 1;

  return (x > y) - (x < y);
}

/**
 * rdg_boost_choose:
 * @candidates: (inout) (array length=n): the root first, every other behind the one above it
 * @most: how many cuts to make
 *
 * Ranks the candidates as best-first growth would cut them; those beyond @most have no rank.
 */
void
rdg_boost_choose (RdgBoostCandidate *candidates,
                  guint              n,
                  guint              most)
{
  g_autoptr (GSequence) open = g_sequence_new (NULL);

  for (guint i = 0; i < n; i++)
    candidates[i].rank = 0;
  if (n > 0)
    g_sequence_append (open, GUINT_TO_POINTER (0));

  for (guint rank = 1; rank <= most && !g_sequence_is_empty (open); rank++)
    {
      GSequenceIter *first = g_sequence_get_begin_iter (open);
      RdgBoostCandidate *best = &candidates[GPOINTER_TO_UINT (g_sequence_get (first))];

      g_sequence_remove (first);
      best->rank = rank;
      for (guint side = 0; side < 2; side++)
        if (best->below[side] != 0)
          g_sequence_insert_sorted (open, GUINT_TO_POINTER (best->below[side] - 1), compare_places,
                                    candidates);
    }
}
