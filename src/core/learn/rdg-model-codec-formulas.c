/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *   n_formulas   u32   [] name, unit, expression text; n_inputs u32 [] name text
 *
 * In the order of names. A formula and its inputs are numbers among the model's
 * features; the inputs are what the names in its expression mean, in the order in
 * which they come first.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec-formulas.h"

#include <string.h>

#define LEAST_FORMULA_SIZE 16
#define LEAST_INPUT_SIZE 4

void
_rdg_model_put_formulas (GByteArray     *bytes,
                         const RdgModel *model)
{
  rdg_bytes_put_u32 (bytes, model->n_formulas);
  for (guint i = 0; i < model->n_formulas; i++)
    {
      const RdgFormula *formula = model->formulas[i];

      rdg_bytes_put_text (bytes, rdg_formula_get_name (formula));
      rdg_bytes_put_text (bytes, rdg_formula_get_unit (formula));
      rdg_bytes_put_text (bytes, rdg_formula_get_expression (formula));
      rdg_bytes_put_u32 (bytes, rdg_formula_get_n_inputs (formula));
      for (guint k = 0; k < rdg_formula_get_n_inputs (formula); k++)
        rdg_bytes_put_text (bytes, rdg_formula_get_input (formula, k));
    }
}

/* unit: nullable, then any. */
static gboolean
is_number (const RdgModel *model,
           const char     *name,
           const char     *unit)
{
  for (guint f = 0; f < model->n_features; f++)
    {
      const RdgFeature *feature = &model->features[f].feature;

      if (g_str_equal (feature->name, name))
        return feature->kind == RDG_FEATURE_NUMERIC &&
               (unit == NULL || g_str_equal (feature->unit, unit));
    }

  return FALSE;
}

/* NULL after the reader has failed. */
static RdgFormula *
get_formula (RdgByteReader  *reader,
             const RdgModel *model)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = rdg_byte_reader_text (reader);
  g_autofree char *unit = rdg_byte_reader_text (reader);
  g_autofree char *expression = rdg_byte_reader_text (reader);
  guint n_inputs = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 1, G_MAXUINT32,
                                                  LEAST_INPUT_SIZE);
  g_autoptr (RdgFormula) formula = NULL;

  for (guint i = 0; i < n_inputs && !reader->failed; i++)
    {
      char *input = rdg_byte_reader_text (reader);

      g_ptr_array_add (inputs, input);
      rdg_byte_reader_check (reader, is_number (model, input, NULL));
    }
  if (!rdg_byte_reader_check (reader, is_number (model, name, unit)))
    return NULL;

  formula = rdg_formula_new (name, unit, expression, NULL, NULL);
  if (!rdg_byte_reader_check (reader, formula != NULL &&
                                      rdg_formula_get_n_inputs (formula) == n_inputs))
    return NULL;

  return rdg_formula_with_inputs (formula, (const char * const *) inputs->pdata);
}

/* A formula sees what was measured, and no other formula. */
static gboolean
sees_formula (const RdgModel *model)
{
  for (guint i = 0; i < model->n_formulas; i++)
    {
      for (guint k = 0; k < rdg_formula_get_n_inputs (model->formulas[i]); k++)
        {
          if (rdg_model_find_formula (model, rdg_formula_get_input (model->formulas[i], k)) != NULL)
            return TRUE;
        }
    }

  return FALSE;
}

/**
 * _rdg_model_get_formulas:
 * @model: its features are known
 *
 * The reader fails on what cannot be.
 */
void
_rdg_model_get_formulas (RdgByteReader *reader,
                         RdgModel      *model)
{
  guint n = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 0, RDG_FORMULA_MOST,
                                           LEAST_FORMULA_SIZE);

  model->formulas = g_new0 (RdgFormula *, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      RdgFormula *formula = get_formula (reader, model);

      if (formula == NULL)
        return;
      model->formulas[model->n_formulas++] = formula;
      rdg_byte_reader_check (reader, i == 0 || strcmp (rdg_formula_get_name (model->formulas[i - 1]),
                                                       rdg_formula_get_name (formula)) < 0);
    }
  rdg_byte_reader_check (reader, !sees_formula (model));
}
