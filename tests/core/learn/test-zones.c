/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a forest's leaves know of zones, against counting by hand; and what a model makes of it. */
#include <string.h>

#include "learn-fixture.h"
#include "rdg-forest-sample.h"
#include "rdg-forest-zones.h"
#include "rdg-model-codec.h"
#include "rdg-model-private.h"
#include "rdg-model-zones.h"

#define N_ZONES 3

static RdgForestOptions
make_options (guint n_trees)
{
  return (RdgForestOptions){ { 2, 4, 0, 1.0 }, n_trees, 1.0, TRUE, 7, 1 };
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
       double                 *oob,
       float                  *zone_oob)
{
  g_autoptr (RdgBins) bins = make_bins (table);
  g_autofree double *importance = g_new (double, rdg_matrix_get_n_columns (table->matrix));
  RdgZoneTargets targets = { N_ZONES, table->zones, zone_oob };

  return rdg_forest_train_zones (bins, table->failed, zone_oob != NULL ? &targets : NULL, options, oob,
                                 importance, NULL, NULL, NULL);
}

/* Every way to grow trees that the leaves' counting must not care about. */
static RdgForestOptions
vary_options (guint way)
{
  RdgForestOptions options = make_options (12);

  options.seed = way + 1;
  options.replace = way % 2 == 0;
  options.sample_fraction = options.replace ? 1.0 : 0.6;
  options.tree.class_weight = way % 3 == 0 ? 1.0 : 4.5;
  options.tree.rule = way % 4 == 3 ? RDG_SPLIT_RULE_EXTRA_TREES : way % 4 == 2 ? RDG_SPLIT_RULE_HELLINGER
                                                                              : RDG_SPLIT_RULE_GINI;
  options.tree.max_depth = way % 5 == 4 ? 3 : 0;
  if (way % 6 == 5)
    {
      options.sample_failed = 0.9;
      options.sample_passed = 0.3;
    }

  return options;
}

static guint32
find_leaf (const RdgForest *forest,
           guint            tree,
           const RdgMatrix *matrix,
           gsize            row)
{
  const RdgNode *nodes = forest->nodes + forest->node_start[tree];
  guint32 at = 0;

  while (!(nodes[at].flags & RDG_NODE_LEAF))
    at = nodes[at].left +
         !rdg_node_goes_left (&nodes[at], forest->sets + forest->set_start[tree],
                              rdg_matrix_get_column (matrix, nodes[at].feature)[row]);

  return at;
}

/* A tree's counts are those of its sample, drawn again and walked down by the values themselves; and
 * with them the scores of all rows, by the trees that did not see them and by all. */
static void
test_brute_force (void)
{
  for (guint way = 0; way < 12; way++)
    {
      g_auto (LearnTable) table = { 0 };
      RdgForestOptions options = vary_options (way);
      g_autofree double *oob = g_new (double, 500), *score = g_new (double, 500);
      g_autofree double *again = g_new (double, 500);
      g_autofree float *zone_oob = g_new (float, 500 * N_ZONES);
      g_autofree double *zone_score = g_new (double, 500 * N_ZONES);
      g_autofree double *all = g_new0 (double, 500 * N_ZONES), *unseen = g_new0 (double, 500 * N_ZONES);
      g_autofree guint *n_unseen = g_new0 (guint, 500);
      g_autofree guint8 *times = g_new (guint8, 500);
      RdgSampler sampler;

      learn_table_generate (&table, 500, 3, way);
      learn_table_add_zones (&table);

      g_autoptr (RdgForest) forest = train (&table, &options, oob, zone_oob);

      g_assert_true (_rdg_sampler_init (&sampler, &options, table.failed, 500));
      for (guint t = 0; t < options.n_trees; t++)
        {
          guint n_nodes = rdg_forest_get_n_nodes (forest, t);
          g_autofree guint *counts = g_new0 (guint, n_nodes * N_ZONES);
          gsize n_entries = 0;
          RdgRng rng;

          _rdg_sampler_draw (&sampler, t, &rng, times);
          for (guint i = 0; i < 500; i++)
            for (guint z = 0; z < N_ZONES; z++)
              if (table.zones[i] >> z & 1)
                counts[find_leaf (forest, t, table.matrix, i) * N_ZONES + z] += times[i];

          for (guint i = 0; i < n_nodes * N_ZONES; i++)
            n_entries += counts[i] > 0;
          g_assert_cmpuint (forest->zones->start[t + 1] - forest->zones->start[t], ==, n_entries);
          for (gsize e = forest->zones->start[t]; e < forest->zones->start[t + 1]; e++)
            {
              const RdgLeafZone *entry = &forest->zones->entries[e];

              g_assert_cmpuint (entry->n, ==, counts[entry->leaf * N_ZONES + entry->zone]);
            }

          for (guint i = 0; i < 500; i++)
            {
              guint32 leaf = find_leaf (forest, t, table.matrix, i);
              const RdgNode *node = &forest->nodes[forest->node_start[t] + leaf];

              n_unseen[i] += times[i] == 0;
              for (guint z = 0; z < N_ZONES; z++)
                {
                  double weight = options.tree.class_weight;
                  double share = weight * counts[leaf * N_ZONES + z] /
                                 ((double) (node->n - node->n_failed) + weight * node->n_failed);

                  all[i * N_ZONES + z] += share / options.n_trees;
                  unseen[i * N_ZONES + z] += times[i] == 0 ? share : 0.0;
                }
            }
        }
      _rdg_sampler_clear (&sampler);

      g_assert_true (rdg_forest_predict_zones (forest, table.matrix, 1, score, zone_score, NULL, NULL,
                                               NULL));
      g_assert_true (rdg_forest_predict (forest, table.matrix, 1, again, NULL, NULL, NULL));
      g_assert_cmpmem (score, 500 * sizeof (double), again, 500 * sizeof (double));
      for (guint i = 0; i < 500 * N_ZONES; i++)
        {
          g_assert_cmpfloat_with_epsilon (zone_score[i], all[i], 1e-12);
          if (n_unseen[i / N_ZONES] == 0)
            g_assert_true (isnan (zone_oob[i]));
          else
            g_assert_cmpfloat_with_epsilon ((double) zone_oob[i], unseen[i] / n_unseen[i / N_ZONES],
                                            1e-7);
        }
    }
}

