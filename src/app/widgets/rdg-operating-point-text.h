/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where long tests begin, as a sentence. Any thread. */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

char *rdg_operating_point_describe (const RdgOperatingPoint *point);

G_END_DECLS
