/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Formulas on muParser. Its handles are made and released where they are used: the
 * few things in its C interface that threads would share (its texts, its setting of
 * the decimal mark) are never called. Nor is its evaluation of whole arrays, which
 * starts threads of its own.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-formula.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <muParserDLL.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-formula-private.h"
#include "rdg-formula-scan.h"

#define LONGEST_NAME 200
#define LONGEST_UNIT 40

struct _RdgFormula
{
  gatomicrefcount  ref_count;
  char            *name;
  char            *unit;
  char            *expression;
  char            *text;        /* as muParser takes it: see rdg-formula-scan.h */
  guint            n_numbers;
  double          *numbers;
  guint            n_inputs;
  char           **inputs;
  guint           *positions;   /* of the inputs, in the expression */
};

/* A formula ready to be evaluated by one thread. */
typedef struct
{
  muParserHandle_t  parser;
  double           *variables;  /* n_inputs of them */
} Machine;

static void
clear_machine (Machine *self)
{
  if (self->parser != NULL)
    mupRelease (self->parser);
  g_free (self->variables);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, clear_machine)

static void
init_machine (Machine          *self,
              const RdgFormula *formula)
{
  self->parser = mupCreate (muBASETYPE_FLOAT);
  self->variables = g_new (double, MAX (formula->n_inputs, 1));
  for (guint i = 0; i < formula->n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("v%u", i);

      self->variables[i] = 1;
      mupDefineVar (self->parser, name, &self->variables[i]);
    }
  for (guint i = 0; i < formula->n_numbers; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);

      mupDefineConst (self->parser, name, formula->numbers[i]);
    }
  mupSetExpr (self->parser, formula->text);
}

static double
run_machine (Machine  *self,
             gboolean *failed)
{
  double value = mupEval (self->parser);

  *failed = mupError (self->parser);
  return *failed ? NAN : value;
}

/**
 * _rdg_formula_set_error:
 * @name: the formula's, "" while it has none
 * @position: 0: in no place
 * @fault: the end of the sentence
 */
void
_rdg_formula_set_error (const char  *name,
                        guint        position,
                        const char  *fault,
                        GError     **error)
{
  if (position > 0 && *name != '\0')
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA, _("Formula “%s”, position %u: %s"),
                 name, position, fault);
  else if (position > 0)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA, _("Formula, position %u: %s"),
                 position, fault);
  else if (*name != '\0')
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA, _("Formula “%s”: %s"), name, fault);
  else
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA, _("Formula: %s"), fault);
}

static gboolean
is_plain (const char *text,
          gsize       longest)
{
  if (strlen (text) > longest || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_words (const char  *name,
             const char  *unit,
             GError     **error)
{
  if (!is_plain (name, LONGEST_NAME))
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                 _("A formula's name is text of at most %d bytes in one line."), LONGEST_NAME);
  else if (!is_plain (unit, LONGEST_UNIT))
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA,
                 _("A formula's unit is text of at most %d bytes in one line."), LONGEST_UNIT);
  else
    return TRUE;

  return FALSE;
}

