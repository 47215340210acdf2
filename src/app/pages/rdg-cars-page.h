/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Cars page: which cars now, and why. Main thread only. */
#pragma once

#include "rdg-ranked-list.h"
#include "rdg-page.h"

G_BEGIN_DECLS

#define RDG_TYPE_CARS_PAGE (rdg_cars_page_get_type ())

G_DECLARE_FINAL_TYPE (RdgCarsPage, rdg_cars_page, RDG, CARS_PAGE, RdgPage)

RdgRankedList *rdg_cars_page_get_list     (RdgCarsPage     *self);
RdgCarRow     *rdg_cars_page_get_selected (RdgCarsPage     *self);
void           rdg_cars_page_focus_search (RdgCarsPage     *self);
gboolean       rdg_cars_page_type         (RdgCarsPage     *self,
                                           guint            key,
                                           GdkModifierType  state);
void           rdg_cars_page_take_back    (RdgCarsPage     *self,
                                           const char      *code);

G_END_DECLS
