/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm's formats, and that its own programs say the same of the same data as we do. */
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-error.h"
#include "rdg-number.h"
#include "rdg-svm-solve.h"
#include "rdg-svm-text.h"
#include "rdg-svm-train.h"

static void
test_read (void)
{
  static const char text[] = "+1 1:0.5 3:-2e1\r\n\n-1 2:1\n0\n1 3:7";
  g_autofree guint8 *failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgMatrix) matrix = rdg_svm_text_read_rows (text, strlen (text), &failed, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rdg_matrix_get_n_rows (matrix), ==, 4);
  g_assert_cmpuint (rdg_matrix_get_n_columns (matrix), ==, 3);
  g_assert_cmpmem (failed, 4, ((guint8[]){ 1, 0, 0, 1 }), 4);
  g_assert_cmpmem (rdg_matrix_get_column (matrix, 0), 16, ((float[]){ 0.5f, 0, 0, 0 }), 16);
  g_assert_cmpmem (rdg_matrix_get_column (matrix, 1), 16, ((float[]){ 0, 1, 0, 0 }), 16);
  g_assert_cmpmem (rdg_matrix_get_column (matrix, 2), 16, ((float[]){ -20, 0, 0, 7 }), 16);
  g_assert_cmpstr (rdg_matrix_get_feature (matrix, 2)->name, ==, "3");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *where;
  } cases[] = {
    { "", NULL }, { "\n\n", NULL }, { "+1\n-1\n", NULL },
    { "+1 1:1\nyes 1:2\n", "Line 2" }, { "2 1:1\n", "Line 1" },
    { "+1 1:1 1:2\n", "Line 1, column 8" }, { "+1 2:1 1:2\n", "Line 1, column 8" },
    { "-1 0:1\n", "Line 1, column 4" }, { "-1 1.5:1\n", "column 4" }, { "-1 1\n", "column 4" },
    { "-1 1:\n", "column 4" }, { "-1 1:0,5\n", "column 4" }, { "-1 1:nan\n", "column 4" },
    { "-1 1:1e300\n", "column 4" }, { "-1 99999999999999999999:1\n", "column 4" },
    { "-1 -1:1\n", "column 4" }, { "-1 1:1:1\n", "column 4" },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autofree guint8 *failed = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (rdg_svm_text_read_rows (cases[c].text, strlen (cases[c].text), &failed, &error));
      g_assert_nonnull (error);
      if (cases[c].where != NULL)
        g_assert_nonnull (strstr (error->message, cases[c].where));
    }
}

