/* SPDX-License-Identifier: GPL-3.0-or-later */
/* formulas: features that people compute from what was measured. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-formula-service.h"

typedef enum
{
  ACTION_LIST,
  ACTION_ADD,
  ACTION_CHANGE,
  ACTION_REMOVE,
  ACTION_PREVIEW,
  ACTION_PRESETS,
  ACTION_FEATURES,
  N_ACTIONS
} Action;

static const struct
{
  const char *word;
  guint       n_words;     /* after it */
  gboolean    unit;        /* takes --unit */
} actions[N_ACTIONS] = {
  [ACTION_LIST] = { "list", 0, FALSE },
  [ACTION_ADD] = { "add", 2, TRUE },
  [ACTION_CHANGE] = { "change", 2, TRUE },
  [ACTION_REMOVE] = { "remove", 1, FALSE },
  [ACTION_PREVIEW] = { "preview", 1, TRUE },
  [ACTION_PRESETS] = { "presets", 0, FALSE },
  [ACTION_FEATURES] = { "features", 0, FALSE },
};

static gboolean
find_action (const RdgCliArgs  *args,
             Action            *action,
             GError           **error)
{
  const char *word = rdg_cli_args_get_n_words (args) > 0 ? rdg_cli_args_get_words (args)[0] : "list";
  guint n_words = MAX (rdg_cli_args_get_n_words (args), 1) - 1;
  guint a = 0;

  while (a < N_ACTIONS && !g_str_equal (actions[a].word, word))
    a++;
  if (a == N_ACTIONS)
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("“formulas” does not know “%s”: there are list, add, change, remove, preview, "
                     "presets and features."), word);
      return FALSE;
    }
  if (n_words != actions[a].n_words)
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                   g_dngettext (GETTEXT_PACKAGE,
                                "“formulas %s” takes %u word after it, not %u; an expression with blanks "
                                "stands in quotation marks.",
                                "“formulas %s” takes %u words after it, not %u; an expression with blanks "
                                "stands in quotation marks.", actions[a].n_words),
                   word, actions[a].n_words, n_words);
      return FALSE;
    }
  if ((rdg_cli_args_has (args, "unit") && !actions[a].unit) ||
      (rdg_cli_args_has (args, "add") && a != ACTION_PRESETS))
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                   _("“formulas %s” does not take this option."), word);
      return FALSE;
    }

  *action = a;
  return TRUE;
}

static void
write_formulas (RdgCliJson *doc,
                const char *key,
                GPtrArray  *formulas)
{
  rdg_cli_json_begin_array (doc, key);
  for (guint i = 0; i < formulas->len; i++)
    {
      const RdgSavedFormula *formula = g_ptr_array_index (formulas, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", formula->name);
      rdg_cli_json_string (doc, "unit", formula->unit);
      rdg_cli_json_string (doc, "expression", formula->expression);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
}

static void
write_list (RdgCliCall *call,
            const char *key,
            GPtrArray  *formulas,
            const char *none)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Formula"), _("Unit"), _("Expression"), NULL);

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      write_formulas (call->doc, key, formulas);
      rdg_cli_json_end_object (call->doc);
      return;
    }

  for (guint i = 0; i < formulas->len; i++)
    {
      const RdgSavedFormula *formula = g_ptr_array_index (formulas, i);
      g_autofree char *expression = rdg_cli_plain_text (formula->expression);

      rdg_cli_table_add (table, formula->name, formula->unit, expression, NULL);
    }
  if (formulas->len > 0)
    rdg_cli_table_write (table, call->out);
  else
    g_string_append (call->out, none);
}

