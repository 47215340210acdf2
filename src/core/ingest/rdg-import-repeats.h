/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cars a table has more than once, once an import has met one. */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

/* Reads the file again. TRUE: @error is set and names them, or says why the file cannot be read. */
gboolean rdg_import_name_repeats (const RdgInspection  *inspection,
                                  const RdgMapping     *mapping,
                                  GCancellable         *cancellable,
                                  GError              **error);

G_END_DECLS
