/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a spreadsheet's number format makes of a number: itself, a date, or a time of day. */
#pragma once

#include <glib.h>

#include "rdg-datetime.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_CELL_NUMBER,
  RDG_CELL_DATE,     /* with or without a time */
  RDG_CELL_TIME,     /* of day, no date shown */
} RdgCellKind;

/* Of the formats that every workbook has without writing them down. */
RdgCellKind rdg_cell_kind_from_id   (guint        id);
RdgCellKind rdg_cell_kind_from_code (const char  *code);
/* FALSE: no date that a spreadsheet can show. */
gboolean    rdg_cell_format_date    (double       serial,
                                     RdgCellKind  kind,
                                     gboolean     from_1904,
                                     char         buffer[RDG_DATETIME_BUFFER_SIZE]);

G_END_DECLS
