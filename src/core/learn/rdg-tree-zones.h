/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one tree's leaves know of zones, counted when the tree has grown: growing does not
 * know of it. One thread's scratch memory; what it counts depends on its arguments alone.
 */
#pragma once

#include "rdg-forest-zones.h"

G_BEGIN_DECLS

typedef struct _RdgZoneCounter RdgZoneCounter;

RdgZoneCounter *_rdg_zone_counter_new  (const RdgBins              *bins,
                                        const guint8               *failed,
                                        const RdgZoneTargets       *targets,
                                        const RdgForestOptions     *options);
void            _rdg_zone_counter_free (RdgZoneCounter             *self);
/* Right after grower has grown tree from times. Returns: (transfer full): its RdgLeafZones */
GArray         *_rdg_zone_counter_take (RdgZoneCounter             *self,
                                        const RdgTreeGrower        *grower,
                                        const RdgTree              *tree,
                                        const guint8               *times);
/* What all counters have seen of a row out of bag, by as many trees. */
void            _rdg_zone_counter_sum  (RdgZoneCounter * const     *counters,
                                        guint                       n_counters,
                                        gsize                       row,
                                        guint32                     n_trees,
                                        float                      *oob);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgZoneCounter, _rdg_zone_counter_free)

G_END_DECLS
