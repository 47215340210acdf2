/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a forest gave a car its score: what each feature added to or took from it. Any thread. */
#pragma once

#include "rdg-forest.h"

G_BEGIN_DECLS

gboolean rdg_tree_shap_explain (const RdgForest    *forest,
                                const RdgMatrix    *matrix,
                                const guint32      *rows,
                                gsize               n_rows,
                                guint               n_threads,
                                double             *base,
                                double             *contributions,
                                const RdgProgress  *progress,
                                GCancellable       *cancellable,
                                GError            **error);

G_END_DECLS
