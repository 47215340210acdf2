/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-formula-bind.h"

#include <locale.h>
#include <math.h>

#include "learn-fixture.h"
#include "rdg-error.h"
#include "rdg-rng.h"

#define N_THREADS 4

static float
compute (const char *expression,
         float       a,
         float       b)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgFormula) formula = rdg_formula_new ("f", "", expression, NULL, &error);
  const float *inputs[2] = { &a, &b };
  float value;

  g_assert_no_error (error);
  g_assert_cmpuint (rdg_formula_get_n_inputs (formula), <=, 2);
  rdg_formula_evaluate (formula, inputs, 1, &value, NULL);

  return value;
}

static void
test_values (void)
{
  static const struct
  {
    const char *expression;
    double      value;        /* of a = 2, b = 3 */
  } cases[] = {
    { "a", 2 }, { "a + b * 2", 8 }, { "(a + b) * 2", 10 }, { "a^b^2", 512 }, { "-a^2 + 0 * b", -4 },
    { "a - -b", 5 }, { "a / b", 2.0 / 3 }, { "a * b * 2 * pi / 60", 6 * 2 * G_PI / 60 },
    { "min(a, b, 1)", 1 }, { "max(a, b)", 3 }, { "avg(a, b)", 2.5 }, { "sum(a, b, 1.5e1)", 20 },
    { "a < b ? 10 : 20", 10 }, { "a > b ? 1 : a == 2 ? 2 : 3", 2 }, { "a < b && b < 1", 0 },
    { "a < b || b < 1", 1 }, { "a != b", 1 }, { "sqrt(a * 8) + b", 7 }, { "ln(exp(a)) + b", 5 },
    { "atan2(a, b)", 0.5880026035475675 }, { "abs(a - b)", 1 }, { " a\t+\n.5 * b ", 3.5 },
    { "\"a\" + “b”", 5 }, { "a * 1e-3 / b", 2e-3 / 3 }, { "min(a < b ? a : b, b)", 2 },
    { "sign(a - b)", -1 }, { "log10(a * 50) + b", 5 }, { "log2(a) + b", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (compute (cases[i].expression, 2, 3), cases[i].value, 1e-5);
}

static void
test_names (void)
{
  static const struct
  {
    const char *expression;
    const char *names[3];
    guint       positions[3];
  } cases[] = {
    { "\"Torque [Nm]\" * \"Rotational speed [rpm]\" * 2 * pi / 60",
      { "Torque [Nm]", "Rotational speed [rpm]" }, { 1, 17 } },
    { "\"3108 / 2 (Nm)\" - TEMPO_ZP5", { "3108 / 2 (Nm)", "TEMPO_ZP5" }, { 1, 19 } },
    { "\"say \"\"so\"\"\" + é + é", { "say \"so\"", "é" }, { 1, 16 } },
    { "“Air temperature” - \"pi\"", { "Air temperature", "pi" }, { 1, 21 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RdgFormula) formula = rdg_formula_new ("f", "", cases[i].expression, NULL, &error);
      guint n = 0;

      g_assert_no_error (error);
      for (; cases[i].names[n] != NULL; n++)
        {
          g_assert_cmpstr (rdg_formula_get_input (formula, n), ==, cases[i].names[n]);
          g_assert_cmpuint (rdg_formula_get_input_position (formula, n), ==, cases[i].positions[n]);
        }
      g_assert_cmpuint (rdg_formula_get_n_inputs (formula), ==, n);
    }
}

/* Every fault is told where it stands in the user's own text. */
static void
test_positions (void)
{
  static const struct
  {
    const char *expression;
    guint       position;
    const char *part;
  } cases[] = {
    { "", 1, "ends" }, { "   ", 4, "ends" }, { "a *", 4, "ends" }, { "a + * b", 5, "“*”" },
    { "* a", 1, "“*”" }, { "a b", 3, "operator" }, { "Air temperature", 5, "quotation marks" },
    { "é + \"x y\" z", 11, "operator" }, { "(a + b", 1, "not closed" }, { "a * (b + (a)", 5, "not closed" },
    { "a)", 2, "never opened" }, { "a + ()", 6, "“)”" }, { "\"a", 1, "not closed" },
    { "a + “b", 5, "not closed" }, { "a + \"\"", 5, "missing" }, { "1,5 * a", 2, "point" },
    { "(a, b)", 3, "comma" }, { "a, b", 2, "comma" }, { "min(a, )", 8, "“)”" },
    { "sin(a, b)", 1, "1 value" }, { "b + atan2(a)", 5, "2 values" }, { "min()", 5, "“)”" },
    { "a = b", 3, "==" }, { "a ? b", 3, "“:”" }, { "a : b", 3, "“?”" }, { "(a ? b)", 4, "“:”" },
    { "min(a ? b, 1)", 10, "comma" }, { "log(a)", 1, "There are: abs" }, { "system(a)", 1, "system" },
    { "rnd(a)", 1, "rnd" }, { "a + - - b", 7, "“-”" }, { "3108x + a", 1, "quotation marks" },
    { "1.2.3 * a", 1, "no number" }, { "1e999 * a", 1, "too large" }, { "0x10 * a", 1, "no number" },
    { "a # b", 3, "operator" }, { "# a", 1, "“#”" }, { "a $ b", 3, "operator" }, { "!a", 1, "“!”" },
    { "2 * pi", 1, "no feature" }, { "a [Nm]", 3, "operator" }, { "a; b", 2, "operator" },
    { "a\\b", 2, "operator" }, { "a % b", 3, "operator" }, { "sin a", 5, "operator" },
    { "a + \"b\nc\"", 5, "one line" }, { "a + \001", 5, "cannot stand" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *place = g_strdup_printf ("Formula “power”, position %u: ", cases[i].position);
      guint position = 99;

      g_assert_null (rdg_formula_new ("power", "W", cases[i].expression, &position, &error));
      g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA);
      g_test_message ("%s → %s", cases[i].expression, error->message);
      g_assert_true (g_str_has_prefix (error->message, place));
      g_assert_nonnull (strstr (error->message, cases[i].part));
      g_assert_cmpuint (position, ==, cases[i].position);
      g_assert_null (strchr (error->message, '\n'));
    }
}

static char *
repeat (const char *text,
        guint       n,
        const char *end)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (g_string_append (all, end), FALSE);
}

static void
assert_refused (const char *name,
                const char *unit,
                const char *expression)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_formula_new (name, unit, expression, NULL, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA);
}

static void
test_hostile (void)
{
  g_autofree char *deep = repeat ("(", 2000, "a");
  g_autofree char *functions = repeat ("sin(", 900, "a");
  g_autofree char *long_one = repeat ("a+", 2048, "a");
  g_autofree char *chain = repeat ("a+", 2047, "a");
  g_autofree char *powers = repeat ("a^", 2000, "a");
  g_autofree char *choices = repeat ("a?", 1000, "a");
  g_autofree char *elses = repeat ("a?b:", 60, "b");
  g_autofree char *values = repeat ("a,", 2000, "a)");
  g_autofree char *maximum = g_strconcat ("max(", values, NULL);
  g_autofree char *long_name = repeat ("x", 201, "");
  GString *many = g_string_new ("x");

  for (guint i = 0; i < 64; i++)
    g_string_append_printf (many, "+x%u", i);

  assert_refused ("f", "", deep);
  assert_refused ("f", "", functions);
  assert_refused ("f", "", long_one);
  assert_refused ("f", "", choices);
  assert_refused ("f", "", many->str);
  assert_refused ("f", "", "a \xff b");
  assert_refused (long_name, "", "a");
  assert_refused ("two\nlines", "", "a");
  assert_refused ("f", long_name, "a");
  g_assert_cmpfloat (compute (chain, 2, 0), ==, 4096);
  g_assert_cmpfloat (compute (powers, 1, 0), ==, 1);
  g_assert_cmpfloat (compute (elses, 0, 3), ==, 3);
  g_assert_cmpfloat (compute (maximum, 7, 0), ==, 7);
  g_string_free (many, TRUE);
}

/* Words drawn by chance: refused or computed, never a crash, and what is refused is told where. */
static void
test_random (void)
{
  static const char * const words[] = {
    "a", "b", "1", ".5", "2e3", "+", "-", "*", "/", "^", "(", ")", ",", "?", ":", "<", "<=", "&&", "||",
    "==", "min(", "sin(", "atan2(", "\"a b\"", "\"", "pi", " ", "!", "=", "%", "é", "v0", "n0", "_pi",
  };
  RdgRng rng;
  guint n_taken = 0;

  rdg_rng_init (&rng, 7, 0);
  for (guint i = 0; i < 200000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (RdgFormula) formula = NULL;
      g_autoptr (GError) error = NULL;
      guint n = 1 + (guint) rdg_rng_below (&rng, 9), position;

      for (guint w = 0; w < n; w++)
        g_string_append (text, words[rdg_rng_below (&rng, G_N_ELEMENTS (words))]);

      formula = rdg_formula_new ("f", "", text->str, &position, &error);
      n_taken += formula != NULL;
      if (formula == NULL)
        {
          /* What the scanner lets through, muParser takes: no fault is without a place. */
          g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA);
          if (position < 1 || position > (guint) g_utf8_strlen (text->str, -1) + 1)
            g_error ("%s: %s", text->str, error->message);
        }
    }
  g_assert_cmpuint (n_taken, >, 1000);
}

