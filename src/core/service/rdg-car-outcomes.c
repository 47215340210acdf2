/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who failed, who passed, and of whom that cannot be said: see rdg-car-outcomes.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-car-outcomes.h"

#include <string.h>

#include "rdg-checkpoint-table.h"
#include "rdg-datetime.h"
#include "rdg-failure-table.h"
#include "rdg-hall-table.h"

/* The plant's halls before the road test are known by their place: no more than that. */
#define MOST_PLACES 64

typedef struct
{
  RdgHallStage stage;
  gint64       place;
} Place;

typedef struct
{
  RdgCarRoll     *cars;
  RdgPlantReview  review;
  GArray         *halls;        /* Place, by the hall's id */
  GArray         *positions;    /* Place, by the position's id */
  GArray         *periods;      /* RdgFailurePeriod */
  guint64         places;       /* bits: those of halls that a position marks, before the test */
  gint64          now;
  guint8         *fails;
  guint8         *has_failure;
  guint8         *has_position;
  gint64         *late_at;      /* the first sign of being at or after the test, or none */
  gint64         *tested_at;
  gsize           last_car;
} Outcomes;

static void
clear_outcomes (Outcomes *self)
{
  g_clear_pointer (&self->cars, rdg_car_roll_free);
  g_clear_pointer (&self->halls, g_array_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_pointer (&self->periods, g_array_unref);
  g_free (self->fails);
  g_free (self->has_failure);
  g_free (self->has_position);
  g_free (self->late_at);
  g_free (self->tested_at);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcomes, clear_outcomes)

static void
put_place (GArray  *places,
           guint32  id,
           Place    place)
{
  if (id >= places->len)
    g_array_set_size (places, id + 1);
  g_array_index (places, Place, id) = place;
}

static Place
get_place (GArray  *places,
           guint32  id)
{
  return id < places->len ? g_array_index (places, Place, id) : (Place){ RDG_HALL_UNKNOWN, 0 };
}

static gboolean
load_places (Outcomes  *self,
             RdgStore  *store,
             GError   **error)
{
  g_autoptr (GPtrArray) halls = rdg_hall_table_list (store, error);
  g_autoptr (GPtrArray) codes = halls != NULL ? rdg_hall_table_list_codes (store, error) : NULL;

  if (codes == NULL)
    return FALSE;

  self->halls = g_array_new (FALSE, TRUE, sizeof (Place));
  self->positions = g_array_new (FALSE, TRUE, sizeof (Place));
  for (guint i = 0; i < halls->len; i++)
    {
      const RdgHall *hall = g_ptr_array_index (halls, i);

      put_place (self->halls, hall->id, (Place){ hall->stage, hall->place });
    }
  for (guint i = 0; i < codes->len; i++)
    {
      const RdgPositionCode *code = g_ptr_array_index (codes, i);
      Place place = get_place (self->halls, code->hall);

      put_place (self->positions, code->id, place);
      if (place.stage == RDG_HALL_BEFORE && place.place > 0 && place.place < MOST_PLACES)
        self->places |= G_GUINT64_CONSTANT (1) << place.place;
    }

  return TRUE;
}

static void
see_late (Outcomes     *self,
          gsize         car,
          RdgHallStage  stage,
          gint64        at)
{
  if ((stage == RDG_HALL_TEST || stage == RDG_HALL_AFTER) &&
      (self->late_at[car] == RDG_DATETIME_NONE || at < self->late_at[car]))
    self->late_at[car] = at;
}

/* Rows come by car. */
static gboolean
find_car (Outcomes *self,
          gint64    car_id,
          gsize    *car)
{
  if (self->last_car < self->cars->n_cars && self->cars->id[self->last_car] == car_id)
    {
      *car = self->last_car;
      return TRUE;
    }
  if (!rdg_car_roll_find (self->cars, car_id, car))
    return FALSE;

  self->last_car = *car;
  return TRUE;
}

static void
take_failure_cb (const RdgFailure *failure,
                 gpointer          user_data)
{
  Outcomes *self = user_data;
  RdgHallStage stage = get_place (self->halls, failure->hall).stage;
  gsize car;

  if (!find_car (self, failure->car_id, &car))
    return;

  self->review.has_failures = TRUE;
  self->has_failure[car] = 1;
  if (stage == RDG_HALL_TEST &&
      (!self->fails[car] || failure->at < self->cars->failed_at[car]))
    self->cars->failed_at[car] = failure->at;
  self->fails[car] |= stage == RDG_HALL_TEST;
  self->review.future += failure->at > self->now;
  see_late (self, car, stage, failure->at);
}

/* Production numbers begin with the year; a model year begins in the one before. */
static gint64
find_birth (const char *code)
{
  int year = 0;

  if (strlen (code) < 5 || code[4] != '-')
    return G_MININT64;
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isdigit (code[i]))
        return G_MININT64;
      year = year * 10 + (code[i] - '0');
    }

  return year > 1 ? rdg_datetime_make (year - 1, 1, 1, 0) : G_MININT64;
}