/* No zone's score is above the forest's own; with one zone for each failed car they add up to it. */
static void
test_sums (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgForestOptions options = make_options (40);
  g_autofree double *oob = g_new (double, 800), *score = g_new (double, 800);
  g_autofree float *zone_oob = g_new (float, 800 * N_ZONES);
  g_autofree double *zone_score = g_new (double, 800 * N_ZONES);

  options.tree.class_weight = 3.0;
  learn_table_generate (&table, 800, 2, 5);
  learn_table_add_zones (&table);
  for (guint several = 0; several < 2; several++)
    {
      if (!several)
        for (guint i = 0; i < 800; i++)
          table.zones[i] = table.failed[i] ? 1u << i % N_ZONES : 7;
      else
        learn_table_add_zones (&table);

      g_autoptr (RdgForest) forest = train (&table, &options, oob, zone_oob);

      g_assert_true (rdg_forest_predict_zones (forest, table.matrix, 1, score, zone_score, NULL, NULL,
                                               NULL));
      for (guint i = 0; i < 800; i++)
        {
          double sum = 0.0, sum_oob = 0.0;

          for (guint z = 0; z < N_ZONES; z++)
            {
              g_assert_cmpfloat (zone_score[i * N_ZONES + z], <=, score[i] + 1e-12);
              sum += zone_score[i * N_ZONES + z];
              sum_oob += (double) zone_oob[i * N_ZONES + z];
            }
          if (!several)
            {
              g_assert_cmpfloat_with_epsilon (sum, score[i], 1e-12);
              g_assert_cmpfloat_with_epsilon (sum_oob, oob[i], 1e-6);
            }
        }
    }
}

/* The trees are the same with zones and without, and so is all that is said without them. */
static void
test_trees_unchanged (void)
{
  for (guint way = 0; way < 12; way++)
    {
      g_auto (LearnTable) table = { 0 };
      RdgForestOptions options = vary_options (way);
      g_autofree double *oob = g_new (double, 600), *plain_oob = g_new (double, 600);
      g_autofree float *zone_oob = g_new (float, 600 * N_ZONES);

      learn_table_generate (&table, 600, 3, 30 + way);
      learn_table_add_zones (&table);

      g_autoptr (RdgForest) with = train (&table, &options, oob, zone_oob);
      g_autoptr (RdgForest) without = train (&table, &options, plain_oob, NULL);
      gsize n_nodes = with->node_start[with->n_trees];

      g_assert_nonnull (with->zones);
      g_assert_null (without->zones);
      g_assert_cmpuint (n_nodes, ==, without->node_start[without->n_trees]);
      for (gsize i = 0; i < n_nodes; i++)
        {
          g_assert_cmpuint (with->nodes[i].left, ==, without->nodes[i].left);
          g_assert_cmpuint (with->nodes[i].n, ==, without->nodes[i].n);
          g_assert_cmpuint (with->nodes[i].feature, ==, without->nodes[i].feature);
          g_assert_cmpuint (with->nodes[i].flags, ==, without->nodes[i].flags);
        }
      g_assert_cmpmem (oob, 600 * sizeof (double), plain_oob, 600 * sizeof (double));
    }
}

