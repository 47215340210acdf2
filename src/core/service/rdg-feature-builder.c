/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From values to a model's input: see rdg-feature-builder.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-feature-builder.h"

#include <math.h>
#include <string.h>

#define FIRST_CAPACITY 256

typedef struct
{
  char      *name;
  char      *unit;
  gboolean   category;
  GPtrArray *levels;     /* of a category */
  float     *values;     /* capacity of them, NaN where none was set */
  gsize      capacity;
  gsize      n_set;
} Column;

struct _RdgFeatureBuilder
{
  const RdgModel *model;
  GHashTable     *wanted;     /* the model's names, and names without their qualifier */
  GArray         *columns;
};

static void
clear_column (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_free (column->unit);
  g_clear_pointer (&column->levels, g_ptr_array_unref);
  g_free (column->values);
}

/* Where two characteristics share a name, their features carry the unit, or the kind, after it. */
static char *
qualified_name (const Column *column)
{
  if (column->category)
    return g_strdup_printf ("%s [category]", column->name);
  if (*column->unit == '\0')
    return g_strdup (column->name);

  return g_strdup_printf ("%s [%s]", column->name, column->unit);
}

RdgFeatureBuilder *
_rdg_feature_builder_new (const RdgModel *model)
{
  RdgFeatureBuilder *self = g_new0 (RdgFeatureBuilder, 1);

  self->model = model;
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  if (model != NULL)
    {
      self->wanted = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint f = 0; f < rdg_model_get_n_features (model); f++)
        g_hash_table_add (self->wanted, rdg_model_get_feature (model, f)->name);
    }

  return self;
}

void
_rdg_feature_builder_free (RdgFeatureBuilder *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_array_unref (self->columns);
  g_free (self);
}

gboolean
_rdg_feature_builder_is_training (RdgFeatureBuilder *self)
{
  return self->model == NULL;
}

guint
_rdg_feature_builder_add_column (RdgFeatureBuilder *self,
                                 const char        *name,
                                 const char        *unit,
                                 gboolean           category)
{
  Column column = {
    .name = g_strdup (name),
    .unit = g_strdup (unit),
    .category = category,
    .levels = category ? g_ptr_array_new_with_free_func (g_free) : NULL,
  };
  g_autofree char *qualified = qualified_name (&column);

  if (self->wanted != NULL && !g_hash_table_contains (self->wanted, name) &&
      !g_hash_table_contains (self->wanted, qualified))
    {
      clear_column (&column);
      return RDG_FEATURE_BUILDER_NO_COLUMN;
    }

  g_array_append_val (self->columns, column);
  return self->columns->len - 1;
}

void
_rdg_feature_builder_add_level (RdgFeatureBuilder *self,
                                guint              column,
                                const char        *text)
{
  g_ptr_array_add (g_array_index (self->columns, Column, column).levels, g_strdup (text));
}

guint
_rdg_feature_builder_n_levels (RdgFeatureBuilder *self,
                               guint              column)
{
  return g_array_index (self->columns, Column, column).levels->len;
}

static void
grow (Column *column,
      gsize   row)
{
  gsize capacity = MAX (column->capacity, FIRST_CAPACITY);

  while (capacity <= row)
    capacity *= 2;

  column->values = g_renew (float, column->values, capacity);
  for (gsize i = column->capacity; i < capacity; i++)
    column->values[i] = NAN;
  column->capacity = capacity;
}

/**
 * _rdg_feature_builder_set:
 * @value: what was measured last; what is no finite float is as if it had not been measured
 */
void
_rdg_feature_builder_set (RdgFeatureBuilder *self,
                          guint              column,
                          gsize              row,
                          double             value)
{
  Column *into = &g_array_index (self->columns, Column, column);
  float narrow = (float) value;

  if (!isfinite (narrow))
    return;
  if (row >= into->capacity)
    grow (into, row);

  into->values[row] = narrow;
  into->n_set++;
}

/* NaN where none was set. */
double
_rdg_feature_builder_get (RdgFeatureBuilder *self,
                          guint              column,
                          gsize              row)
{
  const Column *from = &g_array_index (self->columns, Column, column);

  return row < from->capacity ? (double) from->values[row] : NAN;
}

