/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be asked of a job: see rdg-job.h for the thread contract. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-job-private.h"

/* A rest that is guessed from less than this is noise. */
#define SHORTEST_ESTIMATE_US (2 * G_USEC_PER_SEC)
#define SHORTEST_RATE_US (G_USEC_PER_SEC / 2)

/**
 * rdg_job_get_state:
 *
 * Returns: the state
 */
RdgJobState
rdg_job_get_state (RdgJob *self)
{
  g_mutex_lock (&self->mutex);
  RdgJobState state = self->state;
  g_mutex_unlock (&self->mutex);

  return state;
}

/**
 * rdg_job_get_result:
 *
 * Returns: how it ended, %RDG_JOB_RESULT_NONE before
 */
RdgJobResult
rdg_job_get_result (RdgJob *self)
{
  g_mutex_lock (&self->mutex);
  RdgJobResult result = self->result;
  g_mutex_unlock (&self->mutex);

  return result;
}

/**
 * rdg_job_get_title:
 *
 * Returns: (transfer none): what is being done
 */
const char *
rdg_job_get_title (RdgJob *self)
{
  return self->title;
}

/**
 * rdg_job_get_fraction:
 *
 * Returns: how much is done, 0 to 1; never decreases
 */
double
rdg_job_get_fraction (RdgJob *self)
{
  g_mutex_lock (&self->mutex);
  double fraction = self->fraction;
  g_mutex_unlock (&self->mutex);

  return fraction;
}

/**
 * rdg_job_get_n_stages:
 *
 * Returns: how many stages there are
 */
guint
rdg_job_get_n_stages (RdgJob *self)
{
  return _rdg_job_stages_get_n (self->stages);
}

/**
 * rdg_job_get_stage_title:
 * @stage: less than rdg_job_get_n_stages()
 *
 * Returns: (transfer none): the stage's name
 */
const char *
rdg_job_get_stage_title (RdgJob *self,
                         guint   stage)
{
  g_return_val_if_fail (stage < _rdg_job_stages_get_n (self->stages), NULL);

  return _rdg_job_stages_get_title (self->stages, stage);
}

/**
 * rdg_job_get_stage:
 *
 * Returns: the number of the stage that the work is in
 */
guint
rdg_job_get_stage (RdgJob *self)
{
  g_mutex_lock (&self->mutex);
  guint stage = self->stage;
  g_mutex_unlock (&self->mutex);

  return stage;
}

/**
 * rdg_job_dup_detail:
 *
 * Returns: (transfer full) (nullable): the line on what is being done just now
 */
char *
rdg_job_dup_detail (RdgJob *self)
{
  g_mutex_lock (&self->mutex);
  char *detail = g_strdup (self->detail);
  g_mutex_unlock (&self->mutex);

  return detail;
}

/**
 * rdg_job_get_seconds_left:
 *
 * Returns: a guess from the time so far, or -1 while there is nothing to guess from
 */
double
rdg_job_get_seconds_left (RdgJob *self)
{
  double seconds = -1;

  g_mutex_lock (&self->mutex);
  gint64 elapsed = g_get_monotonic_time () - self->started_at;
  if (self->state == RDG_JOB_RUNNING && self->fraction > 0.01 && elapsed > SHORTEST_ESTIMATE_US)
    seconds = (double) elapsed / G_USEC_PER_SEC * (1 - self->fraction) / self->fraction;
  g_mutex_unlock (&self->mutex);

  return seconds;
}

/**
 * rdg_job_get_rate:
 *
 * Returns: how many of what the work counts were done a second so far, or 0
 */
double
rdg_job_get_rate (RdgJob *self)
{
  gsize count = (gsize) g_atomic_pointer_get (&self->count);
  double rate = 0;

  g_mutex_lock (&self->mutex);
  gint64 elapsed = g_get_monotonic_time () - self->started_at;
  if (self->started_at != 0 && elapsed > SHORTEST_RATE_US)
    rate = (double) count * G_USEC_PER_SEC / (double) elapsed;
  g_mutex_unlock (&self->mutex);

  return rate;
}

/**
 * rdg_job_get_error:
 *
 * Creator's thread, after "finished".
 *
 * Returns: (transfer none) (nullable): why there is no result
 */
const GError *
rdg_job_get_error (RdgJob *self)
{
  return self->error;
}

/**
 * rdg_job_peek_value:
 *
 * Creator's thread, after "finished".
 *
 * Returns: (transfer none) (nullable): the result, which the job keeps
 */
gpointer
rdg_job_peek_value (RdgJob *self)
{
  return self->value;
}

/**
 * rdg_job_steal_value:
 *
 * Creator's thread, after "finished".
 *
 * Returns: (transfer full) (nullable): the result, which the job no longer has
 */
gpointer
rdg_job_steal_value (RdgJob *self)
{
  return g_steal_pointer (&self->value);
}
