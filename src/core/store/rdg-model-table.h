/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models: their bytes, and what lists show of them without decoding the bytes. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_model_table_schema[];

G_END_DECLS
