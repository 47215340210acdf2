/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From features to inputs to a decision: see rdg-svm.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm.h"

#include <math.h>
#include <string.h>

#include "rdg-lanes.h"
#include "rdg-parallel.h"

#define BLOCK_ROWS 16   /* that stay in the processor's cache while the vectors pass by */
/* So many standard deviations away from the mean nothing more is told by going further; a value
 * that is mistyped by a factor of a thousand must not decide alone. */
#define MOST_DEVIATIONS 20.0

static void
describe_number (RdgSvmFeature *feature,
                 const float   *column,
                 const guint32 *rows,
                 gsize          n_rows)
{
  double sum = 0.0, squares = 0.0;
  gsize n = 0;

  for (gsize i = 0; i < n_rows; i++)
    if (!isnan (column[rows[i]]))
      {
        sum += column[rows[i]];
        n++;
      }

  feature->mean = n > 0 ? sum / (double) n : 0.0;
  feature->has_gaps = n < n_rows;
  for (gsize i = 0; i < n_rows; i++)
    if (!isnan (column[rows[i]]))
      squares += (column[rows[i]] - feature->mean) * (column[rows[i]] - feature->mean);

  double deviation = n > 0 ? sqrt (squares / (double) n) : 0.0;

  /* A deviation that is all rounding is none. */
  feature->factor = deviation > 1e-7 * fabs (feature->mean) ? 1.0 / deviation : 0.0;
  if (!isfinite (feature->factor))
    feature->factor = 0.0;
}

static void
describe_category (RdgSvmFeature *feature,
                   const float   *column,
                   const guint32 *rows,
                   gsize          n_rows)
{
  g_autofree gsize *counts = g_new0 (gsize, MAX (feature->n_levels, 1));

  for (gsize i = 0; i < n_rows; i++)
    if (!isnan (column[rows[i]]))
      counts[(guint) column[rows[i]]]++;
  for (guint l = 1; l < feature->n_levels; l++)
    if (counts[l] > counts[feature->usual])
      feature->usual = l;
}

/**
 * rdg_svm_new:
 * @matrix: the training table
 * @rows: (array length=n_rows): the rows to learn from
 *
 * Returns: (transfer full): a machine that knows how features become inputs, and no vectors yet
 */
RdgSvm *
rdg_svm_new (const RdgMatrix *matrix,
             const guint32   *rows,
             gsize            n_rows)
{
  RdgSvm *self = g_new0 (RdgSvm, 1);

  self->n_features = rdg_matrix_get_n_columns (matrix);
  self->features = g_new0 (RdgSvmFeature, MAX (self->n_features, 1));
  for (guint f = 0; f < self->n_features; f++)
    {
      const RdgFeature *feature = rdg_matrix_get_feature (matrix, f);
      const float *column = rdg_matrix_get_column (matrix, f);

      self->features[f].kind = feature->kind;
      self->features[f].n_levels = feature->n_levels;
      if (feature->kind == RDG_FEATURE_CATEGORY)
        describe_category (&self->features[f], column, rows, n_rows);
      else
        describe_number (&self->features[f], column, rows, n_rows);
    }
  rdg_svm_place (self);

  return self;
}

/**
 * rdg_svm_place:
 *
 * Gives each feature its inputs.
 */
void
rdg_svm_place (RdgSvm *self)
{
  self->n_inputs = 0;
  for (guint f = 0; f < self->n_features; f++)
    {
      RdgSvmFeature *feature = &self->features[f];

      feature->first = self->n_inputs;
      feature->n_inputs = feature->kind == RDG_FEATURE_CATEGORY ? feature->n_levels
                                                                : 1 + (feature->has_gaps != 0);
      self->n_inputs += feature->n_inputs;
    }
}

/**
 * rdg_svm_finish:
 *
 * Derives what follows from the vectors. After it the machine is immutable.
 */
void
rdg_svm_finish (RdgSvm *self)
{
  self->usual = g_new0 (double, MAX (self->n_inputs, 1));
  for (guint f = 0; f < self->n_features; f++)
    if (self->features[f].kind == RDG_FEATURE_CATEGORY && self->features[f].n_levels > 0)
      self->usual[self->features[f].first + self->features[f].usual] = 1.0;

  if (self->setting.kernel != RDG_SVM_LINEAR)
    return;

  self->weights = g_new0 (double, MAX (self->n_inputs, 1));
  for (guint v = 0; v < self->n_vectors; v++)
    for (guint i = 0; i < self->n_inputs; i++)
      self->weights[i] += self->coefficients[v] * self->vectors[(gsize) v * self->n_inputs + i];
}

/**
 * rdg_svm_free:
 *
 * Frees the machine.
 */
void
rdg_svm_free (RdgSvm *self)
{
  if (self == NULL)
    return;

  g_free (self->features);
  g_free (self->vectors);
  g_free (self->coefficients);
  g_free (self->usual);
  g_free (self->weights);
  g_free (self);
}

/**
 * rdg_svm_encode:
 * @matrix: rows in the machine's own columns
 * @inputs: (out caller-allocates) (array): what @row looks like to the machine
 */
