/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What RdgJob, its stages and RdgJobQueue know of each other. */
#pragma once

#include "rdg-job.h"

G_BEGIN_DECLS

void _rdg_job_run        (RdgJob      *self);
void _rdg_job_queue_push (RdgJobQueue *self,
                          RdgJob      *job);

typedef struct _RdgJobStages RdgJobStages;

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
