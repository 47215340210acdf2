/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risks in words. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-risk-format.h"

#include "rdg-datetime.h"

/**
 * rdg_risk_format_in_100:
 * @risk: of 1
 *
 * Never "0" or "100": no car is certain.
 *
 * Returns: (transfer full): "41 in 100"
 */
char *
rdg_risk_format_in_100 (double risk)
{
  int n = (int) lround (risk * 100);

  if (n < 1)
    return g_strdup (C_("risk", "under 1 in 100"));
  if (n > 99)
    return g_strdup (C_("risk", "over 99 in 100"));

  /* Translators: a risk: of 100 cars like this, %d fail. */
  return g_strdup_printf (C_("risk", "%d in 100"), n);
}

/**
 * rdg_risk_format_interval:
 *
 * Returns: (transfer full): "33 to 50"
 */
char *
rdg_risk_format_interval (const RdgRisk *risk)
{
  /* Translators: from how many to how many of 100 cars. */
  return g_strdup_printf (C_("risk", "%d to %d"), (int) floor (risk->low * 100),
                          (int) ceil (risk->high * 100));
}

/**
 * rdg_risk_format_tooltip:
 *
 * Returns: (transfer full): "Risk 41.27 % (33.10 % to 50.02 %)"
 */
char *
rdg_risk_format_tooltip (const RdgRisk *risk)
{
  /* Translators: the risk with its 95 % interval. */
  return g_strdup_printf (_("Risk %.2f %% (%.2f %% to %.2f %%)"), risk->risk * 100,
                          risk->low * 100, risk->high * 100);
}

/**
 * rdg_risk_format_since:
 * @ms: a wall-clock time, or %RDG_DATETIME_NONE
 *
 * Returns: (transfer full): "05:52" today, else "12 Nov 05:52"; a dash where there is none
 */
char *
rdg_risk_format_since (gint64 ms)
{
  if (ms == RDG_DATETIME_NONE)
    return g_strdup ("–");

  gint64 now = rdg_datetime_now ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (now / 1000);

  if (time == NULL || today == NULL)
    return g_strdup ("–");
  if (ms / RDG_DATETIME_DAY_MS == now / RDG_DATETIME_DAY_MS)
    return g_date_time_format (time, "%H:%M");
  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: strftime: a day of this year and a time, "12 Nov 05:52". */
    return g_date_time_format (time, C_("date", "%-d %b %H:%M"));

  return g_date_time_format (time, "%x");
}
