/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches that wait for the other thread. Any thread. */
#pragma once

#include "rdg-import-batch.h"

G_BEGIN_DECLS

typedef struct _RdgImportQueue RdgImportQueue;

RdgImportQueue *rdg_import_queue_new  (void);
/* Frees what still waits. */
void            rdg_import_queue_free (RdgImportQueue *self);
void            rdg_import_queue_push (RdgImportQueue *self,
                                       RdgImportBatch *batch);
/* Waits for one. */
RdgImportBatch *rdg_import_queue_pop  (RdgImportQueue *self);

G_END_DECLS
