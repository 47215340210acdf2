/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the import dialog has done for it on other threads: looking at files,
 * then taking them in. The functions that make jobs are for the main thread.
 */
#pragma once

#include "rdg-app-context.h"
#include "rdg-import-service.h"

G_BEGIN_DECLS

/* What a look at one file gave: an inspection, or the reason why there is none. */
typedef struct
{
  char          *path;
  RdgInspection *inspection;   /* nullable */
  char          *problem;      /* nullable */
} RdgLook;

/* How an import ended. With several files some may have come in before one failed. */
typedef struct
{
  GPtrArray *reports;          /* RdgImportReport */
  GError    *error;            /* nullable: why the next one did not come in */
  gboolean   has_active;       /* a model is active: the cars can be scored */
} RdgImportOutcome;

/* func for a job, data: GStrv; gives a GPtrArray of RdgLook. */
gpointer rdg_import_work_look         (RdgJob         *job,
                                       gpointer        data,
                                       GError        **error);
/* paths and mappings go together. Gives a RdgImportOutcome. */
RdgJob  *rdg_import_work_start        (RdgAppContext  *context,
                                       GPtrArray      *paths,
                                       GPtrArray      *mappings,
                                       RdgJobDoneFunc  done,
                                       gpointer        owner);

G_END_DECLS