static void
write_preview_json (RdgCliJson              *doc,
                    const RdgFormulaPreview *preview)
{
  const RdgFormulaTally *tally = &preview->tally;

  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_strings (doc, "inputs", (const char * const *) preview->inputs);
  rdg_cli_json_begin_array (doc, "rows");
  for (guint i = 0; i < preview->rows->len; i++)
    {
      const RdgFormulaRow *row = g_ptr_array_index (preview->rows, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "car", row->car);
      rdg_cli_json_begin_array (doc, "inputs");
      for (guint k = 0; preview->inputs[k] != NULL; k++)
        rdg_cli_json_number (doc, NULL, row->inputs[k]);
      rdg_cli_json_end_array (doc);
      rdg_cli_json_number (doc, "value", row->value);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  rdg_cli_json_count (doc, "cars", preview->n_cars);
  rdg_cli_json_count (doc, "looked_at", tally->n_rows);
  rdg_cli_json_count (doc, "missing", tally->n_lacking + tally->n_infinite + tally->n_undefined);
  rdg_cli_json_count (doc, "missing_input", tally->n_lacking);
  rdg_cli_json_count (doc, "infinite", tally->n_infinite);
  rdg_cli_json_count (doc, "undefined", tally->n_undefined);
  rdg_cli_json_boolean (doc, "constant", preview->constant);
  rdg_cli_json_number (doc, "min", preview->least);
  rdg_cli_json_number (doc, "median", preview->middle);
  rdg_cli_json_number (doc, "max", preview->most);
  rdg_cli_json_end_object (doc);
}

static char *
dup_cell (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (isnan (value) ? "–" : g_ascii_formatd (buffer, sizeof buffer, "%.6g", value));
}

static void
write_preview_text (GString                 *out,
                    const RdgFormulaPreview *preview,
                    const char              *unit)
{
  const RdgFormulaTally *tally = &preview->tally;
  g_autofree char *least = dup_cell (preview->least);
  g_autofree char *middle = dup_cell (preview->middle);
  g_autofree char *most = dup_cell (preview->most);
  g_autofree char *cars = rdg_cli_cell_count (tally->n_rows);
  g_autofree char *lacking = rdg_cli_cell_count (tally->n_lacking);
  g_autofree char *infinite = rdg_cli_cell_count (tally->n_infinite);
  g_autofree char *undefined = rdg_cli_cell_count (tally->n_undefined);
  g_autofree char *value = *unit != '\0' ? g_strdup_printf (_("Value [%s]"), unit)
                                         : g_strdup (_("Value"));
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Car"), _("Inputs"), value, NULL);

  for (guint i = 0; i < preview->rows->len; i++)
    {
      const RdgFormulaRow *row = g_ptr_array_index (preview->rows, i);
      g_autoptr (GString) inputs = g_string_new (NULL);
      g_autofree char *result = dup_cell (row->value);
      g_autofree char *car = rdg_cli_plain_text (row->car);

      for (guint k = 0; preview->inputs[k] != NULL; k++)
        {
          g_autofree char *input = dup_cell (row->inputs[k]);

          g_string_append_printf (inputs, "%s%s %s", k > 0 ? ", " : "", preview->inputs[k], input);
        }
      rdg_cli_table_add (table, car, inputs->str, result, NULL);
    }
  rdg_cli_table_write (table, out);
  g_string_append_printf (out, _("\nOf %s cars: %s at the least, %s in the middle, %s at the most.\n"),
                          cars, least, middle, most);
  g_string_append_printf (out, _("Without a value: an input is missing: %s; division by zero or too large: %s; "
                                 "not defined: %s.\n"), lacking, infinite, undefined);
  if (preview->constant)
    g_string_append (out, _("It is the same for all cars: a training would leave it out.\n"));
}

static gboolean
preview (RdgCliCall    *call,
         RdgWorkspace  *workspace,
         const char    *expression,
         const char    *unit,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (RdgFormulaSample) sample =
    rdg_formula_sample_load (workspace, RDG_FORMULA_SAMPLE_CARS, cancellable, error);
  g_autoptr (RdgFormulaPreview) made =
    sample != NULL ? rdg_formula_sample_preview (sample, NULL, unit, expression, NULL, error) : NULL;

  if (made == NULL)
    return FALSE;

  if (call->json)
    write_preview_json (call->doc, made);
  else
    write_preview_text (call->out, made, unit);
  return TRUE;
}

static gboolean
list (RdgCliCall    *call,
      RdgWorkspace  *workspace,
      GError       **error)
{
  g_autoptr (GPtrArray) formulas = rdg_formula_service_list (workspace, error);

  if (formulas == NULL)
    return FALSE;

  write_list (call, "formulas", formulas, _("No formula was saved yet.\n"));
  return TRUE;
}

static gboolean
presets (RdgCliCall    *call,
         RdgWorkspace  *workspace,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (GPtrArray) saved = rdg_formula_service_list (workspace, error);
  g_autoptr (RdgFormulaSample) sample = NULL;
  g_autoptr (GPtrArray) offered = NULL;

  if (saved == NULL)
    return FALSE;
  sample = rdg_formula_sample_load (workspace, RDG_FORMULA_SAMPLE_CARS, cancellable, error);
  if (sample == NULL)
    return FALSE;

  offered = rdg_formula_presets (sample, saved);
  if (!rdg_cli_args_has (call->args, "add"))
    {
      write_list (call, "presets", offered,
                  _("There is no preset for these features that is not saved already.\n"));
      return TRUE;
    }

  if (!rdg_formula_service_save_all (workspace, sample, offered, cancellable, error))
    return FALSE;
  return list (call, workspace, error);
}

static void
write_features (RdgCliCall             *call,
                const RdgFormulaSample *sample)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Feature"), _("Unit"), NULL);
  guint n = rdg_formula_sample_get_n_inputs (sample);

  for (guint i = 0; i < n && !call->json; i++)
    {
      const RdgFeature *feature = rdg_formula_sample_get_input (sample, i);
      g_autofree char *name = rdg_cli_plain_text (feature->name);

      rdg_cli_table_add (table, name, feature->unit, NULL);
    }
  if (!call->json)
    {
      rdg_cli_table_write (table, call->out);
      return;
    }

  rdg_cli_json_begin_object (call->doc, NULL);
  rdg_cli_json_begin_array (call->doc, "features");
  for (guint i = 0; i < n; i++)
    {
      const RdgFeature *feature = rdg_formula_sample_get_input (sample, i);

      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_string (call->doc, "name", feature->name);
      rdg_cli_json_string (call->doc, "unit", feature->unit);
      rdg_cli_json_end_object (call->doc);
    }
  rdg_cli_json_end_array (call->doc);
  rdg_cli_json_end_object (call->doc);
}

