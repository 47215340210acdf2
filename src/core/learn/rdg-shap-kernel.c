/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops over rows and Gauss nodes: see rdg-shap-kernel.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-shap-kernel.h"

#include <math.h>

#include "rdg-lanes.h"

#ifdef __clang__
#define UNROLL _Pragma ("unroll")
#else
#define UNROLL _Pragma ("GCC unroll 8")
#endif

/* Calls LOOP with the number of quads as a constant where it is a usual one: the compiler then
 * unrolls what it encloses. */
#define WITH_CONSTANT(n_quads, LOOP) \
  switch (n_quads) \
    { \
    case 1: LOOP (1); break; \
    case 2: LOOP (2); break; \
    case 3: LOOP (3); break; \
    case 4: LOOP (4); break; \
    case 5: LOOP (5); break; \
    default: LOOP (n_quads); break; \
    }

/**
 * rdg_shap_fill_tables:
 * @question: what a node asks
 * @quadrature: (array): @n_gauss nodes between 0 and 1, then their weights
 * @tables: filled where the child in question needs it
 *
 * At a Gauss node t a feature whose questions are met is worth t + z (1 - t), one whose are not
 * z (1 - t). Where the path has asked about the feature before, the earlier factor is replaced.
 */
RDG_FOR_EACH_PROCESSOR void
rdg_shap_fill_tables (const RdgShapQuestion *question,
                      const double          *quadrature,
                      guint                  n_gauss,
                      RdgShapTables         *tables)
{
  double y = question->y;

  for (guint k = 0; k < n_gauss; k += RDG_SHAP_STEP)
    {
      RdgQuad t = *(const RdgQuad *) (quadrature + k);
      RdgQuad weight = *(const RdgQuad *) (quadrature + n_gauss + k);
      RdgQuad rest = 1.0 - t;
      RdgQuad inverse = question->asked_before ? 1.0 / (t + y * rest) : 1.0 + 0.0 * t;
      RdgQuad taken = (1.0 - y) * inverse;
      RdgQuad leaf[RDG_SHAP_N_STANDS] = { 0 }, leaf_gain[RDG_SHAP_N_STANDS] = { 0 };

      for (guint side = 0; side < 2; side++)
        {
          double z = question->z[side], worth = question->worth[side];
          guint stays = side == 0 ? RDG_SHAP_LEFT : RDG_SHAP_RIGHT;
          guint leaves = RDG_SHAP_LEFT + RDG_SHAP_RIGHT - stays;
          RdgQuad met = t + z * rest, unmet = z * rest;

          if (!isnan (worth))
            {
              leaf[RDG_SHAP_UNMET] += worth * (z / y);
              leaf[stays] += worth * met * inverse;
              leaf[leaves] += worth * unmet * inverse;
              leaf_gain[stays] += worth * weight * inverse * ((1.0 - z) - taken * met);
              leaf_gain[leaves] -= worth * weight * inverse * (z + taken * unmet);
              continue;
            }

          double *factor = tables->factor[side] + k, *gain = tables->gain[side] + k;

          *(RdgQuad *) (factor + RDG_SHAP_UNMET * n_gauss) = z / y + 0.0 * t;
          *(RdgQuad *) (factor + stays * n_gauss) = met * inverse;
          *(RdgQuad *) (factor + leaves * n_gauss) = unmet * inverse;
          *(RdgQuad *) (gain + RDG_SHAP_UNMET * n_gauss) = 0.0 * t;
          *(RdgQuad *) (gain + stays * n_gauss) = weight * ((1.0 - z) / met - taken);
          *(RdgQuad *) (gain + leaves * n_gauss) = weight * (-1.0 / rest - taken);
        }

      for (guint s = 0; s < RDG_SHAP_N_STANDS; s++)
        {
          *(RdgQuad *) (tables->leaf + s * n_gauss + k) = leaf[s];
          *(RdgQuad *) (tables->leaf_gain + s * n_gauss + k) = leaf_gain[s];
        }
    }
}

/**
 * rdg_shap_multiply:
 *
 * Carries the products of rows from a node to one of its children.
 */
RDG_FOR_EACH_PROCESSOR void
rdg_shap_multiply (const double *products,
                   const double *factor,
                   const guint8 *stands,
                   guint         n_rows,
                   guint         n_gauss,
                   double       *child_products)
{
#define MULTIPLY(n) \
  for (gsize r = 0; r < n_rows; r++) \
    { \
      const RdgQuad *f = (const RdgQuad *) factor + stands[r] * (n); \
      const RdgQuad *from = (const RdgQuad *) products + r * (n); \
      RdgQuad *to = (RdgQuad *) child_products + r * (n); \
      \
      UNROLL \
      for (guint k = 0; k < (n); k++) \
        to[k] = from[k] * f[k]; \
    }

  WITH_CONSTANT (n_gauss / RDG_SHAP_STEP, MULTIPLY)
}

/**
 * rdg_shap_add_leaves:
 * @sums: (out caller-allocates): written, not added to
 *
 * What the leaves right below a node give.
 */
RDG_FOR_EACH_PROCESSOR void
rdg_shap_add_leaves (const double        *products,
                     const RdgShapTables *tables,
                     const guint8        *stands,
                     guint                n_rows,
                     guint                n_gauss,
                     double              *sums,
                     double              *feature)
{
#define ADD_LEAVES(n) \
  for (gsize r = 0; r < n_rows; r++) \
    { \
      const RdgQuad *leaf = (const RdgQuad *) tables->leaf + stands[r] * (n); \
      const RdgQuad *gain = (const RdgQuad *) tables->leaf_gain + stands[r] * (n); \
      const RdgQuad *from = (const RdgQuad *) products + r * (n); \
      RdgQuad *to = (RdgQuad *) sums + r * (n); \
      RdgQuad got = { 0.0 }; \
      \
      UNROLL \
      for (guint k = 0; k < (n); k++) \
        { \
          RdgQuad product = from[k]; \
          \
          got += product * gain[k]; \
          to[k] = product * leaf[k]; \
        } \
      feature[r] += (got[0] + got[2]) + (got[1] + got[3]); \
    }

  WITH_CONSTANT (n_gauss / RDG_SHAP_STEP, ADD_LEAVES)
}

/**
 * rdg_shap_add_child:
 * @sums: (inout) (nullable): what @child_sums are added to
 *
 * What all that is below a child gives.
 */
RDG_FOR_EACH_PROCESSOR void
rdg_shap_add_child (const double *child_sums,
                    const double *gain,
                    const guint8 *stands,
                    guint         n_rows,
                    guint         n_gauss,
                    double       *sums,
                    double       *feature)
{
#define ADD_CHILD(n) \
  for (gsize r = 0; r < n_rows; r++) \
    { \
      const RdgQuad *g = (const RdgQuad *) gain + stands[r] * (n); \
      const RdgQuad *from = (const RdgQuad *) child_sums + r * (n); \
      RdgQuad *to = sums != NULL ? (RdgQuad *) sums + r * (n) : NULL; \
      RdgQuad got = { 0.0 }; \
      \
      UNROLL \
      for (guint k = 0; k < (n); k++) \
        { \
          RdgQuad sum = from[k]; \
          \
          got += sum * g[k]; \
          if (to != NULL) \
            to[k] += sum; \
        } \
      feature[r] += (got[0] + got[2]) + (got[1] + got[3]); \
    }

  WITH_CONSTANT (n_gauss / RDG_SHAP_STEP, ADD_CHILD)
}
