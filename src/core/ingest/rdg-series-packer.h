/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSeriesPacker: gathers the readings of cars that come interleaved, and
 * writes each car's as one packed record. A file follows the line's time, so
 * that a car comes again and again for a day or two and then no more: a few
 * thousand cars are gathered at a time. When the memory for it is used up, the
 * cars that were not seen for longest are written; one that comes again after
 * that has a second record. Whatever the file's order, memory is bounded.
 *
 * A reading that is equal to another one of the car is a duplicate: in this file,
 * it is not written; in what another import brought, it is kept as a twin
 * (rdg-reading-twin.h). On the store's thread, inside a transaction.
 */
#pragma once

#include "rdg-record.h"
#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 taken;
  guint64 duplicate;
  guint64 cars_touched;
  gint64  from, to;       /* of the readings taken */
} RdgSeriesCounts;

typedef struct _RdgSeriesPacker RdgSeriesPacker;

/* memory: for readings that are gathered, in bytes; 0: what is usual. */
RdgSeriesPacker *rdg_series_packer_new        (RdgStore         *store,
                                               gint64            import_id,
                                               gsize             memory,
                                               GError          **error);
void             rdg_series_packer_free       (RdgSeriesPacker  *self);
/* The next car, counted from 0. known: it was in the database before. */
void             rdg_series_packer_add_car    (RdgSeriesPacker  *self,
                                               gint64            car_id,
                                               gboolean          known);
/* characteristic: the database's. */
gboolean         rdg_series_packer_add        (RdgSeriesPacker  *self,
                                               guint32           car,
                                               const RdgReading *reading,
                                               GError          **error);
/* Writes what is gathered; after the last. */
gboolean         rdg_series_packer_finish     (RdgSeriesPacker  *self,
                                               RdgSeriesCounts  *counts,
                                               GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSeriesPacker, rdg_series_packer_free)

G_END_DECLS
