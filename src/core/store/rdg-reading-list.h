/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that was measured on one car, one by one, over all imports that are done. */
#pragma once

#include "rdg-record.h"
#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct _RdgReadingList RdgReadingList;

/* For any number of cars after each other; freed before the store is closed. */
RdgReadingList   *rdg_reading_list_new   (RdgStore          *store,
                                          GError           **error);
void              rdg_reading_list_free  (RdgReadingList    *self);
/* The car's readings, by time and then by characteristic, until the next call; NULL with the error
 * set. Readings of tables (one row a car) are not among them. */
const RdgReading *rdg_reading_list_read  (RdgReadingList    *self,
                                          gint64             car_id,
                                          gsize             *n_readings,
                                          GError           **error);
/* The order of a series, and whether two readings are the same: 0. */
int               rdg_reading_compare    (const RdgReading  *a,
                                          const RdgReading  *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgReadingList, rdg_reading_list_free)

G_END_DECLS
