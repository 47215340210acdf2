/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where on the car: what a forest's leaves know beside the one question that its
 * trees grew by. A leaf that holds failed cars keeps how many of them failed in
 * which zone; the mean of those shares over the trees is the zone's score, as the
 * mean of the failed shares is the forest's own. So one training, and one walk
 * down the trees, answers for all zones, and the trees are the same with and
 * without them. A car may fail in several zones, or in none that is asked about.
 *
 * Immutable once finished; any thread.
 */
#pragma once

#include "rdg-forest.h"

G_BEGIN_DECLS

/* A row's zones are the bits of a guint32. */
#define RDG_MOST_ZONES 32

/* What there is to learn of zones, and what is learnt beside the forest. */
typedef struct
{
  guint          n_zones;
  const guint32 *failed;      /* of each row of the bins: the zones that it failed in */
  float         *oob;         /* out, n_rows x n_zones: zones' scores by the trees that did not see the
                                 row, NaN where there is none */
} RdgZoneTargets;

/* Of a leaf's failed rows, how many failed in one zone; drawn twice counts twice. */
typedef struct
{
  guint32 leaf;               /* counted from the tree's first node */
  guint32 n;
  guint16 zone;
} RdgLeafZone;

struct _RdgForestZones
{
  guint        n_zones;
  gsize       *start;         /* n_trees + 1: tree t has the entries from [t] to [t + 1] */
  RdgLeafZone *entries;       /* of a tree by leaf, of a leaf by zone, both rising */
  double      *shares;        /* in step with entries: of the leaf's cars */
  guint32     *first;         /* a node: one more than its first entry in the tree; 0: it has none */
};

RdgForestZones *rdg_forest_zones_alloc  (guint                  n_zones,
                                         const RdgForest       *forest,
                                         gsize                  n_entries);
void            rdg_forest_zones_finish (RdgForestZones        *self,
                                         const RdgForest       *forest);
void            rdg_forest_zones_free   (RdgForestZones        *self);

/* As rdg_forest_train(), which it is without targets. */
RdgForest      *rdg_forest_train_zones  (const RdgBins          *bins,
                                         const guint8           *failed,
                                         const RdgZoneTargets   *targets,
                                         const RdgForestOptions *options,
                                         double                 *oob,
                                         double                 *importance,
                                         const RdgProgress      *progress,
                                         GCancellable           *cancellable,
                                         GError                **error);
/* score: one a row, as rdg_forest_predict() gives it; zone_score: n_rows x zones, row by row. */
gboolean        rdg_forest_predict_zones (const RdgForest       *self,
                                         const RdgMatrix       *matrix,
                                         guint                  n_threads,
                                         double                *score,
                                         double                *zone_score,
                                         const RdgProgress     *progress,
                                         GCancellable          *cancellable,
                                         GError               **error);

/* Adds what one leaf says to a row's sums, one a zone. */
static inline void
rdg_forest_zones_add (const RdgForestZones *self,
                      const RdgForest      *forest,
                      guint                 tree,
                      guint32               leaf,
                      double               *sum)
{
  guint32 first = self->first[forest->node_start[tree] + leaf];

  if (first == 0)
    return;

  for (gsize i = self->start[tree] + first - 1;
       i < self->start[tree + 1] && self->entries[i].leaf == leaf; i++)
    sum[self->entries[i].zone] += self->shares[i];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgForestZones, rdg_forest_zones_free)

G_END_DECLS
