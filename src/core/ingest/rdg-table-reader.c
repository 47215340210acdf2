/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows of cells to cars with values and a label: see rdg-table-reader.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-table-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-csv-reader.h"
#include "rdg-error.h"
#include "rdg-inspection-private.h"
#include "rdg-label-words.h"
#include "rdg-mapping-private.h"
#include "rdg-number.h"
#include "rdg-text.h"

#define MOST_LEVELS 10000
#define LONGEST_CODE 200
#define LONGEST_REJECT_TEXT 200
#define MOST_LABEL_VALUES 4
/* A cancelled import stops within this many rows. */
#define ROWS_PER_LOOK 512

typedef enum
{
  PART_NONE,
  PART_CAR,
  PART_TIME,
  PART_LABEL,
  PART_NUMBER,
  PART_LEVEL,
} Part;

typedef struct
{
  RdgTableColumn  base;
  char           *name;
  char           *unit;
  char           *reason;
  GPtrArray      *levels;       /* char * */
  GHashTable     *level_index;  /* text to index + 1 */
} Column;

/* What a column of the file is for. */
typedef struct
{
  Part  part;
  guint column;                 /* of ours, for numbers and levels */
} Slot;

typedef struct
{
  guint        slot;
  const char  *reason;
  char        *text;
} PendingCell;

struct _RdgTableReader
{
  RdgCsvReader  *csv;
  char          *file;
  GStrv          header;
  guint          width;
  Slot          *slots;
  GPtrArray     *columns;       /* Column */
  GHashTable    *names;         /* of these, with their units */
  guint64        first_line;
  char           decimal_mark;
  RdgDateOrder   date_order;
  gboolean       plant_code;    /* cars are 0000-0000000 */
  guint          n_car_columns;

  gboolean       has_label;
  guint          label_slot;
  RdgLabelRule   label_rule;
  double         label_limit;
  char          *label_text;
  gboolean       yes_means_passed;
  GPtrArray     *label_values;  /* the first distinct ones, char * */

  RdgRejectFunc  reject;
  gpointer       user_data;

  guint64        rows_read;
  GString       *car;
  gboolean       car_missing;
  double        *values;
  RdgTableRow    row;
  GArray        *pending;       /* PendingCell: reported if the row is taken */
  GError        *failure;       /* set inside a cell, ends the reading */
};

static void
column_free (Column *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_free (self->reason);
  g_clear_pointer (&self->levels, g_ptr_array_unref);
  g_clear_pointer (&self->level_index, g_hash_table_unref);
  g_free (self);
}

static void
pending_cell_clear (PendingCell *self)
{
  g_free (self->text);
}

static char *
shorten (const char *text,
         gsize       length)
{
  char *valid = g_utf8_make_valid (text, (gssize) MIN (length, LONGEST_REJECT_TEXT));

  if (length <= LONGEST_REJECT_TEXT)
    return valid;

  char *shortened = g_strconcat (valid, "…", NULL);

  g_free (valid);
  return shortened;
}

static void
drop_cell (RdgTableReader *self,
           guint           slot,
           const char     *reason,
           const char     *text,
           gsize           length)
{
  PendingCell cell = { slot, reason, shorten (text, length) };

  g_array_append_val (self->pending, cell);
}

/* The level of a category's text; few levels, and mostly the first of them. */
static double
take_level (RdgTableReader *self,
            guint           slot,
            Column         *column,
            const char     *text,
            gsize           length)
{
  guint n_tried = MIN (column->levels->len, 8);

  for (guint i = 0; i < n_tried; i++)
    {
      const char *level = g_ptr_array_index (column->levels, i);

      if (strncmp (level, text, length) == 0 && level[length] == '\0')
        return i;
    }

  g_autofree char *key = g_strndup (text, length);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (column->level_index, key));

  if (index != 0)
    return index - 1;

  if (column->levels->len >= MOST_LEVELS)
    {
      if (self->failure == NULL)
        g_set_error (&self->failure, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
                     _("“%s”, column “%s”: more than %d different texts are no category. Ignore "
                       "the column."), self->file, self->header[slot], MOST_LEVELS);
      return NAN;
    }

  char *level = g_steal_pointer (&key);

  g_ptr_array_add (column->levels, level);
  g_hash_table_insert (column->level_index, level, GUINT_TO_POINTER (column->levels->len));
  return column->levels->len - 1;
}

