/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm's formats, and that its own programs say the same of the same data as we do. */
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-model-codec.h"
#include "rdg-number.h"
#include "rdg-rng.h"
#include "rdg-svm-solve.h"
#include "rdg-svm-text.h"
#include "rdg-svm-train.h"

static const char small_model[] =
  "svm_type c_svc\nkernel_type rbf\ngamma 0.5\nnr_class 2\ntotal_sv 3\nrho -0.25\nlabel -1 1\n"
  "probA -2\nprobB 0.125\nnr_sv 1 2\nSV\n1.5 1:1 3:-2 \n-1 2:0.5 \n-0.5 \n";

/* Its classes are the other way round: what it decides is negative for failed cars. */
static void
test_read_model (void)
{
  g_autoptr (GError) error = NULL;
  gboolean has_curve = FALSE;
  g_autoptr (RdgModel) model =
    rdg_svm_text_read_model (small_model, strlen (small_model), NULL, &has_curve, &error);

  g_assert_no_error (error);
  g_assert_true (has_curve);

  const RdgSvm *svm = rdg_model_get_svm (model);
  const double far_out[] = { 1000.0, 0.0, -2.0 };
  const double vectors[] = { 1, 0, -2, 0, 0.5, 0, 0, 0, 0 };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (1);
  double inputs[3], decision = -0.25;

  g_assert_cmpuint (rdg_model_get_n_features (model), ==, 3);
  g_assert_cmpstr (rdg_model_get_feature (model, 2)->name, ==, "3");
  g_assert_cmpmem (svm->vectors, 9 * sizeof (double), vectors, sizeof vectors);
  g_assert_cmpmem (svm->coefficients, 3 * sizeof (double), ((double[]){ -1.5, 1.0, 0.5 }),
                   3 * sizeof (double));

  /* Not within twenty of anything, as our own would be. */
  for (guint i = 0; i < 3; i++)
    rdg_matrix_add_numeric (matrix, rdg_model_get_feature (model, i)->name, "")[0] = (float) far_out[i];
  rdg_svm_encode (svm, matrix, 0, inputs);
  g_assert_cmpmem (inputs, sizeof inputs, far_out, sizeof far_out);

  for (guint v = 0; v < 3; v++)
    {
      double squares = 0.0;

      for (guint i = 0; i < 3; i++)
        squares += vectors[v * 3 + i] * vectors[v * 3 + i];
      decision += svm->coefficients[v] * exp (-0.5 * squares);
    }
  inputs[0] = inputs[1] = inputs[2] = 0.0;
  g_assert_cmpfloat_with_epsilon (rdg_svm_decide (svm, inputs), decision, 1e-12);
  /* libsvm: of the first class, the passed one, 1 / (1 + exp (A x f + B)). */
  g_assert_cmpfloat_with_epsilon (rdg_svm_score (svm, decision),
                                  1.0 - 1.0 / (1.0 + exp (-2.0 * -decision + 0.125)), 1e-12);
  g_assert_true (isnan (rdg_model_get_holdout (model)->value[RDG_METRIC_ROC_AUC]));
  g_assert_cmpuint (rdg_model_get_n_train (model), ==, 0);

  /* Kept and fetched, it is the same. */
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (RdgModel) again = rdg_model_decode (bytes, &error);

  g_assert_no_error (error);

  g_autoptr (GBytes) bytes_again = rdg_model_encode (again);

  g_assert_true (g_bytes_equal (bytes, bytes_again));
}

/* Whatever stands there: a model that can be kept and asked, or a sentence. */
static void
test_read_hostile_model (void)
{
  static const char bits[] = "0123456789.:-+ \n\0xeE";
  gsize length = strlen (small_model);
  guint n_taken = 0;
  RdgRng rng;

  rdg_rng_init (&rng, 1, 0);
  for (guint turn = 0; turn < 20000; turn++)
    {
      g_autofree char *text = g_strdup (small_model);
      gsize cut = turn % 3 == 0 ? rdg_rng_below (&rng, (guint) length) : length;
      g_autoptr (GError) error = NULL;
      gboolean has_curve;

      for (guint i = rdg_rng_below (&rng, 4); i > 0; i--)
        text[rdg_rng_below (&rng, (guint) length)] = bits[rdg_rng_below (&rng, sizeof bits)];

      g_autoptr (RdgModel) model = rdg_svm_text_read_model (text, cut, NULL, &has_curve, &error);

      g_assert_true ((model == NULL) == (error != NULL));
      if (model == NULL)
        continue;

      g_autoptr (GBytes) bytes = rdg_model_encode (model);
      g_autoptr (RdgModel) again = rdg_model_decode (bytes, &error);

      g_assert_no_error (error);
      n_taken++;
    }
  g_test_message ("%u of 20000 were taken", n_taken);
  g_assert_cmpuint (n_taken, >, 100);
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
  g_assert_true (rdg_svm_solve (inputs, svm->n_inputs, table->failed, rows, (guint) n, &setting, NULL,
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
  g_test_add_func ("/learn/svm-text/read-model", test_read_model);
  g_test_add_func ("/learn/svm-text/read-hostile-model", test_read_hostile_model);
  g_test_add_data_func ("/learn/svm-text/against-svm-train/rbf", GINT_TO_POINTER (RDG_SVM_RBF),
                        test_against_svm_train);
  g_test_add_data_func ("/learn/svm-text/against-svm-train/linear", GINT_TO_POINTER (RDG_SVM_LINEAR),
                        test_against_svm_train);

  return g_test_run ();
}
