/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trainings are the items of work: (setting, fold) for the grid, then the folds of the
 * cross-fitting and the machine itself. Which cars are drawn and which fold they are in is
 * decided before the first begins, so that threads change nothing but the time.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-train.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-memory.h"
#include "rdg-metrics.h"
#include "rdg-parallel.h"
#include "rdg-rng.h"
#include "rdg-svm-platt.h"
#include "rdg-svm-sample.h"
#include "rdg-svm-solve.h"
#include "rdg-svm-table.h"

#define N_FOLDS 5
#define N_GRID_FOLDS 3
#define GRID_ROWS 1500            /* of the sample, to choose the setting on */
#define GRID_STEPS 300000         /* a setting that needs more is none to choose */
#define LONG_ROW 64               /* inputs; shorter ones libsvm multiplies as quickly itself */
#define JUDGED_ROWS 16            /* at a time, while the vectors pass by */
#define DOTS_SHARE 0.1            /* of the progress */
#define GRID_SHARE 0.6            /* of it, up to the end of the grid */

static const double grid_costs[] = { 0.25, 2.0, 16.0, 128.0 };
static const double grid_gammas[] = { 0.25, 1.0, 4.0 };   /* over the number of features */

#define N_COSTS G_N_ELEMENTS (grid_costs)
#define N_GAMMAS G_N_ELEMENTS (grid_gammas)

typedef struct
{
  const RdgMatrix     *matrix;
  const guint32       *rows;         /* of the matrix */
  gsize                n_rows;
  const guint8        *failed;       /* of rows */
  const RdgSvmOptions *options;
  RdgSvm              *svm;

  guint                n_sampled;
  guint32             *sampled;      /* which of rows, rising */
  double              *inputs;       /* of the sampled */
  guint8              *sampled_failed;
  guint8              *fold;         /* of rows, for the cross-fitting */

  guint                n_grid;
  guint32             *grid;         /* which of the sampled, rising */
  guint32             *grid_rows;    /* of grid, in the matrix */
  guint8              *grid_fold;    /* of grid */
  RdgSvmSetting        settings[N_COSTS * N_GAMMAS];
  guint                n_settings;
  guint                n_gammas;     /* settings of the same cost stand together */
  guint                first;        /* of the settings that are being tried */
  atomic_bool          hopeless[N_COSTS * N_GAMMAS];
  double              *decision;     /* setting x grid, then one of rows */

  RdgSvmDots          *dots;         /* of the sampled, or if they are too many of grid; NULL: none */
  RdgSvmTable         *tables[N_GAMMAS];   /* of grid */
  RdgSvmTable         *table;        /* of the sampled */

  GCancellable        *cancellable;
  GMutex               mutex;
  GError              *error;        /* the first */
} Training;

static gboolean
prepare (Training *self,
         GError  **error)
{
  RdgRng rng;

  rdg_rng_init (&rng, self->options->seed, 0);
  self->svm = rdg_svm_new (self->matrix, self->rows, self->n_rows);
  self->fold = rdg_svm_sample_fold (self->failed, self->n_rows, N_FOLDS, &rng);
  self->sampled = rdg_svm_sample_draw (self->failed, self->n_rows, self->options->most_rows, &rng,
                               &self->n_sampled);
  self->sampled_failed = g_new (guint8, MAX (self->n_sampled, 1));
  self->inputs = g_try_new (double, (gsize) self->n_sampled * MAX (self->svm->n_inputs, 1));
  if (self->inputs == NULL)
    {
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                   _("There is not enough memory for support vectors of %u cars."),
                   self->n_sampled);
      return FALSE;
    }
  self->svm->n_sampled = self->n_sampled;
  for (guint s = 0; s < self->n_sampled; s++)
    {
      self->sampled_failed[s] = self->failed[self->sampled[s]] != 0;
      self->svm->n_sampled_failed += self->sampled_failed[s];
      rdg_svm_encode (self->svm, self->matrix, self->rows[self->sampled[s]],
                      self->inputs + (gsize) s * self->svm->n_inputs);
    }

  self->grid = rdg_svm_sample_draw (self->sampled_failed, self->n_sampled, GRID_ROWS, &rng, &self->n_grid);

  g_autofree guint8 *grid_failed = g_new (guint8, MAX (self->n_grid, 1));

  self->grid_rows = g_new (guint32, MAX (self->n_grid, 1));
  for (guint g = 0; g < self->n_grid; g++)
    {
      grid_failed[g] = self->sampled_failed[self->grid[g]];
      self->grid_rows[g] = self->rows[self->sampled[self->grid[g]]];
    }
  self->grid_fold = rdg_svm_sample_fold (grid_failed, self->n_grid, N_GRID_FOLDS, &rng);

  return TRUE;
}