static void
remember_label_value (RdgTableReader *self,
                      const char     *text,
                      gsize           length)
{
  if (self->label_values->len >= MOST_LABEL_VALUES)
    return;

  for (guint i = 0; i < self->label_values->len; i++)
    {
      const char *value = g_ptr_array_index (self->label_values, i);

      if (strncmp (value, text, length) == 0 && value[length] == '\0')
        return;
    }
  g_ptr_array_add (self->label_values, g_utf8_make_valid (text, (gssize) length));
}

static void
set_bad_label (RdgTableReader *self,
               guint64         line)
{
  g_autoptr (GString) values = g_string_new (NULL);

  if (self->failure != NULL)
    return;

  for (guint i = 0; i < self->label_values->len; i++)
    g_string_append_printf (values, "%s“%s”", i > 0 ? ", " : "",
                            (char *) g_ptr_array_index (self->label_values, i));

  g_set_error (&self->failure, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_LABEL,
               _("“%s”, line %" G_GUINT64_FORMAT ", column “%s”: a label says passed or failed, but "
                 "this one has the values %s. Say in the mapping which of them is a failure "
                 "(“equals” or “at_least”)."),
               self->file, line, self->header[self->label_slot], values->str);
}

static void
take_label (RdgTableReader  *self,
            guint            slot,
            const char      *text,
            gsize            length,
            const RdgCsvRow *row)
{
  double number;

  if (length == 0)
    return;

  switch (self->label_rule)
    {
    case RDG_LABEL_RULE_EQUALS:
      self->row.label = strlen (self->label_text) == length &&
                        memcmp (self->label_text, text, length) == 0
                          ? RDG_LABEL_FAILED : RDG_LABEL_PASSED;
      return;

    case RDG_LABEL_RULE_AT_LEAST:
      if (rdg_number_parse_double (text, length, self->decimal_mark, &number))
        self->row.label = number >= self->label_limit ? RDG_LABEL_FAILED : RDG_LABEL_PASSED;
      else
        drop_cell (self, slot, _("This is no number, so the car has no label."), text, length);
      return;

    case RDG_LABEL_RULE_WORDS:
    default:
      remember_label_value (self, text, length);
      if (!rdg_label_parse_word (text, length, self->yes_means_passed, &self->row.label))
        set_bad_label (self, row->line);
      return;
    }
}

static void
cell_cb (const char      *text,
         gsize            length,
         guint            index,
         const RdgCsvRow *row,
         gpointer         user_data)
{
  RdgTableReader *self = user_data;
  g_autofree char *valid = NULL;

  if (index >= self->width || row->line < self->first_line)
    return;

  Slot slot = self->slots[index];

  if (slot.part == PART_NONE)
    return;

  /* The fast way of nearly every cell. */
  if (slot.part == PART_NUMBER)
    {
      double *value = &self->values[slot.column];

      if (length != 0 && !rdg_number_parse_double (text, length, self->decimal_mark, value))
        {
          *value = NAN;
          text = rdg_text_trim (text, &length);
          if (length != 0)
            drop_cell (self, index, _("This is no number."), text, length);
        }
      return;
    }

  text = rdg_text_trim (text, &length);
  if (row->invalid && !g_utf8_validate_len (text, length, NULL))
    {
      drop_cell (self, index, _("Some bytes are not valid UTF-8 and became “\357\277\275”."), text,
                 length);
      valid = g_utf8_make_valid (text, (gssize) length);
      text = valid;
      length = strlen (valid);
    }

  switch (slot.part)
    {
    case PART_CAR:
      if (length == 0)
        self->car_missing = TRUE;
      if (self->car->len > 0)
        g_string_append_c (self->car, '-');
      g_string_append_len (self->car, text, (gssize) MIN (length, LONGEST_CODE + 1));
      break;

    case PART_TIME:
      if (length != 0 && !rdg_datetime_parse (text, length, self->date_order, &self->row.time))
        drop_cell (self, index, _("This is no date that the calendar has."), text, length);
      break;

    case PART_LABEL:
      take_label (self, index, text, length, row);
      break;

    case PART_LEVEL:
      if (length != 0)
        self->values[slot.column] = take_level (
          self, index, g_ptr_array_index (self->columns, slot.column), text, length);
      break;

    case PART_NONE:
    case PART_NUMBER:
    default:
      break;
    }
}

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

