/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two kinds of record (rdg-record.c, rdg-record-series.c) share. */
#pragma once

#include "rdg-record.h"
#include "rdg-varint.h"

G_BEGIN_DECLS

/* How a value is written: below RDG_FORM_DOUBLE, the power of ten. */
#define RDG_FORM_MASK 0x07
#define RDG_FORM_DOUBLE 6
#define RDG_FORM_NONE 7

/* Tag, step, status, time, value. */
#define RDG_SERIES_LARGEST (1 + RDG_VARINT_LONGEST + 1 + RDG_VARINT_LONGEST + RDG_VARINT_LONGEST)

guint8   *_rdg_record_put_value   (guint8           *p,
                                   double            value,
                                   guint            *form);
gboolean  _rdg_record_take_value  (const guint8    **p,
                                   const guint8     *end,
                                   guint             form,
                                   double           *value);
guint8   *_rdg_record_put_series  (guint8           *p,
                                   const RdgRecord  *record);
gboolean  _rdg_record_take_series (const guint8     *p,
                                   const guint8     *end,
                                   gint64            base_time,
                                   GArray           *readings);

G_END_DECLS
