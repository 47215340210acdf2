/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of jobs that run or wait, for a window to show. Main thread only. */
#pragma once

#include "rdg-job.h"

G_BEGIN_DECLS

#define RDG_TYPE_JOB_LIST (rdg_job_list_get_type ())

G_DECLARE_FINAL_TYPE (RdgJobList, rdg_job_list, RDG, JOB_LIST, GObject)

RdgJobList *rdg_job_list_new          (void);
void        rdg_job_list_add          (RdgJobList *self,
                                       RdgJob     *job);
double      rdg_job_list_get_fraction (RdgJobList *self);
void        rdg_job_list_cancel_all   (RdgJobList *self);

G_END_DECLS
