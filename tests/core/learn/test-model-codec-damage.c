/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damage whose checksum fits: refused, or a model that can be used; never a crash.
 */
#include <string.h>

#include "codec-fixture.h"
#include "rdg-error.h"
#include "rdg-model-codec-formulas.h"
#include "rdg-model-codec-zones.h"
#include "rdg-model-private.h"

#define STRIDE 5
#define MOST_LISTS 3

/* Records all alike, hundreds of them: cars that taught, cars that judged, support vectors. */
typedef struct
{
  guint n;
  gsize begin[MOST_LISTS];
  gsize end[MOST_LISTS];
} Lists;

static const guint8 values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

static gsize
find (const guint8 *whole,
      gsize         length,
      gconstpointer part,
      gsize         size)
{
  for (gsize i = 0; i + size <= length; i++)
    if (memcmp (whole + i, part, size) == 0)
      return i;

  g_assert_not_reached ();
}

static void
add_list (Lists *lists,
          gsize  begin,
          gsize  end)
{
  lists->begin[lists->n] = begin;
  lists->end[lists->n++] = end;
}

static void
add_cars (Lists        *lists,
          const guint8 *whole,
          gsize         length,
          guint64       first,
          guint64       last)
{
  first = GUINT64_TO_LE (first);
  last = GUINT64_TO_LE (last);
  add_list (lists, find (whole, length, &first, sizeof first), find (whole, length, &last, sizeof last));
}

/* The records at their ends are left to what stands beside them. */
static Lists
find_lists (const RdgModel *model,
            const guint8   *whole,
            gsize           length)
{
  Lists lists = { 0 };

  add_cars (&lists, whole, length, model->trained[2].hash, model->trained[model->n_trained - 2].hash);
  add_cars (&lists, whole, length, model->judged[2].hash, model->judged[model->n_judged - 2].hash);
  if (model->svm != NULL)
    {
      gsize row = model->svm->n_inputs * sizeof (double);
      gsize begin = find (whole, length, model->svm->vectors, row);

      add_list (&lists, begin + 2 * row, begin + (model->svm->n_vectors - 2) * row);
    }

  return lists;
}

/* How far it is to the next place to try. Inside a list every fifth byte is, which comes to each byte of a
 * record within five of them. */
static gsize
get_step (const Lists *lists,
          gsize        at)
{
  for (guint l = 0; l < lists->n; l++)
    if (at >= lists->begin[l] && at < lists->end[l])
      return STRIDE;

  return 1;
}

/* Gives whether the damage is one that a model may have: a threshold or a metric may be any number. */
static gboolean
try (guint8 *data,
     gsize   length)
{
  g_autoptr (GBytes) sealed = codec_seal (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgModel) decoded = rdg_model_decode (sealed, &error);

  if (decoded != NULL)
    codec_use (decoded);
  else
    g_assert_true (error->domain == RDG_MODEL_ERROR);

  return decoded != NULL;
}

