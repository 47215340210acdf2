/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgCarRow: one car of the list, made while it is on the screen. It keeps its
 * own copy of what it shows, so that it never holds an old list alive.
 * Main thread only.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-prediction-service.h"

G_BEGIN_DECLS

#define RDG_TYPE_CAR_ROW (rdg_car_row_get_type ())

G_DECLARE_FINAL_TYPE (RdgCarRow, rdg_car_row, RDG, CAR_ROW, GObject)

RdgCarRow         *rdg_car_row_new                (const RdgRiskList *cars,
                                                   gsize              index);
gint64             rdg_car_row_get_car_id         (RdgCarRow         *self);
const char        *rdg_car_row_get_code           (RdgCarRow         *self);
const char        *rdg_car_row_get_variant        (RdgCarRow         *self);
gint64             rdg_car_row_get_since          (RdgCarRow         *self);
const RdgRisk     *rdg_car_row_get_risk           (RdgCarRow         *self);
/* RdgZoneRisk: where it is likelier to fail than other cars, most likely first. */
const GArray      *rdg_car_row_get_zones          (RdgCarRow         *self);
const char        *rdg_car_row_get_main_reason    (RdgCarRow         *self);
RdgCarOutcome      rdg_car_row_get_outcome        (RdgCarRow         *self);
gboolean           rdg_car_row_is_past            (RdgCarRow         *self);
RdgRecommendation  rdg_car_row_get_recommendation (RdgCarRow         *self);
gboolean           rdg_car_row_is_divider         (RdgCarRow         *self);
double             rdg_car_row_get_share          (RdgCarRow         *self);
void               rdg_car_row_set_mark           (RdgCarRow         *self,
                                                   RdgRecommendation  recommendation,
                                                   gboolean           divider);
void               rdg_car_row_set_share          (RdgCarRow         *self,
                                                   double             share);

G_END_DECLS
