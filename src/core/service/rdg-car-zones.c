/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where cars failed their first road test: see rdg-car-zones.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-car-zones.h"

#include <string.h>

#include "rdg-checkpoint-table.h"
#include "rdg-datetime.h"
#include "rdg-failure-table.h"
#include "rdg-feature-name.h"
#include "rdg-forest-zones.h"
#include "rdg-hall-table.h"
#include "rdg-outcome-table.h"

/* How the plant says that it does not know, or that it is more than one. */
static const char * const no_zones[] = { "", "unknown", "#MULTIVALUE", NULL };

/* A failure that a road test found. */
typedef struct
{
  gsize   car;
  gint64  at;
  guint32 zone;
} Finding;

typedef struct
{
  const RdgCarRoll *cars;
  GHashTable       *tests;          /* ids of halls where the road test is */
  GHashTable       *test_positions;
  GPtrArray        *names;          /* char *, by the zone's id, and behind them what people wrote */
  GHashTable       *by_name;        /* folded, to the id */
  GArray           *findings;       /* Finding, by car */
  gint64           *retested_at;    /* of each car */
  guint32          *recorded;       /* of each car: the zone that was written down, or 0 */
} Reading;

static void
clear_reading (Reading *self)
{
  g_clear_pointer (&self->tests, g_hash_table_unref);
  g_clear_pointer (&self->test_positions, g_hash_table_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->findings, g_array_unref);
  g_free (self->retested_at);
  g_free (self->recorded);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static gboolean
load_tests (Reading   *self,
            RdgStore  *store,
            GError   **error)
{
  g_autoptr (GPtrArray) halls = rdg_hall_table_list (store, error);
  g_autoptr (GPtrArray) codes = halls != NULL ? rdg_hall_table_list_codes (store, error) : NULL;

  if (codes == NULL)
    return FALSE;

  self->tests = g_hash_table_new (NULL, NULL);
  self->test_positions = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < halls->len; i++)
    {
      const RdgHall *hall = g_ptr_array_index (halls, i);

      if (hall->stage == RDG_HALL_TEST)
        g_hash_table_add (self->tests, GUINT_TO_POINTER (hall->id));
    }
  for (guint i = 0; i < codes->len; i++)
    {
      const RdgPositionCode *code = g_ptr_array_index (codes, i);

      if (g_hash_table_contains (self->tests, GUINT_TO_POINTER (code->hall)))
        g_hash_table_add (self->test_positions, GUINT_TO_POINTER (code->id));
    }

  return TRUE;
}

static char *
fold (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  return g_utf8_casefold (stripped, -1);
}

static gboolean
load_names (Reading   *self,
            RdgStore  *store,
            GError   **error)
{
  self->names = rdg_hall_table_list_zones (store, error);
  if (self->names == NULL)
    return FALSE;

  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint z = 1; z < self->names->len; z++)
    {
      const char *name = g_ptr_array_index (self->names, z);

      if (name == NULL)
        continue;
      /* A person may write down what the window calls it, or what the plant does. */
      g_hash_table_insert (self->by_name, fold (_rdg_zone_name_for_people (name)),
                           GUINT_TO_POINTER (z));
      g_hash_table_insert (self->by_name, fold (name), GUINT_TO_POINTER (z));
    }

  return TRUE;
}

static void
take_failure_cb (const RdgFailure *failure,
                 gpointer          user_data)
{
  Reading *self = user_data;
  Finding finding = { .at = failure->at, .zone = failure->zone };

  if (g_hash_table_contains (self->tests, GUINT_TO_POINTER (failure->hall)) &&
      rdg_car_roll_find (self->cars, failure->car_id, &finding.car))
    g_array_append_val (self->findings, finding);
}

static void
take_outcome_cb (const RdgStoredOutcome *outcome,
                 gpointer                user_data)
{
  Reading *self = user_data;
  g_autofree char *folded = fold (outcome->zone);
  guint32 zone;
  gsize car;

  if (!rdg_car_roll_find (self->cars, outcome->car_id, &car))
    return;

  /* The newest result counts, also where it names no zone. */
  self->recorded[car] = 0;
  if (!outcome->failed || *folded == '\0')
    return;

  zone = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, folded));
  if (zone == 0)
    {
      zone = MAX (self->names->len, 1);
      g_ptr_array_set_size (self->names, (gint) zone);
      g_ptr_array_add (self->names, g_strstrip (g_strdup (outcome->zone)));
      g_hash_table_insert (self->by_name, g_steal_pointer (&folded), GUINT_TO_POINTER (zone));
    }
  self->recorded[car] = zone;
}