static gboolean
is_constant (const float *values,
             gsize        n_rows)
{
  float first = NAN;

  for (gsize i = 0; i < n_rows; i++)
    {
      if (isnan (first))
        first = values[i];
      else if (!isnan (values[i]) && (values[i] < first || values[i] > first))
        return FALSE;
    }

  return TRUE;
}

void
_rdg_feature_builder_add_numbers (RdgFeatureBuilder *self,
                                  const char        *name,
                                  const char        *unit,
                                  const float       *values,
                                  gsize              n_rows,
                                  guint8            *seen)
{
  guint column;

  if (self->model == NULL && is_constant (values, n_rows))
    return;

  column = _rdg_feature_builder_add_column (self, name, unit, FALSE);
  for (gsize i = 0; column != RDG_FEATURE_BUILDER_NO_COLUMN && i < n_rows; i++)
    {
      _rdg_feature_builder_set (self, column, i, (double) values[i]);
      seen[i] |= !isnan (values[i]);
    }
}

static void
copy_numbers (const Column *column,
              float        *target,
              gsize         n_rows)
{
  gsize n = MIN (n_rows, column->capacity);

  if (n > 0)
    memcpy (target, column->values, n * sizeof (float));
  for (gsize i = n; i < n_rows; i++)
    target[i] = NAN;
}

