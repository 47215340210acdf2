/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops over rows and Gauss nodes: see rdg-shap-kernel.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-shap-kernel.h"

#include <math.h>

/* Chosen when the program is loaded. Sanitizers do not know how to. */
#if defined (__x86_64__) && defined (__GLIBC__) && defined (__GNUC__) && !defined (__clang__) && \
    !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
#define FOR_EACH_PROCESSOR __attribute__ ((target_clones ("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

typedef double Quad __attribute__ ((vector_size (32), aligned (8), may_alias));

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
FOR_EACH_PROCESSOR void
rdg_shap_fill_tables (const RdgShapQuestion *question,
                      const double          *quadrature,
                      guint                  n_gauss,
                      RdgShapTables         *tables)
{
  double y = question->y;

  for (guint k = 0; k < n_gauss; k += RDG_SHAP_STEP)
    {
      Quad t = *(const Quad *) (quadrature + k), weight = *(const Quad *) (quadrature + n_gauss + k);
      Quad rest = 1.0 - t;
      Quad inverse = question->asked_before ? 1.0 / (t + y * rest) : 1.0 + 0.0 * t;
      Quad taken = (1.0 - y) * inverse;
      Quad leaf[RDG_SHAP_N_STANDS] = { 0 }, leaf_gain[RDG_SHAP_N_STANDS] = { 0 };

      for (guint side = 0; side < 2; side++)
        {
          double z = question->z[side], worth = question->worth[side];
          guint stays = side == 0 ? RDG_SHAP_LEFT : RDG_SHAP_RIGHT;
          guint leaves = RDG_SHAP_LEFT + RDG_SHAP_RIGHT - stays;
          Quad met = t + z * rest, unmet = z * rest;

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

          *(Quad *) (factor + RDG_SHAP_UNMET * n_gauss) = z / y + 0.0 * t;
          *(Quad *) (factor + stays * n_gauss) = met * inverse;
          *(Quad *) (factor + leaves * n_gauss) = unmet * inverse;
          *(Quad *) (gain + RDG_SHAP_UNMET * n_gauss) = 0.0 * t;
          *(Quad *) (gain + stays * n_gauss) = weight * ((1.0 - z) / met - taken);
          *(Quad *) (gain + leaves * n_gauss) = weight * (-1.0 / rest - taken);
        }

      for (guint s = 0; s < RDG_SHAP_N_STANDS; s++)
        {
          *(Quad *) (tables->leaf + s * n_gauss + k) = leaf[s];
          *(Quad *) (tables->leaf_gain + s * n_gauss + k) = leaf_gain[s];
        }
    }
}

/**
 * rdg_shap_multiply:
 *
 * Carries the products of rows from a node to one of its children.
 */
FOR_EACH_PROCESSOR void
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
      const Quad *f = (const Quad *) factor + stands[r] * (n); \
      const Quad *from = (const Quad *) products + r * (n); \
      Quad *to = (Quad *) child_products + r * (n); \
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
FOR_EACH_PROCESSOR void
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
      const Quad *leaf = (const Quad *) tables->leaf + stands[r] * (n); \
      const Quad *gain = (const Quad *) tables->leaf_gain + stands[r] * (n); \
      const Quad *from = (const Quad *) products + r * (n); \
      Quad *to = (Quad *) sums + r * (n); \
      Quad got = { 0.0 }; \
      \
      UNROLL \
      for (guint k = 0; k < (n); k++) \
        { \
          Quad product = from[k]; \
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
FOR_EACH_PROCESSOR void
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
      const Quad *g = (const Quad *) gain + stands[r] * (n); \
      const Quad *from = (const Quad *) child_sums + r * (n); \
      Quad *to = sums != NULL ? (Quad *) sums + r * (n) : NULL; \
      Quad got = { 0.0 }; \
      \
      UNROLL \
      for (guint k = 0; k < (n); k++) \
        { \
          Quad sum = from[k]; \
          \
          got += sum * g[k]; \
          if (to != NULL) \
            to[k] += sum; \
        } \
      feature[r] += (got[0] + got[2]) + (got[1] + got[3]); \
    }

  WITH_CONSTANT (n_gauss / RDG_SHAP_STEP, ADD_CHILD)
}
