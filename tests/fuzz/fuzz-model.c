/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's bytes without their checksum, which is put behind them: a forger can do that too. */
#include <string.h>

#include "fuzz-target.h"
#include "rdg-baseline.h"
#include "rdg-curves.h"
#include "rdg-model-codec.h"
#include "rdg-model-zones.h"

#define CHECKSUM_SIZE 32

/* Whatever was let in can be walked, and gives shares. */
static void
score (const RdgModel *model)
{
  g_autoptr (RdgMatrix) car = rdg_matrix_new (1);
  g_autoptr (GError) error = NULL;

  for (guint f = 0; f < rdg_model_get_n_features (model); f++)
    {
      const RdgFeature *feature = rdg_model_get_feature (model, f);

      if (feature->kind == RDG_FEATURE_NUMERIC && f % 3 != 0)
        *rdg_matrix_add_numeric (car, feature->name, feature->unit) = (float) f;
    }

  g_autoptr (RdgMatrix) matrix = rdg_model_conform (model, car, NULL, &error);

  if (matrix == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  g_autofree double *zones = g_new0 (double, MAX (rdg_model_get_n_zones (model), 1));
  double value = -1.0;

  if (!rdg_model_score_zones (model, matrix, 1, &value, zones, NULL, NULL, NULL))
    g_assert_not_reached ();
  g_assert_true (value >= 0.0 && value <= 1.0);
  for (guint z = 0; z < rdg_model_get_n_zones (model); z++)
    g_assert_true (zones[z] >= 0.0 && zones[z] <= 1.0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) error = NULL;
  gsize digest_size = CHECKSUM_SIZE;
  guint8 *sealed = g_malloc (size + CHECKSUM_SIZE);

  memcpy (sealed, data, size);
  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, sealed + size, &digest_size);

  g_autoptr (GBytes) bytes = g_bytes_new_take (sealed, size + CHECKSUM_SIZE);
  g_autoptr (RdgModel) model = rdg_model_decode (bytes, &error);

  if (model == NULL)
    fuzz_check_error (error);
  else
    {
      /* Not the very bytes: what has two spellings is written in one. */
      g_autoptr (GBytes) again = rdg_model_encode (model);
      g_autoptr (RdgModel) same = rdg_model_decode (again, &error);

      g_assert_no_error (error);

      g_autoptr (GBytes) same_again = rdg_model_encode (same);

      g_assert_true (g_bytes_equal (again, same_again));

      score (same);

      g_auto (RdgCurves) curves = { 0 };
      RdgBaseline baselines[RDG_N_BASELINES];

      rdg_model_get_curves (model, &curves);
      rdg_model_get_baselines (model, 2, baselines, NULL, NULL);
    }
  return 0;
}
