/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model as bytes: magic, format version, fixed-width little-endian fields, a
 * checksum over all of it. Decoding trusts nothing: every length and index is
 * checked before it is used. Layout: see rdg-model-codec.c. Any thread.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

GBytes   *rdg_model_encode (const RdgModel  *self);
RdgModel *rdg_model_decode (GBytes          *bytes,
                            GError         **error);

G_END_DECLS
