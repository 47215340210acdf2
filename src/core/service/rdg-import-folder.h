/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders among the paths of an import. Blocking: run inside a job. */
#pragma once

#include "rdg-import-service.h"

G_BEGIN_DECLS

/* Puts in the place of each folder the files in it that can be imported, by layout and then by
 * name; skipped says of each of the others, in a sentence, why not. A folder with nothing of use is
 * an error. */
gboolean rdg_import_list_files (const char * const      *paths,
                                const RdgImportOptions  *options,     /* nullable */
                                GCancellable            *cancellable,
                                GStrv                   *files,
                                GStrv                   *skipped,
                                GError                 **error);

G_END_DECLS
