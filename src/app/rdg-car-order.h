/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which cars a list shows and in what order, as an array of indexes into an
 * immutable RdgRiskList. Any thread.
 */
#pragma once

#include "rdg-prediction-service.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_CAR_SORT_RISK,
  RDG_CAR_SORT_CODE,
  RDG_CAR_SORT_VARIANT,
  RDG_CAR_SORT_SINCE,
  RDG_CAR_SORT_REASON,
} RdgCarSort;

typedef struct
{
  RdgCarSort sort;
  gboolean   descending;
  gboolean   long_only;
  double     threshold;  /* for long_only */
  char      *search;     /* part of a code; NULL: any */
  char      *variant;    /* NULL: any */
} RdgCarOrder;

void     rdg_car_order_copy       (const RdgCarOrder *self,
                                   RdgCarOrder       *copy);
void     rdg_car_order_clear      (RdgCarOrder       *self);
gboolean rdg_car_order_is_natural (const RdgCarOrder *self);
guint   *rdg_car_order_apply      (const RdgCarOrder *self,
                                   const RdgRiskList *cars,
                                   guint             *n_view,
                                   GCancellable      *cancellable);
void     rdg_car_order_diff       (const RdgRiskList *old_cars,
                                   const guint       *old_view,
                                   guint              n_old,
                                   const RdgRiskList *cars,
                                   const guint       *view,
                                   guint              n_view,
                                   guint             *before,
                                   guint             *after);

G_END_DECLS
