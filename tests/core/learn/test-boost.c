/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-boost-train.h"
#include "rdg-rng.h"
#include "rdg-tree-shap.h"

static const RdgBoostOptions usual = { 60, 0.1, 4, 1.0, 1.0, 1.0, 1.0, 0, 1.0, 1, 1 };

static RdgBins *
make_bins (const RdgMatrix *matrix)
{
  gsize n = rdg_matrix_get_n_rows (matrix);
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;

  RdgBins *bins = rdg_bins_new_coarse (matrix, rows, n, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (bins->wide);

  return bins;
}

static RdgForest *
train (const RdgMatrix       *matrix,
       const guint8          *failed,
       const gint64          *tested_at,
       const RdgBoostOptions *options,
       double                *unseen,
       double                *losses)
{
  g_autoptr (RdgBins) bins = make_bins (matrix);
  g_autofree double *importance = g_new (double, bins->n_columns);
  g_autoptr (GError) error = NULL;
  RdgForest *forest = rdg_boost_train (bins, failed, tested_at, options, unseen, importance, losses,
                                       NULL, NULL, &error);

  g_assert_no_error (error);

  return forest;
}

static double
get_log_odds (const RdgForest *forest,
              double           score)
{
  return forest->lowest + score * (forest->highest - forest->lowest);
}

static double *
predict (const RdgForest *forest,
         const RdgMatrix *matrix)
{
  double *score = g_new (double, rdg_matrix_get_n_rows (matrix));

  g_assert_true (rdg_forest_predict (forest, matrix, 1, score, NULL, NULL, NULL));

  return score;
}

static double
measure_roc (const double *score,
             const guint8 *failed,
             gsize         n)
{
  RdgMetrics metrics;

  g_assert_true (rdg_metrics_compute (score, failed, n, 0.5, 0, 0, &metrics, NULL, NULL));

  return metrics.value[RDG_METRIC_ROC_AUC];
}

/* Six cars, one cut: every number below follows from p = 1/2, g = p - y, h = p (1 - p). */
static void
test_by_hand (void)
{
  const float values[] = { 1, 2, 3, 4, 5, 6 };
  const guint8 failed[] = { 0, 0, 0, 1, 1, 1 };
  RdgBoostOptions options = { 1, 0.5, 1, 1.0, 0.001, 1.0, 1.0, 0, 1.0, 1, 1 };
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (6);

  memcpy (rdg_matrix_add_numeric (matrix, "x", ""), values, sizeof values);

  g_autoptr (RdgForest) forest = train (matrix, failed, NULL, &options, NULL, NULL);

  g_assert_cmpuint (forest->n_trees, ==, 1);
  g_assert_cmpuint (rdg_forest_get_n_nodes (forest, 0), ==, 3);
  g_assert_cmpfloat_with_epsilon (forest->start, 0.0, 1e-12);
  g_assert_cmpfloat (forest->nodes[0].threshold, ==, 3.5f);
  g_assert_cmpuint (forest->nodes[1].n, ==, 3);
  /* -1/2 x (3 x 1/2) / (3 x 1/4 + 1) */
  g_assert_cmpfloat_with_epsilon (forest->nodes[1].value, -0.75 / 1.75, 1e-6);
  g_assert_cmpfloat_with_epsilon (forest->nodes[2].value, 0.75 / 1.75, 1e-6);

  g_autofree double *score = predict (forest, matrix);

  g_assert_cmpfloat_with_epsilon (score[0], 0.0, 1e-8);
  g_assert_cmpfloat_with_epsilon (score[5], 1.0, 1e-8);
  g_assert_cmpfloat (score[0], >=, 0.0);
  g_assert_cmpfloat (score[5], <=, 1.0);
  g_assert_cmpfloat_with_epsilon (get_log_odds (forest, score[5]), 0.75 / 1.75, 1e-6);
}

/* No feature alone tells anything. A code in the middle holds two or three cars, which are told as one. */
static void
test_xor (void)
{
  const gsize n = 400;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
  float *a = rdg_matrix_add_numeric (matrix, "a", ""), *b = rdg_matrix_add_numeric (matrix, "b", "");
  g_autofree guint8 *failed = g_new (guint8, n);
  RdgBoostOptions options = usual;
  RdgRng rng;

  rdg_rng_init (&rng, 5, 0);
  for (gsize i = 0; i < n; i++)
    {
      a[i] = (float) rdg_rng_uniform (&rng);
      b[i] = (float) rdg_rng_uniform (&rng);
      failed[i] = (a[i] > 0.5f) != (b[i] > 0.5f);
    }

  g_autoptr (RdgForest) forest = train (matrix, failed, NULL, &options, NULL, NULL);
  g_autofree double *score = predict (forest, matrix);

  for (gsize i = 0; i < n; i++)
    if (fabsf (a[i] - 0.5f) > 0.01f && fabsf (b[i] - 0.5f) > 0.01f)
      g_assert_cmpint (get_log_odds (forest, score[i]) > 0.0, ==, failed[i]);
}

static void
test_loss_falls (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgBoostOptions options = usual;
  double losses[60];

  learn_table_generate (&table, 3000, 3, 2);

  g_autoptr (RdgForest) forest = train (table.matrix, table.failed, NULL, &options, NULL, losses);

  for (guint r = 1; r < 60; r++)
    g_assert_cmpfloat (losses[r], <, losses[r - 1]);
  g_assert_cmpuint (forest->n_trees, ==, 60);
}

static void
assert_same_trees (const RdgForest *a,
                   const RdgForest *b)
{
  g_assert_cmpuint (a->n_trees, ==, b->n_trees);
  g_assert_cmpmem (a->nodes, a->node_start[a->n_trees] * sizeof (RdgNode),
                   b->nodes, b->node_start[b->n_trees] * sizeof (RdgNode));
  g_assert_cmpmem (a->sets, a->set_start[a->n_trees] * sizeof (guint32),
                   b->sets, b->set_start[b->n_trees] * sizeof (guint32));
}

/* More rows than one thread takes alone, so that threads share a level. */
static void
test_threads (gconstpointer max_leaves)
{
  g_auto (LearnTable) table = { 0 };
  const guint threads[] = { 1, 2, 3, 8 };
  RdgBoostOptions options = usual;
  g_autoptr (RdgForest) first = NULL;
  g_autofree double *first_unseen = NULL;

  learn_table_generate (&table, 24000, 6, 2);
  options.n_rounds = 6;
  options.row_share = 0.7;
  options.column_share = 0.6;
  options.patience = 2;
  options.max_leaves = GPOINTER_TO_UINT (max_leaves);
  for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
    {
      g_autofree double *unseen = g_new (double, table.n_rows);

      options.n_threads = threads[t];

      g_autoptr (RdgForest) forest = train (table.matrix, table.failed, NULL, &options, unseen, NULL);

      if (t == 0)
        {
          first = g_steal_pointer (&forest);
          first_unseen = g_steal_pointer (&unseen);
          continue;
        }
      assert_same_trees (forest, first);
      g_assert_cmpmem (unseen, table.n_rows * sizeof (double),
                       first_unseen, table.n_rows * sizeof (double));
    }
}

/* What was missing in training goes where that was best; where nothing was, to the heavier side. */
static void
test_missing (void)
{
  const gsize n = 300;
  RdgBoostOptions options = { 1, 1.0, 1, 0.0, 0.001, 1.0, 1.0, 0, 1.0, 1, 1 };

  for (guint with = 0; with < 2; with++)
    {
      g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
      float *x = rdg_matrix_add_numeric (matrix, "x", "");
      g_autofree guint8 *failed = g_new (guint8, n);

      /* A third low and failed, two thirds high and passed; missing ones failed. */
      for (gsize i = 0; i < n; i++)
        {
          failed[i] = i % 3 == 0;
          x[i] = failed[i] ? (with && i % 2 ? NAN : 1.0f) : 2.0f;
        }

      g_autoptr (RdgForest) forest = train (matrix, failed, NULL, &options, NULL, NULL);
      g_autoptr (RdgMatrix) unknown = rdg_matrix_new (1);

      rdg_matrix_add_numeric (unknown, "x", "")[0] = NAN;

      g_autofree double *score = predict (forest, unknown);

      g_assert_cmpfloat_with_epsilon (score[0], with ? 1.0 : 0.0, 1e-6);
    }
}

/* More levels than a byte tells apart: the failing ones among those that have a code are found,
 * the others count as missing, in training and in scoring alike. */
static void
test_many_levels (void)
{
  const gsize n = 6000;
  g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
  g_auto (GStrv) levels = g_new0 (char *, 301);
  g_autofree guint8 *failed = g_new (guint8, n);
  g_autofree double *losses = g_new (double, 30);
  RdgBoostOptions options = usual;
  float *x;

  for (guint l = 0; l < 300; l++)
    levels[l] = g_strdup_printf ("%u", l);
  x = rdg_matrix_add_category (matrix, "x", (const char * const *) levels);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = (float) (i % 300);
      failed[i] = i % 300 % 7 == 0;
    }
  options.n_rounds = 30;

  g_autoptr (RdgForest) forest = train (matrix, failed, NULL, &options, NULL, losses);
  g_autofree double *score = predict (forest, matrix);
  double loss = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      double log_odds = get_log_odds (forest, score[i]);

      loss += log1p (exp (failed[i] ? -log_odds : log_odds)) / (double) n;
      g_assert_cmpfloat (score[i], ==, score[i % 300 < 255 ? i % 300 : 255]);
      if (i % 300 < 255)
        g_assert_cmpint (log_odds > 0.0, ==, failed[i]);
    }
  /* What training thinks a car's log odds are, scoring says. */
  g_assert_cmpfloat_with_epsilon (loss, losses[29], 1e-7);
}

