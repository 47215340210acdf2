/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A path that asks about d features needs ceil (d / 2) Gauss nodes to be integrated
 * exactly. But a product of d factors between 0 and 1 is so smooth that fewer leave an
 * error below any that matters, and how few can be proved tree by tree.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-shap-plan.h"

#include "rdg-shap-kernel.h"

#define TOLERANCE 1e-11   /* of a contribution, at the very worst */

/* Ellipses about the interval from 0 to 1 on which products are bounded, by the sum of their half
 * axes where the interval's half length is 1. */
#define N_ELLIPSES 5
static const double ellipse_rho[N_ELLIPSES] = { 3.0, 6.0, 10.0, 18.0, 32.0 };

typedef struct
{
  const RdgNode *nodes;
  const double  *shares;
  const double  *covers;
  guint         *last;                /* a feature: the depth below its last question; 0: none */
  double        *share;               /* a depth: of the rows that meet what was asked there */
  guint          depth;               /* of the deepest leaf */
  guint          n_features;          /* the most that a path asks about */
  double         bounds[N_ELLIPSES];  /* of the sum of all leaves' products */
} Measuring;

/* At a node: what the path so far bounds a product by. */
typedef struct
{
  guint  n_features;
  double bounds[N_ELLIPSES];
} Reach;

/* The largest that |t + z (1 - t)| and |z (1 - t)| can be on an ellipse. */
static double
bound_factor (double z,
              double rho)
{
  double farthest = 0.5 + (rho + 1.0 / rho) / 4.0;

  return MAX (z + (1.0 - z) * farthest, z * farthest);
}

static void
measure (Measuring   *self,
         guint        at,
         guint        depth,
         const Reach *reach)
{
  const RdgNode *node = &self->nodes[at];

  if (node->flags & RDG_NODE_LEAF)
    {
      self->depth = MAX (self->depth, depth);
      self->n_features = MAX (self->n_features, reach->n_features);
      for (guint e = 0; e < N_ELLIPSES; e++)
        self->bounds[e] += self->shares[at] * reach->bounds[e];
      return;
    }

  guint before = self->last[node->feature];
  double y = before != 0 ? self->share[before] : 1.0;

  self->last[node->feature] = depth + 1;
  for (guint side = 0; side < 2; side++)
    {
      double z = y * self->covers[node->left + side] / self->covers[at];
      Reach child = { .n_features = reach->n_features + (before == 0) };

      for (guint e = 0; e < N_ELLIPSES; e++)
        child.bounds[e] = reach->bounds[e] * bound_factor (z, ellipse_rho[e]) /
                          (before != 0 ? bound_factor (y, ellipse_rho[e]) : 1.0);
      self->share[depth + 1] = z;
      measure (self, node->left + side, depth + 1, &child);
    }
  self->last[node->feature] = before;
}

/**
 * rdg_shap_plan_make:
 * @covers: (array): a node's training rows
 *
 * So many Gauss nodes that every contribution is exact, or else off by less than 1e-11: n of them
 * are off by at most 32/15 M rho^(-2 n) / (1 - rho^-2) where |f| <= M on an ellipse (Trefethen 2013,
 * theorem 19.3, for an interval of length 1). A path's product is at most that of its features'
 * bounds, each at least 1.
 *
 * Returns: how deep the tree is, and the number
 */
RdgShapPlan
rdg_shap_plan_make (const RdgNode *nodes,
                    const double  *shares,
                    const double  *covers,
                    guint          n_features)
{
  g_autofree guint *last = g_new0 (guint, n_features);
  double share[RDG_TREE_MAX_DEPTH + 2];
  Measuring self = { nodes, shares, covers, last, share };
  Reach reach = { .n_features = 0 };

  for (guint e = 0; e < N_ELLIPSES; e++)
    reach.bounds[e] = 1.0;
  measure (&self, 0, 0, &reach);

  guint n = (self.n_features + 1) / 2;

  for (guint e = 0; e < N_ELLIPSES; e++)
    {
      double rho = ellipse_rho[e];
      double error = 32.0 / 15.0 * self.bounds[e] / (1.0 - 1.0 / (rho * rho));
      double enough = ceil (log (MAX (error / TOLERANCE, 1.0)) / (2.0 * log (rho)));

      if (enough < n)
        n = (guint) enough;
    }

  return (RdgShapPlan){ self.depth, (MAX (n, 1) + RDG_SHAP_STEP - 1) / RDG_SHAP_STEP * RDG_SHAP_STEP };
}
