/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-model-codec.h"

#include <math.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-baseline.h"
#include "rdg-curves.h"
#include "rdg-error.h"
#include "rdg-forest-zones.h"
#include "rdg-model-codec-zones.h"
#include "rdg-formula-bind.h"
#include "rdg-model-private.h"

#define CHECKSUM_SIZE 32
/* Beside an algorithm: two of the features are formulas; failures have zones. */
#define WITH_FORMULAS 16
#define WITH_ZONES 32

static void
add_formula (LearnTable *table,
             const char *name,
             const char *expression,
             RdgFormula **bound)
{
  g_autoptr (RdgFormula) written = rdg_formula_new (name, "Nm", expression, NULL, NULL);

  *bound = rdg_formula_bind (written, table->matrix, NULL, 0, NULL, NULL);
  rdg_formula_compute (*bound, table->matrix, rdg_matrix_add_numeric (table->matrix, name, "Nm"), NULL);
}

/* A number is asked before a category, so that the forest has nodes of every kind. */
static RdgModel *
train_as (guint algorithm,
          gsize n_rows,
          guint n_trees)
{
  static const RdgBlockedFeature blocked[] = { { (char *) "FALHAS_ROD", (char *) "É a resposta." } };
  g_auto (LearnTable) table = { 0 };
  RdgFormula *formulas[2] = { NULL };
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;

  learn_table_generate (&table, n_rows, 0, 2);
  if (algorithm & WITH_ZONES)
    learn_table_add_zones (&table);
  if (algorithm & WITH_FORMULAS)
    {
      add_formula (&table, "a ratio", "torque / angle", &formulas[0]);
      add_formula (&table, "b square", "\"angle [Grad]\" ^ 2", &formulas[1]);
    }
  rdg_training_options_init (&options);
  options.algorithm = algorithm & ~(guint) (WITH_FORMULAS | WITH_ZONES);
  options.svm_rows = 100;
  options.n_trees = options.boost_rounds = n_trees;
  options.boost_depth = 3;
  options.n_bootstrap = 3;
  options.n_threads = 1;
  options.min_node_size = 30;

  RdgTrainingSet set = learn_table_get_set (&table);

  set.blocked = blocked;
  set.n_blocked = 1;
  set.formulas = formulas;
  set.n_formulas = algorithm & WITH_FORMULAS ? 2 : 0;

  RdgModel *model = rdg_training_run (&set, &options, NULL, NULL, &error);

  for (guint i = 0; i < set.n_formulas; i++)
    rdg_formula_unref (formulas[i]);

  g_assert_no_error (error);

  return model;
}

static RdgModel *
train (gsize n_rows,
       guint n_trees)
{
  return train_as (RDG_ALGORITHM_FOREST, n_rows, n_trees);
}

static RdgModel *
train_with_zones (void)
{
  RdgModel *model = train_as (RDG_ALGORITHM_FOREST | WITH_ZONES, 1200, 3);

  g_assert_cmpuint (model->n_zones, ==, 2);

  return model;
}

static GBytes *
seal (guint8 *data,
      gsize   length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = CHECKSUM_SIZE;

  g_checksum_update (checksum, data, (gssize) (length - CHECKSUM_SIZE));
  g_checksum_get_digest (checksum, data + length - CHECKSUM_SIZE, &size);

  return g_bytes_new (data, length);
}

static void
assert_refused (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_model_decode (bytes, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == RDG_MODEL_ERROR);
}

static void
test_round_trip (gconstpointer algorithm)
{
  g_autoptr (RdgModel) model = train_as (GPOINTER_TO_UINT (algorithm) | WITH_ZONES, 1200, 30);
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
  g_autoptr (RdgModel) model = train (400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) flipped = NULL;

      data[i] ^= (guint8) (1u << (i % 8));
      flipped = g_bytes_new_static (data, length);
      assert_refused (flipped);
      data[i] ^= (guint8) (1u << (i % 8));
    }
}

static void
test_truncated_and_longer (void)
{
  g_autoptr (RdgModel) model = train (400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, i);

      assert_refused (part);
    }

  g_autofree guint8 *data = g_malloc0 (length + 1);
  g_autoptr (GBytes) longer = NULL;

  memcpy (data, g_bytes_get_data (bytes, NULL), length);
  longer = g_bytes_new_static (data, length + 1);
  assert_refused (longer);
}

