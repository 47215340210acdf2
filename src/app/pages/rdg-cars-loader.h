/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Cars page shows, read in one job. Main thread only. */
#pragma once

#include "rdg-app-context.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-training-service.h"

G_BEGIN_DECLS

typedef struct
{
  RdgRiskList        *cars;        /* NULL where no model is active */
  RdgModel           *model;
  RdgModelRow        *model_row;   /* NULL: the model that was known is active still */
  GStrv               variants;    /* of the cars, in alphabetical order */
  guint32             letters;     /* bit n: a car's code begins with the nth letter, in any case */
  RdgTrainingOutlook  outlook;     /* where no model is active, or nothing is scored */
} RdgCarsAnswer;

RdgJob *rdg_cars_loader_start (RdgAppContext  *context,
                               gboolean        all,
                               RdgModel       *known_model,
                               RdgJobDoneFunc  done,
                               gpointer        owner);
void    rdg_cars_answer_free  (RdgCarsAnswer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCarsAnswer, rdg_cars_answer_free)

G_END_DECLS
