/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes PREDICT, the plant's table of one row a car. With dirt it comes as an
 * office program saved it: decimal commas, padding, CRLF, a byte order mark and
 * some cells that are no numbers; with more dirt, rows that an importer must
 * reject. Bad rows stand beside the good ones, so that no car is lost.
 */
#define G_LOG_DOMAIN "rdg-simulate"

#include <math.h>
#include <string.h>

#include "rdg-plant-private.h"
#include "rdg-predict-columns.h"
#include "rdg-simulate-cell.h"
#include "rdg-simulate-writer.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define PADDED_CODE 16
#define PADDED_VARIANT 10
#define JUNK_CELLS_A_ROW (RDG_PREDICT_N_COLUMNS / 17000.0)
#define MORE_JUNK 6.0
#define BAD_ROW 0.0015

typedef struct
{
  RdgSimulateContext *context;
  RdgSimulateCounts  *counts;
  GString            *text;
  RdgPredictColumn    columns[RDG_PREDICT_N_COLUMNS];
} Predict;

/* What a car's row suffers; all of it drawn apart from the world. */
typedef struct
{
  int         junk_column;      /* -1 for none */
  const char *junk;
  guint       ragged_cells;     /* of an additional row that is cut off; 0 for none */
  gboolean    bad_code;         /* an additional row whose code is none */
} Dirt;

static const char *
line_end (Predict *self)
{
  return self->context->options->dirt > 0 ? "\r\n" : "\n";
}

static void
write_header (Predict *self)
{
  for (guint i = 0; i < RDG_PREDICT_N_COLUMNS; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ';');
      g_string_append (self->text, self->columns[i].name);
    }
  g_string_append (self->text, line_end (self));
}

static gpointer
predict_begin (RdgSimulateContext *context,
               RdgSimulateFile    *file)
{
  Predict *self = g_new0 (Predict, 1);

  self->context = context;
  self->counts = &context->counts[RDG_SIMULATE_FILE_PREDICT];
  self->text = rdg_simulate_file_get_text (file);
  rdg_predict_columns_init (self->columns);
  if (context->options->dirt > 0)
    g_string_append (self->text, BYTE_ORDER_MARK);
  write_header (self);

  return self;
}

static Dirt
draw_dirt (Predict           *self,
           const RdgPlantCar *car)
{
  static const char * const junk[] = { "#DIV/0!", "n/d", "---", "ERRO", "0x1F", "NaN", "Inf" };
  static const guint usual_junk = 4;
  guint level = self->context->options->dirt;
  Dirt dirt = { .junk_column = -1 };
  RdgRng rng;

  if (level == 0)
    return dirt;

  _rdg_plant_init_rng (self->context->plant, &rng, RDG_PLANT_STREAM_DIRT, car->index);
  if (_rdg_plant_chance (&rng, JUNK_CELLS_A_ROW * (level > 1 ? MORE_JUNK : 1.0)))
    {
      dirt.junk_column = (int) rdg_rng_below (&rng, RDG_PREDICT_N_COLUMNS);
      dirt.junk = junk[rdg_rng_below (&rng, level > 1 ? G_N_ELEMENTS (junk) : usual_junk)];
    }
  else if (level > 1 && _rdg_plant_chance (&rng, BAD_ROW))
    {
      if (_rdg_plant_chance (&rng, 0.5))
        dirt.ragged_cells = 2 + (guint) rdg_rng_below (&rng, RDG_PREDICT_N_COLUMNS - 2);
      else
        dirt.bad_code = TRUE;
    }

  return dirt;
}

static void
append_number (Predict                *self,
               const RdgPlantCar      *car,
               const RdgPredictColumn *column,
               const char             *junk)
{
  double value = column->func (car, column);
  gboolean dirty = self->context->options->dirt > 0;

  if (isnan (value))
    return;

  /* A label that is no number would be another car without an outcome, not dirt. */
  if (junk != NULL && strcmp (column->name, RDG_PREDICT_LABEL) != 0)
    {
      g_string_append (self->text, junk);
      self->counts->cells_dropped++;
      return;
    }

  if (dirty && column->decimals == 1)
    g_string_append_c (self->text, ' ');
  rdg_simulate_append_fixed (self->text, value, column->decimals, dirty ? ',' : '.');
}

static void
write_row (Predict           *self,
           const RdgPlantCar *car,
           const Dirt        *dirt)
{
  gboolean dirty = self->context->options->dirt > 0;

  rdg_simulate_append_padded (self->text, car->code, dirty ? PADDED_CODE : 0);
  g_string_append_c (self->text, ';');
  rdg_simulate_append_padded (self->text, rdg_plant_variants[car->variant].name,
                              dirty ? PADDED_VARIANT : 0);

  for (guint i = 2; i < RDG_PREDICT_N_COLUMNS; i++)
    {
      g_string_append_c (self->text, ';');
      append_number (self, car, &self->columns[i],
                     (int) i == dirt->junk_column ? dirt->junk : NULL);
    }
  g_string_append (self->text, line_end (self));
}

static void
repeat_cut (Predict *self,
            gsize    start,
            guint    cells)
{
  const char *row = self->text->str + start;
  const char *end = row;

  for (guint i = 0; i < cells; i++)
    end = strchr (end, ';') + 1;

  g_autofree char *cut = g_strndup (row, (gsize) (end - 1 - row));

  g_string_append (self->text, cut);
  g_string_append (self->text, line_end (self));
}

static void
repeat_with_bad_code (Predict *self,
                      gsize    start)
{
  g_autofree char *row = g_strdup (self->text->str + start);

  *strchr (row, '-') = '/';
  g_string_append (self->text, row);
}

static void
count_car (Predict           *self,
           const RdgPlantCar *car)
{
  RdgSimulateLabelCounts *labels = &self->context->labels;

  self->counts->rows_read++;
  self->counts->rows_taken++;
  self->counts->cars++;
  labels->failed += car->outcome == RDG_PLANT_FAILED;
  labels->passed += car->outcome == RDG_PLANT_PASSED;
  labels->unlabelled += car->outcome == RDG_PLANT_WAITING;
}

static void
count_bad_row (Predict   *self,
               RdgBadRow  defect)
{
  /* All rows that were read, the header, and this one. */
  guint64 line = self->counts->rows_read + 2;

  g_array_append_val (self->counts->rejected_lines, line);
  self->counts->rows_read++;
  self->counts->rows_rejected++;
  self->counts->rejected_by[defect]++;
}

static void
predict_add_car (gpointer           writer,
                 const RdgPlantCar *car)
{
  Predict *self = writer;
  Dirt dirt = draw_dirt (self, car);
  gsize start = self->text->len;

  write_row (self, car, &dirt);
  count_car (self, car);

  if (dirt.ragged_cells > 0)
    {
      repeat_cut (self, start, dirt.ragged_cells - 1);
      count_bad_row (self, RDG_BAD_ROW_CELLS);
    }
  if (dirt.bad_code)
    {
      repeat_with_bad_code (self, start);
      count_bad_row (self, RDG_BAD_ROW_CODE);
    }

  /* Two exports pasted together: the header comes again. */
  if (self->context->options->dirt > 1 && self->counts->cars == self->context->options->cars / 2)
    {
      write_header (self);
      count_bad_row (self, RDG_BAD_ROW_CODE);
    }
}

const RdgSimulateWriter rdg_simulate_predict_writer = {
  "PREDICT.csv", RDG_SIMULATE_FILE_PREDICT, predict_begin, predict_add_car, NULL, g_free,
};
