/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the line says of a car before its road test: minutes between halls,
 * passes beyond the first, failures found, shift and weekday, and how the cars
 * tested before it did. The names are kept in models. Blocking; the store's
 * thread.
 */
#pragma once

#include "rdg-car-table.h"
#include "rdg-feature-builder.h"

G_BEGIN_DECLS

typedef struct _RdgPlantFeatures RdgPlantFeatures;

/* car_ids: ascending, and tested_at of each, RDG_DATETIME_NONE where it waits; both, and cars, live
 * as long. cars: all that there are, with their outcomes. */
RdgPlantFeatures *_rdg_plant_features_new    (const RdgCarRoll   *cars,
                                              const gint64       *car_ids,
                                              const gint64       *tested_at,
                                              gsize               n_cars);
void              _rdg_plant_features_free   (RdgPlantFeatures   *self);
gboolean          _rdg_plant_features_read   (RdgPlantFeatures   *self,
                                              RdgStore           *store,
                                              GCancellable       *cancellable,
                                              GError            **error);
/* The car was seen elsewhere, too. */
void              _rdg_plant_features_see    (RdgPlantFeatures   *self,
                                              gsize               row,
                                              gint64              at);
void              _rdg_plant_features_finish (RdgPlantFeatures   *self,
                                              RdgFeatureBuilder  *builder,
                                              guint8             *seen);
/* Afterwards, by car: the failures before its test, NaN where no file says; NULL: for no car. */
float            *_rdg_plant_features_dup_failures
                                             (const RdgPlantFeatures *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgPlantFeatures, _rdg_plant_features_free)

G_END_DECLS
