/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rounds. Gradients are rounded to whole numbers, fine enough that none of them
 * says less than a float would, and coarse enough that their sum fits 63 bits.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-boost-run.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-boost-grower.h"
#include "rdg-error.h"
#include "rdg-parallel.h"
#include "rdg-rng.h"

#define BLOCK_ROWS 8192
#define SCALE_BITS 30

typedef struct
{
  RdgBoostRun *run;
  double       scale;
  RdgBoostSum *sums;
  double      *block_loss[2];   /* of a block: of rows learnt from, of those left out */
  guint32     *sample;
  guint32     *rest;
  gsize        n_sample;
  guint       *features;
  guint        n_features;
  guint       *usable;
  guint        n_usable;
} Rounds;

static gboolean
is_left_out (const RdgBoostRun *run,
             gsize              row)
{
  return run->left_out != NULL && run->left_out[row];
}

static void
rate_block (gsize    item,
            guint    worker,
            gpointer user_data)
{
  Rounds *self = user_data;
  const RdgBoostRun *run = self->run;
  gsize end = MIN ((item + 1) * BLOCK_ROWS, run->bins->n_rows);

  for (gsize i = item * BLOCK_ROWS; i < end; i++)
    {
      guint8 failed = run->failed[i] != 0;
      double weight = failed ? run->options->class_weight : 1.0;
      double p = 1.0 / (1.0 + exp (-run->margin[i]));
      gint64 gradient = llrint (weight * (p - failed) * self->scale);
      gint64 second = llrint (weight * p * (1.0 - p) * self->scale);

      self->sums[i] = (RdgBoostSum){ gradient, MAX (second, 1) };
    }
}

/* log (1 + exp (-m)), or with m for the passed, without overflow. */
static double
get_loss (double margin,
          guint8 failed)
{
  double against = failed ? -margin : margin;

  return against > 0.0 ? against + log1p (exp (-against)) : log1p (exp (against));
}

static void
judge_block (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Rounds *self = user_data;
  const RdgBoostRun *run = self->run;
  gsize end = MIN ((item + 1) * BLOCK_ROWS, run->bins->n_rows);
  double loss[2] = { 0.0, 0.0 };

  for (gsize i = item * BLOCK_ROWS; i < end; i++)
    loss[is_left_out (run, i)] += (run->failed[i] ? run->options->class_weight : 1.0) *
                                  get_loss (run->margin[i], run->failed[i]);

  self->block_loss[0][item] = loss[0];
  self->block_loss[1][item] = loss[1];
}

