/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models to encode, and what is done with their bytes, for the tests of the codec. */
#pragma once

#include "rdg-model-codec.h"
#include "rdg-training-options.h"

G_BEGIN_DECLS

#define CODEC_CHECKSUM_SIZE 32
/* Beside an algorithm: two of the features are formulas; failures have zones. */
#define CODEC_WITH_FORMULAS 16
#define CODEC_WITH_ZONES 32

RdgModel *codec_train          (guint     algorithm,
                                gsize     n_rows,
                                guint     n_trees);
/* Makes the checksum fit, in place. The bytes borrow data. */
GBytes   *codec_seal           (guint8   *data,
                                gsize     length);
void      codec_assert_refused (GBytes   *bytes);
/* All that can be done with a model that was decoded from anything: none of it may crash. */
void      codec_use            (RdgModel *model);

G_END_DECLS
