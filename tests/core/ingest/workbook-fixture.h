/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small workbooks, written part by part. */
#pragma once

#include "ingest-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *content;
} WorkbookPart;

/* A workbook of two sheets, "Plan1" and "R&D", with styles 0 general and 1 a date; sheets are what
 * stands in sheetData, strings what stands in sst, both nullable; more replaces whole parts and
 * ends with NULL. */
char *workbook_fixture_write (IngestFixture      *fixture,
                              const char         *name,
                              const char         *first,
                              const char         *second,
                              const char         *strings,
                              gboolean            from_1904,
                              const WorkbookPart *more);
/* A ZIP file of parts, up to NULL. */
char *workbook_fixture_zip   (IngestFixture      *fixture,
                              const char         *name,
                              const WorkbookPart *parts);

G_END_DECLS