/* A second road test is one after a repair: what it finds says nothing of the first. */
static gboolean
find_retests (Reading   *self,
              RdgStore  *store,
              GError   **error)
{
  g_autoptr (RdgCheckpointReader) reader = rdg_checkpoint_reader_new (store, 0, error);
  g_autoptr (GError) local_error = NULL;
  const RdgPass *passes;
  gsize n_passes, car;
  gint64 car_id;

  if (reader == NULL)
    return FALSE;

  while (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &local_error))
    {
      guint n_tests = 0;

      if (!rdg_car_roll_find (self->cars, car_id, &car))
        continue;
      for (gsize i = 0; i < n_passes && n_tests < 2; i++)
        {
          n_tests += g_hash_table_contains (self->test_positions,
                                            GUINT_TO_POINTER (passes[i].position));
          if (n_tests == 2)
            self->retested_at[car] = passes[i].at;
        }
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_zone (const Reading *self,
         guint32        zone)
{
  const char *name = zone < self->names->len ? g_ptr_array_index (self->names, zone) : NULL;

  return name != NULL && !g_strv_contains (no_zones, name);
}

/* For each zone the cars that failed there, each once, ascending: as findings are. */
static GPtrArray *
list_cars (const Reading *self)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint z = 0; z < self->names->len; z++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (gsize)));

  for (guint i = 0; i < self->findings->len; i++)
    {
      const Finding *finding = &g_array_index (self->findings, Finding, i);
      gint64 retested_at = self->retested_at[finding->car];

      if (!is_zone (self, finding->zone) || self->recorded[finding->car] != 0 ||
          self->cars->label[finding->car] != RDG_LABEL_FAILED ||
          (retested_at != RDG_DATETIME_NONE && finding->at >= retested_at))
        continue;

      GArray *list = g_ptr_array_index (lists, finding->zone);

      if (list->len == 0 || g_array_index (list, gsize, list->len - 1) != finding->car)
        g_array_append_val (list, finding->car);
    }
  for (gsize car = 0; car < self->cars->n_cars; car++)
    if (self->cars->label[car] == RDG_LABEL_FAILED && is_zone (self, self->recorded[car]))
      g_array_append_val (g_ptr_array_index (lists, self->recorded[car]), car);

  return lists;
}

typedef struct
{
  const char   *name;
  const GArray *cars;
} Zone;

static int
compare_zones (gconstpointer a,
               gconstpointer b)
{
  const Zone *one = a, *other = b;

  if (one->cars->len != other->cars->len)
    return one->cars->len > other->cars->len ? -1 : 1;

  return strcmp (one->name, other->name);
}

/* More than a row has bits for are those in which the fewest cars failed. */
static RdgCarZones *
choose_zones (const Reading *self)
{
  RdgCarZones *zones = g_new0 (RdgCarZones, 1);
  g_autoptr (GPtrArray) lists = list_cars (self);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Zone));

  for (guint z = 0; z < lists->len; z++)
    {
      Zone zone = { g_ptr_array_index (self->names, z), g_ptr_array_index (lists, z) };

      if (zone.cars->len > 0)
        g_array_append_val (found, zone);
    }
  g_array_sort (found, compare_zones);

  zones->names = g_ptr_array_new_with_free_func (g_free);
  zones->n_cars = g_array_new (FALSE, FALSE, sizeof (gsize));
  zones->failed = g_new0 (guint32, MAX (self->cars->n_cars, 1));
  for (guint z = 0; z < MIN (found->len, RDG_MOST_ZONES); z++)
    {
      const Zone *zone = &g_array_index (found, Zone, z);
      gsize n_cars = zone->cars->len;

      g_ptr_array_add (zones->names, g_strdup (zone->name));
      g_array_append_val (zones->n_cars, n_cars);
      for (guint i = 0; i < zone->cars->len; i++)
        zones->failed[g_array_index (zone->cars, gsize, i)] |= 1u << z;
    }

  return zones;
}

/**
 * _rdg_car_zones_read:
 *
 * Returns: (transfer full) (nullable): where the cars failed, or %NULL with @error set
 */
RdgCarZones *
_rdg_car_zones_read (RdgStore          *store,
                     const RdgCarRoll  *cars,
                     GError           **error)
{
  g_auto (Reading) self = { .cars = cars };

  self.findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  self.recorded = g_new0 (guint32, MAX (cars->n_cars, 1));
  self.retested_at = g_new (gint64, MAX (cars->n_cars, 1));
  for (gsize i = 0; i < cars->n_cars; i++)
    self.retested_at[i] = RDG_DATETIME_NONE;

  if (!load_tests (&self, store, error) || !load_names (&self, store, error) ||
      !rdg_failure_table_each (store, take_failure_cb, &self, error) ||
      !rdg_outcome_table_each (store, take_outcome_cb, &self, error) ||
      !find_retests (&self, store, error))
    return NULL;

  return choose_zones (&self);
}

void
_rdg_car_zones_free (RdgCarZones *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->names);
  g_array_unref (self->n_cars);
  g_free (self->failed);
  g_free (self);
}
