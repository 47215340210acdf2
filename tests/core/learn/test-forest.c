/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learn-fixture.h"
#include "rdg-forest.h"
#include "rdg-rng.h"

static RdgForestOptions
default_options (guint n_trees)
{
  return (RdgForestOptions){ { 1, 1, 0, 1.0 }, n_trees, 1.0, TRUE, 7, 1 };
}

static RdgForest *
train (const LearnTable       *table,
       const RdgForestOptions *options,
       double                 *oob,
       double                 *importance)
{
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);

  for (gsize i = 0; i < table->n_rows; i++)
    rows[i] = (guint32) i;

  g_autoptr (RdgBins) bins = rdg_bins_new (table->matrix, rows, table->n_rows, 1, NULL, NULL);

  return rdg_forest_train (bins, table->failed, options, oob, importance,
                           NULL, NULL, NULL);
}

static LearnTable
make_square (gsize    n,
             gboolean xor)
{
  LearnTable table = { rdg_matrix_new (n), g_new (guint8, n), NULL, NULL, n };
  float *x = rdg_matrix_add_numeric (table.matrix, "x", "");
  float *y = rdg_matrix_add_numeric (table.matrix, "y", "");
  float *constant = rdg_matrix_add_numeric (table.matrix, "constant", "");
  RdgRng rng;

  rdg_rng_init (&rng, 11, 0);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = (float) rdg_rng_uniform (&rng);
      y[i] = (float) rdg_rng_uniform (&rng);
      constant[i] = 1.0f;
      table.failed[i] = xor ? (x[i] < 0.5f) != (y[i] < 0.5f) : x[i] > 0.7f;
    }

  return table;
}

static double
accuracy (const double *score,
          const guint8 *failed,
          gsize         n)
{
  gsize right = 0;

  for (gsize i = 0; i < n; i++)
    right += (score[i] >= 0.5) == (failed[i] == 1);

  return (double) right / (double) n;
}

static void
test_learns (gconstpointer data)
{
  g_auto (LearnTable) table = make_square (2000, GPOINTER_TO_INT (data));
  RdgForestOptions options = default_options (50);
  g_autofree double *oob = g_new (double, table.n_rows);
  g_autofree double *score = g_new (double, table.n_rows);
  double importance[3];
  g_autoptr (RdgForest) forest = train (&table, &options, oob, importance);

  g_assert_cmpfloat (accuracy (oob, table.failed, table.n_rows), >, 0.97);
  g_assert_true (rdg_forest_predict (forest, table.matrix, 1, score, NULL, NULL, NULL));
  g_assert_cmpfloat (accuracy (score, table.failed, table.n_rows), >, 0.99);
  g_assert_cmpfloat (importance[2], ==, 0.0);
  g_assert_cmpfloat_with_epsilon (importance[0] + importance[1], 1.0, 1e-12);
}

/* A tree of all rows scores none out of bag; a row is scored by about a third of the trees. */
static void
test_out_of_bag (void)
{
  g_auto (LearnTable) table = make_square (500, FALSE);
  RdgForestOptions options = default_options (1);
  g_autofree double *oob = g_new (double, table.n_rows);
  double importance[3];
  gsize n_told = 0;

  options.replace = FALSE;
  rdg_forest_free (train (&table, &options, oob, importance));
  for (gsize i = 0; i < table.n_rows; i++)
    g_assert_true (isnan (oob[i]));

  options.sample_fraction = 0.5;
  rdg_forest_free (train (&table, &options, oob, importance));
  for (gsize i = 0; i < table.n_rows; i++)
    n_told += !isnan (oob[i]);
  g_assert_cmpuint (n_told, ==, 250);

  options = default_options (1);
  rdg_forest_free (train (&table, &options, oob, importance));
  for (gsize n = 0, i = n_told = 0; i < table.n_rows; i++, n++)
    n_told += !isnan (oob[i]);
  g_assert_cmpfloat ((double) n_told / 500.0, >, 0.3);
  g_assert_cmpfloat ((double) n_told / 500.0, <, 0.44);
}

/* With one tree, a row's out-of-bag score is what the tree says of it, also for values, levels and
 * gaps that the sample has not seen. */
static void
test_out_of_bag_is_prediction (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_auto (LearnTable) table = { 0 };
      RdgForestOptions options = default_options (1);
      double oob[400], score[400], importance[6];

      learn_table_generate (&table, 400, 3, seed);
      options.sample_fraction = 0.3;
      options.replace = seed % 2;
      options.tree.mtry = 6;
      options.seed = seed;

      g_autoptr (RdgForest) forest = train (&table, &options, oob, importance);

      rdg_forest_predict (forest, table.matrix, 1, score, NULL, NULL, NULL);
      for (guint i = 0; i < 400; i++)
        if (!isnan (oob[i]))
          g_assert_cmpfloat_with_epsilon (oob[i], score[i], 1e-11);
    }
}

