/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any table into a model's columns. What the model cannot take becomes missing:
 * a level that it never saw, a number that is not finite. After this no value
 * can lead a tree astray.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-formula-bind.h"
#include "rdg-number.h"

static GHashTable *
index_levels (const RdgFeature *feature)
{
  GHashTable *levels = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint l = 0; l < feature->n_levels; l++)
    g_hash_table_insert (levels, feature->levels[l], GUINT_TO_POINTER (l + 1));

  return levels;
}

static float
find_level (GHashTable *levels,
            const char *text)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (levels, text));

  return found != 0 ? (float) (found - 1) : NAN;
}

static float
number_of_level (const char *level)
{
  double value;

  return rdg_number_parse_double (level, strlen (level), '.', &value) ? (float) value : NAN;
}

/* From a category: what each of its levels becomes. */
static float *
map_levels (const RdgFeature *from,
            const RdgFeature *to)
{
  float *map = g_new (float, MAX (from->n_levels, 1));
  g_autoptr (GHashTable) levels = index_levels (to);

  for (guint l = 0; l < from->n_levels; l++)
    map[l] = to->kind == RDG_FEATURE_CATEGORY ? find_level (levels, from->levels[l])
                                              : number_of_level (from->levels[l]);

  return map;
}

static void
copy_column (const RdgFeature *from,
             const float      *source,
             const RdgFeature *to,
             float            *target,
             gsize             n_rows)
{
  if (from->kind == RDG_FEATURE_CATEGORY)
    {
      g_autofree float *map = map_levels (from, to);

      for (gsize i = 0; i < n_rows; i++)
        target[i] = source[i] >= 0.0f && source[i] < (float) from->n_levels
                      ? map[(guint) source[i]] : NAN;
      return;
    }

  if (to->kind == RDG_FEATURE_NUMERIC)
    {
      for (gsize i = 0; i < n_rows; i++)
        target[i] = isfinite (source[i]) ? source[i] : NAN;
      return;
    }

  /* A category whose levels are written as numbers, in a table that took them for numbers. */
  g_autoptr (GHashTable) levels = index_levels (to);

  for (gsize i = 0; i < n_rows; i++)
    {
      char buffer[RDG_NUMBER_BUFFER_SIZE];

      target[i] = isfinite (source[i])
                    ? find_level (levels, rdg_number_format ((double) source[i], buffer)) : NAN;
    }
}

/**
 * _rdg_model_read_column:
 * @to: the column that is wanted; found by its name
 * @target: (out caller-allocates): its values, one a row of @matrix
 *
 * Returns: %FALSE if @matrix has no such column; then @target is as it was
 */
gboolean
_rdg_model_read_column (const RdgMatrix  *matrix,
                        const RdgFeature *to,
                        float            *target)
{
  guint column;

  if (!rdg_matrix_find (matrix, to->name, &column))
    return FALSE;

  copy_column (rdg_matrix_get_feature (matrix, column), rdg_matrix_get_column (matrix, column),
               to, target, rdg_matrix_get_n_rows (matrix));
  return TRUE;
}

/* What a formula says of a car is computed: a table's own column of that name is another's word. */
static gboolean
fill_feature (const RdgModel   *self,
              const RdgMatrix  *matrix,
              const RdgFeature *to,
              float            *target)
{
  const RdgFormula *formula = rdg_model_find_formula (self, to->name);

  return formula != NULL ? rdg_formula_compute (formula, matrix, target, NULL)
                         : _rdg_model_read_column (matrix, to, target);
}

/**
 * rdg_model_conform:
 * @matrix: any table
 * @missing: (out) (optional) (transfer full): the names of the model's features that @matrix does
 *   not have; their values are missing in every row
 *
 * Columns are found by name, and formulas computed. Any thread.
 *
 * Returns: (transfer full) (nullable): the same rows in the model's columns, or %NULL with
 *   %RDG_LEARN_ERROR_NO_FEATURES when @matrix has none of them
 */
RdgMatrix *
rdg_model_conform (const RdgModel   *self,
                   const RdgMatrix  *matrix,
                   GStrv            *missing,
                   GError          **error)
{
  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  g_autoptr (RdgMatrix) conformed = rdg_matrix_new (n_rows);
  g_autoptr (GStrvBuilder) absent = g_strv_builder_new ();
  guint n_found = 0;

  for (guint f = 0; f < self->n_features; f++)
    {
      const RdgFeature *to = &self->features[f].feature;
      float *target = to->kind == RDG_FEATURE_NUMERIC
                        ? rdg_matrix_add_numeric (conformed, to->name, to->unit)
                        : rdg_matrix_add_category (conformed, to->name,
                                                   (const char * const *) to->levels);

      if (fill_feature (self, matrix, to, target))
        n_found++;
      else
        g_strv_builder_add (absent, to->name);
    }

  if (n_found == 0)
    {
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_NO_FEATURES,
                   _("None of the model's %u features is in this table; "
                     "its first is “%s”. Check that the table is of the kind that the model "
                     "was trained on."),
                   self->n_features, self->features[0].feature.name);
      return NULL;
    }

  if (missing != NULL)
    *missing = g_strv_builder_end (absent);

  return g_steal_pointer (&conformed);
}
