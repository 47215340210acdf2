/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a model's reasons come to over many cars: by how much a feature moves the score on
 * average, and which way. It tells more than the splits' gains, which favour
 * features of many values and know no direction.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include <math.h>

#include "rdg-model-private.h"

#define MOST_CARS 200

/* How value and contribution go together: from -1, more is better, to 1, more is worse. NaN where one
 * of them does not vary. */
static double
correlate (const float   *column,
           const guint32 *rows,
           guint          n,
           const double  *contributions,
           guint          stride)
{
  double sum_x = 0.0, sum_y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0, n_known = 0.0;

  for (guint i = 0; i < n; i++)
    if (!isnan (column[rows[i]]))
      {
        sum_x += column[rows[i]];
        sum_y += contributions[(gsize) i * stride];
        n_known += 1.0;
      }
  for (guint i = 0; i < n; i++)
    if (!isnan (column[rows[i]]))
      {
        double x = column[rows[i]] - sum_x / n_known;
        double y = contributions[(gsize) i * stride] - sum_y / n_known;

        xx += x * x;
        yy += y * y;
        xy += x * y;
      }

  return xx > 0.0 && yy > 0.0 ? CLAMP (xy / sqrt (xx) / sqrt (yy), -1.0, 1.0) : NAN;
}

/**
 * _rdg_model_summarise_reasons:
 * @matrix: rows in the model's own columns
 * @rows: (array length=n_rows): cars to explain, of which at most 200 are, evenly chosen
 *
 * Sets each feature's reach and direction. Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or %RDG_LEARN_ERROR_MEMORY
 */
gboolean
_rdg_model_summarise_reasons (RdgModel        *self,
                              const RdgMatrix *matrix,
                              const guint32   *rows,
                              gsize            n_rows,
                              guint            n_threads,
                              GCancellable    *cancellable,
                              GError         **error)
{
  guint n = (guint) MIN (n_rows, MOST_CARS);
  g_autofree guint32 *chosen = g_new (guint32, MAX (n, 1));
  g_autofree double *contributions = g_new (double, MAX ((gsize) n * self->n_features, 1));
  double base;

  for (guint i = 0; i < n; i++)
    chosen[i] = rows[(gsize) i * n_rows / n];
  if (!rdg_model_explain (self, matrix, chosen, n, n_threads, &base, contributions, NULL,
                          cancellable, error))
    return FALSE;

  for (guint f = 0; f < self->n_features; f++)
    {
      RdgModelFeature *feature = &self->features[f];
      double sum = 0.0;

      for (guint i = 0; i < n; i++)
        sum += fabs (contributions[(gsize) i * self->n_features + f]);
      feature->reach = n > 0 ? MIN (sum / n, 1.0) : 0.0;
      feature->direction = feature->feature.kind == RDG_FEATURE_NUMERIC
                             ? correlate (rdg_matrix_get_column (matrix, f), chosen, n,
                                          contributions + f, self->n_features)
                             : NAN;
    }

  return TRUE;
}
