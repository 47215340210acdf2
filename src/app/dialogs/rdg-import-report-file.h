/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report of an import as a file: text to read, CSV with one row a file, or
 * JSON with the keys of the command line. Any thread.
 */
#pragma once

#include "rdg-import-service.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_REPORT_TEXT,
  RDG_REPORT_CSV,
  RDG_REPORT_JSON,
} RdgReportFormat;

/* The ending of its files: "txt", "csv", "json". */
const char *rdg_report_format_get_ending (RdgReportFormat  format);
gboolean    rdg_report_format_from_ending(const char      *ending,
                                          RdgReportFormat *format);
/* reports: RdgImportReport. error: nullable, why a further file did not come in. */
char       *rdg_import_report_write      (GPtrArray       *reports,
                                          const GError    *error,
                                          RdgReportFormat  format);
/* What happened to the cars' outcomes, in a sentence; NULL where the file says nothing of them. */
char       *rdg_outcome_counts_describe  (const RdgOutcomeCounts *counts);

G_END_DECLS