static RdgFormula *
make (const char *name,
      const char *unit,
      const char *expression)
{
  RdgFormula *self = g_new0 (RdgFormula, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->unit = g_strdup (unit);
  self->expression = g_strdup (expression);

  return self;
}

static void
take_scan (RdgFormula           *self,
           const RdgFormulaScan *scan)
{
  self->text = g_strdup (scan->text->str);
  self->n_numbers = scan->numbers->len;
  self->numbers = g_memdup2 (scan->numbers->data, scan->numbers->len * sizeof (double));
  self->n_inputs = scan->names->len;
  self->inputs = g_new0 (char *, self->n_inputs);
  self->positions = g_new (guint, self->n_inputs);
  for (guint i = 0; i < self->n_inputs; i++)
    {
      const RdgFormulaName *name = &g_array_index (scan->names, RdgFormulaName, i);

      self->inputs[i] = g_strdup (name->name);
      self->positions[i] = name->position;
    }
}

/**
 * rdg_formula_new:
 * @name: what the feature is called; "" while it has no name yet
 * @unit: "" for none
 * @position: (out) (optional): where in @expression the fault is, in characters from 1, or 0
 *
 * Returns: (transfer full) (nullable): a formula whose inputs are not bound to features yet, or %NULL
 *   with RDG_LEARN_ERROR_FORMULA
 */
RdgFormula *
rdg_formula_new (const char  *name,
                 const char  *unit,
                 const char  *expression,
                 guint       *position,
                 GError     **error)
{
  g_autoptr (RdgFormulaScan) scan = NULL;
  g_autoptr (RdgFormula) self = NULL;
  g_autofree char *fault = NULL;
  g_auto (Machine) machine = { 0 };
  guint place = 0;
  gboolean failed;

  if (position != NULL)
    *position = 0;
  if (!check_words (name, unit, error))
    return NULL;

  scan = _rdg_formula_scan (expression, &place, &fault);
  if (scan == NULL)
    {
      if (position != NULL)
        *position = place;
      _rdg_formula_set_error (name, place, fault, error);
      return NULL;
    }

  self = make (name, unit, expression);
  take_scan (self, scan);
  /* muParser reads an expression when it first computes it. */
  init_machine (&machine, self);
  run_machine (&machine, &failed);
  if (failed)
    {
      _rdg_formula_set_error (name, 0, _("it cannot be computed; write it more simply."), error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * rdg_formula_ref:
 *
 * Returns: (transfer full): @self
 */
RdgFormula *
rdg_formula_ref (RdgFormula *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * rdg_formula_unref:
 *
 * The last reference frees.
 */
void
rdg_formula_unref (RdgFormula *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n_inputs; i++)
    g_free (self->inputs[i]);
  g_free (self->inputs);
  g_free (self->positions);
  g_free (self->numbers);
  g_free (self->text);
  g_free (self->expression);
  g_free (self->unit);
  g_free (self->name);
  g_free (self);
}

const char *
rdg_formula_get_name (const RdgFormula *self)
{
  return self->name;
}

const char *
rdg_formula_get_unit (const RdgFormula *self)
{
  return self->unit;
}

const char *
rdg_formula_get_expression (const RdgFormula *self)
{
  return self->expression;
}

guint
rdg_formula_get_n_inputs (const RdgFormula *self)
{
  return self->n_inputs;
}

/**
 * rdg_formula_get_input:
 *
 * Returns: (transfer none): which feature the formula uses
 */
const char *
rdg_formula_get_input (const RdgFormula *self,
                       guint             input)
{
  g_return_val_if_fail (input < self->n_inputs, NULL);

  return self->inputs[input];
}

guint
rdg_formula_get_input_position (const RdgFormula *self,
                                guint             input)
{
  g_return_val_if_fail (input < self->n_inputs, 0);

  return self->positions[input];
}

/**
 * rdg_formula_with_inputs:
 * @inputs: (array): as many as @self has: the features that its names mean
 *
 * Returns: (transfer full): the formula, bound
 */
RdgFormula *
rdg_formula_with_inputs (const RdgFormula   *self,
                         const char * const *inputs)
{
  RdgFormula *bound = make (self->name, self->unit, self->expression);

  bound->text = g_strdup (self->text);
  bound->n_numbers = self->n_numbers;
  bound->numbers = g_memdup2 (self->numbers, self->n_numbers * sizeof (double));
  bound->n_inputs = self->n_inputs;
  bound->positions = g_memdup2 (self->positions, self->n_inputs * sizeof (guint));
  bound->inputs = g_new0 (char *, self->n_inputs);
  for (guint i = 0; i < self->n_inputs; i++)
    bound->inputs[i] = g_strdup (inputs[i]);

  return bound;
}

/* A row's inputs into the machine; FALSE if one of them is missing. */
static gboolean
take_row (Machine             *machine,
          guint                n_inputs,
          const float * const *inputs,
          gsize                row)
{
  for (guint i = 0; i < n_inputs; i++)
    {
      if (!isfinite (inputs[i][row]))
        return FALSE;
      machine->variables[i] = (double) inputs[i][row];
    }

  return TRUE;
}

/**
 * rdg_formula_evaluate:
 * @inputs: (array): of each input, a column of @n_rows
 * @values: (out caller-allocates) (array length=n_rows): NaN where there is no value
 * @tally: (out caller-allocates) (optional): why there is none
 */
void
rdg_formula_evaluate (const RdgFormula    *self,
                      const float * const *inputs,
                      gsize                n_rows,
                      float               *values,
                      RdgFormulaTally     *tally)
{
  g_auto (Machine) machine = { 0 };
  RdgFormulaTally counts = { .n_rows = n_rows };

  init_machine (&machine, self);
  for (gsize i = 0; i < n_rows; i++)
    {
      gboolean failed;
      double value;

      values[i] = NAN;
      if (!take_row (&machine, self->n_inputs, inputs, i))
        {
          counts.n_lacking++;
          continue;
        }

      value = run_machine (&machine, &failed);
      if (isnan (value))
        counts.n_undefined++;
      else if (!isfinite ((float) value))
        counts.n_infinite++;
      else
        values[i] = (float) value;
    }

  if (tally != NULL)
    *tally = counts;
}
