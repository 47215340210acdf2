/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's bytes without their checksum, which is put behind them: a forger can do that too. */
#include <string.h>

#include "fuzz-target.h"
#include "rdg-baseline.h"
#include "rdg-curves.h"
#include "rdg-model-codec.h"

#define CHECKSUM_SIZE 32

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

      g_auto (RdgCurves) curves = { 0 };
      RdgBaseline baselines[RDG_N_BASELINES];

      rdg_model_get_curves (model, &curves);
      rdg_model_get_baselines (model, 2, baselines, NULL, NULL);
    }
  return 0;
}
