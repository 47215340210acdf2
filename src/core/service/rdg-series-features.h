/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stations' machines say of a car beyond the last values: how many
 * readings were out of limits, and of what was measured more than once, the
 * mean and the extremes. The names are kept in models. One thread.
 */
#pragma once

#include "rdg-feature-builder.h"
#include "rdg-record.h"
#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct _RdgSeriesFeatures RdgSeriesFeatures;

/* inputs: by characteristic, whether it may be an input; what may not does not count at all. It
 * lives as long. */
RdgSeriesFeatures *_rdg_series_features_new    (RdgStore           *store,
                                                const guint8       *inputs,
                                                guint32             n_inputs,
                                                gsize               n_cars,
                                                GError            **error);
void               _rdg_series_features_free   (RdgSeriesFeatures  *self);
/* What was measured one by one, before the car's test; then the car's end. */
void               _rdg_series_features_take   (RdgSeriesFeatures  *self,
                                                gsize               row,
                                                const RdgReading   *reading);
void               _rdg_series_features_end_car(RdgSeriesFeatures  *self,
                                                gsize               row);
/* characteristics: ascending by id. column_of: by characteristic, the column of its last value. */
void               _rdg_series_features_finish (RdgSeriesFeatures  *self,
                                                RdgFeatureBuilder  *builder,
                                                gboolean            training,
                                                GPtrArray          *characteristics,
                                                const guint        *column_of,
                                                guint8             *seen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSeriesFeatures, _rdg_series_features_free)

G_END_DECLS
