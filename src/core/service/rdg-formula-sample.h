/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgFormulaSample: some cars with all their features, on which a formula can be
 * tried as it is typed. Loading blocks; afterwards it is immutable, for any thread.
 */
#pragma once

#include "rdg-formula.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

/* So many cars are looked at in a preview. */
#define RDG_FORMULA_SAMPLE_CARS 2000

typedef struct
{
  char   *car;
  double *inputs;      /* as many as the preview has */
  double  value;       /* NaN: missing */
} RdgFormulaRow;

typedef struct
{
  GStrv           inputs;     /* the features that the formula uses */
  GPtrArray      *rows;       /* RdgFormulaRow: of the first cars */
  RdgFormulaTally tally;
  guint64         n_cars;     /* of which the sample was taken */
  gboolean        constant;   /* the same for all cars: it would be no feature */
  double          least;      /* NaN where there is no value */
  double          middle;
  double          most;
} RdgFormulaPreview;

typedef struct _RdgFormulaSample RdgFormulaSample;

/* most_cars: 0: all of them. Evenly spaced among those with an outcome, else among all. */
RdgFormulaSample  *rdg_formula_sample_load         (RdgWorkspace            *workspace,
                                                    gsize                    most_cars,
                                                    GCancellable            *cancellable,
                                                    GError                 **error);
RdgFormulaSample  *rdg_formula_sample_ref          (RdgFormulaSample        *self);
void               rdg_formula_sample_unref        (RdgFormulaSample        *self);
gboolean           rdg_formula_sample_is_partial   (const RdgFormulaSample  *self);
/* What a formula can use: the numbers among the features. */
guint              rdg_formula_sample_get_n_inputs (const RdgFormulaSample  *self);
const RdgFeature  *rdg_formula_sample_get_input    (const RdgFormulaSample  *self,
                                                    guint                    input);
/* Whether the formula can be saved. name: NULL while it has none. position: see rdg_formula_new(). */
gboolean           rdg_formula_sample_check        (const RdgFormulaSample  *self,
                                                    const char              *name,
                                                    const char              *unit,
                                                    const char              *expression,
                                                    guint                   *position,
                                                    GError                 **error);
RdgFormulaPreview *rdg_formula_sample_preview      (const RdgFormulaSample  *self,
                                                    const char              *name,
                                                    const char              *unit,
                                                    const char              *expression,
                                                    guint                   *position,
                                                    GError                 **error);
void               rdg_formula_preview_free        (RdgFormulaPreview       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFormulaSample, rdg_formula_sample_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFormulaPreview, rdg_formula_preview_free)

G_END_DECLS