static void
test_explained (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgBoostOptions options = usual;
  const guint32 rows[] = { 0, 1, 7, 99, 1500 };
  double base, contributions[5 * 5];

  learn_table_generate (&table, 2000, 2, 2);

  g_autoptr (RdgForest) forest = train (table.matrix, table.failed, NULL, &options, NULL, NULL);
  g_autofree double *score = predict (forest, table.matrix);

  g_assert_true (rdg_tree_shap_explain (forest, table.matrix, rows, 5, 1, &base, contributions, NULL,
                                        NULL, NULL));
  for (guint r = 0; r < 5; r++)
    {
      double sum = base;

      for (guint f = 0; f < 5; f++)
        sum += contributions[r * 5 + f];
      g_assert_cmpfloat_with_epsilon (sum, score[rows[r]], 1e-9);
    }
}

/* Better than chance on cars that it has not seen; and what it says of trained ones is no better. */
static void
test_unseen (void)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (LearnTable) other = { 0 };
  RdgBoostOptions options = usual;
  g_autofree double *unseen = g_new (double, 4000);

  learn_table_generate (&table, 4000, 4, 2);
  learn_table_generate (&other, 4000, 4, 3);

  g_autoptr (RdgForest) forest = train (table.matrix, table.failed, NULL, &options, unseen, NULL);
  g_autofree double *seen = predict (forest, table.matrix);
  g_autofree double *score = predict (forest, other.matrix);
  double roc_unseen = measure_roc (unseen, table.failed, 4000);
  double roc_seen = measure_roc (seen, table.failed, 4000);
  double roc_other = measure_roc (score, other.failed, 4000);

  g_test_message ("ROC-AUC: cross-fitted %.4f, seen %.4f, other cars %.4f", roc_unseen, roc_seen,
                  roc_other);
  g_assert_cmpfloat (roc_other, >, 0.7);
  g_assert_cmpfloat (fabs (roc_unseen - roc_other), <, 0.05);
  g_assert_cmpfloat (roc_seen, >, roc_unseen);
}

