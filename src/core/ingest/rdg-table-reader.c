/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows of cells to cars with values and a label: see rdg-table-reader.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-table-reader-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* A cancelled import stops within this many rows. */
#define ROWS_PER_LOOK 512

static gboolean
is_plant_code (const char *code)
{
  for (guint i = 0; i < 12; i++)
    {
      if (i == 4 ? code[i] != '-' : !g_ascii_isdigit (code[i]))
        return FALSE;
    }

  return code[12] == '\0';
}

char *
_rdg_csv_row_find_fault (const RdgCsvRow *row,
                         guint            width)
{
  switch (row->problem)
    {
    case RDG_CSV_NUL:
      return g_strdup (_("The row has a NUL byte."));
    case RDG_CSV_LONG_CELL:
      return g_strdup_printf (_("A cell of the row is longer than %d KiB."),
                              RDG_CSV_LONGEST_CELL / 1024);
    case RDG_CSV_OPEN_QUOTE:
      return g_strdup (_("A quotation mark is opened in this line and not closed."));
    case RDG_CSV_STRAY_CR:
      return g_strdup (_("There is a carriage return inside the line."));
    case RDG_CSV_GOOD:
    default:
      break;
    }

  if (row->n_cells != width)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "The row has %u cell, the header %u.",
                                         "The row has %u cells, the header %u.", row->n_cells),
                            row->n_cells, width);

  return NULL;
}

/* Why a row cannot be taken; NULL: it can. */
static char *
find_fault (RdgTableReader  *self,
            const RdgCsvRow *row)
{
  char *fault = rdg_source_take_fault (rdg_csv_reader_get_source (self->csv), row->line);

  if (fault == NULL)
    fault = _rdg_csv_row_find_fault (row, self->width);
  if (fault != NULL)
    return fault;
  if (self->n_car_columns > 0 && self->car_missing)
    return g_strdup (_("The row does not say which car it is."));
  if (self->car->len > RDG_TABLE_LONGEST_CODE)
    return g_strdup_printf (_("The car's code is longer than %d bytes."), RDG_TABLE_LONGEST_CODE);
  if (self->plant_code && !is_plant_code (self->car->str))
    return g_strdup (_("The car's code is not of the form 0000-0000000."));

  return NULL;
}

static void
reject_row (RdgTableReader  *self,
            const RdgCsvRow *row,
            const char      *reason)
{
  if (self->reject == NULL)
    return;

  /* Nothing but the car's code: which cell is whose cannot be told, and one may hold a name. */
  g_autofree char *text = _rdg_table_reader_shorten (self->car->str, self->car->len);

  self->reject (row->line, "", reason, text, TRUE, self->user_data);
}

static void
report_cells (RdgTableReader *self)
{
  for (guint i = 0; i < self->pending->len && self->reject != NULL; i++)
    {
      const RdgPendingCell *cell = &g_array_index (self->pending, RdgPendingCell, i);

      self->reject (self->row.line, self->header[cell->slot], cell->reason, cell->text, FALSE,
                    self->user_data);
    }
}

static void
start_row (RdgTableReader *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    self->values[i] = NAN;
  self->row.time = RDG_DATETIME_NONE;
  self->row.label = RDG_LABEL_NONE;
  self->car_missing = FALSE;
  g_string_truncate (self->car, 0);
  if (self->pending->len > 0)
    g_array_set_size (self->pending, 0);
}

/**
 * rdg_table_reader_next:
 * @row: (out) (transfer none): the next row that can be taken
 *
 * Blocking. Rows that cannot be taken go to the reject function.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
rdg_table_reader_next (RdgTableReader     *self,
                       const RdgTableRow **row,
                       GCancellable       *cancellable,
                       GError            **error)
{
  for (;;)
    {
      const RdgCsvRow *csv_row;

      start_row (self);
      if (!rdg_csv_reader_next (self->csv, &csv_row, cancellable, error))
        return FALSE;
      if (csv_row->line < self->first_line)
        continue;

      self->rows_read++;
      if (self->rows_read % ROWS_PER_LOOK == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if (self->n_car_columns == 0)
        g_string_printf (self->car, "%" PRIu64, csv_row->line);

      g_autofree char *fault = find_fault (self, csv_row);

      if (fault != NULL)
        {
          /* A label that is nonsense because the row is ends nothing. */
          g_clear_error (&self->failure);
          reject_row (self, csv_row, fault);
          continue;
        }
      if (self->failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->failure));
          return FALSE;
        }

      self->row.line = csv_row->line;
      self->row.car = self->car->str;
      self->row.values = self->values;
      report_cells (self);
      *row = &self->row;
      return TRUE;
    }
}

guint
rdg_table_reader_n_columns (const RdgTableReader *self)
{
  return self->columns->len;
}

/**
 * rdg_table_reader_get_column:
 *
 * Returns: (transfer none): one of the columns whose values are read
 */
const RdgTableColumn *
rdg_table_reader_get_column (const RdgTableReader *self,
                             guint                 column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return &((const RdgTableColumnFull *) g_ptr_array_index (self->columns, column))->base;
}

gboolean
rdg_table_reader_has_label (const RdgTableReader *self)
{
  return self->has_label;
}

/**
 * rdg_table_reader_get_level:
 *
 * Returns: (transfer none) (nullable): the level's text, %NULL where it was not met yet
 */
const char *
rdg_table_reader_get_level (const RdgTableReader *self,
                            guint                 column,
                            guint                 level)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  const RdgTableColumnFull *self_column = g_ptr_array_index (self->columns, column);

  if (self_column->levels == NULL || level >= self_column->levels->len)
    return NULL;
  return g_ptr_array_index (self_column->levels, level);
}

/**
 * rdg_table_reader_get_source:
 *
 * Returns: (transfer none): what it reads
 */
RdgSource *
rdg_table_reader_get_source (const RdgTableReader *self)
{
  return rdg_csv_reader_get_source (self->csv);
}

/**
 * rdg_table_reader_get_place:
 * @line: of a row, or of a reject
 *
 * Returns: (transfer full) (nullable): the place in words
 */
char *
rdg_table_reader_get_place (const RdgTableReader *self,
                            guint64               line)
{
  return rdg_source_get_place (rdg_csv_reader_get_source (self->csv), line);
}

double
rdg_table_reader_fraction (const RdgTableReader *self)
{
  return rdg_source_get_fraction (rdg_csv_reader_get_source (self->csv));
}

guint64
rdg_table_reader_rows_read (const RdgTableReader *self)
{
  return self->rows_read;
}

/**
 * rdg_table_reader_finish_hash:
 * @hash: (out caller-allocates): XXH3-128 of the file's bytes
 * @bytes: (out): how many these are
 *
 * After the last row.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_table_reader_finish_hash (RdgTableReader  *self,
                              guint8           hash[16],
                              guint64         *bytes,
                              GCancellable    *cancellable,
                              GError         **error)
{
  RdgSource *source = rdg_csv_reader_get_source (self->csv);

  if (!rdg_source_finish_hash (source, hash, cancellable, error))
    return FALSE;

  *bytes = rdg_source_get_position (source);
  return TRUE;
}
