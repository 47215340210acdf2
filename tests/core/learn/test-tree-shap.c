/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learn-fixture.h"
#include "rdg-boost-train.h"
#include "rdg-forest.h"
#include "rdg-quadrature.h"
#include "rdg-rng.h"
#include "rdg-tree-shap.h"

#define MOST_FEATURES 8

static void
test_quadrature (void)
{
  double node[40], weight[40];

  for (guint n = 1; n <= 40; n++)
    {
      rdg_quadrature_gauss (n, node, weight);
      for (guint degree = 0; degree < 2 * n; degree++)
        {
          double sum = 0.0;

          for (guint k = 0; k < n; k++)
            {
              g_assert_true (node[k] > 0.0 && node[k] < 1.0);
              sum += weight[k] * pow (node[k], degree);
            }
          g_assert_cmpfloat_with_epsilon (sum, 1.0 / (degree + 1.0), 1e-13);
        }
    }
}

static double
cover (const RdgNode *nodes,
       guint          at)
{
  if (nodes[at].flags & RDG_NODE_LEAF)
    return nodes[at].n;

  return cover (nodes, nodes[at].left) + cover (nodes, nodes[at].left + 1);
}

/* What a tree says when the features of known are known: the definition, followed to the letter. */
static double
expect (const RdgForest *forest,
        guint            tree,
        guint            at,
        const float     *row,
        guint            known)
{
  const RdgNode *nodes = forest->nodes + forest->node_start[tree];
  const RdgNode *node = &nodes[at];

  if (node->flags & RDG_NODE_LEAF)
    return forest->shares[forest->node_start[tree] + at];

  if (known >> node->feature & 1)
    return expect (forest, tree,
                   node->left + !rdg_node_goes_left (node, forest->sets + forest->set_start[tree],
                                                     row[node->feature]),
                   row, known);

  double left = cover (nodes, node->left), right = cover (nodes, node->left + 1);

  return (left * expect (forest, tree, node->left, row, known) +
          right * expect (forest, tree, node->left + 1, row, known)) / (left + right);
}

static double
factorial (guint n)
{
  return n < 2 ? 1.0 : n * factorial (n - 1);
}

static void
brute_force (const RdgForest *forest,
             const float     *row,
             double          *base,
             double          *contributions)
{
  guint m = forest->n_features;
  double worth[1 << MOST_FEATURES];

  for (guint known = 0; known < 1u << m; known++)
    {
      worth[known] = 0.0;
      for (guint t = 0; t < forest->n_trees; t++)
        worth[known] += expect (forest, t, 0, row, known) / forest->n_trees;
    }

  *base = worth[0];
  for (guint f = 0; f < m; f++)
    {
      contributions[f] = 0.0;
      for (guint known = 0; known < 1u << m; known++)
        if (!(known >> f & 1))
          {
            guint size = (guint) __builtin_popcount (known);

            contributions[f] += factorial (size) * factorial (m - size - 1) / factorial (m) *
                                (worth[known | 1u << f] - worth[known]);
          }
    }
}

static RdgForest *
train (const LearnTable *table,
       guint             n_trees,
       double            class_weight)
{
  RdgForestOptions options = { { 2, 1, 0, class_weight }, n_trees, 1.0, TRUE, 5, 1 };
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);
  g_autofree double *oob = g_new (double, table->n_rows);
  g_autofree double *importance = g_new (double, rdg_matrix_get_n_columns (table->matrix));

  for (gsize i = 0; i < table->n_rows; i++)
    rows[i] = (guint32) i;

  g_autoptr (RdgBins) bins = rdg_bins_new (table->matrix, rows, table->n_rows, 1, NULL, NULL);

  return rdg_forest_train (bins, table->failed, &options, oob, importance,
                           NULL, NULL, NULL);
}

