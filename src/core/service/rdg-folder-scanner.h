/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgFolderScanner: which files of a folder are new and have stopped growing.
 * It looks when it is asked to: file monitors say nothing of a network share,
 * and an export that takes minutes to write is no file yet.
 *
 * Blocking; one thread at a time.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RdgFolderScanner RdgFolderScanner;

/* since: files that were last changed then or before (microseconds, UTC) are no news; 0: all are. */
RdgFolderScanner *rdg_folder_scanner_new       (const char        *folder,
                                                gint64             since,
                                                gint64             settle_us);
void              rdg_folder_scanner_free      (RdgFolderScanner  *self);
/* The files that are ready now and were not told before, by name: an array of paths, often empty. */
GPtrArray        *rdg_folder_scanner_look      (RdgFolderScanner  *self,
                                                GCancellable      *cancellable,
                                                GError           **error);
/* Of all files told so far, the latest change: where a later watch goes on. */
gint64            rdg_folder_scanner_get_since (RdgFolderScanner  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFolderScanner, rdg_folder_scanner_free)

G_END_DECLS
