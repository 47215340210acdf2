/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did, file by file; it can be written to a file. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-import-report-file.h"

G_BEGIN_DECLS

#define RDG_TYPE_IMPORT_REPORT_VIEW (rdg_import_report_view_get_type ())

G_DECLARE_FINAL_TYPE (RdgImportReportView, rdg_import_report_view, RDG, IMPORT_REPORT_VIEW, AdwBin)

GtkWidget *rdg_import_report_view_new    (GPtrArray           *reports,
                                          const GError        *error);
void       rdg_import_report_view_export (RdgImportReportView *self,
                                          GFile               *file,
                                          RdgReportFormat      format);

G_END_DECLS
