/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a model was judged: the split, what can be had without a model, curves, differences. */
#pragma once

#include "rdg-baseline.h"
#include "rdg-cli-json.h"
#include "rdg-curves.h"

G_BEGIN_DECLS

/* Each inside an object that is open. */
void     rdg_cli_json_split       (RdgCliJson        *doc,
                                   const RdgModel    *model);
void     rdg_cli_json_difference  (RdgCliJson        *doc,
                                   const char        *key,
                                   const RdgMetrics  *difference,
                                   gboolean           same_cars);
void     rdg_cli_json_curves      (RdgCliJson        *doc,
                                   const RdgModel    *model);
void     rdg_cli_text_calibration (GString           *out,
                                   const RdgModel    *model);
/* baselines: NULL for a model of before the cars that judge were kept. */
void     rdg_cli_json_baselines   (RdgCliJson        *doc,
                                   const RdgBaseline *baselines);
void     rdg_cli_text_baselines   (GString           *out,
                                   const RdgModel    *model,
                                   const RdgBaseline *baselines);

G_END_DECLS
