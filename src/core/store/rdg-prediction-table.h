/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model said of a car: a row each, with the main reason where it was computed. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_prediction_table_schema[];
extern const char rdg_prediction_zones_schema[];

typedef struct
{
  float risk;
  float low;
  float high;
} RdgStoredZoneRisk;

typedef struct
{
  gint64      car_id;
  double      score;
  double      risk;
  double      low;
  double      high;
  guint8      recommendation;       /* 0 short, 1 long */
  guint8      past;
  gint        reason_feature;       /* of the model; -1: not computed */
  double      reason_contribution;
  double      reason_value;         /* NaN: not measured, or a category */
  const char *reason_level;         /* of a category; NULL: numeric, or not known */
  const RdgStoredZoneRisk *zones;   /* n_zones, in the order of the model's */
  guint       n_zones;
} RdgPrediction;

typedef void (*RdgPredictionFunc) (const RdgPrediction *prediction,
                                   gpointer             user_data);

gboolean rdg_prediction_table_replace     (RdgStore             *store,
                                           gint64                model_id,
                                           const RdgPrediction  *predictions,
                                           gsize                 n_predictions,
                                           GError              **error);
gboolean rdg_prediction_table_each        (RdgStore             *store,
                                           gint64                model_id,
                                           RdgPredictionFunc     func,
                                           gpointer              user_data,
                                           GError              **error);
gboolean rdg_prediction_table_forget_cars (RdgStore             *store,
                                           GError              **error);

G_END_DECLS
