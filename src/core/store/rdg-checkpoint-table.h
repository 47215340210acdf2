/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a car passed which position: packed, a row an import and car. Each import
 * keeps all that its file said, and readers see the union: so an undo need only
 * delete, in whatever order.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_checkpoint_table_schema[];

typedef struct
{
  gint64  at;
  guint32 position;   /* of rdg-hall-table.h */
} RdgPass;

/* By time, then position: how passes are kept. */
int  rdg_pass_compare (gconstpointer a,
                       gconstpointer b);

typedef struct _RdgCheckpointReader RdgCheckpointReader;
typedef struct _RdgCheckpointWriter RdgCheckpointWriter;

/* Cars ascending by id, each with its passes ascending and none twice. */
RdgCheckpointReader *rdg_checkpoint_reader_new  (RdgStore             *store,
                                                 gint64                car_id,  /* 0: all cars */
                                                 GError              **error);
RdgCheckpointReader *rdg_checkpoint_reader_new_of_import (RdgStore     *store,
                                                 gint64                import_id,
                                                 GError              **error);
void                 rdg_checkpoint_reader_free (RdgCheckpointReader  *self);
/* FALSE with no error set: the end. The passes live until the next call. */
gboolean             rdg_checkpoint_reader_next (RdgCheckpointReader  *self,
                                                 gint64               *car_id,
                                                 const RdgPass       **passes,
                                                 gsize                *n_passes,
                                                 GError              **error);

/* Inside a transaction. */
RdgCheckpointWriter *rdg_checkpoint_writer_new  (RdgStore             *store,
                                                 gint64                import_id,
                                                 GError              **error);
void                 rdg_checkpoint_writer_free (RdgCheckpointWriter  *self);
/* A car's passes, ascending and none twice; n_known: how many of them other imports had. */
gboolean             rdg_checkpoint_writer_add  (RdgCheckpointWriter  *self,
                                                 gint64                car_id,
                                                 const RdgPass        *passes,
                                                 gsize                 n_passes,
                                                 gboolean              new_car,
                                                 gsize                *n_known,
                                                 GError              **error);

gboolean             rdg_checkpoint_table_delete(RdgStore             *store,
                                                 gint64                import_id,
                                                 GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCheckpointReader, rdg_checkpoint_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCheckpointWriter, rdg_checkpoint_writer_free)

G_END_DECLS