/* What an expression can use. */
static gboolean
features (RdgCliCall    *call,
          RdgWorkspace  *workspace,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (RdgFormulaSample) sample =
    rdg_formula_sample_load (workspace, RDG_FORMULA_SAMPLE_CARS, cancellable, error);

  if (sample == NULL)
    return FALSE;

  write_features (call, sample);
  return TRUE;
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  const char *unit = rdg_cli_args_get_text (call->args, "unit");
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (RdgSavedFormula) formula = NULL;
  g_autofree char *name = NULL, *expression = NULL;
  guint n_words = rdg_cli_args_get_n_words (call->args);
  Action action;

  if (!find_action (call->args, &action, error))
    return FALSE;

  name = g_utf8_make_valid (n_words > 1 ? rdg_cli_args_get_words (call->args)[1] : "", -1);
  expression = g_utf8_make_valid (n_words > 1 ? rdg_cli_args_get_words (call->args)[n_words - 1] : "", -1);
  unit = unit != NULL ? unit : "";
  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;

  switch (action)
    {
    case ACTION_PREVIEW:
      return preview (call, workspace, expression, unit, cancellable, error);
    case ACTION_PRESETS:
      return presets (call, workspace, cancellable, error);
    case ACTION_FEATURES:
      return features (call, workspace, cancellable, error);
    case ACTION_REMOVE:
      if (!rdg_formula_service_remove (workspace, name, error))
        return FALSE;
      break;
    case ACTION_ADD:
    case ACTION_CHANGE:
      formula = rdg_saved_formula_new (name, unit, expression);
      if (!rdg_formula_service_save (workspace, NULL, formula, action == ACTION_CHANGE ? name : NULL,
                                     cancellable, NULL, error))
        return FALSE;
      break;
    case ACTION_LIST:
    case N_ACTIONS:
    default:
      break;
    }

  return list (call, workspace, error);
}

static const RdgCliOption option_table[] = {
  { "unit", RDG_CLI_TEXT, "UNIT", N_("The unit of what the formula gives") },
  { "add", RDG_CLI_FLAG, NULL, N_("Of presets: save them") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_formulas = {
  .name = "formulas",
  .synopsis = "[list|add NAME EXPRESSION|change NAME EXPRESSION|remove NAME|preview EXPRESSION|presets|features]",
  .summary = N_("List, save, try and remove features computed from others"),
  .options = option_table,
  .max_words = 3,
  .run = run,
};