/* Damage whose checksum fits: refused, or a model that can be used; never a crash. */
static void
use (RdgModel *model)
{
  g_auto (LearnTable) table = { 0 };
  double score[50], base;
  guint32 row = 3;

  learn_table_generate (&table, 50, 0, 9);

  g_autoptr (RdgMatrix) conformed = rdg_model_conform (model, table.matrix, NULL, NULL);

  if (conformed == NULL)
    return;

  g_autofree double *contributions = g_new (double, rdg_model_get_n_features (model));

  guint n_zones = rdg_model_get_n_zones (model);
  g_autofree double *zone_score = g_new (double, MAX (50 * n_zones, 1));
  g_autofree RdgRisk *zone_risk = g_new (RdgRisk, MAX (n_zones, 1));

  g_assert_true (rdg_model_score_zones (model, conformed, 1, score, zone_score, NULL, NULL, NULL));
  for (guint i = 0; i < 50; i++)
    {
      RdgRisk risk = rdg_model_calibrate (model, score[i]);

      g_assert_true (score[i] >= 0.0 && score[i] <= 1.0);
      g_assert_true (risk.risk > 0.0 && risk.risk < 1.0);
      rdg_model_calibrate_zones (model, &risk, zone_score + i * n_zones, zone_risk);
      for (guint z = 0; z < n_zones; z++)
        g_assert_true (zone_risk[z].risk > 0.0 && zone_risk[z].risk <= risk.risk);
    }
  g_assert_true (rdg_model_explain (model, conformed, &row, 1, 1, &base, contributions,
                                    NULL, NULL, NULL));

  g_auto (RdgCurves) curves = { 0 };
  RdgBaseline baselines[RDG_N_BASELINES];

  g_assert_true (rdg_model_get_curves (model, &curves));
  g_assert_true (rdg_model_get_baselines (model, 0, baselines, NULL, NULL));
}

static void
test_sealed_flips (gconstpointer algorithm)
{
  g_autoptr (RdgModel) model = train_as (GPOINTER_TO_UINT (algorithm), 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  const guint8 *whole = g_bytes_get_data (bytes, NULL);
  g_autofree guint8 *data = g_memdup2 (whole, length);
  static const guint8 values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
  guint n_taken = 0;

  for (gsize i = 0; i < length - CHECKSUM_SIZE; i++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        if (whole[i] == values[v])
          continue;

        data[i] = values[v];

        g_autoptr (GBytes) sealed = seal (data, length);
        g_autoptr (GError) error = NULL;
        g_autoptr (RdgModel) decoded = rdg_model_decode (sealed, &error);

        if (decoded == NULL)
          {
            g_assert_true (error->domain == RDG_MODEL_ERROR);
          }
        else
          {
            n_taken++;
            use (decoded);
          }
        data[i] = whole[i];
      }
  /* A threshold or a metric may be any number: not all such changes can be told. */
  g_assert_cmpuint (n_taken, >, 0);
}

static void
test_sealed_truncations (gconstpointer algorithm)
{
  g_autoptr (RdgModel) model = train_as (GPOINTER_TO_UINT (algorithm), 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);

  for (gsize cut = 1; cut <= length - CHECKSUM_SIZE; cut++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length - cut);
      g_autoptr (GBytes) sealed = length - cut < CHECKSUM_SIZE ? NULL : seal (data, length - cut);

      if (sealed != NULL)
        assert_refused (sealed);
    }
}

typedef void (*Crime) (RdgModel *model);

static RdgNode *
find_node (RdgModel *model,
           guint     wanted,
           guint     unwanted)
{
  RdgForest *forest = model->forest;

  for (gsize i = 0; i < forest->node_start[1]; i++)
    if ((forest->nodes[i].flags & wanted) == wanted && !(forest->nodes[i].flags & unwanted))
      return &forest->nodes[i];

  g_assert_not_reached ();
}

static RdgNode *
find_split (RdgModel *model)
{
  return find_node (model, 0, RDG_NODE_LEAF);
}

