/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages share: see the header. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-app-context.h"

/**
 * RdgAppContext:
 *
 * Pages know it and nothing else of the window. It starts their work as jobs,
 * hands on what the workspace says has changed, and passes toasts and errors to
 * whoever shows them.
 */
struct _RdgAppContext
{
  GObject       parent_instance;

  GSettings    *settings;
  RdgJobList   *jobs;
  RdgWorkspace *workspace;
  gboolean      demonstration;
  int           n_writing;     /* atomic */
};

G_DEFINE_FINAL_TYPE (RdgAppContext, rdg_app_context, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_DEMONSTRATION,
  PROP_JOBS,
  PROP_SETTINGS,
  N_PROPS
};

enum
{
  CHANGED,
  TOAST,
  ERROR,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Lives as long as the job does; the owner may go before. */
typedef struct
{
  RdgAppContext    *context;
  GWeakRef          owner;
  RdgJobDoneFunc    done;
  RdgStartJobFlags  flags;
} Ending;

static void
ending_free (gpointer  data,
             GClosure *closure)
{
  Ending *ending = data;

  g_weak_ref_clear (&ending->owner);
  g_clear_object (&ending->context);
  g_free (ending);
}

static void
job_finished_cb (RdgJob *job,
                 Ending *ending)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&ending->owner);

  if (ending->flags & RDG_START_JOB_WRITES)
    g_atomic_int_dec_and_test (&ending->context->n_writing);

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED
      && !(ending->flags & RDG_START_JOB_QUIET))
    rdg_app_context_show_error (ending->context, rdg_job_get_title (job),
                                rdg_job_get_error (job));

  if (ending->done != NULL && owner != NULL)
    ending->done (job, owner);

  /* Now, not when the job dies: what goes with the context may still listen to the job. */
  g_clear_object (&ending->context);
}

static void
workspace_changed_cb (RdgAppContext *self,
                      guint          what)
{
  g_signal_emit (self, signals[CHANGED], 0, what);
}

