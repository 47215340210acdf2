/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The models of a database: candidates, the active one, the retired. Only a
 * user promotes; it is one transaction, kept in the history, and can be taken back.
 * Blocking; any thread.
 */
#pragma once

#include "rdg-model.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_MODEL_CANDIDATE,
  RDG_MODEL_ACTIVE,
  RDG_MODEL_RETIRED,
} RdgModelState;

typedef struct
{
  gint64        model_id;
  RdgModelState state;
  RdgAlgorithm  algorithm;
  gint64        trained_at;
  char         *note;
  guint64       n_train;
  guint64       n_holdout;
  guint64       n_features;
  gint64        data_from, data_to;  /* period of the cars it was trained on, or RDG_DATETIME_NONE */
  RdgMetrics    holdout;
} RdgModelRow;

typedef struct
{
  gint64  at;
  gint64  previous;    /* model ids; 0: none */
  gint64  active;
  gboolean rollback;
  char   *note;
} RdgPromotionRow;

const char *rdg_model_state_get_key       (RdgModelState   state);
/* Newest first. */
GPtrArray  *rdg_model_registry_list       (RdgWorkspace   *workspace,
                                           GError        **error);
void        rdg_model_row_free            (RdgModelRow    *self);
/* model_id 0: the active one (RDG_MODEL_ERROR_NONE_ACTIVE where there is none). row: nullable. */
RdgModel   *rdg_model_registry_load       (RdgWorkspace   *workspace,
                                           gint64          model_id,
                                           RdgModelRow   **row,
                                           GError        **error);
gboolean    rdg_model_registry_promote    (RdgWorkspace   *workspace,
                                           gint64          model_id,
                                           const char     *note,
                                           gint64         *previous,
                                           GError        **error);
/* One step: the model that was active before the last promotion is active again. */
gboolean    rdg_model_registry_rollback   (RdgWorkspace   *workspace,
                                           const char     *note,
                                           gint64         *active,
                                           gint64         *previous,
                                           GError        **error);
/* Newest first. */
GPtrArray  *rdg_model_registry_history    (RdgWorkspace   *workspace,
                                           GError        **error);
void        rdg_promotion_row_free        (RdgPromotionRow *self);

G_END_DECLS