static void own_child (RdgModel *model) { model->forest->nodes[0].left = 0; }
static void child_beyond (RdgModel *model) { find_split (model)->left = (guint32) model->forest->node_start[1] - 1; }
static void child_far_beyond (RdgModel *model) { find_split (model)->left = G_MAXUINT32; }
static void two_parents (RdgModel *model) { model->forest->nodes[0].left++; }
static void no_feature (RdgModel *model) { find_split (model)->feature = 3; }
static void number_as_category (RdgModel *model) { find_node (model, 0, RDG_NODE_LEAF | RDG_NODE_CATEGORY)->flags |= RDG_NODE_CATEGORY; }
static void category_as_number (RdgModel *model) { find_node (model, RDG_NODE_CATEGORY, 0)->flags = 0; }
static void set_beyond (RdgModel *model) { find_node (model, RDG_NODE_CATEGORY, 0)->set = (guint32) model->forest->set_start[1]; }
static void set_far_beyond (RdgModel *model) { find_node (model, RDG_NODE_CATEGORY, 0)->set = G_MAXUINT32; }
static void strange_flag (RdgModel *model) { find_split (model)->flags |= 8; }
static void threshold_nan (RdgModel *model) { find_node (model, 0, RDG_NODE_LEAF | RDG_NODE_CATEGORY)->threshold = NAN; }
static void empty_leaf (RdgModel *model) { find_node (model, RDG_NODE_LEAF, 0)->n = 0; }
static void more_failed_than_rows (RdgModel *model) { RdgNode *leaf = find_node (model, RDG_NODE_LEAF, 0); leaf->n_failed = leaf->n + 1; }
static void weight_zero (RdgModel *model) { model->forest->class_weight = 0.0; }
static void weight_nan (RdgModel *model) { model->forest->class_weight = NAN; }
static void threshold_above (RdgModel *model) { model->threshold = 1.5; }
static void threshold_unknown (RdgModel *model) { model->threshold = NAN; }
static void trained_unsorted (RdgModel *model) { model->trained[0].hash = G_MAXUINT64; }
static void trained_score (RdgModel *model) { model->trained[1].score = 1.5; }
static void capacity_negative (RdgModel *model) { model->point.capacity = -1.0; }
static void metric_infinite (RdgModel *model) { model->oob.value[3] = INFINITY; }
static void slope_falls (RdgModel *model) { model->calibration.kind = RDG_CALIBRATION_LOGISTIC; model->calibration.n_knots = 0; model->calibration.slope = -1.0; }
static void bands_fall (RdgModel *model) { model->calibration.band_low[model->calibration.n_bands - 1] = 0.0; model->calibration.band_low[0] = 0.01; }
static void more_failed_than_trained (RdgModel *model) { model->n_train_failed = model->n_trained + 1; }
static void judged_unsorted (RdgModel *model) { model->judged[0].hash = G_MAXUINT64; }
static void judged_risk_above (RdgModel *model) { model->judged[1].risk = 1.5; }
static void judged_risk_unknown (RdgModel *model) { model->judged[1].risk = NAN; }
static void judged_outcome (RdgModel *model) { model->judged[0].failed = 2; }
static void judged_earlier_huge (RdgModel *model) { model->judged[0].earlier = 4e9f; }
static void fewer_judged_than_held (RdgModel *model) { model->n_judged--; }
static void gap_negative (RdgModel *model) { model->split = RDG_SPLIT_TIME; model->gap_hours = -1.0; }
static void gap_unknown (RdgModel *model) { model->split = RDG_SPLIT_TIME; model->gap_hours = NAN; }
static void gap_without_times (RdgModel *model) { model->gap_hours = 1.0; }
static void gap_of_nothing (RdgModel *model) { model->split = RDG_SPLIT_TIME; model->n_gap = 1; }
static void folds_without_split (RdgModel *model) { model->n_folds = 5; }
static void split_without_folds (RdgModel *model) { model->split = RDG_SPLIT_FOLDS; }
static void too_many_folds (RdgModel *model) { model->split = RDG_SPLIT_FOLDS; model->n_folds = 21; }
static void name_no_utf8 (RdgModel *model) { model->features[0].feature.name[0] = (char) 0xff; }
static void leaf_zone_beyond (RdgModel *model) { model->forest->zones->entries[0].zone = 2; }
static void leaf_zone_far_beyond (RdgModel *model) { model->forest->zones->entries[0].zone = 255; }
static void leaf_zone_none (RdgModel *model) { model->forest->zones->entries[0].n = 0; }
static void leaf_zone_too_many (RdgModel *model) { model->forest->zones->entries[0].n = 200; }
static void zone_name_no_utf8 (RdgModel *model) { model->zones[0].zone.name[0] = (char) 0xff; }
static void zone_failed_too_many (RdgModel *model) { model->zones[1].zone.n_failed = model->n_train_failed + 1; }
static void zone_held_too_many (RdgModel *model) { model->zones[1].zone.n_holdout_failed = model->n_holdout + 1; }
static void zone_auc_above (RdgModel *model) { model->zones[0].zone.roc_auc = 1.5; }
static void zone_auc_infinite (RdgModel *model) { model->zones[0].zone.roc_auc_low = -INFINITY; }
static void zone_slope_falls (RdgModel *model) { model->zones[0].calibration.kind = RDG_CALIBRATION_LOGISTIC; model->zones[0].calibration.n_knots = 0; model->zones[0].calibration.slope = -1.0; }
static void zone_bands_fall (RdgModel *model) { RdgCalibration *c = &model->zones[1].calibration; c->band_low[c->n_bands - 1] = 0.0; c->band_low[0] = 0.01; }
static void zone_hits_too_many (RdgModel *model) { model->zone_hits.n_first = model->zone_hits.n_failed + 1; }
static void zone_hits_beyond (RdgModel *model) { model->zone_hits.n_failed = model->n_holdout + 1; }
static void zone_trained_above (RdgModel *model) { model->trained_zones[0] = 1.5f; }
static void zone_trained_negative (RdgModel *model) { model->trained_zones[1] = -0.5f; }
static void zones_of_boosted (RdgModel *model) { model->algorithm = RDG_ALGORITHM_BOOSTED; }

