/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a model's training with all its steps, scoring and explaining take: medians of a few
 * runs, each as wall and as processor seconds (with other programs on the machine, trust the
 * latter). On AI4I 2020, forest, support vectors and boosted trees; on a generated table of a
 * plant's quarter, forest and boosted trees; and on a production line of 100,000 x 100, boosted
 * trees (100 rounds, depth 6) without other steps, and scoring and explaining by either. Last, how long
 * a training of support vectors takes to return once it is cancelled: 200 ms is what is promised.
 *
 *   bench-train [THREADS [RUNS [AI4I.csv]]]
 *
 * Without its file (or RDG_TEST_AI4I in the environment) AI4I is left out.
 */
#include <stdlib.h>
#include <sys/resource.h>

#include "bench-table.h"
#include "learn-fixture.h"
#include "rdg-boost-train.h"
#include "rdg-forest.h"
#include "rdg-model-codec.h"
#include "rdg-tree-shap.h"

#define MOST_RUNS 50

typedef struct
{
  double wall;
  double cpu;
} Clock;

typedef struct
{
  const char *name;
  gsize       n_rows;   /* 0: no rate */
  guint       n;
  double      wall[MOST_RUNS];
  double      cpu[MOST_RUNS];
} Series;

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

static Clock
read_clock (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (Clock){
    .wall = (double) g_get_monotonic_time () / 1e6,
    .cpu = (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
  };
}

static void
add (Series *series,
     Clock   start)
{
  Clock now = read_clock ();

  series->wall[series->n] = now.wall - start.wall;
  series->cpu[series->n++] = now.cpu - start.cpu;
}

static void
print (Series *series)
{
  double wall = median (series->wall, series->n), cpu = median (series->cpu, series->n);

  g_print ("  %-32s %8.3f s  %8.3f CPU s", series->name, wall, cpu);
  if (series->n_rows > 0)
    g_print ("  %10.0f rows/s  %10.0f rows/CPU s", (double) series->n_rows / wall,
             (double) series->n_rows / cpu);
  g_print ("\n");
}

static guint32 *
spread_rows (gsize n_rows,
             gsize n_chosen)
{
  guint32 *rows = g_new (guint32, n_chosen);

  for (gsize i = 0; i < n_chosen; i++)
    rows[i] = (guint32) (i * n_rows / n_chosen);

  return rows;
}

static void
bench_model (const char       *name,
             const LearnTable *table,
             RdgAlgorithm      algorithm,
             gsize             n_explained,
             guint             n_threads,
             guint             n_runs)
{
  Series train = { "training, with all its steps" };
  Series score = { "scoring", table->n_rows }, explain = { "explaining", n_explained };
  RdgTrainingSet set = learn_table_get_set (table);
  guint n_features = rdg_matrix_get_n_columns (table->matrix);
  g_autofree double *scores = g_new (double, table->n_rows);
  g_autofree guint32 *rows = spread_rows (table->n_rows, n_explained);
  g_autofree double *contributions = g_new (double, n_explained * n_features);
  RdgTrainingOptions options;
  gsize size = 0;
  double roc = 0.0, pr = 0.0, base;

  rdg_training_options_init (&options);
  options.algorithm = algorithm;
  options.n_threads = n_threads;

  for (guint r = 0; r < n_runs; r++)
    {
      g_autoptr (GError) error = NULL;
      Clock start = read_clock ();
      g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

      g_assert_no_error (error);
      add (&train, start);
      roc = rdg_model_get_holdout (model)->value[RDG_METRIC_ROC_AUC];
      pr = rdg_model_get_holdout (model)->value[RDG_METRIC_PR_AUC];

      start = read_clock ();
      rdg_model_score (model, table->matrix, n_threads, scores, NULL, NULL, NULL);
      add (&score, start);

      start = read_clock ();
      rdg_model_explain (model, table->matrix, rows, n_explained, n_threads, &base, contributions,
                         NULL, NULL, NULL);
      add (&explain, start);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      size = g_bytes_get_size (bytes);
    }

  g_print ("%s, %s: %" G_GSIZE_FORMAT " x %u, hold-out ROC-AUC %.4f, PR-AUC %.4f, model %.1f MB\n",
           name, rdg_algorithm_get_key (algorithm), table->n_rows, n_features, roc, pr,
           (double) size / 1e6);
  print (&train);
  print (&score);
  print (&explain);
}

static void
bench_boosted_line (const BenchTable *table,
                    const guint32    *all,
                    const guint32    *rows,
                    gsize             n_rows,
                    guint             n_threads,
                    guint             n_runs)
{
  Series train = { "training" }, score = { "scoring", table->n_rows }, explain = { "explaining", n_rows };
  RdgBoostOptions options = { 100, 0.1, 6, 1.0, 1.0, 1.0, 1.0, 0, 1.0, 1, n_threads };
  guint n_features = rdg_matrix_get_n_columns (table->matrix);
  g_autofree double *scores = g_new (double, table->n_rows);
  g_autofree double *importance = g_new (double, n_features);
  g_autofree double *contributions = g_new (double, n_rows * n_features);
  gsize n_nodes = 0;

  for (guint r = 0; r < n_runs; r++)
    {
      Clock start = read_clock ();
      double base;
      g_autoptr (RdgBins) bins = rdg_bins_new_coarse (table->matrix, all, table->n_rows, n_threads,
                                                      NULL, NULL);
      g_autoptr (RdgForest) forest = rdg_boost_train (bins, table->failed, NULL, &options, NULL,
                                                      importance, NULL, NULL, NULL, NULL);

      add (&train, start);
      n_nodes = forest->node_start[100] / 100;

      start = read_clock ();
      rdg_forest_predict (forest, table->matrix, n_threads, scores, NULL, NULL, NULL);
      add (&score, start);

      start = read_clock ();
      rdg_tree_shap_explain (forest, table->matrix, rows, n_rows, n_threads, &base, contributions,
                             NULL, NULL, NULL);
      add (&explain, start);
    }

  g_print ("production line, 100 boosted trees of depth 6: %" G_GSIZE_FORMAT " x %u, %" G_GSIZE_FORMAT
           " nodes a tree\n", table->n_rows, n_features, n_nodes);
  print (&train);
  print (&score);
  print (&explain);
}

static void
bench_line (guint n_threads,
            guint n_runs)
{
  g_auto (BenchTable) table = { 0 };
  Series score = { "scoring", 100000 }, explain = { "explaining", 500 };
  RdgForestOptions options = { { 10, 10, 0, 1.0 }, 100, 1.0, TRUE, 1, n_threads };

  bench_table_generate (&table, 100000, 0, 100, 1);

  guint n_features = rdg_matrix_get_n_columns (table.matrix);
  g_autofree guint32 *all = spread_rows (table.n_rows, table.n_rows);
  g_autofree guint32 *rows = spread_rows (table.n_rows, 500);
  g_autofree double *scores = g_new (double, table.n_rows);
  g_autofree double *importance = g_new (double, n_features);
  g_autofree double *contributions = g_new (double, 500 * (gsize) n_features);
  g_autoptr (RdgBins) bins = rdg_bins_new (table.matrix, all, table.n_rows, n_threads, NULL, NULL);
  g_autoptr (RdgForest) forest = rdg_forest_train (bins, table.failed, &options, scores, importance,
                                                   NULL, NULL, NULL);

  for (guint r = 0; r < n_runs; r++)
    {
      Clock start = read_clock ();
      double base;

      rdg_forest_predict (forest, table.matrix, n_threads, scores, NULL, NULL, NULL);
      add (&score, start);

      start = read_clock ();
      rdg_tree_shap_explain (forest, table.matrix, rows, 500, n_threads, &base, contributions,
                             NULL, NULL, NULL);
      add (&explain, start);
    }

  g_print ("production line, forest of 100 trees: %" G_GSIZE_FORMAT " x %u, %" G_GSIZE_FORMAT
           " nodes a tree\n", table.n_rows, n_features, forest->node_start[100] / 100);
  print (&score);
  print (&explain);
  bench_boosted_line (&table, all, rows, 500, n_threads, n_runs);
}

typedef struct
{
  GCancellable *cancellable;
  gulong        after;         /* microseconds */
  gint64        cancelled_at;
} Canceller;

static gpointer
cancel_later (gpointer data)
{
  Canceller *self = data;

  g_usleep (self->after);
  self->cancelled_at = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);

  return NULL;
}