static void
test_missing (void)
{
  static const float a[] = { 1, NAN, 0, -1, 3e38f, 4 };
  const float *inputs[] = { a };
  g_autoptr (RdgFormula) formula = rdg_formula_new ("f", "", "a < 1 ? (a < 0 ? sqrt(a) : 1 / a) : a * 2",
                                                    NULL, NULL);
  RdgFormulaTally tally;
  float values[6];

  rdg_formula_evaluate (formula, inputs, 6, values, &tally);
  g_assert_cmpfloat (values[0], ==, 2);
  for (guint i = 1; i < 5; i++)
    g_assert_true (isnan (values[i]));
  g_assert_cmpfloat (values[5], ==, 8);
  g_assert_cmpuint (tally.n_rows, ==, 6);
  g_assert_cmpuint (tally.n_lacking, ==, 1);
  g_assert_cmpuint (tally.n_infinite, ==, 2);
  g_assert_cmpuint (tally.n_undefined, ==, 1);
}

static void
test_locale (void)
{
  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("the locale de_DE.UTF-8 is not there");
      return;
    }

  g_assert_cmpfloat_with_epsilon (compute ("a * 1.5 + min(b, 0.25)", 2, 3), 3.25, 1e-6);
  assert_refused ("f", "", "a * 1,5");
  setlocale (LC_ALL, "C.UTF-8");
}

