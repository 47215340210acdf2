/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the line says of a car before its road test: see rdg-plant-features.h.
 * One rule for all of it: nothing at or after the car's own test, and nothing
 * from a hall of which it is not known that it comes before the test.
 */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-plant-features.h"

#include <math.h>

#include "rdg-checkpoint-table.h"
#include "rdg-datetime.h"
#include "rdg-failure-table.h"
#include "rdg-hall-table.h"
#include "rdg-line-context.h"

/* As in rdg-car-outcomes.c. */
#define MOST_PLACES 64
/* Up to so many cars are looked up one by one. */
#define FEW_CARS 48
#define CARS_PER_LOOK 1024
#define MINUTE_MS 60000.0
#define HOUR_MS G_GINT64_CONSTANT (3600000)

/* One place on the line before the test. */
typedef struct
{
  const char *name;       /* of its first hall */
  float      *minutes;    /* by car, since the place before */
  float      *again;      /* by car, passes beyond the first */
} Place;

typedef struct
{
  const RdgHall *hall;
  float         *failures;   /* by car; NULL: none was found there */
} Hall;

struct _RdgPlantFeatures
{
  const RdgCarRoll *cars;
  const gint64     *car_ids;
  const gint64     *tested_at;
  gsize             n_cars;
  gsize             hint;

  GPtrArray        *hall_list;    /* RdgHall */
  GPtrArray        *zone_names;   /* by id */
  GArray           *halls;        /* Hall, by id */
  GArray           *position;     /* gint64, by id: the place before the test that it marks, or 0 */
  Place             places[MOST_PLACES];
  GArray           *periods;      /* RdgFailurePeriod */

  gint64           *first;        /* by car: the moments before its test, or none */
  gint64           *last;
  gint64           *last_pass;
  float            *failures;     /* all that count; NULL: none */
  GPtrArray        *zones;        /* float *, by id, or NULL */
};

static float *
new_numbers (gsize n,
             float value)
{
  float *numbers = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    numbers[i] = value;
  return numbers;
}

