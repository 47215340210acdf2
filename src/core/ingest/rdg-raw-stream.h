/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file's bytes, hashed and counted as they pass. One thread at a time. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RDG_TYPE_RAW_STREAM (rdg_raw_stream_get_type ())

G_DECLARE_FINAL_TYPE (RdgRawStream, rdg_raw_stream, RDG, RAW_STREAM, GFilterInputStream)

RdgRawStream *rdg_raw_stream_new          (int           fd);
guint64       rdg_raw_stream_get_position (RdgRawStream *self);
void          rdg_raw_stream_get_hash     (RdgRawStream *self,
                                           guint8        hash[16]);

G_END_DECLS
