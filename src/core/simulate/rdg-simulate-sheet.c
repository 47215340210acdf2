/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows, good and bad, and their counts: see rdg-simulate-sheet.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-simulate-sheet.h"

#include <string.h>

#include "rdg-datetime.h"

/* More than an importer allows. */
#define LONG_CELL (70 * 1024)

/**
 * rdg_simulate_counts_init:
 *
 * Sets up the counts of a file that is being written; end with rdg_simulate_counts_clear().
 */
void
rdg_simulate_counts_init (RdgSimulateCounts *self)
{
  *self = (RdgSimulateCounts){
    .written = TRUE, .from = RDG_DATETIME_NONE, .to = RDG_DATETIME_NONE,
    .rejected_lines = g_array_new (FALSE, FALSE, sizeof (guint64)),
  };
}

/**
 * rdg_simulate_counts_clear:
 *
 * Frees what @self owns.
 */
void
rdg_simulate_counts_clear (RdgSimulateCounts *self)
{
  g_clear_pointer (&self->rejected_lines, g_array_unref);
}

/**
 * rdg_simulate_sheet_init:
 * @file: where the table goes
 * @counts: what is counted
 * @line_end: how lines end
 *
 * Sets up an empty table.
 */
void
rdg_simulate_sheet_init (RdgSimulateSheet  *self,
                         RdgSimulateFile   *file,
                         RdgSimulateCounts *counts,
                         const char        *line_end)
{
  *self = (RdgSimulateSheet){
    .text = rdg_simulate_file_get_text (file), .counts = counts, .line_end = line_end, .line = 1,
  };
}

/**
 * rdg_simulate_sheet_write_above:
 * @line: the header, what stands above it, or an empty text for a blank line
 *
 * Writes a line that is no row.
 */
void
rdg_simulate_sheet_write_above (RdgSimulateSheet *self,
                                const char       *line)
{
  g_string_append (self->text, line);
  g_string_append (self->text, self->line_end);
  self->line++;
}

static void
end_row (RdgSimulateSheet *self)
{
  self->starts[self->n_cells] = self->text->len;
  g_string_append (self->text, self->line_end);
  self->n_before = self->n_cells;
  self->n_cells = 0;
  self->line++;
  self->counts->rows_read++;
}

/**
 * rdg_simulate_sheet_take:
 * @at: the row's time
 *
 * Ends a row that an importer must take.
 */
void
rdg_simulate_sheet_take (RdgSimulateSheet *self,
                         gint64            at)
{
  RdgSimulateCounts *counts = self->counts;

  end_row (self);
  counts->rows_taken++;
  if (counts->from == RDG_DATETIME_NONE || at < counts->from)
    counts->from = at;
  if (counts->to == RDG_DATETIME_NONE || at > counts->to)
    counts->to = at;
}

/**
 * rdg_simulate_sheet_duplicate:
 *
 * Ends a row that says again what another row of the file says.
 */
void
rdg_simulate_sheet_duplicate (RdgSimulateSheet *self)
{
  end_row (self);
  self->counts->rows_duplicate++;
}

static void
append_spoiled (GString    *text,
                RdgBadRow   defect,
                const char *cell,
                RdgRng     *rng)
{
  static const char * const codes[] = { "", "KNR", "2024/0056234", "24-0056234", "2024-56234",
                                        "2024-00562345" };
  static const char * const dates[] = { "31/02/2024 10:15:00", "2024-02-30 08:00:00.000",
                                        "2024-13-01 08:00:00.000", "00/00/0000 00:00:00",
                                        "ontem" };
  gsize half = strlen (cell) / 2;

  switch (defect)
    {
    case RDG_BAD_ROW_NUL:
      g_string_append_len (text, cell, (gssize) half);
      g_string_append_c (text, '\0');
      g_string_append (text, cell + half);
      break;

    case RDG_BAD_ROW_LONG_CELL:
      for (guint i = 0; i < LONG_CELL / 16; i++)
        g_string_append_len (text, "0123456789abcdef", 16);
      break;

    case RDG_BAD_ROW_CODE:
      g_string_append (text, codes[rdg_rng_below (rng, G_N_ELEMENTS (codes))]);
      break;

    case RDG_BAD_ROW_DATE:
      g_string_append (text, dates[rdg_rng_below (rng, G_N_ELEMENTS (dates))]);
      break;

    case RDG_BAD_ROW_CELLS:
    case RDG_N_BAD_ROWS:
    default:
      g_return_if_reached ();
    }
}

static guint
cell_of (const RdgSimulateSheet *self,
         RdgBadRow               defect)
{
  switch (defect)
    {
    case RDG_BAD_ROW_CODE:
      return self->code_cell;
    case RDG_BAD_ROW_DATE:
      return self->date_cell;
    case RDG_BAD_ROW_NUL:
    case RDG_BAD_ROW_LONG_CELL:
      return self->text_cell;
    case RDG_BAD_ROW_CELLS:
    case RDG_N_BAD_ROWS:
    default:
      return RDG_SHEET_MAX_CELLS;
    }
}

/* Repeats the row that was written last, with a defect for which an importer must refuse it. */
static void
spoil (RdgSimulateSheet *self,
       RdgBadRow         defect,
       RdgRng           *rng)
{
  guint n = self->n_before;
  guint spoiled = cell_of (self, defect);
  guint kept = n;
  g_auto (GStrv) cells = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      /* Behind each cell but the last stands a comma. */
      gsize length = self->starts[i + 1] - self->starts[i] - (i + 1 < n);

      cells[i] = g_strndup (self->text->str + self->starts[i], length);
    }

  /* Two cells at least, or a row could look like a blank line. */
  if (defect == RDG_BAD_ROW_CELLS)
    kept = rdg_rng_below (rng, 2) == 0 && n > 2 ? 2 + (guint) rdg_rng_below (rng, n - 2) : n + 1;

  g_array_append_val (self->counts->rejected_lines, self->line);
  self->counts->rows_rejected++;
  self->counts->rejected_by[defect]++;
  for (guint i = 0; i < MIN (kept, n); i++)
    {
      if (i == spoiled)
        append_spoiled (rdg_simulate_sheet_cell (self), defect, cells[i], rng);
      else
        g_string_append (rdg_simulate_sheet_cell (self), cells[i]);
    }
  if (kept > n)
    g_string_append (self->text, ",x");
  end_row (self);
}

/**
 * rdg_simulate_sheet_disturb:
 * @share: how often
 * @rng: where to draw from
 *
 * Now and then puts a row that must be refused, or a blank line, behind the row that was written
 * last, which must have been written since the file was flushed.
 */
void
rdg_simulate_sheet_disturb (RdgSimulateSheet *self,
                            double            share,
                            RdgRng           *rng)
{
  double drawn = rdg_rng_uniform (rng);

  if (drawn < share)
    spoil (self, (RdgBadRow) rdg_rng_below (rng, RDG_N_BAD_ROWS), rng);
  else if (drawn < 2.0 * share)
    rdg_simulate_sheet_write_above (self, "");
}
