/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The formulas of a database: features that people compute from what was measured,
 * part of every training from then on. Blocking; any thread. Errors:
 * RDG_LEARN_ERROR_FORMULA, RDG_STORE_ERROR.
 */
#pragma once

#include "rdg-formula-sample.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *unit;         /* "" where there is none */
  char *expression;
} RdgSavedFormula;

RdgSavedFormula *rdg_saved_formula_new      (const char              *name,
                                             const char              *unit,
                                             const char              *expression);
void             rdg_saved_formula_free     (RdgSavedFormula         *self);

/* RdgSavedFormula, in the order of names. */
GPtrArray       *rdg_formula_service_list   (RdgWorkspace            *workspace,
                                             GError                 **error);
/* replaces: the name of the one that is changed; NULL: it is new. sample: to check it on; NULL:
 * loaded here. position: see rdg_formula_new(). */
gboolean         rdg_formula_service_save   (RdgWorkspace            *workspace,
                                             RdgFormulaSample        *sample,
                                             const RdgSavedFormula   *formula,
                                             const char              *replaces,
                                             GCancellable            *cancellable,
                                             guint                   *position,
                                             GError                 **error);
/* Several new ones (RdgSavedFormula), all or none. */
gboolean         rdg_formula_service_save_all
                                            (RdgWorkspace            *workspace,
                                             RdgFormulaSample        *sample,
                                             GPtrArray               *formulas,
                                             GCancellable            *cancellable,
                                             GError                 **error);
gboolean         rdg_formula_service_remove (RdgWorkspace            *workspace,
                                             const char              *name,
                                             GError                 **error);
/* Useful ones for the sample's features that are not saved yet: RdgSavedFormula. */
GPtrArray       *rdg_formula_presets        (const RdgFormulaSample  *sample,
                                             GPtrArray               *saved);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSavedFormula, rdg_saved_formula_free)

G_END_DECLS
