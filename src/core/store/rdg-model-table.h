/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The models: their bytes, and what lists show of them without decoding the
 * bytes. This layer knows neither metrics nor features, only their names.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_model_table_schema[];

/* As in the file: at most one model is active, a partial unique index sees to it. */
typedef enum
{
  RDG_STORED_MODEL_CANDIDATE = 0,
  RDG_STORED_MODEL_ACTIVE = 1,
  RDG_STORED_MODEL_RETIRED = 2,
} RdgStoredModelState;

typedef struct
{
  const char *name;
  double      value;       /* NaN: cannot be told */
  double      low;
  double      high;
} RdgStoredMetric;

typedef struct
{
  char     *name;
  char     *unit;
  gboolean  category;
  double    importance;
  double    usual_low;     /* NaN: nothing is usual */
  double    usual_middle;
  double    usual_high;
} RdgStoredFeature;

typedef struct
{
  char   *name;
  double  usual;           /* the share of cars that failed there */
} RdgStoredZone;

typedef struct
{
  gint64               id;
  RdgStoredModelState  state;
  char                *algorithm;
  gint64               trained_at;
  char                *note;
  guint64              n_train;
  guint64              n_holdout;
  guint64              n_features;
  gint64               data_from;
  gint64               data_to;
  double               threshold;
} RdgStoredModel;

typedef void (*RdgStoredMetricFunc) (gint64                 model_id,
                                     const RdgStoredMetric *metric,
                                     gpointer               user_data);

/* Inside a transaction; id and state of model are not looked at: it becomes a candidate. */
gboolean   rdg_model_table_insert       (RdgStore                *store,
                                         const RdgStoredModel    *model,
                                         GBytes                  *bytes,
                                         const RdgStoredMetric   *metrics,
                                         guint                    n_metrics,
                                         const RdgStoredFeature  *features,
                                         guint                    n_features,
                                         const RdgStoredZone     *zones,
                                         guint                    n_zones,
                                         gint64                  *model_id,
                                         GError                 **error);
/* RdgStoredModel, newest first; model_id 0: all. */
GPtrArray *rdg_model_table_list         (RdgStore                *store,
                                         gint64                   model_id,
                                         GError                 **error);
void       rdg_stored_model_free        (RdgStoredModel          *self);
/* RDG_STORE_ERROR_NOT_FOUND where there is no such model. */
RdgStoredModel *rdg_model_table_get     (RdgStore                *store,
                                         gint64                   model_id,
                                         GError                 **error);
/* model_id 0: of all models. */
gboolean   rdg_model_table_each_metric  (RdgStore                *store,
                                         gint64                   model_id,
                                         RdgStoredMetricFunc      func,
                                         gpointer                 user_data,
                                         GError                 **error);
/* RdgStoredFeature, in the order of the model. */
GPtrArray *rdg_model_table_get_features (RdgStore                *store,
                                         gint64                   model_id,
                                         GError                 **error);
/* RdgStoredZone, in the order of the model. */
GPtrArray *rdg_model_table_get_zones    (RdgStore                *store,
                                         gint64                   model_id,
                                         GError                 **error);
GBytes    *rdg_model_table_get_bytes    (RdgStore                *store,
                                         gint64                   model_id,
                                         GError                 **error);
/* 0: none is. */
gboolean   rdg_model_table_find_active  (RdgStore                *store,
                                         gint64                  *model_id,
                                         GError                 **error);
gboolean   rdg_model_table_set_state    (RdgStore                *store,
                                         gint64                   model_id,
                                         RdgStoredModelState      state,
                                         GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgStoredModel, rdg_stored_model_free)

G_END_DECLS
