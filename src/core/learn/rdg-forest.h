/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgForest: a probability forest. Its score of a car is the mean, over the
 * trees, of the share of failed cars in the leaf that the car falls into.
 *
 * Boosted trees (rdg-boost-train) are one, too: their leaves add up to log odds, and a score says
 * how far the log odds are from the lowest to the highest that the trees can give. So it is
 * still a mean over the trees, of shares that follow from the leaves, and all that walks down
 * or explains a forest does so with them.
 *
 * Immutable once trained or assembled; any thread.
 */
#pragma once

#include "rdg-tree-grower.h"

#include "rdg-progress.h"

G_BEGIN_DECLS

typedef struct
{
  RdgTreeOptions tree;
  guint          n_trees;
  double         sample_fraction;
  gboolean       replace;
  guint64        seed;
  guint          n_threads;
  double         sample_failed;    /* of the failed rows; 0: sample_fraction of all rows together */
  double         sample_passed;
} RdgForestOptions;

typedef struct _RdgForestWalker RdgForestWalker;
typedef struct _RdgForestZones RdgForestZones;

typedef struct
{
  guint    n_features;
  guint    n_trees;
  double   class_weight;
  gboolean boosted;
  double   start;        /* boosted: the log odds before the first tree */
  double   lowest;       /* boosted: the log odds of a score of 0 */
  double   highest;      /* and of 1 */
  gsize   *node_start;   /* n_trees + 1: tree t has the nodes from [t] to [t + 1] */
  gsize   *set_start;    /* n_trees + 1, the same for sets */
  RdgNode *nodes;        /* children and sets are counted from the tree's start */
  double  *shares;       /* in step with nodes: a leaf's rdg_node_get_share(); of boosted trees, what it
                            makes of the score times the number of trees */
  guint32 *sets;
  RdgForestZones *zones; /* what the leaves know of zones, or NULL: see rdg-forest-zones.h */
  /* Made when many rows are first scored: see rdg-forest-walker.h. */
  _Atomic (RdgForestWalker *) *walker;
} RdgForest;

RdgForest *rdg_forest_alloc       (guint                   n_features,
                                   guint                   n_trees,
                                   double                  class_weight,
                                   gsize                   n_nodes,
                                   gsize                   n_sets);
void       rdg_forest_finish      (RdgForest              *self);
void       rdg_forest_free        (RdgForest              *self);

/* oob: the score of each row of bins by the trees that did not see it, NaN where there is none.
 * importance: n_features, of sum 1 (or all 0). */
RdgForest *rdg_forest_train       (const RdgBins          *bins,
                                   const guint8           *failed,
                                   const RdgForestOptions *options,
                                   double                 *oob,
                                   double                 *importance,
                                   const RdgProgress      *progress,
                                   GCancellable           *cancellable,
                                   GError                **error);
gboolean   rdg_forest_predict     (const RdgForest        *self,
                                   const RdgMatrix        *matrix,
                                   guint                   n_threads,
                                   double                 *score,
                                   const RdgProgress      *progress,
                                   GCancellable           *cancellable,
                                   GError                **error);

static inline guint
rdg_forest_get_n_nodes (const RdgForest *self,
                        guint            tree)
{
  return (guint) (self->node_start[tree + 1] - self->node_start[tree]);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgForest, rdg_forest_free)

G_END_DECLS
