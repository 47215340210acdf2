/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>
#include <time.h>

#include "learn-fixture.h"
#include "rdg-error.h"
#include "rdg-rng.h"
#include "rdg-svm-explain.h"
#include "rdg-svm-platt.h"
#include "rdg-svm-solve.h"
#include "rdg-svm-train.h"

static guint32 *
all_rows (gsize n)
{
  guint32 *rows = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;

  return rows;
}

static RdgSvmOptions
quick_options (RdgSvmKernel kernel)
{
  return (RdgSvmOptions){ kernel, 1000, 2.0, 0.1, 1.0, 1, 1 };
}

static RdgSvm *
train (const LearnTable    *table,
       const RdgSvmOptions *options,
       double              *unseen)
{
  g_autofree guint32 *rows = all_rows (table->n_rows);
  g_autoptr (GError) error = NULL;
  RdgSvm *svm = rdg_svm_train (table->matrix, rows, table->n_rows, table->failed, options, unseen,
                               NULL, NULL, &error);

  g_assert_no_error (error);

  return svm;
}

/* Four points on a line: the middle two are the vectors, and the decision is -1 and 1 at them. */
static void
test_solve_by_hand (void)
{
  const double inputs[] = { -3.0, -1.0, 1.0, 3.0 };
  const guint8 failed[] = { 0, 0, 1, 1 };
  const guint32 rows[] = { 0, 1, 2, 3 };
  const RdgSvmSetting setting = { RDG_SVM_LINEAR, 100.0, 0.0, 1.0 };
  g_auto (RdgSvmSolution) solution = { 0 };

  g_assert_true (rdg_svm_solve (inputs, 1, failed, rows, 4, &setting, NULL, RDG_SVM_MOST_STEPS, &solution, NULL,
                                NULL));
  g_assert_cmpuint (solution.n_vectors, ==, 2);
  g_assert_cmpfloat_with_epsilon (solution.rho, 0.0, 1e-3);
  for (guint v = 0; v < 2; v++)
    g_assert_cmpfloat_with_epsilon (solution.coefficients[v],
                                    failed[solution.vectors[v]] ? 0.5 : -0.5, 1e-3);
}

static void
test_encode (void)
{
  static const char * const levels[] = { "L", "M", "H", NULL };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (4);
  float *number = rdg_matrix_add_numeric (matrix, "number", "");
  float *same = rdg_matrix_add_numeric (matrix, "same", "");
  float *level = rdg_matrix_add_category (matrix, "level", levels);
  const guint32 rows[] = { 0, 1, 2 };
  double inputs[6];

  number[0] = 1.0f, number[1] = 3.0f, number[2] = NAN, number[3] = 1e30f;
  same[0] = same[1] = same[2] = 5.0f, same[3] = NAN;
  level[0] = level[1] = 2.0f, level[2] = NAN, level[3] = 0.0f;

  g_autoptr (RdgSvm) svm = rdg_svm_new (matrix, rows, 3);

  g_assert_cmpuint (svm->n_inputs, ==, 6);
  g_assert_cmpuint (svm->features[2].usual, ==, 2);

  rdg_svm_encode (svm, matrix, 0, inputs);
  g_assert_cmpmem (inputs, sizeof inputs, ((double[]){ -1, 0, 0, 0, 0, 1 }), sizeof inputs);
  rdg_svm_encode (svm, matrix, 2, inputs);
  g_assert_cmpmem (inputs, sizeof inputs, ((double[]){ 0, 1, 0, 0, 0, 0 }), sizeof inputs);
  rdg_svm_encode (svm, matrix, 3, inputs);
  g_assert_cmpmem (inputs, sizeof inputs, ((double[]){ 20, 0, 0, 1, 0, 0 }), sizeof inputs);
}

/* Cases drawn from a known curve: it is found again. */
static void
test_platt (void)
{
  const gsize n = 20000;
  g_autofree double *decision = g_new (double, n);
  g_autofree guint8 *failed = g_new (guint8, n);
  double slope, intercept;
  RdgRng rng;

  rdg_rng_init (&rng, 1, 0);
  for (gsize i = 0; i < n; i++)
    {
      decision[i] = 2.0 * rdg_rng_normal (&rng);
      failed[i] = rdg_rng_uniform (&rng) < 1.0 / (1.0 + exp (-(1.5 * decision[i] - 2.0)));
    }
  rdg_svm_platt_fit (decision, failed, n, &slope, &intercept);
  g_assert_cmpfloat_with_epsilon (slope, 1.5, 0.12);
  g_assert_cmpfloat_with_epsilon (intercept, -2.0, 0.12);

  /* Upside down: the ranking stays. */
  for (gsize i = 0; i < n; i++)
    failed[i] = !failed[i];
  rdg_svm_platt_fit (decision, failed, n, &slope, &intercept);
  g_assert_cmpfloat (slope, >, 0.0);
}

