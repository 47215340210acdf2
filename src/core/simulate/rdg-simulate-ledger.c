/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of outcomes and checkpoints, applied to what was written: see rdg-simulate-ledger.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-simulate-ledger.h"

#include "rdg-datetime.h"

typedef struct
{
  RdgPlantHallId hall;
  gint64         at;
} Pass;

struct _RdgSimulateLedger
{
  RdgLedgerPasses     passes[RDG_PLANT_N_HALLS];
  RdgLedgerSuspicions suspicions;
  guint64             unmapped;
  guint64             cars;
  guint64             failed;
  guint64             not_tested;
  GHashTable         *days;     /* of cars that were tested and did not fail: day -> count */

  gboolean            mentioned;
  gboolean            fails;
  gint64              late_at;  /* the first sign of being at or after the test, or none */
  GArray             *seen;     /* Pass */
};

/**
 * rdg_simulate_ledger_new:
 *
 * Returns: (transfer full): a ledger without cars
 */
RdgSimulateLedger *
rdg_simulate_ledger_new (void)
{
  RdgSimulateLedger *self = g_new0 (RdgSimulateLedger, 1);

  self->days = g_hash_table_new (NULL, NULL);
  self->seen = g_array_new (FALSE, FALSE, sizeof (Pass));

  return self;
}

/**
 * rdg_simulate_ledger_free:
 * @self: (transfer full) (nullable): a ledger
 */
void
rdg_simulate_ledger_free (RdgSimulateLedger *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->days);
  g_array_unref (self->seen);
  g_free (self);
}

/**
 * rdg_simulate_ledger_begin_car:
 *
 * What is told from here on is of one car.
 */
void
rdg_simulate_ledger_begin_car (RdgSimulateLedger *self)
{
  self->mentioned = FALSE;
  self->fails = FALSE;
  self->late_at = RDG_DATETIME_NONE;
  g_array_set_size (self->seen, 0);
}

/**
 * rdg_simulate_ledger_mention:
 *
 * A row that is taken names the car.
 */
void
rdg_simulate_ledger_mention (RdgSimulateLedger *self)
{
  self->mentioned = TRUE;
}

static void
see_late (RdgSimulateLedger *self,
          int                hall,
          gint64             at)
{
  if (hall >= RDG_PLANT_ROD && (self->late_at == RDG_DATETIME_NONE || at < self->late_at))
    self->late_at = at;
}

/**
 * rdg_simulate_ledger_checkpoint:
 * @hall: a #RdgPlantHallId or %RDG_LEDGER_UNMAPPED
 * @at: when
 *
 * A row of STATUS that is taken.
 */
void
rdg_simulate_ledger_checkpoint (RdgSimulateLedger *self,
                                int                hall,
                                gint64             at)
{
  self->mentioned = TRUE;
  if (hall == RDG_LEDGER_UNMAPPED)
    {
      self->unmapped++;
      return;
    }

  Pass pass = { (RdgPlantHallId) hall, at };

  g_array_append_val (self->seen, pass);
  see_late (self, hall, at);
}

/**
 * rdg_simulate_ledger_failure:
 * @hall: a #RdgPlantHallId or %RDG_LEDGER_UNMAPPED
 * @at: when
 *
 * A row of FALHAS that is taken.
 */
void
rdg_simulate_ledger_failure (RdgSimulateLedger *self,
                             int                hall,
                             gint64             at)
{
  self->mentioned = TRUE;
  self->fails |= hall == RDG_PLANT_ROD;
  see_late (self, hall, at);
}

/* The first checkpoint of the road test, else the first sign of being there or later. */
static gint64
find_tested_at (const RdgSimulateLedger *self)
{
  gint64 at = RDG_DATETIME_NONE;

  for (guint i = 0; i < self->seen->len; i++)
    {
      const Pass *pass = &g_array_index (self->seen, Pass, i);

      if (pass->hall == RDG_PLANT_ROD && (at == RDG_DATETIME_NONE || pass->at < at))
        at = pass->at;
    }

  return at != RDG_DATETIME_NONE ? at : self->late_at;
}

/* Returns the time of the pass that counts, if there is one before the test. */
static gint64
count_passes (RdgSimulateLedger *self,
              RdgPlantHallId     hall,
              gint64             tested_at)
{
  RdgLedgerPasses *passes = &self->passes[hall];
  guint64 before = 0, after = 0;
  gint64 last = RDG_DATETIME_NONE;

  for (guint i = 0; i < self->seen->len; i++)
    {
      const Pass *pass = &g_array_index (self->seen, Pass, i);

      if (pass->hall != hall)
        continue;
      if (hall < RDG_PLANT_ROD && (tested_at == RDG_DATETIME_NONE || pass->at < tested_at))
        {
          before++;
          last = MAX (last, pass->at);
        }
      else
        {
          after++;
        }
    }

  if (hall < RDG_PLANT_ROD)
    {
      passes->kept += before > 0;
      passes->rework += before - (before > 0);
      passes->retest += after;
    }
  else
    {
      passes->kept += after > 0;
      passes->retest += after - (after > 0);
    }
  self->suspicions.retested += hall == RDG_PLANT_ROD && after > 1;

  return last;
}

