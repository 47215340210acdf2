/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risks in words, and how long a car has waited. Main thread only. */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

char *rdg_risk_format_in_100   (double         risk);
char *rdg_risk_format_interval (const RdgRisk *risk);
char *rdg_risk_format_tooltip  (const RdgRisk *risk);
char *rdg_risk_format_since    (gint64         ms);

G_END_DECLS
