/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSeriesReader: RESULTADOS, one row a measured value, as readings of cars.
 * What cannot be taken becomes rejects in the batch. One thread at a time.
 */
#pragma once

#include "rdg-inspection.h"
#include "rdg-series-batch.h"

G_BEGIN_DECLS

typedef struct _RdgSeriesReader RdgSeriesReader;

/* Inspection outlives it; known: RdgOperation, which get the first numbers. */
RdgSeriesReader *rdg_series_reader_new         (const RdgInspection  *inspection,
                                                GPtrArray            *known,
                                                GCancellable         *cancellable,
                                                GError              **error);
void             rdg_series_reader_free        (RdgSeriesReader      *self);
/* Fills the batch, as far as the file goes; the last one says so. */
gboolean         rdg_series_reader_fill        (RdgSeriesReader      *self,
                                                RdgSeriesBatch       *batch,
                                                GCancellable         *cancellable,
                                                GError              **error);
guint64          rdg_series_reader_rows_read   (const RdgSeriesReader *self);
guint64          rdg_series_reader_rows_rejected (const RdgSeriesReader *self);
guint64          rdg_series_reader_cells_dropped (const RdgSeriesReader *self);
gboolean         rdg_series_reader_finish_hash (RdgSeriesReader      *self,
                                                guint8                hash[16],
                                                guint64              *bytes,
                                                GCancellable         *cancellable,
                                                GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSeriesReader, rdg_series_reader_free)

G_END_DECLS