/* STATUS has one code for ZP6 and ZP62, and it counts as ZP6. */
static void
count_suspicions (RdgSimulateLedger *self,
                  const gint64       kept[RDG_PLANT_N_HALLS])
{
  gboolean missing = FALSE, backwards = FALSE;
  gint64 before = RDG_DATETIME_NONE;

  for (guint hall = 0; hall < RDG_PLANT_ROD; hall++)
    {
      if (hall == RDG_PLANT_ZP62)
        continue;
      missing |= kept[hall] == RDG_DATETIME_NONE;
      if (kept[hall] == RDG_DATETIME_NONE)
        continue;
      backwards |= kept[hall] < before;
      before = kept[hall];
    }

  self->suspicions.missing_hall += missing != FALSE;
  self->suspicions.backwards += backwards != FALSE;
}

static gint64
day_of (gint64 at)
{
  return at / RDG_DATETIME_DAY_MS - (at % RDG_DATETIME_DAY_MS < 0);
}

/**
 * rdg_simulate_ledger_end_car:
 *
 * Everything about the car has been told.
 */
void
rdg_simulate_ledger_end_car (RdgSimulateLedger *self)
{
  gint64 tested_at = find_tested_at (self);
  gint64 kept[RDG_PLANT_N_HALLS];

  if (!self->mentioned)
    return;

  self->cars++;
  for (guint hall = 0; hall < RDG_PLANT_N_HALLS; hall++)
    kept[hall] = count_passes (self, (RdgPlantHallId) hall, tested_at);
  if (self->seen->len > 0)
    count_suspicions (self, kept);

  if (self->fails)
    self->failed++;
  else if (tested_at == RDG_DATETIME_NONE)
    self->not_tested++;
  else
    {
      gpointer day = GSIZE_TO_POINTER ((gsize) day_of (tested_at));
      gsize count = GPOINTER_TO_SIZE (g_hash_table_lookup (self->days, day));

      g_hash_table_insert (self->days, day, GSIZE_TO_POINTER (count + 1));
    }
}

/**
 * rdg_simulate_ledger_stranger:
 *
 * A row of FALHAS that is taken names a car that no other file knows, and not the road test.
 */
void
rdg_simulate_ledger_stranger (RdgSimulateLedger *self)
{
  self->cars++;
  self->not_tested++;
}

/**
 * rdg_simulate_ledger_conclude:
 * @covered_from: the first time of the failure file's rows, %RDG_DATETIME_NONE without one
 * @covered_to: their last
 *
 * Whole days count.
 *
 * Returns: how many cars have which outcome
 */
RdgLedgerOutcomes
rdg_simulate_ledger_conclude (RdgSimulateLedger *self,
                              gint64             covered_from,
                              gint64             covered_to)
{
  RdgLedgerOutcomes outcomes = {
    .cars = self->cars, .failed = self->failed, .not_tested = self->not_tested,
  };
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 day = (gint64) GPOINTER_TO_SIZE (key);
      guint64 count = GPOINTER_TO_SIZE (value);

      if (covered_from == RDG_DATETIME_NONE)
        outcomes.no_failure_file += count;
      else if (day < day_of (covered_from) || day > day_of (covered_to))
        outcomes.outside_period += count;
      else
        outcomes.passed += count;
    }

  return outcomes;
}

/**
 * rdg_simulate_ledger_get_passes:
 *
 * Returns: (transfer none) (array fixed-size=11): what became of the passes of each hall
 */
const RdgLedgerPasses *
rdg_simulate_ledger_get_passes (RdgSimulateLedger *self)
{
  return self->passes;
}

/**
 * rdg_simulate_ledger_get_suspicions:
 *
 * Returns: of the cars with a checkpoint, how many look odd
 */
RdgLedgerSuspicions
rdg_simulate_ledger_get_suspicions (RdgSimulateLedger *self)
{
  return self->suspicions;
}

/**
 * rdg_simulate_ledger_get_unmapped:
 *
 * Returns: how many rows of STATUS have a code that marks no hall
 */
guint64
rdg_simulate_ledger_get_unmapped (RdgSimulateLedger *self)
{
  return self->unmapped;
}
