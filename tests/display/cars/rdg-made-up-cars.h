/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of cars that no database holds, as large as a test wants them. */
#pragma once

#include "rdg-prediction-service.h"

G_BEGIN_DECLS

RdgRiskList *rdg_made_up_cars (gsize n_cars,
                               gsize left_out);

G_END_DECLS
