/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file into the database, in one transaction. Blocking; on the store's thread. */
#pragma once

#include "rdg-import-producer.h"
#include "rdg-import-table.h"
#include "rdg-progress.h"

G_BEGIN_DECLS

typedef struct
{
  RdgImportEntry *entry;             /* owned; import_id 0 after a dry run */
  guint64         labels[3];         /* of the rows, by RdgLabel */
  gboolean        has_label;
  gint64          already_imported;  /* the import that took the same bytes, or 0 */
  guint64         cars_unscored;     /* of those that it touched: had a score, which is gone */
} RdgImportResult;

typedef struct
{
  const RdgMapping *mapping;        /* nullable: as guessed */
  gboolean          dry_run;
  GBytes           *inspector_key;  /* nullable: then who found a failure is not even read */
} RdgImporterOptions;

/* All of it, or nothing: cancelled or failed, the database is as before. options: nullable. */
gboolean rdg_importer_run         (RdgStore             *store,
                                   const RdgInspection  *inspection,
                                   const RdgImporterOptions *options,
                                   const RdgProgress    *progress,
                                   GCancellable         *cancellable,
                                   RdgImportResult      *result,
                                   GError              **error);
void     rdg_import_result_clear  (RdgImportResult      *self);

/* Takes an import back; its row stays, as undone. Cars that it touched lose their scores. */
gboolean rdg_importer_undo        (RdgStore             *store,
                                   gint64                import_id,
                                   GCancellable         *cancellable,
                                   guint64              *cars_unscored,
                                   GError              **error);

G_END_DECLS