static void
list_settings (Training *self)
{
  const RdgSvmOptions *options = self->options;
  guint64 n_passed = self->svm->n_sampled - self->svm->n_sampled_failed;
  RdgSvmSetting setting = {
    .kernel = options->kernel,
    .weight = options->class_weight * (double) n_passed / (double) self->svm->n_sampled_failed,
  };
  guint n_costs = options->cost > 0.0 ? 1 : N_COSTS;

  self->n_gammas = options->kernel == RDG_SVM_LINEAR || options->gamma > 0.0 ? 1 : N_GAMMAS;
  for (guint c = 0; c < n_costs; c++)
    for (guint g = 0; g < self->n_gammas; g++)
      {
        setting.cost = options->cost > 0.0 ? options->cost : grid_costs[c];
        setting.gamma = options->gamma > 0.0 ? options->gamma
                                             : grid_gammas[g] / self->svm->n_features;
        self->settings[self->n_settings++] = setting;
      }
}

/* Where rows are long and few enough, and there is room beside what libsvm keeps. */
static gboolean
multiply_rows (Training          *self,
               const RdgProgress *progress,
               GError           **error)
{
  gboolean all = self->n_sampled <= RDG_SVM_TABLE_ROWS;
  guint n_dots = all ? self->n_sampled : self->n_grid;
  guint n_threads = rdg_parallel_choose (self->options->n_threads, G_MAXUINT32);
  guint64 n_bytes = MAX (rdg_svm_table_reckon (n_dots, self->n_gammas, self->n_grid),
                         rdg_svm_table_reckon (n_dots, all ? 1 : 0, self->n_sampled));

  if (self->svm->n_inputs < LONG_ROW || (!all && self->n_settings == 1) ||
      !rdg_memory_has_room (n_bytes + ((guint64) n_threads * RDG_SVM_CACHE_MB << 20)))
    return TRUE;

  g_autofree guint32 *rows = g_new (guint32, MAX (n_dots, 1));

  for (guint i = 0; i < n_dots; i++)
    rows[i] = all ? i : self->grid[i];
  self->dots = rdg_svm_dots_new (self->inputs, self->svm->n_inputs, rows, n_dots,
                                 self->options->n_threads, progress, self->cancellable, error);

  return self->dots != NULL;
}

static void
clear_tables (Training *self)
{
  for (guint g = 0; g < N_GAMMAS; g++)
    g_clear_pointer (&self->tables[g], rdg_svm_table_unref);
}

