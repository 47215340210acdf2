/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as the services want them. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-settings.h"

/**
 * rdg_settings_new:
 *
 * Returns: (transfer full): the application's settings
 */
GSettings *
rdg_settings_new (void)
{
  return g_settings_new (RDG_SETTINGS_SCHEMA);
}

/**
 * rdg_settings_get_operating_point:
 * @point: (out caller-allocates): where long tests begin
 */
void
rdg_settings_get_operating_point (GSettings         *settings,
                                  RdgOperatingPoint *point)
{
  *point = (RdgOperatingPoint) {
    .kind = (RdgOperatingPointKind) g_settings_get_enum (settings, RDG_SETTING_OPERATING_POINT),
    .capacity = g_settings_get_int (settings, RDG_SETTING_CAPACITY),
    .cars_per_shift = g_settings_get_int (settings, RDG_SETTING_CARS_PER_SHIFT),
    .cost_test = g_settings_get_double (settings, RDG_SETTING_COST_TEST),
    .cost_escape = g_settings_get_double (settings, RDG_SETTING_COST_ESCAPE),
  };
}
