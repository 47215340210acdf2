/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learn-fixture.h"

#include <math.h>
#include <string.h>

#include "rdg-error.h"

static RdgModel *
train (const LearnTable *table)
{
  RdgTrainingSet set = learn_table_get_set (table);
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;

  rdg_training_options_init (&options);
  options.n_trees = 40;
  options.n_bootstrap = 10;
  options.n_threads = 1;

  RdgModel *model = rdg_training_run (&set, &options, NULL, NULL, &error);

  g_assert_no_error (error);

  return model;
}

static void
test_conform (void)
{
  static const char * const levels[] = { "H", "unheard of", "L", NULL };
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 600, 1, 2);

  g_autoptr (RdgModel) model = train (&table);
  g_autoptr (RdgMatrix) other = rdg_matrix_new (3);
  g_auto (GStrv) missing = NULL;
  g_autoptr (GError) error = NULL;
  float *variant = rdg_matrix_add_category (other, "variant", levels);
  float *torque = rdg_matrix_add_numeric (other, "torque", "Nm");

  rdg_matrix_add_numeric (other, "of no use", "");
  for (guint i = 0; i < 3; i++)
    variant[i] = (float) i;
  torque[0] = 60.0f;
  torque[1] = INFINITY;

  g_autoptr (RdgMatrix) conformed = rdg_model_conform (model, other, &missing, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rdg_matrix_get_n_columns (conformed), ==, 4);
  g_assert_cmpstr (rdg_matrix_get_feature (conformed, 2)->name, ==, "variant");
  /* The model's levels are L, M, H. */
  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 2)[0], ==, 2.0f);
  g_assert_true (isnan (rdg_matrix_get_column (conformed, 2)[1]));
  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 2)[2], ==, 0.0f);
  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 0)[0], ==, 60.0f);
  g_assert_true (isnan (rdg_matrix_get_column (conformed, 0)[1]));
  g_assert_true (isnan (rdg_matrix_get_column (conformed, 1)[0]));
  g_assert_cmpuint (g_strv_length (missing), ==, 2);
  g_assert_cmpstr (missing[0], ==, "angle");
  g_assert_cmpstr (missing[1], ==, "noise 0");

  double score[3];

  g_assert_true (rdg_model_score (model, conformed, 1, score, NULL, NULL, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_true (score[i] >= 0.0 && score[i] <= 1.0);
}

/* A column that one table takes for numbers and another for categories. */
static void
test_conform_kinds (void)
{
  static const char * const levels[] = { "10", "2.5", "x", NULL };
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 600, 0, 2);
  rdg_matrix_unref (table.matrix);
  table.matrix = rdg_matrix_new (600);

  float *category = rdg_matrix_add_category (table.matrix, "c", levels);
  float *number = rdg_matrix_add_numeric (table.matrix, "n", "");

  for (gsize i = 0; i < 600; i++)
    {
      category[i] = (float) (i % 3);
      number[i] = (float) i;
    }

  g_autoptr (RdgModel) model = train (&table);
  g_autoptr (RdgMatrix) other = rdg_matrix_new (3);
  float *n = rdg_matrix_add_category (other, "n", levels);
  float *c = rdg_matrix_add_numeric (other, "c", "");

  for (guint i = 0; i < 3; i++)
    n[i] = (float) i;
  c[0] = 2.5f;
  c[1] = 10.0f;
  c[2] = 11.0f;

  g_autoptr (RdgMatrix) conformed = rdg_model_conform (model, other, NULL, NULL);

  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 0)[0], ==, 1.0f);
  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 0)[1], ==, 0.0f);
  g_assert_true (isnan (rdg_matrix_get_column (conformed, 0)[2]));
  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 1)[0], ==, 10.0f);
  g_assert_cmpfloat (rdg_matrix_get_column (conformed, 1)[1], ==, 2.5f);
  g_assert_true (isnan (rdg_matrix_get_column (conformed, 1)[2]));
}

static void
test_conform_nothing (void)
{
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 600, 0, 2);

  g_autoptr (RdgModel) model = train (&table);
  g_autoptr (RdgMatrix) other = rdg_matrix_new (1);
  g_autoptr (GError) error = NULL;

  rdg_matrix_add_numeric (other, "something else", "");
  g_assert_null (rdg_model_conform (model, other, NULL, &error));
  g_assert_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_NO_FEATURES);
  g_assert_nonnull (strstr (error->message, "torque"));
}

static void
test_trained_cars (void)
{
  g_auto (LearnTable) table = { 0 };
  gsize n_trained = 0;

  learn_table_generate (&table, 600, 0, 2);

  g_autoptr (RdgModel) model = train (&table);

  for (gsize i = 0; i < 600; i++)
    {
      double oob = -1.0;

      if (rdg_model_find_trained (model, table.codes[i], &oob))
        {
          n_trained++;
          g_assert_true (isnan (oob) || (oob >= 0.0 && oob <= 1.0));
        }
    }
  g_assert_cmpuint (n_trained, ==, 480);
  g_assert_cmpuint (rdg_model_get_n_train (model), ==, 480);
  g_assert_cmpuint (rdg_model_get_n_holdout (model), ==, 120);
  g_assert_false (rdg_model_find_trained (model, "2023-0000001", NULL));
}

