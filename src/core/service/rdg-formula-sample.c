/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cars to try formulas on: see rdg-formula-sample.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-formula-sample.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-error.h"
#include "rdg-formula-bind.h"
#include "rdg-formula-features.h"

#define FIRST_ROWS 10

struct _RdgFormulaSample
{
  gatomicrefcount  ref_count;
  RdgCarMatrix    *cars;
  GStrv            codes;      /* of the matrix's rows */
  gsize            n_cars;     /* that were there to choose from */
  GArray          *inputs;     /* guint: columns of the matrix that are numbers */
};

/* Which cars: those that a training would have, as many as asked for, evenly spaced. */
static GArray *
choose_cars (const RdgCarRoll *roll,
             gsize             most_cars,
             gsize            *n_all)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gsize));
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (gsize));
  gboolean any_label = FALSE;
  gsize n;

  for (gsize i = 0; i < roll->n_cars; i++)
    any_label |= roll->label[i] != RDG_LABEL_NONE;
  for (gsize i = 0; i < roll->n_cars; i++)
    {
      if (!any_label || roll->label[i] != RDG_LABEL_NONE)
        g_array_append_val (all, i);
    }

  n = most_cars > 0 ? MIN (all->len, most_cars) : all->len;
  for (gsize i = 0; i < n; i++)
    g_array_append_val (chosen, g_array_index (all, gsize, i * all->len / n));

  *n_all = all->len;
  return chosen;
}

static gboolean
load_cars (RdgFormulaSample  *self,
           RdgStore          *store,
           gsize              most_cars,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autoptr (RdgCarRoll) roll = _rdg_car_outcomes_read (store, NULL, error);
  g_autoptr (GArray) chosen = NULL;
  g_autofree gint64 *ids = NULL;

  if (roll == NULL)
    return FALSE;
  if (roll->n_cars == 0)
    {
      g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                           _("There are no cars whose features a formula could use: import a file "
                             "first."));
      return FALSE;
    }

  chosen = choose_cars (roll, most_cars, &self->n_cars);
  ids = g_new (gint64, chosen->len);
  self->codes = g_new0 (char *, chosen->len + 1);
  for (guint i = 0; i < chosen->len; i++)
    {
      ids[i] = roll->id[g_array_index (chosen, gsize, i)];
      self->codes[i] = g_strdup (roll->code[g_array_index (chosen, gsize, i)]);
    }

  self->cars = _rdg_car_matrix_load (store, NULL, roll, ids, chosen->len, NULL, cancellable, error);
  return self->cars != NULL;
}

/**
 * rdg_formula_sample_load:
 * @most_cars: how many at the most; 0: all
 *
 * Blocking; any thread.
 *
 * Returns: (transfer full) (nullable): cars with their features, or %NULL with @error set
 */
RdgFormulaSample *
rdg_formula_sample_load (RdgWorkspace  *workspace,
                         gsize          most_cars,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (RdgFormulaSample) self = NULL;

  if (store == NULL)
    return NULL;
  rdg_store_set_cancellable (store, cancellable);

  self = g_new0 (RdgFormulaSample, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->inputs = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!load_cars (self, store, most_cars, cancellable, error))
    return NULL;

  for (guint c = 0; c < rdg_matrix_get_n_columns (self->cars->matrix); c++)
    {
      if (rdg_matrix_get_feature (self->cars->matrix, c)->kind == RDG_FEATURE_NUMERIC)
        g_array_append_val (self->inputs, c);
    }

  return g_steal_pointer (&self);
}

/**
 * rdg_formula_sample_ref:
 *
 * Returns: (transfer full): @self
 */
RdgFormulaSample *
rdg_formula_sample_ref (RdgFormulaSample *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
rdg_formula_sample_unref (RdgFormulaSample *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->cars, _rdg_car_matrix_free);
  g_strfreev (self->codes);
  g_array_unref (self->inputs);
  g_free (self);
}

/**
 * rdg_formula_sample_is_partial:
 *
 * Returns: whether there are more cars than were loaded
 */
gboolean
rdg_formula_sample_is_partial (const RdgFormulaSample *self)
{
  return rdg_matrix_get_n_rows (self->cars->matrix) < self->n_cars;
}

guint
rdg_formula_sample_get_n_inputs (const RdgFormulaSample *self)
{
  return self->inputs->len;
}

/**
 * rdg_formula_sample_get_input:
 *
 * Returns: (transfer none): a feature that formulas can use, in the order of names
 */
const RdgFeature *
rdg_formula_sample_get_input (const RdgFormulaSample *self,
                              guint                   input)
{
  g_return_val_if_fail (input < self->inputs->len, NULL);

  return rdg_matrix_get_feature (self->cars->matrix, g_array_index (self->inputs, guint, input));
}