/* A road test before this moment has a false date. */
static gint64
find_earliest_test (Outcomes      *self,
                    const RdgPass *passes,
                    gsize          n_passes)
{
  gint64 first_other = RDG_DATETIME_NONE;

  for (gsize i = 0; i < n_passes; i++)
    if (get_place (self->positions, passes[i].position).stage != RDG_HALL_TEST
        && (first_other == RDG_DATETIME_NONE || passes[i].at < first_other))
      first_other = passes[i].at;

  return first_other != RDG_DATETIME_NONE && first_other > G_MININT64 + RDG_CAR_MOST_PASSAGE
           ? first_other - RDG_CAR_MOST_PASSAGE : G_MININT64;
}

static void
find_tested_at (Outcomes      *self,
                gsize          car,
                const RdgPass *passes,
                gsize          n_passes,
                gint64         earliest_test)
{
  gint64 first_test = RDG_DATETIME_NONE;

  for (gsize i = 0; i < n_passes; i++)
    {
      RdgHallStage stage = get_place (self->positions, passes[i].position).stage;

      if (stage == RDG_HALL_TEST && passes[i].at < earliest_test)
        continue;
      see_late (self, car, stage, passes[i].at);
      if (stage == RDG_HALL_TEST && first_test == RDG_DATETIME_NONE)
        first_test = passes[i].at;
    }

  self->tested_at[car] = first_test != RDG_DATETIME_NONE ? first_test : self->late_at[car];
}

static void
judge_order (Outcomes     *self,
             const gint64  kept[MOST_PLACES])
{
  gint64 before = RDG_DATETIME_NONE;
  gboolean missing = FALSE, backwards = FALSE;

  for (guint place = 0; place < MOST_PLACES; place++)
    {
      if ((self->places & G_GUINT64_CONSTANT (1) << place) == 0)
        continue;
      if (kept[place] == RDG_DATETIME_NONE)
        {
          missing = TRUE;
          continue;
        }
      backwards |= kept[place] < before;
      before = kept[place];
    }

  self->review.missing_hall += missing;
  self->review.backwards += backwards;
}

static void
review_passes (Outcomes      *self,
               gsize          car,
               const RdgPass *passes,
               gsize          n_passes,
               gint64         earliest_test)
{
  RdgPlantReview *review = &self->review;
  gint64 tested_at = self->tested_at[car];
  gint64 birth = find_birth (self->cars->code[car]);
  gint64 kept[MOST_PLACES];
  guint n_late[MOST_PLACES] = { 0 };
  guint n_tests = 0;
  gboolean has_hall = FALSE, has_early_test = FALSE;

  for (guint place = 0; place < MOST_PLACES; place++)
    kept[place] = RDG_DATETIME_NONE;
  for (gsize i = 0; i < n_passes; i++)
    {
      Place place = get_place (self->positions, passes[i].position);
      gboolean before = tested_at == RDG_DATETIME_NONE || passes[i].at < tested_at;

      review->future += passes[i].at > self->now;
      review->before_car += passes[i].at < birth;
      if (place.stage == RDG_HALL_TEST && passes[i].at < earliest_test)
        {
          has_early_test = TRUE;
          continue;
        }
      if (place.place <= 0 || place.place >= MOST_PLACES)
        {
          review->unmapped++;
          continue;
        }

      has_hall = TRUE;
      if (place.stage == RDG_HALL_BEFORE && !before)
        {
          review->retest++;
        }
      else if (place.stage == RDG_HALL_BEFORE)
        {
          if (kept[place.place] == RDG_DATETIME_NONE)
            review->kept++;
          else
            review->rework++;
          kept[place.place] = passes[i].at;
        }
      else
        {
          n_tests += place.stage == RDG_HALL_TEST;
          if (n_late[place.place]++ == 0)
            review->kept++;
          else
            review->retest++;
        }
    }

  review->retested += n_tests > 1;
  review->early_test += has_early_test;
  if (has_hall)
    judge_order (self, kept);
}

