/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgReadAhead: a thread that reads a stream, and so unpacks and converts it,
 * while the thread that it is made on works on what came before. A few chunks
 * are on their way at most.
 */
#pragma once

#include "rdg-raw-stream.h"

G_BEGIN_DECLS

typedef struct _RdgReadAhead RdgReadAhead;

/* Until it is freed, stream and raw are its thread's alone. */
RdgReadAhead *rdg_read_ahead_new          (GInputStream  *stream,
                                           RdgRawStream  *raw,
                                           GCancellable  *cancellable);
/* Waits for the thread. */
void          rdg_read_ahead_free         (RdgReadAhead  *self);
/* As g_input_stream_read(). */
gssize        rdg_read_ahead_read         (RdgReadAhead  *self,
                                           char          *buffer,
                                           gsize          size,
                                           GError       **error);
/* Of the raw stream, behind the chunk that was read last. */
guint64       rdg_read_ahead_get_position (RdgReadAhead  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgReadAhead, rdg_read_ahead_free)

G_END_DECLS
