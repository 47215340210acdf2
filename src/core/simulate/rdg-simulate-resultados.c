/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes RESULTADOS, one row a measured value. With dirt it is padded, its
 * values have decimal commas, degrees are spelt in two ways, some numbers are
 * texts and some values no numbers, and some rows stand there twice; at the
 * first level its content is gzip under the name of a table, at the second
 * come rows that an importer must refuse.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include <math.h>
#include <string.h>

#include "rdg-plant-private.h"
#include "rdg-resultados-rows.h"
#include "rdg-simulate-cell.h"
#include "rdg-simulate-sheet.h"
#include "rdg-simulate-writer.h"

#define COLUMNS ",KNR,NAME,ID,STATUS,UNIT,VALUE_ID,VALUE,DATA"
#define CODE_WIDTH 14
#define NAME_WIDTH 24
#define UNIT_WIDTH 8
#define VALUE_WIDTH 10
#define ESCAPED_DEGREE "\\u00B0"
#define BAD_ROW_A_CAR 0.05
#define MENDED_A_CAR 0.003
#define MENDED_NAME "SECTION_ALS_\xFF" "0000002"

typedef struct
{
  RdgSimulateContext *context;
  RdgSimulateSheet    sheet;
  RdgSimulateClock    clock;
  GArray             *kinds;
  GArray             *rows;
  gboolean           *seen;     /* kinds */
  gboolean            seen_mended;
  guint64             index;
} Resultados;

static gpointer
resultados_begin (RdgSimulateContext *context,
                  RdgSimulateFile    *file)
{
  Resultados *self = g_new0 (Resultados, 1);
  guint dirt = context->options->dirt;
  guint readings = context->options->readings;

  if (dirt == 1)
    rdg_simulate_file_compress (file);

  self->context = context;
  self->kinds =
    rdg_result_kinds_new (readings > 0 ? readings : RDG_SIMULATE_USUAL_READINGS);
  self->rows = g_array_new (FALSE, FALSE, sizeof (RdgResultadosRow));
  self->seen = g_new0 (gboolean, self->kinds->len);
  rdg_simulate_clock_init (&self->clock);
  rdg_simulate_sheet_init (&self->sheet, file, &context->counts[RDG_SIMULATE_FILE_RESULTADOS],
                           "\n");
  self->sheet.code_cell = 1;
  self->sheet.text_cell = 2;
  self->sheet.date_cell = 8;
  rdg_simulate_sheet_write_above (&self->sheet, dirt > 0 ? "Unnamed: 0" COLUMNS : COLUMNS);

  return self;
}

static void
append_status (GString  *text,
               gboolean  good,
               gboolean  as_text)
{
  if (as_text)
    g_string_append (text, good ? "\"10 \"" : "\"13 \"");
  else
    g_string_append_len (text, good ? "10" : "13", 2);
}

/* With dirt the cell is quoted, because its decimal comma is the delimiter too. */
static void
append_value (GString                *text,
              const RdgResultadosRow *row,
              guint                   decimals,
              gboolean                dirty)
{
  gsize start = text->len;

  if (isnan (row->value))
    return;
  if (!dirty)
    {
      rdg_simulate_append_fixed (text, row->value, decimals, '.');
      return;
    }

  g_string_append_c (text, '"');
  if (row->junk != NULL)
    g_string_append (text, row->junk);
  else
    rdg_simulate_append_fixed (text, row->value, decimals, ',');
  if (!row->duplicate)
    rdg_simulate_append_padded (text, "", VALUE_WIDTH - MIN (text->len - start, VALUE_WIDTH));
  g_string_append_c (text, '"');
}

static void
append_unit (GString    *text,
             const char *unit,
             gboolean    dirty,
             guint       variety)
{
  if (dirty && variety % 2 == 0 && strcmp (unit, "°") == 0)
    unit = ESCAPED_DEGREE;
  rdg_simulate_append_padded (text, unit, dirty ? UNIT_WIDTH : 0);
}

