/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Cars page's files know of each other. */
#pragma once

#include "rdg-car-card.h"
#include "rdg-cars-page.h"
#include "rdg-cars-summary.h"
#include "rdg-model.h"

G_BEGIN_DECLS

struct _RdgCarsPage
{
  RdgPage             parent_instance;

  RdgRankedList         *list;
  GtkSingleSelection *selection;
  RdgModel           *model;           /* the active one */
  RdgJob             *job;             /* that reads the list */
  GSimpleActionGroup *actions;
  gint64              selected_id;     /* kept while rows come and go */
  guint               selected_at;
  gboolean            stay_at_place;   /* where the selected car goes, select who takes its place */
  gboolean            seen;            /* this database has been shown once */

  AdwFlap            *flap;
  AdwStatusPage      *no_model_page;
  AdwStatusPage      *problem_page;
  GtkColumnView      *view;
  GtkDropDown        *variant_drop_down;
  GtkDropDown        *which_drop_down;
  GtkLabel           *note_label;
  GtkRevealer        *note_revealer;
  GtkSearchEntry     *search_entry;
  GtkStack           *list_stack;
  GtkStack           *states;
  GtkToggleButton    *long_button;
  RdgCarCard         *card;
  RdgCarsSummary     *summary;
};

void _rdg_cars_page_init_actions   (RdgCarsPage *self);
void _rdg_cars_page_update_actions (RdgCarsPage *self);
void _rdg_cars_page_add_keys       (GtkWidgetClass *widget_class);
void _rdg_cars_page_select         (RdgCarsPage *self,
                                    guint        position);
void _rdg_cars_page_reload         (RdgCarsPage *self);

G_END_DECLS
