/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list of cars, and which one sorts it. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "rdg-ranked-list.h"

G_BEGIN_DECLS

void rdg_cars_columns_add           (GtkColumnView     *view,
                                     RdgRankedList     *list);
void rdg_cars_columns_bind_settings (GtkColumnView     *view,
                                     GSettings         *settings);
void rdg_cars_columns_show          (GtkColumnView     *view,
                                     const RdgRiskList *cars);
void rdg_cars_columns_stop          (GtkColumnView     *view);

G_END_DECLS
