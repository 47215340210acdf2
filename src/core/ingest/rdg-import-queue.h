/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches, of whatever kind, that wait for the other thread. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RdgImportQueue RdgImportQueue;

RdgImportQueue *rdg_import_queue_new  (GDestroyNotify  free_batch);
/* Frees what still waits. */
void            rdg_import_queue_free (RdgImportQueue *self);
void            rdg_import_queue_push (RdgImportQueue *self,
                                       gpointer        batch);
/* Waits for one. */
gpointer        rdg_import_queue_pop  (RdgImportQueue *self);

G_END_DECLS
