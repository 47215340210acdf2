/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved formulas as features of a training: see rdg-formula-service.h for what people do with them. */
#pragma once

#include <gio/gio.h>

#include "rdg-formula.h"
#include "rdg-model.h"

G_BEGIN_DECLS

/* Whether name can be a formula's beside these features; FALSE with RDG_LEARN_ERROR_FORMULA. */
gboolean   _rdg_formula_check_name   (const char       *name,
                                      const RdgMatrix  *matrix,
                                      const GArray     *blocked,
                                      GError          **error);
/* The formula, of these features: name, expression and inputs are all right. */
RdgFormula *_rdg_formula_make        (const char       *name,
                                      const char       *unit,
                                      const char       *expression,
                                      const RdgMatrix  *matrix,
                                      const GArray     *blocked,
                                      guint            *position,
                                      GError          **error);
/* saved: RdgStoredFormula, by name. chosen: "all" or NULL, "none", or names with commas between.
 * Adds a column to matrix for each and lists it among bound; one that cannot be used joins blocked,
 * with a warning, unless it was chosen by name: then it is an error. */
gboolean   _rdg_formula_add_features (GPtrArray        *saved,
                                      const char       *chosen,
                                      RdgMatrix        *matrix,
                                      GArray           *blocked,
                                      GPtrArray        *bound,
                                      GStrvBuilder     *warnings,
                                      GError          **error);

G_END_DECLS