/* Two of a leaf, the second not behind the first. */
static void
leaf_zones_unsorted (RdgModel *model)
{
  RdgForestZones *zones = model->forest->zones;

  for (gsize i = 1; i < zones->start[1]; i++)
    if (zones->entries[i].leaf == zones->entries[i - 1].leaf)
      {
        zones->entries[i].zone = zones->entries[i - 1].zone;
        return;
      }

  g_assert_not_reached ();
}

/* Said to be more than the leaves hold. */
static void
leaf_zones_missing (RdgModel *model)
{
  RdgForestZones *zones = model->forest->zones;
  guint n_trees = model->forest->n_trees;

  zones->entries[zones->start[n_trees] - 1].leaf = G_MAXUINT32;
}

/* A car that has a score, and none of a zone; and the other way round. */
static void
zone_trained_nan (RdgModel *model)
{
  for (gsize i = 0; i < model->n_trained; i++)
    if (!isnan (model->trained[i].score))
      {
        model->trained_zones[i * model->n_zones] = NAN;
        return;
      }

  g_assert_not_reached ();
}

static void
zone_trained_no_nan (RdgModel *model)
{
  for (gsize i = 0; i < model->n_trained; i++)
    if (isnan (model->trained[i].score))
      {
        model->trained_zones[i * model->n_zones] = 0.5f;
        return;
      }

  g_assert_not_reached ();
}

static void importance_huge (RdgModel *model) { model->features[0].importance = 1e300; }

/* A model made wrong on purpose, encoded as it is: what a forger would write. */
static void
test_crime (gconstpointer data)
{
  Crime crime = (Crime) (gpointer) data;
  g_autoptr (RdgModel) model = train (400, 3);

  g_assert_cmpuint (model->calibration.n_bands, >, 1);
  crime (model);

  g_autoptr (GBytes) bytes = rdg_model_encode (model);

  assert_refused (bytes);
}

static void
test_zones_crime (gconstpointer data)
{
  Crime crime = (Crime) (gpointer) data;
  g_autoptr (RdgModel) model = train_with_zones ();

  crime (model);

  g_autoptr (GBytes) bytes = rdg_model_encode (model);

  assert_refused (bytes);
}

