/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and times as people read them, in the user's locale. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *rdg_format_count        (guint64 count);
char *rdg_format_percent      (double  share);
char *rdg_format_decimal      (double  value);
char *rdg_format_moment       (gint64  ms);
char *rdg_format_day          (gint64  ms);
char *rdg_format_period       (gint64  from,
                               gint64  to);
char *rdg_format_seconds_left (double  seconds);
char *rdg_format_column       (const char *name,
                               const char *unit);

G_END_DECLS
