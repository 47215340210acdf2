/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list of cars, and which one sorts it. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "rdg-ranked-list.h"

G_BEGIN_DECLS

void rdg_cars_columns_add (GtkColumnView *view,
                           RdgRankedList    *list);

G_END_DECLS