static gboolean
take_passes (Outcomes  *self,
             RdgStore  *store,
             GError   **error)
{
  g_autoptr (RdgCheckpointReader) reader = rdg_checkpoint_reader_new (store, 0, error);
  g_autoptr (GError) local_error = NULL;
  const RdgPass *passes;
  gsize n_passes;
  gint64 car_id;

  if (reader == NULL)
    return FALSE;

  while (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &local_error))
    {
      gint64 earliest_test;
      gsize car;

      if (!find_car (self, car_id, &car))
        continue;
      earliest_test = find_earliest_test (self, passes, n_passes);
      self->review.has_positions = TRUE;
      self->has_position[car] = 1;
      find_tested_at (self, car, passes, n_passes, earliest_test);
      review_passes (self, car, passes, n_passes, earliest_test);
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gint64
day_of (gint64 at)
{
  return at / RDG_DATETIME_DAY_MS - (at % RDG_DATETIME_DAY_MS < 0);
}

/* Whole days count. */
static gboolean
is_covered (const Outcomes *self,
            gint64          at)
{
  for (guint i = 0; i < self->periods->len; i++)
    {
      const RdgFailurePeriod *period = &g_array_index (self->periods, RdgFailurePeriod, i);

      if (day_of (at) >= day_of (period->from) && day_of (at) <= day_of (period->to))
        return TRUE;
    }

  return FALSE;
}

/* A car that is in no file of failures has passed only where such a file would have told, and unless
 * a label column says that it failed. */
static RdgOutcomeWhy
judge (Outcomes *self,
       gsize     car,
       RdgLabel *label)
{
  RdgCarRoll *cars = self->cars;
  gint64 tested_at = self->tested_at[car];
  gboolean plant = self->review.has_failures || self->review.has_positions;

  *label = (RdgLabel) cars->label[car];
  if (cars->written_back[car])
    return RDG_WHY_LABELLED;
  if (self->fails[car])
    *label = RDG_LABEL_FAILED;
  else if (*label != RDG_LABEL_FAILED &&
           tested_at != RDG_DATETIME_NONE && is_covered (self, tested_at))
    *label = RDG_LABEL_PASSED;

  if (*label != RDG_LABEL_NONE)
    return RDG_WHY_LABELLED;
  if (!plant)
    return RDG_WHY_NO_LABEL_VALUE;
  if (tested_at == RDG_DATETIME_NONE)
    return RDG_WHY_NOT_TESTED;

  return self->review.has_failures ? RDG_WHY_OUTSIDE_PERIOD : RDG_WHY_NO_FAILURE_FILE;
}

static void
judge_all (Outcomes *self)
{
  RdgCarRoll *cars = self->cars;

  for (gsize i = 0; i < cars->n_cars; i++)
    {
      RdgLabel label;

      if (self->tested_at[i] == RDG_DATETIME_NONE)
        self->tested_at[i] = self->late_at[i];
      self->review.why[judge (self, i, &label)]++;
      cars->label[i] = (guint8) label;
      if (self->tested_at[i] != RDG_DATETIME_NONE)
        {
          cars->time[i] = self->tested_at[i];
          cars->tested[i] = 1;
        }
      self->review.failed += label == RDG_LABEL_FAILED;
      self->review.passed += label == RDG_LABEL_PASSED;
      self->review.unknown += self->review.has_positions && self->has_failure[i] &&
                              !self->has_position[i];
    }
}

/* The models of one car line share the beginning of their names; the line that most cars are of is
 * the plant's. */
static void
count_other_models (Outcomes *self)
{
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer n;
  guint64 sum = 0, most = 0;

  for (gsize i = 0; i < self->cars->n_cars; i++)
    {
      if (!self->has_failure[i] || *self->cars->variant[i] == '\0')
        continue;

      char *line = g_strndup (self->cars->variant[i], 2);
      gsize count = GPOINTER_TO_SIZE (g_hash_table_lookup (lines, line)) + 1;

      g_hash_table_replace (lines, line, GSIZE_TO_POINTER (count));
      sum++;
    }

  g_hash_table_iter_init (&iter, lines);
  while (g_hash_table_iter_next (&iter, NULL, &n))
    most = MAX (most, GPOINTER_TO_SIZE (n));
  self->review.other_models = sum - most;
}

static void
make_room (Outcomes *self)
{
  gsize n = MAX (self->cars->n_cars, 1);

  self->now = rdg_datetime_now ();
  self->fails = g_new0 (guint8, n);
  self->has_failure = g_new0 (guint8, n);
  self->has_position = g_new0 (guint8, n);
  self->late_at = g_new (gint64, n);
  self->tested_at = g_new (gint64, n);
  for (gsize i = 0; i < n; i++)
    self->late_at[i] = self->tested_at[i] = RDG_DATETIME_NONE;
}

/**
 * _rdg_car_outcomes_read:
 * @review: (out caller-allocates) (optional): what was found on the way
 *
 * Returns: (transfer full) (nullable): all cars, with label, time and whether they were tested; or
 *   %NULL with @error set
 */
RdgCarRoll *
_rdg_car_outcomes_read (RdgStore        *store,
                        RdgPlantReview  *review,
                        GError         **error)
{
  g_auto (Outcomes) self = { .cars = rdg_car_table_read (store, error) };

  if (self.cars == NULL || !load_places (&self, store, error))
    return NULL;

  make_room (&self);
  self.periods = rdg_failure_table_periods (store, error);
  if (self.periods == NULL ||
      !rdg_failure_table_each (store, take_failure_cb, &self, error) ||
      !take_passes (&self, store, error))
    return NULL;

  judge_all (&self);
  count_other_models (&self);
  self.review.contradicted = self.cars->n_contradicted;
  if (review != NULL)
    *review = self.review;
  return g_steal_pointer (&self.cars);
}
