/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgRiskCell: a bar and "41 in 100", cheap enough for every row. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "rdg-model.h"

G_BEGIN_DECLS

#define RDG_TYPE_RISK_CELL (rdg_risk_cell_get_type ())

G_DECLARE_FINAL_TYPE (RdgRiskCell, rdg_risk_cell, RDG, RISK_CELL, GtkWidget)

GtkWidget *rdg_risk_cell_new      (void);
void       rdg_risk_cell_set_risk (RdgRiskCell   *self,
                                   const RdgRisk *risk,
                                   double         share);

G_END_DECLS