static RdgFormula *
make (const RdgFormulaSample  *self,
      const char              *name,
      const char              *unit,
      const char              *expression,
      guint                   *position,
      GError                 **error)
{
  if (position != NULL)
    *position = 0;
  if (name != NULL && !_rdg_formula_check_name (name, self->cars->matrix, self->cars->blocked, error))
    return NULL;

  return _rdg_formula_make (name != NULL ? name : "", unit, expression, self->cars->matrix,
                            self->cars->blocked, position, error);
}

/**
 * rdg_formula_sample_check:
 * @name: (nullable): what it is to be called
 * @position: (out) (optional): where in @expression the fault is, in characters from 1, or 0
 *
 * Returns: %FALSE with RDG_LEARN_ERROR_FORMULA where there can be no such formula
 */
gboolean
rdg_formula_sample_check (const RdgFormulaSample  *self,
                          const char              *name,
                          const char              *unit,
                          const char              *expression,
                          guint                   *position,
                          GError                 **error)
{
  g_autoptr (RdgFormula) formula = make (self, name, unit, expression, position, error);

  return formula != NULL;
}

static int
compare_floats (const void *a,
                const void *b)
{
  float one = *(const float *) a, other = *(const float *) b;

  return (one > other) - (one < other);
}

static void
describe (RdgFormulaPreview *preview,
          const float       *values)
{
  g_autofree float *sorted = g_new (float, MAX (preview->tally.n_rows, 1));
  gsize n = 0;

  for (gsize i = 0; i < preview->tally.n_rows; i++)
    {
      if (!isnan (values[i]))
        sorted[n++] = values[i];
    }
  qsort (sorted, n, sizeof (float), compare_floats);
  preview->least = n > 0 ? (double) sorted[0] : NAN;
  preview->middle = n > 0 ? (double) sorted[(n - 1) / 2] : NAN;
  preview->most = n > 0 ? (double) sorted[n - 1] : NAN;
  preview->constant = n > 0 && !(sorted[0] < sorted[n - 1]);
}

static void
free_row (gpointer data)
{
  RdgFormulaRow *row = data;

  g_free (row->car);
  g_free (row->inputs);
  g_free (row);
}

static void
list_rows (RdgFormulaPreview      *preview,
           const RdgFormulaSample *self,
           const RdgFormula       *formula,
           const float            *values)
{
  guint n_inputs = rdg_formula_get_n_inputs (formula);

  for (gsize i = 0; i < MIN (preview->tally.n_rows, FIRST_ROWS); i++)
    {
      RdgFormulaRow *row = g_new0 (RdgFormulaRow, 1);

      row->car = g_strdup (self->codes[i]);
      row->inputs = g_new (double, n_inputs);
      for (guint k = 0; k < n_inputs; k++)
        {
          guint column = 0;

          rdg_matrix_find (self->cars->matrix, rdg_formula_get_input (formula, k), &column);
          row->inputs[k] = (double) rdg_matrix_get_column (self->cars->matrix, column)[i];
        }
      row->value = (double) values[i];
      g_ptr_array_add (preview->rows, row);
    }
}

/**
 * rdg_formula_sample_preview:
 * @name: (nullable): what it is to be called
 * @position: (out) (optional): where in @expression the fault is, in characters from 1, or 0
 *
 * Returns: (transfer full) (nullable): what the formula gives for the sample's cars, or %NULL with
 *   RDG_LEARN_ERROR_FORMULA
 */
RdgFormulaPreview *
rdg_formula_sample_preview (const RdgFormulaSample  *self,
                            const char              *name,
                            const char              *unit,
                            const char              *expression,
                            guint                   *position,
                            GError                 **error)
{
  g_autoptr (RdgFormula) formula = make (self, name, unit, expression, position, error);
  gsize n_rows = rdg_matrix_get_n_rows (self->cars->matrix);
  g_autofree float *values = g_new (float, MAX (n_rows, 1));
  g_autoptr (GStrvBuilder) inputs = g_strv_builder_new ();
  RdgFormulaPreview *preview;

  if (formula == NULL)
    return NULL;

  preview = g_new0 (RdgFormulaPreview, 1);
  preview->n_cars = self->n_cars;
  preview->rows = g_ptr_array_new_with_free_func (free_row);
  for (guint i = 0; i < rdg_formula_get_n_inputs (formula); i++)
    g_strv_builder_add (inputs, rdg_formula_get_input (formula, i));
  preview->inputs = g_strv_builder_end (inputs);
  rdg_formula_compute (formula, self->cars->matrix, values, &preview->tally);
  describe (preview, values);
  list_rows (preview, self, formula, values);

  return preview;
}

void
rdg_formula_preview_free (RdgFormulaPreview *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->inputs);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
