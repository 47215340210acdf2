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

  RdgRankedList      *list;
  GtkSingleSelection *selection;
  RdgModel           *model;           /* the active one */
  RdgJob             *job;             /* that reads the list */
  GSimpleActionGroup *actions;
  gint64              selected_id;     /* kept while rows come and go */
  guint               selected_at;
  GHashTable         *recordings;      /* results on their way: code to struct */
  GHashTable         *recorded;        /* ids of the cars that got a result here */
  gboolean            seen;            /* this database has been shown once */
  gboolean            open_found;      /* open what the search finds, once it has */
  guint32             letters;         /* bit n: a code begins with the nth letter */

  AdwFlap            *flap;
  AdwStatusPage      *no_model_page;
  AdwStatusPage      *problem_page;
  GtkButton          *search_all_button;
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
void _rdg_cars_page_open_card      (RdgCarsPage *self);
void _rdg_cars_page_reload         (RdgCarsPage *self);

void _rdg_cars_page_init_recordings (RdgCarsPage   *self);
void _rdg_cars_page_record_selected (RdgCarsPage   *self,
                                     RdgCarOutcome  outcome);
void _rdg_cars_page_show_recording  (RdgCarsPage   *self);

void     _rdg_cars_page_init_filters  (RdgCarsPage        *self);
void     _rdg_cars_page_bind_filters  (RdgCarsPage        *self);
void     _rdg_cars_page_clear_filters (RdgCarsPage        *self);
void     _rdg_cars_page_show_variants (RdgCarsPage        *self,
                                       const char * const *variants);
void     _rdg_cars_page_open_found    (RdgCarsPage        *self);
gboolean _rdg_cars_page_begins_code   (RdgCarsPage        *self,
                                       guint               key);

G_END_DECLS
