/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a car's risk is what it is, as sentences. Any thread. */
#pragma once

#include "rdg-prediction-service.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *unit;
  double      usual_low;     /* NaN: nothing is usual */
  double      usual_high;
} RdgReasonFeature;

/* level: of a category; NULL: numeric, or not known. value: NaN: not measured, or a category. */
RdgReason *_rdg_reason_new        (const RdgReasonFeature *feature,
                                   double                  value,
                                   const char             *level,
                                   double                  contribution);
char      *_rdg_reason_make_text  (const RdgReasonFeature *feature,
                                   double                  value,
                                   const char             *level);
void       _rdg_reason_describe   (const RdgModel         *model,
                                   guint                   f,
                                   RdgReasonFeature       *feature);
/* The value of a car's feature; matrix is conformed. */
double     _rdg_reason_get_value  (const RdgMatrix        *matrix,
                                   gsize                   row,
                                   guint                   f,
                                   const char            **level);
/* The n_reasons largest of a row's contributions, largest absolute one first; 0: all. */
GPtrArray *_rdg_reason_list       (const RdgModel         *model,
                                   const RdgMatrix        *matrix,
                                   gsize                   row,
                                   const double           *contributions,
                                   guint                   n_reasons);

G_END_DECLS
