/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * With a linear kernel the decision is a sum, and each feature's part of it is plain. The curve
 * from decision to score bends; going straight from the usual car to this one, every feature
 * earns in proportion to its part: that is its Aumann-Shapley value, exactly.
 *
 * With RBF the features of the usual car are replaced by this car's one after another, and
 * what the score changes by is the feature's; the mean over some orders, each also run
 * backwards, estimates the Shapley value (Castro et al. 2009; Mitchell et al. 2022). The
 * orders are the same for all cars and drawn by the model's seed. Each order's changes add up to the
 * whole difference, so that the estimate does, too.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-explain.h"

#include <math.h>
#include <string.h>

#include "rdg-parallel.h"
#include "rdg-rng.h"

#define N_ORDERS 4   /* and as many backwards */

typedef struct
{
  const RdgSvm    *svm;
  const RdgMatrix *matrix;
  const guint32   *rows;
  guint32         *orders;          /* N_ORDERS of all features */
  double           base;
  double          *usual_distance;  /* a vector: from the usual car, squared */
  double          *scratch;         /* a worker's inputs and distances */
  double          *contributions;
} Explaining;

static void
explain_linear (const Explaining *self,
                const double     *inputs,
                double           *contributions)
{
  const RdgSvm *svm = self->svm;
  double from = rdg_svm_decide (svm, svm->usual), to = rdg_svm_decide (svm, inputs);
  double score = rdg_svm_score (svm, from);
  /* Where the way is short the curve is as good as straight. */
  double slope = fabs (to - from) > 1e-9 ? (rdg_svm_score (svm, to) - score) / (to - from)
                                         : svm->slope * score * (1.0 - score);

  for (guint f = 0; f < svm->n_features; f++)
    {
      const RdgSvmFeature *feature = &svm->features[f];

      contributions[f] = 0.0;
      for (guint i = feature->first; i < feature->first + feature->n_inputs; i++)
        contributions[f] += slope * svm->weights[i] * (inputs[i] - svm->usual[i]);
    }
}

static gboolean
is_usual (const RdgSvm        *svm,
          const RdgSvmFeature *feature,
          const double        *inputs)
{
  for (guint i = feature->first; i < feature->first + feature->n_inputs; i++)
    if (inputs[i] != svm->usual[i])
      return FALSE;

  return TRUE;
}

/* Moves the distances from the usual car's feature to this one's; returns the new score. */
static double
replace (const RdgSvm        *svm,
         const RdgSvmFeature *feature,
         const double        *inputs,
         double              *distance)
{
  double sum = -svm->rho;

  for (guint v = 0; v < svm->n_vectors; v++)
    {
      const double *vector = svm->vectors + (gsize) v * svm->n_inputs;

      for (guint i = feature->first; i < feature->first + feature->n_inputs; i++)
        distance[v] += (inputs[i] - vector[i]) * (inputs[i] - vector[i]) -
                       (svm->usual[i] - vector[i]) * (svm->usual[i] - vector[i]);
      sum += svm->coefficients[v] * exp (-svm->setting.gamma * distance[v]);
    }

  return rdg_svm_score (svm, sum);
}

static void
explain_rbf (const Explaining *self,
             const double     *inputs,
             double           *distance,
             double           *contributions)
{
  const RdgSvm *svm = self->svm;
  guint n = svm->n_features;

  memset (contributions, 0, n * sizeof *contributions);
  for (guint o = 0; o < 2 * N_ORDERS; o++)
    {
      const guint32 *order = self->orders + (gsize) (o / 2) * n;
      double before = self->base;

      memcpy (distance, self->usual_distance, svm->n_vectors * sizeof *distance);
      for (guint k = 0; k < n; k++)
        {
          guint f = order[o % 2 == 0 ? k : n - 1 - k];

          if (is_usual (svm, &svm->features[f], inputs))
            continue;

          double score = replace (svm, &svm->features[f], inputs, distance);

          contributions[f] += (score - before) / (2 * N_ORDERS);
          before = score;
        }
    }
}

static void
explain_row (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Explaining *self = user_data;
  const RdgSvm *svm = self->svm;
  double *inputs = self->scratch + (gsize) worker * (svm->n_inputs + svm->n_vectors);
  double *contributions = self->contributions + item * svm->n_features;

  rdg_svm_encode (svm, self->matrix, self->rows[item], inputs);
  if (svm->setting.kernel == RDG_SVM_LINEAR)
    explain_linear (self, inputs, contributions);
  else
    explain_rbf (self, inputs, inputs + svm->n_inputs, contributions);
}

/**
 * rdg_svm_explain:
 * @matrix: rows in the machine's own columns
 * @rows: (array length=n_rows): which of them
 * @seed: of the orders
 * @base: (out): the score of the usual car
 * @contributions: (out caller-allocates) (array): @n_rows x features, row by row
 *
 * @base plus a row's contributions is its score, within 1e-9. Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_svm_explain (const RdgSvm       *self,
                 const RdgMatrix    *matrix,
                 const guint32      *rows,
                 gsize               n_rows,
                 guint               n_threads,
                 guint64             seed,
                 double             *base,
                 double             *contributions,
                 const RdgProgress  *progress,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_return_val_if_fail (rdg_matrix_get_n_columns (matrix) == self->n_features, FALSE);

  guint n_workers = rdg_parallel_choose (n_threads, n_rows);
  gsize n_scratch = (gsize) self->n_inputs + self->n_vectors;
  g_autofree double *scratch = g_new (double, MAX (n_workers * n_scratch, 1));
  g_autofree double *usual_distance = g_new0 (double, MAX (self->n_vectors, 1));
  g_autofree guint32 *orders = g_new (guint32, MAX ((gsize) N_ORDERS * self->n_features, 1));
  RdgRng rng;

  rdg_rng_init (&rng, seed, 0);
  for (guint o = 0; o < N_ORDERS; o++)
    {
      for (guint f = 0; f < self->n_features; f++)
        orders[(gsize) o * self->n_features + f] = f;
      rdg_rng_shuffle_u32 (&rng, orders + (gsize) o * self->n_features, self->n_features);
    }
  for (guint v = 0; v < self->n_vectors; v++)
    for (guint i = 0; i < self->n_inputs; i++)
      {
        double difference = self->usual[i] - self->vectors[(gsize) v * self->n_inputs + i];

        usual_distance[v] += difference * difference;
      }

  *base = rdg_svm_score (self, rdg_svm_decide (self, self->usual));

  Explaining explaining = { self, matrix, rows, orders, *base, usual_distance, scratch,
                            contributions };

  return rdg_parallel_run (n_rows, n_workers, explain_row, &explaining, progress,
                           cancellable, error);
}