/* As in a training: rounds and not trees, leaves that are no shares, a part of the cars and columns. */
static RdgForest *
boost (const LearnTable *table,
       guint             n_rounds,
       double            class_weight)
{
  const RdgBoostOptions options = { n_rounds, 0.3, 4, 1.0, 0.1, 0.8, 0.8, 0, class_weight, 5, 1 };
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);
  g_autofree double *importance = g_new (double, rdg_matrix_get_n_columns (table->matrix));

  for (gsize i = 0; i < table->n_rows; i++)
    rows[i] = (guint32) i;

  g_autoptr (RdgBins) bins = rdg_bins_new_coarse (table->matrix, rows, table->n_rows, 1, NULL, NULL);

  return rdg_boost_train (bins, table->failed, NULL, &options, NULL, importance, NULL, NULL, NULL,
                          NULL);
}

typedef RdgForest *(*Grow) (const LearnTable *table,
                            guint             n_trees,
                            double            class_weight);

/* By the definition, for all sets of features; and together they are the score. */
static void
test_against_brute_force (gconstpointer data)
{
  Grow grow = (Grow) data;

  for (guint n_noise = 0; n_noise <= MOST_FEATURES - 3; n_noise++)
    {
      g_auto (LearnTable) table = { 0 };
      double contributions[20 * MOST_FEATURES], base;
      g_autofree double *score = g_new (double, 150);
      guint32 rows[20];
      guint n_questions = 0;

      learn_table_generate (&table, 150, n_noise, n_noise);

      guint m = rdg_matrix_get_n_columns (table.matrix);
      g_autoptr (RdgForest) forest = grow (&table, 7, n_noise % 2 ? 3.0 : 1.0);

      for (guint i = 0; i < forest->node_start[forest->n_trees]; i++)
        n_questions += (forest->nodes[i].flags & RDG_NODE_LEAF) == 0;
      g_assert_cmpuint (n_questions, >=, 14);

      for (guint i = 0; i < 20; i++)
        rows[i] = 7 * i;
      g_assert_true (rdg_tree_shap_explain (forest, table.matrix, rows, 20, 1, &base, contributions,
                                            NULL, NULL, NULL));
      g_assert_true (rdg_forest_predict (forest, table.matrix, 1, score, NULL, NULL, NULL));

      for (guint i = 0; i < 20; i++)
        {
          float row[MOST_FEATURES];
          double wanted[MOST_FEATURES], wanted_base, sum = base;

          for (guint f = 0; f < m; f++)
            row[f] = rdg_matrix_get_column (table.matrix, f)[rows[i]];
          brute_force (forest, row, &wanted_base, wanted);
          g_assert_cmpfloat_with_epsilon (base, wanted_base, 1e-12);
          for (guint f = 0; f < m; f++)
            {
              g_assert_cmpfloat_with_epsilon (contributions[i * m + f], wanted[f], 1e-12);
              sum += contributions[i * m + f];
            }
          g_assert_cmpfloat_with_epsilon (sum, score[rows[i]], 1e-9);
        }
    }
}

/* Deep trees of many features, more rows than a block, several threads: the sum must fit. */
static void
test_adds_up (void)
{
  g_auto (LearnTable) table = { 0 };
  const gsize n = 400;

  learn_table_generate (&table, 3000, 40, 1);

  guint m = rdg_matrix_get_n_columns (table.matrix);
  g_autoptr (RdgForest) forest = train (&table, 20, 1.0);
  g_autofree double *score = g_new (double, table.n_rows);
  g_autofree double *one = g_new (double, n * m);
  g_autofree double *three = g_new (double, n * m);
  g_autofree guint32 *rows = g_new (guint32, n);
  double base, base_three;

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) (table.n_rows - 1 - 3 * i);

  g_assert_true (rdg_forest_predict (forest, table.matrix, 1, score, NULL, NULL, NULL));
  g_assert_true (rdg_tree_shap_explain (forest, table.matrix, rows, n, 1, &base, one,
                                        NULL, NULL, NULL));
  g_assert_true (rdg_tree_shap_explain (forest, table.matrix, rows, n, 3, &base_three, three,
                                        NULL, NULL, NULL));

  g_assert_cmpfloat (base, ==, base_three);
  g_assert_cmpmem (one, n * m * sizeof (double), three, n * m * sizeof (double));
  for (gsize i = 0; i < n; i++)
    {
      double sum = base;

      for (guint f = 0; f < m; f++)
        sum += one[i * m + f];
      g_assert_cmpfloat_with_epsilon (sum, score[rows[i]], 1e-12);
    }
}

