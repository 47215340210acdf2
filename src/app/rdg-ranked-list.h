/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgRankedList: a GListModel over an RdgRiskList, ready for a million cars: an
 * array of indexes is the view, rows are made when asked for, and sorting and
 * filtering run on another thread.
 *
 * Main thread only.
 */
#pragma once

#include "rdg-car-order.h"
#include "rdg-car-row.h"

G_BEGIN_DECLS

#define RDG_TYPE_RANKED_LIST (rdg_ranked_list_get_type ())

G_DECLARE_FINAL_TYPE (RdgRankedList, rdg_ranked_list, RDG, RANKED_LIST, GObject)

RdgRankedList *rdg_ranked_list_new           (void);
void           rdg_ranked_list_set_cars      (RdgRankedList *self,
                                              RdgRiskList   *cars,
                                              double         threshold);
RdgRiskList   *rdg_ranked_list_get_cars      (RdgRankedList *self);
void           rdg_ranked_list_set_threshold (RdgRankedList *self,
                                              double         threshold);
double         rdg_ranked_list_get_threshold (RdgRankedList *self);
void           rdg_ranked_list_set_sort      (RdgRankedList *self,
                                              RdgCarSort     sort,
                                              gboolean       descending);
void           rdg_ranked_list_set_search    (RdgRankedList *self,
                                              const char    *search);
void           rdg_ranked_list_set_variant   (RdgRankedList *self,
                                              const char    *variant);
void           rdg_ranked_list_set_long_only (RdgRankedList *self,
                                              gboolean       long_only);
gboolean       rdg_ranked_list_is_filtered   (RdgRankedList *self);
gboolean       rdg_ranked_list_is_busy       (RdgRankedList *self);
gboolean       rdg_ranked_list_is_publishing (RdgRankedList *self);
guint          rdg_ranked_list_find          (RdgRankedList *self,
                                              gint64         car_id);
guint          rdg_ranked_list_find_code     (RdgRankedList *self,
                                              const char    *code);
guint          rdg_ranked_list_get_divider   (RdgRankedList *self);
const guint   *rdg_ranked_list_get_view      (RdgRankedList *self,
                                              guint         *n_view);

G_END_DECLS
