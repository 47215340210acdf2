/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did, file by file. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-import-service.h"

G_BEGIN_DECLS

GtkWidget *rdg_import_report_view_new (GPtrArray    *reports,
                                       const GError *error);

G_END_DECLS
