/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many rounds is told by the newest fifth of the cars, which are left out for that;
 * then the trees are grown from all. Five more times they are grown without a fifth of
 * the cars, which those trees score: as a risk is calibrated, so a trained car is listed.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-boost-train.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "rdg-boost-run.h"
#include "rdg-error.h"
#include "rdg-parallel.h"
#include "rdg-rng.h"

#define N_FOLDS 5
#define STOP_SHARE 5             /* one part of so many is left out to tell when to stop */
#define STOP_WORK 0.2            /* of all the work */
#define FEW_ROWS 20000           /* up to them a thread takes a whole run, as waiting costs more */
#define FOLD_STREAM (1ull << 40) /* no tree's */

typedef struct
{
  gint64  tested_at;
  guint32 row;
} Row;

typedef struct
{
  const RdgBins         *bins;
  const guint8          *failed;
  const RdgBoostOptions *options;
  guint                  n_rounds;
  guint                  n_inner;      /* threads of a run */
  guint8                *fold;         /* a row */
  double                *log_odds;     /* a row's, by trees that were not grown from it */
  RdgBoostRun            whole;
  GCancellable          *cancellable;
  GMutex                 mutex;
  GError                *error;        /* the first */
} Training;

static void
training_clear (Training *self)
{
  rdg_boost_run_clear (&self->whole);
  g_free (self->fold);
  g_free (self->log_odds);
  g_mutex_clear (&self->mutex);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, training_clear)

static int
compare_rows (const void *a,
              const void *b)
{
  const Row *x = a, *y = b;

  if (x->tested_at != y->tested_at)
    return x->tested_at < y->tested_at ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

/* NULL where the newest or the others have too few of an outcome to tell anything. */
static guint8 *
leave_newest_out (const RdgBins *bins,
                  const guint8  *failed,
                  const gint64  *tested_at)
{
  gsize n = bins->n_rows, first = n - n / STOP_SHARE;
  g_autofree Row *order = g_new (Row, MAX (n, 1));
  g_autofree guint8 *left_out = g_new0 (guint8, MAX (n, 1));
  gsize n_of[2][2] = { { 0, 0 }, { 0, 0 } };

  for (gsize i = 0; i < n; i++)
    order[i] = (Row){ tested_at != NULL ? tested_at[i] : 0, (guint32) i };
  qsort (order, n, sizeof *order, compare_rows);
  for (gsize i = 0; i < n; i++)
    {
      left_out[order[i].row] = i >= first;
      n_of[i >= first][failed[order[i].row] != 0]++;
    }

  for (guint part = 0; part < 2; part++)
    if (MIN (n_of[part][0], n_of[part][1]) < RDG_BOOST_LEAST_TO_STOP)
      return NULL;

  return g_steal_pointer (&left_out);
}

static gboolean
choose_rounds (Training           *self,
               const gint64       *tested_at,
               const RdgProgress  *progress,
               GError            **error)
{
  g_autofree guint8 *left_out = leave_newest_out (self->bins, self->failed, tested_at);
  g_auto (RdgBoostRun) run = {
    .bins = self->bins,
    .failed = self->failed,
    .options = self->options,
    .left_out = left_out,
    .n_rounds = self->options->n_rounds,
    .patience = self->options->patience,
    .n_threads = self->n_inner,
  };

  if (left_out == NULL)
    return TRUE;

  if (!rdg_boost_run_do (&run, progress, self->cancellable, error))
    return FALSE;

  self->n_rounds = MAX (run.best, 1);

  return TRUE;
}

/* Each fold gets its part of both outcomes. */
static void
draw_folds (Training *self)
{
  gsize n = self->bins->n_rows, n_seen[2] = { 0, 0 };
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));
  RdgRng rng;

  self->fold = g_new (guint8, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  rdg_rng_init (&rng, self->options->seed, FOLD_STREAM);
  rdg_rng_shuffle_u32 (&rng, order, n);
  for (gsize i = 0; i < n; i++)
    self->fold[order[i]] = (guint8) (n_seen[self->failed[order[i]] != 0]++ % N_FOLDS);
}

static void
keep_error (Training *self,
            GError   *error)
{
  g_mutex_lock (&self->mutex);
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->mutex);
  g_clear_error (&error);
}

