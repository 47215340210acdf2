/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the imports of FALHAS and of STATUS have in common: their import's row,
 * their rejects, their cars, and how they end. For the files of this folder;
 * same thread as the store.
 */
#pragma once

#include "rdg-car-writer.h"
#include "rdg-import-common.h"
#include "rdg-plant-reader.h"
#include "rdg-reading-table.h"
#include "rdg-reject-table.h"

G_BEGIN_DECLS

/* Rows are gathered before they are written: more are another kind of file. */
#define RDG_PLANT_IMPORT_MOST_ROWS (64 * 1000 * 1000)

typedef struct
{
  const RdgImportTask *task;
  RdgImportEntry      *entry;       /* the task's */
  RdgPlantReader      *reader;
  RdgRejectWriter     *rejects;
  RdgCarWriter        *cars;
  RdgRecordWriter     *records;
  GError              *failure;     /* of writing a reject */
  gint64              *ids;         /* of the reader's cars */
  guint32             *order;       /* the reader's cars, ascending by id */
  guint                n_cars;
} RdgPlantImport;

/* Takes one row. FALSE with an error: the reading ends with it. */
typedef gboolean (*RdgPlantTakeFunc) (RdgPlantImport     *self,
                                      const RdgPlantRow  *row,
                                      GError            **error);

gboolean _rdg_plant_import_begin   (RdgPlantImport      *self,
                                    const RdgPlantPart  *parts,
                                    guint                n_parts,
                                    GError             **error);
void     _rdg_plant_import_clear   (RdgPlantImport      *self);
/* All rows, with progress and limits. */
gboolean _rdg_plant_import_read    (RdgPlantImport      *self,
                                    RdgPlantTakeFunc     take,
                                    GError             **error);
/* After the last row: cars are resolved. go_on: whether there is anything to write; where not,
 * the result says that the file is there already. */
gboolean _rdg_plant_import_resolve (RdgPlantImport      *self,
                                    gboolean            *go_on,
                                    GError             **error);
/* After that: the place of each of the reader's cars in the order of the ids. */
guint32 *_rdg_plant_import_rank    (RdgPlantImport      *self);
/* Counts of the rows filled in, the import is ended. */
gboolean _rdg_plant_import_finish  (RdgPlantImport      *self,
                                    GError             **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgPlantImport, _rdg_plant_import_clear)

/* The layouts' own; as rdg_series_importer_run(). */
gboolean rdg_falhas_import_run     (const RdgImportTask *task,
                                    GError             **error);
gboolean rdg_status_import_run     (const RdgImportTask *task,
                                    GError             **error);

G_END_DECLS
