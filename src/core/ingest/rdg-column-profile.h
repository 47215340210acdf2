/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the first rows of a file say of one of its columns. One thread at a time. */
#pragma once

#include "rdg-datetime.h"

G_BEGIN_DECLS

#define RDG_PROFILE_MOST_LEVELS 64
#define RDG_PROFILE_NO_LEVEL G_MAXUINT8

typedef struct
{
  GPtrArray  *levels;        /* the first distinct texts, char * */
  GHashTable *hashes;        /* of all distinct texts */
  GArray     *level_of_row;  /* guint8: index into levels, RDG_PROFILE_NO_LEVEL: another or empty */
  guint64     n_rows;
  guint64     n_filled;
  guint64     n_numbers;
  guint64     n_integers;
  guint64     n_non_values;  /* `NaN`, `Inf`, `n/a`, hexadecimal: no numbers, and no categories either */
  guint64     n_day_first;   /* dates, read either way */
  guint64     n_month_first;
  guint64     n_steps;       /* integers one above the row before */
  gint64      last_integer;
  guint64     repeat_line;   /* the first line that repeats a value, 0: none, and … */
  guint64     repeated_line; /* … the line it repeats */
  char       *repeated_text;
} RdgColumnProfile;

RdgColumnProfile *rdg_column_profile_new  (void);
void              rdg_column_profile_free (RdgColumnProfile *self);
void              rdg_column_profile_add  (RdgColumnProfile *self,
                                           const char       *text,
                                           gsize             length,
                                           guint64           line,
                                           char              decimal_mark);

G_END_DECLS
