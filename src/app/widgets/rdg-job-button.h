/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgJobButton: "64 %" in the header while jobs run, with a list of them. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-job-list.h"

G_BEGIN_DECLS

#define RDG_TYPE_JOB_BUTTON (rdg_job_button_get_type ())

G_DECLARE_FINAL_TYPE (RdgJobButton, rdg_job_button, RDG, JOB_BUTTON, AdwBin)

void rdg_job_button_set_jobs (RdgJobButton *self,
                              RdgJobList   *jobs);

G_END_DECLS
