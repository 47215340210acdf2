/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Since version 4:
 *
 *   gap          double hours; u64 cars set aside by it
 *   folds        u8 0, or with split 2: 2 to 20
 *   n_judged     u64, as many as the hold-out has, or none in what was an older model
 *                [] hash u64 (XXH3 of the car's code), rising; risk double; failed u8;
 *                   earlier failures u32 (all ones: not known)
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec-judged.h"

#include <math.h>

#define JUDGED_SIZE 21
#define EARLIER_UNKNOWN G_MAXUINT32
/* Every number up to here is a float of its own. */
#define MOST_EARLIER (1u << 24)

void
_rdg_model_put_judged (GByteArray     *bytes,
                       const RdgModel *model)
{
  rdg_bytes_put_double (bytes, model->gap_hours);
  rdg_bytes_put_u64 (bytes, model->n_gap);
  rdg_bytes_put_u8 (bytes, (guint8) model->n_folds);
  rdg_bytes_put_u64 (bytes, model->n_judged);
  for (gsize i = 0; i < model->n_judged; i++)
    {
      const RdgJudgedCar *car = &model->judged[i];

      rdg_bytes_put_u64 (bytes, car->hash);
      rdg_bytes_put_double (bytes, car->risk);
      rdg_bytes_put_u8 (bytes, car->failed);
      rdg_bytes_put_u32 (bytes, isnan (car->earlier) ? EARLIER_UNKNOWN : (guint32) car->earlier);
    }
}

static void
get_car (RdgByteReader *reader,
         RdgJudgedCar  *car)
{
  guint32 earlier;

  car->hash = rdg_byte_reader_u64 (reader);
  car->risk = rdg_byte_reader_double (reader);
  car->failed = rdg_byte_reader_u8 (reader);
  earlier = rdg_byte_reader_u32 (reader);
  car->earlier = earlier == EARLIER_UNKNOWN ? NAN : (float) earlier;

  /* Written so that a NaN is refused. */
  rdg_byte_reader_check (reader, car->risk >= 0.0 && car->risk <= 1.0);
  rdg_byte_reader_check (reader, car->failed <= 1);
  rdg_byte_reader_check (reader, earlier == EARLIER_UNKNOWN || earlier <= MOST_EARLIER);
}

/**
 * _rdg_model_get_judged:
 * @model: its split and the size of its hold-out are known
 */
void
_rdg_model_get_judged (RdgByteReader *reader,
                       RdgModel      *model)
{
  model->gap_hours = rdg_byte_reader_double (reader);
  model->n_gap = (gsize) rdg_byte_reader_u64 (reader);
  model->n_folds = rdg_byte_reader_u8 (reader);
  rdg_byte_reader_check (reader, model->gap_hours >= 0.0 && model->gap_hours <= RDG_SPLIT_MOST_GAP);
  rdg_byte_reader_check (reader, model->gap_hours == 0.0 || model->split == RDG_SPLIT_TIME);
  rdg_byte_reader_check (reader, model->n_gap == 0 || model->gap_hours > 0.0);
  rdg_byte_reader_check (reader, model->split == RDG_SPLIT_FOLDS
                                   ? model->n_folds >= RDG_SPLIT_LEAST_FOLDS &&
                                     model->n_folds <= RDG_SPLIT_MOST_FOLDS
                                   : model->n_folds == 0);

  model->n_judged = (gsize) rdg_byte_reader_count (reader, rdg_byte_reader_u64 (reader), 0,
                                                   G_MAXUINT32, JUDGED_SIZE);
  rdg_byte_reader_check (reader, model->n_judged == 0 || model->n_judged == model->n_holdout);
  model->judged = g_new0 (RdgJudgedCar, MAX (model->n_judged, 1));
  for (gsize i = 0; i < model->n_judged; i++)
    {
      get_car (reader, &model->judged[i]);
      rdg_byte_reader_check (reader, i == 0 || model->judged[i].hash >= model->judged[i - 1].hash);
    }
}