/* The newest cars say when to stop: where they fail by chance, at once. */
static void
test_stop (void)
{
  g_auto (LearnTable) table = { 0 };
  g_autofree gint64 *tested_at = g_new (gint64, 3000);
  RdgBoostOptions options = usual;
  RdgRng rng;

  learn_table_generate (&table, 3000, 2, 2);
  options.n_rounds = 200;
  options.patience = 5;
  for (gsize i = 0; i < 3000; i++)
    tested_at[i] = -(gint64) i;

  g_autoptr (RdgForest) honest = train (table.matrix, table.failed, tested_at, &options, NULL, NULL);

  rdg_rng_init (&rng, 3, 0);
  for (gsize i = 0; i < 600; i++)
    table.failed[i] = rdg_rng_uniform (&rng) < 0.5;

  g_autoptr (RdgForest) turned = train (table.matrix, table.failed, tested_at, &options, NULL, NULL);

  g_assert_cmpuint (honest->n_trees, >, 10);
  g_assert_cmpuint (honest->n_trees, <, 200);
  g_assert_cmpuint (turned->n_trees, <, honest->n_trees);
}

static void
test_class_weight (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgBoostOptions options = usual;

  learn_table_generate (&table, 2000, 0, 2);

  g_autoptr (RdgForest) plain = train (table.matrix, table.failed, NULL, &options, NULL, NULL);

  options.class_weight = 5.0;

  g_autoptr (RdgForest) heavy = train (table.matrix, table.failed, NULL, &options, NULL, NULL);

  g_assert_cmpfloat_with_epsilon (heavy->start - plain->start, log (5.0), 0.02);
}

