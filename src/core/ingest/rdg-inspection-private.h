/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this folder know of an inspection beyond what it shows. */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

typedef struct
{
  RdgInspection  base;
  guint64        first_line;  /* physical line of the first data row */
  guint8        *numeric;     /* per column: its values are numbers */
} RdgInspectionFull;

static inline const RdgInspectionFull *
_rdg_inspection_full (const RdgInspection *inspection)
{
  return (const RdgInspectionFull *) inspection;
}

G_END_DECLS