/* Why a row cannot be taken; NULL: it can. */
static char *
find_fault (RdgTableReader  *self,
            const RdgCsvRow *row)
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

  if (row->n_cells != self->width)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "The row has %u cell, the header %u.",
                                         "The row has %u cells, the header %u.", row->n_cells),
                            row->n_cells, self->width);
  if (self->n_car_columns > 0 && self->car_missing)
    return g_strdup (_("The row does not say which car it is."));
  if (self->car->len > LONGEST_CODE)
    return g_strdup_printf (_("The car's code is longer than %d bytes."), LONGEST_CODE);
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
  g_autofree char *text = shorten (self->car->str, self->car->len);

  self->reject (row->line, "", reason, text, TRUE, self->user_data);
}

static void
report_cells (RdgTableReader *self)
{
  for (guint i = 0; i < self->pending->len && self->reject != NULL; i++)
    {
      const PendingCell *cell = &g_array_index (self->pending, PendingCell, i);

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
        g_string_printf (self->car, "%" G_GUINT64_FORMAT, csv_row->line);

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

static void
add_column (RdgTableReader        *self,
            guint                  slot,
            const RdgMappedColumn *mapped,
            const char            *reason,
            gboolean               numeric)
{
  Column *column = g_new0 (Column, 1);

  _rdg_split_unit (self->header[slot], &column->name, &column->unit);
  /* "Torque [Nm]" and "Torque (Nm)" are two columns, so they keep two names. */
  if (!g_hash_table_add (self->names, g_strjoin ("\n", column->name, column->unit, NULL)))
    {
      g_free (column->name);
      g_free (column->unit);
      column->name = g_strdup (self->header[slot]);
      column->unit = g_strdup ("");
    }
  column->reason = g_strdup (reason);
  column->base = (RdgTableColumn){ .name = column->name,
                                   .unit = column->unit,
                                   .category = !numeric,
                                   .input = mapped->role != RDG_ROLE_BLOCKED,
                                   .variant = mapped->variant && !numeric,
                                   .reason = column->reason };
  if (!numeric)
    {
      column->levels = g_ptr_array_new_with_free_func (g_free);
      column->level_index = g_hash_table_new (g_str_hash, g_str_equal);
    }
  self->slots[slot] = (Slot){ numeric ? PART_NUMBER : PART_LEVEL, self->columns->len };
  g_ptr_array_add (self->columns, column);
}

static void
plan_column (RdgTableReader          *self,
             guint                    slot,
             const RdgMappedColumn   *mapped,
             const RdgInspectionFull *inspection)
{
  const RdgColumn *inspected = g_ptr_array_index (inspection->base.columns, slot);
  const char *reason = mapped->reason != NULL ? mapped->reason : inspected->reason;

  switch (mapped->role)
    {
    case RDG_ROLE_CAR:
      self->slots[slot].part = PART_CAR;
      self->n_car_columns++;
      break;
    case RDG_ROLE_TIME:
      self->slots[slot].part = PART_TIME;
      break;
    case RDG_ROLE_LABEL:
      self->slots[slot].part = PART_LABEL;
      self->label_slot = slot;
      self->has_label = TRUE;
      self->yes_means_passed = rdg_label_name_means_passed (self->header[slot]);
      break;
    case RDG_ROLE_NUMERIC:
      add_column (self, slot, mapped, reason, TRUE);
      break;
    case RDG_ROLE_CATEGORY:
      add_column (self, slot, mapped, reason, FALSE);
      break;
    case RDG_ROLE_BLOCKED:
      if (inspection->numeric[slot])
        add_column (self, slot, mapped, reason, TRUE);
      break;
    case RDG_ROLE_IGNORE:
    default:
      break;
    }
}

/* A column that the mapping reads must be there; a label need not, to predict. */
static gboolean
check_mapping (RdgTableReader    *self,
               const RdgMapping  *mapping,
               GError           **error)
{
  for (guint i = 0; i < mapping->columns->len; i++)
    {
      const RdgMappedColumn *mapped = g_ptr_array_index (mapping->columns, i);

      if (mapped->role != RDG_ROLE_CAR && mapped->role != RDG_ROLE_NUMERIC &&
          mapped->role != RDG_ROLE_CATEGORY)
        continue;
      if (!g_strv_contains ((const char * const *) self->header, mapped->name))
        {
          g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
                       _("“%s” has no column “%s”, which the mapping reads."), self->file,
                       mapped->name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * rdg_table_reader_new:
 * @inspection: what the file is
 * @mapping: (nullable): how to read it, instead of the inspection's own
 * @reject: (nullable) (scope forever): takes what does not go in
 *
 * Returns: (transfer full) (nullable): a reader before the first row, or %NULL with @error set
 */
RdgTableReader *
rdg_table_reader_new (const RdgInspection  *inspection,
                      const RdgMapping     *mapping,
                      RdgRejectFunc         reject,
                      gpointer              user_data,
                      GError              **error)
{
  g_autoptr (RdgTableReader) self = g_new0 (RdgTableReader, 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const RdgInspectionFull *full = _rdg_inspection_full (inspection);

  if (mapping == NULL)
    mapping = inspection->mapping;

  self->file = g_filename_display_name (inspection->path);
  self->width = inspection->columns->len;
  for (guint i = 0; i < self->width; i++)
    g_ptr_array_add (names, g_strdup (((RdgColumn *) g_ptr_array_index (inspection->columns,
                                                                        i))->name));
  g_ptr_array_add (names, NULL);
  self->header = (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  self->slots = g_new0 (Slot, self->width);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->first_line = full->first_line;
  self->decimal_mark = inspection->dialect.decimal_mark;
  self->date_order = mapping->date_order;
  self->plant_code = mapping->layout == RDG_LAYOUT_PREDICT;
  self->label_rule = mapping->label_rule;
  self->label_limit = mapping->label_limit;
  self->label_text = g_strdup (mapping->label_text);
  self->label_values = g_ptr_array_new_with_free_func (g_free);
  self->reject = reject;
  self->user_data = user_data;
  self->car = g_string_new (NULL);
  self->pending = g_array_new (FALSE, FALSE, sizeof (PendingCell));
  g_array_set_clear_func (self->pending, (GDestroyNotify) pending_cell_clear);

  if (!check_mapping (self, mapping, error))
    return NULL;
  for (guint i = 0; i < self->width; i++)
    {
      const RdgMappedColumn *mapped = _rdg_mapping_find (mapping, self->header[i]);

      if (mapped != NULL)
        plan_column (self, i, mapped, full);
    }
  self->values = g_new (double, self->columns->len + 1);

  RdgSource *source = rdg_source_open (inspection->path, NULL, error);

  if (source == NULL)
    return NULL;
  self->csv = rdg_csv_reader_new (source, inspection->dialect.delimiter, cell_cb, self);

  return g_steal_pointer (&self);
}

void
rdg_table_reader_free (RdgTableReader *self)
{
  if (self == NULL)
    return;

  rdg_csv_reader_free (self->csv);
  g_free (self->file);
  g_strfreev (self->header);
  g_free (self->slots);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->label_values, g_ptr_array_unref);
  g_free (self->label_text);
  g_string_free (self->car, TRUE);
  g_free (self->values);
  g_clear_pointer (&self->pending, g_array_unref);
  g_clear_error (&self->failure);
  g_free (self);
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

  return &((const Column *) g_ptr_array_index (self->columns, column))->base;
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

  const Column *self_column = g_ptr_array_index (self->columns, column);

  if (self_column->levels == NULL || level >= self_column->levels->len)
    return NULL;
  return g_ptr_array_index (self_column->levels, level);
}

double
rdg_table_reader_fraction (const RdgTableReader *self)
{
  RdgSource *source = rdg_csv_reader_get_source (self->csv);
  guint64 size = rdg_source_get_size (source);

  return size > 0 ? (double) rdg_source_get_position (source) / (double) size : 1.0;
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
