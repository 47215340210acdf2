/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long training, scoring and explaining take: medians of a few runs, on AI4I (where
 * RDG_TEST_AI4I names the file) and on a generated table of about a plant's quarter.
 *
 *   bench-train [THREADS [RUNS]]
 */
#include <stdlib.h>

#include "learn-fixture.h"
#include "rdg-bins.h"
#include "rdg-forest.h"
#include "rdg-model-codec.h"


static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static void
bench_forest (const LearnTable *table,
              guint             n_threads,
              guint             n_runs)
{
  g_autofree double *times = g_new (double, n_runs);
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);
  g_autofree double *oob = g_new (double, table->n_rows);
  g_autofree double *importance = g_new (double, rdg_matrix_get_n_columns (table->matrix));
  guint n_features = rdg_matrix_get_n_columns (table->matrix);
  guint mtry = 1;

  while ((mtry + 1) * (mtry + 1) <= n_features)
    mtry++;

  RdgForestOptions options = { { mtry, 10, 0, 1.0 }, 500, 1.0, TRUE, 1, n_threads };

  for (gsize i = 0; i < table->n_rows; i++)
    rows[i] = (guint32) i;

  for (guint r = 0; r < n_runs; r++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (RdgBins) bins = rdg_bins_new (table->matrix, rows, table->n_rows, n_threads,
                                               NULL, NULL);
      g_autoptr (RdgForest) forest = rdg_forest_train (bins, table->failed,
                                                       &options, oob, importance, NULL, NULL, NULL);

      g_assert_nonnull (forest);
      times[r] = seconds_since (start);
    }

  g_print ("  forest of 500 trees on all rows  %8.3f s\n", median (times, n_runs));
}

static void
bench (const char       *name,
       const LearnTable *table,
       gsize             n_explained,
       guint             n_threads,
       guint             n_runs)
{
  g_autofree double *train = g_new (double, n_runs);
  g_autofree double *score = g_new (double, n_runs);
  g_autofree double *explain = g_new (double, n_runs);
  RdgTrainingSet set = learn_table_get_set (table);
  g_autofree double *scores = g_new (double, table->n_rows);
  g_autofree guint32 *rows = g_new (guint32, n_explained);
  g_autofree double *contributions =
    g_new (double, n_explained * rdg_matrix_get_n_columns (table->matrix));
  RdgTrainingOptions options;
  gsize size = 0;
  double roc = 0.0, pr = 0.0, base;

  rdg_training_options_init (&options);
  options.n_threads = n_threads;
  for (gsize i = 0; i < n_explained; i++)
    rows[i] = (guint32) (i * table->n_rows / n_explained);

  for (guint r = 0; r < n_runs; r++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

      g_assert_no_error (error);
      train[r] = seconds_since (start);
      roc = rdg_model_get_holdout (model)->value[RDG_METRIC_ROC_AUC];
      pr = rdg_model_get_holdout (model)->value[RDG_METRIC_PR_AUC];

      start = g_get_monotonic_time ();
      rdg_model_score (model, table->matrix, n_threads, scores, NULL, NULL, NULL);
      score[r] = seconds_since (start);

      start = g_get_monotonic_time ();
      rdg_model_explain (model, table->matrix, rows, n_explained, n_threads, &base, contributions,
                         NULL, NULL, NULL);
      explain[r] = seconds_since (start);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      size = g_bytes_get_size (bytes);
    }

  g_print ("%s: %" G_GSIZE_FORMAT " x %u, hold-out ROC-AUC %.4f, PR-AUC %.4f, model %.1f MB\n",
           name, table->n_rows, rdg_matrix_get_n_columns (table->matrix), roc, pr,
           (double) size / 1e6);
  bench_forest (table, n_threads, n_runs);
  g_print ("  training, with all its steps     %8.3f s\n"
           "  scoring                          %8.3f s  %10.0f rows/s\n"
           "  explaining                       %8.3f s  %10.0f rows/s\n",
           median (train, n_runs),
           median (score, n_runs), (double) table->n_rows / median (score, n_runs),
           median (explain, n_runs), (double) n_explained / median (explain, n_runs));
}

int
main (int   argc,
      char *argv[])
{
  guint n_threads = argc > 1 ? (guint) atoi (argv[1]) : 1;
  guint n_runs = argc > 2 ? (guint) MAX (atoi (argv[2]), 1) : 5;
  g_auto (LearnTable) table = { 0 };

  g_print ("%u threads asked for, medians of %u runs\n", n_threads, n_runs);
  if (learn_table_read_ai4i (&table))
    {
      bench ("AI4I 2020", &table, 2000, n_threads, n_runs);
      learn_table_clear (&table);
    }

  learn_table_generate (&table, 35000, 77, 1);
  bench ("generated", &table, 200, n_threads, MIN (n_runs, 3));

  return 0;
}