static void
write_cells (Resultados             *self,
             const char             *code,
             const char             *name,
             const RdgResultadosRow *row,
             guint                   variety)
{
  const RdgResultKind *kind = &g_array_index (self->kinds, RdgResultKind, row->kind);
  RdgSimulateSheet *sheet = &self->sheet;
  gboolean dirty = self->context->options->dirt > 0;

  rdg_simulate_append_count (rdg_simulate_sheet_cell (sheet), self->index++);
  g_string_append (rdg_simulate_sheet_cell (sheet), code);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet), name,
                              dirty && !row->duplicate ? NAME_WIDTH : 0);
  rdg_simulate_append_count (rdg_simulate_sheet_cell (sheet), kind->group);
  append_status (rdg_simulate_sheet_cell (sheet), row->good, dirty && variety % 64 == 1);
  append_unit (rdg_simulate_sheet_cell (sheet), kind->unit, dirty, variety);
  if (kind->value_id > 0)
    rdg_simulate_append_fixed (rdg_simulate_sheet_cell (sheet), kind->value_id, 1, '.');
  else
    rdg_simulate_sheet_cell (sheet);
  append_value (rdg_simulate_sheet_cell (sheet), row, kind->decimals, dirty);
  rdg_simulate_append_time (rdg_simulate_sheet_cell (sheet), &self->clock, row->at,
                            RDG_TIME_ISO_MS);
}

static void
count_reading (Resultados             *self,
               const RdgResultadosRow *row)
{
  RdgSimulateReadingCounts *counts = &self->context->readings;
  const RdgResultKind *kind = &g_array_index (self->kinds, RdgResultKind, row->kind);

  counts->characteristics += !self->seen[row->kind];
  self->seen[row->kind] = TRUE;
  counts->values += !isnan (row->value) && row->junk == NULL;
  counts->out_of_limits += !row->good;
  counts->machine += kind->group == RDG_RESULT_MACHINE;
  counts->screw += kind->group == RDG_RESULT_SCREW;
  counts->electric += kind->group == RDG_RESULT_ELECTRIC;
  self->sheet.counts->cells_dropped += row->junk != NULL;
}

static void
write_row (Resultados             *self,
           const char             *code,
           const RdgResultadosRow *row,
           guint                   variety)
{
  const RdgResultKind *kind = &g_array_index (self->kinds, RdgResultKind, row->kind);

  write_cells (self, code, kind->name, row, variety);
  if (row->duplicate)
    {
      rdg_simulate_sheet_duplicate (&self->sheet);
      return;
    }

  rdg_simulate_sheet_take (&self->sheet, row->at);
  count_reading (self, row);
}

/* A row with a byte that UTF-8 does not have is taken, and its characteristic is like no other. */
static void
write_mended (Resultados *self,
              const char *code)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      RdgResultadosRow row = g_array_index (self->rows, RdgResultadosRow, i);
      const RdgResultKind *kind = &g_array_index (self->kinds, RdgResultKind, row.kind);

      if (kind->source != RDG_SOURCE_STATUS_ONLY || kind->group != RDG_RESULT_ELECTRIC)
        continue;

      write_cells (self, code, MENDED_NAME, &row, 0);
      rdg_simulate_sheet_take (&self->sheet, row.at);
      count_reading (self, &row);
      self->context->readings.characteristics += !self->seen_mended;
      self->seen_mended = TRUE;
      self->sheet.counts->cells_mended++;
      return;
    }
}

static void
resultados_add_car (gpointer           writer,
                    const RdgPlantCar *car)
{
  Resultados *self = writer;
  const RdgPlant *plant = self->context->plant;
  guint dirt = self->context->options->dirt;
  g_autoptr (GString) code = g_string_new (NULL);
  RdgRng rng;

  rdg_resultados_make_rows (plant, car, self->kinds, dirt, self->rows);
  if (self->rows->len == 0)
    return;

  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_RESULTADOS_SPELLING, car->index);
  rdg_simulate_append_padded (code, car->code, dirt > 0 ? CODE_WIDTH : 0);
  for (guint i = 0; i < self->rows->len; i++)
    write_row (self, code->str, &g_array_index (self->rows, RdgResultadosRow, i),
               dirt > 0 ? rdg_rng_u32 (&rng) : 0);
  self->sheet.counts->cars++;
  rdg_simulate_ledger_mention (self->context->ledger);

  if (dirt < 2)
    return;
  if (_rdg_plant_chance (&rng, MENDED_A_CAR))
    write_mended (self, code->str);
  rdg_simulate_sheet_disturb (&self->sheet, BAD_ROW_A_CAR, &rng);
}

static void
resultados_free (gpointer writer)
{
  Resultados *self = writer;

  g_array_unref (self->kinds);
  g_array_unref (self->rows);
  g_free (self->seen);
  g_free (self);
}

const RdgSimulateWriter rdg_simulate_resultados_writer = {
  "RESULTADOS.csv", RDG_SIMULATE_FILE_RESULTADOS, resultados_begin, resultados_add_car, NULL,
  resultados_free,
};
