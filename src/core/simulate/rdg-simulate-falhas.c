/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes FALHAS, the failures that inspectors found. With dirt its header is
 * some lines down, cells are padded and in mixed case, times are spelt in two
 * ways, and some failures stand there twice; with more dirt come rows that an
 * importer must refuse, and some that it must take all the same.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include <string.h>

#include "rdg-datetime.h"
#include "rdg-falhas-rows.h"
#include "rdg-plant-private.h"
#include "rdg-simulate-cell.h"
#include "rdg-simulate-sheet.h"
#include "rdg-simulate-writer.h"

#define N_COLUMNS 10
#define HEADER "KNR,MODELO,COR,MOTOR,ESTACAO,USUARIO,HALLE,FALHA,S_GROUP_ID,DATA"
#define HALL_WIDTH 6
#define TEXT_WIDTH 56
#define OTHER_CASE 0.03
#define HALL_IN_OTHER_CASE 0.2
#define STRAY_DIAERESIS 0.03
#define ZONE_AS_TEXT 0.12
#define BAD_ROW_A_CAR 0.02
#define MENDED_A_CAR 0.004
#define STRANGER_A_CAR 0.002
#define FUTURE_A_CAR 0.001
#define FUTURE_MS (G_GINT64_CONSTANT (27394) * RDG_DATETIME_DAY_MS)  /* 75 years */

typedef struct
{
  RdgSimulateContext *context;
  RdgSimulateSheet    sheet;
  RdgSimulateClock    clock;
  GArray             *rows;
  guint               n_strangers;
} Falhas;

static void
write_header (Falhas *self)
{
  RdgSimulateSheet *sheet = &self->sheet;
  guint dirt = self->context->options->dirt;
  g_autoptr (GString) line = g_string_new (NULL);

  if (dirt == 0)
    {
      rdg_simulate_sheet_write_above (sheet, HEADER);
      return;
    }

  /* As an office program leaves it: names for columns that had none, a count, the true header. */
  for (guint i = 0; i <= N_COLUMNS; i++)
    g_string_append_printf (line, "%sUnnamed: %u", i > 0 ? "," : "", i);
  rdg_simulate_sheet_write_above (sheet, line->str);
  if (dirt > 1)
    rdg_simulate_sheet_write_above (sheet, "");

  g_string_printf (line, ",%u", self->context->options->cars);
  for (guint i = 2; i <= N_COLUMNS; i++)
    g_string_append_c (line, ',');
  rdg_simulate_sheet_write_above (sheet, line->str);
  rdg_simulate_sheet_write_above (sheet, "," HEADER);
}

static gpointer
falhas_begin (RdgSimulateContext *context,
              RdgSimulateFile    *file)
{
  Falhas *self = g_new0 (Falhas, 1);
  gboolean dirty = context->options->dirt > 0;

  self->context = context;
  self->rows = g_array_new (FALSE, FALSE, sizeof (RdgFalhasRow));
  rdg_simulate_clock_init (&self->clock);
  rdg_simulate_sheet_init (&self->sheet, file, &context->counts[RDG_SIMULATE_FILE_FALHAS],
                           dirty ? "\r\n" : "\n");
  self->sheet.code_cell = dirty;
  self->sheet.text_cell = dirty + 7;
  self->sheet.date_cell = dirty + 9;
  write_header (self);

  return self;
}

static void
append_hall (GString    *text,
             const char *hall,
             gboolean    dirty,
             RdgRng     *rng)
{
  char written[8];

  g_strlcpy (written, hall, sizeof written);
  if (dirty && _rdg_plant_chance (rng, HALL_IN_OTHER_CASE))
    for (char *p = written + rdg_rng_below (rng, 2); *p != '\0'; p++)
      *p = g_ascii_tolower (*p);
  rdg_simulate_append_padded (text, written, dirty ? HALL_WIDTH : 0);
}

static void
append_failure (GString            *text,
                const RdgFalhasRow *row,
                gboolean            dirty,
                gboolean            broken,
                RdgRng             *rng)
{
  g_autofree char *written = rdg_plant_failure_dup_text (row->failure);

  if (!dirty)
    {
      g_string_append (text, written);
      return;
    }

  double other_case = row->duplicate ? 0.5 : OTHER_CASE;
  gboolean blank = row->duplicate && _rdg_plant_chance (rng, 0.5);

  if (_rdg_plant_chance (rng, other_case))
    {
      char *upper = g_utf8_strup (written, -1);

      g_free (written);
      written = upper;
    }
  if (_rdg_plant_chance (rng, STRAY_DIAERESIS))
    {
      char *stray = g_strconcat (written, " ¨", NULL);

      g_free (written);
      written = stray;
    }
  /* A byte of another charset. */
  if (broken)
    g_string_append (text, "\xE3");
  rdg_simulate_append_padded (text, written, blank ? 0 : TEXT_WIDTH);
}

static void
append_zone (GString            *text,
             const RdgFalhasRow *row,
             gboolean            dirty,
             RdgRng             *rng)
{
  gint64 id = rdg_plant_zones[row->failure->zone].id;

  if (row->multivalue)
    g_string_append (text, RDG_FALHAS_MULTIVALUE);
  else if (dirty && _rdg_plant_chance (rng, ZONE_AS_TEXT))
    g_string_append_printf (text, "\"%" G_GINT64_FORMAT "  \"", id);
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, id);
}

