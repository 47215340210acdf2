/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RESULTADOS into the database: the part of rdg_importer_run() for this layout. */
#pragma once

#include "rdg-import-common.h"

G_BEGIN_DECLS

/* What goes into the result is what rdg_importer_run() says. */
gboolean rdg_series_importer_run (const RdgImportTask  *task,
                                  GError              **error);

G_END_DECLS