/* Many rows go through the packed forest, a few do not: to the bit the same. */
static void
test_few_and_many (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgForestOptions options = make_options (30);
  g_autofree double *oob = g_new (double, 700), *score = g_new (double, 700);
  g_autofree float *zone_oob = g_new (float, 700 * N_ZONES);
  g_autofree double *zone_score = g_new (double, 700 * N_ZONES);

  learn_table_generate (&table, 700, 2, 8);
  learn_table_add_zones (&table);

  g_autoptr (RdgForest) forest = train (&table, &options, oob, zone_oob);
  double few_zones[10 * N_ZONES], few[10];
  guint32 rows[10];

  for (guint i = 0; i < 10; i++)
    rows[i] = 69 * i;

  g_autoptr (RdgMatrix) part = rdg_matrix_take_rows (table.matrix, rows, 10);

  g_assert_true (rdg_forest_predict_zones (forest, part, 1, few, few_zones, NULL, NULL, NULL));
  g_assert_true (rdg_forest_predict_zones (forest, table.matrix, 2, score, zone_score, NULL, NULL,
                                           NULL));
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpfloat (few[i], ==, score[rows[i]]);
      g_assert_cmpmem (&few_zones[i * N_ZONES], N_ZONES * sizeof (double),
                       &zone_score[rows[i] * N_ZONES], N_ZONES * sizeof (double));
    }
}

static RdgModel *
train_model (const LearnTable *table,
             RdgAlgorithm      algorithm,
             guint             n_threads)
{
  RdgTrainingSet set = learn_table_get_set (table);
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;

  rdg_training_options_init (&options);
  options.algorithm = algorithm;
  options.n_trees = 60;
  options.boost_rounds = 10;
  options.svm_rows = 200;
  options.n_bootstrap = 20;
  options.n_threads = n_threads;

  RdgModel *model = rdg_training_run (&set, &options, NULL, NULL, &error);

  g_assert_no_error (error);

  return model;
}

/* Same seed, same cars, same bytes: for any number of threads, and in whatever order the cars come. */
static void
test_same_bytes (void)
{
  static const guint n_threads[] = { 1, 2, 3, 8, 2 };
  g_auto (LearnTable) table = { 0 }, shuffled = { 0 };
  g_autoptr (GBytes) first = NULL;

  learn_table_generate (&table, 2500, 3, 4);
  learn_table_add_zones (&table);
  learn_table_shuffle (&table, 3, &shuffled);
  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      g_autoptr (RdgModel) model = train_model (i == 4 ? &shuffled : &table, RDG_ALGORITHM_FOREST,
                                                n_threads[i]);
      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      g_assert_cmpuint (rdg_model_get_n_zones (model), ==, 2);
      if (first == NULL)
        first = g_steal_pointer (&bytes);
      else
        g_assert_true (g_bytes_equal (bytes, first));
    }
}

/* A model knows the zones with enough failed cars, in what it says is never above the car's own risk,
 * rises with the zone's score, and is never 0 or 1; and it finds the planted causes. */
