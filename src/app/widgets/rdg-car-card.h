/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgCarCard: one car, for the person who drives it. Main thread only. */
#pragma once

#include "rdg-app-context.h"
#include "rdg-car-row.h"

G_BEGIN_DECLS

#define RDG_TYPE_CAR_CARD (rdg_car_card_get_type ())

G_DECLARE_FINAL_TYPE (RdgCarCard, rdg_car_card, RDG, CAR_CARD, AdwBin)

void       rdg_car_card_set_context (RdgCarCard    *self,
                                     RdgAppContext *context);
void       rdg_car_card_set_row     (RdgCarCard    *self,
                                     RdgCarRow     *row);
RdgCarRow *rdg_car_card_get_row     (RdgCarCard    *self);
void       rdg_car_card_set_delay   (RdgCarCard    *self,
                                     const char    *text);

G_END_DECLS
