/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgZip: the members of a ZIP file, read as streams by libarchive. What comes
 * out is counted, over all members: a small file that unpacks without end is
 * refused. Memory is bounded whatever the file. One thread at a time.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In all, and where it is so much more than the file that no honest one has it. */
#define RDG_ZIP_MOST_BYTES (G_GUINT64_CONSTANT (16) << 30)
#define RDG_ZIP_MOST_RATIO 400
#define RDG_ZIP_RATIO_FROM (G_GUINT64_CONSTANT (128) << 20)

typedef struct _RdgZip RdgZip;
typedef struct _RdgZipMember RdgZipMember;

/* The file stays open as long as the zip; name is for messages. */
RdgZip       *rdg_zip_new         (int            fd,
                                   const char    *name,
                                   guint64        size,
                                   GError       **error);
void          rdg_zip_free        (RdgZip        *self);
/* By name, whatever the case and the slashes; -1: there is none. */
int           rdg_zip_find        (const RdgZip  *self,
                                   const char    *member);
const char   *rdg_zip_get_name    (const RdgZip  *self,
                                   guint          member);
/* As the file says, which need not be true. */
guint64       rdg_zip_get_size    (const RdgZip  *self,
                                   guint          member);
/* Counts text that was made from what came out: it may not be endless either. */
gboolean      rdg_zip_count       (RdgZip        *self,
                                   guint64        n_bytes,
                                   GError       **error);

RdgZipMember *rdg_zip_open        (RdgZip        *self,
                                   guint          member,
                                   GError       **error);
void          rdg_zip_member_free (RdgZipMember  *self);
/* 0 at the end, -1 with an error. */
gssize        rdg_zip_member_read (RdgZipMember  *self,
                                   void          *buffer,
                                   gsize          size,
                                   GCancellable  *cancellable,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgZip, rdg_zip_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgZipMember, rdg_zip_member_free)

G_END_DECLS
