/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as a panel: its stages with ticks, a bar, the time left, Cancel. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-job.h"

G_BEGIN_DECLS

#define RDG_TYPE_JOB_PANEL (rdg_job_panel_get_type ())

G_DECLARE_FINAL_TYPE (RdgJobPanel, rdg_job_panel, RDG, JOB_PANEL, GtkWidget)

RdgJob *rdg_job_panel_get_job (RdgJobPanel *self);
void    rdg_job_panel_set_job (RdgJobPanel *self,
                               RdgJob      *job);

G_END_DECLS
