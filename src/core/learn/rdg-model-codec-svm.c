/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *   kernel       u8 0 RBF, 1 linear; cost, gamma, weight double (cost, weight NaN: unknown)
 *   [] of the model's features: usual u32; flags u8: 1 has gaps, 2 as it is; mean, factor double
 *   rho, slope, intercept double; sampled, sampled_failed u64
 *   n_vectors    u32   [] coefficient double; [] of the inputs: double
 *
 * How many inputs there are follows from the features: see rdg-svm.h.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec-svm.h"

#include <math.h>

#define MOST_INPUTS (1u << 24)
/* Nothing of ours is near them, and no sum of products of them overflows. */
#define MOST_VALUE 1e9
#define MOST_SUM 1e18
#define HAS_GAPS 1
#define AS_IS 2

void
_rdg_model_put_svm (GByteArray   *bytes,
                    const RdgSvm *svm)
{
  rdg_bytes_put_u8 (bytes, svm->setting.kernel == RDG_SVM_LINEAR);
  rdg_bytes_put_double (bytes, svm->setting.cost);
  rdg_bytes_put_double (bytes, svm->setting.gamma);
  rdg_bytes_put_double (bytes, svm->setting.weight);
  for (guint f = 0; f < svm->n_features; f++)
    {
      rdg_bytes_put_u32 (bytes, svm->features[f].usual);
      rdg_bytes_put_u8 (bytes, (guint8) ((svm->features[f].has_gaps ? HAS_GAPS : 0) |
                                         (svm->features[f].as_is ? AS_IS : 0)));
      rdg_bytes_put_double (bytes, svm->features[f].mean);
      rdg_bytes_put_double (bytes, svm->features[f].factor);
    }
  rdg_bytes_put_double (bytes, svm->rho);
  rdg_bytes_put_double (bytes, svm->slope);
  rdg_bytes_put_double (bytes, svm->intercept);
  rdg_bytes_put_u64 (bytes, svm->n_sampled);
  rdg_bytes_put_u64 (bytes, svm->n_sampled_failed);
  rdg_bytes_put_u32 (bytes, svm->n_vectors);
  for (gsize v = 0; v < svm->n_vectors; v++)
    {
      rdg_bytes_put_double (bytes, svm->coefficients[v]);
      for (gsize i = 0; i < svm->n_inputs; i++)
        rdg_bytes_put_double (bytes, svm->vectors[v * svm->n_inputs + i]);
    }
}

static double
get_within (RdgByteReader *reader,
            double         least,
            double         most)
{
  double value = rdg_byte_reader_double (reader);

  /* Written so that a NaN is refused. */
  rdg_byte_reader_check (reader, value >= least && value <= most);

  return value;
}

/* Of a machine that another program has trained it is not known. */
static double
get_positive_or_nan (RdgByteReader *reader)
{
  double value = rdg_byte_reader_double (reader);

  rdg_byte_reader_check (reader, isnan (value) || (value >= G_MINDOUBLE && value <= MOST_VALUE));

  return value;
}

static void
get_inputs (RdgByteReader         *reader,
            RdgSvm                *svm,
            const RdgModelFeature *features)
{
  guint64 n_inputs = 0;

  for (guint f = 0; f < svm->n_features; f++)
    {
      RdgSvmFeature *feature = &svm->features[f];

      feature->kind = features[f].feature.kind;
      feature->n_levels = features[f].feature.n_levels;
      feature->usual = rdg_byte_reader_u32 (reader);
      rdg_byte_reader_check (reader, feature->usual < MAX (feature->n_levels, 1));

      guint8 flags = rdg_byte_reader_u8 (reader);

      rdg_byte_reader_check (reader, (flags & ~(HAS_GAPS | AS_IS)) == 0);
      feature->has_gaps = (flags & HAS_GAPS) != 0;
      feature->as_is = (flags & AS_IS) != 0;
      feature->mean = get_within (reader, -G_MAXFLOAT, G_MAXFLOAT);
      feature->factor = get_within (reader, 0.0, G_MAXDOUBLE);
      rdg_byte_reader_check (reader, !feature->as_is ||
                                     (feature->mean == 0.0 && feature->factor == 1.0));
      n_inputs += MAX (feature->n_levels, 2);
    }

  if (rdg_byte_reader_check (reader, n_inputs <= MOST_INPUTS))
    rdg_svm_place (svm);
}

/**
 * _rdg_model_get_svm:
 * @features: (array length=n_features): of the model
 *
 * Returns: (transfer full) (nullable): the machine, or %NULL after the reader has failed
 */
RdgSvm *
_rdg_model_get_svm (RdgByteReader         *reader,
                    const RdgModelFeature *features,
                    guint                  n_features)
{
  g_autoptr (RdgSvm) svm = g_new0 (RdgSvm, 1);
  guint8 kernel = rdg_byte_reader_u8 (reader);

  rdg_byte_reader_check (reader, kernel <= 1);
  svm->setting.kernel = kernel == 1 ? RDG_SVM_LINEAR : RDG_SVM_RBF;
  svm->setting.cost = get_positive_or_nan (reader);
  svm->setting.gamma = get_within (reader, 0.0, MOST_VALUE);
  svm->setting.weight = get_positive_or_nan (reader);
  svm->n_features = n_features;
  svm->features = g_new0 (RdgSvmFeature, MAX (n_features, 1));
  get_inputs (reader, svm, features);
  svm->rho = get_within (reader, -MOST_SUM, MOST_SUM);
  svm->slope = get_within (reader, G_MINDOUBLE, MOST_VALUE);
  svm->intercept = get_within (reader, -MOST_SUM, MOST_SUM);
  svm->n_sampled = rdg_byte_reader_u64 (reader);
  svm->n_sampled_failed = rdg_byte_reader_u64 (reader);
  if (reader->failed)
    return NULL;

  gsize vector_size = ((gsize) svm->n_inputs + 1) * sizeof (double);

  svm->n_vectors = (guint32) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 1,
                                                    G_MAXINT32, vector_size);
  if (reader->failed)
    return NULL;

  svm->coefficients = g_new (double, svm->n_vectors);
  svm->vectors = g_new (double, MAX ((gsize) svm->n_vectors * svm->n_inputs, 1));
  for (gsize v = 0; v < svm->n_vectors; v++)
    {
      svm->coefficients[v] = get_within (reader, -MOST_SUM, MOST_SUM);
      for (gsize i = 0; i < svm->n_inputs; i++)
        svm->vectors[v * svm->n_inputs + i] = get_within (reader, -MOST_VALUE, MOST_VALUE);
    }
  if (reader->failed)
    return NULL;

  rdg_svm_finish (svm);

  return g_steal_pointer (&svm);
}
