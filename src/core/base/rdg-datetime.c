/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing the plant's times: see rdg-datetime.h. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-datetime.h"

typedef struct
{
  const char *p;
  const char *end;
} Cursor;

static gboolean
take_digits (Cursor *self,
             guint   at_least,
             guint   at_most,
             int    *value,
             guint  *count)
{
  guint n = 0;
  int sum = 0;

  while (n < at_most && self->p < self->end && g_ascii_isdigit (*self->p))
    {
      sum = sum * 10 + (*self->p++ - '0');
      n++;
    }

  *value = sum;
  if (count != NULL)
    *count = n;

  return n >= at_least;
}

static gboolean
take (Cursor *self,
      char    c)
{
  if (self->p == self->end || *self->p != c)
    return FALSE;

  self->p++;
  return TRUE;
}

static int
days_in_month (int year,
               int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return days[month - 1] + (month == 2 && leap);
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible
 * low-level date algorithms", 2013). */
static gint64
days_from_civil (int year,
                 int month,
                 int day)
{
  year -= month <= 2;

  gint64 era = (year >= 0 ? year : year - 399) / 400;
  gint64 year_of_era = year - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

static void
civil_from_days (gint64  days,
                 int    *year,
                 int    *month,
                 int    *day)
{
  days += 719468;

  gint64 era = (days >= 0 ? days : days - 146096) / 146097;
  gint64 day_of_era = days - era * 146097;
  gint64 year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted_month = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * shifted_month + 2) / 5 + 1);
  *month = (int) (shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  *year = (int) (year_of_era + era * 400) + (*month <= 2);
}

static gboolean
take_time (Cursor *self,
           gint64 *ms_of_day)
{
  int hour, minute, second = 0, fraction = 0;
  guint digits = 0;

  if (!take_digits (self, 1, 2, &hour, NULL) || !take (self, ':') ||
      !take_digits (self, 2, 2, &minute, NULL))
    return FALSE;

  if (take (self, ':'))
    {
      if (!take_digits (self, 2, 2, &second, NULL))
        return FALSE;
      if (take (self, '.') || take (self, ','))
        {
          if (!take_digits (self, 1, 3, &fraction, &digits))
            return FALSE;
          for (; digits < 3; digits++)
            fraction *= 10;
          while (self->p < self->end && g_ascii_isdigit (*self->p))
            self->p++;
        }
    }

  if (hour > 23 || minute > 59 || second > 59)
    return FALSE;

  *ms_of_day = ((hour * 60 + minute) * 60 + second) * G_GINT64_CONSTANT (1000) + fraction;
  return TRUE;
}

/**
 * rdg_datetime_parse:
 * @text: (array length=length): a cell, not necessarily ended by a NUL
 * @length: its length in bytes
 * @order: how `3/4/2024` is meant
 * @ms: (out): milliseconds since 1970 of the plant's wall clock
 *
 * Reads `D/M/YYYY`, `D.M.YYYY`, `YYYY-MM-DD`, `YYYY/MM/DD`, each alone or followed by a blank or
 * `T` and `HH:MM[:SS[.fff]]`, with an optional `Z` that is passed over. Blanks around are too.
 *
 * Returns: whether @text is a moment that the calendar has
 */
gboolean
rdg_datetime_parse (const char   *text,
                    gsize         length,
                    RdgDateOrder  order,
                    gint64       *ms)
{
  Cursor cursor = { text, text + length };
  int first, second, third;
  guint first_digits;
  int year, month, day;
  gint64 ms_of_day = 0;

  while (cursor.p < cursor.end && *cursor.p == ' ')
    cursor.p++;
  while (cursor.end > cursor.p && cursor.end[-1] == ' ')
    cursor.end--;

  if (!take_digits (&cursor, 1, 4, &first, &first_digits) || cursor.p == cursor.end)
    return FALSE;

  char separator = *cursor.p++;

  if (separator != '/' && separator != '-' && separator != '.')
    return FALSE;
  if (!take_digits (&cursor, 1, 2, &second, NULL) || !take (&cursor, separator))
    return FALSE;

  if (first_digits == 4)
    {
      if (!take_digits (&cursor, 1, 2, &third, NULL))
        return FALSE;
      year = first;
      month = second;
      day = third;
    }
  else
    {
      if (first_digits > 2 || !take_digits (&cursor, 4, 4, &third, NULL))
        return FALSE;
      year = third;
      month = order == RDG_DATE_ORDER_DAY_FIRST ? second : first;
      day = order == RDG_DATE_ORDER_DAY_FIRST ? first : second;
    }

  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month (year, month))
    return FALSE;

  if (take (&cursor, 'T') || take (&cursor, ' '))
    {
      while (take (&cursor, ' '))
        ;
      if (!take_time (&cursor, &ms_of_day))
        return FALSE;
      take (&cursor, 'Z');
    }

  if (cursor.p != cursor.end)
    return FALSE;

  *ms = rdg_datetime_make (year, month, day, ms_of_day);
  return TRUE;
}

/**
 * rdg_datetime_make:
 * @year: a year
 * @month: 1 to 12
 * @day: 1 to 31
 * @ms_of_day: milliseconds since midnight
 *
 * Returns: milliseconds since 1970 of the plant's wall clock
 */
gint64
rdg_datetime_make (int    year,
                   int    month,
                   int    day,
                   gint64 ms_of_day)
{
  return days_from_civil (year, month, day) * RDG_DATETIME_DAY_MS + ms_of_day;
}

/**
 * rdg_datetime_format:
 * @ms: milliseconds since 1970 of the plant's wall clock
 * @buffer: where to write
 *
 * Writes `YYYY-MM-DD HH:MM:SS`, with `.mmm` where there are milliseconds; an empty text for
 * %RDG_DATETIME_NONE.
 *
 * Returns: (transfer none): @buffer
 */
const char *
rdg_datetime_format (gint64 ms,
                     char   buffer[RDG_DATETIME_BUFFER_SIZE])
{
  int year, month, day;

  if (ms == RDG_DATETIME_NONE)
    {
      buffer[0] = '\0';
      return buffer;
    }

  gint64 days = ms / RDG_DATETIME_DAY_MS;
  int rest = (int) (ms % RDG_DATETIME_DAY_MS);

  if (rest < 0)
    {
      rest += (int) RDG_DATETIME_DAY_MS;
      days--;
    }

  civil_from_days (days, &year, &month, &day);
  g_snprintf (buffer, RDG_DATETIME_BUFFER_SIZE,
              rest % 1000 != 0 ? "%04d-%02d-%02d %02d:%02d:%02d.%03d"
                               : "%04d-%02d-%02d %02d:%02d:%02d",
              year, month, day, rest / 3600000, rest / 60000 % 60, rest / 1000 % 60, rest % 1000);

  return buffer;
}

/**
 * rdg_datetime_now:
 *
 * Returns: the wall clock of this machine as the plant's time
 */
gint64
rdg_datetime_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return (g_date_time_to_unix (now) * G_USEC_PER_SEC + g_date_time_get_utc_offset (now)) / 1000 +
         g_date_time_get_microsecond (now) / 1000;
}
