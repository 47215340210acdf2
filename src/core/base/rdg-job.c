/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One piece of long work: see rdg-job.h for the thread contract. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-job-private.h"

#define NOTIFY_INTERVAL_MS 100

G_DEFINE_ENUM_TYPE (RdgJobState, rdg_job_state,
                    G_DEFINE_ENUM_VALUE (RDG_JOB_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (RDG_JOB_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (RDG_JOB_CANCELLING, "cancelling"),
                    G_DEFINE_ENUM_VALUE (RDG_JOB_FINISHED, "finished"))

G_DEFINE_ENUM_TYPE (RdgJobResult, rdg_job_result,
                    G_DEFINE_ENUM_VALUE (RDG_JOB_RESULT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (RDG_JOB_RESULT_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (RDG_JOB_RESULT_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (RDG_JOB_RESULT_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (RdgJob, rdg_job, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  PROP_RESULT,
  PROP_STAGE,
  PROP_FRACTION,
  PROP_DETAIL,
  PROP_SECONDS_LEFT,
  N_PROPS
};

enum
{
  FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Runs in the creator's context: tells what has changed since it last ran. */
static gboolean
publish_cb (gpointer user_data)
{
  RdgJob *self = user_data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->pending, g_source_unref);
  if (self->work_done && self->state != RDG_JOB_FINISHED)
    {
      self->state = RDG_JOB_FINISHED;
      if (self->error == NULL)
        self->result = RDG_JOB_RESULT_OK;
      else if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        self->result = RDG_JOB_RESULT_CANCELLED;
      else
        self->result = RDG_JOB_RESULT_FAILED;
      if (self->result == RDG_JOB_RESULT_OK)
        self->fraction = 1;
    }

  RdgJobState state = self->state;
  guint stage = self->stage;
  double fraction = self->fraction;
  g_mutex_unlock (&self->mutex);

  gboolean finished = state == RDG_JOB_FINISHED && self->seen_state != RDG_JOB_FINISHED;

  g_object_freeze_notify (G_OBJECT (self));
  if (state != self->seen_state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (finished)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULT]);
  if (stage != self->seen_stage)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
  if (fraction != self->seen_fraction)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS_LEFT]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
  self->seen_state = state;
  self->seen_stage = stage;
  self->seen_fraction = fraction;
  g_object_thaw_notify (G_OBJECT (self));

  if (finished)
    g_signal_emit (self, signals[FINISHED], 0);

  return G_SOURCE_REMOVE;
}

/* Called with the mutex held. */
static void
publish_later (RdgJob   *self,
               gboolean  at_once)
{
  if (self->pending != NULL)
    {
      if (at_once)
        g_source_set_ready_time (self->pending, 0);
      return;
    }

  self->pending = g_timeout_source_new (NOTIFY_INTERVAL_MS);
  if (at_once)
    g_source_set_ready_time (self->pending, 0);
  g_source_set_callback (self->pending, publish_cb, g_object_ref (self), g_object_unref);
  g_source_attach (self->pending, self->context);
}

static void
rdg_job_finalize (GObject *object)
{
  RdgJob *self = RDG_JOB (object);

  if (self->value != NULL && self->free_result != NULL)
    self->free_result (self->value);
  if (self->data != NULL && self->free_data != NULL)
    self->free_data (self->data);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->stages, _rdg_job_stages_free);
  g_free (self->title);
  g_free (self->detail);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (rdg_job_parent_class)->finalize (object);
}

static void
rdg_job_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  RdgJob *self = RDG_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_enum (value, rdg_job_get_state (self));
      break;
    case PROP_RESULT:
      g_value_set_enum (value, rdg_job_get_result (self));
      break;
    case PROP_STAGE:
      g_value_set_uint (value, rdg_job_get_stage (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, rdg_job_get_fraction (self));
      break;
    case PROP_DETAIL:
      g_value_take_string (value, rdg_job_dup_detail (self));
      break;
    case PROP_SECONDS_LEFT:
      g_value_set_double (value, rdg_job_get_seconds_left (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_job_class_init (RdgJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rdg_job_finalize;
  object_class->get_property = rdg_job_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, RDG_TYPE_JOB_STATE, RDG_JOB_QUEUED, flags);
  properties[PROP_RESULT] =
    g_param_spec_enum ("result", NULL, NULL, RDG_TYPE_JOB_RESULT, RDG_JOB_RESULT_NONE, flags);
  properties[PROP_STAGE] = g_param_spec_uint ("stage", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_SECONDS_LEFT] =
    g_param_spec_double ("seconds-left", NULL, NULL, -1, G_MAXDOUBLE, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RdgJob::finished:
   *
   * The work has ended, in whatever way. Emitted once, in the creator's context.
   */
  signals[FINISHED] = g_signal_new ("finished", RDG_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
rdg_job_init (RdgJob *self)
{
  g_mutex_init (&self->mutex);
  self->stages = _rdg_job_stages_new ();
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
}

/**
 * rdg_job_new:
 * @title: what is being done, translated
 *
 * A job that reports to the calling thread's default main context.
 *
 * Returns: (transfer full): a job that has not started
 */
RdgJob *
rdg_job_new (const char *title)
{
  RdgJob *self = g_object_new (RDG_TYPE_JOB, NULL);

  self->title = g_strdup (title);

  return self;
}

/**
 * rdg_job_add_stage:
 * @title: the stage's name, translated
 * @weight: its share of the whole, relative to the other stages
 *
 * Before the start only.
 *
 * Returns: the stage's number, from 0
 */
guint
rdg_job_add_stage (RdgJob     *self,
                   const char *title,
                   double      weight)
{
  g_return_val_if_fail (!self->started, 0);

  return _rdg_job_stages_add (self->stages, title, weight);
}

void
_rdg_job_run (RdgJob *self)
{
  GError *error = NULL;
  gpointer value = NULL;

  g_mutex_lock (&self->mutex);
  if (self->state == RDG_JOB_QUEUED)
    self->state = RDG_JOB_RUNNING;
  self->started_at = g_get_monotonic_time ();
  publish_later (self, TRUE);
  g_mutex_unlock (&self->mutex);

  if (!g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    value = self->func (self, self->data, &error);

  if (value == NULL && error == NULL)
    {
      g_critical ("The job \"%s\" ended without a result and without an error", self->title);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, self->title);
    }
  else if (value != NULL && error != NULL)
    {
      g_critical ("The job \"%s\" ended with a result and an error", self->title);
      if (self->free_result != NULL)
        self->free_result (g_steal_pointer (&value));
    }

  /* What the work was given goes with the work: it may hold files and connections. */
  if (self->data != NULL && self->free_data != NULL)
    self->free_data (self->data);
  self->data = NULL;

  g_mutex_lock (&self->mutex);
  self->value = value;
  self->error = error;
  self->work_done = TRUE;
  publish_later (self, TRUE);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_in_own_thread (gpointer data)
{
  g_autoptr (RdgJob) self = data;

  _rdg_job_run (self);

  return NULL;
}

/**
 * rdg_job_start:
 * @queue: (nullable): where to wait for a turn, or %NULL for a thread of its own
 * @func: the work
 * @data: (transfer full): given to @func
 * @free_data: (nullable): frees @data when the work has ended
 * @free_result: (nullable): frees the result if nobody steals it
 *
 * Starts the work; once a job.
 */
void
rdg_job_start (RdgJob         *self,
               RdgJobQueue    *queue,
               RdgJobFunc      func,
               gpointer        data,
               GDestroyNotify  free_data,
               GDestroyNotify  free_result)
{
  g_return_if_fail (RDG_IS_JOB (self));
  g_return_if_fail (!self->started);

  self->started = TRUE;
  self->func = func;
  self->data = data;
  self->free_data = free_data;
  self->free_result = free_result;

  if (queue != NULL)
    _rdg_job_queue_push (queue, self);
  else
    g_thread_unref (g_thread_new ("rdg-job", run_in_own_thread, g_object_ref (self)));
}

/**
 * rdg_job_enter_stage:
 * @self: (nullable): a job
 * @stage: a number that rdg_job_add_stage() gave
 *
 * Says that the work has come to @stage; stages are entered in order, and may be left out.
 */
void
rdg_job_enter_stage (RdgJob *self,
                     guint   stage)
{
  double from, to;

  if (self == NULL)
    return;

  g_return_if_fail (stage < _rdg_job_stages_get_n (self->stages));

  _rdg_job_stages_get_span (self->stages, stage, &from, &to);

  g_mutex_lock (&self->mutex);
  self->stage = stage;
  self->fraction = MAX (self->fraction, from);
  publish_later (self, FALSE);
  g_mutex_unlock (&self->mutex);
}

static void
report_cb (double   fraction,
           gpointer user_data)
{
  RdgJob *self = user_data;

  g_mutex_lock (&self->mutex);
  /* Progress never runs backwards, whatever the work says. */
  if (fraction > self->fraction)
    {
      self->fraction = fraction;
      publish_later (self, FALSE);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * rdg_job_get_progress:
 * @self: (nullable): a job
 *
 * Returns: a progress that fills the current stage, or the whole job where it has no stages
 */
RdgProgress
rdg_job_get_progress (RdgJob *self)
{
  if (self == NULL)
    return rdg_progress_init (NULL, NULL);

  RdgProgress whole = rdg_progress_init (report_cb, self);
  double from, to;

  whole.count = &self->count;
  _rdg_job_stages_get_span (self->stages, rdg_job_get_stage (self), &from, &to);

  return rdg_progress_slice (&whole, from, to);
}

/**
 * rdg_job_set_detail:
 * @self: (nullable): a job
 * @detail: (nullable): a line on what is being done just now, translated
 */
void
rdg_job_set_detail (RdgJob     *self,
                    const char *detail)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_free (self->detail);
  self->detail = g_strdup (detail);
  publish_later (self, FALSE);
  g_mutex_unlock (&self->mutex);
}

/**
 * rdg_job_get_cancellable:
 * @self: (nullable): a job
 *
 * Returns: (transfer none) (nullable): what the work looks at to know that it should stop
 */
GCancellable *
rdg_job_get_cancellable (RdgJob *self)
{
  return self != NULL ? self->cancellable : NULL;
}

/**
 * rdg_job_cancel:
 *
 * Asks the work to stop. It stops when it next looks; "finished" tells when.
 */
void
rdg_job_cancel (RdgJob *self)
{
  g_return_if_fail (RDG_IS_JOB (self));

  g_mutex_lock (&self->mutex);
  if ((self->state == RDG_JOB_QUEUED || self->state == RDG_JOB_RUNNING) && !self->work_done)
    {
      self->state = RDG_JOB_CANCELLING;
      publish_later (self, TRUE);
    }
  g_mutex_unlock (&self->mutex);

  g_cancellable_cancel (self->cancellable);
}