/* As test_sealed_flips() and test_absurd_lengths(), of what stands there of zones alone. */
static void
test_zones_flips (void)
{
  g_autoptr (RdgModel) model = train_with_zones ();
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (GByteArray) part = g_byte_array_new ();
  gsize length = g_bytes_get_size (bytes);
  const guint8 *whole = g_bytes_get_data (bytes, NULL);
  g_autofree guint8 *data = g_memdup2 (whole, length);
  static const guint8 values[] = { 0x00, 0x01, 0x80, 0xff };
  guint n_taken = 0, n_refused = 0;

  _rdg_model_put_zones (part, model);

  gsize begin = 0;

  while (memcmp (whole + begin, part->data, part->len) != 0)
    {
      begin++;
      g_assert_cmpuint (begin + part->len, <, length);
    }
  for (gsize i = begin; i < begin + part->len - 8; i++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        gsize n = v == 3 && i % 4 == 0 ? 8 : 1;

        memset (data + i, values[v], n);

        g_autoptr (GBytes) sealed = seal (data, length);
        g_autoptr (RdgModel) decoded = rdg_model_decode (sealed, NULL);

        if (decoded != NULL)
          use (decoded);
        n_taken += decoded != NULL;
        n_refused += decoded == NULL;
        memcpy (data + i, whole + i, n);
      }
  g_assert_cmpuint (n_taken, >, 0);
  g_assert_cmpuint (n_refused, >, n_taken / 4);
}

static void leaf_nan (RdgModel *model) { find_node (model, RDG_NODE_LEAF, 0)->value = NAN; }
static void leaf_infinite (RdgModel *model) { find_node (model, RDG_NODE_LEAF, 0)->value = -INFINITY; }
static void leaf_huge (RdgModel *model) { find_node (model, RDG_NODE_LEAF, 0)->value = 2e6f; }
static void start_nan (RdgModel *model) { model->forest->start = NAN; }
static void start_infinite (RdgModel *model) { model->forest->start = INFINITY; }

static RdgFormula *
respell (RdgFormula *formula,
         const char *name,
         const char *unit,
         const char *expression,
         const char *input)
{
  g_autoptr (RdgFormula) changed = rdg_formula_new (name, unit, expression, NULL, NULL);
  g_autofree const char **inputs = g_new (const char *, rdg_formula_get_n_inputs (changed));

  for (guint i = 0; i < rdg_formula_get_n_inputs (changed); i++)
    inputs[i] = input;
  rdg_formula_unref (formula);
  return rdg_formula_with_inputs (changed, inputs);
}

static void no_such_feature (RdgModel *model) { model->formulas[0] = respell (model->formulas[0], "a ratiO", "Nm", "x", "torque"); }
static void other_unit (RdgModel *model) { model->formulas[0] = respell (model->formulas[0], "a ratio", "W", "x", "torque"); }
static void of_a_category (RdgModel *model) { model->formulas[1] = respell (model->formulas[1], "variant", "", "x", "torque"); }
static void of_itself (RdgModel *model) { model->formulas[0] = respell (model->formulas[0], "a ratio", "Nm", "x", "a ratio"); }
static void of_another (RdgModel *model) { model->formulas[0] = respell (model->formulas[0], "a ratio", "Nm", "x", "b square"); }
static void of_no_feature (RdgModel *model) { model->formulas[0] = respell (model->formulas[0], "a ratio", "Nm", "x", "speed"); }
static void of_variants (RdgModel *model) { model->formulas[0] = respell (model->formulas[0], "a ratio", "Nm", "x", "variant"); }
static void twice (RdgModel *model) { model->formulas[1] = respell (model->formulas[1], "a ratio", "Nm", "x", "torque"); }
static void not_in_order (RdgModel *model) { RdgFormula *first = model->formulas[0]; model->formulas[0] = model->formulas[1]; model->formulas[1] = first; }
static void no_expression (RdgModel *model) { ((char *) rdg_formula_get_expression (model->formulas[0]))[7] = ')'; }
static void fewer_names (RdgModel *model) { memcpy ((char *) rdg_formula_get_expression (model->formulas[0]), "angle / angle ", 14); }

static void
test_formula_crimes (void)
{
  const Crime crimes[] = { no_such_feature, other_unit, of_a_category, of_itself, of_another,
                           of_no_feature, of_variants, twice, not_in_order, no_expression, fewer_names };

  for (guint i = 0; i < G_N_ELEMENTS (crimes); i++)
    {
      g_autoptr (RdgModel) model = train_as (RDG_ALGORITHM_FOREST | WITH_FORMULAS, 400, 2);

      g_assert_cmpuint (model->n_formulas, ==, 2);
      crimes[i] (model);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      assert_refused (bytes);
    }
}

