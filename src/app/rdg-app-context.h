/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgAppContext: what every page of the window is given: the open database, the
 * jobs that run, the settings, and the way to tell the user something.
 *
 * Main thread only.
 */
#pragma once

#include <adwaita.h>

#include "rdg-job-list.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_START_JOB_DEFAULT = 0,
  RDG_START_JOB_WRITES  = 1 << 0,   /* waits for its turn in the workspace's queue */
  RDG_START_JOB_QUIET   = 1 << 1,   /* a short read: not listed, and its failure is the caller's to show */
} RdgStartJobFlags;

/**
 * RdgJobDoneFunc:
 * @job: the job, finished in whatever way
 * @owner: the object that started it, still alive
 */
typedef void (*RdgJobDoneFunc) (RdgJob   *job,
                                gpointer  owner);

#define RDG_TYPE_APP_CONTEXT (rdg_app_context_get_type ())

G_DECLARE_FINAL_TYPE (RdgAppContext, rdg_app_context, RDG, APP_CONTEXT, GObject)

RdgAppContext *rdg_app_context_new              (GSettings        *settings);
GSettings     *rdg_app_context_get_settings     (RdgAppContext    *self);
RdgJobList    *rdg_app_context_get_jobs         (RdgAppContext    *self);
RdgWorkspace  *rdg_app_context_get_workspace    (RdgAppContext    *self);
gboolean       rdg_app_context_is_demonstration (RdgAppContext    *self);
gboolean       rdg_app_context_is_writing       (RdgAppContext    *self);
void           rdg_app_context_set_workspace    (RdgAppContext    *self,
                                                 RdgWorkspace     *workspace,
                                                 gboolean          demonstration);

void           rdg_app_context_start_job        (RdgAppContext    *self,
                                                 RdgJob           *job,
                                                 RdgStartJobFlags  flags,
                                                 RdgJobFunc        func,
                                                 gpointer          data,
                                                 GDestroyNotify    free_data,
                                                 GDestroyNotify    free_result,
                                                 RdgJobDoneFunc    done,
                                                 gpointer          owner);

void           rdg_app_context_toast            (RdgAppContext    *self,
                                                 const char       *text);
void           rdg_app_context_add_toast        (RdgAppContext    *self,
                                                 AdwToast         *toast);
void           rdg_app_context_show_error       (RdgAppContext    *self,
                                                 const char       *heading,
                                                 const GError     *error);

G_END_DECLS
