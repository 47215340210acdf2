/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgWatchedFolder: takes into the open database what arrives in the folder that
 * the settings name, one file after the other, and tells of it. Main thread only.
 */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

#define RDG_TYPE_WATCHED_FOLDER (rdg_watched_folder_get_type ())

G_DECLARE_FINAL_TYPE (RdgWatchedFolder, rdg_watched_folder, RDG, WATCHED_FOLDER, GObject)

RdgWatchedFolder *rdg_watched_folder_new        (RdgAppContext    *context);
/* How often it looks, and for how long a file must not grow; for the next folder or database. */
void              rdg_watched_folder_set_pace   (RdgWatchedFolder *self,
                                                 guint             interval_ms,
                                                 guint             settle_ms);
/* NULL while nothing is watched. */
const char       *rdg_watched_folder_get_status (RdgWatchedFolder *self);
gboolean          rdg_watched_folder_is_in_trouble
                                                (RdgWatchedFolder *self);

G_END_DECLS
