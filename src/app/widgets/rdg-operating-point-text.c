/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where long tests begin, as a sentence. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-operating-point-text.h"

#include <glib/gi18n-lib.h>

/**
 * rdg_operating_point_describe:
 *
 * Returns: (transfer full): what decides which cars get the long test
 */
char *
rdg_operating_point_describe (const RdgOperatingPoint *point)
{
  if (point->kind == RDG_OPERATING_POINT_COSTS)
    /* Translators: the two costs, in whatever unit the plant counts in */
    return g_strdup_printf (_("a long test costs %1$'g, a failure that escapes %2$'g"),
                            point->cost_test, point->cost_escape);

  return g_strdup_printf (_("%1$'.0f long tests a shift, of %2$'.0f cars"), point->capacity,
                          point->cars_per_shift);
}
