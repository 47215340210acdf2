/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a model's formulas, for rdg-model-codec alone. */
#pragma once

#include "rdg-bytes.h"
#include "rdg-model-private.h"

G_BEGIN_DECLS

void _rdg_model_put_formulas (GByteArray     *bytes,
                              const RdgModel *model);
void _rdg_model_get_formulas (RdgByteReader  *reader,
                              RdgModel       *model);

G_END_DECLS
