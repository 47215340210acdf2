/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an importer has to find, as JSON: see rdg-simulate-truth-files.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-simulate-truth-files.h"

#include "rdg-datetime.h"
#include "rdg-falhas-rows.h"

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_time (JsonBuilder *builder,
          const char  *name,
          gint64       at)
{
  char written[RDG_DATETIME_BUFFER_SIZE];

  json_builder_set_member_name (builder, name);
  if (at == RDG_DATETIME_NONE)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, rdg_datetime_format (at, written));
}

static void
add_rejects (JsonBuilder             *builder,
             const RdgSimulateCounts *counts)
{
  static const char * const names[RDG_N_BAD_ROWS] = {
    [RDG_BAD_ROW_NUL] = "nul_byte",   [RDG_BAD_ROW_CELLS] = "cell_count",
    [RDG_BAD_ROW_LONG_CELL] = "long_cell", [RDG_BAD_ROW_CODE] = "car_code",
    [RDG_BAD_ROW_DATE] = "date",
  };

  json_builder_set_member_name (builder, "rejected_by");
  json_builder_begin_object (builder);
  for (guint i = 0; i < RDG_N_BAD_ROWS; i++)
    add_int (builder, names[i], (gint64) counts->rejected_by[i]);
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "rejected_lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < counts->rejected_lines->len; i++)
    json_builder_add_int_value (builder,
                                (gint64) g_array_index (counts->rejected_lines, guint64, i));
  json_builder_end_array (builder);
}

static void
add_counts (JsonBuilder             *builder,
            const RdgSimulateCounts *counts)
{
  add_int (builder, "rows_read", (gint64) counts->rows_read);
  add_int (builder, "rows_taken", (gint64) counts->rows_taken);
  add_int (builder, "rows_duplicate", (gint64) counts->rows_duplicate);
  add_int (builder, "rows_rejected", (gint64) counts->rows_rejected);
  add_int (builder, "cells_dropped", (gint64) counts->cells_dropped);
  add_int (builder, "cells_mended", (gint64) counts->cells_mended);
  add_int (builder, "cars", (gint64) counts->cars);
  add_time (builder, "from", counts->from);
  add_time (builder, "to", counts->to);
  add_rejects (builder, counts);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (a, b);
}

static void
add_failure_counts (JsonBuilder                    *builder,
                    const RdgSimulateFailureCounts *counts)
{
  g_autoptr (GList) halls = g_list_sort (g_hash_table_get_keys (counts->by_hall), compare_names);
  char name[32];

  add_int (builder, "unknown_cars", (gint64) counts->strangers);
  add_int (builder, "other_models", (gint64) counts->other_models);
  add_int (builder, "future", (gint64) counts->future);

  json_builder_set_member_name (builder, "by_hall");
  json_builder_begin_object (builder);
  for (GList *l = halls; l != NULL; l = l->next)
    add_int (builder, l->data,
             (gint64) GPOINTER_TO_SIZE (g_hash_table_lookup (counts->by_hall, l->data)));
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "by_zone");
  json_builder_begin_object (builder);
  for (guint zone = 0; zone < RDG_PLANT_N_ZONES; zone++)
    {
      if (counts->by_zone[zone] == 0)
        continue;
      g_snprintf (name, sizeof name, "%" G_GINT64_FORMAT, rdg_plant_zones[zone].id);
      add_int (builder, name, (gint64) counts->by_zone[zone]);
    }
  if (counts->multivalue > 0)
    add_int (builder, RDG_FALHAS_MULTIVALUE, (gint64) counts->multivalue);
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "by_station");
  json_builder_begin_object (builder);
  for (guint station = 0; station < RDG_PLANT_N_STATIONS; station++)
    if (counts->by_station[station] > 0)
      add_int (builder, rdg_falhas_station_name (station, name),
               (gint64) counts->by_station[station]);
  json_builder_end_object (builder);
}

