/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgWorkspace: one open database and the order of what is done to it. The
 * window and the command line have one each and give it to every service.
 *
 * Any thread, except that "changed" is emitted in the main context of the
 * thread that made the workspace.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-job.h"
#include "rdg-store.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_CHANGE_IMPORTS     = 1 << 0,   /* imports, cars, rejects */
  RDG_CHANGE_MODELS      = 1 << 1,   /* registry, active model */
  RDG_CHANGE_PREDICTIONS = 1 << 2,
  RDG_CHANGE_OUTCOMES    = 1 << 3,
} RdgChange;

#define RDG_TYPE_WORKSPACE (rdg_workspace_get_type ())

G_DECLARE_FINAL_TYPE (RdgWorkspace, rdg_workspace, RDG, WORKSPACE, GObject)

/* Opens for writing, making or migrating the file; where it can only be read, opens it for
 * reading (rdg_workspace_is_read_only). Blocking. */
RdgWorkspace *rdg_workspace_open         (const char    *path,
                                          GError       **error);
char         *rdg_workspace_default_path (void);
const char   *rdg_workspace_get_path     (RdgWorkspace  *self);
gboolean      rdg_workspace_is_read_only (RdgWorkspace  *self);
/* All jobs that write go through this queue, so that they wait for each other. */
RdgJobQueue  *rdg_workspace_get_queue    (RdgWorkspace  *self);
/* A connection for the calling thread. */
RdgStore     *rdg_workspace_open_store   (RdgWorkspace  *self,
                                          RdgStoreMode   mode,
                                          GError       **error);
/* Tells the world, in the workspace's own context ("changed", RdgChange flags). */
void          rdg_workspace_changed      (RdgWorkspace  *self,
                                          RdgChange      what);

G_END_DECLS