static gboolean
judge (Rounds        *self,
       double         loss[2],
       GCancellable  *cancellable,
       GError       **error)
{
  gsize n_blocks = (self->run->bins->n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;

  if (!rdg_parallel_run (n_blocks, self->run->n_threads, judge_block, self, NULL, cancellable, error))
    return FALSE;

  loss[0] = loss[1] = 0.0;
  for (gsize b = 0; b < n_blocks; b++)
    {
      loss[0] += self->block_loss[0][b];
      loss[1] += self->block_loss[1][b];
    }

  return TRUE;
}

static void
draw_rows (Rounds *self,
           RdgRng *rng)
{
  const RdgBoostRun *run = self->run;
  double share = run->options->row_share;
  gsize n_rest = 0;

  self->n_sample = 0;
  for (gsize i = 0; i < run->bins->n_rows; i++)
    if (!is_left_out (run, i) && (share >= 1.0 || rdg_rng_uniform (rng) < share))
      self->sample[self->n_sample++] = (guint32) i;
    else
      self->rest[n_rest++] = (guint32) i;

  /* A tree needs a row; the first one that may be learnt from will do. */
  for (gsize i = 0; self->n_sample == 0 && i < n_rest; i++)
    if (!is_left_out (run, self->rest[i]))
      {
        self->sample[self->n_sample++] = self->rest[i];
        memmove (self->rest + i, self->rest + i + 1, (--n_rest - i) * sizeof *self->rest);
      }
}

static void
draw_features (Rounds *self,
               RdgRng *rng)
{
  double share = self->run->options->column_share;
  gsize left = (gsize) CLAMP (ceil (share * self->n_usable), 1.0, MAX (self->n_usable, 1));

  self->n_features = 0;
  for (guint u = 0; u < self->n_usable; u++)
    if (rdg_rng_below (rng, self->n_usable - u) < left)
      {
        self->features[self->n_features++] = self->usable[u];
        left--;
      }
}

static gboolean
prepare (Rounds *self)
{
  RdgBoostRun *run = self->run;
  gsize n = MAX (run->bins->n_rows, 1), n_blocks = (n + BLOCK_ROWS - 1) / BLOCK_ROWS;
  guint n_columns = run->bins->n_columns;
  double weight[2] = { 0.0, 0.0 };

  run->margin = g_try_new (double, n);
  run->trees = g_new0 (RdgTree, run->n_rounds);
  self->sums = g_try_new (RdgBoostSum, n);
  self->sample = g_try_new (guint32, n);
  self->rest = g_try_new (guint32, n);
  self->block_loss[0] = g_new (double, n_blocks);
  self->block_loss[1] = g_new (double, n_blocks);
  self->features = g_new (guint, MAX (n_columns, 1));
  self->usable = g_new (guint, MAX (n_columns, 1));
  if (run->margin == NULL || self->sums == NULL || self->sample == NULL || self->rest == NULL)
    return FALSE;

  for (guint c = 0; c < n_columns; c++)
    if (run->bins->columns[c].varies)
      self->usable[self->n_usable++] = c;

  for (gsize i = 0; i < run->bins->n_rows; i++)
    if (!is_left_out (run, i))
      weight[run->failed[i] != 0] += run->failed[i] ? run->options->class_weight : 1.0;
  /* Half a car of each keeps it finite. */
  run->start = log ((weight[1] + 0.5) / (weight[0] + 0.5));
  for (gsize i = 0; i < run->bins->n_rows; i++)
    run->margin[i] = run->start;

  self->scale = ldexp (1.0, SCALE_BITS) / MAX (run->options->class_weight, 1.0);

  return TRUE;
}

static void
rounds_clear (Rounds *self)
{
  g_free (self->sums);
  g_free (self->sample);
  g_free (self->rest);
  g_free (self->block_loss[0]);
  g_free (self->block_loss[1]);
  g_free (self->features);
  g_free (self->usable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rounds, rounds_clear)

static gboolean
grow (Rounds          *self,
      RdgBoostGrower  *grower,
      GCancellable    *cancellable,
      GError         **error)
{
  RdgBoostRun *run = self->run;
  gsize n_rows = run->bins->n_rows;
  RdgTree *tree = &run->trees[run->n_grown++];
  RdgRng rng;

  tree->nodes = g_array_new (FALSE, TRUE, sizeof (RdgNode));
  tree->sets = g_array_new (FALSE, FALSE, sizeof (guint32));
  tree->importance = g_new0 (double, MAX (run->bins->n_columns, 1));

  rdg_rng_init (&rng, run->options->seed, run->n_grown);
  draw_rows (self, &rng);
  draw_features (self, &rng);
  if (!rdg_parallel_run ((n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS, run->n_threads, rate_block, self,
                         NULL, cancellable, error))
    return FALSE;

  return rdg_boost_grower_grow (grower, self->sums, self->sample, self->n_sample, self->rest,
                                n_rows - self->n_sample, self->features, self->n_features,
                                run->margin, tree, cancellable, error);
}

/**
 * rdg_boost_run_do:
 *
 * Grows the trees. With patience, it ends once so many rounds were no better for the rows that
 * are left out.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or %RDG_LEARN_ERROR_MEMORY
 */
gboolean
rdg_boost_run_do (RdgBoostRun        *self,
                  const RdgProgress  *progress,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_auto (Rounds) rounds = { .run = self };
  g_autoptr (RdgBoostGrower) grower = NULL;
  RdgBoostGrowing growing = {
    .max_depth = self->options->max_depth,
    .max_leaves = self->options->max_leaves,
    .rate = self->options->rate,
    .n_threads = self->n_threads,
  };
  double least = INFINITY;
  gsize n_learnt = 0;

  if (prepare (&rounds))
    {
      growing.rule = (RdgBoostRule){ rounds.scale, self->options->lambda,
                                     self->options->least_weight };
      grower = rdg_boost_grower_new (self->bins, &growing);
    }
  if (grower == NULL)
    {
      g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                           _("There is not enough memory for boosted trees on these cars; "
                             "choose a shorter period."));
      return FALSE;
    }

  for (gsize i = 0; i < self->bins->n_rows; i++)
    n_learnt += !is_left_out (self, i);

  while (self->n_grown < self->n_rounds)
    {
      double loss[2];

      if (!grow (&rounds, grower, cancellable, error))
        return FALSE;
      rdg_progress_report (progress, (double) self->n_grown / self->n_rounds);

      if (self->patience == 0 && self->losses == NULL)
        continue;

      if (!judge (&rounds, loss, cancellable, error))
        return FALSE;
      if (self->losses != NULL)
        self->losses[self->n_grown - 1] = loss[0] / (double) MAX (n_learnt, 1);
      if (loss[1] < least)
        {
          least = loss[1];
          self->best = self->n_grown;
        }
      if (self->patience > 0 && self->n_grown - self->best >= self->patience)
        break;
    }

  return TRUE;
}

/**
 * rdg_boost_run_clear:
 *
 * Frees what the run has made.
 */
void
rdg_boost_run_clear (RdgBoostRun *self)
{
  for (guint t = 0; t < self->n_grown; t++)
    rdg_tree_clear (&self->trees[t]);
  g_clear_pointer (&self->trees, g_free);
  g_clear_pointer (&self->margin, g_free);
  self->n_grown = 0;
}
