/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A simulated table on its way into a text file: rows of cells, and the count
 * of what an importer that follows the rules has to find in them. A row that
 * must be refused is made from the good one before it, so that no fact is lost.
 * One thread at a time.
 */
#pragma once

#include "rdg-rng.h"
#include "rdg-simulate-file.h"

G_BEGIN_DECLS

#define RDG_SHEET_MAX_CELLS 16

/* Why a row is refused. */
typedef enum
{
  RDG_BAD_ROW_NUL,
  RDG_BAD_ROW_CELLS,
  RDG_BAD_ROW_LONG_CELL,
  RDG_BAD_ROW_CODE,
  RDG_BAD_ROW_DATE,
  RDG_N_BAD_ROWS,
} RdgBadRow;

typedef struct
{
  gboolean written;             /* else there is no such file, and nothing is counted */
  guint64  rows_read;
  guint64  rows_taken;
  guint64  rows_duplicate;
  guint64  rows_rejected;
  guint64  cells_dropped;       /* no numbers */
  guint64  cells_mended;        /* bytes that the charset does not have */
  guint64  cars;                /* that rows which are taken name */
  gint64   from;                /* of rows that are taken; RDG_DATETIME_NONE for none */
  gint64   to;
  guint64  rejected_by[RDG_N_BAD_ROWS];
  GArray  *rejected_lines;      /* guint64: physical lines, from 1 */
} RdgSimulateCounts;

typedef struct
{
  GString           *text;
  RdgSimulateCounts *counts;
  const char        *line_end;
  guint              code_cell;
  guint              text_cell;
  guint              date_cell;
  guint64            line;      /* of the row that comes next */
  guint              n_cells;   /* of the row at hand */
  guint              n_before;  /* of the row before it */
  gsize              starts[RDG_SHEET_MAX_CELLS + 1];  /* of the cells, and the row's end */
} RdgSimulateSheet;

void rdg_simulate_counts_init       (RdgSimulateCounts *self);
void rdg_simulate_counts_clear      (RdgSimulateCounts *self);

void rdg_simulate_sheet_init        (RdgSimulateSheet  *self,
                                     RdgSimulateFile   *file,
                                     RdgSimulateCounts *counts,
                                     const char        *line_end);
void rdg_simulate_sheet_write_above (RdgSimulateSheet  *self,
                                     const char        *line);
void rdg_simulate_sheet_take        (RdgSimulateSheet  *self,
                                     gint64             at);
void rdg_simulate_sheet_duplicate   (RdgSimulateSheet  *self);
void rdg_simulate_sheet_disturb     (RdgSimulateSheet  *self,
                                     double             share,
                                     RdgRng            *rng);

/* Begins the row's next cell, and returns where to append it. */
static inline GString *
rdg_simulate_sheet_cell (RdgSimulateSheet *self)
{
  if (self->n_cells > 0)
    g_string_append_c (self->text, ',');
  self->starts[self->n_cells++] = self->text->len;

  return self->text;
}

G_END_DECLS
