/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-model-codec.h"

#include <math.h>
#include <string.h>

#include "codec-fixture.h"
#include "learn-fixture.h"
#include "rdg-error.h"
#include "rdg-model-zones.h"

static void
test_round_trip (gconstpointer algorithm)
{
  g_autoptr (RdgModel) model = codec_train (GPOINTER_TO_UINT (algorithm) | CODEC_WITH_ZONES, 1200, 30);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgModel) decoded = rdg_model_decode (bytes, &error);

  g_assert_no_error (error);

  g_autoptr (GBytes) again = rdg_model_encode (decoded);

  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpint (rdg_model_get_algorithm (decoded), ==, rdg_model_get_algorithm (model));
  g_assert_cmpuint (rdg_model_get_n_formulas (decoded), ==, rdg_model_get_n_formulas (model));
  g_assert_cmpuint (rdg_model_get_n_trees (decoded), ==, rdg_model_get_n_trees (model));
  g_assert_cmpstr (rdg_model_get_blocked (decoded, 0)->reason, ==, "É a resposta.");
  g_assert_cmpstr (rdg_model_get_feature (decoded, 2)->levels[2], ==, "H");

  g_auto (LearnTable) table = { 0 };
  g_autofree double *one = g_new (double, 500);
  g_autofree double *two = g_new (double, 500);
  double oob_one = 0.0, oob_two = 1.0;

  learn_table_generate (&table, 500, 0, 9);

  g_autoptr (RdgMatrix) conformed = rdg_model_conform (decoded, table.matrix, NULL, NULL);

  g_assert_true (rdg_model_score (model, conformed, 1, one, NULL, NULL, NULL));
  g_assert_true (rdg_model_score (decoded, conformed, 1, two, NULL, NULL, NULL));
  g_assert_cmpmem (one, 500 * sizeof (double), two, 500 * sizeof (double));
  for (guint i = 0; i < 500; i++)
    {
      RdgRisk a = rdg_model_calibrate (model, one[i]), b = rdg_model_calibrate (decoded, one[i]);

      g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
      g_assert_cmpint (rdg_model_find_trained (model, table.codes[i], &oob_one), ==,
                       rdg_model_find_trained (decoded, table.codes[i], &oob_two));
      g_assert_true (oob_one == oob_two || i == 0 || (isnan (oob_one) && isnan (oob_two)));
    }

  guint n_zones = rdg_model_get_n_zones (model);
  double zones_one[500 * 2], zones_two[500 * 2];

  g_assert_cmpuint (n_zones, ==, rdg_model_get_algorithm (model) == RDG_ALGORITHM_FOREST ? 2 : 0);
  g_assert_cmpuint (rdg_model_get_n_zones (decoded), ==, n_zones);
  g_assert_true (rdg_model_score_zones (model, conformed, 1, one, zones_one, NULL, NULL, NULL));
  g_assert_true (rdg_model_score_zones (decoded, conformed, 1, two, zones_two, NULL, NULL, NULL));
  g_assert_cmpmem (zones_one, 500 * n_zones * sizeof (double), zones_two,
                   500 * n_zones * sizeof (double));

  g_assert_cmpfloat (rdg_model_get_threshold_for (model, rdg_model_get_operating_point (model)), ==,
                     rdg_model_get_threshold_for (decoded, rdg_model_get_operating_point (decoded)));
}

/* What folds, a gap and earlier failures leave in a model comes back. */
static void
test_judged (gconstpointer data)
{
  gboolean by_folds = GPOINTER_TO_INT (data);
  g_auto (LearnTable) table = { 0 };
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;
  float earlier[600];
  gint64 tested_at[600];
  gsize n_one, n_two, n_gap;

  learn_table_generate (&table, 600, 0, 2);
  for (guint i = 0; i < 600; i++)
    {
      earlier[i] = i % 3 == 0 ? NAN : (float) (i % 5);
      tested_at[i] = 3600000 * (gint64) i;
    }
  rdg_training_options_init (&options);
  options.n_trees = 5;
  options.n_bootstrap = 3;
  options.n_threads = 1;
  options.n_folds = by_folds ? 4 : 0;
  options.gap_hours = 24.0;

  RdgTrainingSet set = learn_table_get_set (&table);

  set.earlier = earlier;
  set.tested_at = tested_at;

  g_autoptr (RdgModel) model = rdg_training_run (&set, &options, NULL, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (RdgModel) decoded = rdg_model_decode (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (rdg_model_get_split (decoded), ==, by_folds ? RDG_SPLIT_FOLDS : RDG_SPLIT_TIME);
  g_assert_cmpuint (rdg_model_get_n_folds (decoded), ==, by_folds ? 4 : 0);
  g_assert_cmpfloat (rdg_model_get_gap (decoded, &n_gap), ==, by_folds ? 0.0 : 24.0);
  g_assert_cmpuint (n_gap, ==, by_folds ? 0 : 23);

  const RdgJudgedCar *one = rdg_model_get_judged (model, &n_one);
  const RdgJudgedCar *two = rdg_model_get_judged (decoded, &n_two);

  g_assert_cmpuint (n_one, ==, by_folds ? 600 : 120);
  g_assert_cmpuint (n_two, ==, n_one);
  for (gsize i = 0; i < n_one; i++)
    {
      g_assert_true (one[i].hash == two[i].hash && one[i].failed == two[i].failed);
      g_assert_cmpfloat (one[i].risk, ==, two[i].risk);
      g_assert_true (one[i].earlier == two[i].earlier ||
                     (isnan (one[i].earlier) && isnan (two[i].earlier)));
    }
}

static void
test_flipped (void)
{
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST, 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) flipped = NULL;

      data[i] ^= (guint8) (1u << (i % 8));
      flipped = g_bytes_new_static (data, length);
      codec_assert_refused (flipped);
      data[i] ^= (guint8) (1u << (i % 8));
    }
}

