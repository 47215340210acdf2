/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RESULTADOS into the database: the part of rdg_importer_run() for this layout. */
#pragma once

#include "rdg-importer.h"

G_BEGIN_DECLS

/* Inside a transaction, begun and ended by the caller. What goes into the result is what
 * rdg_importer_run() says. */
gboolean rdg_series_importer_run (RdgStore             *store,
                                  const RdgInspection  *inspection,
                                  GBytes               *inspector_key,
                                  const RdgProgress    *progress,
                                  GCancellable         *cancellable,
                                  RdgImportResult      *result,
                                  GError              **error);

G_END_DECLS
