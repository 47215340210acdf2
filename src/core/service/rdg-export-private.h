/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an import of each layout is written back: the parts of rdg-export-service.c. */
#pragma once

#include "rdg-export-service.h"
#include "rdg-import-table.h"
#include "rdg-progress.h"

G_BEGIN_DECLS

typedef struct
{
  RdgStore             *store;
  const RdgImportEntry *entry;
  const char           *folder;
  const char           *base;       /* of the file's name, without what follows the point */
  RdgProgress           progress;
  GCancellable         *cancellable;
} RdgExportCall;

/* Fills in path, mapping and rows of the file; no path: the import has nothing of it. */
typedef gboolean (*RdgExportFunc) (const RdgExportCall  *call,
                                   RdgExportedFile      *file,
                                   GError              **error);

gboolean _rdg_export_table   (const RdgExportCall  *call,
                              RdgExportedFile      *file,
                              GError              **error);
gboolean _rdg_export_failures (const RdgExportCall *call,
                              RdgExportedFile      *file,
                              GError              **error);
gboolean _rdg_export_positions (const RdgExportCall *call,
                              RdgExportedFile      *file,
                              GError              **error);
gboolean _rdg_export_results (const RdgExportCall  *call,
                              RdgExportedFile      *file,
                              GError              **error);

G_END_DECLS