/* A leaf of the tree that is grown one cut at a time. */
typedef struct
{
  GArray  *rows;          /* of guint32 */
  GString *path;          /* for each cut above, whether the child has more rows than the other */
  gint64   gradient;
  gint64   weight;
  double   gain;          /* 0: it cannot be cut */
  guint    feature;
  float    low;           /* the last value that goes left */
} Leaf;

static void
leaf_free (Leaf *self)
{
  g_array_unref (self->rows);
  g_string_free (self->path, TRUE);
  g_free (self);
}

typedef struct
{
  const RdgMatrix       *matrix;
  const RdgBoostOptions *options;
  const guint8          *failed;
  double                 scale;
  double                 p;            /* before the first tree */
} Growing;

static void
add_row (const Growing *growing,
         guint32        row,
         gint64        *gradient,
         gint64        *weight)
{
  *gradient += llrint ((growing->p - growing->failed[row]) * growing->scale);
  *weight += llrint (growing->p * (1.0 - growing->p) * growing->scale);
}

static double
get_worth (const Growing *growing,
           gint64         gradient,
           gint64         weight)
{
  return (double) gradient * (double) gradient /
         ((double) weight + growing->options->lambda * growing->scale);
}

/* Tries every value of every feature. */
static Leaf *
make_leaf (const Growing *growing,
           GArray        *rows,
           GString       *path)
{
  Leaf *self = g_new0 (Leaf, 1);
  double least = growing->options->least_weight * growing->scale;
  double lambda = growing->options->lambda * growing->scale, best;

  self->rows = rows;
  self->path = path;
  for (guint i = 0; i < rows->len; i++)
    add_row (growing, g_array_index (rows, guint32, i), &self->gradient, &self->weight);
  best = get_worth (growing, self->gradient, self->weight) * (1.0 + 1e-9);
  if (path->len == growing->options->max_depth)
    return self;

  for (guint f = 0; f < rdg_matrix_get_n_columns (growing->matrix); f++)
    for (float low = 0.0f; low < 25.0f; low += 1.0f)
      {
        const float *x = rdg_matrix_get_column (growing->matrix, f);
        gint64 gradient = 0, weight = 0;

        for (guint i = 0; i < rows->len; i++)
          if (x[g_array_index (rows, guint32, i)] <= low)
            add_row (growing, g_array_index (rows, guint32, i), &gradient, &weight);

        double left = (double) gradient, right = (double) (self->gradient - gradient);
        double left_weight = (double) weight, right_weight = (double) (self->weight - weight);

        if (weight == 0 || weight == self->weight || left_weight < least || right_weight < least)
          continue;

        left_weight += lambda;
        right_weight += lambda;

        double sum = left * left * right_weight + right * right * left_weight;

        if (sum / (left_weight * right_weight) > best)
          {
            best = sum / (left_weight * right_weight);
            self->gain = (best - get_worth (growing, self->gradient, self->weight)) / growing->scale;
            self->feature = f;
            self->low = low;
          }
      }

  return self;
}

/* Of two that gain as much the one that a tree grown level by level, smaller child first, has first. */
static gboolean
is_before (const Leaf *a,
           const Leaf *b)
{
  if (a->gain != b->gain)
    return a->gain > b->gain;
  if (a->path->len != b->path->len)
    return a->path->len < b->path->len;

  return strcmp (a->path->str, b->path->str) < 0;
}

