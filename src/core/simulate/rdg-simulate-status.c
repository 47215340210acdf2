/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes STATUS, the positions that track sensors saw. With dirt it is padded,
 * some positions stand there twice, and some codes are nobody's; with more
 * dirt come rows that an importer must refuse, and times that cannot be true.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-datetime.h"
#include "rdg-plant-private.h"
#include "rdg-simulate-cell.h"
#include "rdg-simulate-sheet.h"
#include "rdg-simulate-writer.h"
#include "rdg-status-rows.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define CODE_WIDTH 8
#define BAD_ROW_A_CAR 0.02
#define ODDITY_A_CAR 0.003
#define YEARS_MS (G_GINT64_CONSTANT (27394) * RDG_DATETIME_DAY_MS)  /* 75 of them */

typedef struct
{
  RdgSimulateContext *context;
  RdgSimulateSheet    sheet;
  RdgSimulateClock    clock;
  GArray             *rows;
} Status;

static gpointer
status_begin (RdgSimulateContext *context,
              RdgSimulateFile    *file)
{
  Status *self = g_new0 (Status, 1);

  self->context = context;
  self->rows = g_array_new (FALSE, FALSE, sizeof (RdgStatusRow));
  rdg_simulate_clock_init (&self->clock);
  rdg_simulate_sheet_init (&self->sheet, file, &context->counts[RDG_SIMULATE_FILE_STATUS], "\n");
  self->sheet.code_cell = 0;
  self->sheet.text_cell = 1;
  self->sheet.date_cell = 2;
  rdg_simulate_sheet_write_above (&self->sheet, context->options->dirt > 0
                                                  ? BYTE_ORDER_MARK "KNR,STATUS,DATA"
                                                  : "KNR,STATUS,DATA");

  return self;
}

static void
write_row (Status             *self,
           const RdgPlantCar  *car,
           const RdgStatusRow *row)
{
  RdgSimulateSheet *sheet = &self->sheet;
  gboolean dirty = self->context->options->dirt > 0;
  char code[sizeof row->code];

  g_strlcpy (code, row->code, sizeof code);
  if (row->duplicate)
    code[0] = g_ascii_tolower (code[0]);

  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet), car->code, dirty ? 14 : 0);
  rdg_simulate_append_padded (rdg_simulate_sheet_cell (sheet), code,
                              dirty && !row->duplicate ? CODE_WIDTH : 0);
  rdg_simulate_append_time (rdg_simulate_sheet_cell (sheet), &self->clock, row->at,
                            RDG_TIME_ISO_MS);
  if (row->duplicate)
    {
      rdg_simulate_sheet_duplicate (sheet);
      return;
    }

  rdg_simulate_sheet_take (sheet, row->at);
  rdg_simulate_ledger_checkpoint (self->context->ledger, row->hall, row->at);
}

static void
write_odd (Status            *self,
           const RdgPlantCar *car,
           const char        *code,
           int                hall,
           gint64             at)
{
  RdgStatusRow row = { .hall = hall, .at = at };

  g_strlcpy (row.code, code, sizeof row.code);
  write_row (self, car, &row);
}

/* What cannot be true and is taken all the same. No car is tested because of it. */
static void
write_oddities (Status            *self,
                const RdgPlantCar *car,
                RdgRng            *rng)
{
  RdgSimulatePositionCounts *counts = &self->context->positions;
  gboolean tested = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    tested |= g_array_index (self->rows, RdgStatusRow, i).hall == RDG_PLANT_ROD;

  if (_rdg_plant_chance (rng, ODDITY_A_CAR))
    {
      write_odd (self, car, rdg_status_hall_code (RDG_PLANT_ZP5), RDG_PLANT_ZP5,
                 car->ready_at - YEARS_MS / 3);
      counts->before_car++;
    }
  if (_rdg_plant_chance (rng, ODDITY_A_CAR) && tested)
    {
      write_odd (self, car, rdg_status_hall_code (RDG_PLANT_ZP8), RDG_PLANT_ZP8,
                 car->ready_at + YEARS_MS);
      counts->future++;
    }
  /* A byte that UTF-8 does not have. */
  if (_rdg_plant_chance (rng, ODDITY_A_CAR))
    {
      write_odd (self, car, "R\xFF" "5", RDG_LEDGER_UNMAPPED, car->ready_at);
      self->sheet.counts->cells_mended++;
    }
}

static void
status_add_car (gpointer           writer,
                const RdgPlantCar *car)
{
  Status *self = writer;
  const RdgPlant *plant = self->context->plant;
  RdgRng rng;

  rdg_status_make_rows (plant, car, self->context->options->dirt, self->rows);
  if (self->rows->len == 0)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    write_row (self, car, &g_array_index (self->rows, RdgStatusRow, i));
  self->sheet.counts->cars++;

  if (self->context->options->dirt < 2)
    return;
  _rdg_plant_init_rng (plant, &rng, RDG_PLANT_STREAM_STATUS_SPELLING, car->index);
  write_oddities (self, car, &rng);
  rdg_simulate_sheet_disturb (&self->sheet, BAD_ROW_A_CAR, &rng);
}

static void
status_free (gpointer writer)
{
  Status *self = writer;

  g_array_unref (self->rows);
  g_free (self);
}

const RdgSimulateWriter rdg_simulate_status_writer = {
  "STATUS.csv", RDG_SIMULATE_FILE_STATUS, status_begin, status_add_car, NULL, status_free,
};