static gboolean
tabulate_grid (Training *self,
               GError  **error)
{
  for (guint g = 0; self->dots != NULL && g < self->n_gammas; g++)
    {
      self->tables[g] = rdg_svm_table_new (self->dots, self->grid, self->n_grid, &self->settings[g],
                                           self->options->n_threads, self->cancellable, error);
      if (self->tables[g] == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
tabulate_sampled (Training *self,
                  GError  **error)
{
  if (self->dots == NULL || self->n_sampled > RDG_SVM_TABLE_ROWS)
    return TRUE;

  g_autofree guint32 *rows = g_new (guint32, MAX (self->n_sampled, 1));

  for (guint s = 0; s < self->n_sampled; s++)
    rows[s] = s;
  self->table = rdg_svm_table_new (self->dots, rows, self->n_sampled, &self->svm->setting,
                                   self->options->n_threads, self->cancellable, error);

  g_clear_pointer (&self->dots, rdg_svm_dots_free);

  return self->table != NULL;
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

/* A machine of its own from some of the sampled rows; NULL if that failed. table: (nullable): their
 * kernel. hopeless: (nullable): told if no solution was found in the steps, which is an error otherwise. */
static RdgSvm *
solve (Training            *self,
       const RdgSvmSetting *setting,
       const guint32       *chosen,
       guint                n_chosen,
       RdgSvmTable         *table,
       guint                most_steps,
       atomic_bool         *hopeless)
{
  g_auto (RdgSvmSolution) solution = { 0 };
  g_autoptr (RdgSvm) svm = g_new0 (RdgSvm, 1);
  guint n_inputs = self->svm->n_inputs;
  GError *error = NULL;

  if (!rdg_svm_solve (self->inputs, n_inputs, self->sampled_failed, chosen, n_chosen, setting,
                      table, most_steps, &solution, self->cancellable, &error))
    {
      if (hopeless != NULL && g_error_matches (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED))
        {
          atomic_store (hopeless, TRUE);
          g_error_free (error);
        }
      else
        keep_error (self, error);
      return NULL;
    }

  svm->n_features = self->svm->n_features;
  svm->features = g_memdup2 (self->svm->features, svm->n_features * sizeof *svm->features);
  svm->n_inputs = n_inputs;
  svm->setting = *setting;
  svm->n_vectors = solution.n_vectors;
  svm->rho = solution.rho;
  svm->coefficients = g_steal_pointer (&solution.coefficients);
  svm->vectors = g_new (double, MAX ((gsize) svm->n_vectors * n_inputs, 1));
  for (guint v = 0; v < svm->n_vectors; v++)
    memcpy (svm->vectors + (gsize) v * n_inputs,
            self->inputs + (gsize) chosen[solution.vectors[v]] * n_inputs,
            n_inputs * sizeof (double));
  rdg_svm_finish (svm);

  return g_steal_pointer (&svm);
}

/* Of n rows of the matrix, those of a fold. */
static void
judge_fold (Training      *self,
            const RdgSvm  *svm,
            const guint32 *rows,
            const guint8  *row_fold,
            gsize          n,
            guint          fold,
            double        *decision)
{
  g_autofree double *inputs = g_new (double, MAX ((gsize) JUDGED_ROWS * svm->n_inputs, 1));
  gsize judged[JUDGED_ROWS];
  double decided[JUDGED_ROWS];
  guint n_judged = 0;

  for (gsize i = 0; i < n && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      if (row_fold[i] == fold)
        {
          rdg_svm_encode (svm, self->matrix, rows[i], inputs + (gsize) n_judged * svm->n_inputs);
          judged[n_judged++] = i;
        }
      if (n_judged < JUDGED_ROWS && i + 1 < n)
        continue;

      rdg_svm_decide_rows (svm, inputs, n_judged, decided);
      for (guint k = 0; k < n_judged; k++)
        decision[judged[k]] = decided[k];
      n_judged = 0;
    }
}

static void
try_setting (gsize    item,
             guint    worker,
             gpointer user_data)
{
  Training *self = user_data;
  guint setting = self->first + (guint) (item / N_GRID_FOLDS), fold = (guint) (item % N_GRID_FOLDS);
  g_autofree guint32 *chosen = g_new (guint32, self->n_grid);
  guint n_chosen = 0;

  if (atomic_load (&self->hopeless[setting]))
    return;

  for (guint g = 0; g < self->n_grid; g++)
    if (self->grid_fold[g] != fold)
      chosen[n_chosen++] = self->grid[g];

  g_autoptr (RdgSvm) svm = solve (self, &self->settings[setting], chosen, n_chosen,
                                  self->tables[setting % self->n_gammas], GRID_STEPS,
                                  &self->hopeless[setting]);

  if (svm != NULL)
    judge_fold (self, svm, self->grid_rows, self->grid_fold, self->n_grid, fold,
                self->decision + (gsize) setting * self->n_grid);
}

/* The best of the settings of one cost, by the area under precision and recall. */
static gboolean
judge_settings (Training       *self,
                const guint8   *failed,
                double         *best,
                RdgSvmSetting  *chosen,
                GError        **error)
{
  g_autofree double *score = g_new (double, MAX (self->n_grid, 1));

  for (guint s = self->first; s < self->first + self->n_gammas; s++)
    {
      RdgMetrics metrics;

      if (atomic_load (&self->hopeless[s]))
        continue;

      for (guint g = 0; g < self->n_grid; g++)
        score[g] = 1.0 / (1.0 + exp (-self->decision[(gsize) s * self->n_grid + g]));
      if (!rdg_metrics_compute (score, failed, self->n_grid, 0.5, 0, 0, &metrics,
                                self->cancellable, error))
        return FALSE;
      if (metrics.value[RDG_METRIC_PR_AUC] > *best)
        {
          *best = metrics.value[RDG_METRIC_PR_AUC];
          *chosen = self->settings[s];
        }
    }

  return TRUE;
}

/* The setting that ranks cars best which it has not seen; of equals the first, which is the smoothest.
 * Costs are tried from the lowest, until one is no better than the last: where nothing separates the
 * cars, high costs only take long. */
static gboolean
choose_setting (Training          *self,
                const RdgProgress *progress,
                RdgSvmSetting     *chosen,
                GError           **error)
{
  g_autofree guint8 *failed = g_new (guint8, MAX (self->n_grid, 1));
  double best = -1.0;

  *chosen = self->settings[0];
  if (self->n_settings == 1)
    return TRUE;
  if (!tabulate_grid (self, error))
    return FALSE;

  for (guint g = 0; g < self->n_grid; g++)
    failed[g] = self->sampled_failed[self->grid[g]];
  self->decision = g_new0 (double, (gsize) self->n_settings * self->n_grid);
  for (; self->first < self->n_settings && self->error == NULL; self->first += self->n_gammas)
    {
      double before = best;
      RdgProgress slice =
        rdg_progress_slice (progress, (double) self->first / self->n_settings,
                            (double) (self->first + self->n_gammas) / self->n_settings);

      if (!rdg_parallel_run ((gsize) self->n_gammas * N_GRID_FOLDS, self->options->n_threads,
                             try_setting, self, &slice, self->cancellable, error) ||
          !judge_settings (self, failed, &best, chosen, error))
        return FALSE;
      if (best <= before)
        break;
    }
  g_clear_pointer (&self->decision, g_free);
  clear_tables (self);

  return TRUE;
}

/* A fold's cars judged by a machine that has not seen them; the last item is the machine that stays. */
static void
cross_fit (gsize    item,
           guint    worker,
           gpointer user_data)
{
  Training *self = user_data;
  g_autofree guint32 *chosen = g_new (guint32, self->n_sampled);
  guint n_chosen = 0;

  for (guint s = 0; s < self->n_sampled; s++)
    if (item == N_FOLDS || self->fold[self->sampled[s]] != item)
      chosen[n_chosen++] = s;

  g_autoptr (RdgSvm) svm = solve (self, &self->svm->setting, chosen, n_chosen, self->table,
                                  RDG_SVM_MOST_STEPS, NULL);

  if (svm == NULL)
    return;

  if (item == N_FOLDS)
    {
      self->svm->n_vectors = svm->n_vectors;
      self->svm->rho = svm->rho;
      self->svm->vectors = g_steal_pointer (&svm->vectors);
      self->svm->coefficients = g_steal_pointer (&svm->coefficients);
      return;
    }

  judge_fold (self, svm, self->rows, self->fold, self->n_rows, (guint) item, self->decision);
}

static void
training_clear (Training *self)
{
  g_clear_pointer (&self->svm, rdg_svm_free);
  g_free (self->sampled);
  g_free (self->inputs);
  g_free (self->sampled_failed);
  g_free (self->fold);
  g_free (self->grid);
  g_free (self->grid_fold);
  g_free (self->decision);
  g_free (self->grid_rows);
  g_clear_pointer (&self->dots, rdg_svm_dots_free);
  clear_tables (self);
  g_clear_pointer (&self->table, rdg_svm_table_unref);
  g_mutex_clear (&self->mutex);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, training_clear)

/**
 * rdg_svm_train:
 * @matrix: a table
 * @rows: (array length=n_rows): which of its rows to learn from
 * @failed: (array length=n_rows): 1 for each of @rows that failed
 * @options: how
 * @unseen: (out caller-allocates) (array): for each of @rows, its score by a machine that has not
 *   learnt from it
 *
 * Blocks; any thread. Cancelling returns within a few tenths of a second.
 *
 * Returns: (transfer full) (nullable): the machine, or %NULL with %G_IO_ERROR_CANCELLED or an error
 *   of %RDG_LEARN_ERROR
 */
RdgSvm *
rdg_svm_train (const RdgMatrix      *matrix,
               const guint32        *rows,
               gsize                 n_rows,
               const guint8         *failed,
               const RdgSvmOptions  *options,
               double               *unseen,
               const RdgProgress    *progress,
               GCancellable         *cancellable,
               GError              **error)
{
  g_auto (Training) self = { matrix, rows, n_rows, failed, options };
  RdgProgress dots = rdg_progress_slice (progress, 0.0, DOTS_SHARE);
  RdgProgress grid = rdg_progress_slice (progress, DOTS_SHARE, GRID_SHARE);
  RdgProgress fit = rdg_progress_slice (progress, GRID_SHARE, 1.0);

  g_mutex_init (&self.mutex);
  self.cancellable = cancellable;
  if (!prepare (&self, error))
    return NULL;

  list_settings (&self);
  if (!multiply_rows (&self, &dots, error) ||
      !choose_setting (&self, &grid, &self.svm->setting, error) || !tabulate_sampled (&self, error))
    return NULL;

  self.decision = g_new0 (double, MAX (n_rows, 1));
  if (self.error == NULL &&
      !rdg_parallel_run (N_FOLDS + 1, options->n_threads, cross_fit, &self, &fit, cancellable, error))
    return NULL;

  if (self.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self.error));
      return NULL;
    }

  rdg_svm_platt_fit (self.decision, failed, n_rows, &self.svm->slope, &self.svm->intercept);
  rdg_svm_finish (self.svm);
  for (gsize i = 0; i < n_rows; i++)
    unseen[i] = rdg_svm_score (self.svm, self.decision[i]);

  return g_steal_pointer (&self.svm);
}
