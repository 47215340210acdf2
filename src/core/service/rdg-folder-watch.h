/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgFolderWatch: tells of each new file of a folder, once it has stopped
 * growing. It looks every few seconds, on a thread of its own, so that a share
 * that has gone does not hold the window.
 *
 * Belongs to the main context in which it was made; its signals come there.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RDG_TYPE_FOLDER_WATCH (rdg_folder_watch_get_type ())

G_DECLARE_FINAL_TYPE (RdgFolderWatch, rdg_folder_watch, RDG, FOLDER_WATCH, GObject)

/* since: as of rdg_folder_scanner_new(). Looks every interval_ms; a file is ready after
 * settle_ms without a change. */
RdgFolderWatch *rdg_folder_watch_new       (const char     *folder,
                                            gint64          since,
                                            guint           interval_ms,
                                            guint           settle_ms);
const char     *rdg_folder_watch_get_folder(RdgFolderWatch *self);
gint64          rdg_folder_watch_get_since (RdgFolderWatch *self);
void            rdg_folder_watch_stop      (RdgFolderWatch *self);

G_END_DECLS