static GPtrArray *
grow_best_first (const Growing *growing,
                 double        *importance)
{
  GPtrArray *leaves = g_ptr_array_new_with_free_func ((GDestroyNotify) leaf_free);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < rdg_matrix_get_n_rows (growing->matrix); i++)
    g_array_append_val (all, i);
  g_ptr_array_add (leaves, make_leaf (growing, all, g_string_new ("")));

  while (leaves->len < growing->options->max_leaves)
    {
      Leaf *best = leaves->pdata[0];
      GArray *side[2];

      for (guint l = 1; l < leaves->len; l++)
        if (is_before (leaves->pdata[l], best))
          best = leaves->pdata[l];
      if (!(best->gain > 0.0))
        break;

      side[0] = g_array_new (FALSE, FALSE, sizeof (guint32));
      side[1] = g_array_new (FALSE, FALSE, sizeof (guint32));
      for (guint i = 0; i < best->rows->len; i++)
        {
          guint32 row = g_array_index (best->rows, guint32, i);

          g_array_append_val (side[rdg_matrix_get_column (growing->matrix, best->feature)[row] >
                                   best->low], row);
        }
      importance[best->feature] += best->gain;
      for (guint s = 0; s < 2; s++)
        {
          GString *path = g_string_new (best->path->str);
          gboolean is_larger = side[s]->len > side[1 - s]->len ||
                               (side[s]->len == side[1 - s]->len && s == 1);

          g_string_append_c (path, is_larger ? '1' : '0');
          g_ptr_array_add (leaves, make_leaf (growing, side[s], path));
        }
      g_ptr_array_remove (leaves, best);
    }

  return leaves;
}

static float
find_value (const RdgForest *forest,
            const RdgMatrix *matrix,
            guint32          row)
{
  const RdgNode *node = forest->nodes;

  while (!(node->flags & RDG_NODE_LEAF))
    node = forest->nodes + node->left +
           !rdg_node_goes_left (node, forest->sets,
                                rdg_matrix_get_column (matrix, node->feature)[row]);

  return node->value;
}

static void
compare_with_best_first (const RdgMatrix       *matrix,
                         const guint8          *failed,
                         const RdgBoostOptions *options)
{
  gsize n = rdg_matrix_get_n_rows (matrix), n_failed = 0;
  g_autoptr (RdgBins) bins = make_bins (matrix);
  double importance[3] = { 0.0, 0.0, 0.0 }, sums[3] = { 0.0, 0.0, 0.0 }, sum = 0.0;
  g_autoptr (RdgForest) forest = rdg_boost_train (bins, failed, NULL, options, NULL, importance, NULL,
                                                  NULL, NULL, NULL);
  Growing growing = { matrix, options, failed, ldexp (1.0, 30), 0.0 };

  for (gsize i = 0; i < n; i++)
    n_failed += failed[i];
  growing.p = 1.0 / (1.0 + exp (-log (((double) n_failed + 0.5) / ((double) (n - n_failed) + 0.5))));

  g_autoptr (GPtrArray) leaves = grow_best_first (&growing, sums);

  g_assert_cmpuint (rdg_forest_get_n_nodes (forest, 0), ==, 2 * leaves->len - 1);
  for (guint l = 0; l < leaves->len; l++)
    {
      const Leaf *leaf = leaves->pdata[l];
      double weight = (double) leaf->weight + options->lambda * growing.scale;

      for (guint i = 0; i < leaf->rows->len; i++)
        g_assert_cmpfloat (find_value (forest, matrix, g_array_index (leaf->rows, guint32, i)), ==,
                           (float) (-options->rate * (double) leaf->gradient / weight));
    }

  for (guint f = 0; f < 3; f++)
    sum += sums[f];
  for (guint f = 0; f < 3; f++)
    g_assert_cmpfloat_with_epsilon (importance[f], sums[f] / sum, 1e-12);
}

/* As if the leaf that gains the most had been cut, one after another. */
static void
test_best_first (void)
{
  RdgBoostOptions options = { 1, 0.3, 5, 1.0, 0.05, 1.0, 1.0, 0, 1.0, 1, 1 };

  for (guint seed = 0; seed < 12; seed++)
    {
      const gsize n = 160;
      g_autoptr (RdgMatrix) matrix = rdg_matrix_new (n);
      g_autofree guint8 *failed = g_new (guint8, n);
      float *x[3];
      RdgRng rng;

      rdg_rng_init (&rng, seed, 0);
      for (guint f = 0; f < 3; f++)
        x[f] = rdg_matrix_add_numeric (matrix, f == 0 ? "a" : f == 1 ? "b" : "c", "");
      for (gsize i = 0; i < n; i++)
        {
          for (guint f = 0; f < 3; f++)
            x[f][i] = (float) rdg_rng_below (&rng, 25);
          failed[i] = rdg_rng_uniform (&rng) < (x[0][i] > 18.0f ? 0.7 : x[1][i] < 6.0f ? 0.5 : 0.1);
        }

      options.max_depth = seed % 2 == 0 ? 5 : 16;
      /* Up to where nothing more can be cut: of two that gain as much, now and then one is the last. */
      for (options.max_leaves = 2; options.max_leaves <= 40; options.max_leaves++)
        compare_with_best_first (matrix, failed, &options);
    }
}

