/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees small enough to grow by hand; every row is in the sample once. */
#include "rdg-tree-grower.h"

typedef struct
{
  RdgMatrix *matrix;
  guint8    *failed;
  gsize      n_rows;
} Table;

static Table
table_new (const char *failed)
{
  Table table = { NULL, NULL, strlen (failed) };

  table.matrix = rdg_matrix_new (table.n_rows);
  table.failed = g_new (guint8, table.n_rows);
  for (gsize i = 0; i < table.n_rows; i++)
    table.failed[i] = failed[i] == '1';

  return table;
}

static void
table_add (Table       *table,
           const float *values)
{
  float *column = rdg_matrix_add_numeric (table->matrix, "x", "");

  memcpy (column, values, table->n_rows * sizeof (float));
}

static void
table_grow (Table   *table,
            guint    max_depth,
            double   class_weight,
            RdgTree *tree)
{
  RdgTreeOptions options = { rdg_matrix_get_n_columns (table->matrix), 1, max_depth, class_weight };
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);
  g_autofree guint8 *times = g_new (guint8, table->n_rows);
  RdgRng rng;

  for (gsize i = 0; i < table->n_rows; i++)
    {
      rows[i] = (guint32) i;
      times[i] = 1;
    }

  g_autoptr (RdgBins) bins = rdg_bins_new (table->matrix, rows, table->n_rows, 1, NULL, NULL);
  g_autoptr (RdgTreeGrower) grower = rdg_tree_grower_new (bins, table->failed, &options);

  rdg_rng_init (&rng, 1, 0);
  rdg_tree_grower_grow (grower, times, &rng, tree);
  rdg_matrix_unref (table->matrix);
  g_free (table->failed);
}

static const RdgNode *
node_at (const RdgTree *tree,
         guint          index)
{
  return &g_array_index (tree->nodes, RdgNode, index);
}

static void
assert_leaf (const RdgTree *tree,
             guint          index,
             guint          n,
             guint          n_failed)
{
  g_assert_cmpuint (node_at (tree, index)->flags, ==, RDG_NODE_LEAF);
  g_assert_cmpuint (node_at (tree, index)->n, ==, n);
  g_assert_cmpuint (node_at (tree, index)->n_failed, ==, n_failed);
}

static void
test_one_cut (void)
{
  static const float x[] = { 1, 2, 3, 4 };
  Table table = table_new ("0011");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_cmpuint (tree.nodes->len, ==, 3);
  g_assert_cmpfloat (node_at (&tree, 0)->threshold, ==, 2.5f);
  assert_leaf (&tree, 1, 2, 0);
  assert_leaf (&tree, 2, 2, 2);
  /* From (4 + 4) / 4 = 2 to 4 / 2 + 4 / 2 = 4. */
  g_assert_cmpfloat_with_epsilon (tree.importance[0], 2.0, 1e-12);
  rdg_tree_clear (&tree);
}

/* The five cuts score 4.4, 3.5, 4.667, 4 and 3.6. */
static void
test_best_of_five (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6 };
  Table table = table_new ("010111");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 1, 1.0, &tree);
  g_assert_cmpfloat (node_at (&tree, 0)->threshold, ==, 3.5f);
  assert_leaf (&tree, 1, 3, 1);
  assert_leaf (&tree, 2, 3, 3);
  rdg_tree_clear (&tree);
}

/* A failed car weighing 4, those cuts score 1 + 257 / 17 = 16.1, 14.6, 15.3, 12.8 and 14.4. */
static void
test_class_weight (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6 };
  Table table = table_new ("010111");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 1, 4.0, &tree);
  g_assert_cmpfloat (node_at (&tree, 0)->threshold, ==, 1.5f);
  assert_leaf (&tree, 1, 1, 0);
  assert_leaf (&tree, 2, 5, 4);
  g_assert_cmpfloat_with_epsilon (rdg_node_get_share (node_at (&tree, 2), 4.0), 16.0 / 17.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (tree.importance[0], 1.0 + 257.0 / 17.0 - 260.0 / 18.0, 1e-12);
  rdg_tree_clear (&tree);
}

