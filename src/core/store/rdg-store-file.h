/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be told of a database file before SQLite opens it: whether it is a
 * file at all, an SQLite one, and as long as its own header says.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_STORE_FILE_ABSENT,
  RDG_STORE_FILE_EMPTY,
  RDG_STORE_FILE_SQLITE,
} RdgStoreFileKind;

gboolean _rdg_store_file_check           (const char        *path,
                                          RdgStoreFileKind  *kind,
                                          GError           **error);
/* Is there something in path-wal or path-journal that the file itself does not have yet? */
gboolean _rdg_store_file_has_journal     (const char        *path);
gboolean _rdg_store_file_folder_writable (const char        *path);

G_END_DECLS
