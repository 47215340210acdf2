/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a long test costs, or how many there are, to a threshold on the risk. Any thread. */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

#define RDG_OPERATING_POINT_SEND_NONE 1.0   /* a threshold above every risk */
#define RDG_OPERATING_POINT_SEND_ALL 0.0

gboolean rdg_operating_point_check     (const RdgOperatingPoint *self,
                                        GError                 **error);
double   rdg_operating_point_threshold (const RdgOperatingPoint *self,
                                        const double            *sorted_risk,
                                        gsize                    n);

G_END_DECLS
