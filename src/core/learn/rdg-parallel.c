/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A loop cut among threads. C11 atomics and thread start and join are all the
 * synchronisation there is, so that a race detector sees all of it.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-parallel.h"

#include <stdatomic.h>

#define MOST_THREADS 256

typedef struct
{
  gsize           n_items;
  RdgParallelFunc func;
  gpointer        user_data;
  GCancellable   *cancellable;
  atomic_size_t   next;
  atomic_size_t   n_done;
} Loop;

typedef struct
{
  Loop    *loop;
  guint    worker;
  GThread *thread;
} Worker;

static void
work (Loop              *loop,
      guint              worker,
      const RdgProgress *progress)
{
  while (!g_cancellable_is_cancelled (loop->cancellable))
    {
      gsize item = atomic_fetch_add_explicit (&loop->next, 1, memory_order_relaxed);

      if (item >= loop->n_items)
        return;

      loop->func (item, worker, loop->user_data);

      gsize n_done = atomic_fetch_add_explicit (&loop->n_done, 1, memory_order_relaxed) + 1;

      rdg_progress_report (progress, (double) n_done / (double) loop->n_items);
    }
}

static gpointer
run_worker (gpointer data)
{
  Worker *worker = data;

  work (worker->loop, worker->worker, NULL);

  return NULL;
}

/**
 * rdg_parallel_choose:
 * @n_threads: what the user asked for; 0 leaves one processor to the rest of the machine
 * @n_items: how many items there are
 *
 * Returns: how many threads rdg_parallel_run() will use at most, at least 1
 */
guint
rdg_parallel_choose (guint n_threads,
                     gsize n_items)
{
  if (n_threads == 0)
    n_threads = MAX (g_get_num_processors (), 2) - 1;

  return (guint) CLAMP (n_items, 1, MIN (n_threads, MOST_THREADS));
}

/**
 * rdg_parallel_run:
 * @n_items: how many times @func is called, with 0 to @n_items - 1, in that order of beginning
 * @n_threads: as rdg_parallel_choose() takes it; the calling thread is one of them
 * @progress: (nullable): told after each item of the calling thread, and only there
 *
 * Blocks until all is done. A cancelled loop ends after the items that are being worked on.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if @cancellable stopped it
 */
gboolean
rdg_parallel_run (gsize              n_items,
                  guint              n_threads,
                  RdgParallelFunc    func,
                  gpointer           user_data,
                  const RdgProgress *progress,
                  GCancellable      *cancellable,
                  GError           **error)
{
  Loop loop = { n_items, func, user_data, cancellable, 0, 0 };

  n_threads = rdg_parallel_choose (n_threads, n_items);

  g_autofree Worker *workers = g_new0 (Worker, n_threads);

  for (guint i = 1; i < n_threads; i++)
    {
      workers[i].loop = &loop;
      workers[i].worker = i;
      /* A machine out of threads is only slower. */
      workers[i].thread = g_thread_try_new ("rdg-learn", run_worker, &workers[i], NULL);
    }

  work (&loop, 0, progress);

  for (guint i = 1; i < n_threads; i++)
    if (workers[i].thread != NULL)
      g_thread_join (workers[i].thread);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  rdg_progress_report (progress, 1.0);

  return TRUE;
}