static void
assert_unbound (const char      *expression,
                const RdgMatrix *matrix,
                guint            place,
                const char      *part)
{
  static const RdgBlockedFeature blocked[] = {
    { (char *) "TWF", (char *) "It says how the car failed." },
    { (char *) "late", (char *) "It is measured after the road test." },
  };
  g_autoptr (RdgFormula) formula = rdg_formula_new ("f", "", expression, NULL, NULL);
  g_autoptr (GError) error = NULL;
  guint position = 99;

  g_assert_null (rdg_formula_bind (formula, matrix, blocked, G_N_ELEMENTS (blocked), &position, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FORMULA);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_cmpuint (position, ==, place);
}

static void
test_bind (void)
{
  static const char * const levels[] = { "L", "M", NULL };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (2);
  g_autoptr (GError) error = NULL;
  float values[2];

  for (guint i = 0; i < 2; i++)
    {
      rdg_matrix_add_numeric (matrix, i == 0 ? "Torque" : "3108 2 [Nm]", "Nm")[0] = 2;
      rdg_matrix_add_numeric (matrix, i == 0 ? "3108 2 [Grad]" : "speed", i == 0 ? "Grad" : "")[0] = 3;
    }
  rdg_matrix_add_category (matrix, "Type", levels);

  g_autoptr (RdgFormula) written =
    rdg_formula_new ("f", "", "\"Torque [Nm]\" + Torque * \"3108 2 [Grad]\"", NULL, NULL);
  g_autoptr (RdgFormula) bound = rdg_formula_bind (written, matrix, NULL, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (rdg_formula_get_input (bound, 0), ==, "Torque");
  g_assert_cmpstr (rdg_formula_get_input (bound, 2), ==, "3108 2 [Grad]");
  g_assert_true (rdg_formula_compute (bound, matrix, values, NULL));
  g_assert_cmpfloat (values[0], ==, 8);
  g_assert_true (isnan (values[1]));

  assert_unbound ("Torque + sped", matrix, 10, "“sped”");
  assert_unbound ("speed + \"3108 2\"", matrix, 9, "“3108 2 [");
  assert_unbound ("Torque * Type", matrix, 10, "category");
  assert_unbound ("Torque + TWF", matrix, 10, "how the car failed");
  assert_unbound ("\"late [V]\" * Torque", matrix, 1, "after the road test");
}

/* A model trained with a formula computes it for a table that does not have it, even for one that
 * has a column of that name. */
static void
test_model (void)
{
  g_auto (LearnTable) table = { 0 }, other = { 0 };
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgFormula) written = rdg_formula_new ("ratio", "Nm/Grad", "torque / angle", NULL, NULL);
  g_autoptr (RdgFormula) bound = NULL;
  g_auto (GStrv) missing = NULL;
  guint column;

  learn_table_generate (&table, 800, 0, 2);
  learn_table_generate (&other, 300, 0, 5);
  bound = rdg_formula_bind (written, table.matrix, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (rdg_formula_compute (bound, table.matrix,
                                      rdg_matrix_add_numeric (table.matrix, "ratio", "Nm/Grad"), NULL));

  RdgTrainingSet set = learn_table_get_set (&table);

  set.formulas = &bound;
  set.n_formulas = 1;
  rdg_training_options_init (&options);
  options.n_trees = 20;
  options.n_bootstrap = 3;

  g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_formulas (model), ==, 1);
  for (float *values = rdg_matrix_add_numeric (other.matrix, "ratio", ""), *end = values + 300;
       values < end; values++)
    *values = -77;

  g_autoptr (RdgMatrix) conformed = rdg_model_conform (model, other.matrix, &missing, &error);
  const float *torque, *angle, *ratio;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (missing), ==, 0);
  g_assert_true (rdg_matrix_find (conformed, "ratio", &column));
  ratio = rdg_matrix_get_column (conformed, column);
  torque = rdg_matrix_get_column (other.matrix, 0);
  angle = rdg_matrix_get_column (other.matrix, 1);
  for (guint i = 0; i < 300; i++)
    {
      float expected = (float) ((double) torque[i] / (double) angle[i]);

      g_assert_true (isnan (angle[i]) ? isnan (ratio[i]) : ratio[i] >= expected && ratio[i] <= expected);
    }

  /* Without an input, the formula is a feature that vanished. */
  g_autoptr (RdgMatrix) less = rdg_matrix_new (1);

  rdg_matrix_add_numeric (less, "torque", "Nm")[0] = 57;
  g_clear_pointer (&conformed, rdg_matrix_unref);
  g_clear_pointer (&missing, g_strfreev);
  conformed = rdg_model_conform (model, less, &missing, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char * const *) missing, "ratio"));
}