/* Milliseconds that a training of support vectors, which libsvm cannot stop, goes on after it was told to. */
static double
measure_cancel (const RdgTrainingSet     *set,
                const RdgTrainingOptions *options,
                gulong                    after)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { cancellable, after, 0 };
  GThread *thread = g_thread_new ("cancel", cancel_later, &canceller);
  g_autoptr (RdgModel) model = rdg_training_run (set, options, NULL, cancellable, NULL);
  gint64 now = g_get_monotonic_time ();

  g_thread_join (thread);
  g_assert_null (model);

  return (double) (now - canceller.cancelled_at) / 1000.0;
}

static void
bench_cancel (guint n_threads,
              guint n_runs)
{
  static const gulong moments[] = { 20000, 150000, 400000, 900000 };
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options;
  double worst = 0.0;

  learn_table_generate (&table, 6000, 20, 1);

  RdgTrainingSet set = learn_table_get_set (&table);

  rdg_training_options_init (&options);
  options.algorithm = RDG_ALGORITHM_SVM;
  options.n_threads = n_threads;
  for (guint r = 0; r < n_runs; r++)
    for (guint m = 0; m < G_N_ELEMENTS (moments); m++)
      worst = MAX (worst, measure_cancel (&set, &options, moments[m]));

  g_print ("svm: cancel to return, worst of %u: %.1f ms\n", n_runs * (guint) G_N_ELEMENTS (moments), worst);
}

int
main (int   argc,
      char *argv[])
{
  guint n_threads = argc > 1 ? (guint) MAX (atoi (argv[1]), 0) : 1;
  guint n_runs = argc > 2 ? (guint) CLAMP (atoi (argv[2]), 1, MOST_RUNS) : 5;
  g_auto (LearnTable) table = { 0 };

  if (argc > 3)
    g_setenv ("RDG_TEST_AI4I", argv[3], TRUE);

  g_print ("%u threads asked for, medians of %u runs\n", n_threads, n_runs);
  if (learn_table_read_ai4i (&table))
    {
      bench_model ("AI4I 2020", &table, RDG_ALGORITHM_FOREST, 2000, n_threads, n_runs);
      bench_model ("AI4I 2020", &table, RDG_ALGORITHM_SVM, 2000, n_threads, n_runs);
      bench_model ("AI4I 2020", &table, RDG_ALGORITHM_BOOSTED, 2000, n_threads, n_runs);
      learn_table_clear (&table);
    }

  learn_table_generate (&table, 35000, 77, 1);
  bench_model ("quarter", &table, RDG_ALGORITHM_FOREST, 500, n_threads, MIN (n_runs, 3));
  bench_model ("quarter", &table, RDG_ALGORITHM_BOOSTED, 500, n_threads, MIN (n_runs, 3));
  bench_line (n_threads, n_runs);
  bench_cancel (n_threads, n_runs);

  return 0;
}
