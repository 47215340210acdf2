/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows of cells to a car, a moment and what was asked for: see rdg-plant-reader.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-plant-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-inspection-private.h"
#include "rdg-plant-cell.h"
#include "rdg-table-reader-private.h"
#include "rdg-text.h"

/* A cancelled import stops within this many rows. */
#define ROWS_PER_LOOK 1024

#define SLOT_NONE (-1)
#define SLOT_CAR (-2)
#define SLOT_TIME (-3)

struct _RdgPlantReader
{
  RdgCsvReader  *csv;
  char          *file;
  guint64        first_line;
  guint          width;
  GStrv          header;
  int           *slots;          /* per column: a part, or one of the above */
  const char    *car_column;
  const char    *time_column;
  guint          n_parts;
  RdgRejectFunc  reject;
  gpointer       user_data;

  GHashTable    *cars;           /* code to number + 1 */
  GPtrArray     *codes;
  guint64        rows_read;

  GString       *code;
  GString       *time;
  GString       *parts[RDG_PLANT_MOST_PARTS];
  guint          invalid_parts;  /* bits: of the row being read */
  RdgPlantRow    row;
};

static void
take_cell_cb (const char      *text,
              gsize            length,
              guint            column,
              const RdgCsvRow *row,
              gpointer         user_data)
{
  RdgPlantReader *self = user_data;

  if (column >= self->width || self->slots[column] == SLOT_NONE || row->line < self->first_line)
    return;

  int slot = self->slots[column];
  GString *cell = slot == SLOT_CAR ? self->code : slot == SLOT_TIME ? self->time
                                                                    : self->parts[slot];

  text = rdg_text_trim (text, &length);
  if (!row->invalid || g_utf8_validate_len (text, length, NULL))
    {
      g_string_append_len (cell, text, (gssize) length);
      return;
    }

  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);

  g_string_append (cell, valid);
  if (slot >= 0)
    self->invalid_parts |= 1u << slot;
}

static gboolean
find_columns (RdgPlantReader       *self,
              const RdgInspection  *inspection,
              const RdgPlantPart   *parts,
              GError              **error)
{
  gboolean found[RDG_PLANT_MOST_PARTS] = { FALSE };
  const char *missing = NULL;

  self->header = g_new0 (char *, self->width + 1);
  self->slots = g_new (int, self->width + 1);
  for (guint i = 0; i < self->width; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);
      g_autofree char *name = rdg_text_normalise (column->name, -1);

      self->header[i] = g_strdup (column->name);
      self->slots[i] = SLOT_NONE;
      if (self->car_column == NULL && g_str_equal (name, "knr"))
        {
          self->slots[i] = SLOT_CAR;
          self->car_column = self->header[i];
        }
      else if (self->time_column == NULL && g_str_equal (name, "data"))
        {
          self->slots[i] = SLOT_TIME;
          self->time_column = self->header[i];
        }
      for (guint p = 0; p < self->n_parts; p++)
        {
          if (found[p] || !g_str_equal (name, parts[p].name))
            continue;
          self->slots[i] = (int) p;
          found[p] = TRUE;
        }
    }

  if (self->car_column == NULL)
    missing = "knr";
  else if (self->time_column == NULL)
    missing = "data";
  for (guint p = 0; p < self->n_parts && missing == NULL; p++)
    {
      if (parts[p].required && !found[p])
        missing = parts[p].name;
    }
  if (missing == NULL)
    return TRUE;

  g_autofree char *name = g_ascii_strup (missing, -1);

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
               _("“%s” has no column “%s”, which its layout must have. Choose another layout, or "
                 "export the file again with all its columns."), self->file, name);
  return FALSE;
}

/**
 * rdg_plant_reader_new:
 * @parts: (array length=n_parts): the columns to read besides KNR and DATA
 * @reject: (scope forever): takes what does not go in
 *
 * Returns: (transfer full) (nullable): a reader before the first row, or %NULL with @error set
 */
RdgPlantReader *
rdg_plant_reader_new (const RdgInspection  *inspection,
                      const RdgPlantPart   *parts,
                      guint                 n_parts,
                      RdgRejectFunc         reject,
                      gpointer              user_data,
                      GCancellable         *cancellable,
                      GError              **error)
{
  g_autoptr (RdgPlantReader) self = g_new0 (RdgPlantReader, 1);

  g_return_val_if_fail (n_parts <= RDG_PLANT_MOST_PARTS, NULL);

  self->file = g_filename_display_name (inspection->path);
  self->first_line = _rdg_inspection_full (inspection)->first_line;
  self->width = inspection->columns->len;
  self->n_parts = n_parts;
  self->reject = reject;
  self->user_data = user_data;
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->cars = g_hash_table_new (g_str_hash, g_str_equal);
  self->code = g_string_new (NULL);
  self->time = g_string_new (NULL);
  for (guint p = 0; p < n_parts; p++)
    self->parts[p] = g_string_new (NULL);
  if (!find_columns (self, inspection, parts, error))
    return NULL;

  RdgSource *source = rdg_source_open_inspected (inspection, cancellable, error);

  if (source == NULL)
    return NULL;
  self->csv = rdg_csv_reader_new (source, inspection->dialect.delimiter, take_cell_cb, self);
  return g_steal_pointer (&self);
}

