/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cars as a file. */
#pragma once

#include "rdg-cars-page.h"

G_BEGIN_DECLS

/* Main thread only. */
void     rdg_cars_export_ask   (RdgCarsPage        *page);
/* Blocking; any thread. */
gboolean rdg_cars_export_write (const RdgRiskList  *cars,
                                const guint        *view,
                                guint               n_view,
                                double              threshold,
                                GFile              *file,
                                GCancellable       *cancellable,
                                GError            **error);

G_END_DECLS
