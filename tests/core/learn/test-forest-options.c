/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a forest can be told beyond its size. */
#include <string.h>

#include "learn-fixture.h"
#include "rdg-error.h"
#include "rdg-forest-importance.h"
#include "rdg-rng.h"

#define N_ROWS 1500
#define N_FEATURES 8

static RdgForestOptions
default_options (guint n_trees)
{
  return (RdgForestOptions){
    .tree = { .mtry = 2, .min_node_size = 5, .class_weight = 1.0 },
    .n_trees = n_trees,
    .sample_fraction = 1.0,
    .replace = TRUE,
    .seed = 3,
    .n_threads = 2,
  };
}

static RdgBins *
make_bins (const LearnTable *table)
{
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);

  for (gsize i = 0; i < table->n_rows; i++)
    rows[i] = (guint32) i;

  return rdg_bins_new (table->matrix, rows, table->n_rows, 1, NULL, NULL);
}

static RdgForest *
train (const LearnTable       *table,
       const RdgForestOptions *options,
       double                 *oob)
{
  g_autoptr (RdgBins) bins = make_bins (table);
  g_autofree double *importance = g_new (double, bins->n_columns);

  return rdg_forest_train (bins, table->failed, options, oob, importance, NULL, NULL, NULL);
}

static void
count_sample (const RdgForest *forest,
              guint            tree,
              guint           *n,
              guint           *n_failed)
{
  const RdgNode *nodes = forest->nodes + forest->node_start[tree];

  *n = *n_failed = 0;
  for (guint i = 0; i < rdg_forest_get_n_nodes (forest, tree); i++)
    if (nodes[i].flags & RDG_NODE_LEAF)
      {
        *n += nodes[i].n;
        *n_failed += nodes[i].n_failed;
      }
}

/* Of each class its share, with and without replacement; a share of 0 is that of all cars. */
static void
test_class_samples (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autofree double *oob = g_new (double, N_ROWS);
  RdgForestOptions options = default_options (4);
  guint failed = 0;

  learn_table_generate (&table, N_ROWS, 5, 4);
  for (gsize i = 0; i < N_ROWS; i++)
    failed += table.failed[i];

  for (guint replace = 0; replace < 2; replace++)
    for (guint both = 0; both < 2; both++)
      {
        guint n, n_failed, n_expected;

        options.replace = replace != 0;
        options.sample_fraction = 0.5;
        options.sample_failed = 1.0;
        options.sample_passed = both ? 0.1 : 0.0;
        n_expected = failed + (guint) ((both ? 0.1 : 0.5) * (N_ROWS - failed) + 0.5);

        g_autoptr (RdgForest) forest = train (&table, &options, oob);

        for (guint t = 0; t < 4; t++)
          {
            count_sample (forest, t, &n, &n_failed);
            g_assert_cmpuint (n, ==, n_expected);
            g_assert_cmpuint (n_failed, ==, failed);
          }
        /* Every failed car is in every sample that is drawn without replacement. */
        for (gsize i = 0; i < N_ROWS && !replace; i++)
          g_assert_true (!table.failed[i] || isnan (oob[i]));
      }
}

static void
test_rules_learn (void)
{
  static const RdgSplitRule rules[] = { RDG_SPLIT_RULE_HELLINGER, RDG_SPLIT_RULE_EXTRA_TREES };

  for (guint r = 0; r < G_N_ELEMENTS (rules); r++)
    {
      g_auto (LearnTable) table = { 0 };
      g_autofree double *oob = g_new (double, N_ROWS);
      g_autofree double *oob_again = g_new (double, N_ROWS);
      RdgForestOptions options = default_options (120);
      double failed = 0.0, passed = 0.0, n_failed = 0.0;

      learn_table_generate (&table, N_ROWS, 5, 4);
      options.tree.rule = rules[r];
      options.tree.mtry = 4;

      g_autoptr (RdgForest) forest = train (&table, &options, oob);

      for (gsize i = 0; i < N_ROWS; i++)
        {
          *(table.failed[i] ? &failed : &passed) += oob[i];
          n_failed += table.failed[i];
        }
      g_assert_cmpfloat (failed / n_failed, >, 2.5 * passed / (N_ROWS - n_failed));

      options.n_threads = 3;
      g_autoptr (RdgForest) again = train (&table, &options, oob_again);

      g_assert_cmpmem (forest->nodes, forest->node_start[120] * sizeof (RdgNode),
                       again->nodes, again->node_start[120] * sizeof (RdgNode));
      g_assert_cmpmem (oob, N_ROWS * sizeof *oob, oob_again, N_ROWS * sizeof *oob_again);
    }
}

/* With one tree, a row's out-of-bag score is what the tree says of it; also where the cut is not in
 * the middle. */
