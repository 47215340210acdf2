/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, times and padding without printf: see rdg-simulate-cell.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-simulate-cell.h"

#include <math.h>
#include <string.h>

#include "rdg-datetime.h"

/**
 * rdg_simulate_clock_init:
 *
 * Sets up a clock that has written nothing yet.
 */
void
rdg_simulate_clock_init (RdgSimulateClock *self)
{
  *self = (RdgSimulateClock){ .day = G_MININT64 };
}

static void
turn_to (RdgSimulateClock *self,
         gint64            day)
{
  char written[RDG_DATETIME_BUFFER_SIZE];

  self->day = day;
  rdg_datetime_format (day * RDG_DATETIME_DAY_MS, written);
  memcpy (self->iso, written, 10);

  char *p = self->day_first;

  /* Day and month have no leading zero. */
  if (written[8] != '0')
    *p++ = written[8];
  *p++ = written[9];
  *p++ = '/';
  if (written[5] != '0')
    *p++ = written[5];
  *p++ = written[6];
  *p++ = '/';
  memcpy (p, written, 4);
  p[4] = '\0';
}

static char *
put_pair (char *p,
          int   value)
{
  *p++ = (char) ('0' + value / 10);
  *p++ = (char) ('0' + value % 10);

  return p;
}

/**
 * rdg_simulate_append_time:
 * @clock: remembers the date
 * @at: as rdg-datetime.h, after the year 0
 * @spelling: how
 *
 * Appends a time; what the spelling does not show is cut off.
 */
void
rdg_simulate_append_time (GString          *text,
                          RdgSimulateClock *clock,
                          gint64            at,
                          RdgTimeSpelling   spelling)
{
  char buffer[32];
  gint64 day = at / RDG_DATETIME_DAY_MS - (at % RDG_DATETIME_DAY_MS < 0);
  int rest = (int) (at - day * RDG_DATETIME_DAY_MS);
  char *p = buffer;

  if (day != clock->day)
    turn_to (clock, day);

  if (spelling == RDG_TIME_DAY_FIRST)
    {
      p = g_stpcpy (p, clock->day_first);
    }
  else
    {
      memcpy (p, clock->iso, 10);
      p += 10;
    }

  *p++ = ' ';
  p = put_pair (p, rest / 3600000);
  *p++ = ':';
  p = put_pair (p, rest / 60000 % 60);
  *p++ = ':';
  p = put_pair (p, rest / 1000 % 60);
  if (spelling == RDG_TIME_ISO_MS)
    {
      *p++ = '.';
      *p++ = (char) ('0' + rest % 1000 / 100);
      p = put_pair (p, rest % 100);
    }
  g_string_append_len (text, buffer, p - buffer);
}

/**
 * rdg_simulate_append_padded:
 * @width: in characters; 0 for no padding
 *
 * Appends @cell and blanks up to @width.
 */
void
rdg_simulate_append_padded (GString    *text,
                            const char *cell,
                            guint       width)
{
  static const char blanks[] = "                                                                ";
  gsize length = strlen (cell);

  g_string_append_len (text, cell, (gssize) length);
  if (width == 0)
    return;

  for (gsize n = (gsize) g_utf8_strlen (cell, (gssize) length); n < width;)
    {
      gsize more = MIN (width - n, sizeof blanks - 1);

      g_string_append_len (text, blanks, (gssize) more);
      n += more;
    }
}

/**
 * rdg_simulate_append_fixed:
 * @value: a number whose digits fit in 64 bits
 * @decimals: how many digits after the mark, at most 6
 * @decimal_mark: `.` or `,`
 *
 * Appends @value as station software prints it, whatever the locale. Faster than formatting a
 * double, because a quarter has tens of millions of values.
 */
void
rdg_simulate_append_fixed (GString *text,
                           double   value,
                           guint    decimals,
                           char     decimal_mark)
{
  static const double powers[] = { 1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0, 1000000.0 };
  gint64 scaled = (gint64) rint (value * powers[decimals]);
  guint64 rest = (guint64) ABS (scaled);
  char digits[32];
  guint n = 0;

  do
    {
      digits[sizeof digits - ++n] = (char) ('0' + rest % 10);
      rest /= 10;
      if (n == decimals)
        digits[sizeof digits - ++n] = decimal_mark;
    }
  while (rest > 0 || (decimals > 0 && n < decimals + 2));

  if (scaled < 0)
    digits[sizeof digits - ++n] = '-';
  g_string_append_len (text, digits + sizeof digits - n, n);
}

/**
 * rdg_simulate_append_count:
 *
 * Appends a whole number.
 */
void
rdg_simulate_append_count (GString *text,
                           guint64  value)
{
  char digits[24];
  guint n = 0;

  do
    digits[sizeof digits - ++n] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);

  g_string_append_len (text, digits + sizeof digits - n, n);
}
