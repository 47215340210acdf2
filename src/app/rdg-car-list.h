/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgCarList: a GListModel over an RdgRiskList, ready for a million cars: an
 * array of indexes is the view, rows are made when asked for, and sorting and
 * filtering run on another thread.
 *
 * Main thread only.
 */
#pragma once

#include "rdg-car-order.h"
#include "rdg-car-row.h"

G_BEGIN_DECLS

#define RDG_TYPE_CAR_LIST (rdg_car_list_get_type ())

G_DECLARE_FINAL_TYPE (RdgCarList, rdg_car_list, RDG, CAR_LIST, GObject)

RdgCarList  *rdg_car_list_new            (void);
void         rdg_car_list_set_cars       (RdgCarList  *self,
                                          RdgRiskList *cars,
                                          double       threshold);
RdgRiskList *rdg_car_list_get_cars       (RdgCarList  *self);
void         rdg_car_list_set_threshold  (RdgCarList  *self,
                                          double       threshold);
double       rdg_car_list_get_threshold  (RdgCarList  *self);
void         rdg_car_list_set_sort       (RdgCarList  *self,
                                          RdgCarSort   sort,
                                          gboolean     descending);
void         rdg_car_list_set_search     (RdgCarList  *self,
                                          const char  *search);
void         rdg_car_list_set_variant    (RdgCarList  *self,
                                          const char  *variant);
void         rdg_car_list_set_long_only  (RdgCarList  *self,
                                          gboolean     long_only);
gboolean     rdg_car_list_is_filtered    (RdgCarList  *self);
gboolean     rdg_car_list_is_busy        (RdgCarList  *self);
gboolean     rdg_car_list_is_publishing  (RdgCarList  *self);
guint        rdg_car_list_find           (RdgCarList  *self,
                                          gint64       car_id);
guint        rdg_car_list_find_code      (RdgCarList  *self,
                                          const char  *code);
guint        rdg_car_list_get_divider    (RdgCarList  *self);
gsize        rdg_car_list_get_n_long     (RdgCarList  *self,
                                          double      *expected_caught);
const guint *rdg_car_list_get_view       (RdgCarList  *self,
                                          guint       *n_view);

G_END_DECLS
