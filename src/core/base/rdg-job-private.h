/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What RdgJob and RdgJobQueue know of each other. */
#pragma once

#include "rdg-job.h"

G_BEGIN_DECLS

void _rdg_job_run        (RdgJob      *self);
void _rdg_job_queue_push (RdgJobQueue *self,
                          RdgJob      *job);

G_END_DECLS
