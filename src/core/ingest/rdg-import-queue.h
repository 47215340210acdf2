/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches, of whatever kind, that wait for the other thread. Any thread. */
#pragma once

#include "rdg-progress.h"

G_BEGIN_DECLS

/* What every kind of batch begins with. */
typedef struct
{
  gsize    n_rows;
  double   fraction;      /* of the file, after this batch */
  gboolean last;
} RdgImportBatchHead;

typedef gboolean (*RdgImportWriteFunc) (gconstpointer   batch,
                                        gpointer        user_data,
                                        GError        **error);

typedef struct _RdgImportQueue RdgImportQueue;

RdgImportQueue *rdg_import_queue_new  (GDestroyNotify  free_batch);
/* Frees what still waits. */
void            rdg_import_queue_free (RdgImportQueue *self);
void            rdg_import_queue_push (RdgImportQueue *self,
                                       gpointer        batch);
/* Waits for one. */
gpointer        rdg_import_queue_pop  (RdgImportQueue *self);
/* Writes batch after batch, up to the last; written ones go to empty. */
gboolean        rdg_import_queue_write
                                      (RdgImportQueue      *self,
                                       RdgImportQueue      *empty,
                                       RdgImportWriteFunc   write,
                                       gpointer             user_data,
                                       const RdgProgress   *progress,
                                       GError             **error);

G_END_DECLS
