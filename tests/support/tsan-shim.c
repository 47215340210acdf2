/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Only in ThreadSanitizer builds. GLib is not instrumented and its locks are futexes, so
 * the sanitizer sees neither what they guard nor what is handed from thread to thread
 * through queues, sources and the last unref. Each function here does what GLib's own of
 * the same name does and says to the sanitizer what that orders: a release before
 * something is handed over, an acquire after it was taken.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* GLib's own function, looked up once by whichever thread comes first. */
#define REAL(name)                                                              \
  static gpointer found;                                                        \
  __typeof__ (&name) real = (__typeof__ (&name)) g_atomic_pointer_get (&found); \
  if (real == NULL)                                                             \
    {                                                                           \
      real = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name);                     \
      g_atomic_pointer_set (&found, (gpointer) real);                           \
    }

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  REAL (g_mutex_trylock);
  gboolean locked = real (mutex);

  if (locked)
    __tsan_acquire (mutex);

  return locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  REAL (g_cond_wait_until);
  __tsan_release (mutex);
  gboolean signalled = real (cond, mutex, end_time);
  __tsan_acquire (mutex);

  return signalled;
}

/* The last unref finalizes what other threads wrote before theirs. */
void
g_object_unref (gpointer object)
{
  REAL (g_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

void
g_source_unref (GSource *source)
{
  REAL (g_source_unref);
  __tsan_release (source);
  __tsan_acquire (source);
  real (source);
}

/* What is set up before a source is attached is seen by its callback. */
typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify notify;
} Callback;

static gboolean
run_callback (gpointer user_data)
{
  Callback *callback = user_data;

  __tsan_acquire (callback);

  return callback->func (callback->data);
}

static void
free_callback (gpointer user_data)
{
  Callback *callback = user_data;

  __tsan_acquire (callback);
  if (callback->notify != NULL)
    callback->notify (callback->data);
  g_free (callback);
}

static Callback *
wrap_callback (GSourceFunc    func,
               gpointer       data,
               GDestroyNotify notify)
{
  Callback *callback = g_new (Callback, 1);

  *callback = (Callback){ func, data, notify };
  __tsan_release (callback);

  return callback;
}

void
g_source_set_callback (GSource       *source,
                       GSourceFunc    func,
                       gpointer       data,
                       GDestroyNotify notify)
{
  REAL (g_source_set_callback);
  real (source, run_callback, wrap_callback (func, data, notify), free_callback);
}

void
g_main_context_invoke_full (GMainContext   *context,
                            gint            priority,
                            GSourceFunc     func,
                            gpointer        data,
                            GDestroyNotify  notify)
{
  REAL (g_main_context_invoke_full);
  real (context, priority, run_callback, wrap_callback (func, data, notify), free_callback);
}

void
g_main_context_invoke (GMainContext *context,
                       GSourceFunc   func,
                       gpointer      data)
{
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, func, data, NULL);
}

/* A pool's thread sees what was done before the push, and who waits for the pool sees the work. */
typedef struct
{
  GFunc        func;
  gpointer     user_data;
  GThreadPool *pool;
} PoolFunc;

static void
run_pool_func (gpointer data,
               gpointer user_data)
{
  PoolFunc *self = user_data;

  __tsan_acquire (self);
  __tsan_acquire (data);
  self->func (data, self->user_data);
  __tsan_release (self->pool);
}

GThreadPool *
g_thread_pool_new (GFunc      func,
                   gpointer   user_data,
                   gint       max_threads,
                   gboolean   exclusive,
                   GError   **error)
{
  REAL (g_thread_pool_new);
  PoolFunc *wrapped = g_new (PoolFunc, 1);

  /* Lives as long as the program: a pool may be freed before its last thread ends. */
  *wrapped = (PoolFunc){ func, user_data, NULL };
  wrapped->pool = real (run_pool_func, wrapped, max_threads, exclusive, error);
  __tsan_release (wrapped);

  return wrapped->pool;
}

gboolean
g_thread_pool_push (GThreadPool  *pool,
                    gpointer      data,
                    GError      **error)
{
  REAL (g_thread_pool_push);
  __tsan_release (data);

  return real (pool, data, error);
}

void
g_thread_pool_free (GThreadPool *pool,
                    gboolean     immediate,
                    gboolean     wait_)
{
  REAL (g_thread_pool_free);
  real (pool, immediate, wait_);
  __tsan_acquire (pool);
}
