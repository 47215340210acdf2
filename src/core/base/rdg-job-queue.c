/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that runs one job at a time, in the order in which they came. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-job-private.h"

#ifdef __linux__
#include <sys/resource.h>

/* Below whoever draws a window, above what runs when nothing else does. */
#define NICENESS 5
#endif

struct _RdgJobQueue
{
  gatomicrefcount ref_count;
  GThreadPool    *pool;
};

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autoptr (RdgJob) job = data;

  /* Of this thread alone, and of those that it starts: a training takes all processors, and the
   * main thread must find one free for each frame. Not being allowed to is no harm. */
#ifdef __linux__
  setpriority (PRIO_PROCESS, 0, NICENESS);
#endif
  _rdg_job_run (job);
}

/**
 * rdg_job_queue_new:
 *
 * Returns: (transfer full): an empty queue
 */
RdgJobQueue *
rdg_job_queue_new (void)
{
  RdgJobQueue *self = g_new0 (RdgJobQueue, 1);

  g_atomic_ref_count_init (&self->ref_count);
  /* With a thread of its own, which nobody else gets with its low priority. */
  self->pool = g_thread_pool_new (run_job, NULL, 1, TRUE, NULL);

  return self;
}

/**
 * rdg_job_queue_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
RdgJobQueue *
rdg_job_queue_ref (RdgJobQueue *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * rdg_job_queue_unref:
 * @self: (transfer full): a queue
 *
 * Jobs that were pushed still run to their end; nobody waits for them.
 */
void
rdg_job_queue_unref (RdgJobQueue *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_free (self);
}

void
_rdg_job_queue_push (RdgJobQueue *self,
                     RdgJob      *job)
{
  g_thread_pool_push (self->pool, g_object_ref (job), NULL);
}
