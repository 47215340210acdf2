/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and times on the screen. Files never see these: they have rdg-number and rdg-datetime. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-datetime.h"

/* The plant's clock has no zone: its milliseconds are read back as if they were UTC. */
static GDateTime *
get_wall_clock (gint64 ms)
{
  if (ms == RDG_DATETIME_NONE)
    return NULL;

  /* Floors, so that a time before 1970 stays on its own day. */
  gint64 seconds = ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);

  return g_date_time_new_from_unix_utc (seconds);
}

/**
 * rdg_format_count:
 *
 * Returns: (transfer full): @count with the locale's grouping
 */
char *
rdg_format_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

/**
 * rdg_format_percent:
 * @share: of 1
 *
 * Returns: (transfer full): as percent, or a dash where there is no number
 */
char *
rdg_format_percent (double share)
{
  double percent = share * 100;

  if (isnan (share))
    return g_strdup ("–");

  /* Translators: a share; the number has its decimals already */
  return g_strdup_printf (_("%.*f %%"), fabs (percent) >= 99.95 || percent == 0 ? 0 : 1, percent);
}

/**
 * rdg_format_decimal:
 *
 * Returns: (transfer full): with three decimals, or a dash where there is no number
 */
char *
rdg_format_decimal (double value)
{
  return isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.3f", value);
}

/**
 * rdg_format_day:
 * @ms: a time as rdg-datetime has it
 *
 * Returns: (transfer full): the day
 */
char *
rdg_format_day (gint64 ms)
{
  g_autoptr (GDateTime) time = get_wall_clock (ms);

  if (ms == RDG_DATETIME_NONE || time == NULL)
    return g_strdup ("–");

  /* Translators: a day, as strftime() has it: 9 Nov 2026 */
  return g_date_time_format (time, C_("date", "%-e %b %Y"));
}

/**
 * rdg_format_moment:
 * @ms: a time as rdg-datetime has it
 *
 * Returns: (transfer full): the day, in words where it is near, and the minute
 */
char *
rdg_format_moment (gint64 ms)
{
  g_autoptr (GDateTime) time = get_wall_clock (ms);
  g_autofree char *day = NULL;
  g_autofree char *minute = NULL;

  if (ms == RDG_DATETIME_NONE || time == NULL)
    return g_strdup ("–");

  gint64 days_ago = rdg_datetime_now () / RDG_DATETIME_DAY_MS - ms / RDG_DATETIME_DAY_MS;

  minute = g_date_time_format (time, "%H:%M");
  if (days_ago == 0)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_("today %s"), minute);
  if (days_ago == 1)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_("yesterday %s"), minute);

  day = rdg_format_day (ms);

  /* Translators: a day and a time of day */
  return g_strdup_printf (C_("moment", "%1$s, %2$s"), day, minute);
}

/**
 * rdg_format_period:
 * @from: first time, or %RDG_DATETIME_NONE
 * @to: last time
 *
 * Returns: (transfer full) (nullable): the days, or %NULL where there are no times
 */
char *
rdg_format_period (gint64 from,
                   gint64 to)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (from == RDG_DATETIME_NONE || to == RDG_DATETIME_NONE)
    return NULL;

  first = rdg_format_day (from);
  last = rdg_format_day (to);
  if (g_str_equal (first, last))
    return g_steal_pointer (&first);

  /* Translators: a period, from the first to the last day */
  return g_strdup_printf (C_("period", "%1$s – %2$s"), first, last);
}

/**
 * rdg_format_seconds_left:
 * @seconds: a guess, below 0 where there is none
 *
 * Returns: (transfer full): how long it takes still, rounded as a guess deserves; "" without one
 */
char *
rdg_format_seconds_left (double seconds)
{
  if (seconds < 0)
    return g_strdup ("");
  if (seconds < 5)
    return g_strdup (_("a few seconds left"));
  if (seconds < 55)
    return g_strdup_printf (_("about %d seconds left"), (int) ceil (seconds / 5) * 5);

  int minutes = (int) MIN (ceil (seconds / 60), 100000);

  return g_strdup_printf (ngettext ("about %d minute left", "about %d minutes left",
                                    (gulong) minutes), minutes);
}

/**
 * rdg_format_column:
 * @name: a column's name
 * @unit: (nullable): what it is measured in
 *
 * Returns: (transfer full): "Torque [Nm]", the unit once even where the name has it already
 */
char *
rdg_format_column (const char *name,
                   const char *unit)
{
  if (unit == NULL || *unit == '\0' || g_str_has_suffix (name, "]"))
    return g_strdup (name);

  return g_strdup_printf ("%s [%s]", name, unit);
}
