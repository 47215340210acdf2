/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas and the tables that they are computed from. Any thread. */
#pragma once

#include "rdg-formula.h"
#include "rdg-model.h"

G_BEGIN_DECLS

/* The features that the formula's names mean among those of a training: matrix's columns, but for
 * what was kept out (blocked), which no formula may bring back. position: as of rdg_formula_new(). */
RdgFormula *rdg_formula_bind    (const RdgFormula         *self,
                                 const RdgMatrix          *matrix,
                                 const RdgBlockedFeature  *blocked,
                                 guint                     n_blocked,
                                 guint                    *position,
                                 GError                  **error);
/* Of a bound formula: its values in matrix's rows; FALSE where matrix lacks an input. */
gboolean    rdg_formula_compute (const RdgFormula         *self,
                                 const RdgMatrix          *matrix,
                                 float                    *values,
                                 RdgFormulaTally          *tally);

G_END_DECLS
