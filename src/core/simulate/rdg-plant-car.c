/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated car and what may be asked of it: see rdg-plant-car.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-car.h"

/**
 * rdg_plant_car_init:
 * @self: the car to set up; end with rdg_plant_car_clear()
 */
void
rdg_plant_car_init (RdgPlantCar *self)
{
  *self = (RdgPlantCar){ 0 };
  self->visits = g_array_new (FALSE, FALSE, sizeof (RdgPlantVisit));
  self->failures = g_array_new (FALSE, FALSE, sizeof (RdgPlantFailure));
}

/**
 * rdg_plant_car_reset:
 * @index: which car comes next
 *
 * Empties @self for another car, keeping its memory.
 */
void
rdg_plant_car_reset (RdgPlantCar *self,
                     guint        index)
{
  GArray *visits = self->visits;
  GArray *failures = self->failures;

  *self = (RdgPlantCar){ .index = index, .visits = visits, .failures = failures };
  g_array_set_size (visits, 0);
  g_array_set_size (failures, 0);
}

/**
 * rdg_plant_car_clear:
 *
 * Frees what @self owns.
 */
void
rdg_plant_car_clear (RdgPlantCar *self)
{
  g_clear_pointer (&self->visits, g_array_unref);
  g_clear_pointer (&self->failures, g_array_unref);
}

/**
 * rdg_plant_car_has_operation:
 * @operation: a place in the catalogue
 *
 * Returns: whether a car of this variant gets the operation at all
 */
gboolean
rdg_plant_car_has_operation (const RdgPlantCar *self,
                             guint              operation)
{
  return (rdg_plant_operations[operation].flags & RDG_PLANT_SUNROOF_ONLY) == 0 ||
         rdg_plant_variants[self->variant].sunroof;
}

/**
 * rdg_plant_car_passes_before_test:
 * @hall: a hall before the road test
 * @recorded: count only what the track sensors saw
 *
 * Returns: how often the car went through @hall before its road test
 */
guint
rdg_plant_car_passes_before_test (const RdgPlantCar *self,
                                  RdgPlantHallId     hall,
                                  gboolean           recorded)
{
  guint passes = 0;

  for (guint i = 0; i < self->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (self->visits, RdgPlantVisit, i);

      passes += visit->hall == hall && !visit->after_test && (visit->recorded || !recorded);
    }

  return passes;
}

/**
 * rdg_plant_car_first_visit:
 *
 * Returns: (nullable): the first recorded pass through @hall before the road test
 */
const RdgPlantVisit *
rdg_plant_car_first_visit (const RdgPlantCar *self,
                           RdgPlantHallId     hall)
{
  for (guint i = 0; i < self->visits->len; i++)
    {
      const RdgPlantVisit *visit = &g_array_index (self->visits, RdgPlantVisit, i);

      if (visit->hall == hall && visit->recorded && !visit->after_test)
        return visit;
    }

  return NULL;
}

/**
 * rdg_plant_car_last_visit:
 *
 * Returns: (nullable): the last recorded pass through @hall before the road test
 */
const RdgPlantVisit *
rdg_plant_car_last_visit (const RdgPlantCar *self,
                          RdgPlantHallId     hall)
{
  for (guint i = self->visits->len; i > 0; i--)
    {
      const RdgPlantVisit *visit = &g_array_index (self->visits, RdgPlantVisit, i - 1);

      if (visit->hall == hall && visit->recorded && !visit->after_test)
        return visit;
    }

  return NULL;
}

/**
 * rdg_plant_car_failures_before_test:
 * @hall: a #RdgPlantHallId or %RDG_PLANT_ANY
 * @zone: a #RdgPlantZoneId or %RDG_PLANT_ANY
 *
 * Returns: how many failures inspectors had found before the road test
 */
guint
rdg_plant_car_failures_before_test (const RdgPlantCar *self,
                                    int                hall,
                                    int                zone)
{
  guint count = 0;

  for (guint i = 0; i < self->failures->len; i++)
    {
      const RdgPlantFailure *failure = &g_array_index (self->failures, RdgPlantFailure, i);

      count += !failure->after_test &&
               (hall == RDG_PLANT_ANY || (int) failure->hall == hall) &&
               (zone == RDG_PLANT_ANY || (int) failure->zone == zone);
    }

  return count;
}

/**
 * rdg_plant_car_failures_at_test:
 *
 * Returns: how many failures the road test found
 */
guint
rdg_plant_car_failures_at_test (const RdgPlantCar *self)
{
  guint count = 0;

  for (guint i = 0; i < self->failures->len; i++)
    count += g_array_index (self->failures, RdgPlantFailure, i).hall == RDG_PLANT_ROD;

  return count;
}

/**
 * rdg_plant_failure_dup_text:
 *
 * Returns: (transfer full): part and defect as an inspector writes them
 */
char *
rdg_plant_failure_dup_text (const RdgPlantFailure *self)
{
  const char *part = rdg_plant_zones[self->zone].parts[self->part];
  const char *defect = rdg_plant_defects[self->defect];

  if (self->position == 0)
    return g_strdup_printf ("%s. %s", part, defect);

  return g_strdup_printf ("%s %02u. %s", part, self->position, defect);
}
