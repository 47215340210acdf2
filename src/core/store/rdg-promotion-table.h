/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was made active, when and why: never changed, only added to. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_promotion_table_schema[];

G_END_DECLS
