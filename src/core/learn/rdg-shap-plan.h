/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many Gauss nodes a tree's SHAP values need: see rdg-tree-shap.c. Any thread. */
#pragma once

#include "rdg-tree.h"

G_BEGIN_DECLS

typedef struct
{
  guint depth;
  guint n_gauss;   /* a multiple of RDG_SHAP_STEP */
} RdgShapPlan;

RdgShapPlan rdg_shap_plan_make (const RdgNode *nodes,
                                const double  *shares,
                                const double  *covers,
                                guint          n_features);

G_END_DECLS