/* The same machine, whoever works on it; long rows have a table. */
static void
test_threads (gconstpointer data)
{
  static const guint n_threads[] = { 2, 3, 8 };
  g_auto (LearnTable) table = { 0 };
  RdgSvmOptions options = quick_options (RDG_SVM_RBF);
  g_autofree double *one = NULL, *more = NULL;

  learn_table_generate (&table, 600, GPOINTER_TO_UINT (data), 1);
  options.cost = options.gamma = 0.0;
  options.most_rows = 300;
  one = g_new (double, table.n_rows);
  more = g_new (double, table.n_rows);

  g_autoptr (RdgSvm) by_one = train (&table, &options, one);

  g_assert_cmpuint (by_one->n_sampled, ==, 300);
  for (guint t = 0; t < G_N_ELEMENTS (n_threads); t++)
    {
      options.n_threads = n_threads[t];

      g_autoptr (RdgSvm) by_more = train (&table, &options, more);

      g_assert_cmpmem (&by_one->setting, sizeof by_one->setting,
                       &by_more->setting, sizeof by_more->setting);
      g_assert_cmpmem (one, table.n_rows * sizeof *one, more, table.n_rows * sizeof *more);
      g_assert_cmpmem (by_one->vectors, by_one->n_vectors * by_one->n_inputs * sizeof (double),
                       by_more->vectors, by_more->n_vectors * by_more->n_inputs * sizeof (double));
    }
}

/* Noise with gaps; the first few inputs tell. */
static double *
draw_rows (guint    n,
           guint    n_inputs,
           guint8 **failed)
{
  double *inputs = g_new (double, (gsize) n * n_inputs);
  RdgRng rng;

  rdg_rng_init (&rng, 3, 0);
  *failed = g_new (guint8, n);
  for (guint r = 0; r < n; r++)
    {
      double *row = inputs + (gsize) r * n_inputs;

      for (guint i = 0; i < n_inputs; i++)
        row[i] = rdg_rng_uniform (&rng) < 0.3 ? 0.0 : rdg_rng_normal (&rng);
      (*failed)[r] = row[0] + row[1] - row[2] + rdg_rng_normal (&rng) > 1.0;
    }

  return inputs;
}

/* What is learnt from a table is what libsvm learns from the rows. */
static void
test_table (gconstpointer data)
{
  const guint n = 300, n_inputs = 150, n_rows = 200;
  RdgSvmKernel kernel = GPOINTER_TO_INT (data);
  const RdgSvmSetting setting = { kernel, 2.0, 1.0 / 150, 1.5 };
  g_autofree guint8 *failed = NULL;
  g_autofree double *inputs = draw_rows (n, n_inputs, &failed);
  g_autofree guint32 *all = all_rows (n), *rows = g_new (guint32, n_rows);
  g_autoptr (RdgSvmDots) dots = rdg_svm_dots_new (inputs, n_inputs, all, n, 3, NULL, NULL, NULL);
  g_auto (RdgSvmSolution) from_rows = { 0 }, from_table = { 0 };

  for (guint r = 0; r < n_rows; r++)
    rows[r] = 3 * r / 2;

  g_autoptr (RdgSvmTable) table = rdg_svm_table_new (dots, rows, n_rows, &setting, 2, NULL, NULL);

  for (guint a = 0; a < n_rows; a += 7)
    {
      const struct svm_node *row = rdg_svm_table_get_row (table, rows[a]);

      g_assert_cmpfloat (row[0].value, ==, a + 1.0);
      for (guint b = 0; b < n_rows; b++)
        {
          double dot = 0.0, distance = 0.0;

          for (guint i = 0; i < n_inputs; i++)
            {
              double x = inputs[(gsize) rows[a] * n_inputs + i], y = inputs[(gsize) rows[b] * n_inputs + i];

              dot += x * y;
              distance += (x - y) * (x - y);
            }
          g_assert_cmpfloat_with_epsilon (row[b + 1].value, kernel == RDG_SVM_LINEAR
                                                              ? dot : exp (-setting.gamma * distance),
                                          1e-11);
        }
    }

  /* A part of those that it has. */
  g_assert_true (rdg_svm_solve (inputs, n_inputs, failed, rows + 10, n_rows - 10, &setting, NULL,
                                RDG_SVM_MOST_STEPS, &from_rows, NULL, NULL));
  g_assert_true (rdg_svm_solve (inputs, n_inputs, failed, rows + 10, n_rows - 10, &setting, table,
                                RDG_SVM_MOST_STEPS, &from_table, NULL, NULL));
  g_assert_cmpuint (from_rows.n_vectors, >, 20);
  g_assert_cmpmem (from_rows.vectors, from_rows.n_vectors * sizeof (guint32),
                   from_table.vectors, from_table.n_vectors * sizeof (guint32));
  g_assert_cmpfloat_with_epsilon (from_rows.rho, from_table.rho, 1e-9);
  for (guint v = 0; v < from_rows.n_vectors; v++)
    g_assert_cmpfloat_with_epsilon (from_rows.coefficients[v], from_table.coefficients[v], 1e-9);
}