static gint64 *
new_moments (gsize n)
{
  gint64 *moments = g_new (gint64, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    moments[i] = RDG_DATETIME_NONE;
  return moments;
}

RdgPlantFeatures *
_rdg_plant_features_new (const RdgCarRoll *cars,
                         const gint64     *car_ids,
                         const gint64     *tested_at,
                         gsize             n_cars)
{
  RdgPlantFeatures *self = g_new0 (RdgPlantFeatures, 1);

  self->cars = cars;
  self->car_ids = car_ids;
  self->tested_at = tested_at;
  self->n_cars = n_cars;
  self->first = new_moments (n_cars);
  self->last = new_moments (n_cars);
  self->last_pass = new_moments (n_cars);
  self->halls = g_array_new (FALSE, TRUE, sizeof (Hall));
  self->position = g_array_new (FALSE, TRUE, sizeof (gint64));
  self->zones = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
_rdg_plant_features_free (RdgPlantFeatures *self)
{
  if (self == NULL)
    return;

  for (guint h = 0; h < self->halls->len; h++)
    g_free (g_array_index (self->halls, Hall, h).failures);
  for (guint p = 0; p < MOST_PLACES; p++)
    {
      g_free (self->places[p].minutes);
      g_free (self->places[p].again);
    }
  g_clear_pointer (&self->hall_list, g_ptr_array_unref);
  g_clear_pointer (&self->zone_names, g_ptr_array_unref);
  g_clear_pointer (&self->periods, g_array_unref);
  g_array_unref (self->halls);
  g_array_unref (self->position);
  g_ptr_array_unref (self->zones);
  g_free (self->first);
  g_free (self->last);
  g_free (self->last_pass);
  g_free (self->failures);
  g_free (self);
}

static gboolean
read_words (RdgPlantFeatures  *self,
            RdgStore          *store,
            GError           **error)
{
  g_autoptr (GPtrArray) codes = rdg_hall_table_list_codes (store, error);

  if (codes == NULL ||
      (self->hall_list = rdg_hall_table_list (store, error)) == NULL ||
      (self->zone_names = rdg_hall_table_list_zones (store, error)) == NULL ||
      (self->periods = rdg_failure_table_periods (store, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < self->hall_list->len; i++)
    {
      const RdgHall *hall = g_ptr_array_index (self->hall_list, i);

      if (hall->id >= self->halls->len)
        g_array_set_size (self->halls, hall->id + 1);
      g_array_index (self->halls, Hall, hall->id).hall = hall;
    }
  for (guint i = 0; i < codes->len; i++)
    {
      const RdgPositionCode *code = g_ptr_array_index (codes, i);
      const RdgHall *hall =
        code->hall < self->halls->len ? g_array_index (self->halls, Hall, code->hall).hall : NULL;

      if (code->id >= self->position->len)
        g_array_set_size (self->position, code->id + 1);
      if (hall == NULL || hall->stage != RDG_HALL_BEFORE || hall->place <= 0 ||
          hall->place >= MOST_PLACES)
        continue;
      g_array_index (self->position, gint64, code->id) = hall->place;
      if (self->places[hall->place].name == NULL)
        self->places[hall->place].name = hall->name;
    }

  return TRUE;
}

/* Rows come by car. */
static gboolean
find_row (RdgPlantFeatures *self,
          gint64            car_id,
          gsize            *row)
{
  while (self->hint < self->n_cars && self->car_ids[self->hint] < car_id)
    self->hint++;

  *row = self->hint;
  return self->hint < self->n_cars && self->car_ids[self->hint] == car_id;
}

static gboolean
is_before (const RdgPlantFeatures *self,
           gsize                   row,
           gint64                  at)
{
  return self->tested_at[row] == RDG_DATETIME_NONE || at < self->tested_at[row];
}

void
_rdg_plant_features_see (RdgPlantFeatures *self,
                         gsize             row,
                         gint64            at)
{
  if (at == RDG_DATETIME_NONE || !is_before (self, row, at))
    return;

  if (self->first[row] == RDG_DATETIME_NONE || at < self->first[row])
    self->first[row] = at;
  self->last[row] = MAX (self->last[row], at);
}

static void
make_places (RdgPlantFeatures *self)
{
  for (guint p = 0; p < MOST_PLACES; p++)
    {
      Place *place = &self->places[p];

      if (place->name == NULL || place->again != NULL)
        continue;
      place->again = new_numbers (self->n_cars, NAN);
      place->minutes = new_numbers (self->n_cars, NAN);
    }
}

/* Of each place, the last pass before the test counts. */
static void
take_passes (RdgPlantFeatures *self,
             gsize             row,
             const RdgPass    *passes,
             gsize             n_passes)
{
  gint64 kept[MOST_PLACES], before = RDG_DATETIME_NONE;
  guint n[MOST_PLACES] = { 0 };

  for (gsize i = 0; i < n_passes; i++)
    {
      guint32 position = passes[i].position;
      gint64 place = position < self->position->len
                       ? g_array_index (self->position, gint64, position) : 0;

      if (!is_before (self, row, passes[i].at))
        continue;
      _rdg_plant_features_see (self, row, passes[i].at);
      if (place == 0)
        continue;
      kept[place] = passes[i].at;
      n[place]++;
      self->last_pass[row] = MAX (self->last_pass[row], passes[i].at);
    }

  make_places (self);
  for (guint p = 0; p < MOST_PLACES; p++)
    {
      Place *place = &self->places[p];

      if (place->name == NULL)
        continue;
      if (n[p] == 0)
        {
          before = RDG_DATETIME_NONE;
          continue;
        }
      place->again[row] = (float) (n[p] - 1);
      if (before != RDG_DATETIME_NONE)
        place->minutes[row] = (float) (((double) kept[p] - (double) before) / MINUTE_MS);
      before = kept[p];
    }
}

/* car_id 0: all. */
static gboolean
read_passes (RdgPlantFeatures  *self,
             RdgStore          *store,
             gint64             car_id,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autoptr (RdgCheckpointReader) reader = rdg_checkpoint_reader_new (store, car_id, error);
  g_autoptr (GError) local_error = NULL;
  const RdgPass *passes;
  gsize n_passes, n_read = 0, row;
  gint64 found;

  if (reader == NULL)
    return FALSE;

  while (rdg_checkpoint_reader_next (reader, &found, &passes, &n_passes, &local_error))
    {
      if (find_row (self, found, &row))
        take_passes (self, row, passes, n_passes);
      if (++n_read % CARS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
count (float **numbers,
       gsize   n_cars,
       gsize   row)
{
  if (*numbers == NULL)
    *numbers = new_numbers (n_cars, 0);
  (*numbers)[row] += 1;
}

static void
take_failure_cb (const RdgFailure *failure,
                 gpointer          user_data)
{
  RdgPlantFeatures *self = user_data;
  Hall *hall = failure->hall < self->halls->len
                 ? &g_array_index (self->halls, Hall, failure->hall) : NULL;
  gsize row;

  if (hall == NULL || hall->hall == NULL || hall->hall->stage != RDG_HALL_BEFORE ||
      !find_row (self, failure->car_id, &row) || !is_before (self, row, failure->at))
    return;

  _rdg_plant_features_see (self, row, failure->at);
  count (&self->failures, self->n_cars, row);
  count (&hall->failures, self->n_cars, row);
  if (failure->zone < self->zone_names->len)
    {
      if (failure->zone >= self->zones->len)
        g_ptr_array_set_size (self->zones, (gint) failure->zone + 1);
      count ((float **) &self->zones->pdata[failure->zone], self->n_cars, row);
    }
}

gboolean
_rdg_plant_features_read (RdgPlantFeatures  *self,
                          RdgStore          *store,
                          GCancellable      *cancellable,
                          GError           **error)
{
  if (!read_words (self, store, error))
    return FALSE;

  self->hint = 0;
  if (self->n_cars > FEW_CARS && !read_passes (self, store, 0, cancellable, error))
    return FALSE;
  for (gsize i = 0; self->n_cars <= FEW_CARS && i < self->n_cars; i++)
    {
      if (!read_passes (self, store, self->car_ids[i], cancellable, error))
        return FALSE;
    }

  self->hint = 0;
  return rdg_failure_table_each (store, take_failure_cb, self, error) &&
         !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gint64
day_of (gint64 at)
{
  return at / RDG_DATETIME_DAY_MS - (at % RDG_DATETIME_DAY_MS < 0);
}

static gboolean
is_covered (const RdgPlantFeatures *self,
            gint64                  at)
{
  for (guint i = 0; at != RDG_DATETIME_NONE && i < self->periods->len; i++)
    {
      const RdgFailurePeriod *period = &g_array_index (self->periods, RdgFailurePeriod, i);

      if (day_of (at) >= day_of (period->from) && day_of (at) <= day_of (period->to))
        return TRUE;
    }

  return FALSE;
}

static void
add_counts (RdgFeatureBuilder *builder,
            const char        *name,
            float             *counts,
            const guint8      *covered,
            gsize              n_cars,
            guint8            *seen)
{
  for (gsize i = 0; i < n_cars; i++)
    {
      if (!covered[i])
        counts[i] = NAN;
    }

  _rdg_feature_builder_add_numbers (builder, name, "", counts, n_cars, seen);
}

/* That no file says anything of a car's failures does not mean that it had none: then they are
 * missing. A model may ask for a hall where nothing was found lately. */
static void
add_failures (RdgPlantFeatures  *self,
              RdgFeatureBuilder *builder,
              guint8            *seen)
{
  g_autofree guint8 *covered = g_new (guint8, MAX (self->n_cars, 1));

  if (self->periods->len == 0)
    return;

  for (gsize i = 0; i < self->n_cars; i++)
    covered[i] = is_covered (self, self->first[i]) && is_covered (self, self->last[i]);

  if (self->failures == NULL)
    self->failures = new_numbers (self->n_cars, 0);
  add_counts (builder, "failures before the test", self->failures, covered, self->n_cars, seen);

  for (guint h = 0; h < self->halls->len; h++)
    {
      Hall *hall = &g_array_index (self->halls, Hall, h);
      g_autofree char *name = NULL;

      if (hall->hall == NULL || hall->hall->stage != RDG_HALL_BEFORE)
        continue;
      if (hall->failures == NULL)
        hall->failures = new_numbers (self->n_cars, 0);
      name = g_strdup_printf ("failures at %s", hall->hall->name);
      add_counts (builder, name, hall->failures, covered, self->n_cars, seen);
      g_clear_pointer (&hall->failures, g_free);
    }

  g_ptr_array_set_size (self->zones, (gint) self->zone_names->len);
  for (guint z = 0; z < self->zones->len; z++)
    {
      const char *zone = g_ptr_array_index (self->zone_names, z);
      g_autofree char *name = g_strdup_printf ("failures in zone %s", zone);

      if (zone == NULL)
        continue;
      if (self->zones->pdata[z] == NULL)
        self->zones->pdata[z] = new_numbers (self->n_cars, 0);
      add_counts (builder, name, self->zones->pdata[z], covered, self->n_cars, seen);
    }
}

static void
add_passes (RdgPlantFeatures  *self,
            RdgFeatureBuilder *builder,
            guint8            *seen)
{
  const char *before = NULL;

  for (guint p = 0; p < MOST_PLACES; p++)
    {
      const Place *place = &self->places[p];

      if (place->again == NULL)
        continue;

      g_autofree char *again = g_strdup_printf ("passes of %s beyond the first", place->name);

      _rdg_feature_builder_add_numbers (builder, again, "", place->again, self->n_cars, seen);
      if (before != NULL)
        {
          g_autofree char *minutes = g_strdup_printf ("minutes from %s to %s", before, place->name);

          _rdg_feature_builder_add_numbers (builder, minutes, "min", place->minutes, self->n_cars,
                                            seen);
        }
      before = place->name;
    }
}

static guint
find_shift (gint64 at)
{
  gint64 hour = (at - day_of (at) * RDG_DATETIME_DAY_MS) / HOUR_MS;

  return hour < 6 || hour >= 22 ? 2 : hour < 14 ? 0 : 1;
}

/* 1970 began on a Thursday. */
static guint
find_weekday (gint64 at)
{
  return (guint) (((day_of (at) + 3) % 7 + 7) % 7);
}

static gboolean
differs (const RdgPlantFeatures  *self,
         guint                  (*find) (gint64 at))
{
  guint first = G_MAXUINT;

  for (gsize i = 0; i < self->n_cars; i++)
    {
      if (self->first[i] == RDG_DATETIME_NONE)
        continue;
      if (first == G_MAXUINT)
        first = find (self->first[i]);
      else if (find (self->first[i]) != first)
        return TRUE;
    }

  return FALSE;
}

/* In training, one that is the same for all cars becomes no feature. */
static void
add_category (RdgPlantFeatures  *self,
              RdgFeatureBuilder *builder,
              const char        *name,
              const char *const *levels,
              guint            (*find) (gint64 at))
{
  guint column;

  if (_rdg_feature_builder_is_training (builder) && !differs (self, find))
    return;

  column = _rdg_feature_builder_add_column (builder, name, "", TRUE);
  if (column == RDG_FEATURE_BUILDER_NO_COLUMN)
    return;

  for (; *levels != NULL; levels++)
    _rdg_feature_builder_add_level (builder, column, *levels);
  for (gsize i = 0; i < self->n_cars; i++)
    {
      if (self->first[i] != RDG_DATETIME_NONE)
        _rdg_feature_builder_set (builder, column, i, find (self->first[i]));
    }
}

/* By themselves these say nothing of how a car was built: who has nothing else is not seen. */
static void
add_moments (RdgPlantFeatures  *self,
             RdgFeatureBuilder *builder)
{
  static const char *const shifts[] = { "early", "late", "night", NULL };
  static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                                          "Saturday", "Sunday", NULL };
  g_autoptr (RdgLineContext) context = _rdg_line_context_new (self->cars);
  g_autofree float *share = new_numbers (self->n_cars, NAN);
  g_autofree guint8 *ignored = g_new0 (guint8, MAX (self->n_cars, 1));
  gboolean any = FALSE;

  for (gsize i = 0; i < self->n_cars; i++)
    {
      any |= self->first[i] != RDG_DATETIME_NONE;
      if (self->last_pass[i] != RDG_DATETIME_NONE)
        share[i] = _rdg_line_context_get_share (context, self->last_pass[i]);
    }
  if (!any)
    return;

  add_category (self, builder, "shift at the start", shifts, find_shift);
  add_category (self, builder, "weekday at the start", weekdays, find_weekday);
  _rdg_feature_builder_add_numbers (builder, "failed of the last 200 cars tested", "%", share,
                                    self->n_cars, ignored);
}

/**
 * _rdg_plant_features_dup_failures:
 *
 * After _rdg_plant_features_finish().
 *
 * Returns: (transfer full) (nullable): by car, the failures found before its test, NaN where no file
 *   says; %NULL where none says anything
 */
float *
_rdg_plant_features_dup_failures (const RdgPlantFeatures *self)
{
  return self->periods->len > 0 ? g_memdup2 (self->failures, self->n_cars * sizeof (float)) : NULL;
}

/**
 * _rdg_plant_features_finish:
 * @seen: where a car has one of these features that the builder wants, it is set
 */
void
_rdg_plant_features_finish (RdgPlantFeatures  *self,
                            RdgFeatureBuilder *builder,
                            guint8            *seen)
{
  add_passes (self, builder, seen);
  add_failures (self, builder, seen);
  add_moments (self, builder);
}
