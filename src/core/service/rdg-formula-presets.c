/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas that engineers make of a machine's temperatures, speed, torque and wear. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-formula-service.h"

/* The columns as the AI4I table spells them, and as another of its kind does. */
enum
{
  AIR,
  PROCESS,
  SPEED,
  TORQUE,
  WEAR,
  N_COLUMNS
};

static const char * const spellings[][N_COLUMNS] = {
  { "Air temperature", "Process temperature", "Rotational speed", "Torque", "Tool wear" },
  { "Air_Temp", "Process_Temp", "Rotational_Speed", "Torque", "Tool_Life" },
};

/* In an expression, %0 stands for the first column, and so on. */
static const struct
{
  const char *name;
  const char *unit;
  const char *expression;
} presets[] = {
  { "temperature difference", "K", "%1 - %0" },
  { "power", "W", "%3 * %2 * 2 * pi / 60" },
  { "torque per 1000 rpm", "Nm/1000 rpm", "%3 / (%2 / 1000)" },
  { "temperature ratio", "", "%1 / %0" },
  { "wear per 1000 rpm", "min/1000 rpm", "%4 / (%2 * 0.001)" },
};

static gboolean
has_column (const RdgFormulaSample *sample,
            const char             *name)
{
  for (guint i = 0; i < rdg_formula_sample_get_n_inputs (sample); i++)
    {
      if (g_str_equal (rdg_formula_sample_get_input (sample, i)->name, name))
        return TRUE;
    }

  return FALSE;
}

/* NULL where a column is not there. */
static char *
spell (const RdgFormulaSample *sample,
       const char             *expression,
       const char * const     *columns)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = expression; *p != '\0'; p++)
    {
      const char *column;

      if (*p != '%')
        {
          g_string_append_c (text, *p);
          continue;
        }

      column = columns[*++p - '0'];
      if (!has_column (sample, column))
        return NULL;
      g_string_append_printf (text, "\"%s\"", column);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_saved (GPtrArray  *saved,
          const char *name)
{
  for (guint i = 0; saved != NULL && i < saved->len; i++)
    {
      if (g_str_equal (((RdgSavedFormula *) g_ptr_array_index (saved, i))->name, name))
        return TRUE;
    }

  return FALSE;
}

/**
 * rdg_formula_presets:
 * @saved: (nullable) (element-type RdgSavedFormula): what there is already
 *
 * Returns: (transfer full) (element-type RdgSavedFormula): what the sample's features allow besides
 */
GPtrArray *
rdg_formula_presets (const RdgFormulaSample *sample,
                     GPtrArray              *saved)
{
  GPtrArray *offered = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_saved_formula_free);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autofree char *expression = NULL;

      for (guint s = 0; s < G_N_ELEMENTS (spellings) && expression == NULL; s++)
        expression = spell (sample, presets[i].expression, spellings[s]);
      if (expression == NULL || is_saved (saved, presets[i].name) ||
          !rdg_formula_sample_check (sample, presets[i].name, presets[i].unit, expression, NULL, NULL))
        continue;
      g_ptr_array_add (offered, rdg_saved_formula_new (presets[i].name, presets[i].unit, expression));
    }

  return offered;
}