static void
rdg_app_context_dispose (GObject *object)
{
  RdgAppContext *self = RDG_APP_CONTEXT (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  g_clear_object (&self->jobs);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (rdg_app_context_parent_class)->dispose (object);
}

static void
rdg_app_context_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RdgAppContext *self = RDG_APP_CONTEXT (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_DEMONSTRATION:
      g_value_set_boolean (value, self->demonstration);
      break;
    case PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_app_context_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  RdgAppContext *self = RDG_APP_CONTEXT (object);

  switch (id)
    {
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_app_context_class_init (RdgAppContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = rdg_app_context_dispose;
  object_class->get_property = rdg_app_context_get_property;
  object_class->set_property = rdg_app_context_set_property;

  /**
   * RdgAppContext:workspace:
   *
   * The open database, %NULL while none is.
   */
  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, RDG_TYPE_WORKSPACE, flags);
  /**
   * RdgAppContext:demonstration:
   *
   * Whether the open database holds a simulated line, not real cars.
   */
  properties[PROP_DEMONSTRATION] =
    g_param_spec_boolean ("demonstration", NULL, NULL, FALSE, flags);
  properties[PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, RDG_TYPE_JOB_LIST, flags);
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RdgAppContext::changed:
   * @what: #RdgChange flags
   *
   * The open database has changed.
   */
  signals[CHANGED] = g_signal_new ("changed", RDG_TYPE_APP_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * RdgAppContext::toast:
   * @toast: what was done
   */
  signals[TOAST] = g_signal_new ("toast", RDG_TYPE_APP_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
  /**
   * RdgAppContext::error:
   * @heading: what was being done
   * @message: why it could not be
   */
  signals[ERROR] = g_signal_new ("error", RDG_TYPE_APP_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
rdg_app_context_init (RdgAppContext *self)
{
  self->jobs = rdg_job_list_new ();
}

/**
 * rdg_app_context_new:
 * @settings: the application's settings
 *
 * Returns: (transfer full): a context without a database
 */
RdgAppContext *
rdg_app_context_new (GSettings *settings)
{
  return g_object_new (RDG_TYPE_APP_CONTEXT, "settings", settings, NULL);
}

/**
 * rdg_app_context_get_settings:
 *
 * Returns: (transfer none): the application's settings
 */
GSettings *
rdg_app_context_get_settings (RdgAppContext *self)
{
  return self->settings;
}

/**
 * rdg_app_context_get_jobs:
 *
 * Returns: (transfer none): the jobs that run or wait
 */
RdgJobList *
rdg_app_context_get_jobs (RdgAppContext *self)
{
  return self->jobs;
}

/**
 * rdg_app_context_get_workspace:
 *
 * Returns: (transfer none) (nullable): the open database
 */
RdgWorkspace *
rdg_app_context_get_workspace (RdgAppContext *self)
{
  return self->workspace;
}

/**
 * rdg_app_context_is_demonstration:
 *
 * Returns: whether the open database holds a simulated line
 */
gboolean
rdg_app_context_is_demonstration (RdgAppContext *self)
{
  return self->demonstration;
}

/**
 * rdg_app_context_is_writing:
 *
 * Any thread.
 *
 * Returns: whether a job runs or waits that writes to a database
 */
gboolean
rdg_app_context_is_writing (RdgAppContext *self)
{
  return g_atomic_int_get (&self->n_writing) > 0;
}

/**
 * rdg_app_context_set_workspace:
 * @workspace: (nullable): an open database
 * @demonstration: whether it holds a simulated line
 */
void
rdg_app_context_set_workspace (RdgAppContext *self,
                               RdgWorkspace  *workspace,
                               gboolean       demonstration)
{
  g_return_if_fail (RDG_IS_APP_CONTEXT (self));

  g_object_freeze_notify (G_OBJECT (self));

  if (self->demonstration != demonstration)
    {
      self->demonstration = demonstration;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEMONSTRATION]);
    }

  if (self->workspace != workspace)
    {
      if (self->workspace != NULL)
        g_signal_handlers_disconnect_by_data (self->workspace, self);
      g_set_object (&self->workspace, workspace);
      if (workspace != NULL)
        g_signal_connect_object (workspace, "changed", G_CALLBACK (workspace_changed_cb), self,
                                 G_CONNECT_SWAPPED);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * rdg_app_context_start_job:
 * @job: a job that has not started
 * @flags: how
 * @func: the work, on another thread
 * @data: (transfer full): given to @func
 * @free_data: (nullable): frees @data
 * @free_result: (nullable): frees the result if nobody steals it
 * @done: (nullable): called when the job has finished
 * @owner: (type GObject): given to @done; where it has gone by then, @done is not called
 *
 * Starts @job and lists it while it runs. A failure is shown by the context
 * unless the job is quiet; a cancelled job is no failure.
 */
void
rdg_app_context_start_job (RdgAppContext    *self,
                           RdgJob           *job,
                           RdgStartJobFlags  flags,
                           RdgJobFunc        func,
                           gpointer          data,
                           GDestroyNotify    free_data,
                           GDestroyNotify    free_result,
                           RdgJobDoneFunc    done,
                           gpointer          owner)
{
  RdgJobQueue *queue = NULL;
  Ending *ending = g_new0 (Ending, 1);

  g_return_if_fail (RDG_IS_APP_CONTEXT (self));
  g_return_if_fail (owner == NULL || G_IS_OBJECT (owner));

  ending->context = g_object_ref (self);
  g_weak_ref_init (&ending->owner, owner);
  ending->done = done;
  ending->flags = flags;
  g_signal_connect_data (job, "finished", G_CALLBACK (job_finished_cb), ending, ending_free, 0);

  if (flags & RDG_START_JOB_WRITES)
    g_atomic_int_inc (&self->n_writing);
  if (flags & RDG_START_JOB_WRITES && self->workspace != NULL)
    queue = rdg_workspace_get_queue (self->workspace);
  if (!(flags & RDG_START_JOB_QUIET))
    rdg_job_list_add (self->jobs, job);

  rdg_job_start (job, queue, func, data, free_data, free_result);
}

/**
 * rdg_app_context_toast:
 * @text: what was done, a translated sentence
 */
void
rdg_app_context_toast (RdgAppContext *self,
                       const char    *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  rdg_app_context_add_toast (self, adw_toast_new (escaped));
}

/**
 * rdg_app_context_add_toast:
 * @toast: (transfer full): a toast, e.g. with a button to undo; its title is markup
 */
void
rdg_app_context_add_toast (RdgAppContext *self,
                           AdwToast      *toast)
{
  g_signal_emit (self, signals[TOAST], 0, toast);
  g_object_unref (toast);
}

/**
 * rdg_app_context_show_error:
 * @heading: what was being done, translated
 * @error: why it could not be; cancelling is not shown
 */
void
rdg_app_context_show_error (RdgAppContext *self,
                            const char    *heading,
                            const GError  *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_signal_emit (self, signals[ERROR], 0, heading, error->message);
}