static void
test_truncated_and_longer (void)
{
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST, 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, i);

      codec_assert_refused (part);
    }

  g_autofree guint8 *data = g_malloc0 (length + 1);
  g_autoptr (GBytes) longer = NULL;

  memcpy (data, g_bytes_get_data (bytes, NULL), length);
  longer = g_bytes_new_static (data, length + 1);
  codec_assert_refused (longer);
}

static void
test_other_files (void)
{
  static const char text[] = "KNR;MOD;TEMPO_MONT;FALHAS_ROD\n2024-0000001;T-Cross;12;0\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_model_decode (bytes, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL);
  g_clear_error (&error);
  g_assert_null (rdg_model_decode (empty, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL);
}

static void
test_newer (void)
{
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST, 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  g_autoptr (GError) error = NULL;

  data[8] = 5;

  g_autoptr (GBytes) newer = codec_seal (data, length);

  g_assert_null (rdg_model_decode (newer, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NEWER);
}

/* A model of version 1, as it was written when there was no other: it must be read for ever, and say
 * of a car what it said then. */
static void
test_version_1 (void)
{
  static const struct
  {
    guint  row;
    double score;
    double risk;
  } told[] = {
    { 4, 1.0, 0.8929816040738997 },
    { 6, 0.2369047619047619, 0.24624759897896722 },
    { 22, 0.97959183673469397, 0.61143485065689918 },
    { 29, 0.59523809523809523, 0.34676572305938885 },
  };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "learn", "model-v1.base64",
                                                 NULL);
  g_auto (LearnTable) table = { 0 };
  g_autoptr (GError) error = NULL;
  double score[300];
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));

  guint8 *data = g_base64_decode (text, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);
  g_autoptr (RdgModel) model = rdg_model_decode (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rdg_model_get_n_trees (model), ==, 7);

  /* Written anew, it is of the newest version, and nobody knows what cars judged it. */
  g_autoptr (GBytes) again = rdg_model_encode (model);
  g_autoptr (RdgModel) renewed = rdg_model_decode (again, &error);
  gsize n_judged;

  g_assert_no_error (error);
  rdg_model_get_judged (renewed, &n_judged);
  g_assert_cmpuint (n_judged, ==, 0);

  learn_table_generate (&table, 300, 1, 8);
  g_assert_true (rdg_model_score (model, table.matrix, 1, score, NULL, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_assert_cmpfloat_with_epsilon (score[told[i].row], told[i].score, 1e-15);
      g_assert_cmpfloat_with_epsilon (rdg_model_calibrate (model, score[told[i].row]).risk,
                                      told[i].risk, 1e-15);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/learn/model-codec/round-trip/forest", GUINT_TO_POINTER (RDG_ALGORITHM_FOREST), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/round-trip/svm", GUINT_TO_POINTER (RDG_ALGORITHM_SVM), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/round-trip/boosted", GUINT_TO_POINTER (RDG_ALGORITHM_BOOSTED), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/round-trip/formulas", GUINT_TO_POINTER (RDG_ALGORITHM_FOREST | CODEC_WITH_FORMULAS), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/judged/gap", GINT_TO_POINTER (FALSE), test_judged);
  g_test_add_data_func ("/learn/model-codec/judged/folds", GINT_TO_POINTER (TRUE), test_judged);
  g_test_add_func ("/learn/model-codec/flipped", test_flipped);
  g_test_add_func ("/learn/model-codec/truncated-and-longer", test_truncated_and_longer);
  g_test_add_func ("/learn/model-codec/other-files", test_other_files);
  g_test_add_func ("/learn/model-codec/newer", test_newer);
  g_test_add_func ("/learn/model-codec/version-1", test_version_1);

  return g_test_run ();
}