static void
test_random_cut_is_prediction (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_auto (LearnTable) table = { 0 };
      RdgForestOptions options = default_options (1);
      double oob[600], score[600];

      learn_table_generate (&table, 600, 3, seed);
      options.tree.rule = RDG_SPLIT_RULE_EXTRA_TREES;
      options.sample_fraction = 0.5;
      options.seed = seed;

      g_autoptr (RdgForest) forest = train (&table, &options, oob);

      g_assert_cmpuint (rdg_forest_get_n_nodes (forest, 0), >, 10);
      rdg_forest_predict (forest, table.matrix, 1, score, NULL, NULL, NULL);
      for (guint i = 0; i < 600; i++)
        if (!isnan (oob[i]))
          g_assert_cmpfloat_with_epsilon (oob[i], score[i], 1e-11);
    }
}

static double
hellinger (double left_passed,
           double left_failed,
           double passed,
           double failed)
{
  double left = sqrt (left_failed / failed) - sqrt (left_passed / passed);
  double right = sqrt (1.0 - left_failed / failed) - sqrt (1.0 - left_passed / passed);

  return left * left + right * right;
}

/* All cuts: none beats the one found. */
static void
test_hellinger_is_exact (void)
{
  for (guint seed = 0; seed < 100; seed++)
    {
      const gsize n = 80;
      g_auto (LearnTable) table = { rdg_matrix_new (n), g_new (guint8, n), NULL, NULL, n };
      float *x = rdg_matrix_add_numeric (table.matrix, "x", "");
      RdgTreeOptions options = { .mtry = 1, .min_node_size = 1, .max_depth = 1,
                                 .class_weight = 1.0, .rule = RDG_SPLIT_RULE_HELLINGER };
      g_autofree guint8 *times = g_new (guint8, n);
      double passed = 0, failed = 0, best = 0;
      RdgRng rng;
      RdgTree tree;

      rdg_rng_init (&rng, seed, 0);
      for (gsize i = 0; i < n; i++)
        {
          x[i] = (float) rdg_rng_below (&rng, 30);
          table.failed[i] = i == 0 || (i > 1 && rdg_rng_below (&rng, 60) < (x[i] > 14 ? 20 : 6));
          *(table.failed[i] ? &failed : &passed) += 1;
          times[i] = 1;
        }
      for (guint cut = 0; cut < 30; cut++)
        {
          double left[2] = { 0, 0 };

          for (gsize i = 0; i < n; i++)
            left[table.failed[i]] += x[i] <= (float) cut;
          best = MAX (best, hellinger (left[0], left[1], passed, failed));
        }

      g_autoptr (RdgBins) bins = make_bins (&table);
      g_autoptr (RdgTreeGrower) grower = rdg_tree_grower_new (bins, table.failed, &options);

      rdg_rng_init (&rng, 1, 0);
      rdg_tree_grower_grow (grower, times, &rng, &tree);
      g_assert_cmpfloat_with_epsilon (tree.importance[0], best * (double) n, 1e-9);
      rdg_tree_clear (&tree);
    }
}

static guint
count_uses (const RdgForest *forest,
            guint            feature,
            gboolean         roots)
{
  guint n = 0;

  for (guint t = 0; t < forest->n_trees; t++)
    for (guint i = 0; i < (roots ? 1 : rdg_forest_get_n_nodes (forest, t)); i++)
      {
        const RdgNode *node = &forest->nodes[forest->node_start[t] + i];

        n += !(node->flags & RDG_NODE_LEAF) && node->feature == feature;
      }

  return n;
}

/* "torque" with "variant" explains most: tried by every split, it is at the root of every tree. */
static void
test_always (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autofree double *oob = g_new (double, N_ROWS);
  RdgForestOptions options = default_options (40);
  guint8 always[N_FEATURES] = { 1 };

  learn_table_generate (&table, N_ROWS, 5, 4);
  options.tree.mtry = 1;
  g_autoptr (RdgForest) free_choice = train (&table, &options, oob);

  options.tree.always = always;
  g_autoptr (RdgForest) told = train (&table, &options, oob);

  g_assert_cmpuint (count_uses (free_choice, 0, TRUE), <, 20);
  g_assert_cmpuint (count_uses (told, 0, TRUE), >, 30);
}

static void
test_weights (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autofree double *oob = g_new (double, N_ROWS);
  RdgForestOptions options = default_options (200);
  double weights[N_FEATURES] = { 1, 1, 1, 0, 1, 1, 1, 3 };
  guint evenly = 0;

  learn_table_generate (&table, N_ROWS, 5, 4);
  options.tree.mtry = 1;
  options.tree.select_weights = weights;

  g_autoptr (RdgForest) forest = train (&table, &options, oob);

  g_assert_cmpuint (count_uses (forest, 3, FALSE), ==, 0);
  /* One feature a split, and the root splits by whichever is drawn: 3 in 9, and 1 in 9. */
  for (guint f = 4; f < 7; f++)
    evenly += count_uses (forest, f, TRUE);
  g_assert_cmpuint (count_uses (forest, 7, TRUE), >, 45);
  g_assert_cmpuint (count_uses (forest, 7, TRUE), <, 90);
  g_assert_cmpuint (evenly, >, 45);
  g_assert_cmpuint (evenly, <, 90);
}