static gint
compare_levels_cb (gconstpointer a,
                   gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The level's place among the texts, or -1. */
static gssize
level_at (const Column *column,
          gsize         row)
{
  float value = row < column->capacity ? column->values[row] : NAN;

  return value >= 0 && value < (float) column->levels->len ? (gssize) value : -1;
}

/* Only the levels that occur, in the order of their texts: so it does not matter which import
 * brought them first, nor what else was imported once. */
static void
add_category (RdgMatrix    *matrix,
              const char   *name,
              const Column *column,
              gsize         n_rows)
{
  g_autofree guint8 *used = g_new0 (guint8, MAX (column->levels->len, 1));
  g_autofree float *place = g_new (float, MAX (column->levels->len, 1));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (gsize i = 0; i < n_rows; i++)
    {
      gssize level = level_at (column, i);

      if (level >= 0)
        used[level] = 1;
    }
  for (guint l = 0; l < column->levels->len; l++)
    {
      char *text = g_ptr_array_index (column->levels, l);

      if (used[l] && g_hash_table_add (places, text))
        g_ptr_array_add (texts, text);
    }

  g_ptr_array_sort (texts, compare_levels_cb);
  for (guint t = 0; t < texts->len; t++)
    g_hash_table_insert (places, g_ptr_array_index (texts, t), GUINT_TO_POINTER (t));
  for (guint l = 0; l < column->levels->len; l++)
    place[l] = used[l] ? (float) GPOINTER_TO_UINT (
                           g_hash_table_lookup (places, g_ptr_array_index (column->levels, l)))
                       : NAN;
  g_ptr_array_add (texts, NULL);

  float *target = rdg_matrix_add_category (matrix, name, (const char * const *) texts->pdata);

  for (gsize i = 0; i < n_rows; i++)
    {
      gssize level = level_at (column, i);

      target[i] = level >= 0 ? place[level] : NAN;
    }
}

static void
add_to_matrix (RdgMatrix    *matrix,
               const char   *name,
               const Column *column,
               gsize         n_rows)
{
  if (column->category)
    add_category (matrix, name, column, n_rows);
  else
    copy_numbers (column, rdg_matrix_add_numeric (matrix, name, column->unit), n_rows);
}

static gint
compare_columns_cb (gconstpointer a,
                    gconstpointer b)
{
  const Column *one = a, *other = b;
  int order = strcmp (one->name, other->name);

  if (order == 0)
    order = (one->category ? 1 : 0) - (other->category ? 1 : 0);

  return order != 0 ? order : strcmp (one->unit, other->unit);
}

static gboolean
shares_name (GArray *columns,
             guint   c)
{
  const Column *column = &g_array_index (columns, Column, c);

  return (c > 0 && g_str_equal (column->name, g_array_index (columns, Column, c - 1).name)) ||
         (c + 1 < columns->len &&
          g_str_equal (column->name, g_array_index (columns, Column, c + 1).name));
}

/* Every column, in the order of names. */
static void
add_all (RdgFeatureBuilder *self,
         RdgMatrix         *matrix,
         gsize              n_rows,
         GStrvBuilder      *empty)
{
  g_array_sort (self->columns, compare_columns_cb);
  for (guint c = 0; c < self->columns->len; c++)
    {
      Column *column = &g_array_index (self->columns, Column, c);
      g_autofree char *name = shares_name (self->columns, c) ? qualified_name (column)
                                                             : g_strdup (column->name);
      guint other;

      if (column->n_set == 0)
        {
          if (empty != NULL)
            g_strv_builder_add (empty, name);
          continue;
        }
      /* A header can spell out what qualified_name() makes. */
      while (rdg_matrix_find (matrix, name, &other))
        {
          char *longer = g_strconcat (name, "'", NULL);

          g_free (name);
          name = longer;
        }
      add_to_matrix (matrix, name, column, n_rows);
      /* A large table would otherwise be in memory twice. */
      g_clear_pointer (&column->values, g_free);
      column->capacity = 0;
    }
}

/* How well a column with the feature's name serves it; 0: not at all. */
static guint
suitability (const Column     *column,
             const RdgFeature *feature)
{
  gboolean same_unit = g_str_equal (column->unit, feature->unit);
  guint points = 1;

  /* 12 Nm are not 12 kgf m: a value in another unit is no value. */
  if (!same_unit && *column->unit != '\0' && *feature->unit != '\0')
    return 0;
  if (same_unit)
    points += 1;
  if (column->category == (feature->kind == RDG_FEATURE_CATEGORY))
    points += 2;
  if (column->n_set > 0)
    points += 4;

  return points;
}

static void
index_column (GHashTable *by_name,
              const char *name,
              Column     *column)
{
  GPtrArray *found = g_hash_table_lookup (by_name, name);

  if (found == NULL)
    {
      found = g_ptr_array_new ();
      g_hash_table_insert (by_name, g_strdup (name), found);
    }
  g_ptr_array_add (found, column);
}

static GHashTable *
index_columns (GArray *columns)
{
  GHashTable *by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                               (GDestroyNotify) g_ptr_array_unref);

  for (guint c = 0; c < columns->len; c++)
    {
      Column *column = &g_array_index (columns, Column, c);
      g_autofree char *qualified = qualified_name (column);

      index_column (by_name, column->name, column);
      if (!g_str_equal (qualified, column->name))
        index_column (by_name, qualified, column);
    }

  return by_name;
}

/* The model's features; a column of the other kind is converted by rdg_model_conform(). */
static void
add_wanted (RdgFeatureBuilder *self,
            RdgMatrix         *matrix,
            gsize              n_rows)
{
  g_autoptr (GHashTable) by_name = index_columns (self->columns);

  for (guint f = 0; f < rdg_model_get_n_features (self->model); f++)
    {
      const RdgFeature *feature = rdg_model_get_feature (self->model, f);
      GPtrArray *found = g_hash_table_lookup (by_name, feature->name);
      Column *best = NULL;
      guint most = 0;

      for (guint i = 0; found != NULL && i < found->len; i++)
        {
          guint points = suitability (g_ptr_array_index (found, i), feature);

          if (points > most)
            {
              best = g_ptr_array_index (found, i);
              most = points;
            }
        }

      if (best != NULL)
        add_to_matrix (matrix, feature->name, best, n_rows);
    }
}

RdgMatrix *
_rdg_feature_builder_finish (RdgFeatureBuilder *self,
                             gsize              n_rows,
                             GStrvBuilder      *empty)
{
  RdgMatrix *matrix = rdg_matrix_new (n_rows);

  if (self->model != NULL)
    add_wanted (self, matrix, n_rows);
  else
    add_all (self, matrix, n_rows, empty);

  g_array_set_size (self->columns, 0);
  return matrix;
}
