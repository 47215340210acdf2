/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some thousand rows on their way from the thread that reads to the one that writes. */
#pragma once

#include "rdg-import-queue.h"

G_BEGIN_DECLS

#define RDG_IMPORT_BATCH_ROWS 4096

typedef struct
{
  RdgImportBatchHead  head;
  GString            *text;          /* the codes, each with its NUL */
  gsize              *code_at;       /* where each begins */
  GByteArray         *records;
  gsize              *record_end;    /* where each ends */
  GPtrArray          *rejects;       /* RdgRejectEntry */
} RdgImportBatch;

RdgImportBatch *rdg_import_batch_new   (void);
void            rdg_import_batch_free  (RdgImportBatch *self);
void            rdg_import_batch_clear (RdgImportBatch *self);

G_END_DECLS
