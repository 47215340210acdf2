/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm's text formats: see rdg-svm-text.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-text.h"

#include "rdg-number.h"

static void
put_number (GString *text,
            double   value)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  g_string_append (text, rdg_number_format (value, buffer));
}

static void
put_field (GString    *text,
           const char *name,
           double      value)
{
  g_string_append_printf (text, "%s ", name);
  put_number (text, value);
  g_string_append_c (text, '\n');
}

static void
put_inputs (GString      *text,
            const double *inputs,
            guint         n_inputs)
{
  for (guint i = 0; i < n_inputs; i++)
    if (inputs[i] != 0.0)
      {
        g_string_append_printf (text, " %u:", i + 1);
        put_number (text, inputs[i]);
      }
  g_string_append_c (text, '\n');
}

/**
 * rdg_svm_text_write_model:
 *
 * Label 1 is a failed car, -1 one that passed; the probabilities are Platt's, where there are any.
 *
 * Returns: (transfer full): a model file of libsvm
 */
char *
rdg_svm_text_write_model (const RdgSvm *svm)
{
  GString *text = g_string_new ("svm_type c_svc\n");
  guint n_failed = 0;

  for (guint v = 0; v < svm->n_vectors; v++)
    n_failed += svm->coefficients[v] > 0.0;

  if (svm->setting.kernel == RDG_SVM_LINEAR)
    g_string_append (text, "kernel_type linear\n");
  else
    {
      g_string_append (text, "kernel_type rbf\n");
      put_field (text, "gamma", svm->setting.gamma);
    }
  g_string_append_printf (text, "nr_class 2\ntotal_sv %u\n", svm->n_vectors);
  put_field (text, "rho", svm->rho);
  g_string_append (text, "label 1 -1\n");
  if (rdg_svm_has_curve (svm))
    {
      put_field (text, "probA", -svm->slope);
      put_field (text, "probB", -svm->intercept);
    }
  g_string_append_printf (text, "nr_sv %u %u\nSV\n", n_failed, svm->n_vectors - n_failed);

  /* Class by class, in the order of the labels. */
  for (guint passed = 0; passed < 2; passed++)
    for (guint v = 0; v < svm->n_vectors; v++)
      if ((svm->coefficients[v] > 0.0) != passed)
        {
          put_number (text, svm->coefficients[v]);
          put_inputs (text, svm->vectors + (gsize) v * svm->n_inputs, svm->n_inputs);
        }

  return g_string_free (text, FALSE);
}

/**
 * rdg_svm_text_write_rows:
 * @matrix: rows in the machine's own columns
 * @rows: (array length=n_rows): which of them
 * @outcome: (array length=n_rows): of @rows, 1, 0 or %RDG_SVM_TEXT_UNKNOWN, whose label is 0
 *
 * Returns: (transfer full): the rows as the machine sees them, scaled
 */
char *
rdg_svm_text_write_rows (const RdgSvm    *svm,
                         const RdgMatrix *matrix,
                         const guint32   *rows,
                         gsize            n_rows,
                         const guint8    *outcome)
{
  GString *text = g_string_new (NULL);
  g_autofree double *inputs = g_new (double, MAX (svm->n_inputs, 1));

  for (gsize r = 0; r < n_rows; r++)
    {
      rdg_svm_encode (svm, matrix, rows[r], inputs);
      g_string_append (text, outcome[r] == RDG_SVM_TEXT_UNKNOWN ? "0" : outcome[r] ? "+1" : "-1");
      put_inputs (text, inputs, svm->n_inputs);
    }

  return g_string_free (text, FALSE);
}
