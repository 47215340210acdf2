/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm's text formats: see rdg-svm-text.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-number.h"

#define MOST_COLUMNS 65535

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
 * Label 1 is a failed car, -1 one that passed; the probabilities are Platt's.
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
  put_field (text, "probA", -svm->slope);
  put_field (text, "probB", -svm->intercept);
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

/* A word of a line; FALSE at its end. */
static gboolean
next_word (const char **at,
           const char  *end,
           const char **word,
           gsize       *length)
{
  while (*at < end && (**at == ' ' || **at == '\t' || **at == '\r'))
    (*at)++;
  *word = *at;
  while (*at < end && **at != ' ' && **at != '\t' && **at != '\r')
    (*at)++;
  *length = (gsize) (*at - *word);

  return *length > 0;
}

static gboolean
parse_number (const char *word,
              gsize       length,
              double     *value)
{
  if (length > 0 && *word == '+')
    {
      word++;
      length--;
    }

  return rdg_number_parse_double (word, length, '.', value) && fabs (*value) <= G_MAXFLOAT;
}

static gboolean
parse_pair (const char *word,
            gsize       length,
            guint      *column,
            double     *value)
{
  const char *colon = memchr (word, ':', length);
  double index;

  if (colon == NULL || !parse_number (word, (gsize) (colon - word), &index) ||
      !(index >= 1.0 && index <= MOST_COLUMNS && floor (index) == index))
    return FALSE;

  *column = (guint) index;

  return parse_number (colon + 1, length - (gsize) (colon + 1 - word), value);
}

typedef struct
{
  gsize   n_rows;
  guint   n_columns;
  GArray *failed;      /* of guint8 */
  float **columns;     /* NULL on the first pass, which counts */
} Reading;

/* Goes through all rows: once to count and check, once to fill. */
static gboolean
read_all (Reading    *reading,
          const char *text,
          gsize       length,
          GError    **error)
{
  const char *at = text, *end = text + length;
  gsize n_rows = 0;

  for (gint64 line = 1; at < end; line++)
    {
      const char *line_start = at, *word;
      const char *line_end = memchr (at, '\n', (gsize) (end - at));
      gsize word_length;
      guint before = 0;
      double label;

      line_end = line_end != NULL ? line_end : end;
      if (!next_word (&at, line_end, &word, &word_length))
        {
          at = MIN (line_end + 1, end);
          continue;
        }

      /* What svm-train takes for two classes: 1 and -1, or 1 and 0. */
      if (!parse_number (word, word_length, &label) || (label != 1.0 && label != 0.0 && label != -1.0))
        {
          g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                       _("Line %" PRId64 " does not begin with a label: write 1 for a car that failed "
                         "and -1 or 0 for one that passed."), line);
          return FALSE;
        }
      if (reading->columns == NULL)
        {
          guint8 failed = label == 1.0;

          g_array_append_val (reading->failed, failed);
        }

      while (next_word (&at, line_end, &word, &word_length))
        {
          guint column;
          double value;

          if (!parse_pair (word, word_length, &column, &value) || column <= before)
            {
              g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                           _("Line %" PRId64 ", column %" PRId64 ": this is no rising feature number, a colon "
                             "and a value, as in 3:0.25."), line, (gint64) (word - line_start + 1));
              return FALSE;
            }
          before = column;
          reading->n_columns = MAX (reading->n_columns, column);
          if (reading->columns != NULL)
            reading->columns[column - 1][n_rows] = (float) value;
        }
      n_rows++;
      at = MIN (line_end + 1, end);
    }
  reading->n_rows = n_rows;

  return TRUE;
}

/**
 * rdg_svm_text_read_rows:
 * @text: (array length=length): lines of a label and sparse values
 * @failed: (out) (transfer full): of each row, whether its label is 1
 *
 * Returns: (transfer full) (nullable): a table whose columns are named “1”, “2” and so on, or
 *   %NULL with %RDG_LEARN_ERROR_FAILED, naming line and column, or %RDG_LEARN_ERROR_TOO_FEW
 */
RdgMatrix *
rdg_svm_text_read_rows (const char  *text,
                        gsize        length,
                        guint8     **failed,
                        GError     **error)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (guint8));
  Reading reading = { 0, 0, labels, NULL };

  if (!read_all (&reading, text, length, error))
    return NULL;

  if (reading.n_rows == 0 || reading.n_columns == 0)
    {
      g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                           _("The file has no rows with values."));
      return NULL;
    }

  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (reading.n_rows);
  g_autofree float **columns = g_new (float *, reading.n_columns);

  for (guint c = 0; c < reading.n_columns; c++)
    {
      g_autofree char *name = g_strdup_printf ("%u", c + 1);

      columns[c] = rdg_matrix_add_numeric (matrix, name, "");
      memset (columns[c], 0, reading.n_rows * sizeof (float));
    }
  reading.columns = columns;
  if (!read_all (&reading, text, length, error))
    return NULL;

  *failed = g_memdup2 (labels->data, MAX (labels->len, 1));

  return g_steal_pointer (&matrix);
}