static void
test_usual (void)
{
  g_auto (LearnTable) table = { 0 };
  double low, middle, high;

  learn_table_generate (&table, 5000, 0, 2);

  g_autoptr (RdgModel) model = train (&table);

  g_assert_true (rdg_model_get_usual (model, 0, &low, &middle, &high));
  g_assert_cmpfloat_with_epsilon (middle, 57.0, 0.3);
  g_assert_cmpfloat_with_epsilon (low, 57.0 - 1.645 * 2.0, 0.4);
  g_assert_cmpfloat_with_epsilon (high, 57.0 + 1.645 * 2.0, 0.5);
  g_assert_false (rdg_model_get_usual (model, 2, NULL, NULL, NULL));
}

static void
test_threshold (void)
{
  g_auto (LearnTable) table = { 0 };
  RdgOperatingPoint half = { RDG_OPERATING_POINT_CAPACITY, 100.0, 200.0, 0.0, 0.0 };
  RdgOperatingPoint costs = { RDG_OPERATING_POINT_COSTS, 0.0, 0.0, 1.0, 10.0 };

  learn_table_generate (&table, 2000, 0, 2);

  g_autoptr (RdgModel) model = train (&table);
  double threshold = rdg_model_get_threshold (model);

  g_assert_cmpfloat (rdg_model_get_threshold_for (model, &half), <, threshold);
  g_assert_cmpfloat_with_epsilon (rdg_model_get_threshold_for (model, &costs), 0.1, 1e-15);
  g_assert_cmpfloat (rdg_model_get_threshold_for (model, rdg_model_get_operating_point (model)), ==,
                     threshold);
  g_assert_cmpint (rdg_model_recommend (model, threshold), ==, RDG_RECOMMENDATION_LONG);
  g_assert_cmpint (rdg_model_recommend (model, threshold * 0.999), ==, RDG_RECOMMENDATION_SHORT);

  /* 60 of 267 cars: so many of the out-of-bag cars are sent, and about as many of the others. */
  g_assert_cmpfloat (rdg_model_get_oob (model)->value[RDG_METRIC_SENT_SHARE], <=, 60.0 / 267.0);
  g_assert_cmpfloat_with_epsilon (rdg_model_get_oob (model)->value[RDG_METRIC_SENT_SHARE],
                                  60.0 / 267.0, 0.01);
  g_assert_cmpfloat_with_epsilon (rdg_model_get_holdout (model)->value[RDG_METRIC_SENT_SHARE],
                                  60.0 / 267.0, 0.06);
}

static void
test_explain (void)
{
  static const guint32 rows[] = { 5, 17 };
  g_auto (LearnTable) table = { 0 };

  learn_table_generate (&table, 600, 0, 2);

  g_autoptr (RdgModel) model = train (&table);
  g_autoptr (RdgMatrix) conformed = rdg_model_conform (model, table.matrix, NULL, NULL);
  g_autofree double *score = g_new (double, 600);
  double base, contributions[6];

  g_assert_true (rdg_model_score (model, conformed, 0, score, NULL, NULL, NULL));
  g_assert_true (rdg_model_explain (model, conformed, rows, 2, 0, &base, contributions,
                                    NULL, NULL, NULL));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (base + contributions[3 * i] + contributions[3 * i + 1] +
                                    contributions[3 * i + 2], score[rows[i]], 1e-12);
}

static void
test_names (void)
{
  RdgAlgorithm algorithm;

  g_assert_true (rdg_algorithm_from_key ("forest", &algorithm));
  g_assert_cmpint (algorithm, ==, RDG_ALGORITHM_FOREST);
  g_assert_cmpstr (rdg_algorithm_get_key (algorithm), ==, "forest");
  g_assert_false (rdg_algorithm_from_key ("woods", &algorithm));
  g_assert_cmpstr (rdg_split_kind_get_key (RDG_SPLIT_TIME), ==, "time");
  g_assert_cmpstr (rdg_split_kind_get_key (RDG_SPLIT_HASH), ==, "hash");
  g_assert_cmpstr (rdg_split_kind_get_key (RDG_SPLIT_FOLDS), ==, "folds");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/model/conform", test_conform);
  g_test_add_func ("/learn/model/conform-kinds", test_conform_kinds);
  g_test_add_func ("/learn/model/conform-nothing", test_conform_nothing);
  g_test_add_func ("/learn/model/trained-cars", test_trained_cars);
  g_test_add_func ("/learn/model/usual", test_usual);
  g_test_add_func ("/learn/model/threshold", test_threshold);
  g_test_add_func ("/learn/model/explain", test_explain);
  g_test_add_func ("/learn/model/names", test_names);

  return g_test_run ();
}