static void
test_missing_with_failed (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6, NAN, NAN, NAN };
  Table table = table_new ("000111111");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_cmpuint (tree.nodes->len, ==, 3);
  g_assert_cmpfloat (node_at (&tree, 0)->threshold, ==, 3.5f);
  g_assert_cmpuint (node_at (&tree, 0)->flags, ==, 0);
  assert_leaf (&tree, 2, 6, 6);
  rdg_tree_clear (&tree);
}

static void
test_missing_with_passed (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6, NAN, NAN, NAN };
  Table table = table_new ("000111000");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_cmpuint (tree.nodes->len, ==, 3);
  g_assert_cmpfloat (node_at (&tree, 0)->threshold, ==, 3.5f);
  g_assert_cmpuint (node_at (&tree, 0)->flags, ==, RDG_NODE_MISSING_LEFT);
  assert_leaf (&tree, 1, 6, 0);
  rdg_tree_clear (&tree);
}

static void
test_missing_alone (void)
{
  static const float x[] = { 1, 2, 3, NAN, NAN };
  Table table = table_new ("00011");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_cmpuint (tree.nodes->len, ==, 3);
  g_assert_true (isinf (node_at (&tree, 0)->threshold));
  g_assert_true (rdg_node_goes_left (node_at (&tree, 0), NULL, 1e30f));
  g_assert_false (rdg_node_goes_left (node_at (&tree, 0), NULL, NAN));
  assert_leaf (&tree, 2, 2, 2);
  rdg_tree_clear (&tree);
}

/* Not missing in training: it goes where most rows went. */
static void
test_missing_never_seen (void)
{
  static const float x[] = { 1, 2, 3, 4, 5 };
  static const char * const outcomes[] = { "00011", "00111" };

  for (guint i = 0; i < 2; i++)
    {
      Table table = table_new (outcomes[i]);
      RdgTree tree;

      table_add (&table, x);
      table_grow (&table, 0, 1.0, &tree);
      g_assert_true (rdg_node_goes_left (node_at (&tree, 0), NULL, NAN) == (i == 0));
      rdg_tree_clear (&tree);
    }
}

