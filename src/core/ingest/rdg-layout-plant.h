/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FALHAS, RESULTADOS and STATUS, the plant's files of many rows a car: which
 * header is whose, and what their columns are. Any thread.
 */
#pragma once

#include "rdg-mapping-private.h"

G_BEGIN_DECLS

/* Names are compared trimmed and in one case, wherever in the header they stand. */
gboolean    rdg_layout_plant_find        (const char * const *names,
                                          RdgLayout          *layout);
gboolean    rdg_layout_plant_matches     (RdgLayout           layout,
                                          const char * const *names);
RdgMapping *rdg_layout_plant_map         (RdgLayout           layout,
                                          const char * const *names);
/* Columns that hold who did something: their cells are shown and kept nowhere. */
gboolean    rdg_layout_is_personal       (const char         *name);

G_END_DECLS