static void
test_flips (gconstpointer algorithm)
{
  g_autoptr (RdgModel) model = codec_train (GPOINTER_TO_UINT (algorithm), 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  const guint8 *whole = g_bytes_get_data (bytes, NULL);
  g_autofree guint8 *data = g_memdup2 (whole, length);
  Lists lists = find_lists (model, whole, length);
  guint n_taken = 0, n_tried = 0;
  gsize step;

  for (gsize i = 0; i < length - CODEC_CHECKSUM_SIZE; i += step)
    {
      step = get_step (&lists, i);
      for (guint v = 0; v < G_N_ELEMENTS (values); v++)
        {
          /* In a list one value at a place, another at the next. */
          if (whole[i] == values[v] || (step > 1 && v != i / STRIDE % G_N_ELEMENTS (values)))
            continue;

          data[i] = values[v];
          n_taken += try (data, length);
          n_tried++;
        }
      data[i] = whole[i];
    }
  g_assert_cmpuint (n_taken, >, 0);
  g_assert_cmpuint (n_taken, <, n_tried);
}

static void
test_cuts (gconstpointer algorithm)
{
  g_autoptr (RdgModel) model = codec_train (GPOINTER_TO_UINT (algorithm), 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  const guint8 *whole = g_bytes_get_data (bytes, NULL);
  Lists lists = find_lists (model, whole, length);

  for (gsize left = CODEC_CHECKSUM_SIZE; left < length; left += get_step (&lists, left))
    {
      g_autofree guint8 *data = g_memdup2 (whole, left);
      g_autoptr (GBytes) sealed = codec_seal (data, left);

      codec_assert_refused (sealed);
    }
}

typedef void (*Put) (GByteArray     *bytes,
                     const RdgModel *model);

/* As test_flips() and test_absurd_lengths(), of one part alone, which ends with a list. */
static void
flip_part (RdgModel *model,
           Put       put,
           gsize     list_size,
           guint    *n_taken,
           guint    *n_refused)
{
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (GByteArray) part = g_byte_array_new ();
  gsize length = g_bytes_get_size (bytes);
  const guint8 *whole = g_bytes_get_data (bytes, NULL);
  g_autofree guint8 *data = g_memdup2 (whole, length);

  put (part, model);

  gsize begin = find (whole, length, part->data, part->len), end = begin + part->len;
  Lists list = { 1, { end - list_size }, { end } };

  *n_taken = *n_refused = 0;
  for (gsize i = begin; i < end - 8; i += get_step (&list, i))
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        gsize n = values[v] == 0xff && i % 4 == 0 ? 8 : 1;

        memset (data + i, values[v], n);
        if (try (data, length))
          ++*n_taken;
        else
          ++*n_refused;
        memcpy (data + i, whole + i, n);
      }
}

static void
test_zones (void)
{
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST | CODEC_WITH_ZONES, 1200, 3);
  guint n_taken, n_refused;

  g_assert_cmpuint (model->n_zones, >, 0);
  flip_part (model, _rdg_model_put_zones, model->n_trained * model->n_zones * sizeof (float), &n_taken, &n_refused);
  g_assert_cmpuint (n_taken, >, 0);
  g_assert_cmpuint (n_refused, >, n_taken / 4);
}

static void
test_formulas (void)
{
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST | CODEC_WITH_FORMULAS, 400, 2);
  guint n_taken, n_refused;

  g_assert_cmpuint (model->n_formulas, ==, 2);
  flip_part (model, _rdg_model_put_formulas, 0, &n_taken, &n_refused);
  g_assert_cmpuint (n_refused, >, 0);
}

/* Lengths of gigabytes in a file of bytes must not be believed. */
static void
test_absurd_lengths (void)
{
  g_autoptr (RdgModel) model = codec_train (RDG_ALGORITHM_FOREST, 400, 2);
  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  gsize length = g_bytes_get_size (bytes);
  const guint8 *whole = g_bytes_get_data (bytes, NULL);
  g_autofree guint8 *data = g_memdup2 (whole, length);
  Lists lists = find_lists (model, whole, length);

  for (gsize i = 8; i + 8 <= length - CODEC_CHECKSUM_SIZE; i += get_step (&lists, i))
    {
      memset (data + i, 0xff, i % 2 ? 4 : 8);
      try (data, length);
      memcpy (data + i, whole + i, 8);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    guint       algorithm;
  } kinds[] = {
    { "forest", RDG_ALGORITHM_FOREST },
    { "svm", RDG_ALGORITHM_SVM },
    { "boosted", RDG_ALGORITHM_BOOSTED },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *flips = g_strconcat ("/learn/model-codec-damage/flips/", kinds[i].name, NULL);
      g_autofree char *cuts = g_strconcat ("/learn/model-codec-damage/cuts/", kinds[i].name, NULL);

      g_test_add_data_func (flips, GUINT_TO_POINTER (kinds[i].algorithm), test_flips);
      g_test_add_data_func (cuts, GUINT_TO_POINTER (kinds[i].algorithm), test_cuts);
    }
  g_test_add_func ("/learn/model-codec-damage/zones", test_zones);
  g_test_add_func ("/learn/model-codec-damage/formulas", test_formulas);
  g_test_add_func ("/learn/model-codec-damage/absurd-lengths", test_absurd_lengths);

  return g_test_run ();
}
