/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a model, version 4. All fields little-endian; text is a u32 length and
 * UTF-8; double is IEEE 754; [n] means n times.
 *
 *   magic        8 bytes "RDGMODEL"
 *   version      u32 4
 *   algorithm    u8 0 forest, 1 svm, 2 boosted (since version 3)
 *   split        u8 0 time, 1 hash, 2 folds (since version 4)
 *   seed         u64                train_failed u64       holdout u64 cars
 *   n_features   u32
 *     [] kind    u8 0 numeric, 1 category; name text; unit text; n_levels u32; [] level text;
 *        importance double; usual low, middle, high double (NaN: unknown);
 *        since version 2: reach, direction double (NaN: unknown)
 *   n_blocked    u32   [] name text; reason text
 *   forest       see rdg-model-codec-forest.c; or svm, see rdg-model-codec-svm.c
 *   calibration  see rdg-model-codec-calibration.c
 *   point        kind u8 0 capacity, 1 costs; capacity, cars_per_shift, cost_test, cost_escape double
 *   threshold    double
 *   metrics      of the hold-out, then out of bag: n u32; [] value, low, high double
 *   n_trained    u64   [] hash u64 (XXH3 of the car's code), rising; out-of-bag score double
 *   formulas     since version 4: see rdg-model-codec-formulas.c
 *   zones        since version 4: see rdg-model-codec-zones.c
 *   judged       since version 4: see rdg-model-codec-judged.c
 *   checksum     32 bytes: SHA-256 of all that stands before it
 *
 * A model may come from anywhere: nothing is believed because the checksum fits.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-bytes.h"
#include "rdg-error.h"
#include "rdg-model-codec-calibration.h"
#include "rdg-model-codec-forest.h"
#include "rdg-model-codec-formulas.h"
#include "rdg-model-codec-judged.h"
#include "rdg-model-codec-svm.h"
#include "rdg-model-codec-zones.h"
#include "rdg-model-private.h"
#include "rdg-operating-point.h"

#define MAGIC "RDGMODEL"
#define MAGIC_SIZE 8
#define VERSION 4
#define BOOSTED_VERSION 3  /* the first that has boosted trees */
#define PARTS_VERSION 4    /* the first that has formulas, zones, the cars that judged, and folds */
#define OLDEST_VERSION 1
#define CHECKSUM_SIZE 32
#define MOST_FEATURES 65535
#define LEAST_FEATURE_SIZE 45
#define LEAST_BLOCKED_SIZE 8

static void
compute_checksum (const guint8 *data,
                  gsize         length,
                  guint8       *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = CHECKSUM_SIZE;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
}

static void
put_features (GByteArray     *bytes,
              const RdgModel *model)
{
  rdg_bytes_put_u32 (bytes, model->n_features);
  for (guint f = 0; f < model->n_features; f++)
    {
      const RdgModelFeature *feature = &model->features[f];

      rdg_bytes_put_u8 (bytes, feature->feature.kind == RDG_FEATURE_CATEGORY);
      rdg_bytes_put_text (bytes, feature->feature.name);
      rdg_bytes_put_text (bytes, feature->feature.unit);
      rdg_bytes_put_u32 (bytes, feature->feature.n_levels);
      for (guint l = 0; l < feature->feature.n_levels; l++)
        rdg_bytes_put_text (bytes, feature->feature.levels[l]);
      rdg_bytes_put_double (bytes, feature->importance);
      rdg_bytes_put_double (bytes, feature->usual_low);
      rdg_bytes_put_double (bytes, feature->usual_middle);
      rdg_bytes_put_double (bytes, feature->usual_high);
      rdg_bytes_put_double (bytes, feature->reach);
      rdg_bytes_put_double (bytes, feature->direction);
    }

  rdg_bytes_put_u32 (bytes, model->n_blocked);
  for (guint b = 0; b < model->n_blocked; b++)
    {
      rdg_bytes_put_text (bytes, model->blocked[b].name);
      rdg_bytes_put_text (bytes, model->blocked[b].reason);
    }
}

static void
put_metrics (GByteArray       *bytes,
             const RdgMetrics *metrics)
{
  rdg_bytes_put_u32 (bytes, RDG_N_METRICS);
  for (guint m = 0; m < RDG_N_METRICS; m++)
    {
      rdg_bytes_put_double (bytes, metrics->value[m]);
      rdg_bytes_put_double (bytes, metrics->low[m]);
      rdg_bytes_put_double (bytes, metrics->high[m]);
    }
}

/**
 * rdg_model_encode:
 *
 * Any thread.
 *
 * Returns: (transfer full): the model's bytes, the same on every machine and every time
 */
GBytes *
rdg_model_encode (const RdgModel *self)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 digest[CHECKSUM_SIZE];

  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_SIZE);
  rdg_bytes_put_u32 (bytes, VERSION);
  rdg_bytes_put_u8 (bytes, (guint8) self->algorithm);
  rdg_bytes_put_u8 (bytes, (guint8) self->split);
  rdg_bytes_put_u64 (bytes, self->seed);
  rdg_bytes_put_u64 (bytes, self->n_train_failed);
  rdg_bytes_put_u64 (bytes, self->n_holdout);
  put_features (bytes, self);
  if (self->svm != NULL)
    _rdg_model_put_svm (bytes, self->svm);
  else
    _rdg_model_put_forest (bytes, self->forest);
  _rdg_model_put_calibration (bytes, &self->calibration);
  rdg_bytes_put_u8 (bytes, self->point.kind == RDG_OPERATING_POINT_COSTS);
  rdg_bytes_put_double (bytes, self->point.capacity);
  rdg_bytes_put_double (bytes, self->point.cars_per_shift);
  rdg_bytes_put_double (bytes, self->point.cost_test);
  rdg_bytes_put_double (bytes, self->point.cost_escape);
  rdg_bytes_put_double (bytes, self->threshold);
  put_metrics (bytes, &self->holdout);
  put_metrics (bytes, &self->oob);
  rdg_bytes_put_u64 (bytes, self->n_trained);
  for (gsize i = 0; i < self->n_trained; i++)
    {
      rdg_bytes_put_u64 (bytes, self->trained[i].hash);
      rdg_bytes_put_double (bytes, self->trained[i].score);
    }
  _rdg_model_put_formulas (bytes, self);
  _rdg_model_put_zones (bytes, self);
  _rdg_model_put_judged (bytes, self);

  compute_checksum (bytes->data, bytes->len, digest);
  g_byte_array_append (bytes, digest, CHECKSUM_SIZE);

  return g_byte_array_free_to_bytes (bytes);
}