typedef struct
{
  RdgFormula  *formula;
  const float *inputs[2];
  float       *values;
  gsize        n_rows;
} Task;

static gpointer
evaluate_cb (gpointer data)
{
  Task *task = data;

  for (guint i = 0; i < 20; i++)
    rdg_formula_evaluate (task->formula, task->inputs, task->n_rows, task->values, NULL);
  return NULL;
}

/* One formula, several threads: each computes the same bytes. */
static void
test_threads (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autoptr (RdgFormula) formula = rdg_formula_new ("f", "", "sqrt(torque) * ln(angle) ^ 1.7", NULL, NULL);
  GThread *threads[N_THREADS];
  Task tasks[N_THREADS];

  learn_table_generate (&table, 2000, 0, 4);
  for (guint t = 0; t < N_THREADS; t++)
    {
      tasks[t] = (Task) { formula, { rdg_matrix_get_column (table.matrix, 0),
                                     rdg_matrix_get_column (table.matrix, 1) },
                          g_new (float, 2000), 2000 };
      threads[t] = g_thread_new ("formula", evaluate_cb, &tasks[t]);
    }
  for (guint t = 0; t < N_THREADS; t++)
    g_thread_join (threads[t]);
  for (guint t = 0; t < N_THREADS; t++)
    {
      g_assert_cmpmem (tasks[t].values, 2000 * sizeof (float), tasks[0].values, 2000 * sizeof (float));
      if (t > 0)
        g_free (tasks[t].values);
    }
  g_free (tasks[0].values);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/formula/values", test_values);
  g_test_add_func ("/learn/formula/names", test_names);
  g_test_add_func ("/learn/formula/positions", test_positions);
  g_test_add_func ("/learn/formula/hostile", test_hostile);
  g_test_add_func ("/learn/formula/random", test_random);
  g_test_add_func ("/learn/formula/missing", test_missing);
  g_test_add_func ("/learn/formula/locale", test_locale);
  g_test_add_func ("/learn/formula/bind", test_bind);
  g_test_add_func ("/learn/formula/model", test_model);
  g_test_add_func ("/learn/formula/threads", test_threads);

  return g_test_run ();
}
