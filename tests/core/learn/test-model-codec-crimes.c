/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Models made wrong on purpose, encoded as they are: what a forger would write. Each of them is refused.
 */
#include <math.h>
#include <string.h>

#include "codec-fixture.h"
#include "learn-fixture.h"
#include "rdg-forest-zones.h"
#include "rdg-model-private.h"

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
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST, 400, 3);

  g_assert_cmpuint (model->calibration.n_bands, >, 1);
  crime (model);

  g_autoptr (GBytes) bytes = rdg_model_encode (model);

  codec_assert_refused (bytes);
}

static void
test_zones_crime (gconstpointer data)
{
  Crime crime = (Crime) (gpointer) data;
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST | CODEC_WITH_ZONES, 1200, 3);

  crime (model);

  g_autoptr (GBytes) bytes = rdg_model_encode (model);

  codec_assert_refused (bytes);
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
      g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST | CODEC_WITH_FORMULAS, 400, 2);

      g_assert_cmpuint (model->n_formulas, ==, 2);
      crimes[i] (model);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);

      codec_assert_refused (bytes);
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
      g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_BOOSTED, 800, 3);

      if (i < G_N_ELEMENTS (crimes))
        crimes[i] (model);

      g_autoptr (GBytes) bytes = rdg_model_encode (model);
      gsize length = g_bytes_get_size (bytes);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

      g_assert_cmpuint (data[8], ==, 4);
      if (i == G_N_ELEMENTS (crimes))
        data[8] = 2;

      g_autoptr (GBytes) sealed = codec_seal (data, length);

      codec_assert_refused (sealed);
    }
}

/* A path longer than any honest one: a chain of nodes. */
static void
test_too_deep (void)
{
  for (guint depth = RDG_TREE_MAX_DEPTH; depth <= RDG_TREE_MAX_DEPTH + 1; depth++)
    {
      g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST, 400, 3);
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
          codec_assert_refused (bytes);
        }
      else
        {
          g_autoptr (RdgModel) decoded = rdg_model_decode (bytes, NULL);

          g_assert_nonnull (decoded);
          codec_use (decoded);
        }
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
  for (guint i = 0; i < G_N_ELEMENTS (crimes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/learn/model-codec-crimes/%s", crimes[i].name);

      g_test_add_data_func (path, (gconstpointer) crimes[i].crime, test_crime);
    }
  for (guint i = 0; i < G_N_ELEMENTS (zones_crimes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/learn/model-codec-crimes/zones/%s",
                                               zones_crimes[i].name);

      g_test_add_data_func (path, (gconstpointer) zones_crimes[i].crime, test_zones_crime);
    }
  g_test_add_func ("/learn/model-codec-crimes/boosted", test_boosted_crimes);
  g_test_add_func ("/learn/model-codec-crimes/formulas", test_formula_crimes);
  g_test_add_func ("/learn/model-codec-crimes/too-deep", test_too_deep);

  return g_test_run ();
}
