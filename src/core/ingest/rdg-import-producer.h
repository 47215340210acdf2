/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgImportProducer: reads a table on a thread of its own and packs its rows
 * into batches, while the thread that owns the store writes the ones before.
 * At most a few batches are on their way, whatever the file's size.
 */
#pragma once

#include "rdg-import-batch.h"
#include "rdg-table-reader.h"

G_BEGIN_DECLS

/* Where the values of a column go, and the codes of the levels that are known already. */
typedef struct
{
  guint32     characteristic;
  GHashTable *known_levels;   /* text to code, as GUINT_TO_POINTER; NULL for numbers */
  guint32     next_code;
  GArray     *codes;          /* guint32: of the reader's levels, as far as met */
} RdgImportColumn;

/* What a file was, once it is read. */
typedef struct
{
  guint64 rows_read;
  guint64 rows_taken;
  guint64 rows_rejected;
  guint64 cells_dropped;
  guint64 labels[3];          /* by RdgLabel */
  gint64  from, to;
  guint64 bytes;
  guint8  hash[16];
} RdgImportCounts;

typedef struct _RdgImportProducer RdgImportProducer;

/* Inspection and mapping outlive it. */
RdgImportProducer *rdg_import_producer_new     (const RdgInspection    *inspection,
                                                const RdgMapping       *mapping,
                                                GCancellable           *cancellable,
                                                GError                **error);
void               rdg_import_producer_free    (RdgImportProducer      *self);
RdgTableReader    *rdg_import_producer_get_reader (RdgImportProducer   *self);
/* One for each of the reader's columns; before the start, and again after the end. */
RdgImportColumn   *rdg_import_producer_get_columns (RdgImportProducer  *self);
void               rdg_import_producer_start   (RdgImportProducer      *self);
/* RdgImportBatch after RdgImportBatch, as they come. */
gboolean           rdg_import_producer_write   (RdgImportProducer      *self,
                                                RdgImportWriteFunc      write,
                                                gpointer                user_data,
                                                const RdgProgress      *progress,
                                                GError                **error);
/* Waits for the thread. */
gboolean           rdg_import_producer_finish  (RdgImportProducer      *self,
                                                const RdgImportCounts **counts,
                                                GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgImportProducer, rdg_import_producer_free)

G_END_DECLS
