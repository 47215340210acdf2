/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing the rejects of an import, off the main loop: functions for jobs. */
#pragma once

#include "rdg-import-service.h"

G_BEGIN_DECLS

#define RDG_REJECTS_PAGE 500

typedef struct
{
  RdgWorkspace *workspace;
  gint64        import_id;
  guint64       offset;      /* of the page to read */
  GFile        *file;        /* to write to, for an export */
} RdgRejectsRequest;

RdgRejectsRequest *rdg_rejects_request_new  (RdgWorkspace *workspace,
                                             gint64        import_id,
                                             guint64       offset,
                                             GFile        *file);
void               rdg_rejects_request_free (gpointer      data);
/* Gives a GPtrArray of RdgRejectRow, at most RDG_REJECTS_PAGE. */
gpointer           rdg_rejects_work_read    (RdgJob       *job,
                                             gpointer      data,
                                             GError      **error);
/* Gives the name of the file that was written. */
gpointer           rdg_rejects_work_export  (RdgJob       *job,
                                             gpointer      data,
                                             GError      **error);

G_END_DECLS
