/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgJob: one piece of long work, with stages, progress, cancel and an end.
 *
 * Thread contract: every function may be called from any thread unless it says
 * otherwise. Signals are emitted only in the main context that was the default
 * of the thread that created the job, at most ten times a second for progress,
 * and "finished" exactly once. The function of the work runs on a worker thread
 * and touches nothing but its own data and the job.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-progress.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_JOB_QUEUED,
  RDG_JOB_RUNNING,
  RDG_JOB_CANCELLING,
  RDG_JOB_FINISHED,
} RdgJobState;

typedef enum
{
  RDG_JOB_RESULT_NONE,
  RDG_JOB_RESULT_OK,
  RDG_JOB_RESULT_CANCELLED,
  RDG_JOB_RESULT_FAILED,
} RdgJobResult;

#define RDG_TYPE_JOB_STATE (rdg_job_state_get_type ())
#define RDG_TYPE_JOB_RESULT (rdg_job_result_get_type ())
#define RDG_TYPE_JOB (rdg_job_get_type ())

GType rdg_job_state_get_type  (void);
GType rdg_job_result_get_type (void);

G_DECLARE_FINAL_TYPE (RdgJob, rdg_job, RDG, JOB, GObject)

typedef struct _RdgJobQueue RdgJobQueue;

/**
 * RdgJobFunc:
 * @job: the job, for stages, progress and its cancellable
 * @data: what was given to rdg_job_start()
 * @error: why there is no result
 *
 * The work; blocking, on a worker thread.
 *
 * Returns: (transfer full) (nullable): the result, or %NULL with @error set
 */
typedef gpointer (*RdgJobFunc) (RdgJob   *job,
                                gpointer  data,
                                GError  **error);

RdgJob       *rdg_job_new              (const char     *title);
guint         rdg_job_add_stage        (RdgJob         *self,
                                        const char     *title,
                                        double          weight);
void          rdg_job_start            (RdgJob         *self,
                                        RdgJobQueue    *queue,
                                        RdgJobFunc      func,
                                        gpointer        data,
                                        GDestroyNotify  free_data,
                                        GDestroyNotify  free_result);

/* For the work itself. Each takes a NULL job, so that blocking functions need no job. */
void          rdg_job_enter_stage      (RdgJob         *self,
                                        guint           stage);
RdgProgress   rdg_job_get_progress     (RdgJob         *self);
void          rdg_job_set_detail       (RdgJob         *self,
                                        const char     *detail);
GCancellable *rdg_job_get_cancellable  (RdgJob         *self);

void          rdg_job_cancel           (RdgJob         *self);
RdgJobState   rdg_job_get_state        (RdgJob         *self);
RdgJobResult  rdg_job_get_result       (RdgJob         *self);
const char   *rdg_job_get_title        (RdgJob         *self);
double        rdg_job_get_fraction     (RdgJob         *self);
guint         rdg_job_get_n_stages     (RdgJob         *self);
const char   *rdg_job_get_stage_title  (RdgJob         *self,
                                        guint           stage);
guint         rdg_job_get_stage        (RdgJob         *self);
char         *rdg_job_dup_detail       (RdgJob         *self);
double        rdg_job_get_seconds_left (RdgJob         *self);
/* As the work counts them (rdg_progress_count), a second of its running; 0: it does not. */
double        rdg_job_get_rate         (RdgJob         *self);

/* After "finished". */
const GError *rdg_job_get_error        (RdgJob         *self);
gpointer      rdg_job_peek_value       (RdgJob         *self);
gpointer      rdg_job_steal_value      (RdgJob         *self);

/*
 * RdgJobQueue: runs its jobs one after the other. All that writes to one
 * database goes through one queue.
 */
RdgJobQueue  *rdg_job_queue_new        (void);
RdgJobQueue  *rdg_job_queue_ref        (RdgJobQueue    *self);
void          rdg_job_queue_unref      (RdgJobQueue    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgJobQueue, rdg_job_queue_unref)

G_END_DECLS