/* And of boosted trees; nor are there any in a model of a version that had none. */
static void
test_boosted_crimes (void)
{
  const Crime crimes[] = { leaf_nan, leaf_infinite, leaf_huge, start_nan, start_infinite, empty_leaf,
                           own_child, two_parents, no_feature };

  for (guint i = 0; i <= G_N_ELEMENTS (crimes); i++)
    {
      g_autoptr (RdgModel) model = train_as (RDG_ALGORITHM_BOOSTED, 800, 3);

      if (i < G_N_ELEMENTS (crimes))
        crimes[i] (model);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);
      gsize length = g_bytes_get_size (bytes);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

      g_assert_cmpuint (data[8], ==, 4);
      if (i == G_N_ELEMENTS (crimes))
        data[8] = 2;

      g_autoptr (GBytes) sealed = seal (data, length);

      assert_refused (sealed);
    }
}

/* A path longer than any honest one: a chain of nodes. */
static void
test_too_deep (void)
{
  for (guint depth = RDG_TREE_MAX_DEPTH; depth <= RDG_TREE_MAX_DEPTH + 1; depth++)
    {
      g_autoptr (RdgModel) model = train (400, 3);
      RdgForest *chain = rdg_forest_alloc (3, 1, 1.0, 2 * depth + 1, 0);

      for (guint i = 0; i < depth; i++)
        {
          /* Node 2 i splits; its left child 2 i + 1 is a leaf. */
          chain->nodes[2 * i] = (RdgNode){ .threshold = 1.0f, .left = 2 * i + 1 };
          chain->nodes[2 * i + 1] = (RdgNode){ .n = 1, .flags = RDG_NODE_LEAF };
        }
      chain->nodes[2 * depth] = (RdgNode){ .n = 1, .flags = RDG_NODE_LEAF };
      chain->node_start[1] = 2 * depth + 1;
      rdg_forest_finish (chain);
      rdg_forest_free (model->forest);
      model->forest = chain;

      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      if (depth > RDG_TREE_MAX_DEPTH)
        {
          assert_refused (bytes);
        }
      else
        {
          g_autoptr (RdgModel) decoded = rdg_model_decode (bytes, NULL);

          g_assert_nonnull (decoded);
          use (decoded);
        }
    }
}

