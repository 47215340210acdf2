/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgJobRow: one job that runs: all of it bound to the job. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-job.h"

G_BEGIN_DECLS

#define RDG_TYPE_JOB_ROW (rdg_job_row_get_type ())

G_DECLARE_FINAL_TYPE (RdgJobRow, rdg_job_row, RDG, JOB_ROW, GtkListBoxRow)

GtkWidget *rdg_job_row_new (RdgJob *job);

G_END_DECLS
