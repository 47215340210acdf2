/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New files of a folder as signals: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-folder-watch.h"

#include "rdg-folder-scanner.h"

struct _RdgFolderWatch
{
  GObject           parent_instance;

  char             *folder;
  guint             interval_ms;
  RdgFolderScanner *scanner;      /* while a look is under way, the task's thread has it */
  GCancellable     *cancellable;
  GSource          *timer;
  gint64            since;
  gboolean          in_trouble;   /* told once, until it works again */
};

enum
{
  FILE_READY,
  TROUBLE,
  RECOVERED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (RdgFolderWatch, rdg_folder_watch, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void look_later (RdgFolderWatch *self);

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *ready = rdg_folder_scanner_look (data, cancellable, &error);

  if (ready != NULL)
    g_task_return_pointer (task, ready, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RdgFolderWatch *self = RDG_FOLDER_WATCH (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ready = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->cancellable == NULL)
    return;

  if (ready == NULL && !self->in_trouble)
    g_signal_emit (self, signals[TROUBLE], 0, error->message);
  if (ready != NULL && self->in_trouble)
    g_signal_emit (self, signals[RECOVERED], 0);
  self->in_trouble = ready == NULL;

  self->since = rdg_folder_scanner_get_since (self->scanner);
  /* A handler may stop the watch. */
  for (guint i = 0; ready != NULL && i < ready->len && self->cancellable != NULL; i++)
    g_signal_emit (self, signals[FILE_READY], 0, g_ptr_array_index (ready, i));
  if (self->cancellable != NULL)
    look_later (self);
}

static gboolean
look_cb (gpointer user_data)
{
  RdgFolderWatch *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, looked_cb, NULL);

  g_clear_pointer (&self->timer, g_source_unref);
  g_task_set_task_data (task, self->scanner, NULL);
  g_task_run_in_thread (task, look_in_thread);

  return G_SOURCE_REMOVE;
}

static void
look_later (RdgFolderWatch *self)
{
  self->timer = g_timeout_source_new (self->interval_ms);
  g_source_set_callback (self->timer, look_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/**
 * rdg_folder_watch_stop:
 *
 * No signal comes after this.
 */
void
rdg_folder_watch_stop (RdgFolderWatch *self)
{
  g_return_if_fail (RDG_IS_FOLDER_WATCH (self));

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
rdg_folder_watch_dispose (GObject *object)
{
  rdg_folder_watch_stop (RDG_FOLDER_WATCH (object));

  G_OBJECT_CLASS (rdg_folder_watch_parent_class)->dispose (object);
}

static void
rdg_folder_watch_finalize (GObject *object)
{
  RdgFolderWatch *self = RDG_FOLDER_WATCH (object);

  g_free (self->folder);
  g_clear_pointer (&self->scanner, rdg_folder_scanner_free);

  G_OBJECT_CLASS (rdg_folder_watch_parent_class)->finalize (object);
}

static void
rdg_folder_watch_class_init (RdgFolderWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rdg_folder_watch_dispose;
  object_class->finalize = rdg_folder_watch_finalize;

  /**
   * RdgFolderWatch::file-ready:
   * @path: a file
   */
  signals[FILE_READY] = g_signal_new ("file-ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * RdgFolderWatch::trouble:
   * @message: a translated sentence
   *
   * The folder cannot be read; it goes on trying, and tells of the next trouble after it could.
   */
  signals[TROUBLE] = g_signal_new ("trouble", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * RdgFolderWatch::recovered:
   *
   * After trouble: the folder can be read again.
   */
  signals[RECOVERED] = g_signal_new ("recovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rdg_folder_watch_init (RdgFolderWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * rdg_folder_watch_new:
 *
 * Returns: (transfer full): a watch that is under way
 */
RdgFolderWatch *
rdg_folder_watch_new (const char *folder,
                      gint64      since,
                      guint       interval_ms,
                      guint       settle_ms)
{
  RdgFolderWatch *self = g_object_new (RDG_TYPE_FOLDER_WATCH, NULL);

  self->folder = g_strdup (folder);
  self->since = since;
  self->interval_ms = interval_ms;
  self->scanner = rdg_folder_scanner_new (folder, since, (gint64) settle_ms * 1000);
  look_later (self);

  return self;
}

const char *
rdg_folder_watch_get_folder (RdgFolderWatch *self)
{
  g_return_val_if_fail (RDG_IS_FOLDER_WATCH (self), NULL);

  return self->folder;
}

/**
 * rdg_folder_watch_get_since:
 *
 * Returns: where a later watch of the folder goes on
 */
gint64
rdg_folder_watch_get_since (RdgFolderWatch *self)
{
  g_return_val_if_fail (RDG_IS_FOLDER_WATCH (self), 0);

  return self->since;
}
