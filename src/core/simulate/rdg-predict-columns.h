/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the plant's own table, PREDICT, and what each says of a car. Any thread. */
#pragma once

#include "rdg-plant-car.h"

G_BEGIN_DECLS

#define RDG_PREDICT_N_COLUMNS 80
#define RDG_PREDICT_LABEL "FALHAS_ROD"

typedef struct _RdgPredictColumn RdgPredictColumn;

/* NAN: the cell is empty. */
typedef double (*RdgPredictFunc) (const RdgPlantCar      *car,
                                  const RdgPredictColumn *column);

struct _RdgPredictColumn
{
  char           name[24];
  RdgPredictFunc func;          /* NULL: a text, KNR or MOD */
  guint          decimals;
  RdgPlantHallId hall;          /* which of these it looks at depends on the function */
  RdgPlantHallId next;
  RdgPlantZoneId zone;
  RdgPlantRemedy remedy;
  guint          operation;
};

/* The columns in the order of the file. */
void rdg_predict_columns_init (RdgPredictColumn columns[RDG_PREDICT_N_COLUMNS]);

G_END_DECLS
