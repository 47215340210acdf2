/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells as the plant's systems write them: padded, quoted where they must be,
 * times in three spellings. Made for tens of millions of rows. One thread at a time.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_TIME_ISO_MS,              /* 2024-05-06 07:08:09.123 */
  RDG_TIME_ISO,                 /* 2024-05-06 07:08:09 */
  RDG_TIME_DAY_FIRST,           /* 6/5/2024 07:08:09 */
} RdgTimeSpelling;

/* Remembers the date that it wrote last: rows that follow each other are of one day. */
typedef struct
{
  gint64 day;
  char   iso[12];
  char   day_first[12];
} RdgSimulateClock;

void rdg_simulate_clock_init    (RdgSimulateClock *self);
void rdg_simulate_append_time   (GString          *text,
                                 RdgSimulateClock *clock,
                                 gint64            at,
                                 RdgTimeSpelling   spelling);
void rdg_simulate_append_padded (GString          *text,
                                 const char       *cell,
                                 guint             width);
void rdg_simulate_append_fixed  (GString          *text,
                                 double            value,
                                 guint             decimals,
                                 char              decimal_mark);
void rdg_simulate_append_count  (GString          *text,
                                 guint64           value);

G_END_DECLS
