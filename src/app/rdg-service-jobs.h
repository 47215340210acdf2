/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Work that more than one page starts: importing files, scoring the cars.
 * Main thread only; each starts a job that waits for its turn to write.
 */
#pragma once

#include "rdg-app-context.h"
#include "rdg-import-service.h"

G_BEGIN_DECLS

/* done: peek or steal a GPtrArray of RdgImportReport. After the import the cars are scored again
 * where a model is active. mapping: nullable, for a single file; without it a saved one for the same
 * header goes before the guess. flags: RDG_START_JOB_QUIET, where the failure is the caller's to
 * show; it is listed all the same. */
void rdg_service_jobs_import (RdgAppContext       *context,
                              const char * const  *paths,
                              const RdgMapping    *mapping,
                              RdgStartJobFlags     flags,
                              RdgJobDoneFunc       done,
                              gpointer             owner);
/* With the active model. done: the result is nothing to look at. */
void rdg_service_jobs_score  (RdgAppContext       *context,
                              RdgJobDoneFunc       done,
                              gpointer             owner);

G_END_DECLS
