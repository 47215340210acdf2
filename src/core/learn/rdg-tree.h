/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a tree is: nodes in an array, the root first, every child behind its
 * parent, the two children of a node side by side. The one place that says which
 * way a value goes, for out-of-bag scores, prediction and explanation alike.
 */
#pragma once

#include <math.h>

#include "rdg-bins.h"

G_BEGIN_DECLS

/* Deeper than an honest tree ever is; a bound on what one may cost to walk or to explain. */
#define RDG_TREE_MAX_DEPTH 512

typedef enum
{
  RDG_NODE_LEAF = 1 << 0,
  RDG_NODE_CATEGORY = 1 << 1,
  RDG_NODE_MISSING_LEFT = 1 << 2,
} RdgNodeFlags;

#define RDG_NODE_ALL_FLAGS (RDG_NODE_LEAF | RDG_NODE_CATEGORY | RDG_NODE_MISSING_LEFT)

typedef struct
{
  union
  {
    float   threshold;  /* numeric: up to it, left */
    guint32 set;        /* category: where the bits of the levels that go left begin */
    guint32 n;          /* leaf: rows in the tree's sample, drawn twice counts twice */
  };
  union
  {
    guint32 left;       /* the left child; the right one follows it */
    guint32 n_failed;   /* leaf: how many of n failed */
    float   value;      /* leaf of a boosted tree: what it adds to the log odds */
  };
  guint16 feature;
  guint16 flags;
} RdgNode;

/* One tree as it is grown. */
typedef struct
{
  GArray *nodes;        /* of RdgNode */
  GArray *sets;         /* of guint32 */
  double *importance;   /* a feature: by how much its splits made nodes purer */
} RdgTree;

static inline gboolean
rdg_node_goes_left (const RdgNode *node,
                    const guint32 *sets,
                    float          value)
{
  if (isnan (value))
    return (node->flags & RDG_NODE_MISSING_LEFT) != 0;

  if (node->flags & RDG_NODE_CATEGORY)
    {
      guint level = (guint) value;

      return (sets[node->set + level / 32] >> (level % 32)) & 1;
    }

  return value <= node->threshold;
}

/* The share of failed cars in a leaf, a failed car weighing class_weight. */
static inline double
rdg_node_get_share (const RdgNode *leaf,
                    double         class_weight)
{
  double failed = class_weight * leaf->n_failed;

  return failed / ((double) (leaf->n - leaf->n_failed) + failed);
}

G_END_DECLS
