/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Number formats of spreadsheets (ECMA-376 part 1, 18.8.30 and 18.17.4). */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-cell-format.h"

#include <math.h>
#include <string.h>

/* The first day that neither system can name: 10000-01-01. */
#define DAYS_1900 2958466
#define DAYS_1904 2957004
/* Day 60 of the 1900 system is 29 February 1900, which never was. */
#define DAY_THAT_NEVER_WAS 60

/**
 * rdg_cell_kind_from_id:
 * @id: a number format below 164
 *
 * Durations (46) stay numbers.
 *
 * Returns: what it shows
 */
RdgCellKind
rdg_cell_kind_from_id (guint id)
{
  if ((id >= 18 && id <= 21) || id == 45 || id == 47)
    return RDG_CELL_TIME;
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
    return RDG_CELL_DATE;
  return RDG_CELL_NUMBER;
}

/**
 * rdg_cell_kind_from_code:
 * @code: such as `dd/mm/yyyy hh:mm`; its first section counts
 *
 * Returns: what it shows; a duration such as `[h]:mm` is a number
 */
RdgCellKind
rdg_cell_kind_from_code (const char *code)
{
  gboolean day = FALSE, hour = FALSE, month = FALSE;

  if (g_ascii_strcasecmp (code, "General") == 0)
    return RDG_CELL_NUMBER;

  for (const char *p = code; *p != '\0' && *p != ';'; p++)
    {
      const char *end;

      switch (g_ascii_tolower (*p))
        {
        /* What is quoted, or only as wide as a letter, is no letter of the format. */
        case '"':
          end = strchr (p + 1, '"');
          if (end == NULL)
            return RDG_CELL_NUMBER;
          p = end;
          break;
        case '\\':
        case '_':
        case '*':
          if (p[1] != '\0')
            p++;
          break;
        case '[':
          end = strchr (p, ']');
          if (end == NULL || strspn (p + 1, "hHmMsS") == (gsize) (end - p - 1))
            return RDG_CELL_NUMBER;
          p = end;
          break;
        case 'd':
        case 'y':
          day = TRUE;
          break;
        case 'h':
        case 's':
          hour = TRUE;
          break;
        case 'm':
          month = TRUE;
          break;
        case 'e':
          /* 0.00E+00 is a number; a lone e is a year in East Asia. */
          if (p[1] == '+' || p[1] == '-')
            return RDG_CELL_NUMBER;
          break;
        default:
          break;
        }
    }

  /* An m beside hours or seconds is minutes. */
  if (day || (month && !hour))
    return RDG_CELL_DATE;
  return hour ? RDG_CELL_TIME : RDG_CELL_NUMBER;
}

/**
 * rdg_cell_format_date:
 * @serial: days as the spreadsheet counts them
 * @from_1904: it counts from 1904-01-01
 * @buffer: (out caller-allocates): `YYYY-MM-DD HH:MM:SS`, with `.mmm` where there are
 *   milliseconds; `HH:MM:SS` for a time of day
 *
 * Returns: %FALSE where no calendar has it
 */
gboolean
rdg_cell_format_date (double      serial,
                      RdgCellKind kind,
                      gboolean    from_1904,
                      char        buffer[RDG_DATETIME_BUFFER_SIZE])
{
  if (!(serial >= 0 && serial < (from_1904 ? DAYS_1904 : DAYS_1900)))
    return FALSE;

  gint64 ms = (gint64) floor (serial * (double) RDG_DATETIME_DAY_MS + 0.5);
  gint64 days = ms / RDG_DATETIME_DAY_MS;
  gint64 start = rdg_datetime_make (1904, 1, 1, 0);
  const char *text;

  if (!from_1904)
    {
      if (days == DAY_THAT_NEVER_WAS)
        return FALSE;
      start = rdg_datetime_make (1899, 12, days < DAY_THAT_NEVER_WAS ? 31 : 30, 0);
    }

  char whole[RDG_DATETIME_BUFFER_SIZE];

  text = rdg_datetime_format (start + ms, whole);
  if (kind == RDG_CELL_TIME && days == 0)
    text = strchr (text, ' ') + 1;
  g_strlcpy (buffer, text, RDG_DATETIME_BUFFER_SIZE);
  return TRUE;
}