static void
add_position_counts (JsonBuilder              *builder,
                     const RdgSimulateContext *context)
{
  const RdgLedgerPasses *passes = rdg_simulate_ledger_get_passes (context->ledger);
  RdgLedgerPasses sum = { 0 };

  for (guint hall = 0; hall < RDG_PLANT_N_HALLS; hall++)
    {
      sum.kept += passes[hall].kept;
      sum.rework += passes[hall].rework;
      sum.retest += passes[hall].retest;
    }

  RdgLedgerSuspicions suspicions = rdg_simulate_ledger_get_suspicions (context->ledger);

  add_int (builder, "cars_missing_hall", (gint64) suspicions.missing_hall);
  add_int (builder, "cars_backwards", (gint64) suspicions.backwards);
  add_int (builder, "cars_retested", (gint64) suspicions.retested);
  add_int (builder, "future", (gint64) context->positions.future);
  add_int (builder, "before_car", (gint64) context->positions.before_car);
  add_int (builder, "kept", (gint64) sum.kept);
  add_int (builder, "rework", (gint64) sum.rework);
  add_int (builder, "retest", (gint64) sum.retest);
  add_int (builder, "unmapped", (gint64) rdg_simulate_ledger_get_unmapped (context->ledger));

  json_builder_set_member_name (builder, "by_hall");
  json_builder_begin_object (builder);
  for (guint hall = 0; hall < RDG_PLANT_N_HALLS; hall++)
    {
      if (passes[hall].kept == 0)
        continue;
      json_builder_set_member_name (builder, rdg_plant_halls[hall].name);
      json_builder_begin_object (builder);
      add_int (builder, "kept", (gint64) passes[hall].kept);
      add_int (builder, "rework", (gint64) passes[hall].rework);
      add_int (builder, "retest", (gint64) passes[hall].retest);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_reading_counts (JsonBuilder                    *builder,
                    const RdgSimulateReadingCounts *counts)
{
  add_int (builder, "characteristics", (gint64) counts->characteristics);
  add_int (builder, "values", (gint64) counts->values);
  add_int (builder, "out_of_limits", (gint64) counts->out_of_limits);
  json_builder_set_member_name (builder, "by_group");
  json_builder_begin_object (builder);
  add_int (builder, "1", (gint64) counts->machine);
  add_int (builder, "2", (gint64) counts->screw);
  add_int (builder, "718", (gint64) counts->electric);
  json_builder_end_object (builder);
}

/* PREDICT has labels of its own. */
static void
add_labels (JsonBuilder                  *builder,
            const RdgSimulateLabelCounts *counts)
{
  add_int (builder, "failed", (gint64) counts->failed);
  add_int (builder, "passed", (gint64) counts->passed);
  add_int (builder, "unlabelled", (gint64) counts->unlabelled);
}

/**
 * rdg_simulate_truth_add_files:
 * @builder: inside an object
 *
 * Adds what an importer has to find in each file that was written.
 */
void
rdg_simulate_truth_add_files (JsonBuilder              *builder,
                              const RdgSimulateContext *context)
{
  static const RdgSimulateWriter * const writers[RDG_SIMULATE_N_FILES] = {
    [RDG_SIMULATE_FILE_PREDICT] = &rdg_simulate_predict_writer,
    [RDG_SIMULATE_FILE_FALHAS] = &rdg_simulate_falhas_writer,
    [RDG_SIMULATE_FILE_STATUS] = &rdg_simulate_status_writer,
    [RDG_SIMULATE_FILE_RESULTADOS] = &rdg_simulate_resultados_writer,
  };

  json_builder_set_member_name (builder, "files");
  json_builder_begin_object (builder);
  for (guint i = 0; i < RDG_SIMULATE_N_FILES; i++)
    {
      if (!context->counts[i].written)
        continue;

      json_builder_set_member_name (builder, writers[i]->file_name);
      json_builder_begin_object (builder);
      add_counts (builder, &context->counts[i]);
      if (i == RDG_SIMULATE_FILE_PREDICT)
        add_labels (builder, &context->labels);
      if (i == RDG_SIMULATE_FILE_FALHAS)
        add_failure_counts (builder, &context->failures);
      if (i == RDG_SIMULATE_FILE_STATUS)
        add_position_counts (builder, context);
      if (i == RDG_SIMULATE_FILE_RESULTADOS)
        add_reading_counts (builder, &context->readings);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/**
 * rdg_simulate_truth_add_outcomes:
 * @builder: inside an object
 *
 * Adds which cars that FALHAS, STATUS and RESULTADOS name failed, passed, or have no outcome, by the
 * rules; the labels of PREDICT are its own.
 */
void
rdg_simulate_truth_add_outcomes (JsonBuilder              *builder,
                                 const RdgSimulateContext *context)
{
  const RdgSimulateCounts *falhas = &context->counts[RDG_SIMULATE_FILE_FALHAS];
  RdgLedgerOutcomes outcomes =
    rdg_simulate_ledger_conclude (context->ledger,
                                  falhas->written ? falhas->from : RDG_DATETIME_NONE, falhas->to);

  json_builder_set_member_name (builder, "outcomes");
  json_builder_begin_object (builder);
  add_int (builder, "cars", (gint64) outcomes.cars);
  add_int (builder, "failed", (gint64) outcomes.failed);
  add_int (builder, "passed", (gint64) outcomes.passed);
  add_int (builder, "unlabelled",
           (gint64) (outcomes.not_tested + outcomes.outside_period + outcomes.no_failure_file));
  json_builder_set_member_name (builder, "why");
  json_builder_begin_object (builder);
  add_int (builder, "not_tested", (gint64) outcomes.not_tested);
  add_int (builder, "outside_period", (gint64) outcomes.outside_period);
  add_int (builder, "no_failure_file", (gint64) outcomes.no_failure_file);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}
