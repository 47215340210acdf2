/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a formula's words to a table's columns: see rdg-formula-bind.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-formula-bind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-formula-private.h"
#include "rdg-model-private.h"

/* Whether name is "Torque [Nm]" for the feature "Torque" in Nm. */
static gboolean
names_with_unit (const char       *name,
                 const RdgFeature *feature)
{
  g_autofree char *qualified = NULL;

  if (*feature->unit == '\0')
    return FALSE;

  qualified = g_strdup_printf ("%s [%s]", feature->name, feature->unit);
  return g_str_equal (name, qualified);
}

static const RdgFeature *
find_feature (const RdgMatrix *matrix,
              const char      *name)
{
  guint column;

  if (rdg_matrix_find (matrix, name, &column))
    return rdg_matrix_get_feature (matrix, column);

  for (guint c = 0; c < rdg_matrix_get_n_columns (matrix); c++)
    {
      const RdgFeature *feature = rdg_matrix_get_feature (matrix, c);

      if (names_with_unit (name, feature))
        return feature;
    }

  return NULL;
}

/* Where two features share a name, each carries its unit, and the bare name is none of them. */
static const RdgFeature *
find_with_unit (const RdgMatrix *matrix,
                const char      *name)
{
  g_autofree char *start = g_strconcat (name, " [", NULL);

  for (guint c = 0; c < rdg_matrix_get_n_columns (matrix); c++)
    {
      const RdgFeature *feature = rdg_matrix_get_feature (matrix, c);

      if (g_str_has_prefix (feature->name, start))
        return feature;
    }

  return NULL;
}

/* The blocked feature that a name means, with its unit or without. */
static const RdgBlockedFeature *
find_blocked (const RdgBlockedFeature *blocked,
              guint                    n_blocked,
              const char              *name)
{
  for (guint b = 0; b < n_blocked; b++)
    {
      gsize length = strlen (blocked[b].name);

      if (strncmp (name, blocked[b].name, length) == 0 &&
          (name[length] == '\0' || g_str_has_prefix (name + length, " [")))
        return &blocked[b];
    }

  return NULL;
}

static char *
explain_absent (const RdgMatrix         *matrix,
                const RdgBlockedFeature *blocked,
                guint                    n_blocked,
                const char              *name)
{
  const RdgBlockedFeature *kept_out = find_blocked (blocked, n_blocked, name);
  const RdgFeature *twin = find_with_unit (matrix, name);

  if (twin != NULL)
    return g_strdup_printf (_("there are several features “%s”; write its unit, too, as in “%s”."),
                            name, twin->name);
  if (kept_out != NULL)
    return g_strdup_printf (_("“%s” is no input of any model, and so of no formula: %s"), name,
                            _(kept_out->reason));
  return g_strdup_printf (_("there is no feature “%s” with values that differ. Check how it is written; "
                            "a formula cannot use another formula."), name);
}

/**
 * rdg_formula_bind:
 * @matrix: all features of a training
 * @blocked: (array length=n_blocked): what was kept out of it
 * @position: (out) (optional): of the word that means no feature, or 0
 *
 * Returns: (transfer full) (nullable): the formula of those features, or %NULL with
 *   RDG_LEARN_ERROR_FORMULA
 */
RdgFormula *
rdg_formula_bind (const RdgFormula         *self,
                  const RdgMatrix          *matrix,
                  const RdgBlockedFeature  *blocked,
                  guint                     n_blocked,
                  guint                    *position,
                  GError                  **error)
{
  guint n_inputs = rdg_formula_get_n_inputs (self);
  g_autofree const char **inputs = g_new (const char *, n_inputs);

  if (position != NULL)
    *position = 0;
  for (guint i = 0; i < n_inputs; i++)
    {
      const char *name = rdg_formula_get_input (self, i);
      const RdgFeature *feature = find_feature (matrix, name);
      g_autofree char *fault = NULL;

      if (feature == NULL)
        fault = explain_absent (matrix, blocked, n_blocked, name);
      else if (feature->kind != RDG_FEATURE_NUMERIC)
        fault = g_strdup_printf (_("“%s” is a category; a formula is made of numbers."), name);
      if (fault != NULL)
        {
          if (position != NULL)
            *position = rdg_formula_get_input_position (self, i);
          _rdg_formula_set_error (rdg_formula_get_name (self),
                                  rdg_formula_get_input_position (self, i), fault, error);
          return NULL;
        }

      inputs[i] = feature->name;
    }

  return rdg_formula_with_inputs (self, inputs);
}

/**
 * rdg_formula_compute:
 * @matrix: a table; columns are found by name
 * @values: (out caller-allocates): one a row of @matrix, NaN where there is none
 * @tally: (out caller-allocates) (optional): why there is none
 *
 * For training and for scoring alike.
 *
 * Returns: %FALSE if @matrix lacks an input; then @values are all missing
 */
gboolean
rdg_formula_compute (const RdgFormula *self,
                     const RdgMatrix  *matrix,
                     float            *values,
                     RdgFormulaTally  *tally)
{
  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  guint n_inputs = rdg_formula_get_n_inputs (self);
  g_autoptr (RdgMatrix) numbers = rdg_matrix_new (n_rows);
  g_autofree const float **inputs = g_new (const float *, n_inputs);
  gboolean complete = TRUE;

  for (guint i = 0; i < n_inputs; i++)
    {
      float *column = rdg_matrix_add_numeric (numbers, rdg_formula_get_input (self, i), "");

      complete &= _rdg_model_read_column (matrix, rdg_matrix_get_feature (numbers, i), column);
      inputs[i] = column;
    }

  rdg_formula_evaluate (self, inputs, n_rows, values, tally);
  return complete;
}
