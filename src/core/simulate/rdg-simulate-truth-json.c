/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes truth.json: the causes and counts of the simulated world, whatever
 * was written of it, and what an importer has to find in the files beside it.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-datetime.h"
#include "rdg-simulate-truth-files.h"

typedef struct
{
  RdgSimulateContext *context;
  GString            *text;
  guint               cars;
  guint               failed;
  guint               waiting;
  guint               failures_by_hall[RDG_PLANT_N_HALLS];
  guint               failures_by_zone[RDG_PLANT_N_ZONES];
  guint               test_failures_by_zone[RDG_PLANT_N_ZONES];
  guint               failures_by_station[RDG_PLANT_N_STATIONS];
} Truth;

static gpointer
truth_begin (RdgSimulateContext *context,
             RdgSimulateFile    *file)
{
  Truth *self = g_new0 (Truth, 1);

  self->context = context;
  self->text = rdg_simulate_file_get_text (file);

  return self;
}

static void
truth_add_car (gpointer           writer,
               const RdgPlantCar *car)
{
  Truth *self = writer;

  self->cars++;
  self->failed += car->outcome == RDG_PLANT_FAILED;
  self->waiting += car->outcome == RDG_PLANT_WAITING;

  for (guint i = 0; i < car->failures->len; i++)
    {
      const RdgPlantFailure *failure = &g_array_index (car->failures, RdgPlantFailure, i);

      self->failures_by_hall[failure->hall]++;
      self->failures_by_zone[failure->zone]++;
      self->test_failures_by_zone[failure->zone] += failure->hall == RDG_PLANT_ROD;
      self->failures_by_station[failure->station]++;
    }
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_zone_counts (JsonBuilder *builder,
                 const char  *name,
                 const guint  counts[RDG_PLANT_N_ZONES])
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (guint zone = 0; zone < RDG_PLANT_N_ZONES; zone++)
    add_int (builder, rdg_plant_zones[zone].name, counts[zone]);
  json_builder_end_object (builder);
}

static void
add_hall_counts (JsonBuilder *builder,
                 const guint  counts[RDG_PLANT_N_HALLS])
{
  json_builder_set_member_name (builder, "failures_by_hall");
  json_builder_begin_object (builder);
  for (guint hall = 0; hall < RDG_PLANT_N_HALLS; hall++)
    add_int (builder, rdg_plant_halls[hall].name, counts[hall]);
  json_builder_end_object (builder);
}

static void
add_station_counts (JsonBuilder *builder,
                    const guint  counts[RDG_PLANT_N_STATIONS])
{
  json_builder_set_member_name (builder, "failures_by_station");
  json_builder_begin_array (builder);
  for (guint station = 0; station < RDG_PLANT_N_STATIONS; station++)
    json_builder_add_int_value (builder, counts[station]);
  json_builder_end_array (builder);
}

static void
add_causes (JsonBuilder    *builder,
            const RdgPlant *plant)
{
  add_number (builder, "intercept", rdg_plant_get_intercept (plant));
  json_builder_set_member_name (builder, "causes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < RDG_PLANT_N_CAUSES; i++)
    {
      const RdgPlantCause *cause = &rdg_plant_causes[i];

      json_builder_begin_object (builder);
      add_text (builder, "name", cause->name);
      add_text (builder, "description", cause->description);
      add_number (builder, "coefficient", cause->coefficient);
      add_text (builder, "zone", rdg_plant_zones[cause->zone].name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
truth_end (gpointer writer)
{
  Truth *self = writer;
  const RdgSimulateOptions *options = self->context->options;
  const RdgPlant *plant = self->context->plant;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *written = NULL;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, options->seed);
  char from[RDG_DATETIME_BUFFER_SIZE], to[RDG_DATETIME_BUFFER_SIZE];

  json_builder_begin_object (builder);
  /* A text, because JSON's readers often know no integer beyond 53 bits. */
  add_text (builder, "seed", seed);
  add_int (builder, "days", options->days);
  add_int (builder, "dirt", options->dirt);
  add_text (builder, "from", rdg_datetime_format (rdg_plant_get_start (plant), from));
  add_text (builder, "to", rdg_datetime_format (rdg_plant_get_end (plant), to));
  add_int (builder, "cars", self->cars);
  add_int (builder, "tested", self->cars - self->waiting);
  add_int (builder, "failed", self->failed);
  add_int (builder, "unlabelled", self->waiting);
  add_causes (builder, plant);
  json_builder_set_member_name (builder, "world");
  json_builder_begin_object (builder);
  add_hall_counts (builder, self->failures_by_hall);
  add_zone_counts (builder, "failures_by_zone", self->failures_by_zone);
  add_zone_counts (builder, "test_failures_by_zone", self->test_failures_by_zone);
  add_station_counts (builder, self->failures_by_station);
  json_builder_end_object (builder);
  rdg_simulate_truth_add_files (builder, self->context);
  rdg_simulate_truth_add_outcomes (builder, self->context);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  written = json_generator_to_data (generator, NULL);
  g_string_append (self->text, written);
  g_string_append_c (self->text, '\n');
}

const RdgSimulateWriter rdg_simulate_truth_writer = {
  "truth.json", -1, truth_begin, truth_add_car, truth_end, g_free,
};
