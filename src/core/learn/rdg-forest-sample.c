/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest-sample.h"

#include <string.h>

#define DRAWS_AT_ONCE 256

gboolean
_rdg_sampler_init (RdgSampler             *self,
                   const RdgForestOptions *options,
                   const guint8           *failed,
                   gsize                   n_rows)
{
  *self = (RdgSampler){ .options = options, .n_rows = n_rows };

  if (!options->replace)
    {
      self->deck = g_try_new (guint32, n_rows);
      if (self->deck == NULL)
        return FALSE;
    }

  if (options->sample_failed <= 0.0 && options->sample_passed <= 0.0)
    return TRUE;

  self->class_rows = g_try_new (guint32, n_rows);
  if (self->class_rows == NULL)
    return FALSE;

  for (guint class = 0, n = 0; class < 2; class++)
    {
      for (gsize i = 0; i < n_rows; i++)
        if ((failed[i] != 0) == class)
          self->class_rows[n++] = (guint32) i;
      if (class == 0)
        self->n_passed = n;
    }

  return TRUE;
}

void
_rdg_sampler_clear (RdgSampler *self)
{
  g_clear_pointer (&self->class_rows, g_free);
  g_clear_pointer (&self->deck, g_free);
}

/* As rdg_rng_below() draws, from many numbers at once. rows: NULL for row i at i. */
static void
draw_with_replacement (const guint32 *rows,
                       gsize          n,
                       gsize          n_draws,
                       RdgRng        *rng,
                       guint8        *times)
{
  guint32 numbers[DRAWS_AT_ONCE];
  guint32 bound = (guint32) n, biased = (guint32) -bound % bound;

  while (n_draws > 0)
    {
      gsize n_numbers = MIN (n_draws, DRAWS_AT_ONCE);

      rdg_rng_fill_u32 (rng, numbers, n_numbers);
      for (gsize i = 0; i < n_numbers; i++)
        {
          guint64 product = (guint64) numbers[i] * bound;
          guint32 drawn = (guint32) (product >> 32);
          guint8 *count = &times[rows == NULL ? drawn : rows[drawn]];
          gboolean counts = (guint32) product >= biased;

          *count = (guint8) (*count + (counts && *count < RDG_ENTRY_MAX_TIMES));
          n_draws -= counts;
        }
    }
}

static void
draw_without_replacement (const guint32 *rows,
                          gsize          n,
                          gsize          n_draws,
                          RdgRng        *rng,
                          guint32       *deck,
                          guint8        *times)
{
  for (gsize i = 0; i < n; i++)
    deck[i] = rows == NULL ? (guint32) i : rows[i];
  for (gsize i = 0; i < n_draws; i++)
    {
      gsize pick = i + rdg_rng_below (rng, n - i);

      times[deck[pick]] = 1;
      deck[pick] = deck[i];
    }
}

static void
draw (RdgSampler    *self,
      const guint32 *rows,
      gsize          n,
      double         fraction,
      RdgRng        *rng,
      guint8        *times)
{
  gsize n_draws = (gsize) (fraction * (double) n + 0.5);

  n_draws = CLAMP (n_draws, 1, n);
  if (n == 0)
    return;

  if (self->options->replace)
    draw_with_replacement (rows, n, n_draws, rng, times);
  else
    draw_without_replacement (rows, n, n_draws, rng, self->deck, times);
}

void
_rdg_sampler_draw (RdgSampler *self,
                   guint       tree,
                   RdgRng     *rng,
                   guint8     *times)
{
  const RdgForestOptions *options = self->options;

  rdg_rng_init (rng, options->seed, tree);
  memset (times, 0, self->n_rows * sizeof *times);

  if (self->class_rows == NULL)
    {
      draw (self, NULL, self->n_rows, options->sample_fraction, rng, times);
      return;
    }

  draw (self, self->class_rows, self->n_passed,
        options->sample_passed > 0.0 ? options->sample_passed : options->sample_fraction,
        rng, times);
  draw (self, self->class_rows + self->n_passed, self->n_rows - self->n_passed,
        options->sample_failed > 0.0 ? options->sample_failed : options->sample_fraction,
        rng, times);
}
