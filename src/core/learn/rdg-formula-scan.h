/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A user's expression, checked word by word and said as muParser takes it. For rdg-formula.c alone. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;       /* of a feature, without its quotation marks */
  guint position;   /* in the user's text, in characters from 1: where it stands first */
} RdgFormulaName;

typedef struct
{
  GString *text;      /* every feature is v0, v1, …, every number n0, n1, …: nothing depends on a
                         locale, and nothing of the user's own words gets through */
  GArray  *names;     /* RdgFormulaName: v0, v1, … */
  GArray  *numbers;   /* double: n0, n1, … */
} RdgFormulaScan;

RdgFormulaScan *_rdg_formula_scan      (const char      *expression,
                                        guint           *position,
                                        char           **fault);
void            _rdg_formula_scan_free (RdgFormulaScan  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFormulaScan, _rdg_formula_scan_free)

G_END_DECLS
