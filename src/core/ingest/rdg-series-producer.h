/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSeriesProducer: runs an RdgSeriesReader on a thread of its own, while the
 * thread that owns the store gathers and writes. With the thread that reads and
 * unpacks the file, three work at once; at most a few batches are on their way.
 */
#pragma once

#include "rdg-series-reader.h"

G_BEGIN_DECLS

typedef struct _RdgSeriesProducer RdgSeriesProducer;

/* Takes the reader over, and starts. */
RdgSeriesProducer *rdg_series_producer_new       (RdgSeriesReader    *reader,
                                                  GCancellable       *cancellable);
/* Stops and waits for the thread. */
void               rdg_series_producer_free      (RdgSeriesProducer  *self);
/* RdgSeriesBatch after RdgSeriesBatch, as they come. */
gboolean           rdg_series_producer_write     (RdgSeriesProducer  *self,
                                                  RdgImportWriteFunc  write,
                                                  gpointer            user_data,
                                                  const RdgProgress  *progress,
                                                  GError            **error);
/* Waits for the thread; the reader (not owned) then tells what the file was. NULL: it ended early,
 * with the error set. */
RdgSeriesReader   *rdg_series_producer_finish    (RdgSeriesProducer  *self,
                                                  GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSeriesProducer, rdg_series_producer_free)

G_END_DECLS
