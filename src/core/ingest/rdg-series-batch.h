/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some thousand readings on their way from the thread that reads to the one that writes. */
#pragma once

#include "rdg-import-queue.h"
#include "rdg-record.h"

G_BEGIN_DECLS

#define RDG_SERIES_BATCH_ROWS 8192

/* A plant's code with its NUL: 0000-0000000. */
typedef struct
{
  char text[13];
} RdgSeriesCode;

/* Cars and characteristics are counted from 0 as the import meets them; those that the database
 * had come first. */
typedef struct
{
  guint32    car;
  RdgReading reading;
} RdgSeriesRow;

typedef struct
{
  RdgImportBatchHead  head;
  RdgSeriesRow       *rows;
  GArray             *new_cars;        /* RdgSeriesCode: the next numbers' */
  GPtrArray          *new_operations;  /* RdgOperation: the next numbers' */
  GPtrArray          *rejects;         /* RdgRejectEntry */
} RdgSeriesBatch;

RdgSeriesBatch *rdg_series_batch_new   (void);
void            rdg_series_batch_free  (RdgSeriesBatch *self);
void            rdg_series_batch_clear (RdgSeriesBatch *self);

G_END_DECLS
