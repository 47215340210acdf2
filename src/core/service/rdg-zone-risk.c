/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to look at one car: see rdg-zone-risk.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-zone-risk.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-feature-name.h"
#include "rdg-model-zones.h"

/* Somebody who stands before the car remembers no more. */
#define MOST_TOLD 3
/* Where this car is hardly likelier to fail than any other, there is nothing to say about it … */
#define STANDS_OUT 1.5
/* … nor where it is far less likely than in the zone that is named first. */
#define LEAST_PART 0.5

static int
compare_zones (gconstpointer a,
               gconstpointer b)
{
  const RdgZoneRisk *one = a, *other = b;

  if (one->risk.risk != other->risk.risk)
    return one->risk.risk > other->risk.risk ? -1 : 1;

  return g_strcmp0 (one->zone, other->zone);
}

/**
 * rdg_risk_list_get_zones:
 * @car: its place in the list
 *
 * Returns: (transfer full) (element-type RdgZoneRisk): its zones
 */
GArray *
rdg_risk_list_get_zones (const RdgRiskList *list,
                         gsize              car)
{
  GArray *zones = g_array_new (FALSE, FALSE, sizeof (RdgZoneRisk));

  for (guint z = 0; z < list->n_zones; z++)
    {
      RdgZoneRisk zone = { list->zone[z], list->zone_usual[z],
                           list->zone_risk[car * list->n_zones + z] };

      if (!isnan (zone.risk.risk))
        g_array_append_val (zones, zone);
    }
  g_array_sort (zones, compare_zones);

  return zones;
}

/**
 * rdg_zone_get_title:
 * @zone: as the database calls it
 *
 * Returns: (transfer none): as people call it
 */
const char *
rdg_zone_get_title (const char *zone)
{
  return _rdg_zone_name_for_people (zone);
}

/**
 * rdg_zone_risks_get_told:
 * @zones: (element-type RdgZoneRisk): highest risk first
 *
 * A zone in which many cars fail comes first for most cars: it is named for those only that stand out
 * in it from the others.
 *
 * Returns: (transfer full) (element-type RdgZoneRisk): those that stand out from what is usual
 */
GArray *
rdg_zone_risks_get_told (const GArray *zones)
{
  GArray *told = g_array_new (FALSE, FALSE, sizeof (RdgZoneRisk));

  for (guint i = 0; i < zones->len && told->len < MOST_TOLD; i++)
    {
      const RdgZoneRisk *zone = &g_array_index (zones, RdgZoneRisk, i);

      if (zone->risk.risk >= STANDS_OUT * zone->usual &&
          (told->len == 0 ||
           zone->risk.risk >= LEAST_PART * g_array_index (told, RdgZoneRisk, 0).risk.risk))
        g_array_append_val (told, *zone);
    }

  return told;
}

/**
 * rdg_zone_risks_format:
 * @zones: (element-type RdgZoneRisk): some of a car's
 *
 * Returns: (transfer full): their names, translated
 */
char *
rdg_zone_risks_format (const GArray *zones)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < zones->len; i++)
    {
      if (i > 0)
        /* Translators: between two zones of a car, as in "doors, rear". */
        g_string_append (text, C_("zone", ", "));
      g_string_append (text, rdg_zone_get_title (g_array_index (zones, RdgZoneRisk, i).zone));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

GArray *
_rdg_zone_risks_new (const RdgModel *model,
                     const RdgRisk  *risk,
                     const double   *scores)
{
  guint n_zones = rdg_model_get_n_zones (model);
  g_autofree RdgRisk *told = g_new (RdgRisk, MAX (n_zones, 1));
  GArray *zones = g_array_new (FALSE, FALSE, sizeof (RdgZoneRisk));

  rdg_model_calibrate_zones (model, risk, scores, told);
  for (guint z = 0; z < n_zones; z++)
    {
      const RdgZone *zone = rdg_model_get_zone (model, z);
      RdgZoneRisk one = { g_intern_string (zone->name), zone->usual, told[z] };

      if (!isnan (told[z].risk))
        g_array_append_val (zones, one);
    }
  g_array_sort (zones, compare_zones);

  return zones;
}