/* Labels that nothing explains: out of bag must not look better than chance. */
static void
test_no_leak_out_of_bag (void)
{
  g_auto (LearnTable) table = make_square (3000, FALSE);
  RdgForestOptions options = default_options (60);
  g_autofree double *oob = g_new (double, table.n_rows);
  double importance[3];
  RdgRng rng;

  rdg_rng_init (&rng, 2, 0);
  for (gsize i = 0; i < table.n_rows; i++)
    table.failed[i] = (guint8) rdg_rng_below (&rng, 2);
  rdg_forest_free (train (&table, &options, oob, importance));
  g_assert_cmpfloat (fabs (accuracy (oob, table.failed, table.n_rows) - 0.5), <, 0.04);
}

static void
assert_same_forest (const RdgForest *a,
                    const RdgForest *b)
{
  g_assert_cmpmem (a->node_start, (a->n_trees + 1) * sizeof (gsize),
                   b->node_start, (b->n_trees + 1) * sizeof (gsize));
  g_assert_cmpmem (a->nodes, a->node_start[a->n_trees] * sizeof (RdgNode),
                   b->nodes, b->node_start[b->n_trees] * sizeof (RdgNode));
  g_assert_cmpmem (a->sets, a->set_start[a->n_trees] * sizeof (guint32),
                   b->sets, b->set_start[b->n_trees] * sizeof (guint32));
}

static void
test_threads (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgForestOptions options = default_options (33);
  g_autofree double *oob = g_new (double, 1500);
  g_autofree double *oob_again = g_new (double, 1500);
  g_autofree double *score = g_new (double, 1500);
  g_autofree double *score_again = g_new (double, 1500);
  double importance[8], importance_again[8];

  learn_table_generate (&table, 1500, 5, 4);
  options.tree.class_weight = 3.7;

  g_autoptr (RdgForest) one = train (&table, &options, oob, importance);

  rdg_forest_predict (one, table.matrix, 1, score, NULL, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      static const guint some_threads[] = { 2, 3, 8 };
      guint n_threads = some_threads[i];

      options.n_threads = n_threads;

      g_autoptr (RdgForest) more = train (&table, &options, oob_again, importance_again);

      assert_same_forest (one, more);
      rdg_forest_predict (one, table.matrix, n_threads, score_again, NULL, NULL, NULL);
      g_assert_cmpmem (oob, sizeof (double) * 1500, oob_again, sizeof (double) * 1500);
      g_assert_cmpmem (score, sizeof (double) * 1500, score_again, sizeof (double) * 1500);
      g_assert_cmpmem (importance, sizeof importance, importance_again, sizeof importance_again);
    }
}

/* A large table is kept row by row as well: read either way, and by however many threads, it says
 * the same. */
static void
test_rows_and_columns (void)
{
  const gsize n = 100000;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
  g_autofree guint8 *failed = g_new (guint8, n);
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autofree double *oob = g_new (double, n);
  g_autofree double *oob_again = g_new (double, n);
  double importance[170], importance_again[170];
  RdgForestOptions options = default_options (3);
  RdgRng rng;

  rdg_rng_init (&rng, 5, 0);
  for (guint c = 0; c < 170; c++)
    {
      g_autofree char *name = g_strdup_printf ("%u", c);
      float *x = rdg_matrix_add_numeric (matrix, name, "");

      for (gsize i = 0; i < n; i++)
        {
          guint32 bits = rdg_rng_u32 (&rng);

          x[i] = bits % 3 == 0 ? NAN : (float) (bits >> 16);
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      rows[i] = (guint32) i;
      failed[i] = rdg_rng_below (&rng, 300) == 0;
    }

  g_autoptr (RdgBins) bins = rdg_bins_new (matrix, rows, n, 1, NULL, NULL);

  options.tree.mtry = 13;
  options.n_threads = 3;
  g_assert_nonnull (bins->rows);
  g_autoptr (RdgForest) by_row = rdg_forest_train (bins, failed, &options, oob, importance,
                                                   NULL, NULL, NULL);

  g_clear_pointer (&bins->rows, free);
  options.n_threads = 2;
  g_autoptr (RdgForest) by_column = rdg_forest_train (bins, failed, &options, oob_again,
                                                      importance_again, NULL, NULL, NULL);

  assert_same_forest (by_row, by_column);
  g_assert_cmpmem (oob, n * sizeof *oob, oob_again, n * sizeof *oob_again);
  g_assert_cmpmem (importance, sizeof importance, importance_again, sizeof importance_again);
}

/* Tree t is the same in a longer forest; another seed is another forest. */
static void
test_streams (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgForestOptions options = default_options (5);
  g_autofree double *oob = g_new (double, 300);
  double importance[3];

  learn_table_generate (&table, 300, 0, 4);

  g_autoptr (RdgForest) few = train (&table, &options, oob, importance);

  options.n_trees = 9;

  g_autoptr (RdgForest) many = train (&table, &options, oob, importance);

  options.seed++;

  g_autoptr (RdgForest) other = train (&table, &options, oob, importance);

  g_assert_cmpmem (few->nodes, few->node_start[5] * sizeof (RdgNode),
                   many->nodes, many->node_start[5] * sizeof (RdgNode));
  g_assert_true (many->node_start[9] != other->node_start[9] ||
                 memcmp (many->nodes, other->nodes, other->node_start[9] * sizeof (RdgNode)) != 0);
}

static void
test_limits (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgForestOptions options = default_options (10);
  g_autofree double *oob = g_new (double, 1000);
  double importance[13];

  learn_table_generate (&table, 1000, 10, 4);

  options.tree.max_depth = 2;
  g_autoptr (RdgForest) shallow = train (&table, &options, oob, importance);

  for (guint t = 0; t < 10; t++)
    g_assert_cmpuint (rdg_forest_get_n_nodes (shallow, t), <=, 7);

  options.tree.max_depth = 0;
  options.tree.min_node_size = 1000;
  g_autoptr (RdgForest) stumps = train (&table, &options, oob, importance);

  for (guint t = 0; t < 10; t++)
    g_assert_cmpuint (rdg_forest_get_n_nodes (stumps, t), ==, 1);

  /* Only nodes above the smallest size have been split. */
  options.tree.min_node_size = 50;
  g_autoptr (RdgForest) forest = train (&table, &options, oob, importance);

  for (guint t = 0; t < 10; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];

      for (guint i = 0; i < rdg_forest_get_n_nodes (forest, t); i++)
        if (!(nodes[i].flags & RDG_NODE_LEAF) && (nodes[nodes[i].left].flags & RDG_NODE_LEAF) &&
            (nodes[nodes[i].left + 1].flags & RDG_NODE_LEAF))
          g_assert_cmpuint (nodes[nodes[i].left].n + nodes[nodes[i].left + 1].n, >, 50);
    }
}

