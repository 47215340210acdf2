/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgFormula: a feature that a user computes from others, e.g. "Torque" *
 * "Rotational speed" * 2 * pi / 60. A feature stands in quotation marks ("" for one
 * within), or bare where its name is one word; numbers have a point in every locale.
 * No formula sees another one. What muParser knows of it is created where it is
 * used: a formula is immutable and reference-counted; any thread.
 */
#pragma once

#include "rdg-matrix.h"

G_BEGIN_DECLS

/* Of one model or database. */
#define RDG_FORMULA_MOST 100

/* Why a formula has no value for some rows. */
typedef struct
{
  gsize n_rows;
  gsize n_lacking;     /* an input is missing */
  gsize n_infinite;    /* divided by zero, or too large */
  gsize n_undefined;   /* e.g. the root of a negative number */
} RdgFormulaTally;

typedef struct _RdgFormula RdgFormula;

/* position: of the fault in expression, in characters from 1; 0 where it is in no place; nullable. */
RdgFormula  *rdg_formula_new                (const char          *name,
                                             const char          *unit,
                                             const char          *expression,
                                             guint               *position,
                                             GError             **error);
RdgFormula  *rdg_formula_ref                (RdgFormula          *self);
void         rdg_formula_unref              (RdgFormula          *self);
const char  *rdg_formula_get_name           (const RdgFormula    *self);
const char  *rdg_formula_get_unit           (const RdgFormula    *self);
const char  *rdg_formula_get_expression     (const RdgFormula    *self);
guint        rdg_formula_get_n_inputs       (const RdgFormula    *self);
/* As written in the expression; once bound, the name of the feature that is meant. */
const char  *rdg_formula_get_input          (const RdgFormula    *self,
                                             guint                input);
guint        rdg_formula_get_input_position (const RdgFormula    *self,
                                             guint                input);
/* The same formula, of these features. inputs: as many names as it has. */
RdgFormula  *rdg_formula_with_inputs        (const RdgFormula    *self,
                                             const char * const  *inputs);
/* The one way to a formula's values. inputs: columns of n_rows. What is no finite number is missing.
 * tally: nullable. */
void         rdg_formula_evaluate           (const RdgFormula    *self,
                                             const float * const *inputs,
                                             gsize                n_rows,
                                             float               *values,
                                             RdgFormulaTally     *tally);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFormula, rdg_formula_unref)

G_END_DECLS
