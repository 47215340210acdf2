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
 *
 * A feature changes a vector's kernel by the same factor, wherever in an order its turn is; so
 * there is one exponential a feature and vector, not one for each order. Where a kernel may come
 * near to 0, and could not be multiplied back, there is one for each.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-explain.h"

#include <math.h>
#include <string.h>

#include "rdg-lanes.h"
#include "rdg-parallel.h"
#include "rdg-rng.h"

#define N_ORDERS 4              /* and as many backwards */
#define STRETCH 64              /* vectors; what the features change of them stays in the cache */
#define MOST_EXPONENT 600.0     /* exp (-MOST_EXPONENT) is a number as exact as any */

typedef struct
{
  const RdgSvm    *svm;
  const RdgMatrix *matrix;
  const guint32   *rows;
  guint32         *orders;          /* N_ORDERS of all features */
  double           base;
  double          *usual_distance;  /* a vector: from the usual car, squared */
  double          *scratch;         /* a worker's */
  gsize            n_scratch;
  double          *contributions;
  GCancellable    *cancellable;
} Explaining;

/* A worker's; of a stretch of vectors, beside the sums. */
typedef struct
{
  double *inputs;
  double *sums;       /* order x step: of the kernels */
  double *changes;    /* feature x vector: of the distance, or the factor of the kernel */
  double  distance[STRETCH];
  double  kernel[STRETCH];   /* times the coefficient */
} Replacing;

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

/* By how much each feature moves the car away from the vectors. Returns how far away it may get. */
static double
measure_changes (const RdgSvm *svm,
                 Replacing    *self,
                 const double *usual_distance,
                 guint         first,
                 guint         n)
{
  double farthest = 0.0;

  for (guint v = 0; v < n; v++)
    {
      const double *vector = svm->vectors + (gsize) (first + v) * svm->n_inputs;
      double distance = usual_distance[first + v];

      for (guint f = 0; f < svm->n_features; f++)
        {
          const RdgSvmFeature *feature = &svm->features[f];
          double change = 0.0;

          for (guint i = feature->first; i < feature->first + feature->n_inputs; i++)
            change += (self->inputs[i] - vector[i]) * (self->inputs[i] - vector[i]) -
                      (svm->usual[i] - vector[i]) * (svm->usual[i] - vector[i]);
          self->changes[(gsize) f * STRETCH + v] = change;
          distance += MAX (change, 0.0);
        }
      farthest = MAX (farthest, distance);
    }

  return farthest;
}

/* Those that are not there have a kernel of 0. */
RDG_FOR_EACH_PROCESSOR static double
multiply (double       *kernel,
          const double *factors)
{
  RdgQuad sums[2] = { { 0.0 }, { 0.0 } };

  for (guint v = 0; v < STRETCH; v += 8)
    for (guint k = 0; k < 2; k++)
      {
        RdgQuad *product = (RdgQuad *) (kernel + v + 4 * k);

        *product *= *(const RdgQuad *) (factors + v + 4 * k);
        sums[k] += *product;
      }
  sums[0] += sums[1];

  return (sums[0][0] + sums[0][2]) + (sums[0][1] + sums[0][3]);
}

static double
move (const RdgSvm *svm,
      Replacing    *self,
      const double *changes,
      guint         first,
      guint         n)
{
  double sum = 0.0;

  for (guint v = 0; v < n; v++)
    {
      self->distance[v] += changes[v];
      sum += svm->coefficients[first + v] * exp (-svm->setting.gamma * self->distance[v]);
    }

  return sum;
}

/* A stretch of vectors, all orders. */
static void
add_stretch (const Explaining *explaining,
             Replacing        *self,
             guint             first)
{
  const RdgSvm *svm = explaining->svm;
  guint n = MIN (svm->n_vectors - first, STRETCH), n_features = svm->n_features;
  double gamma = svm->setting.gamma;
  const double *usual_distance = explaining->usual_distance + first;
  gboolean by_factors = gamma * measure_changes (svm, self, explaining->usual_distance, first,
                                                 n) < MOST_EXPONENT;

  for (guint f = 0; by_factors && f < n_features; f++)
    if (!is_usual (svm, &svm->features[f], self->inputs))
      for (guint v = 0; v < n; v++)
        self->changes[(gsize) f * STRETCH + v] = exp (-gamma * self->changes[(gsize) f * STRETCH + v]);

  for (guint o = 0; o < 2 * N_ORDERS; o++)
    {
      const guint32 *order = explaining->orders + (gsize) (o / 2) * n_features;
      double *sums = self->sums + (gsize) o * n_features;

      memset (self->kernel, 0, sizeof self->kernel);
      for (guint v = 0; v < n; v++)
        {
          self->distance[v] = usual_distance[v];
          self->kernel[v] = svm->coefficients[first + v] * exp (-gamma * usual_distance[v]);
        }
      for (guint k = 0; k < n_features; k++)
        {
          guint f = order[o % 2 == 0 ? k : n_features - 1 - k];
          const double *changes = self->changes + (gsize) f * STRETCH;

          if (!is_usual (svm, &svm->features[f], self->inputs))
            sums[k] += by_factors ? multiply (self->kernel, changes)
                                  : move (svm, self, changes, first, n);
        }
    }
}

static void
explain_rbf (const Explaining *self,
             Replacing        *replacing,
             double           *contributions)
{
  const RdgSvm *svm = self->svm;
  guint n = svm->n_features;
  double end = rdg_svm_score (svm, rdg_svm_decide (svm, replacing->inputs));

  memset (contributions, 0, n * sizeof *contributions);
  memset (replacing->sums, 0, (gsize) 2 * N_ORDERS * n * sizeof (double));
  memset (replacing->changes, 0, (gsize) STRETCH * n * sizeof (double));
  for (guint first = 0;
       first < svm->n_vectors && !g_cancellable_is_cancelled (self->cancellable); first += STRETCH)
    add_stretch (self, replacing, first);

  for (guint o = 0; o < 2 * N_ORDERS; o++)
    {
      const guint32 *order = self->orders + (gsize) (o / 2) * n;
      double before = self->base;
      guint last = 0;

      for (guint k = 0; k < n; k++)
        {
          guint f = order[o % 2 == 0 ? k : n - 1 - k];

          if (is_usual (svm, &svm->features[f], replacing->inputs))
            continue;

          double score = rdg_svm_score (svm, replacing->sums[(gsize) o * n + k] - svm->rho);

          contributions[f] += (score - before) / (2 * N_ORDERS);
          before = score;
          last = f;
        }
      /* What rounding has left of it. */
      if (n > 0)
        contributions[last] += (end - before) / (2 * N_ORDERS);
    }
}

static void
explain_row (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Explaining *self = user_data;
  const RdgSvm *svm = self->svm;
  double *inputs = self->scratch + worker * self->n_scratch;
  double *contributions = self->contributions + item * svm->n_features;
  Replacing replacing = {
    .inputs = inputs,
    .sums = inputs + svm->n_inputs,
    .changes = inputs + svm->n_inputs + (gsize) 2 * N_ORDERS * svm->n_features,
  };

  rdg_svm_encode (svm, self->matrix, self->rows[item], inputs);
  if (svm->setting.kernel == RDG_SVM_LINEAR)
    explain_linear (self, inputs, contributions);
  else
    explain_rbf (self, &replacing, contributions);
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
  gsize n_scratch = self->n_inputs + (gsize) (2 * N_ORDERS + STRETCH) * self->n_features;
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
                            n_scratch, contributions, cancellable };

  return rdg_parallel_run (n_rows, n_workers, explain_row, &explaining, progress,
                           cancellable, error);
}
