/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One formula as it is written: what it gives is shown while one types. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-formula-service.h"

G_BEGIN_DECLS

#define RDG_TYPE_FORMULA_EDITOR (rdg_formula_editor_get_type ())

G_DECLARE_FINAL_TYPE (RdgFormulaEditor, rdg_formula_editor, RDG, FORMULA_EDITOR, AdwBin)

/* formula: NULL for a new one. */
void             rdg_formula_editor_edit        (RdgFormulaEditor      *self,
                                                 RdgFormulaSample      *sample,
                                                 const RdgSavedFormula *formula);
/* As it stands, to be freed. */
RdgSavedFormula *rdg_formula_editor_dup_formula (RdgFormulaEditor      *self);
gboolean         rdg_formula_editor_is_ready    (RdgFormulaEditor      *self);
void             rdg_formula_editor_show_fault  (RdgFormulaEditor      *self,
                                                 const char            *fault);

G_END_DECLS
