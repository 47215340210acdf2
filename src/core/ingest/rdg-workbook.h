/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgWorkbook: what an Excel workbook (.xlsx, ECMA-376) has around its sheets:
 * which sheets there are and in which order, which cell styles show dates, from
 * when days count, and the shared strings. One thread at a time.
 */
#pragma once

#include "rdg-cell-format.h"
#include "rdg-shared-strings.h"

G_BEGIN_DECLS

typedef struct
{
  char  *name;
  char  *relation;   /* its id */
  guint  member;     /* of the zip */
} RdgWorkbookSheet;

typedef struct
{
  char             *file;        /* what messages call it */
  RdgZip           *zip;
  GPtrArray        *sheets;      /* RdgWorkbookSheet, in the workbook's order */
  GByteArray       *kinds;       /* RdgCellKind, by cell style */
  gboolean          from_1904;
  RdgSharedStrings *strings;     /* NULL: it has none */
} RdgWorkbook;

/* The file stays open as long as the workbook. */
RdgWorkbook *rdg_workbook_open     (int                 fd,
                                    const char         *file,
                                    guint64             size,
                                    GCancellable       *cancellable,
                                    GError            **error);
void         rdg_workbook_free     (RdgWorkbook        *self);
RdgCellKind  rdg_workbook_get_kind (const RdgWorkbook  *self,
                                    guint               style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgWorkbook, rdg_workbook_free)

G_END_DECLS
