/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec-fixture.h"

#include "learn-fixture.h"
#include "rdg-baseline.h"
#include "rdg-curves.h"
#include "rdg-error.h"
#include "rdg-formula-bind.h"
#include "rdg-model-private.h"

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
/* A number is asked before a category, so that the forest has nodes of every kind. */
RdgModel *
codec_train (guint algorithm,
             gsize n_rows,
             guint n_trees)
{
  static const RdgBlockedFeature blocked[] = { { (char *) "FALHAS_ROD", (char *) "É a resposta." } };
  g_auto (LearnTable) table = { 0 };
  RdgFormula *formulas[2] = { NULL };
  RdgTrainingOptions options;
  g_autoptr (GError) error = NULL;

  learn_table_generate (&table, n_rows, 0, 2);
  if (algorithm & CODEC_WITH_ZONES)
    learn_table_add_zones (&table);
  if (algorithm & CODEC_WITH_FORMULAS)
    {
      add_formula (&table, "a ratio", "torque / angle", &formulas[0]);
      add_formula (&table, "b square", "\"angle [Grad]\" ^ 2", &formulas[1]);
    }
  rdg_training_options_init (&options);
  options.algorithm = algorithm & ~(guint) (CODEC_WITH_FORMULAS | CODEC_WITH_ZONES);
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
  set.n_formulas = algorithm & CODEC_WITH_FORMULAS ? 2 : 0;

  RdgModel *model = rdg_training_run (&set, &options, NULL, NULL, &error);

  for (guint i = 0; i < set.n_formulas; i++)
    rdg_formula_unref (formulas[i]);

  g_assert_no_error (error);

  return model;
}

GBytes *
codec_seal (guint8 *data,
            gsize   length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = CODEC_CHECKSUM_SIZE;

  g_checksum_update (checksum, data, (gssize) (length - CODEC_CHECKSUM_SIZE));
  g_checksum_get_digest (checksum, data + length - CODEC_CHECKSUM_SIZE, &size);

  return g_bytes_new_static (data, length);
}

void
codec_assert_refused (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_model_decode (bytes, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == RDG_MODEL_ERROR);
}

void
codec_use (RdgModel *model)
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