static void
write_cells (Falhas             *self,
             const RdgPlantCar  *car,
             const char         *code,
             const RdgFalhasRow *row,
             gboolean            broken,
             RdgRng             *rng)
{
  RdgSimulateSheet *sheet = &self->sheet;
  gboolean dirty = self->context->options->dirt > 0;
  char name[16];

  if (dirty)
    rdg_simulate_sheet_cell (sheet);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet), code, dirty ? 14 : 0);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet),
                              rdg_plant_variants[car->variant].name, dirty ? 8 : 0);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet),
                              rdg_plant_colours[car->colour].name, dirty ? 6 : 0);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet), rdg_plant_engines[car->engine],
                              dirty ? 6 : 0);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet),
                              rdg_falhas_station_name (row->failure->station, name),
                              dirty ? 10 : 0);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet),
                              rdg_falhas_user_name (row->failure->inspector, name),
                              dirty ? 12 : 0);
  append_hall (rdg_simulate_sheet_cell (sheet), row->hall, dirty, rng);
  append_failure (rdg_simulate_sheet_cell (sheet), row, dirty, broken, rng);
  append_zone (rdg_simulate_sheet_cell (sheet), row, dirty, rng);
  rdg_simulate_append_time (rdg_simulate_sheet_cell (sheet), &self->clock, row->at,
                            row->day_first ? RDG_TIME_DAY_FIRST : RDG_TIME_ISO_MS);
}

static void
count_failure (Falhas             *self,
               const RdgFalhasRow *row)
{
  RdgSimulateFailureCounts *counts = &self->context->failures;
  gsize n = GPOINTER_TO_SIZE (g_hash_table_lookup (counts->by_hall, row->hall));

  g_hash_table_insert (counts->by_hall, (gpointer) row->hall, GSIZE_TO_POINTER (n + 1));
  if (row->multivalue)
    counts->multivalue++;
  else
    counts->by_zone[row->failure->zone]++;
  counts->by_station[row->failure->station]++;
}

static void
write_row (Falhas             *self,
           const RdgPlantCar  *car,
           const RdgFalhasRow *row,
           gboolean            broken,
           RdgRng             *rng)
{
  write_cells (self, car, car->code, row, broken, rng);
  if (row->duplicate)
    {
      rdg_simulate_sheet_duplicate (&self->sheet);
      return;
    }

  rdg_simulate_sheet_take (&self->sheet, row->at);
  self->sheet.counts->cells_mended += broken != FALSE;
  rdg_simulate_ledger_failure (self->context->ledger, row->known_hall, row->at);
  count_failure (self, row);
}

/* Rows that look wrong and are none of the importer's business to refuse. */
static void
write_oddities (Falhas            *self,
                const RdgPlantCar *car,
                RdgRng            *rng)
{
  RdgFalhasRow row = g_array_index (self->rows, RdgFalhasRow, 0);

  row.duplicate = FALSE;
  if (_rdg_plant_chance (rng, STRANGER_A_CAR) && row.known_hall >= 0 &&
      row.known_hall < RDG_PLANT_ROD)
    {
      char code[16];

      g_snprintf (code, sizeof code, "%.4s-99%05u", car->code, self->n_strangers++);
      write_cells (self, car, code, &row, FALSE, rng);
      rdg_simulate_sheet_take (&self->sheet, row.at);
      rdg_simulate_ledger_stranger (self->context->ledger);
      count_failure (self, &row);
      self->sheet.counts->cars++;
      self->context->failures.strangers++;
      self->context->failures.other_models += car->variant == RDG_PLANT_OTHER_MODEL;
    }

  if (_rdg_plant_chance (rng, FUTURE_A_CAR) && row.known_hall >= 0 &&
      row.known_hall < RDG_PLANT_ROD)
    {
      row.at += FUTURE_MS;
      write_row (self, car, &row, FALSE, rng);
      self->context->failures.future++;
    }
}

static void
falhas_add_car (gpointer           writer,
                const RdgPlantCar *car)
{
  Falhas *self = writer;
  const RdgPlant *plant = self->context->plant;
  gboolean hostile = self->context->options->dirt > 1;
  gboolean broken = FALSE;
  RdgRng rng;

  rdg_falhas_make_rows (plant, car, self->context->options->dirt, self->rows);
  if (self->rows->len == 0)
    return;

  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_FALHAS_SPELLING, car->index);

  /* What cannot be read whole would be no repetition. */
  if (hostile && !g_array_index (self->rows, RdgFalhasRow, self->rows->len - 1).duplicate)
    broken = _rdg_plant_chance (&rng, MENDED_A_CAR);
  for (guint i = 0; i < self->rows->len; i++)
    write_row (self, car, &g_array_index (self->rows, RdgFalhasRow, i), broken && i == 0, &rng);
  self->sheet.counts->cars++;
  self->context->failures.other_models += car->variant == RDG_PLANT_OTHER_MODEL;

  if (!hostile)
    return;
  write_oddities (self, car, &rng);
  rdg_simulate_sheet_disturb (&self->sheet, BAD_ROW_A_CAR, &rng);
}

static void
falhas_free (gpointer writer)
{
  Falhas *self = writer;

  g_array_unref (self->rows);
  g_free (self);
}

const RdgSimulateWriter rdg_simulate_falhas_writer = {
  "FALHAS.csv", RDG_SIMULATE_FILE_FALHAS, falhas_begin, falhas_add_car, NULL, falhas_free,
};
