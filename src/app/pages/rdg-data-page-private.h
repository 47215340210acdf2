/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the Data page know of each other. */
#pragma once

#include "rdg-data-page.h"
#include "rdg-import-service.h"
#include "rdg-notice.h"

G_BEGIN_DECLS

struct _RdgDataPage
{
  RdgPage             parent_instance;

  RdgJob             *loading;
  GListStore         *imports;
  RdgWatchedFolder   *watched;
  GSimpleActionGroup *actions;

  GtkStack           *stack;
  AdwStatusPage      *error;
  RdgNotice          *notice;
  GtkListBox         *list;
  GtkLabel           *failed;
  GtkLabel           *passed;
  GtkLabel           *unlabelled;
  GtkLabel           *why;
  GtkRevealer        *drop_hint;
  GtkBox             *warnings;
  GtkWidget          *positions;
  GtkWidget          *axis;
  GtkLabel           *axis_from;
  GtkLabel           *axis_to;
  GtkWidget          *watched_bar;
  GtkImage           *watched_icon;
  GtkLabel           *watched_status;
};

/* rdg-data-page-actions.c */
void _rdg_data_page_init_actions   (RdgDataPage *self);
void _rdg_data_page_update_actions (RdgDataPage *self);

/* rdg-data-page.c */
void _rdg_data_page_load           (RdgDataPage *self);

G_END_DECLS
