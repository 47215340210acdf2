/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Road-test results that people wrote back. The newest of a car counts; taking it back brings
 * the one before it into force again. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_outcome_table_schema[];

typedef struct
{
  gint64      car_id;
  gboolean    failed;
  const char *zone;        /* as it was written; "" where none was */
} RdgStoredOutcome;

typedef void (*RdgStoredOutcomeFunc) (const RdgStoredOutcome *outcome,
                                      gpointer                user_data);

gboolean rdg_outcome_table_insert      (RdgStore    *store,
                                        gint64       car_id,
                                        gboolean     failed,
                                        const char  *zone,
                                        const char  *note,
                                        gint64       recorded_at,
                                        GError     **error);
gboolean rdg_outcome_table_delete_last (RdgStore    *store,
                                        gint64       car_id,
                                        gboolean    *found,
                                        GError     **error);
/* In the order in which they were recorded. */
gboolean rdg_outcome_table_each        (RdgStore    *store,
                                        RdgStoredOutcomeFunc func,
                                        gpointer     user_data,
                                        GError     **error);

G_END_DECLS
