/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A calibration's part of a model's bytes:
 *
 *   kind      u8 0 logistic, 1 isotonic; slope, intercept double
 *   n_knots   u32   [] score, risk double
 *   n_bands   u32   [] score, low, high double
 *
 * All that it maps rises with the score.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec-calibration.h"

void
_rdg_model_put_calibration (GByteArray           *bytes,
                            const RdgCalibration *calibration)
{
  rdg_bytes_put_u8 (bytes, calibration->kind == RDG_CALIBRATION_ISOTONIC);
  rdg_bytes_put_double (bytes, calibration->slope);
  rdg_bytes_put_double (bytes, calibration->intercept);
  rdg_bytes_put_u32 (bytes, calibration->n_knots);
  for (guint k = 0; k < calibration->n_knots; k++)
    {
      rdg_bytes_put_double (bytes, calibration->knot_score[k]);
      rdg_bytes_put_double (bytes, calibration->knot_risk[k]);
    }
  rdg_bytes_put_u32 (bytes, calibration->n_bands);
  for (guint b = 0; b < calibration->n_bands; b++)
    {
      rdg_bytes_put_double (bytes, calibration->band_score[b]);
      rdg_bytes_put_double (bytes, calibration->band_low[b]);
      rdg_bytes_put_double (bytes, calibration->band_high[b]);
    }
}

/* With the reader failed where what stands there is no calibration; to be cleared all the same. */
void
_rdg_model_get_calibration (RdgByteReader  *reader,
                            RdgCalibration *calibration)
{
  gboolean isotonic = rdg_byte_reader_flag (reader);

  calibration->kind = isotonic ? RDG_CALIBRATION_ISOTONIC : RDG_CALIBRATION_LOGISTIC;
  calibration->slope = rdg_byte_reader_finite (reader);
  calibration->intercept = rdg_byte_reader_finite (reader);
  rdg_byte_reader_check (reader, isotonic || calibration->slope > 0.0);

  guint n_knots = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader),
                                                 isotonic ? 1 : 0, isotonic ? G_MAXUINT32 : 0, 16);

  calibration->n_knots = n_knots;
  calibration->knot_score = g_new0 (double, MAX (n_knots, 1));
  calibration->knot_risk = g_new0 (double, MAX (n_knots, 1));
  for (guint k = 0; k < n_knots; k++)
    {
      calibration->knot_score[k] = rdg_byte_reader_share (reader);
      calibration->knot_risk[k] = rdg_byte_reader_share (reader);
      rdg_byte_reader_check (reader, k == 0 ||
                                     (calibration->knot_score[k] > calibration->knot_score[k - 1] &&
                                      calibration->knot_risk[k] >= calibration->knot_risk[k - 1]));
    }

  guint n_bands = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 0,
                                                 G_MAXUINT32, 24);

  calibration->n_bands = n_bands;
  calibration->band_score = g_new0 (double, MAX (n_bands, 1));
  calibration->band_low = g_new0 (double, MAX (n_bands, 1));
  calibration->band_high = g_new0 (double, MAX (n_bands, 1));
  for (guint b = 0; b < n_bands; b++)
    {
      calibration->band_score[b] = rdg_byte_reader_share (reader);
      calibration->band_low[b] = rdg_byte_reader_share (reader);
      calibration->band_high[b] = rdg_byte_reader_share (reader);
      rdg_byte_reader_check (reader, b == 0 ||
                                     (calibration->band_score[b] > calibration->band_score[b - 1] &&
                                      calibration->band_low[b] >= calibration->band_low[b - 1] &&
                                      calibration->band_high[b] >= calibration->band_high[b - 1]));
    }
}
