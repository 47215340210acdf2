/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables to learn from: see learn-fixture.h. */
#define G_LOG_DOMAIN "rdg-test"

#include "learn-fixture.h"

#include <math.h>
#include <string.h>

#include "rdg-number.h"
#include "rdg-rng.h"

void
learn_table_clear (LearnTable *self)
{
  g_clear_pointer (&self->matrix, rdg_matrix_unref);
  g_clear_pointer (&self->failed, g_free);
  g_clear_pointer (&self->codes, g_strfreev);
  g_clear_pointer (&self->tested_at, g_free);
  g_clear_pointer (&self->zones, g_free);
}

RdgTrainingSet
learn_table_get_set (const LearnTable *self)
{
  static const char * const zones[] = { "front", "doors", "rear", NULL };

  return (RdgTrainingSet){
    .matrix = self->matrix,
    .failed = self->failed,
    .codes = (const char * const *) self->codes,
    .tested_at = self->tested_at,
    .zones = self->zones != NULL ? zones : NULL,
    .n_zones = self->zones != NULL ? 3 : 0,
    .zone_failed = self->zones,
  };
}

void
learn_table_shuffle (const LearnTable *self,
                     guint64           seed,
                     LearnTable       *shuffled)
{
  g_autofree guint32 *rows = g_new (guint32, self->n_rows);
  RdgRng rng;

  for (gsize i = 0; i < self->n_rows; i++)
    rows[i] = (guint32) i;
  rdg_rng_init (&rng, seed, 0);
  rdg_rng_shuffle_u32 (&rng, rows, self->n_rows);

  shuffled->n_rows = self->n_rows;
  shuffled->matrix = rdg_matrix_take_rows (self->matrix, rows, self->n_rows);
  shuffled->failed = g_new (guint8, self->n_rows);
  shuffled->codes = g_new0 (char *, self->n_rows + 1);
  shuffled->tested_at = self->tested_at != NULL ? g_new (gint64, self->n_rows) : NULL;
  shuffled->zones = self->zones != NULL ? g_new (guint32, self->n_rows) : NULL;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      shuffled->failed[i] = self->failed[rows[i]];
      shuffled->codes[i] = g_strdup (self->codes[rows[i]]);
      if (self->tested_at != NULL)
        shuffled->tested_at[i] = self->tested_at[rows[i]];
      if (self->zones != NULL)
        shuffled->zones[i] = self->zones[rows[i]];
    }
}

void
learn_table_rename (LearnTable *self,
                    const char *prefix)
{
  for (gsize i = 0; i < self->n_rows; i++)
    {
      char *code = g_strconcat (prefix, self->codes[i], NULL);

      g_free (self->codes[i]);
      self->codes[i] = code;
    }
}

void
learn_table_generate (LearnTable *self,
                      gsize       n_rows,
                      guint       n_noise,
                      guint64     seed)
{
  static const char * const levels[] = { "L", "M", "H", NULL };
  float *torque, *angle, *variant;
  RdgRng rng;

  rdg_rng_init (&rng, seed, 0);
  memset (self, 0, sizeof *self);
  self->n_rows = n_rows;
  self->matrix = rdg_matrix_new (n_rows);
  self->failed = g_new0 (guint8, n_rows);
  self->codes = g_new0 (char *, n_rows + 1);
  torque = rdg_matrix_add_numeric (self->matrix, "torque", "Nm");
  angle = rdg_matrix_add_numeric (self->matrix, "angle", "Grad");
  variant = rdg_matrix_add_category (self->matrix, "variant", levels);

  for (gsize i = 0; i < n_rows; i++)
    {
      double t = 57.0 + 2.0 * rdg_rng_normal (&rng), a = 90.0 + 10.0 * rdg_rng_normal (&rng);
      guint v = (guint) rdg_rng_below (&rng, 3);
      double risk = t > 59.5 && v == 2 ? 0.8 : a < 75.0 ? 0.5 : 0.03;

      torque[i] = (float) (floor (t * 100.0) / 100.0);
      angle[i] = rdg_rng_uniform (&rng) < 0.2 ? NAN : (float) (floor (a * 10.0) / 10.0);
      variant[i] = (float) v;
      self->failed[i] = rdg_rng_uniform (&rng) < risk;
      self->codes[i] = g_strdup_printf ("2024-%07" G_GSIZE_FORMAT, i);
    }

  for (guint f = 0; f < n_noise; f++)
    {
      g_autofree char *name = g_strdup_printf ("noise %u", f);
      float *noise = rdg_matrix_add_numeric (self->matrix, name, "");

      for (gsize i = 0; i < n_rows; i++)
        noise[i] = rdg_rng_uniform (&rng) < 0.1 ? NAN
                   : (float) floor (1000.0 * rdg_rng_normal (&rng));
    }
}

void
learn_table_add_zones (LearnTable *self)
{
  const float *torque = rdg_matrix_get_column (self->matrix, 0);
  const float *angle = rdg_matrix_get_column (self->matrix, 1);

  g_free (self->zones);
  self->zones = g_new0 (guint32, self->n_rows);
  for (gsize i = 0; i < self->n_rows; i++)
    if (self->failed[i])
      self->zones[i] = (torque[i] > 57.0f) | (angle[i] < 75.0f) << 1 | (i % 200 == 0) << 2;
}

static float
parse (const char *cell)
{
  double value;

  return rdg_number_parse_double (cell, strlen (cell), '.', &value) ? (float) value : NAN;
}

/* Five sensors and the type; the counting index and the five failure modes stay out. */
gboolean
learn_table_read_ai4i (LearnTable *self)
{
  static const char * const levels[] = { "H", "L", "M", NULL };
  static const char * const names[] = { "Air temperature", "Process temperature",
                                        "Rotational speed", "Torque", "Tool wear" };
  static const char * const units[] = { "K", "K", "rpm", "Nm", "min" };
  const char *path = g_getenv ("RDG_TEST_AI4I");
  g_autofree char *text = NULL;
  float *sensors[5], *type;

  memset (self, 0, sizeof *self);
  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);

  self->n_rows = g_strv_length (lines) - 1;
  self->matrix = rdg_matrix_new (self->n_rows);
  self->failed = g_new0 (guint8, self->n_rows);
  self->codes = g_new0 (char *, self->n_rows + 1);
  type = rdg_matrix_add_category (self->matrix, "Type", levels);
  for (guint s = 0; s < 5; s++)
    sensors[s] = rdg_matrix_add_numeric (self->matrix, names[s], units[s]);

  for (gsize i = 0; i < self->n_rows; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 14);
      self->codes[i] = g_strdup (cells[1]);
      type[i] = cells[2][0] == 'H' ? 0.0f : cells[2][0] == 'L' ? 1.0f : 2.0f;
      for (guint s = 0; s < 5; s++)
        sensors[s][i] = parse (cells[3 + s]);
      self->failed[i] = cells[8][0] == '1';
    }

  return TRUE;
}