static void
run (const char * const *argv)
{
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* The number after a word at the beginning of a line. */
static double
find_number (const char *text,
             const char *word)
{
  g_autofree char *wanted = g_strconcat ("\n", word, " ", NULL);
  const char *at = strstr (text, wanted);

  g_assert_nonnull (at);

  return g_ascii_strtod (at + strlen (wanted), NULL);
}

/* What a model of svm-train says, read as far as the comparison needs it. */
static double
decide_by_text (const char   *model,
                const double *inputs,
                guint         n_inputs)
{
  gboolean rbf = strstr (model, "kernel_type rbf") != NULL;
  double gamma = rbf ? find_number (model, "gamma") : 0.0, sum = -find_number (model, "rho");
  double sign = strstr (model, "label 1 -1") != NULL ? 1.0 : -1.0;
  const char *at = strstr (model, "\nSV\n") + 4;

  while (*at != '\0')
    {
      double squares = 0.0, product = 0.0, other[64] = { 0.0 };
      char *rest;
      double coefficient = g_ascii_strtod (at, &rest);

      while (*rest == ' ' && rest[1] != '\n')
        {
          guint64 index = g_ascii_strtoull (rest, &rest, 10);

          other[index - 1] = g_ascii_strtod (rest + 1, &rest);
        }
      for (guint i = 0; i < n_inputs; i++)
        {
          squares += (inputs[i] - other[i]) * (inputs[i] - other[i]);
          product += inputs[i] * other[i];
        }
      sum += coefficient * (rbf ? exp (-gamma * squares) : product);
      at = strchr (rest, '\n') + 1;
    }

  return sign * sum;
}

/* Rounded, since svm-train keeps eight digits of a vector: the data must be the same to it. */
static void
encode (const RdgSvm     *svm,
        const LearnTable *table,
        gsize             row,
        double           *inputs)
{
  rdg_svm_encode (svm, table->matrix, row, inputs);
  for (guint i = 0; i < svm->n_inputs; i++)
    inputs[i] = round (inputs[i] * 1e6) / 1e6;
}

static char *
write_rows (const LearnTable *table,
            const double     *inputs,
            guint             n_inputs)
{
  GString *text = g_string_new (NULL);
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  for (gsize r = 0; r < table->n_rows; r++)
    {
      g_string_append (text, table->failed[r] ? "+1" : "-1");
      for (guint i = 0; i < n_inputs; i++)
        if (inputs[r * n_inputs + i] != 0.0)
          g_string_append_printf (text, " %u:%s", i + 1,
                                  rdg_number_format (inputs[r * n_inputs + i], buffer));
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/* As many vectors within 1 %, and decisions within 1e-6. */
static void
assert_same_solution (const RdgSvm     *svm,
                      const LearnTable *table,
                      const char       *folder)
{
  gsize n = table->n_rows, n_inputs = svm->n_inputs;
  g_autofree double *inputs = g_new (double, n * n_inputs);
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autofree char *rows_path = g_build_filename (folder, "rounded", NULL);
  g_autofree char *model_path = g_build_filename (folder, "theirs", NULL);
  g_autofree char *text = NULL, *theirs = NULL;
  g_auto (RdgSvmSolution) solution = { 0 };
  RdgSvmSetting setting = svm->setting;
  char weight[RDG_NUMBER_BUFFER_SIZE];
  double worst = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      rows[i] = (guint32) i;
      encode (svm, table, i, inputs + i * n_inputs);
    }
  /* svm-train reads a weight as a float. */
  setting.weight = (float) setting.weight;
  g_assert_true (rdg_svm_solve (inputs, svm->n_inputs, table->failed, rows, (guint) n, &setting,
                                RDG_SVM_MOST_STEPS, &solution, NULL, NULL));

  text = write_rows (table, inputs, svm->n_inputs);
  g_assert_true (g_file_set_contents (rows_path, text, -1, NULL));
  run ((const char * const[]){ "svm-train", "-q", "-t",
                               svm->setting.kernel == RDG_SVM_RBF ? "2" : "0", "-c", "4",
                               "-g", "0.25", "-w1", rdg_number_format (setting.weight, weight),
                               rows_path, model_path, NULL });
  g_assert_true (g_file_get_contents (model_path, &theirs, NULL, NULL));
  g_remove (rows_path);
  g_remove (model_path);

  g_assert_cmpfloat_with_epsilon (find_number (theirs, "total_sv"), solution.n_vectors,
                                  0.01 * solution.n_vectors);
  for (gsize i = 0; i < n; i += 97)
    {
      double ours = -solution.rho;

      for (guint v = 0; v < solution.n_vectors; v++)
        {
          const double *vector = inputs + solution.vectors[v] * n_inputs;
          double squares = 0.0, product = 0.0;

          for (gsize k = 0; k < n_inputs; k++)
            {
              double x = inputs[i * n_inputs + k];

              squares += (x - vector[k]) * (x - vector[k]);
              product += x * vector[k];
            }
          ours += solution.coefficients[v] * (svm->setting.kernel == RDG_SVM_RBF
                                                ? exp (-svm->setting.gamma * squares) : product);
        }
      worst = MAX (worst, fabs (ours - decide_by_text (theirs, inputs + i * n_inputs,
                                                       svm->n_inputs)));
    }
  g_test_message ("%u vectors here, %g there; decisions differ by at most %g", solution.n_vectors,
                  find_number (theirs, "total_sv"), worst);
  g_assert_cmpfloat (worst, <, 1e-6);
}

static void
test_against_svm_train (gconstpointer data)
{
  RdgSvmKernel kernel = GPOINTER_TO_INT (data);
  g_autofree char *program = g_find_program_in_path ("svm-train");
  g_autofree char *folder = NULL, *rows_path = NULL, *ours_path = NULL;
  g_autofree char *text = NULL, *ours = NULL, *said = NULL, *said_path = NULL;
  g_auto (LearnTable) table = { 0 };

  if (program == NULL)
    {
      g_test_skip ("svm-train is not installed");
      return;
    }
  /* What no line separates takes libsvm long: a smaller table for the linear kernel. */
  if (kernel == RDG_SVM_LINEAR || !learn_table_read_ai4i (&table))
    learn_table_generate (&table, 1500, 5, 1);

  gsize n = table.n_rows;
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autofree double *unseen = g_new (double, n);
  RdgSvmOptions options = { kernel, RDG_SVM_MOST_ROWS, 4.0, 0.25, 1.0, 1, 2 };

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;

  g_autoptr (RdgSvm) svm = rdg_svm_train (table.matrix, rows, n, table.failed, &options, unseen,
                                          NULL, NULL, NULL);

  folder = g_dir_make_tmp ("rdg-svm-XXXXXX", NULL);
  rows_path = g_build_filename (folder, "rows", NULL);
  ours_path = g_build_filename (folder, "ours", NULL);
  said_path = g_build_filename (folder, "said", NULL);
  text = rdg_svm_text_write_rows (svm, table.matrix, rows, n, table.failed);
  g_assert_true (g_file_set_contents (rows_path, text, -1, NULL));
  assert_same_solution (svm, &table, folder);

  /* And svm-predict reads our model, and says what we say. */
  ours = rdg_svm_text_write_model (svm);
  g_assert_true (g_file_set_contents (ours_path, ours, -1, NULL));
  run ((const char * const[]){ "svm-predict", "-b", "1", rows_path, ours_path, said_path, NULL });
  g_assert_true (g_file_get_contents (said_path, &said, NULL, NULL));

  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  g_autofree double *score = g_new (double, n);

  g_assert_cmpstr (lines[0], ==, "labels 1 -1");
  g_assert_cmpuint (g_strv_length (lines), >=, n + 1);
  g_assert_true (rdg_svm_predict (svm, table.matrix, 1, score, NULL, NULL, NULL));
  for (gsize i = 0; i < n; i++)
    {
      /* It writes six digits, and keeps probabilities 1e-7 away from 0 and 1. */
      char *probability;

      g_ascii_strtod (lines[i + 1], &probability);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (probability, NULL), score[i], 1e-5);
    }

  g_remove (rows_path);
  g_remove (ours_path);
  g_remove (said_path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/svm-text/read", test_read);
  g_test_add_func ("/learn/svm-text/refused", test_refused);
  g_test_add_data_func ("/learn/svm-text/against-svm-train/rbf", GINT_TO_POINTER (RDG_SVM_RBF),
                        test_against_svm_train);
  g_test_add_data_func ("/learn/svm-text/against-svm-train/linear", GINT_TO_POINTER (RDG_SVM_LINEAR),
                        test_against_svm_train);

  return g_test_run ();
}
