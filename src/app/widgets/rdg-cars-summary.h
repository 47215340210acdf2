/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgCarsSummary: the shift in one line above the list of cars. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-forecast.h"
#include "rdg-model-registry.h"

G_BEGIN_DECLS

#define RDG_TYPE_CARS_SUMMARY (rdg_cars_summary_get_type ())

G_DECLARE_FINAL_TYPE (RdgCarsSummary, rdg_cars_summary, RDG, CARS_SUMMARY, AdwBin)

void rdg_cars_summary_bind_settings (RdgCarsSummary    *self,
                                     GSettings         *settings);
void rdg_cars_summary_set_cars      (RdgCarsSummary    *self,
                                     const RdgRiskList *cars,
                                     const RdgForecast *forecast);
void rdg_cars_summary_set_model     (RdgCarsSummary    *self,
                                     const RdgModelRow *row);

G_END_DECLS
