/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long support vectors take, with all steps of a training and its defaults, as wall and as processor
 * seconds, and what the model is worth: on a generated production line with many columns, and
 * on AI4I 2020 where its file is named.
 *
 *   bench-svm [THREADS [ROWS [COLUMNS [AI4I.csv]]]]
 */
#include <stdlib.h>
#include <sys/resource.h>

#include "bench-table.h"
#include "learn-fixture.h"

static double
read_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
bench (const char       *name,
       const LearnTable *table,
       RdgSvmKernel      kernel,
       guint             n_threads)
{
  RdgTrainingSet set = learn_table_get_set (table);
  g_autofree double *scores = g_new (double, table->n_rows);
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.algorithm = RDG_ALGORITHM_SVM;
  options.svm_kernel = kernel;
  options.n_threads = n_threads;

  double wall = (double) g_get_monotonic_time () / 1e6, cpu = read_cpu ();
  g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  g_print ("%s, %s: %" G_GSIZE_FORMAT " x %u, hold-out ROC-AUC %.4f, PR-AUC %.4f\n", name,
           kernel == RDG_SVM_LINEAR ? "linear" : "rbf", table->n_rows,
           rdg_matrix_get_n_columns (table->matrix),
           rdg_model_get_holdout (model)->value[RDG_METRIC_ROC_AUC],
           rdg_model_get_holdout (model)->value[RDG_METRIC_PR_AUC]);
  g_print ("  training %8.3f s  %8.3f CPU s\n", (double) g_get_monotonic_time () / 1e6 - wall,
           read_cpu () - cpu);

  wall = (double) g_get_monotonic_time () / 1e6, cpu = read_cpu ();
  rdg_model_score (model, table->matrix, n_threads, scores, NULL, NULL, NULL);
  g_print ("  scoring  %8.3f s  %8.3f CPU s\n", (double) g_get_monotonic_time () / 1e6 - wall,
           read_cpu () - cpu);
}

int
main (int   argc,
      char *argv[])
{
  guint n_threads = argc > 1 ? (guint) MAX (atoi (argv[1]), 0) : 1;
  gsize n_rows = argc > 2 ? (gsize) CLAMP (atoi (argv[2]), 500, 100000) : 3000;
  guint n_columns = argc > 3 ? (guint) CLAMP (atoi (argv[3]), 10, 20000) : 1500;
  g_auto (LearnTable) table = { 0 };
  BenchTable line;

  if (argc > 4)
    g_setenv ("RDG_TEST_AI4I", argv[4], TRUE);

  if (learn_table_read_ai4i (&table))
    {
      bench ("AI4I 2020", &table, RDG_SVM_RBF, n_threads);
      bench ("AI4I 2020", &table, RDG_SVM_LINEAR, n_threads);
      learn_table_clear (&table);
    }

  bench_table_generate (&line, n_rows, 0, n_columns, 1);
  table = (LearnTable){ .matrix = line.matrix, .failed = line.failed, .n_rows = n_rows };
  table.codes = g_new0 (char *, n_rows + 1);
  for (gsize i = 0; i < n_rows; i++)
    table.codes[i] = g_strdup_printf ("%07" G_GSIZE_FORMAT, i);
  bench ("production line", &table, RDG_SVM_RBF, n_threads);

  return 0;
}
