/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did, in a sentence. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-import-service.h"

G_BEGIN_DECLS

/* reports: RdgImportReport. */
char     *rdg_import_describe  (GPtrArray *reports);
/* With a button that shows the Data page. */
AdwToast *rdg_import_toast_new (GPtrArray *reports);

G_END_DECLS
