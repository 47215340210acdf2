/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the formulas' dialog asks and changes, as functions of jobs. */
#pragma once

#include "rdg-formula-service.h"
#include "rdg-job.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray        *formulas;   /* RdgSavedFormula */
  GPtrArray        *presets;    /* RdgSavedFormula */
  RdgFormulaSample *sample;
} RdgFormulasAnswer;

typedef struct
{
  RdgWorkspace     *workspace;
  RdgFormulaSample *sample;     /* NULL: not loaded yet */
  GPtrArray        *saved;      /* RdgSavedFormula: to be saved; of those that replace, one */
  char             *replaces;   /* the formula that is changed; NULL: none */
  char             *removed;    /* the formula that goes; NULL: none */
} RdgFormulasWork;

RdgFormulasWork   *_rdg_formulas_work_new    (RdgWorkspace      *workspace,
                                              RdgFormulaSample  *sample);
void               _rdg_formulas_work_free   (gpointer           work);
void               _rdg_formulas_answer_free (gpointer           answer);
/* RdgJobFunc with RdgFormulasWork; gives an RdgFormulasAnswer. */
gpointer           _rdg_formulas_load        (RdgJob            *job,
                                              gpointer           data,
                                              GError           **error);
/* Likewise, after what the work says was done. */
gpointer           _rdg_formulas_change      (RdgJob            *job,
                                              gpointer           data,
                                              GError           **error);

G_END_DECLS