static void
cancel_at_half (double   fraction,
                gpointer user_data)
{
  if (fraction >= 0.5)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (gconstpointer data)
{
  gboolean before = GPOINTER_TO_INT (data);

  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_auto (LearnTable) table = { 0 };
      /* So many that the calling thread, which is the one that reports, has its turn. */
      RdgForestOptions options = default_options (5000);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      RdgProgress progress = rdg_progress_init (cancel_at_half, cancellable);
      g_autofree double *oob = g_new (double, 300);
      g_autofree guint32 *rows = g_new (guint32, 300);
      double importance[3];

      learn_table_generate (&table, 300, 0, 4);
      options.n_threads = n_threads;
      for (guint32 i = 0; i < 300; i++)
        rows[i] = i;

      g_autoptr (RdgBins) bins = rdg_bins_new (table.matrix, rows, 300, 1, NULL, NULL);

      if (before)
        g_cancellable_cancel (cancellable);
      g_assert_null (rdg_forest_train (bins, table.failed, &options, oob,
                                       importance, &progress, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
note_progress (double   fraction,
               gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_progress (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgForestOptions options = default_options (40);
  g_autofree double *oob = g_new (double, 300);
  g_autofree guint32 *rows = g_new (guint32, 300);
  double importance[3], last = 0.0;
  RdgProgress progress = rdg_progress_init (note_progress, &last);

  learn_table_generate (&table, 300, 0, 4);
  options.n_threads = 2;
  for (guint32 i = 0; i < 300; i++)
    rows[i] = i;

  g_autoptr (RdgBins) bins = rdg_bins_new (table.matrix, rows, 300, 1, NULL, NULL);
  g_autoptr (RdgForest) forest = rdg_forest_train (bins, table.failed, &options,
                                                   oob, importance, &progress, NULL, NULL);

  g_assert_nonnull (forest);
  g_assert_cmpfloat (last, ==, 1.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/learn/forest/separable", GINT_TO_POINTER (FALSE), test_learns);
  g_test_add_data_func ("/learn/forest/xor", GINT_TO_POINTER (TRUE), test_learns);
  g_test_add_func ("/learn/forest/out-of-bag", test_out_of_bag);
  g_test_add_func ("/learn/forest/out-of-bag-is-prediction", test_out_of_bag_is_prediction);
  g_test_add_func ("/learn/forest/no-leak-out-of-bag", test_no_leak_out_of_bag);
  g_test_add_func ("/learn/forest/threads", test_threads);
  g_test_add_func ("/learn/forest/rows-and-columns", test_rows_and_columns);
  g_test_add_func ("/learn/forest/streams", test_streams);
  g_test_add_func ("/learn/forest/limits", test_limits);
  g_test_add_func ("/learn/forest/progress", test_progress);
  g_test_add_data_func ("/learn/forest/cancel-before", GINT_TO_POINTER (TRUE), test_cancel);
  g_test_add_data_func ("/learn/forest/cancel-midway", GINT_TO_POINTER (FALSE), test_cancel);

  return g_test_run ();
}
