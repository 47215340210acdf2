/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What RdgJob, its stages and RdgJobQueue know of each other. */
#pragma once

#include "rdg-job.h"

G_BEGIN_DECLS

typedef struct _RdgJobStages RdgJobStages;

struct _RdgJob
{
  GObject        parent_instance;

  /* Set before the start, then constant. */
  char          *title;
  RdgJobStages  *stages;
  GMainContext  *context;
  GCancellable  *cancellable;
  RdgJobFunc     func;
  gpointer       data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;

  gsize          count;        /* atomic */

  /* Guarded by the mutex. */
  GMutex         mutex;
  RdgJobState    state;
  RdgJobResult   result;
  guint          stage;
  double         fraction;
  char          *detail;
  gint64         started_at;
  GSource       *pending;
  gboolean       started;
  gboolean       work_done;
  gpointer       value;
  GError        *error;

  /* The creator's context only: what was last notified. */
  RdgJobState    seen_state;
  guint          seen_stage;
  double         seen_fraction;
};

void _rdg_job_run        (RdgJob      *self);
void _rdg_job_queue_push (RdgJobQueue *self,
                          RdgJob      *job);

RdgJobStages *_rdg_job_stages_new       (void);
void          _rdg_job_stages_free      (RdgJobStages       *self);
guint         _rdg_job_stages_add       (RdgJobStages       *self,
                                         const char         *title,
                                         double              weight);
guint         _rdg_job_stages_get_n     (const RdgJobStages *self);
const char   *_rdg_job_stages_get_title (const RdgJobStages *self,
                                         guint               stage);
void          _rdg_job_stages_get_span  (const RdgJobStages *self,
                                         guint               stage,
                                         double             *from,
                                         double             *to);

G_END_DECLS
