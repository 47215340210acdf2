/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout PREDICT, the plant's own table: one row a car, known by its header. */
#pragma once

#include "rdg-mapping-private.h"

G_BEGIN_DECLS

gboolean    rdg_layout_predict_matches (const char * const *names);
RdgMapping *rdg_layout_predict_map     (const char * const *names);

G_END_DECLS
