/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forest's part of a model's bytes; for rdg-model-codec.c alone. */
#pragma once

#include "rdg-bytes.h"
#include "rdg-model-private.h"

G_BEGIN_DECLS

void       _rdg_model_put_forest (GByteArray            *bytes,
                                  const RdgForest       *forest);
RdgForest *_rdg_model_get_forest (RdgByteReader         *reader,
                                  gboolean               boosted,
                                  const RdgModelFeature *features,
                                  guint                  n_features);

G_END_DECLS