/* Levels 0 and 2 pass, 1 fails, 3 is not in the sample: it goes with the more. */
static void
test_category (void)
{
  static const char * const levels[] = { "a", "b", "c", "d", NULL };
  static const float x[] = { 0, 1, 2, 0, 1, 2 };
  Table table = table_new ("010010");
  float *column = rdg_matrix_add_category (table.matrix, "x", levels);
  RdgTree tree;

  memcpy (column, x, sizeof x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_cmpuint (tree.nodes->len, ==, 3);
  g_assert_cmpuint (node_at (&tree, 0)->flags & RDG_NODE_CATEGORY, !=, 0);
  g_assert_cmpuint (tree.sets->len, ==, 1);
  g_assert_cmphex (g_array_index (tree.sets, guint32, 0), ==, 0xd);
  g_assert_true (rdg_node_goes_left (node_at (&tree, 0), &g_array_index (tree.sets, guint32, 0), NAN));
  assert_leaf (&tree, 1, 4, 0);
  assert_leaf (&tree, 2, 2, 2);
  rdg_tree_clear (&tree);
}

/* All 2^(k - 1) - 1 partitions of a category's levels and of missing: none beats the cut found. */
static void
test_category_is_exact (void)
{
  static const char * const levels[] = { "a", "b", "c", "d", "e", NULL };

  for (guint seed = 0; seed < 200; seed++)
    {
      const gsize n = 60;
      Table table = table_new ("000000000000000000000000000000000000000000000000000000000000");
      float *column = rdg_matrix_add_category (table.matrix, "x", levels);
      guint count[6] = { 0 }, failed[6] = { 0 }, total_failed = 0;
      double best = 0.0;
      RdgRng rng;
      RdgTree tree;

      rdg_rng_init (&rng, seed, 0);
      for (gsize i = 0; i < n; i++)
        {
          guint level = (guint) rdg_rng_below (&rng, 6);

          table.failed[i] = rdg_rng_below (&rng, 10) < 1 + level % 4;
          column[i] = level == 5 ? NAN : (float) level;
          count[level]++;
          failed[level] += table.failed[i];
          total_failed += table.failed[i];
        }
      for (guint subset = 1; subset < 63; subset++)
        {
          double in = 0, in_failed = 0;

          for (guint l = 0; l < 6; l++)
            if (subset >> l & 1)
              {
                in += count[l];
                in_failed += failed[l];
              }
          if (in == 0 || in == (double) n)
            continue;

          double out = (double) n - in, out_failed = total_failed - in_failed;

          best = MAX (best, (in_failed * in_failed + (in - in_failed) * (in - in_failed)) / in +
                            (out_failed * out_failed +
                             (out - out_failed) * (out - out_failed)) / out);
        }

      double root = ((double) total_failed * total_failed +
                     ((double) n - total_failed) * ((double) n - total_failed)) / (double) n;

      if (total_failed == 0 || total_failed == n)
        {
          rdg_matrix_unref (table.matrix);
          g_free (table.failed);
          continue;
        }
      table_grow (&table, 1, 1.0, &tree);
      g_assert_cmpfloat_with_epsilon (tree.importance[0], best - root, 1e-9);
      rdg_tree_clear (&tree);
    }
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* What the gain of a cut is divided by: see rdg-tree-split.c. */
static double
get_price (float    asked,
           gboolean missing_left,
           float    median,
           gboolean alone)
{
  return alone || (missing_left ? asked < median : asked > median) ? 2.0 : 1.0;
}

static double
get_gain (const float  *x,
          const guint8 *failed,
          gsize         n_rows,
          float         cut,
          gboolean      missing_left)
{
  double in[2] = { 0 }, out[2] = { 0 };

  for (gsize i = 0; i < n_rows; i++)
    *((isnan (x[i]) ? missing_left : x[i] <= cut) ? &in[failed[i]] : &out[failed[i]]) += 1;

  double n_in = in[0] + in[1], n_out = out[0] + out[1], n = n_in + n_out;
  double all[2] = { in[0] + out[0], in[1] + out[1] };

  return n_in == 0 || n_out == 0
           ? 0.0
           : (in[0] * in[0] + in[1] * in[1]) / n_in + (out[0] * out[0] + out[1] * out[1]) / n_out -
             (all[0] * all[0] + all[1] * all[1]) / n;
}

/* The same, for numbers: all boundaries, missing on both sides; few values, and many. */
static void
test_numeric_is_exact (void)
{
  for (guint seed = 0; seed < 200; seed++)
    {
      const gsize n = 60;
      Table table = table_new ("000000000000000000000000000000000000000000000000000000000000");
      float x[60], sorted[60];
      guint8 failed[60];
      guint total_failed = 0, n_present = 0;
      double best = 0.0;
      RdgRng rng;
      RdgTree tree;

      rdg_rng_init (&rng, seed, 1);

      guint n_values = seed % 2 ? 1000 : 7;

      for (gsize i = 0; i < n; i++)
        {
          guint value = (guint) rdg_rng_below (&rng, n_values);

          x[i] = rdg_rng_below (&rng, 5) == 0 ? NAN : (float) value;
          failed[i] = table.failed[i] = rdg_rng_below (&rng, n_values) < (value + n_values / 3) / 2;
          total_failed += failed[i];
          if (!isnan (x[i]))
            sorted[n_present++] = x[i];
        }
      qsort (sorted, n_present, sizeof *sorted, compare_numbers);

      guint8 minor = 2 * total_failed <= n;
      float median = sorted[(n_present - 1) / 2], last = sorted[n_present - 1];

      /* The value that the price is asked of: the one below the cut if rarer rows have it, else the one
       * above, else there is no point in cutting. */
      float asked[60];

      for (guint p = 0; p < n_present; p++)
        {
          float next = p + 1 < n_present ? sorted[p + 1] : NAN;

          asked[p] = NAN;
          for (gsize i = 0; i < n; i++)
            if (failed[i] == minor && (x[i] == sorted[p] || (x[i] == next && isnan (asked[p]))))
              asked[p] = x[i];
          for (guint missing_left = 0; missing_left < 2; missing_left++)
            if (sorted[p] == last || (sorted[p] < next && !isnan (asked[p])))
              best = MAX (best, get_gain (x, failed, n, sorted[p], missing_left) /
                                get_price (asked[p], missing_left, median, sorted[p] == last));
        }

      g_assert_true (total_failed > 0 && total_failed < n);
      table_add (&table, x);
      table_grow (&table, 1, 1.0, &tree);

      gboolean missing_left = (node_at (&tree, 0)->flags & RDG_NODE_MISSING_LEFT) != 0;
      guint cut = 0;

      while (cut + 1 < n_present && sorted[cut + 1] <= node_at (&tree, 0)->threshold)
        cut++;
      g_assert_cmpfloat_with_epsilon (tree.importance[0],
                                      get_gain (x, failed, n, sorted[cut], missing_left), 1e-9);
      g_assert_cmpfloat_with_epsilon (best, tree.importance[0] /
                                            get_price (asked[cut], missing_left, median,
                                                       sorted[cut] == last), 1e-9);
      rdg_tree_clear (&tree);
    }
}

/* Above 8 all failed. Missing values, of which half failed, would gain 3.05 there and gain 2.38 below,
 * where the median is; when all of them failed it is 6.86 against 1.52. */
static void
test_missing_price (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, NAN, NAN, NAN, NAN };
  static const char * const outcomes[] = { "00000000111100", "00000000111111" };

  for (guint i = 0; i < 2; i++)
    {
      Table table = table_new (outcomes[i]);
      RdgTree tree;

      table_add (&table, x);
      table_grow (&table, 1, 1.0, &tree);
      g_assert_cmpfloat (node_at (&tree, 0)->threshold, ==, 8.5f);
      g_assert_cmpuint (node_at (&tree, 0)->flags, ==, i == 0 ? RDG_NODE_MISSING_LEFT : 0);
      g_assert_cmpfloat_with_epsilon (tree.importance[0], i == 0 ? 8.0 / 3.0 - 2.0 / 7.0 : 48.0 / 7.0, 1e-12);
      rdg_tree_clear (&tree);
    }
}

/* A node of few rows in a column of many codes is counted by searching, a large one by a histogram.
 * The same rows say the same: here as a sample of a large table, there as a table of their own. */
static void
test_counting (void)
{
  const gsize n = 20000, n_sample = 50;

  for (guint seed = 0; seed < 100; seed++)
    {
      Table large = { rdg_matrix_new (n), g_new0 (guint8, n), n };
      Table small = { rdg_matrix_new (n_sample), g_new0 (guint8, n_sample), n_sample };
      g_autofree guint8 *times = g_new0 (guint8, n);
      g_autofree guint32 *rows = g_new (guint32, n);
      float *x = rdg_matrix_add_numeric (large.matrix, "x", "");
      float *y = rdg_matrix_add_numeric (small.matrix, "x", "");
      RdgRng rng;

      rdg_rng_init (&rng, seed, 2);

      guint share = 1 + (guint) rdg_rng_below (&rng, 9);
      float sorted[50];
      guint n_present = 0;

      for (gsize i = 0; i < n_sample; i++)
        {
          x[i] = rdg_rng_below (&rng, 6) == 0 ? NAN : (float) rdg_rng_uniform (&rng);
          if (seed % 2)
            x[i] = floorf (x[i] * 20.0f);
          if (!isnan (x[i]))
            sorted[n_present++] = x[i];
          y[i] = x[i];
          times[i] = 1;
          large.failed[i] = small.failed[i] = rdg_rng_below (&rng, 10) < share;
        }
      qsort (sorted, n_present, sizeof *sorted, compare_numbers);

      /* The rest has the same median; a few of them are there. */
      for (gsize i = 0; i < n; i++)
        {
          float away = i % 100 < 4 ? 0.0f : (float) rdg_rng_uniform (&rng);

          rows[i] = (guint32) i;
          if (i >= n_sample)
            x[i] = sorted[(n_present - 1) / 2] + (i / 2 % 2 ? away : -away);
        }

      RdgTreeOptions options = { 1, 1, 0, 1.0 };
      g_autoptr (RdgBins) bins = rdg_bins_new (large.matrix, rows, n, 1, NULL, NULL);
      g_autoptr (RdgTreeGrower) grower = rdg_tree_grower_new (bins, large.failed, &options);
      RdgTree searched, counted;

      rdg_rng_init (&rng, 1, 0);
      rdg_tree_grower_grow (grower, times, &rng, &searched);
      table_grow (&small, 0, 1.0, &counted);
      g_assert_cmpmem (searched.nodes->data, searched.nodes->len * sizeof (RdgNode),
                       counted.nodes->data, counted.nodes->len * sizeof (RdgNode));
      g_assert_cmpuint (searched.nodes->len, >, 1);
      g_assert_true (searched.importance[0] == counted.importance[0]);
      rdg_tree_clear (&searched);
      rdg_tree_clear (&counted);
      rdg_matrix_unref (large.matrix);
      g_free (large.failed);
    }
}

static void
test_neighbouring_floats (void)
{
  float below = 1.0f, above = nextafterf (1.0f, 2.0f);
  float x[] = { below, below, above, above };
  Table table = table_new ("0011");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_true (rdg_node_goes_left (node_at (&tree, 0), NULL, below));
  g_assert_false (rdg_node_goes_left (node_at (&tree, 0), NULL, above));
  rdg_tree_clear (&tree);
}

static void
test_constant (void)
{
  static const float x[] = { 7, 7, 7, 7 };
  Table table = table_new ("0101");
  RdgTree tree;

  table_add (&table, x);
  table_grow (&table, 0, 1.0, &tree);
  g_assert_cmpuint (tree.nodes->len, ==, 1);
  assert_leaf (&tree, 0, 4, 2);
  rdg_tree_clear (&tree);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/tree/one-cut", test_one_cut);
  g_test_add_func ("/learn/tree/best-of-five", test_best_of_five);
  g_test_add_func ("/learn/tree/class-weight", test_class_weight);
  g_test_add_func ("/learn/tree/missing-with-failed", test_missing_with_failed);
  g_test_add_func ("/learn/tree/missing-with-passed", test_missing_with_passed);
  g_test_add_func ("/learn/tree/missing-alone", test_missing_alone);
  g_test_add_func ("/learn/tree/missing-price", test_missing_price);
  g_test_add_func ("/learn/tree/missing-never-seen", test_missing_never_seen);
  g_test_add_func ("/learn/tree/category", test_category);
  g_test_add_func ("/learn/tree/category-is-exact", test_category_is_exact);
  g_test_add_func ("/learn/tree/numeric-is-exact", test_numeric_is_exact);
  g_test_add_func ("/learn/tree/counting", test_counting);
  g_test_add_func ("/learn/tree/neighbouring-floats", test_neighbouring_floats);
  g_test_add_func ("/learn/tree/constant", test_constant);

  return g_test_run ();
}