static void
rank (const LearnTable *table,
      RdgImportance     kind,
      guint             n_threads,
      double           *importance)
{
  g_autofree double *oob = g_new (double, table->n_rows);
  g_autoptr (RdgBins) bins = make_bins (table);
  g_autoptr (GError) error = NULL;
  RdgForestOptions options = default_options (150);

  options.n_threads = n_threads;
  g_autoptr (RdgForest) forest = rdg_forest_train (bins, table->failed, &options, oob, importance,
                                                   NULL, NULL, NULL);

  if (kind != RDG_IMPORTANCE_IMPURITY)
    rdg_forest_rank_features (forest, kind, bins, table->failed, &options, importance, NULL, NULL,
                              &error);
  g_assert_no_error (error);
}

/* The three planted causes come first, whatever else there is, and threads change no bit. */
static void
test_importance (void)
{
  static const RdgImportance kinds[] = { RDG_IMPORTANCE_CORRECTED, RDG_IMPORTANCE_PERMUTATION };
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 4000, N_FEATURES - 3, 4);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      double importance[N_FEATURES], again[N_FEATURES], noise = 0.0, sum = 0.0;

      rank (&table, kinds[k], 1, importance);
      rank (&table, kinds[k], 3, again);
      g_assert_cmpmem (importance, sizeof importance, again, sizeof again);
      for (guint f = 0; f < N_FEATURES; f++)
        sum += importance[f];
      for (guint f = 3; f < N_FEATURES; f++)
        noise = MAX (noise, importance[f]);
      for (guint f = 0; f < 3; f++)
        g_assert_cmpfloat (importance[f], >, 2.0 * noise);
      g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
    }
}

/* Impurity favours what has many values; corrected, noise of any kind is worth about nothing. */
static void
test_corrected_is_fair (void)
{
  g_auto (LearnTable) table = { rdg_matrix_new (2000), g_new (guint8, 2000), NULL, NULL, 2000 };
  float *cause = rdg_matrix_add_numeric (table.matrix, "cause", "");
  float *many = rdg_matrix_add_numeric (table.matrix, "many values", "");
  double plain[2], corrected[2];
  RdgRng rng;

  rdg_rng_init (&rng, 1, 0);
  for (gsize i = 0; i < 2000; i++)
    {
      cause[i] = (float) rdg_rng_below (&rng, 2);
      many[i] = (float) rdg_rng_uniform (&rng);
      table.failed[i] = rdg_rng_uniform (&rng) < (cause[i] > 0.5f ? 0.4 : 0.1);
    }
  rank (&table, RDG_IMPORTANCE_IMPURITY, 1, plain);
  rank (&table, RDG_IMPORTANCE_CORRECTED, 1, corrected);
  g_assert_cmpfloat (plain[1], >, 0.6);
  g_assert_cmpfloat (corrected[1], <, 0.25);
}

/* Two weak causes of two values each; a category of 300 levels and a number that is never the same,
 * which mean nothing, and by impurity mean more. */
static void
test_importance_of_many_values (void)
{
  enum { N = 3000, N_LEVELS = 300, N_COLUMNS = 4 };
  static const RdgImportance fair[] = { RDG_IMPORTANCE_CORRECTED, RDG_IMPORTANCE_PERMUTATION };
  g_auto (LearnTable) table = { rdg_matrix_new (N), g_new (guint8, N), NULL, NULL, N };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  double importance[N_COLUMNS];
  RdgRng rng;

  for (guint l = 0; l < N_LEVELS; l++)
    {
      g_autofree char *level = g_strdup_printf ("batch %u", l);

      g_strv_builder_add (builder, level);
    }

  g_auto (GStrv) levels = g_strv_builder_end (builder);
  float *first = rdg_matrix_add_numeric (table.matrix, "first cause", "");
  float *second = rdg_matrix_add_numeric (table.matrix, "second cause", "");
  float *batch = rdg_matrix_add_category (table.matrix, "batch", (const char * const *) levels);
  float *number = rdg_matrix_add_numeric (table.matrix, "number", "");

  rdg_rng_init (&rng, 11, 0);
  for (guint i = 0; i < N; i++)
    {
      first[i] = (float) rdg_rng_below (&rng, 2);
      second[i] = (float) rdg_rng_below (&rng, 2);
      batch[i] = (float) rdg_rng_below (&rng, N_LEVELS);
      number[i] = (float) rdg_rng_uniform (&rng);
      table.failed[i] = rdg_rng_uniform (&rng) < 0.05 + 0.2 * first[i] + 0.15 * second[i];
    }

  rank (&table, RDG_IMPORTANCE_IMPURITY, 2, importance);
  g_test_message ("impurity: %.3f %.3f, noise %.3f %.3f", importance[0], importance[1], importance[2],
                  importance[3]);
  g_assert_cmpfloat (MIN (importance[2], importance[3]), >, MAX (importance[0], importance[1]));

  for (guint k = 0; k < G_N_ELEMENTS (fair); k++)
    {
      rank (&table, fair[k], 2, importance);
      g_test_message ("%s: %.3f %.3f, noise %.3f %.3f", k == 0 ? "corrected" : "permutation",
                      importance[0], importance[1], importance[2], importance[3]);
      g_assert_cmpfloat (MIN (importance[0], importance[1]), >,
                         2.0 * MAX (importance[2], importance[3]));
    }
}

