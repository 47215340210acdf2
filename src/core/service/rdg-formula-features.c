/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From saved formulas to columns that a training learns from: see rdg-formula-features.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-formula-features.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-formula-bind.h"
#include "rdg-formula-table.h"

#define ALL "all"
#define NONE "none"

static gboolean
is_blocked (const GArray *blocked,
            const char   *name)
{
  for (guint b = 0; b < blocked->len; b++)
    {
      if (g_str_equal (g_array_index (blocked, RdgBlockedFeature, b).name, name))
        return TRUE;
    }

  return FALSE;
}

gboolean
_rdg_formula_check_name (const char       *name,
                         const RdgMatrix  *matrix,
                         const GArray     *blocked,
                         GError          **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (name));

  if (*plain == '\0')
    g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                         _("A formula needs a name: it becomes a feature of that name."));
  /* The command line lists names with commas between them. */
  else if (!g_str_equal (plain, name) || strchr (name, ',') != NULL || g_str_equal (name, ALL) ||
           g_str_equal (name, NONE))
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                 _("A formula cannot be called “%s”: no comma, no blank at the ends, and neither "
                   "“all” nor “none”."), name);
  else if (rdg_matrix_find (matrix, name, NULL))
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                 _("“%s” is a feature that was measured; give the formula another name."), name);
  else if (is_blocked (blocked, name))
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                 _("“%s” is a column that was kept out; give the formula another name."), name);
  else
    return TRUE;

  return FALSE;
}

RdgFormula *
_rdg_formula_make (const char       *name,
                   const char       *unit,
                   const char       *expression,
                   const RdgMatrix  *matrix,
                   const GArray     *blocked,
                   guint            *position,
                   GError          **error)
{
  g_autoptr (RdgFormula) written = rdg_formula_new (name, unit, expression, position, error);

  if (written == NULL)
    return NULL;

  return rdg_formula_bind (written, matrix, (const RdgBlockedFeature *) (gpointer) blocked->data,
                           blocked->len, position, error);
}

static gboolean
is_chosen (const char *chosen,
           const char *name)
{
  g_auto (GStrv) names = g_strsplit (chosen, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (g_strstrip (names[i]), name))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_chosen (GPtrArray   *saved,
              const char  *chosen,
              GError     **error)
{
  g_auto (GStrv) names = g_strsplit (chosen, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      guint k = 0;

      g_strstrip (names[i]);
      while (k < saved->len &&
             !g_str_equal (((RdgStoredFormula *) g_ptr_array_index (saved, k))->name, names[i]))
        k++;
      if (k < saved->len)
        continue;

      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("There is no formula “%s”."), names[i]);
      return FALSE;
    }

  return TRUE;
}

static gint
compare_blocked_cb (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (((const RdgBlockedFeature *) a)->name, ((const RdgBlockedFeature *) b)->name);
}

/* reason: English, for the model's bytes are the same whatever its user speaks. */
static void
leave_out (GArray       *blocked,
           const char   *name,
           const char   *reason,
           char         *warning,
           GStrvBuilder *warnings)
{
  RdgBlockedFeature feature = { g_strdup (name), g_strdup (reason) };

  g_array_append_val (blocked, feature);
  g_array_sort (blocked, compare_blocked_cb);
  g_strv_builder_add (warnings, warning);
  g_free (warning);
}

static void
warn_of_undefined (const char            *name,
                   const RdgFormulaTally *tally,
                   GStrvBuilder          *warnings)
{
  g_autofree char *warning = NULL;

  if (tally->n_infinite + tally->n_undefined == 0)
    return;

  warning = g_strdup_printf (_("Formula “%s” has no value for %" PRIu64 " of %" PRIu64 " cars although "
                               "its inputs have: for %" PRIu64 " it divides by zero or is too large, "
                               "for %" PRIu64 " it is not defined."), name,
                             (guint64) (tally->n_infinite + tally->n_undefined), (guint64) tally->n_rows,
                             (guint64) tally->n_infinite, (guint64) tally->n_undefined);
  g_strv_builder_add (warnings, warning);
}

static guint
count_different (const float *values,
                 gsize        n_rows)
{
  float first = NAN;

  for (gsize i = 0; i < n_rows; i++)
    {
      if (isnan (first))
        first = values[i];
      else if (values[i] < first || values[i] > first)
        return 2;
    }

  return isnan (first) ? 0 : 1;
}

static void
add_feature (RdgFormula   *formula,
             RdgMatrix    *matrix,
             GArray       *blocked,
             GPtrArray    *bound,
             GStrvBuilder *warnings)
{
  const char *name = rdg_formula_get_name (formula);
  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  g_autofree float *values = g_new (float, MAX (n_rows, 1));
  RdgFormulaTally tally;
  guint n_different;

  rdg_formula_compute (formula, matrix, values, &tally);
  warn_of_undefined (name, &tally, warnings);
  n_different = count_different (values, n_rows);
  if (n_different == 2)
    {
      memcpy (rdg_matrix_add_numeric (matrix, name, rdg_formula_get_unit (formula)), values,
              n_rows * sizeof (float));
      g_ptr_array_add (bound, rdg_formula_ref (formula));
    }
  else if (n_different == 1)
    leave_out (blocked, name, N_("Its formula gives the same value for all cars."),
               g_strdup_printf (_("Formula “%s” gives the same value for all cars and was left out."),
                                name), warnings);
  else
    leave_out (blocked, name, N_("Its formula gives no value for any car."),
               g_strdup_printf (_("Formula “%s” gives no value for any car and was left out."), name),
               warnings);
}

gboolean
_rdg_formula_add_features (GPtrArray     *saved,
                           const char    *chosen,
                           RdgMatrix     *matrix,
                           GArray        *blocked,
                           GPtrArray     *bound,
                           GStrvBuilder  *warnings,
                           GError       **error)
{
  gboolean all = chosen == NULL || g_str_equal (chosen, ALL);
  g_autoptr (GPtrArray) formulas = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_formula_unref);

  if (!all && g_str_equal (chosen, NONE))
    return TRUE;
  if (!all && !check_chosen (saved, chosen, error))
    return FALSE;

  /* All are bound before the first is added: no formula sees another one. */
  for (guint i = 0; i < saved->len; i++)
    {
      const RdgStoredFormula *stored = g_ptr_array_index (saved, i);
      g_autoptr (GError) local_error = NULL;
      RdgFormula *formula = NULL;

      if (!all && !is_chosen (chosen, stored->name))
        continue;
      if (_rdg_formula_check_name (stored->name, matrix, blocked, &local_error))
        formula = _rdg_formula_make (stored->name, stored->unit, stored->expression, matrix, blocked,
                                     NULL, &local_error);
      if (formula != NULL)
        {
          g_ptr_array_add (formulas, formula);
          continue;
        }
      if (!all)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      leave_out (blocked, stored->name, N_("Its formula cannot be used with these cars."),
                 g_strdup_printf (_("%s It was left out."), local_error->message), warnings);
    }

  for (guint i = 0; i < formulas->len; i++)
    add_feature (g_ptr_array_index (formulas, i), matrix, blocked, bound, warnings);

  return TRUE;
}
