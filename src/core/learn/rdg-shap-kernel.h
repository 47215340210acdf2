/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arithmetic of rdg-tree-shap: what one question of a tree does to the
 * products of many rows, at all Gauss nodes. Nothing here knows of trees.
 *
 * Compiled for more than one instruction set where that is possible; all give the
 * same bytes, since none fuses a multiplication with an addition.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gauss nodes come by fours. */
#define RDG_SHAP_STEP 4

/* How a row stands to a node's question, given all that the path asked about its feature before. */
typedef enum
{
  RDG_SHAP_UNMET,     /* it failed an earlier one */
  RDG_SHAP_LEFT,      /* it met them all, and goes left */
  RDG_SHAP_RIGHT,
  RDG_SHAP_N_STANDS
} RdgShapStand;

/* A question: y is the share of the training rows that meet what the path asked about its feature
 * before, z what each side leaves of it. What a side is worth if it is a leaf, else NaN. */
typedef struct
{
  double   y;
  gboolean asked_before;
  double   z[2];
  double   worth[2];
} RdgShapQuestion;

/* For each stand, n_gauss numbers. */
typedef struct
{
  double *factor[2];  /* from the node's product to that child's */
  double *gain[2];    /* what the sum below that child gives to the feature */
  double *leaf;       /* what leaves right below add to the node's sum, a unit of its product */
  double *leaf_gain;  /* and to the feature */
} RdgShapTables;

#define RDG_SHAP_N_TABLES 6

void rdg_shap_fill_tables (const RdgShapQuestion *question,
                           const double          *quadrature,
                           guint                  n_gauss,
                           RdgShapTables         *tables);

/* All: n_rows rows of n_gauss numbers; stands: of each row; feature: of each row what it got. */
void rdg_shap_multiply    (const double          *products,
                           const double          *factor,
                           const guint8          *stands,
                           guint                  n_rows,
                           guint                  n_gauss,
                           double                *child_products);
void rdg_shap_add_leaves  (const double          *products,
                           const RdgShapTables   *tables,
                           const guint8          *stands,
                           guint                  n_rows,
                           guint                  n_gauss,
                           double                *sums,
                           double                *feature);
void rdg_shap_add_child   (const double          *child_sums,
                           const double          *gain,
                           const guint8          *stands,
                           guint                  n_rows,
                           guint                  n_gauss,
                           double                *sums,
                           double                *feature);

G_END_DECLS