static void
assert_refused (RdgTrainingOptions *options,
                const char         *words)
{
  g_auto (LearnTable) table = { 0 };
  g_autoptr (GError) error = NULL;

  learn_table_generate (&table, 500, 0, 1);

  RdgTrainingSet set = learn_table_get_set (&table);

  g_assert_null (rdg_training_run (&set, options, NULL, NULL, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_bad_options (void)
{
  static const struct
  {
    const char *always;
    const char *weights;
    const char *words;
  } names[] = {
    { "torque; nosuch", NULL, "always-split names “nosuch”" },
    { NULL, "nosuch=2", "split-weights names “nosuch”" },
    { NULL, "torque", "split-weights says “torque”" },
    { NULL, "torque=x", "“torque=x”" },
    { NULL, "torque=-1", "from 0 to" },
    { NULL, "torque=0;angle=0;variant=0", "a weight of 0" },
  };
  RdgTrainingOptions options;
  guint n;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      rdg_training_options_init (&options);
      options.n_trees = 3;
      options.always_split = names[i].always;
      options.split_weights = names[i].weights;
      assert_refused (&options, names[i].words);
    }

  /* Each option in turn out of its range is named. */
  for (guint i = 0; i < n; i++)
    {
      rdg_training_options_init (&options);

      gpointer field = rdg_training_options_at (&options, &list[i]);

      if (list[i].kind == RDG_TRAINING_OPTION_COUNT)
        *(guint *) field = (guint) list[i].most + 1;
      else if (list[i].kind == RDG_TRAINING_OPTION_NUMBER)
        *(double *) field = NAN;
      else if (list[i].kind == RDG_TRAINING_OPTION_CHOICE)
        *(guint *) field = 3;
      else
        continue;
      assert_refused (&options, list[i].name);
    }
}

/* Whatever is chosen comes out as a model, and names with blanks and weights of both kinds are read. */
static void
test_all_together (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options;

  learn_table_generate (&table, 800, 3, 1);

  RdgTrainingSet set = learn_table_get_set (&table);

  for (guint rule = 0; rule < RDG_N_SPLIT_RULES; rule++)
    for (guint kind = 0; kind < RDG_N_IMPORTANCES; kind++)
      {
        rdg_training_options_init (&options);
        options.n_trees = 30;
        options.n_bootstrap = 2;
        options.split_rule = rule;
        options.importance = kind;
        options.always_split = " torque ;";
        options.split_weights = "angle=2.5; noise 1 = 0;noise 2=1";
        options.sample_failed = 1.0;
        options.sample_passed = 0.3;

        g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

        g_assert_no_error (error);
        g_assert_cmpfloat (rdg_model_get_importance (model, 4), ==, 0.0);
        g_assert_cmpfloat (rdg_model_get_importance (model, 0), >, 0.0);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/forest-options/class-samples", test_class_samples);
  g_test_add_func ("/learn/forest-options/rules-learn", test_rules_learn);
  g_test_add_func ("/learn/forest-options/random-cut-is-prediction", test_random_cut_is_prediction);
  g_test_add_func ("/learn/forest-options/hellinger-is-exact", test_hellinger_is_exact);
  g_test_add_func ("/learn/forest-options/always", test_always);
  g_test_add_func ("/learn/forest-options/weights", test_weights);
  g_test_add_func ("/learn/forest-options/importance", test_importance);
  g_test_add_func ("/learn/forest-options/corrected-is-fair", test_corrected_is_fair);
  g_test_add_func ("/learn/forest-options/importance-of-many-values", test_importance_of_many_values);
  g_test_add_func ("/learn/forest-options/bad-options", test_bad_options);
  g_test_add_func ("/learn/forest-options/all-together", test_all_together);

  return g_test_run ();
}
