/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of floats with names: see rdg-matrix.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-matrix.h"

#include <math.h>

typedef struct
{
  RdgFeature feature;
  float     *values;
} Column;

struct _RdgMatrix
{
  gatomicrefcount ref_count;
  gsize           n_rows;
  GPtrArray      *columns;
  GHashTable     *by_name;  /* borrowed name -> index + 1 */
};

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->feature.name);
  g_free (column->feature.unit);
  g_strfreev (column->feature.levels);
  g_free (column->values);
  g_free (column);
}

/**
 * rdg_matrix_new:
 * @n_rows: how many rows every column has
 *
 * Returns: (transfer full): a matrix without columns
 */
RdgMatrix *
rdg_matrix_new (gsize n_rows)
{
  RdgMatrix *self = g_new0 (RdgMatrix, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_rows = n_rows;
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * rdg_matrix_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
RdgMatrix *
rdg_matrix_ref (RdgMatrix *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * rdg_matrix_unref:
 *
 * Any thread; the last reference frees.
 */
void
rdg_matrix_unref (RdgMatrix *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

static float *
add_column (RdgMatrix          *self,
            RdgFeatureKind      kind,
            const char         *name,
            const char         *unit,
            const char * const *levels)
{
  Column *column = g_new0 (Column, 1);

  column->feature.kind = kind;
  column->feature.name = g_strdup (name);
  column->feature.unit = g_strdup (unit);
  column->feature.levels = g_strdupv ((char **) levels);
  column->feature.n_levels = levels != NULL ? g_strv_length ((char **) levels) : 0;
  column->values = g_new (float, MAX (self->n_rows, 1));
  for (gsize i = 0; i < self->n_rows; i++)
    column->values[i] = NAN;

  g_ptr_array_add (self->columns, column);
  /* Of two columns with one name the first is found. */
  if (!g_hash_table_contains (self->by_name, column->feature.name))
    g_hash_table_insert (self->by_name, column->feature.name,
                         GUINT_TO_POINTER (self->columns->len));

  return column->values;
}

/**
 * rdg_matrix_add_numeric:
 * @name: the feature's name
 * @unit: its unit, "" for none
 *
 * Returns: (transfer none): the new column, all missing, to be filled
 */
float *
rdg_matrix_add_numeric (RdgMatrix  *self,
                        const char *name,
                        const char *unit)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return add_column (self, RDG_FEATURE_NUMERIC, name, unit != NULL ? unit : "", NULL);
}

/**
 * rdg_matrix_add_category:
 * @name: the feature's name
 * @levels: (array zero-terminated=1): its levels; a value is a level's index
 *
 * Returns: (transfer none): the new column, all missing, to be filled
 */
float *
rdg_matrix_add_category (RdgMatrix          *self,
                         const char         *name,
                         const char * const *levels)
{
  g_return_val_if_fail (self != NULL && name != NULL && levels != NULL, NULL);

  return add_column (self, RDG_FEATURE_CATEGORY, name, "", levels);
}

gsize
rdg_matrix_get_n_rows (const RdgMatrix *self)
{
  return self->n_rows;
}

guint
rdg_matrix_get_n_columns (const RdgMatrix *self)
{
  return self->columns->len;
}

/**
 * rdg_matrix_get_feature:
 *
 * Returns: (transfer none): what @column is called and holds
 */
const RdgFeature *
rdg_matrix_get_feature (const RdgMatrix *self,
                        guint            column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return &((const Column *) g_ptr_array_index (self->columns, column))->feature;
}

/**
 * rdg_matrix_get_column:
 *
 * Returns: (transfer none): the values of @column, one a row
 */
const float *
rdg_matrix_get_column (const RdgMatrix *self,
                       guint            column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return ((const Column *) g_ptr_array_index (self->columns, column))->values;
}

/**
 * rdg_matrix_find:
 * @name: a feature's name
 * @column: (out) (optional): where it is
 *
 * Returns: whether there is a column of that name
 */
gboolean
rdg_matrix_find (const RdgMatrix *self,
                 const char      *name,
                 guint           *column)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, name));

  if (found == 0)
    return FALSE;

  if (column != NULL)
    *column = found - 1;

  return TRUE;
}

/**
 * rdg_matrix_take_rows:
 * @rows: (array length=n_rows): rows of @self, in any order
 *
 * Returns: (transfer full): a matrix of the same columns and the chosen rows
 */
RdgMatrix *
rdg_matrix_take_rows (const RdgMatrix *self,
                      const guint32   *rows,
                      gsize            n_rows)
{
  RdgMatrix *taken = rdg_matrix_new (n_rows);

  for (guint c = 0; c < self->columns->len; c++)
    {
      const Column *column = g_ptr_array_index (self->columns, c);
      float *values = add_column (taken, column->feature.kind, column->feature.name,
                                  column->feature.unit,
                                  (const char * const *) column->feature.levels);

      for (gsize i = 0; i < n_rows; i++)
        {
          g_assert (rows[i] < self->n_rows);
          values[i] = column->values[rows[i]];
        }
    }

  return taken;
}