static double
get_finite_or_nan (RdgByteReader *reader)
{
  double value = rdg_byte_reader_double (reader);

  rdg_byte_reader_check (reader, !isinf (value));

  return value;
}

static void
get_feature (RdgByteReader   *reader,
             guint32          version,
             RdgModelFeature *feature)
{
  feature->feature.kind = rdg_byte_reader_flag (reader) ? RDG_FEATURE_CATEGORY : RDG_FEATURE_NUMERIC;
  feature->feature.name = rdg_byte_reader_text (reader);
  feature->feature.unit = rdg_byte_reader_text (reader);

  gboolean category = feature->feature.kind == RDG_FEATURE_CATEGORY;
  guint n_levels = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 0,
                                                  category ? RDG_BINS_MAX_CODES : 0, 4);

  if (category)
    {
      feature->feature.levels = g_new0 (char *, (gsize) n_levels + 1);
      feature->feature.n_levels = n_levels;
      for (guint l = 0; l < n_levels; l++)
        feature->feature.levels[l] = rdg_byte_reader_text (reader);
    }

  feature->importance = rdg_byte_reader_share (reader);
  feature->usual_low = get_finite_or_nan (reader);
  feature->usual_middle = get_finite_or_nan (reader);
  feature->usual_high = get_finite_or_nan (reader);
  feature->reach = feature->direction = NAN;
  if (version >= 2)
    {
      feature->reach = get_finite_or_nan (reader);
      feature->direction = get_finite_or_nan (reader);
      rdg_byte_reader_check (reader, !(feature->reach < 0.0 || feature->reach > 1.0 ||
                                       fabs (feature->direction) > 1.0));
    }
}

static void
get_features (RdgByteReader *reader,
              guint32        version,
              RdgModel      *model)
{
  model->n_features = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 1,
                                                     MOST_FEATURES, LEAST_FEATURE_SIZE);
  model->features = g_new0 (RdgModelFeature, MAX (model->n_features, 1));
  for (guint f = 0; f < model->n_features; f++)
    get_feature (reader, version, &model->features[f]);

  model->n_blocked = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u32 (reader), 0,
                                                    G_MAXUINT32, LEAST_BLOCKED_SIZE);
  model->blocked = g_new0 (RdgBlockedFeature, MAX (model->n_blocked, 1));
  for (guint b = 0; b < model->n_blocked; b++)
    {
      model->blocked[b].name = rdg_byte_reader_text (reader);
      model->blocked[b].reason = rdg_byte_reader_text (reader);
    }
}

static void
get_operating_point (RdgByteReader *reader,
                     RdgModel      *model)
{
  model->point.kind = rdg_byte_reader_flag (reader) ? RDG_OPERATING_POINT_COSTS : RDG_OPERATING_POINT_CAPACITY;
  model->point.capacity = rdg_byte_reader_finite (reader);
  model->point.cars_per_shift = rdg_byte_reader_finite (reader);
  model->point.cost_test = rdg_byte_reader_finite (reader);
  model->point.cost_escape = rdg_byte_reader_finite (reader);
  rdg_byte_reader_check (reader, rdg_operating_point_check (&model->point, NULL));
  model->threshold = rdg_byte_reader_share (reader);
}

static void
get_metrics (RdgByteReader *reader,
             RdgMetrics    *metrics)
{
  rdg_byte_reader_check (reader, rdg_byte_reader_u32 (reader) == RDG_N_METRICS);
  for (guint m = 0; m < RDG_N_METRICS; m++)
    {
      metrics->value[m] = get_finite_or_nan (reader);
      metrics->low[m] = get_finite_or_nan (reader);
      metrics->high[m] = get_finite_or_nan (reader);
    }
}