/* Never more than were asked for; and where more are asked for than the depth allows, the same trees. */
static void
test_leaves (void)
{
  const guint most_leaves[] = { 2, 3, 7, 16, 31, 64 };
  g_auto (LearnTable) table = { 0 };
  RdgBoostOptions options = usual;

  learn_table_generate (&table, 4000, 3, 2);
  options.n_rounds = 20;
  options.max_depth = 6;

  g_autoptr (RdgForest) whole = train (table.matrix, table.failed, NULL, &options, NULL, NULL);

  for (guint m = 0; m < G_N_ELEMENTS (most_leaves); m++)
    {
      options.max_leaves = most_leaves[m];

      g_autofree double *losses = g_new (double, options.n_rounds);
      g_autoptr (RdgForest) forest = train (table.matrix, table.failed, NULL, &options, NULL, losses);
      g_autofree double *score = predict (forest, table.matrix);
      guint n_full = 0;
      double loss = 0.0;

      for (guint t = 0; t < forest->n_trees; t++)
        {
          guint n_leaves = (guint) (rdg_forest_get_n_nodes (forest, t) + 1) / 2;

          g_assert_cmpuint (n_leaves, <=, most_leaves[m]);
          n_full += n_leaves == most_leaves[m];
        }
      if (most_leaves[m] <= 16)
        g_assert_cmpuint (n_full, ==, forest->n_trees);

      /* What the leaves left out would have said is in no car's log odds. */
      for (gsize i = 0; i < table.n_rows; i++)
        {
          double log_odds = get_log_odds (forest, score[i]);

          loss += log1p (exp (table.failed[i] ? -log_odds : log_odds)) / (double) table.n_rows;
        }
      g_assert_cmpfloat_with_epsilon (loss, losses[options.n_rounds - 1], 1e-7);

      if (most_leaves[m] == 64)
        assert_same_trees (forest, whole);
    }
}

static void
cancel_soon (double   fraction,
             gpointer user_data)
{
  if (fraction > 0.0)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 2000, 2, 2);
  for (guint patience = 0; patience < 2; patience++)
    for (guint fit = 0; fit < 2; fit++)
      {
        g_autoptr (RdgBins) bins = make_bins (table.matrix);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GError) error = NULL;
        g_autofree double *unseen = g_new (double, table.n_rows);
        double importance[5];
        RdgBoostOptions options = usual;
        RdgProgress progress = rdg_progress_init (cancel_soon, cancellable);

        options.n_rounds = 1000;
        options.patience = patience * 1000;
        g_assert_null (rdg_boost_train (bins, table.failed, NULL, &options, fit ? unseen : NULL,
                                        importance, NULL, &progress, cancellable, &error));
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/boost/by-hand", test_by_hand);
  g_test_add_func ("/learn/boost/xor", test_xor);
  g_test_add_func ("/learn/boost/loss-falls", test_loss_falls);
  g_test_add_data_func ("/learn/boost/threads", GUINT_TO_POINTER (0), test_threads);
  g_test_add_data_func ("/learn/boost/threads-leaves", GUINT_TO_POINTER (9), test_threads);
  g_test_add_func ("/learn/boost/missing", test_missing);
  g_test_add_func ("/learn/boost/many-levels", test_many_levels);
  g_test_add_func ("/learn/boost/explained", test_explained);
  g_test_add_func ("/learn/boost/unseen", test_unseen);
  g_test_add_func ("/learn/boost/stop", test_stop);
  g_test_add_func ("/learn/boost/class-weight", test_class_weight);
  g_test_add_func ("/learn/boost/best-first", test_best_first);
  g_test_add_func ("/learn/boost/leaves", test_leaves);
  g_test_add_func ("/learn/boost/cancel", test_cancel);

  return g_test_run ();
}
