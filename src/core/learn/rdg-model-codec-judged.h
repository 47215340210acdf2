/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of the cars that judged a model: see rdg-model-codec-judged.c. For the codec alone. */
#pragma once

#include "rdg-bytes.h"
#include "rdg-model-private.h"

G_BEGIN_DECLS

void _rdg_model_put_judged (GByteArray     *bytes,
                            const RdgModel *model);
void _rdg_model_get_judged (RdgByteReader  *reader,
                            RdgModel       *model);

G_END_DECLS
