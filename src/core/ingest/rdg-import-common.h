/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the imports of all layouts do alike. For the files of this folder. */
#pragma once

#include "rdg-importer.h"
#include "rdg-reject-table.h"
#include "rdg-source.h"

G_BEGIN_DECLS

/* One file on its way in, as the writers of the layouts are given it. */
typedef struct
{
  RdgStore            *store;          /* with a transaction begun, which the caller ends */
  const RdgInspection *inspection;
  GBytes              *inspector_key;  /* nullable: then who found a failure is not even read */
  const RdgProgress   *progress;
  GCancellable        *cancellable;
  RdgImportResult     *result;         /* its entry is made; receives the rest */
} RdgImportTask;

/* A reject of a line of the source; where the line is not the user's, the reason says the place. */
RdgRejectEntry *_rdg_import_reject_new (RdgSource            *source,
                                        guint64               line,
                                        const char           *column,
                                        const char           *reason,
                                        const char           *text);
/* After the last row, with the entry's bytes, hash and rows read and rejected: go_on is FALSE where
 * the same bytes are in already, which the result then says. */
gboolean        _rdg_import_check_end  (const RdgImportTask  *task,
                                        gboolean             *go_on,
                                        GError              **error);

G_END_DECLS
