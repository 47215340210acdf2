/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes truth.csv: a row a car, with what the plant itself does not know. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-datetime.h"
#include "rdg-simulate-cell.h"
#include "rdg-simulate-writer.h"

#define PROBABILITY_DECIMALS 6

static gpointer
table_begin (RdgSimulateContext *context,
             RdgSimulateFile    *file)
{
  GString *text = rdg_simulate_file_get_text (file);

  /* The writer is no more than the text, which belongs to the file. */
  g_string_append (text, "car,variant,tested_at,failed,zones,probability\n");

  return text;
}

/* The zones of the road test's failures, each once, joined by `+`. */
static void
append_zones (GString           *text,
              const RdgPlantCar *car)
{
  gboolean seen[RDG_PLANT_N_ZONES] = { FALSE };
  const char *separator = "";

  for (guint i = 0; i < car->failures->len; i++)
    {
      const RdgPlantFailure *failure = &g_array_index (car->failures, RdgPlantFailure, i);

      if (failure->hall != RDG_PLANT_ROD || seen[failure->zone])
        continue;
      seen[failure->zone] = TRUE;
      g_string_append (text, separator);
      g_string_append (text, rdg_plant_zones[failure->zone].name);
      separator = "+";
    }
}

static void
table_add_car (gpointer           writer,
               const RdgPlantCar *car)
{
  char written[RDG_DATETIME_BUFFER_SIZE];
  GString *text = writer;
  gboolean tested = car->outcome != RDG_PLANT_WAITING;

  g_string_append (text, car->code);
  g_string_append_c (text, ',');
  g_string_append (text, rdg_plant_variants[car->variant].name);
  g_string_append_c (text, ',');
  if (tested)
    g_string_append (text, rdg_datetime_format (car->test_at, written));
  g_string_append_c (text, ',');
  if (tested)
    g_string_append_c (text, car->outcome == RDG_PLANT_FAILED ? '1' : '0');
  g_string_append_c (text, ',');
  append_zones (text, car);
  g_string_append_c (text, ',');
  rdg_simulate_append_fixed (text, car->probability, PROBABILITY_DECIMALS, '.');
  g_string_append_c (text, '\n');
}

const RdgSimulateWriter rdg_simulate_truth_table_writer = {
  "truth.csv", -1, table_begin, table_add_car, NULL, NULL,
};
