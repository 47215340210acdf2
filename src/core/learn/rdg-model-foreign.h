/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model round a machine that another program has trained: what is not known of it, and what can be
 * told all the same. For the files of this folder.
 */
#pragma once

#include "rdg-model-private.h"
#include "rdg-svm-inputs.h"

G_BEGIN_DECLS

/* Before the vectors: it gives the machine its inputs. */
void _rdg_model_foreign_name_features (RdgModel           *model,
                                       const RdgSvmInputs *inputs,
                                       guint               n_inputs);
/* Of those features that have an expression; FALSE with RDG_MODEL_ERROR_DAMAGED, naming the feature. */
gboolean _rdg_model_foreign_bind_formulas (RdgModel           *model,
                                           const RdgSvmInputs *inputs,
                                           GError            **error);
/* After them. */
void _rdg_model_foreign_finish        (RdgModel           *model);

G_END_DECLS
