/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extra-trees: one random cut a feature (Geurts, Ernst, Wehenkel 2006). */
#pragma once

#include "rdg-tree-split.h"

G_BEGIN_DECLS

/* Returns: whether the node's rows differ in the feature. */
gboolean _rdg_split_try_random (const RdgBins     *bins,
                                RdgCounter        *counter,
                                double             class_weight,
                                const RdgNodeRows *rows,
                                guint              feature,
                                RdgRng            *rng,
                                RdgCut            *best);

/* A cut of runs, those that go left first. */
static inline void
_rdg_cut_set_levels (RdgCut       *cut,
                     guint         feature,
                     const RdgRun *runs,
                     guint         n_runs,
                     guint         n_left_runs)
{
  cut->feature = feature;
  cut->n_left_codes = 0;
  g_array_set_size (cut->codes, 0);
  for (guint r = 0; r < n_runs; r++)
    if (runs[r].code != 0)
      {
        guint16 code = (guint16) runs[r].code;

        g_array_append_val (cut->codes, code);
        cut->n_left_codes += r < n_left_runs;
      }
}

G_END_DECLS
