/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times as the plant writes them: wall-clock time without a zone, kept as
 * milliseconds since 1970-01-01 00:00:00 of that same wall clock. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RDG_DATETIME_NONE G_MININT64
#define RDG_DATETIME_DAY_MS G_GINT64_CONSTANT (86400000)
#define RDG_DATETIME_BUFFER_SIZE 32

/* How a date written with slashes, points or dashes and no leading year is read. */
typedef enum
{
  RDG_DATE_ORDER_DAY_FIRST,
  RDG_DATE_ORDER_MONTH_FIRST,
} RdgDateOrder;

gboolean    rdg_datetime_parse  (const char   *text,
                                 gsize         length,
                                 RdgDateOrder  order,
                                 gint64       *ms);
gint64      rdg_datetime_make   (int           year,
                                 int           month,
                                 int           day,
                                 gint64        ms_of_day);
const char *rdg_datetime_format (gint64        ms,
                                 char          buffer[RDG_DATETIME_BUFFER_SIZE]);
gint64      rdg_datetime_now    (void);

G_END_DECLS
