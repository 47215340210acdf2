/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A metric in plain words, with the statistician's name beside it. Any thread. */
#pragma once

#include "rdg-metrics.h"

G_BEGIN_DECLS

const char *rdg_metric_get_plain_name   (RdgMetric         metric);
const char *rdg_metric_get_proper_name  (RdgMetric         metric);
char       *rdg_metric_format           (const RdgMetrics *metrics,
                                         RdgMetric         metric);
char       *rdg_metric_format_interval  (const RdgMetrics *metrics,
                                         RdgMetric         metric);

G_END_DECLS