/* The first items grow without a fold and score it; the last one grows the trees that stay. */
static void
cross_fit (gsize    item,
           guint    worker,
           gpointer user_data)
{
  Training *self = user_data;
  gsize n = self->bins->n_rows;
  g_autofree guint8 *left_out = NULL;
  GError *error = NULL;

  if (item == N_FOLDS)
    {
      if (!rdg_boost_run_do (&self->whole, NULL, self->cancellable, &error))
        keep_error (self, error);
      return;
    }

  left_out = g_new (guint8, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    left_out[i] = self->fold[i] == item;

  g_auto (RdgBoostRun) run = {
    .bins = self->bins,
    .failed = self->failed,
    .options = self->options,
    .left_out = left_out,
    .n_rounds = self->n_rounds,
    .n_threads = self->n_inner,
  };

  if (!rdg_boost_run_do (&run, NULL, self->cancellable, &error))
    {
      keep_error (self, error);
      return;
    }

  for (gsize i = 0; i < n; i++)
    if (left_out[i])
      self->log_odds[i] = run.margin[i];
}

static void
sum_importance (const RdgBoostRun *run,
                double            *importance)
{
  guint n_features = run->bins->n_columns;
  double total = 0.0;

  for (guint f = 0; f < n_features; f++)
    {
      importance[f] = 0.0;
      for (guint t = 0; t < run->n_grown; t++)
        importance[f] += run->trees[t].importance[f];
      total += importance[f];
    }

  for (guint f = 0; total > 0.0 && f < n_features; f++)
    importance[f] /= total;
}

static RdgForest *
assemble (const RdgBoostRun  *run,
          double              class_weight,
          GError            **error)
{
  gsize n_nodes = 0, n_sets = 0;

  for (guint t = 0; t < run->n_grown; t++)
    {
      n_nodes += run->trees[t].nodes->len;
      n_sets += run->trees[t].sets->len;
    }

  RdgForest *forest = rdg_forest_alloc (run->bins->n_columns, run->n_grown, class_weight, n_nodes,
                                        n_sets);

  if (forest == NULL)
    {
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                   _("There is not enough memory for %u boosted trees; choose fewer rounds."),
                   run->n_grown);
      return NULL;
    }

  for (guint t = 0; t < run->n_grown; t++)
    {
      const RdgTree *tree = &run->trees[t];

      memcpy (forest->nodes + forest->node_start[t], tree->nodes->data,
              tree->nodes->len * sizeof (RdgNode));
      if (tree->sets->len > 0)
        memcpy (forest->sets + forest->set_start[t], tree->sets->data,
                tree->sets->len * sizeof (guint32));
      forest->node_start[t + 1] = forest->node_start[t] + tree->nodes->len;
      forest->set_start[t + 1] = forest->set_start[t] + tree->sets->len;
    }
  forest->boosted = TRUE;
  forest->start = run->start;
  rdg_forest_finish (forest);

  return forest;
}

/**
 * rdg_boost_train:
 * @bins: coarse ones
 * @failed: (array): 1 for each row of @bins that failed
 * @options: how
 * @unseen: (out caller-allocates) (array) (nullable): for each row of @bins, its score by trees that
 *   were not grown from it
 * @importance: (out caller-allocates) (array): for each feature, its share of all that splits gained
 *
 * Blocks; any thread. The same trees for any number of threads. Cancelling is looked at after
 * every level of a tree.
 *
 * Returns: (transfer full) (nullable): the trees, or %NULL with %G_IO_ERROR_CANCELLED or an error
 *   of %RDG_LEARN_ERROR
 */
RdgForest *
rdg_boost_train (const RdgBins          *bins,
                 const guint8           *failed,
                 const gint64           *tested_at,
                 const RdgBoostOptions  *options,
                 double                 *unseen,
                 double                 *importance,
                 double                 *losses,
                 const RdgProgress      *progress,
                 GCancellable           *cancellable,
                 GError                **error)
{
  gboolean few = bins->n_rows <= FEW_ROWS;
  double begin = options->patience > 0 ? STOP_WORK : 0.0;
  RdgProgress choosing = rdg_progress_slice (progress, 0.0, begin);
  RdgProgress growing = rdg_progress_slice (progress, begin, 1.0);
  g_auto (Training) self = {
    .bins = bins,
    .failed = failed,
    .options = options,
    .n_rounds = options->n_rounds,
    .n_inner = few ? 1 : rdg_parallel_choose (options->n_threads, G_MAXSIZE),
    .cancellable = cancellable,
  };

  g_mutex_init (&self.mutex);
  if (options->patience > 0 && !choose_rounds (&self, tested_at, &choosing, error))
    return NULL;

  self.whole = (RdgBoostRun){
    .bins = bins,
    .failed = failed,
    .options = options,
    .n_rounds = self.n_rounds,
    .n_threads = self.n_inner,
    .losses = losses,
  };
  if (unseen == NULL)
    {
      if (!rdg_boost_run_do (&self.whole, &growing, cancellable, error))
        return NULL;
    }
  else
    {
      draw_folds (&self);
      self.log_odds = g_new0 (double, MAX (bins->n_rows, 1));
      if (!rdg_parallel_run (N_FOLDS + 1, few ? options->n_threads : 1, cross_fit, &self, &growing,
                             cancellable, error))
        return NULL;
    }
  if (self.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self.error));
      return NULL;
    }

  sum_importance (&self.whole, importance);

  RdgForest *forest = assemble (&self.whole, options->class_weight, error);

  for (gsize i = 0; forest != NULL && unseen != NULL && i < bins->n_rows; i++)
    unseen[i] = CLAMP ((self.log_odds[i] - forest->lowest) / (forest->highest - forest->lowest),
                       0.0, 1.0);

  return forest;
}
