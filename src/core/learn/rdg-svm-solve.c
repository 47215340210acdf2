/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm, so that it can be left alone: see rdg-svm-solve.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-solve.h"

#include <glib/gi18n-lib.h>
#include <libsvm/svm.h>
#include <stdatomic.h>
#include <string.h>

#include "rdg-error.h"

#define TOLERANCE 1e-3     /* as svm-train has it */
#define LOOK_EVERY 20000   /* microseconds between looks at the cancellable */

typedef struct
{
  atomic_uint          ref_count;
  atomic_bool          unwanted;
  gint64               steps_left;
  GMutex               mutex;
  GCond                cond;
  gboolean             done;
  gboolean             gave_up;

  struct svm_problem   problem;
  struct svm_parameter parameter;
  struct svm_node     *nodes;        /* NULL: those of the table */
  RdgSvmTable         *table;
  int                  weight_label;
  double               weight;
  struct svm_model    *model;        /* here, since a thread that is left looks at no stack of ours */
  RdgSvmSolution       solution;
} Task;

static void
task_unref (gpointer data)
{
  Task *self = data;

  if (atomic_fetch_sub (&self->ref_count, 1) > 1)
    return;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->nodes);
  g_clear_pointer (&self->table, rdg_svm_table_unref);
  g_free (self->problem.x);
  g_free (self->problem.y);
  rdg_svm_solution_clear (&self->solution);
  g_free (self);
}

/* What this thread works on; let go when it ends, however it does. */
static GPrivate current_task = G_PRIVATE_INIT (task_unref);

/* libsvm's messages say nothing that we show. The thread's end unwinds libsvm's stack, so that the
 * kernel's cache is freed. */
static void
hear_libsvm (const char *message)
{
  Task *task = g_private_get (&current_task);

  if (task == NULL)
    return;

  /* A dot is as many steps as there are rows, or a thousand. */
  if (message[0] == '.')
    task->steps_left -= MIN (task->problem.l, 1000);
  if (task->steps_left < 0)
    {
      g_mutex_lock (&task->mutex);
      task->gave_up = TRUE;
      g_cond_signal (&task->cond);
      g_mutex_unlock (&task->mutex);
    }
  if (task->steps_left < 0 || atomic_load (&task->unwanted))
    g_thread_exit (NULL);
}

static void
take_solution (Task *task)
{
  const struct svm_model *model = task->model;
  RdgSvmSolution *solution = &task->solution;
  double sign = model->label[0] == 1 ? 1.0 : -1.0;

  solution->n_vectors = (guint) model->l;
  solution->vectors = g_new (guint32, MAX (model->l, 1));
  solution->coefficients = g_new (double, MAX (model->l, 1));
  for (int v = 0; v < model->l; v++)
    {
      solution->vectors[v] = (guint32) model->sv_indices[v] - 1;
      solution->coefficients[v] = sign * model->sv_coef[0][v];
    }
  solution->rho = sign * model->rho[0];
}

static gpointer
run_task (gpointer data)
{
  Task *task = data;

  g_private_set (&current_task, task);

  task->model = svm_train (&task->problem, &task->parameter);

  g_mutex_lock (&task->mutex);
  if (task->model->nr_class == 2)
    take_solution (task);
  task->done = TRUE;
  g_cond_signal (&task->cond);
  g_mutex_unlock (&task->mutex);
  svm_free_and_destroy_model (&task->model);

  return NULL;
}

/* FALSE: out of memory. */
static gboolean
lay_out_nodes (Task          *self,
               const double  *inputs,
               guint          n_inputs,
               const guint32 *rows,
               guint          n_rows)
{
  gsize n_nodes = 0;

  for (guint r = 0; r < n_rows; r++)
    for (guint i = 0; i < n_inputs; i++)
      n_nodes += inputs[(gsize) rows[r] * n_inputs + i] != 0.0;

  self->nodes = g_try_new (struct svm_node, n_nodes + n_rows);
  if (self->nodes == NULL)
    return FALSE;

  struct svm_node *node = self->nodes;

  for (guint r = 0; r < n_rows; r++)
    {
      const double *row = inputs + (gsize) rows[r] * n_inputs;

      self->problem.x[r] = node;
      for (guint i = 0; i < n_inputs; i++)
        if (row[i] != 0.0)
          *node++ = (struct svm_node){ (int) i + 1, row[i] };
      *node++ = (struct svm_node){ -1, 0.0 };
    }

  return TRUE;
}

static int
choose_kernel (const RdgSvmSetting *setting,
               const RdgSvmTable   *table)
{
  if (table != NULL)
    return PRECOMPUTED;

  return setting->kernel == RDG_SVM_LINEAR ? LINEAR : RBF;
}