/* Lengths of gigabytes in a file of bytes must not be believed. */
static void
test_absurd_lengths (void)
{
  g_autoptr (RdgModel) model = train (400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  for (gsize i = 8; i + 8 <= length - CHECKSUM_SIZE; i++)
    {
      guint8 kept[8];

      memcpy (kept, data + i, 8);
      memset (data + i, 0xff, i % 2 ? 4 : 8);

      g_autoptr (GBytes) sealed = seal (data, length);
      g_autoptr (RdgModel) decoded = rdg_model_decode (sealed, NULL);

      if (decoded != NULL)
        use (decoded);
      memcpy (data + i, kept, 8);
    }
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
  g_autoptr (RdgModel) model = train (400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  g_autoptr (GError) error = NULL;

  data[8] = 5;

  g_autoptr (GBytes) newer = seal (data, length);

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

#define CRIME(name) { #name, name }

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    Crime       crime;
  } crimes[] = {
    CRIME (own_child), CRIME (child_beyond), CRIME (child_far_beyond), CRIME (two_parents),
    CRIME (no_feature), CRIME (number_as_category), CRIME (category_as_number),
    CRIME (set_beyond), CRIME (set_far_beyond), CRIME (strange_flag), CRIME (threshold_nan),
    CRIME (empty_leaf), CRIME (more_failed_than_rows), CRIME (weight_zero), CRIME (weight_nan),
    CRIME (threshold_above), CRIME (threshold_unknown), CRIME (trained_unsorted),
    CRIME (trained_score), CRIME (capacity_negative), CRIME (metric_infinite),
    CRIME (slope_falls), CRIME (bands_fall), CRIME (more_failed_than_trained),
    CRIME (judged_unsorted), CRIME (judged_risk_above), CRIME (judged_risk_unknown),
    CRIME (judged_outcome), CRIME (judged_earlier_huge), CRIME (fewer_judged_than_held),
    CRIME (gap_negative), CRIME (gap_unknown), CRIME (gap_without_times), CRIME (gap_of_nothing),
    CRIME (folds_without_split), CRIME (split_without_folds), CRIME (too_many_folds),
    CRIME (name_no_utf8), CRIME (importance_huge),
  }, zones_crimes[] = {
    CRIME (leaf_zone_beyond), CRIME (leaf_zone_far_beyond), CRIME (leaf_zone_none),
    CRIME (leaf_zone_too_many), CRIME (leaf_zones_unsorted), CRIME (leaf_zones_missing),
    CRIME (zone_name_no_utf8), CRIME (zone_failed_too_many), CRIME (zone_held_too_many),
    CRIME (zone_auc_above), CRIME (zone_auc_infinite), CRIME (zone_slope_falls),
    CRIME (zone_bands_fall), CRIME (zone_hits_too_many), CRIME (zone_hits_beyond),
    CRIME (zone_trained_above), CRIME (zone_trained_negative), CRIME (zone_trained_nan),
    CRIME (zone_trained_no_nan), CRIME (zones_of_boosted),
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/learn/model-codec/round-trip/forest", GINT_TO_POINTER (RDG_ALGORITHM_FOREST), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/round-trip/svm", GINT_TO_POINTER (RDG_ALGORITHM_SVM), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/round-trip/boosted", GINT_TO_POINTER (RDG_ALGORITHM_BOOSTED), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/round-trip/formulas", GINT_TO_POINTER (RDG_ALGORITHM_FOREST | WITH_FORMULAS), test_round_trip);
  g_test_add_data_func ("/learn/model-codec/judged/gap", GINT_TO_POINTER (FALSE), test_judged);
  g_test_add_data_func ("/learn/model-codec/judged/folds", GINT_TO_POINTER (TRUE), test_judged);
  g_test_add_func ("/learn/model-codec/flipped", test_flipped);
  g_test_add_func ("/learn/model-codec/truncated-and-longer", test_truncated_and_longer);
  g_test_add_data_func ("/learn/model-codec/sealed-flips/forest", GINT_TO_POINTER (RDG_ALGORITHM_FOREST), test_sealed_flips);
  g_test_add_data_func ("/learn/model-codec/sealed-flips/svm", GINT_TO_POINTER (RDG_ALGORITHM_SVM), test_sealed_flips);
  g_test_add_data_func ("/learn/model-codec/sealed-flips/boosted", GINT_TO_POINTER (RDG_ALGORITHM_BOOSTED), test_sealed_flips);
  g_test_add_data_func ("/learn/model-codec/sealed-flips/formulas", GINT_TO_POINTER (RDG_ALGORITHM_FOREST | WITH_FORMULAS), test_sealed_flips);
  g_test_add_data_func ("/learn/model-codec/sealed-truncations/forest", GINT_TO_POINTER (RDG_ALGORITHM_FOREST), test_sealed_truncations);
  g_test_add_data_func ("/learn/model-codec/sealed-truncations/svm", GINT_TO_POINTER (RDG_ALGORITHM_SVM), test_sealed_truncations);
  g_test_add_data_func ("/learn/model-codec/sealed-truncations/boosted", GINT_TO_POINTER (RDG_ALGORITHM_BOOSTED), test_sealed_truncations);
  g_test_add_data_func ("/learn/model-codec/sealed-truncations/formulas", GINT_TO_POINTER (RDG_ALGORITHM_FOREST | WITH_FORMULAS), test_sealed_truncations);
  g_test_add_func ("/learn/model-codec/absurd-lengths", test_absurd_lengths);
  g_test_add_func ("/learn/model-codec/too-deep", test_too_deep);
  g_test_add_func ("/learn/model-codec/other-files", test_other_files);
  g_test_add_func ("/learn/model-codec/boosted-crimes", test_boosted_crimes);
  g_test_add_func ("/learn/model-codec/formula-crimes", test_formula_crimes);
  g_test_add_func ("/learn/model-codec/newer", test_newer);
  g_test_add_func ("/learn/model-codec/version-1", test_version_1);
  for (guint i = 0; i < G_N_ELEMENTS (crimes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/learn/model-codec/crime/%s", crimes[i].name);

      g_test_add_data_func (path, (gconstpointer) crimes[i].crime, test_crime);
    }
  g_test_add_func ("/learn/model-codec/zones-flips", test_zones_flips);
  for (guint i = 0; i < G_N_ELEMENTS (zones_crimes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/learn/model-codec/zones-crime/%s",
                                               zones_crimes[i].name);

      g_test_add_data_func (path, (gconstpointer) zones_crimes[i].crime, test_zones_crime);
    }

  return g_test_run ();
}