static void
test_table_cancelled (void)
{
  g_autofree guint8 *failed = NULL;
  g_autofree double *inputs = draw_rows (100, 10, &failed);
  g_autofree guint32 *rows = all_rows (100);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (rdg_svm_dots_new (inputs, 10, rows, 100, 2, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Of more cars than are wanted, failed ones stay, up to a half. */
static void
test_sample (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgSvmOptions options = quick_options (RDG_SVM_LINEAR);
  g_autofree double *unseen = NULL;
  guint64 n_failed = 0;

  learn_table_generate (&table, 2000, 0, 2);
  unseen = g_new (double, table.n_rows);
  for (gsize i = 0; i < table.n_rows; i++)
    n_failed += table.failed[i];
  options.most_rows = 500;

  g_autoptr (RdgSvm) svm = train (&table, &options, unseen);

  g_assert_cmpuint (svm->n_sampled, ==, 500);
  g_assert_cmpuint (svm->n_sampled_failed, ==, MIN (n_failed, 250));
  /* The probabilities are those of all cars, not of the sample. */
  double sum = 0.0;

  for (gsize i = 0; i < table.n_rows; i++)
    sum += unseen[i];
  g_assert_cmpfloat_with_epsilon (sum / 2000.0, (double) n_failed / 2000.0, 0.01);
}

static void
test_reasons_add_up (gconstpointer data)
{
  g_auto (LearnTable) table = { 0 };
  RdgSvmOptions options = quick_options (GPOINTER_TO_INT (data));
  g_autofree double *unseen = NULL, *score = NULL, *one = NULL, *three = NULL;
  g_autofree guint32 *rows = NULL;
  double base, base_three, largest[5] = { 0.0 };

  learn_table_generate (&table, 600, 2, 3);
  unseen = g_new (double, table.n_rows);
  score = g_new (double, table.n_rows);
  one = g_new (double, table.n_rows * 5);
  three = g_new (double, table.n_rows * 5);
  rows = all_rows (table.n_rows);

  g_autoptr (RdgSvm) svm = train (&table, &options, unseen);

  g_assert_true (rdg_svm_predict (svm, table.matrix, 2, score, NULL, NULL, NULL));
  g_assert_true (rdg_svm_explain (svm, table.matrix, rows, table.n_rows, 1, 7, &base, one,
                                  NULL, NULL, NULL));
  g_assert_true (rdg_svm_explain (svm, table.matrix, rows, table.n_rows, 3, 7, &base_three, three,
                                  NULL, NULL, NULL));
  g_assert_cmpmem (one, table.n_rows * 5 * sizeof *one, three, table.n_rows * 5 * sizeof *three);

  for (gsize i = 0; i < table.n_rows; i++)
    {
      double sum = base;

      for (guint f = 0; f < 5; f++)
        {
          sum += one[i * 5 + f];
          largest[f] += fabs (one[i * 5 + f]);
        }
      g_assert_cmpfloat_with_epsilon (sum, score[i], 1e-9);
    }
  /* What tells is found: torque, angle and variant before noise. */
  g_assert_cmpfloat (MAX (largest[0], largest[1]), >, largest[3]);
  g_assert_cmpfloat (MAX (largest[0], largest[1]), >, largest[4]);
}

/* Of two features each order is one half of the Shapley value, with one run backwards the whole. */
static void
test_reasons_of_two (void)
{
  /* The last so narrow that kernels come to 0 and back. */
  static const double gammas[] = { 0.01, 0.5, 300.0 };
  const guint n_vectors = 70;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (3);
  float *a = rdg_matrix_add_numeric (matrix, "a", ""), *b = rdg_matrix_add_numeric (matrix, "b", "");
  const guint32 rows[] = { 0, 1, 2 };
  RdgRng rng;

  a[0] = -3.0f, a[1] = 0.5f, a[2] = 1.0f;
  b[0] = 1.0f, b[1] = 7.0f, b[2] = -2.0f;
  rdg_rng_init (&rng, 5, 0);
  for (guint g = 0; g < G_N_ELEMENTS (gammas); g++)
    {
      g_autoptr (RdgSvm) svm = rdg_svm_new (matrix, rows, 3);
      double base, contributions[6];

      svm->setting = (RdgSvmSetting){ RDG_SVM_RBF, 1.0, gammas[g], 1.0 };
      svm->slope = 1.0;
      svm->n_vectors = n_vectors;
      svm->vectors = g_new (double, 2 * n_vectors);
      svm->coefficients = g_new (double, n_vectors);
      for (guint v = 0; v < n_vectors; v++)
        svm->coefficients[v] = rdg_rng_normal (&rng);
      for (guint i = 0; i < 2 * n_vectors; i++)
        svm->vectors[i] = 1.5 * rdg_rng_normal (&rng);
      /* One car is a vector. */
      rdg_svm_encode (svm, matrix, 1, svm->vectors);
      rdg_svm_finish (svm);

      g_assert_true (rdg_svm_explain (svm, matrix, rows, 3, 1, 7, &base, contributions, NULL, NULL,
                                      NULL));
      for (guint r = 0; r < 3; r++)
        {
          double inputs[2], score[4];

          for (guint which = 0; which < 4; which++)
            {
              rdg_svm_encode (svm, matrix, r, inputs);
              for (guint i = 0; i < 2; i++)
                inputs[i] = which >> i & 1 ? inputs[i] : svm->usual[i];
              score[which] = rdg_svm_score (svm, rdg_svm_decide (svm, inputs));
            }
          g_assert_cmpfloat_with_epsilon (base, score[0], 1e-12);
          g_assert_cmpfloat_with_epsilon (contributions[2 * r],
                                          (score[1] - score[0] + score[3] - score[2]) / 2.0, 1e-9);
          g_assert_cmpfloat_with_epsilon (contributions[2 * r + 1],
                                          (score[2] - score[0] + score[3] - score[1]) / 2.0, 1e-9);
        }
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (300000);
  g_cancellable_cancel (cancellable);

  return NULL;
}

/* Nothing counts libsvm's threads but the system; 0 where it does not. */
static guint
count_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    n++;

  return n;
}

/* Labels without sense and a high cost take libsvm minutes of a processor: we are back long before,
 * and its thread ends. */
static void
test_cancelled_or_hopeless (void)
{
  const guint n = 3000, n_inputs = 20;
  g_autofree double *inputs = g_new (double, n * n_inputs);
  g_autofree guint8 *failed = g_new (guint8, n);
  g_autofree guint32 *rows = all_rows (n);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const RdgSvmSetting setting = { RDG_SVM_RBF, 1e6, 0.01, 1.0 };
  g_auto (RdgSvmSolution) solution = { 0 };
  clock_t start = clock ();
  guint n_threads = count_threads ();
  RdgRng rng;

  rdg_rng_init (&rng, 1, 0);
  for (guint i = 0; i < n * n_inputs; i++)
    inputs[i] = rdg_rng_normal (&rng);
  for (guint i = 0; i < n; i++)
    failed[i] = rdg_rng_below (&rng, 2) == 1;

  GThread *canceller = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_false (rdg_svm_solve (inputs, n_inputs, failed, rows, n, &setting, NULL, RDG_SVM_MOST_STEPS,
                                 &solution, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (clock () - start, <, 10 * CLOCKS_PER_SEC);
  g_thread_join (canceller);
  g_clear_error (&error);

  /* Without anybody who cancels it gives up by itself. */
  g_assert_false (rdg_svm_solve (inputs, n_inputs, failed, rows, n, &setting, NULL, 5000, &solution,
                                 NULL, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED);

  for (guint turn = 0; turn < 300 && count_threads () > n_threads; turn++)
    g_usleep (10000);
  g_assert_cmpuint (count_threads (), <=, n_threads);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/svm/solve-by-hand", test_solve_by_hand);
  g_test_add_func ("/learn/svm/encode", test_encode);
  g_test_add_func ("/learn/svm/platt", test_platt);
  g_test_add_data_func ("/learn/svm/threads/short", GUINT_TO_POINTER (3), test_threads);
  g_test_add_data_func ("/learn/svm/threads/long", GUINT_TO_POINTER (40), test_threads);
  g_test_add_data_func ("/learn/svm/table/rbf", GINT_TO_POINTER (RDG_SVM_RBF), test_table);
  g_test_add_data_func ("/learn/svm/table/linear", GINT_TO_POINTER (RDG_SVM_LINEAR), test_table);
  g_test_add_func ("/learn/svm/table/cancelled", test_table_cancelled);
  g_test_add_func ("/learn/svm/sample", test_sample);
  g_test_add_data_func ("/learn/svm/reasons-add-up/rbf", GINT_TO_POINTER (RDG_SVM_RBF),
                        test_reasons_add_up);
  g_test_add_data_func ("/learn/svm/reasons-add-up/linear", GINT_TO_POINTER (RDG_SVM_LINEAR),
                        test_reasons_add_up);
  g_test_add_func ("/learn/svm/reasons-of-two", test_reasons_of_two);
  g_test_add_func ("/learn/svm/cancelled-or-hopeless", test_cancelled_or_hopeless);

  return g_test_run ();
}
