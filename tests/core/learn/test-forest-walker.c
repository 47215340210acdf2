/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "learn-fixture.h"
#include "rdg-forest-walker.h"
#include "rdg-rng.h"

#define N_LEVELS 40

/* The definition: each row by itself, from the root to a leaf, the trees in their order. */
static double
score_plainly (const RdgForest *forest,
               const RdgMatrix *matrix,
               gsize            row)
{
  double sum = 0.0;

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];
      guint at = 0;

      while (!(nodes[at].flags & RDG_NODE_LEAF))
        at = nodes[at].left +
             !rdg_node_goes_left (&nodes[at], forest->sets + forest->set_start[t],
                                  rdg_matrix_get_column (matrix, nodes[at].feature)[row]);
      sum += forest->shares[forest->node_start[t] + at];
    }

  return sum / forest->n_trees;
}

static void
assert_same_bits (const RdgForest *forest,
                  const RdgMatrix *matrix)
{
  gsize n = rdg_matrix_get_n_rows (matrix);
  g_autofree double *score = g_new (double, n);

  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_assert_true (rdg_forest_predict (forest, matrix, n_threads, score, NULL, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        {
          double wanted = score_plainly (forest, matrix, i);

          g_assert_cmpmem (&score[i], sizeof wanted, &wanted, sizeof wanted);
        }
    }
}

/* Two numbers of gaps and ties, and a category of many levels. */
static RdgMatrix *
make_matrix (gsize n_rows)
{
  RdgMatrix *matrix = rdg_matrix_new (n_rows);
  char *levels[N_LEVELS + 1] = { NULL };
  RdgRng rng;

  rdg_rng_init (&rng, 3, n_rows);
  for (guint l = 0; l < N_LEVELS; l++)
    levels[l] = g_strdup_printf ("level %u", l);

  float *coarse = rdg_matrix_add_numeric (matrix, "coarse", "");
  float *fine = rdg_matrix_add_numeric (matrix, "fine", "");
  float *level = rdg_matrix_add_category (matrix, "level", (const char * const *) levels);

  for (gsize i = 0; i < n_rows; i++)
    {
      coarse[i] = i % 5 == 0 ? NAN : (float) rdg_rng_below (&rng, 9) / 2.0f - 2.0f;
      fine[i] = i % 7 == 0 ? NAN : i % 11 == 0 ? INFINITY
                : i % 13 == 0 ? -INFINITY : (float) rdg_rng_uniform (&rng);
      level[i] = i % 3 == 0 ? NAN : (float) rdg_rng_below (&rng, N_LEVELS);
    }
  for (guint l = 0; l < N_LEVELS; l++)
    g_free (levels[l]);

  return matrix;
}

/* Trees of all kinds of splits, whether or not training would make them. A tree is as full as
 * its depth allows, but for branches that end early where ragged. */
static RdgForest *
make_forest (guint    n_trees,
             guint    depth,
             guint    n_asked,
             gboolean ragged)
{
  guint most = (1u << (depth + 1)) - 1;
  RdgForest *forest = rdg_forest_alloc (3, n_trees, 1.0, (gsize) n_trees * most,
                                        (gsize) n_trees * most * 2);
  RdgRng rng;

  rdg_rng_init (&rng, 4, n_trees);
  for (guint t = 0; t < n_trees; t++)
    {
      RdgNode *nodes = forest->nodes + forest->node_start[t];
      guint32 *sets = forest->sets + forest->set_start[t];
      guint n_nodes = 1, n_sets = 0, level_end = 1, d = 0;

      for (guint i = 0; i < n_nodes; i++)
        {
          if (i == level_end)
            {
              level_end = n_nodes;
              d++;
            }
          if (d == depth || (ragged && i > 0 && rdg_rng_below (&rng, 4) == 0))
            {
              nodes[i] = (RdgNode){ .n = 1000, .n_failed = (guint32) rdg_rng_below (&rng, 1000),
                                    .flags = RDG_NODE_LEAF };
              continue;
            }

          nodes[i] = (RdgNode){ .left = n_nodes, .feature = (guint16) rdg_rng_below (&rng, n_asked),
                                .flags = rdg_rng_below (&rng, 2) ? RDG_NODE_MISSING_LEFT : 0 };
          n_nodes += 2;
          if (nodes[i].feature == 2)
            {
              nodes[i].flags |= RDG_NODE_CATEGORY;
              nodes[i].set = n_sets;
              sets[n_sets++] = (guint32) rdg_rng_u64 (&rng);
              sets[n_sets++] = (guint32) rdg_rng_u64 (&rng);
            }
          else if (nodes[i].feature == 1)
            nodes[i].threshold = (float) rdg_rng_uniform (&rng);
          else
            nodes[i].threshold = (float) rdg_rng_below (&rng, 9) / 2.0f - 2.0f;
        }
      forest->node_start[t + 1] = forest->node_start[t] + n_nodes;
      forest->set_start[t + 1] = forest->set_start[t] + n_sets;
    }
  rdg_forest_finish (forest);

  return forest;
}

static void
test_same_bits (void)
{
  static const gsize sizes[] = { 0, 1, 7, 64, 65, 128, 129, 1000 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint depth = 0; depth < 12; depth += 3)
      {
        g_autoptr (RdgMatrix) matrix = make_matrix (sizes[s]);
        g_autoptr (RdgForest) forest = make_forest (9, depth, 3, depth > 3);

        assert_same_bits (forest, matrix);
      }
}

/* A few rows after many take the packed forest, too. */
static void
test_few_after_many (void)
{
  g_autoptr (RdgMatrix) many = make_matrix (500);
  g_autoptr (RdgMatrix) few = make_matrix (3);
  g_autoptr (RdgForest) forest = make_forest (5, 6, 3, TRUE);

  assert_same_bits (forest, many);
  assert_same_bits (forest, few);
}

/* More thresholds than 16 bits count: the feature takes several places. */
static void
test_many_thresholds (void)
{
  g_autoptr (RdgMatrix) matrix = make_matrix (300);
  g_autoptr (RdgForest) forest = make_forest (3, 16, 2, FALSE);
  g_autoptr (RdgForestWalker) walker = rdg_forest_walker_new (forest, matrix);

  g_assert_nonnull (walker);
  assert_same_bits (forest, matrix);
}

/* More sets of levels than a row has places for: scored all the same. */
static void
test_too_many_sets (void)
{
  g_autoptr (RdgMatrix) matrix = make_matrix (300);
  g_autoptr (RdgForest) forest = make_forest (3, 16, 3, FALSE);

  g_assert_null (rdg_forest_walker_new (forest, matrix));
  assert_same_bits (forest, matrix);
}

static void
test_trained (void)
{
  g_auto (LearnTable) table = { 0 };

  if (!learn_table_read_ai4i (&table))
    learn_table_generate (&table, 3000, 5, 1);

  guint n_features = rdg_matrix_get_n_columns (table.matrix);
  RdgForestOptions options = { { 2, 10, 0, 1.0 }, 50, 1.0, TRUE, 5, 1 };
  g_autofree guint32 *rows = g_new (guint32, table.n_rows);
  g_autofree double *oob = g_new (double, table.n_rows);
  g_autofree double *importance = g_new (double, n_features);

  for (gsize i = 0; i < table.n_rows; i++)
    rows[i] = (guint32) i;

  g_autoptr (RdgBins) bins = rdg_bins_new (table.matrix, rows, table.n_rows, 1, NULL, NULL);
  g_autoptr (RdgForest) forest = rdg_forest_train (bins, table.failed, &options, oob, importance,
                                                   NULL, NULL, NULL);

  assert_same_bits (forest, table.matrix);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/forest-walker/same-bits", test_same_bits);
  g_test_add_func ("/learn/forest-walker/few-after-many", test_few_after_many);
  g_test_add_func ("/learn/forest-walker/many-thresholds", test_many_thresholds);
  g_test_add_func ("/learn/forest-walker/too-many-sets", test_too_many_sets);
  g_test_add_func ("/learn/forest-walker/trained", test_trained);

  return g_test_run ();
}