void
rdg_plant_reader_free (RdgPlantReader *self)
{
  if (self == NULL)
    return;

  rdg_csv_reader_free (self->csv);
  g_free (self->file);
  g_strfreev (self->header);
  g_free (self->slots);
  g_hash_table_unref (self->cars);
  g_ptr_array_unref (self->codes);
  g_string_free (self->code, TRUE);
  g_string_free (self->time, TRUE);
  for (guint p = 0; p < self->n_parts; p++)
    g_string_free (self->parts[p], TRUE);
  g_free (self);
}

static void
start_row (RdgPlantReader *self)
{
  g_string_truncate (self->code, 0);
  g_string_truncate (self->time, 0);
  for (guint p = 0; p < self->n_parts; p++)
    g_string_truncate (self->parts[p], 0);
  self->invalid_parts = 0;
}

static void
report (RdgPlantReader *self,
        guint64         line,
        const char     *column,
        const char     *reason,
        const GString  *text,
        gboolean        whole_row)
{
  g_autofree char *shown = _rdg_table_reader_shorten (text->str, text->len);

  self->reject (line, column, reason, shown, whole_row, self->user_data);
}

/* Where cells cannot be told apart, one of them may say who: then nothing but a car's code is
 * kept. */
static gboolean
check_row (RdgPlantReader  *self,
           const RdgCsvRow *row)
{
  g_autofree char *fault = _rdg_csv_row_find_fault (row, self->width);
  gboolean is_code = rdg_plant_cell_is_code (self->code->str, self->code->len);

  if (fault != NULL)
    {
      if (!is_code)
        g_string_truncate (self->code, 0);
      report (self, row->line, "", fault, self->code, TRUE);
      return FALSE;
    }
  if (!is_code)
    {
      report (self, row->line, self->car_column,
              self->code->len > 0 ? _("The car's code is not of the form 0000-0000000.")
                                  : _("The row does not say which car it is."),
              self->code, TRUE);
      return FALSE;
    }
  if (!rdg_plant_cell_get_time (self->time->str, self->time->len, &self->row.at))
    {
      report (self, row->line, self->time_column, _("This is no date that the calendar has."),
              self->time, TRUE);
      return FALSE;
    }

  return TRUE;
}

static guint32
find_car (RdgPlantReader *self)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->cars, self->code->str));

  if (number == 0)
    {
      char *code = g_strdup (self->code->str);

      g_ptr_array_add (self->codes, code);
      number = self->codes->len;
      g_hash_table_insert (self->cars, code, GUINT_TO_POINTER (number));
    }

  return number - 1;
}

static void
report_cells (RdgPlantReader *self)
{
  for (guint i = 0; i < self->width; i++)
    {
      int slot = self->slots[i];

      if (slot >= 0 && (self->invalid_parts & 1u << slot) != 0)
        report (self, self->row.line, self->header[i],
                _("Some bytes are not valid UTF-8 and became “\357\277\275”."),
                self->parts[slot], FALSE);
    }
}

/**
 * rdg_plant_reader_next:
 * @row: (out) (transfer none): the next row that can be taken
 *
 * Blocking. Rows that cannot be taken go to the reject function.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
rdg_plant_reader_next (RdgPlantReader     *self,
                       const RdgPlantRow **row,
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
      if (!check_row (self, csv_row))
        continue;

      self->row.line = csv_row->line;
      self->row.car = find_car (self);
      for (guint p = 0; p < self->n_parts; p++)
        self->row.cells[p] = (RdgPlantCell){ self->parts[p]->str, self->parts[p]->len };
      if (self->invalid_parts != 0)
        report_cells (self);
      *row = &self->row;
      return TRUE;
    }
}

RdgSource *
rdg_plant_reader_get_source (const RdgPlantReader *self)
{
  return rdg_csv_reader_get_source (self->csv);
}

guint64
rdg_plant_reader_rows_read (const RdgPlantReader *self)
{
  return self->rows_read;
}

/**
 * rdg_plant_reader_get_codes:
 *
 * Returns: (transfer none) (element-type utf8): the cars met so far
 */
GPtrArray *
rdg_plant_reader_get_codes (const RdgPlantReader *self)
{
  return self->codes;
}

/**
 * rdg_plant_reader_finish_hash:
 * @hash: (out caller-allocates): XXH3-128 of the file's bytes
 * @bytes: (out): how many these are
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_plant_reader_finish_hash (RdgPlantReader  *self,
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
