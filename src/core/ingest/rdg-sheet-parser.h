/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSheetParser: the rows of one sheet of a workbook, from its XML as it comes.
 * A row is handed out when it has ended; no more than one is in memory. Texts
 * are as stored; dates are by style.
 */
#pragma once

#include "rdg-workbook.h"

G_BEGIN_DECLS

#define RDG_SHEET_MOST_ROWS 1048576
#define RDG_SHEET_MOST_COLUMNS 16384
/* What of a row's text is kept. */
#define RDG_SHEET_LONGEST_ROW (8 * 1024 * 1024)

typedef struct
{
  guint32 start;     /* in the text of the row */
  guint32 length;
} RdgSheetCell;

typedef struct
{
  guint               number;    /* from 1 */
  guint               n_cells;   /* up to the last that is not empty */
  guint               n_filled;
  const RdgSheetCell *cells;
  const char         *text;
} RdgSheetRow;

typedef void (*RdgSheetRowFunc) (const RdgSheetRow *row,
                                 gpointer           user_data);

typedef struct _RdgSheetParser RdgSheetParser;

/* The workbook outlives it. */
RdgSheetParser *rdg_sheet_parser_new  (const RdgWorkbook      *workbook,
                                       const RdgWorkbookSheet *sheet,
                                       RdgSheetRowFunc         row,
                                       gpointer                user_data);
void            rdg_sheet_parser_free (RdgSheetParser         *self);
/* Length 0: the end. */
gboolean        rdg_sheet_parser_feed (RdgSheetParser         *self,
                                       const char             *text,
                                       gsize                   length,
                                       GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSheetParser, rdg_sheet_parser_free)

G_END_DECLS