static Task *
task_new (const double        *inputs,
          guint                n_inputs,
          const guint8        *failed,
          const guint32       *rows,
          guint                n_rows,
          const RdgSvmSetting *setting,
          RdgSvmTable         *table)
{
  Task *self = g_new0 (Task, 1);

  atomic_init (&self->ref_count, 1);
  atomic_init (&self->unwanted, FALSE);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);

  self->problem.l = (int) n_rows;
  self->problem.x = g_try_new (struct svm_node *, n_rows);
  self->problem.y = g_try_new (double, n_rows);
  if (self->problem.x == NULL || self->problem.y == NULL ||
      (table == NULL && !lay_out_nodes (self, inputs, n_inputs, rows, n_rows)))
    {
      task_unref (self);
      return NULL;
    }

  if (table != NULL)
    self->table = rdg_svm_table_ref (table);
  for (guint r = 0; r < n_rows; r++)
    {
      self->problem.y[r] = failed[rows[r]] ? 1.0 : -1.0;
      /* libsvm only reads it. */
      if (table != NULL)
        self->problem.x[r] = (struct svm_node *) rdg_svm_table_get_row (table, rows[r]);
    }

  self->weight_label = 1;
  self->weight = setting->weight;
  self->parameter = (struct svm_parameter){
    .svm_type = C_SVC,
    .kernel_type = choose_kernel (setting, table),
    .gamma = setting->gamma,
    .cache_size = RDG_SVM_CACHE_MB,
    .eps = TOLERANCE,
    .C = setting->cost,
    .nr_weight = 1,
    .weight_label = &self->weight_label,
    .weight = &self->weight,
    .shrinking = 1,
  };

  return self;
}

static gpointer
silence_libsvm (gpointer data)
{
  svm_set_print_string_function (hear_libsvm);

  return NULL;
}

/**
 * rdg_svm_solve:
 * @inputs: (array): rows of @n_inputs
 * @failed: (array): 1 for each row of @inputs that failed
 * @rows: (array length=n_rows): which rows to learn from, of both outcomes
 * @table: (nullable): the kernel of @rows at least, by @setting
 * @most_steps: give up after about so many, at most %RDG_SVM_MOST_STEPS
 * @solution: (out caller-allocates): the vectors, as positions in @rows
 *
 * Blocks; any thread, several at a time. Cancelling returns within a few hundredths of a second.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or an error of %RDG_LEARN_ERROR, of which
 *   %RDG_LEARN_ERROR_FAILED is that it gave up
 */
gboolean
rdg_svm_solve (const double         *inputs,
               guint                 n_inputs,
               const guint8         *failed,
               const guint32        *rows,
               guint                 n_rows,
               const RdgSvmSetting  *setting,
               RdgSvmTable          *table,
               guint                 most_steps,
               RdgSvmSolution       *solution,
               GCancellable         *cancellable,
               GError              **error)
{
  static GOnce silenced = G_ONCE_INIT;
  Task *task;
  GThread *thread = NULL;

  *solution = (RdgSvmSolution){ 0 };
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_once (&silenced, silence_libsvm, NULL);
  task = task_new (inputs, n_inputs, failed, rows, n_rows, setting, table);
  if (task != NULL)
    {
      task->steps_left = most_steps;
      atomic_fetch_add (&task->ref_count, 1);
      thread = g_thread_try_new ("rdg-svm", run_task, task, NULL);
      if (thread == NULL)
        task_unref (task);
    }
  if (thread == NULL)
    {
      g_clear_pointer (&task, task_unref);
      g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                   _("There is not enough memory for support vectors of %u cars."), n_rows);
      return FALSE;
    }
  g_thread_unref (thread);

  g_mutex_lock (&task->mutex);
  while (!task->done && !task->gave_up && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&task->cond, &task->mutex, g_get_monotonic_time () + LOOK_EVERY);
  if (task->done)
    {
      *solution = task->solution;
      task->solution = (RdgSvmSolution){ 0 };
    }
  gboolean gave_up = task->gave_up;

  g_mutex_unlock (&task->mutex);

  atomic_store (&task->unwanted, TRUE);
  task_unref (task);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (gave_up)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                 _("No support vectors were found that fit %u cars with a cost of %g; choose "
                   "a smaller cost or fewer cars."), n_rows, setting->cost);

  return !gave_up;
}

/**
 * rdg_svm_solution_clear:
 *
 * Frees what @self holds; a zeroed one is fine.
 */
void
rdg_svm_solution_clear (RdgSvmSolution *self)
{
  g_clear_pointer (&self->vectors, g_free);
  g_clear_pointer (&self->coefficients, g_free);
}
