/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of what a model knows of zones, for rdg-model-codec alone. */
#pragma once

#include "rdg-bytes.h"
#include "rdg-model-private.h"

G_BEGIN_DECLS

void _rdg_model_put_zones (GByteArray     *bytes,
                           const RdgModel *model);
void _rdg_model_get_zones (RdgByteReader  *reader,
                           RdgModel       *model);

G_END_DECLS
