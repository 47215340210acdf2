/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The content of the database as CSV files, one for each import that is done, in
 * the layout that it came in: importing them in the order of their names into an
 * empty database gives the same content. Of a table, a mapping stands beside the
 * file. What the imports dropped, and who wrote back which result, is not in them.
 */
#pragma once

#include "rdg-inspection.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  char     *path;
  char     *mapping;      /* the mapping's file, for import --map; or NULL */
  RdgLayout layout;
  gint64    import_id;
  guint64   rows;
} RdgExportedFile;

/* Blocking. folder: made if it is not there. Returns RdgExportedFile, owned by the array. */
GPtrArray *rdg_export_data        (RdgWorkspace     *workspace,
                                   const char       *folder,
                                   RdgJob           *job,
                                   GError          **error);
void       rdg_exported_file_free (RdgExportedFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgExportedFile, rdg_exported_file_free)

G_END_DECLS