/* A path of hundreds of questions: fewer Gauss nodes than a polynomial of that degree asks for,
 * and still the exact values. Only the row that meets them all reaches the one leaf that fails. */
static void
test_long_path (void)
{
  const guint n_features = 300;
  g_autoptr (RdgForest) forest = rdg_forest_alloc (n_features, 1, 1.0, 2 * n_features + 1, 0);
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (2);
  g_autofree double *contributions = g_new (double, 2 * n_features);
  guint32 rows[] = { 0, 1 };
  double base;

  for (guint f = 0; f < n_features; f++)
    {
      g_autofree char *name = g_strdup_printf ("feature %u", f);
      float *column = rdg_matrix_add_numeric (matrix, name, "");

      column[0] = 1.0f;
      column[1] = f == 0 ? 0.0f : 1.0f;
      forest->nodes[2 * f] = (RdgNode){ .threshold = 0.5f, .left = 2 * f + 1, .feature = (guint16) f };
      forest->nodes[2 * f + 1] = (RdgNode){ .n = 1, .n_failed = 0, .flags = RDG_NODE_LEAF };
    }
  forest->nodes[2 * n_features] = (RdgNode){ .n = 100, .n_failed = 100, .flags = RDG_NODE_LEAF };
  forest->node_start[1] = 2 * n_features + 1;
  rdg_forest_finish (forest);

  g_assert_true (rdg_tree_shap_explain (forest, matrix, rows, 2, 1, &base, contributions,
                                        NULL, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (base, 100.0 / (100.0 + n_features), 1e-12);

  for (guint r = 0; r < 2; r++)
    {
      double sum = base;

      for (guint f = 0; f < n_features; f++)
        {
          /* Simpson's rule on the definition's integral. */
          double integral = 0.0, z_f = (99.0 + n_features - f) / (100.0 + n_features - f);
          const guint n_steps = 4000;

          if (f % 100 == 0)
            {
              for (guint s = 0; s <= n_steps; s++)
                {
                  double t = (double) s / n_steps, product = 1.0;

                  for (guint j = 0; j < n_features; j++)
                    {
                      double z = (99.0 + n_features - j) / (100.0 + n_features - j);
                      gboolean met = r == 0 || j != 0;

                      if (j != f)
                        product *= (met ? t : 0.0) + z * (1.0 - t);
                    }
                  integral += product * (s == 0 || s == n_steps ? 1.0 : s % 2 ? 4.0 : 2.0) / 3.0 / n_steps;
                }
              g_assert_cmpfloat_with_epsilon (contributions[r * n_features + f],
                                              ((r == 0 || f != 0) - z_f) * integral, 1e-10);
            }
          sum += contributions[r * n_features + f];
        }
      g_assert_cmpfloat_with_epsilon (sum, r == 0 ? 1.0 : 0.0, 1e-9);
    }
}

static void
test_cancelled (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  double base, contributions[3];
  guint32 row = 0;

  learn_table_generate (&table, 100, 0, 1);

  g_autoptr (RdgForest) forest = train (&table, 2, 1.0);

  g_cancellable_cancel (cancellable);
  g_assert_false (rdg_tree_shap_explain (forest, table.matrix, &row, 1, 1, &base, contributions,
                                         NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/quadrature", test_quadrature);
  g_test_add_data_func ("/learn/tree-shap/against-brute-force/forest", train,
                        test_against_brute_force);
  g_test_add_data_func ("/learn/tree-shap/against-brute-force/boosted", boost,
                        test_against_brute_force);
  g_test_add_func ("/learn/tree-shap/adds-up", test_adds_up);
  g_test_add_func ("/learn/tree-shap/long-path", test_long_path);
  g_test_add_func ("/learn/tree-shap/cancelled", test_cancelled);

  return g_test_run ();
}
