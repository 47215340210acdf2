/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the Models page know of each other. */
#pragma once

#include "rdg-job-panel.h"
#include "rdg-model-item.h"
#include "rdg-models-page.h"
#include "rdg-notice.h"
#include "rdg-training-service.h"

G_BEGIN_DECLS

/* What the page shows, read at one go. */
typedef struct
{
  GPtrArray         *models;    /* RdgModelRow, newest first */
  GPtrArray         *history;   /* RdgPromotionRow, newest first */
  RdgTrainingOutlook outlook;
  RdgModel          *newest;    /* nullable */
} RdgModelsSnapshot;

struct _RdgModelsPage
{
  RdgPage            parent_instance;

  RdgJob            *loading;
  RdgJob            *training;
  RdgModelsSnapshot *snapshot;
  GListStore        *models;
  GSimpleActionGroup*actions;

  GtkStack          *stack;
  AdwStatusPage     *error;
  RdgNotice         *notice;
  GtkWidget         *job_card;
  RdgJobPanel       *job_panel;
  AdwStatusPage     *no_model;
  GtkButton         *no_model_train;
  GtkWidget         *registry;
  GtkListBox        *list;
  GtkLabel          *footnote;
  GtkWidget         *history;
  GtkListBox        *history_list;
};

/* rdg-models-page-actions.c */
void _rdg_models_page_init_actions   (RdgModelsPage *self);
void _rdg_models_page_update_actions (RdgModelsPage *self);

/* rdg-models-page-load.c */
void _rdg_models_page_load           (RdgModelsPage *self);
void _rdg_models_snapshot_free       (RdgModelsSnapshot *self);

/* rdg-models-page.c */
void _rdg_models_page_show_snapshot  (RdgModelsPage *self);
void _rdg_models_page_set_training   (RdgModelsPage *self,
                                      RdgJob        *job);

G_END_DECLS
