/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula as it is typed, and what it gives for numbers of all kinds. */
#include <math.h>

#include "fuzz-target.h"
#include "rdg-formula.h"

#define N_ROWS 8

static const float numbers[N_ROWS] = { 0, 1, -1, 0.5f, 3e38f, -3e38f, 1e-38f, NAN };

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  guint position;
  g_autoptr (RdgFormula) formula = rdg_formula_new ("f", "", text, &position, &error);
  float values[N_ROWS];
  RdgFormulaTally tally;

  if (formula == NULL)
    {
      fuzz_check_error (error);
      g_assert_true (position == 0 || position <= (guint) g_utf8_strlen (text, -1) + 1);
      return 0;
    }

  g_autofree const float **inputs = g_new (const float *, rdg_formula_get_n_inputs (formula));
  gsize n_values = 0;

  for (guint i = 0; i < rdg_formula_get_n_inputs (formula); i++)
    inputs[i] = numbers;
  rdg_formula_evaluate (formula, inputs, N_ROWS, values, &tally);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_assert_false (isinf (values[i]));
      n_values += !isnan (values[i]);
    }
  g_assert_true (n_values + tally.n_lacking + tally.n_infinite + tally.n_undefined == N_ROWS);
  return 0;
}