static void
test_model (void)
{
  g_auto (LearnTable) table = { 0 };
  double last = 0.0;

  learn_table_generate (&table, 4000, 3, 12);
  learn_table_add_zones (&table);

  g_autoptr (RdgModel) model = train_model (&table, RDG_ALGORITHM_FOREST, 2);
  g_autoptr (RdgMatrix) matrix = rdg_model_conform (model, table.matrix, NULL, NULL);
  g_autofree double *score = g_new (double, 4000), *zone_score = g_new (double, 4000 * 2);
  const RdgZoneHits *hits = rdg_model_get_zone_hits (model);
  gsize n_failed = 0;

  g_assert_cmpuint (rdg_model_get_n_zones (model), ==, 2);
  for (guint z = 0; z < 2; z++)
    {
      const RdgZone *zone = rdg_model_get_zone (model, z);

      g_assert_cmpstr (zone->name, ==, z == 0 ? "front" : "doors");
      g_assert_cmpuint (zone->n_failed, >=, RDG_ZONE_LEAST_FAILED);
      g_assert_cmpfloat (zone->usual, ==,
                         (double) zone->n_failed / (double) rdg_model_get_n_train (model));
      g_assert_cmpfloat (zone->roc_auc, >, 0.75);
      g_assert_cmpfloat (zone->roc_auc_low, <, zone->roc_auc);
      g_assert_cmpfloat (zone->roc_auc_high, >, zone->roc_auc);
      n_failed += zone->n_failed + zone->n_holdout_failed;
    }
  for (guint i = 0; i < 4000; i++)
    n_failed -= (table.zones[i] & 1) + (table.zones[i] >> 1 & 1);
  g_assert_cmpuint (n_failed, ==, 0);
  g_assert_cmpuint (hits->n_first, >, hits->n_commonest);

  g_assert_true (rdg_model_score_zones (model, matrix, 2, score, zone_score, NULL, NULL, NULL));
  for (guint i = 0; i < 4000; i++)
    {
      RdgRisk risk = rdg_model_calibrate (model, score[i]), zones[2];

      rdg_model_calibrate_zones (model, &risk, &zone_score[2 * i], zones);
      for (guint z = 0; z < 2; z++)
        {
          g_assert_cmpfloat (zones[z].risk, >, 0.0);
          g_assert_cmpfloat (zones[z].risk, <=, risk.risk);
          g_assert_cmpfloat (zones[z].low, <=, zones[z].risk);
          g_assert_cmpfloat (zones[z].high, >=, zones[z].risk);
          g_assert_cmpfloat (zones[z].high, <=, risk.high);
        }
    }
  for (guint step = 0; step <= 1000; step++)
    {
      RdgRisk whole = { 1.0 - 1e-6, 0.5, 1.0 - 1e-6 }, zones[2];
      double scores[2] = { step / 1000.0, step / 1000.0 };

      rdg_model_calibrate_zones (model, &whole, scores, zones);
      g_assert_cmpfloat (zones[0].risk, >=, last);
      g_assert_cmpfloat (zones[0].risk, <, 1.0);
      last = zones[0].risk;
    }
}

/* A car that was learnt from is told by the trees that did not see it. */
static void
test_trained (void)
{
  g_auto (LearnTable) table = { 0 };
  gsize n_trained = 0;

  learn_table_generate (&table, 2500, 3, 4);
  learn_table_add_zones (&table);

  g_autoptr (RdgModel) model = train_model (&table, RDG_ALGORITHM_FOREST, 2);

  for (guint i = 0; i < 2500; i++)
    {
      double score = 0.0, zones[2] = { -1.0, -1.0 };
      gboolean trained = rdg_model_find_trained (model, table.codes[i], &score);

      g_assert_true (rdg_model_find_trained_zones (model, table.codes[i], zones) == trained);
      n_trained += trained;
      if (!trained || isnan (score))
        continue;
      for (guint z = 0; z < 2; z++)
        {
          g_assert_cmpfloat (zones[z], >=, 0.0);
          g_assert_cmpfloat (zones[z], <=, score + 1e-6);
        }
    }
  g_assert_cmpuint (n_trained, ==, rdg_model_get_n_train (model));
}

/* Other learners have no zones, and say nothing rather than make something up. */
static void
test_other_learners (void)
{
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 1500, 0, 4);
  learn_table_add_zones (&table);
  for (RdgAlgorithm algorithm = 0; algorithm < RDG_N_ALGORITHMS; algorithm++)
    {
      g_autoptr (RdgModel) model = train_model (&table, algorithm, 2);
      double score[20];
      guint32 rows[20];

      g_assert_cmpuint (rdg_model_get_n_zones (model), ==,
                        algorithm == RDG_ALGORITHM_FOREST ? 2 : 0);
      if (algorithm == RDG_ALGORITHM_FOREST)
        continue;

      for (guint i = 0; i < 20; i++)
        rows[i] = i;

      g_autoptr (RdgMatrix) part = rdg_matrix_take_rows (table.matrix, rows, 20);
      g_autoptr (RdgMatrix) matrix = rdg_model_conform (model, part, NULL, NULL);

      g_assert_true (rdg_model_score_zones (model, matrix, 1, score, NULL, NULL, NULL, NULL));
      g_assert_cmpuint (rdg_model_get_zone_hits (model)->n_failed, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/zones/brute-force", test_brute_force);
  g_test_add_func ("/learn/zones/sums", test_sums);
  g_test_add_func ("/learn/zones/trees-unchanged", test_trees_unchanged);
  g_test_add_func ("/learn/zones/few-and-many", test_few_and_many);
  g_test_add_func ("/learn/zones/same-bytes", test_same_bytes);
  g_test_add_func ("/learn/zones/model", test_model);
  g_test_add_func ("/learn/zones/trained", test_trained);
  g_test_add_func ("/learn/zones/other-learners", test_other_learners);

  return g_test_run ();
}