static void
get_trained (RdgByteReader *reader,
             RdgModel      *model)
{
  /* A machine that another program has trained knows none of its cars. */
  guint least = model->algorithm == RDG_ALGORITHM_SVM ? 0 : 1;

  model->n_trained = (gsize) rdg_byte_reader_count (reader, rdg_byte_reader_u64 (reader), least,
                                                    G_MAXUINT32, 16);
  model->trained = g_new0 (RdgTrainedCar, MAX (model->n_trained, 1));
  for (gsize i = 0; i < model->n_trained; i++)
    {
      RdgTrainedCar *car = &model->trained[i];

      car->hash = rdg_byte_reader_u64 (reader);
      car->score = rdg_byte_reader_double (reader);
      rdg_byte_reader_check (reader, isnan (car->score) || (car->score >= 0.0 && car->score <= 1.0));
      rdg_byte_reader_check (reader, i == 0 || car->hash >= car[-1].hash);
    }
  rdg_byte_reader_check (reader, model->n_train_failed <= model->n_trained);
}

/* The checks that come before anything is read. */
static gboolean
check_envelope (const guint8 *data,
                gsize         length,
                GError      **error)
{
  guint8 digest[CHECKSUM_SIZE];

  if (length < MAGIC_SIZE || memcmp (data, MAGIC, MAGIC_SIZE) != 0)
    {
      g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL,
                           _("This is not a model that Rodagem has exported."));
      return FALSE;
    }

  if (length >= MAGIC_SIZE + sizeof (guint32) + CHECKSUM_SIZE)
    {
      compute_checksum (data, length - CHECKSUM_SIZE, digest);
      if (memcmp (digest, data + length - CHECKSUM_SIZE, CHECKSUM_SIZE) == 0)
        return TRUE;
    }

  g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_DAMAGED,
                       _("The model is damaged: its checksum does not fit. "
                         "Copy or export it again."));

  return FALSE;
}

/**
 * rdg_model_decode:
 * @bytes: what rdg_model_encode() gave, or anything else
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with an error of %RDG_MODEL_ERROR
 */
RdgModel *
rdg_model_decode (GBytes  *bytes,
                  GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (RdgModel) model = NULL;
  RdgByteReader reader;

  if (!check_envelope (data, length, error))
    return NULL;

  rdg_byte_reader_init (&reader, data, length - CHECKSUM_SIZE);
  reader.at += MAGIC_SIZE;

  guint32 version = rdg_byte_reader_u32 (&reader);

  if (version > VERSION)
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NEWER,
                   _("The model was made by a newer Rodagem (its format is version %u, "
                     "this program knows %d). Update Rodagem."), version, VERSION);
      return NULL;
    }

  model = _rdg_model_new ();
  rdg_byte_reader_check (&reader, version >= OLDEST_VERSION);

  guint8 algorithm = rdg_byte_reader_u8 (&reader);

  rdg_byte_reader_check (&reader, algorithm < RDG_N_ALGORITHMS &&
                                  (algorithm != RDG_ALGORITHM_BOOSTED || version >= BOOSTED_VERSION));
  model->algorithm = algorithm;

  guint8 split = rdg_byte_reader_u8 (&reader);

  rdg_byte_reader_check (&reader, split <= (version >= PARTS_VERSION ? RDG_SPLIT_FOLDS
                                                                      : RDG_SPLIT_HASH));
  model->split = split;
  model->seed = rdg_byte_reader_u64 (&reader);
  model->n_train_failed = (gsize) rdg_byte_reader_u64 (&reader);
  model->n_holdout = (gsize) rdg_byte_reader_u64 (&reader);
  get_features (&reader, version, model);
  if (!reader.failed && algorithm == RDG_ALGORITHM_SVM)
    model->svm = _rdg_model_get_svm (&reader, model->features, model->n_features);
  else if (!reader.failed)
    model->forest = _rdg_model_get_forest (&reader, algorithm == RDG_ALGORITHM_BOOSTED,
                                           model->features, model->n_features);
  _rdg_model_get_calibration (&reader, &model->calibration);
  get_operating_point (&reader, model);
  get_metrics (&reader, &model->holdout);
  get_metrics (&reader, &model->oob);
  get_trained (&reader, model);
  if (version >= PARTS_VERSION)
    {
      _rdg_model_get_formulas (&reader, model);
      _rdg_model_get_zones (&reader, model);
      _rdg_model_get_judged (&reader, model);
    }
  rdg_byte_reader_check (&reader, rdg_byte_reader_left (&reader) == 0);

  if (reader.failed)
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_DAMAGED,
                   _("The model is damaged: what stands before byte %" PRId64
                     " cannot be. Copy or export it again."), (gint64) reader.failed_at);
      return NULL;
    }

  _rdg_model_derive (model);

  return g_steal_pointer (&model);
}
