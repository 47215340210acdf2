/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list of cars, and which one sorts it. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "rdg-ranked-list.h"

G_BEGIN_DECLS

void        rdg_cars_columns_add      (GtkColumnView     *view,
                                       RdgRankedList     *list);
const char *rdg_cars_columns_get_sort (GtkColumnView     *view,
                                       gboolean          *descending);
void        rdg_cars_columns_set_sort (GtkColumnView     *view,
                                       const char        *name,
                                       gboolean           descending);
void        rdg_cars_columns_show     (GtkColumnView     *view,
                                       const RdgRiskList *cars);
void        rdg_cars_columns_stop     (GtkColumnView     *view);

G_END_DECLS