void
rdg_svm_encode (const RdgSvm    *self,
                const RdgMatrix *matrix,
                gsize            row,
                double          *inputs)
{
  memset (inputs, 0, self->n_inputs * sizeof *inputs);
  for (guint f = 0; f < self->n_features; f++)
    {
      const RdgSvmFeature *feature = &self->features[f];
      float value = rdg_matrix_get_column (matrix, f)[row];

      if (feature->kind == RDG_FEATURE_CATEGORY)
        {
          if (!isnan (value))
            inputs[feature->first + (guint) value] = 1.0;
        }
      else if (!isnan (value))
        {
          double scaled = (value - feature->mean) * feature->factor;

          inputs[feature->first] = feature->as_is ? scaled : CLAMP (scaled, -MOST_DEVIATIONS,
                                                                    MOST_DEVIATIONS);
        }
      else if (feature->has_gaps)
        inputs[feature->first + 1] = 1.0;
    }
}

/* Squared. In lanes that do not wait for each other, added up in one order on every machine. */
static inline double
get_distance (const double *a,
              const double *b,
              guint         n)
{
  RdgQuad sums[2] = { { 0.0 }, { 0.0 } };
  double sum = 0.0;
  guint i = 0;

  for (; i + 8 <= n; i += 8)
    for (guint k = 0; k < 2; k++)
      {
        RdgQuad difference = *(const RdgQuad *) (a + i + 4 * k) - *(const RdgQuad *) (b + i + 4 * k);

        sums[k] += difference * difference;
      }
  for (; i < n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);

  sums[0] += sums[1];

  return sum + ((sums[0][0] + sums[0][2]) + (sums[0][1] + sums[0][3]));
}

/* A vector is read once for all rows. */
RDG_FOR_EACH_PROCESSOR static void
decide_rbf (const RdgSvm *self,
            const double *inputs,
            guint         n_rows,
            double       *decision)
{
  for (guint r = 0; r < n_rows; r++)
    decision[r] = -self->rho;

  for (guint v = 0; v < self->n_vectors; v++)
    for (guint r = 0; r < n_rows; r++)
      decision[r] += self->coefficients[v] *
                     exp (-self->setting.gamma *
                          get_distance (inputs + (gsize) r * self->n_inputs,
                                        self->vectors + (gsize) v * self->n_inputs, self->n_inputs));
}

/**
 * rdg_svm_decide_rows:
 * @inputs: (array): of @n_rows, row by row; a dozen or two at a time are quickest
 * @decision: (out caller-allocates) (array length=n_rows): what rdg_svm_decide() says of each
 */
void
rdg_svm_decide_rows (const RdgSvm *self,
                     const double *inputs,
                     guint         n_rows,
                     double       *decision)
{
  if (self->weights == NULL)
    {
      decide_rbf (self, inputs, n_rows, decision);
      return;
    }

  for (guint r = 0; r < n_rows; r++)
    {
      const double *row = inputs + (gsize) r * self->n_inputs;

      decision[r] = -self->rho;
      for (guint i = 0; i < self->n_inputs; i++)
        decision[r] += self->weights[i] * row[i];
    }
}

/**
 * rdg_svm_decide:
 *
 * Returns: libsvm's decision value: above 0 on the side of the failed cars
 */
double
rdg_svm_decide (const RdgSvm *self,
                const double *inputs)
{
  double decision;

  rdg_svm_decide_rows (self, inputs, 1, &decision);

  return decision;
}

/**
 * rdg_svm_score:
 *
 * Returns: the score, of 1, that goes with a decision value
 */
double
rdg_svm_score (const RdgSvm *self,
               double        decision)
{
  return 1.0 / (1.0 + exp (-(self->slope * decision + self->intercept)));
}

typedef struct
{
  const RdgSvm    *svm;
  const RdgMatrix *matrix;
  gsize            n_rows;
  double          *score;
  double          *inputs;   /* a worker's rows */
} Scoring;

static void
score_block (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Scoring *scoring = user_data;
  const RdgSvm *svm = scoring->svm;
  double *inputs = scoring->inputs + (gsize) worker * BLOCK_ROWS * svm->n_inputs;
  gsize first = item * BLOCK_ROWS;
  guint n_rows = (guint) MIN (scoring->n_rows - first, BLOCK_ROWS);
  double *score = scoring->score + first;

  for (guint r = 0; r < n_rows; r++)
    rdg_svm_encode (svm, scoring->matrix, first + r, inputs + (gsize) r * svm->n_inputs);
  rdg_svm_decide_rows (svm, inputs, n_rows, score);
  for (guint r = 0; r < n_rows; r++)
    score[r] = rdg_svm_score (svm, score[r]);
}

/**
 * rdg_svm_predict:
 * @matrix: rows in the machine's own columns
 * @n_threads: as rdg_parallel_choose() takes it
 * @score: (out caller-allocates) (array): one a row
 *
 * Any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
rdg_svm_predict (const RdgSvm       *self,
                 const RdgMatrix    *matrix,
                 guint               n_threads,
                 double             *score,
                 const RdgProgress  *progress,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_return_val_if_fail (rdg_matrix_get_n_columns (matrix) == self->n_features, FALSE);

  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  gsize n_blocks = (n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  guint n_workers = rdg_parallel_choose (n_threads, n_blocks);
  g_autofree double *inputs = g_new (double, MAX ((gsize) n_workers * BLOCK_ROWS * self->n_inputs, 1));
  Scoring scoring = { self, matrix, n_rows, score, inputs };

  return rdg_parallel_run (n_blocks, n_workers, score_block, &scoring, progress,
                           cancellable, error);
}
