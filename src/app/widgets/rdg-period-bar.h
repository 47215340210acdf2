/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A period on a time axis that it shares with others. Main thread only. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RDG_TYPE_PERIOD_BAR (rdg_period_bar_get_type ())

G_DECLARE_FINAL_TYPE (RdgPeriodBar, rdg_period_bar, RDG, PERIOD_BAR, GtkWidget)

/* Times as rdg-datetime has them; from and to lie on the axis. */
void rdg_period_bar_set      (RdgPeriodBar *self,
                              gint64        axis_from,
                              gint64        axis_to,
                              gint64        from,
                              gint64        to);
/* Where in that width the period is drawn. */
void rdg_period_bar_get_span (RdgPeriodBar *self,
                              float         width,
                              float        *x,
                              float        *span);

G_END_DECLS
