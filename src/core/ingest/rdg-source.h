/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSource: a file as UTF-8 text: unpacked, without a byte order mark,
 * converted. Bytes that a UTF-8 file has wrong are passed on as they are.
 * Blocking; one thread at a time; errors are RDG_IMPORT_ERROR with the file named.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RDG_SOURCE_HASH_SIZE 16

typedef struct _RdgSource RdgSource;

RdgSource  *rdg_source_open         (const char    *path,
                                     GCancellable  *cancellable,
                                     GError       **error);
void        rdg_source_free         (RdgSource     *self);
/* 0 at the end, -1 with an error. */
gssize      rdg_source_read         (RdgSource     *self,
                                     char          *buffer,
                                     gsize          size,
                                     GCancellable  *cancellable,
                                     GError       **error);
/* Before the first read: reading happens on a thread of its own. */
void        rdg_source_read_ahead   (RdgSource     *self,
                                     GCancellable  *cancellable);
const char *rdg_source_get_path     (RdgSource     *self);
const char *rdg_source_get_charset  (RdgSource     *self);
gboolean    rdg_source_is_gzip      (RdgSource     *self);
gboolean    rdg_source_has_bom      (RdgSource     *self);
/* The file as it lies there: its size, how much of it is read, and XXH3-128 of what was read. */
guint64     rdg_source_get_size     (RdgSource     *self);
guint64     rdg_source_get_position (RdgSource     *self);
gboolean    rdg_source_finish_hash  (RdgSource     *self,
                                     guint8         hash[RDG_SOURCE_HASH_SIZE],
                                     GCancellable  *cancellable,
                                     GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSource, rdg_source_free)

G_END_DECLS
