/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several verbs need: the database, arguments that are ids or files, metrics and reasons. */
#pragma once

#include "rdg-cli.h"
#include "rdg-import-service.h"
#include "rdg-inspection.h"
#include "rdg-metrics.h"
#include "rdg-model.h"
#include "rdg-model-registry.h"
#include "rdg-workspace.h"
#include "rdg-zone-risk.h"

G_BEGIN_DECLS

/* The option of every verb that can use another model than the active one. */
#define RDG_CLI_MODEL_OPTION \
  { "model", RDG_CLI_INTEGER, "ID", N_("Use this model instead of the active one"), 1, G_MAXINT32 }
#define RDG_CLI_MAP_OPTION \
  { "map", RDG_CLI_FILE, "FILE", N_("Use the columns as this mapping says") }

#define RDG_CLI_TABLE_OPTION \
  { "table", RDG_CLI_TEXT, "NAME", N_("Of a database: the table or view to read") }

/* How a file is written, where what was found is wrong. */
#define RDG_CLI_DIALECT_OPTIONS \
  { "decimal", RDG_CLI_TEXT, "MARK", N_("The file's decimal mark, if not the one found: comma or point") }, \
  { "charset", RDG_CLI_TEXT, "NAME", N_("The file's character set, if not the one found: " \
                                        "WINDOWS-1252, UTF-8 …") }

RdgWorkspace *rdg_cli_open_workspace   (RdgCliCall        *call,
                                        GError           **error);
gboolean      rdg_cli_get_id           (RdgCliCall        *call,
                                        guint              word,
                                        gint64            *id,
                                        GError           **error);
gint64        rdg_cli_get_model_id     (RdgCliCall        *call);
gboolean      rdg_cli_load_mapping     (RdgCliCall        *call,
                                        RdgMapping       **mapping,
                                        GError           **error);
gboolean      rdg_cli_get_dialect      (RdgCliCall        *call,
                                        const char       **charset,
                                        char              *decimal_mark,
                                        GError           **error);
gboolean      rdg_cli_get_known        (RdgCliCall        *call,
                                        RdgInspectionOptions *known,
                                        RdgMapping       **mapping,
                                        GError           **error);

void          rdg_cli_json_metrics     (RdgCliJson        *doc,
                                        const char        *key,
                                        const RdgMetrics  *metrics);
/* Inside an object that is open. */
void          rdg_cli_json_metrics_members (RdgCliJson    *doc,
                                        const RdgMetrics  *metrics);
void          rdg_cli_text_metrics     (GString           *out,
                                        const RdgMetrics  *metrics);
/* What the registry's row says of a model, its metrics left out; inside an object that is open. */
void          rdg_cli_json_svm           (RdgCliJson      *doc,
                                          const RdgModel  *model);
void          rdg_cli_json_boosted       (RdgCliJson      *doc,
                                          const RdgModel  *model);
/* The formulas among a model's features, their inputs as it means them. */
void          rdg_cli_json_formulas      (RdgCliJson      *doc,
                                          const RdgModel  *model);
void          rdg_cli_json_model_members (RdgCliJson      *doc,
                                        const RdgModelRow *row);
void          rdg_cli_json_reasons     (RdgCliJson        *doc,
                                        const char        *key,
                                        GPtrArray         *reasons);
/* Inside an object that is open. */
void          rdg_cli_json_zones       (RdgCliJson        *doc,
                                        const GArray      *zones);
/* car, risk, low, high, recommendation, zones, reasons: inside an object that is open. */
void          rdg_cli_json_car         (RdgCliJson        *doc,
                                        const char        *code,
                                        const RdgRisk     *risk,
                                        RdgRecommendation  recommendation,
                                        const GArray      *zones,
                                        GPtrArray         *reasons);
void          rdg_cli_json_outcomes    (RdgCliJson        *doc,
                                        const RdgOutcomeCounts *counts);
void          rdg_cli_text_unscored    (GString           *out,
                                        guint64            n_cars);
void          rdg_cli_text_outcomes    (GString           *out,
                                        const RdgOutcomeCounts *counts);
const char   *rdg_cli_recommendation_key   (RdgRecommendation recommendation);
const char   *rdg_cli_recommendation_label (RdgRecommendation recommendation);

G_END_DECLS
