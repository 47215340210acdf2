/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows of cells to readings: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-reader.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-csv-reader.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-inspection-private.h"
#include "rdg-mapping-private.h"
#include "rdg-number.h"
#include "rdg-reject-table.h"
#include "rdg-series-key.h"
#include "rdg-table-reader-private.h"
#include "rdg-text.h"

/* A cancelled import stops within this many rows. */
#define ROWS_PER_LOOK 1024
#define FIRST_CARS 16384
/* A plant has a few thousand; so many are another kind of file. */
#define MOST_SPELLINGS 200000
#define LONGEST_PART 200
#define LONGEST_TIME 40
#define CODE_LENGTH 12

typedef enum
{
  PART_NONE,
  PART_CAR,
  PART_OPERATION,
  PART_GROUP,
  PART_STATUS,
  PART_UNIT,
  PART_CHANNEL,
  PART_VALUE,
  PART_TIME,
} Part;

static const struct
{
  const char *name;
  Part        part;
  gboolean    required;
} part_names[] = {
  { "knr", PART_CAR, TRUE },
  { "name", PART_OPERATION, TRUE },
  { "id", PART_GROUP, FALSE },
  { "status", PART_STATUS, FALSE },
  { "unit", PART_UNIT, FALSE },
  { "value_id", PART_CHANNEL, FALSE },
  { "value", PART_VALUE, TRUE },
  { "data", PART_TIME, TRUE },
};

/* Of the open addressing from a car's digits to its number. */
typedef struct
{
  guint64 code;
  guint32 car;
  guint32 used;
} CarSlot;

typedef struct
{
  guint       slot;
  const char *reason;
  char       *text;
} PendingCell;

struct _RdgSeriesReader
{
  RdgCsvReader   *csv;
  char           *file;
  GStrv           header;
  Part           *parts;
  guint           width;
  guint64         first_line;
  RdgDateOrder    date_order;
  RdgSeriesKeys  *keys;

  CarSlot        *cars;
  gsize           cars_size;    /* a power of two */
  guint32         n_cars;

  /* The row being read. */
  char            code[CODE_LENGTH + 1];
  gboolean        code_good;
  char           *bad_code;
  char           *bad_time;
  gboolean        time_good;
  gboolean        part_long;
  char            key[RDG_SERIES_N_PARTS * (LONGEST_PART + 1)];
  gsize           key_length;
  RdgReading      reading;
  GArray         *pending;      /* PendingCell: reported if the row is taken */

  /* Rows of one moment follow each other. */
  char            last_time_text[LONGEST_TIME];
  gsize           last_time_length;
  gint64          last_time;
  guint64         last_code;
  guint32         last_car;

  guint64         rows_read;
  guint64         rows_rejected;
  guint64         cells_dropped;
};

static void
drop_cell (RdgSeriesReader *self,
           guint            slot,
           const char      *reason,
           const char      *text,
           gsize            length)
{
  PendingCell cell = { slot, reason, _rdg_table_reader_shorten (text, length) };

  g_array_append_val (self->pending, cell);
}

static void
take_code (RdgSeriesReader *self,
           const char      *text,
           gsize            length)
{
  gboolean good = length == CODE_LENGTH;

  for (guint i = 0; i < CODE_LENGTH && good; i++)
    good = i == 4 ? text[i] == '-' : g_ascii_isdigit (text[i]);

  self->code_good = good;
  if (good)
    {
      memcpy (self->code, text, CODE_LENGTH);
    }
  else
    {
      g_free (self->bad_code);
      self->bad_code = _rdg_table_reader_shorten (text, length);
    }
}

static void
take_time (RdgSeriesReader *self,
           const char      *text,
           gsize            length)
{
  if (length == self->last_time_length && memcmp (text, self->last_time_text, length) == 0)
    {
      self->reading.time = self->last_time;
      self->time_good = TRUE;
      return;
    }

  self->time_good = rdg_datetime_parse (text, length, self->date_order, &self->reading.time);
  if (!self->time_good)
    {
      g_free (self->bad_time);
      self->bad_time = _rdg_table_reader_shorten (text, length);
    }
  else if (length <= LONGEST_TIME)
    {
      memcpy (self->last_time_text, text, length);
      self->last_time_length = length;
      self->last_time = self->reading.time;
    }
}

static void
take_status (RdgSeriesReader *self,
             guint            slot,
             const char      *text,
             gsize            length)
{
  gint64 status;

  if (length == 0)
    return;
  if (rdg_series_parse_whole (text, length, &status) && status > 0 && status <= G_MAXUINT8)
    self->reading.status = (guint8) status;
  else
    drop_cell (self, slot, _("This is no status: it is a whole number from 1 to 255."), text,
               length);
}

/* An export has one decimal mark, but a file may be put together from several. */
static void
take_value (RdgSeriesReader *self,
            guint            slot,
            const char      *text,
            gsize            length)
{
  double *value = &self->reading.value;

  if (length == 0 || rdg_number_parse_double (text, length, '.', value) ||
      rdg_number_parse_double (text, length, ',', value))
    return;

  *value = NAN;
  drop_cell (self, slot, _("This is no number."), text, length);
}

static void
take_key_part (RdgSeriesReader *self,
               guint            slot,
               const char      *text,
               gsize            length,
               const RdgCsvRow *row)
{
  g_autofree char *valid = NULL;

  if (row->invalid && !g_utf8_validate_len (text, length, NULL))
    {
      drop_cell (self, slot, _("Some bytes are not valid UTF-8 and became “\357\277\275”."), text,
                 length);
      valid = g_utf8_make_valid (text, (gssize) length);
      text = valid;
      length = strlen (valid);
    }
  if (length > LONGEST_PART)
    {
      self->part_long = TRUE;
      length = 0;
    }
  memcpy (self->key + self->key_length, text, length);
  self->key_length += length;
  self->key[self->key_length++] = '\0';
}

static void
take_cell_cb (const char      *text,
              gsize            length,
              guint            index,
              const RdgCsvRow *row,
              gpointer         user_data)
{
  RdgSeriesReader *self = user_data;
  gint64 group;

  if (index >= self->width || self->parts[index] == PART_NONE || row->line < self->first_line)
    return;

  text = rdg_text_trim (text, &length);
  switch (self->parts[index])
    {
    case PART_CAR:
      take_code (self, text, length);
      break;

    case PART_TIME:
      take_time (self, text, length);
      break;

    case PART_STATUS:
      take_status (self, index, text, length);
      break;

    case PART_VALUE:
      take_value (self, index, text, length);
      break;

    case PART_GROUP:
      if (length != 0 && !rdg_series_parse_whole (text, length, &group))
        drop_cell (self, index, _("This is no number of a group of results."), text, length);
      take_key_part (self, index, text, length, row);
      break;

    case PART_OPERATION:
    case PART_UNIT:
    case PART_CHANNEL:
      take_key_part (self, index, text, length, row);
      break;

    case PART_NONE:
    default:
      break;
    }
}

static void
clear_pending_cb (gpointer data)
{
  g_free (((PendingCell *) data)->text);
}

static gboolean
find_parts (RdgSeriesReader     *self,
            const RdgInspection *inspection,
            RdgSeriesPart       *key_parts,
            guint               *n_key_parts,
            GError             **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint found = 0;

  self->width = inspection->columns->len;
  self->parts = g_new0 (Part, MAX (self->width, 1));
  *n_key_parts = 0;
  for (guint i = 0; i < self->width; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);
      g_autofree char *name = rdg_text_normalise (column->name, -1);

      g_ptr_array_add (names, g_strdup (column->name));
      for (guint p = 0; p < G_N_ELEMENTS (part_names); p++)
        {
          if (!g_str_equal (name, part_names[p].name) || (found & 1u << p) != 0)
            continue;
          found |= 1u << p;
          self->parts[i] = part_names[p].part;
          switch (part_names[p].part)
            {
            case PART_OPERATION:
              key_parts[(*n_key_parts)++] = RDG_SERIES_OPERATION;
              break;
            case PART_GROUP:
              key_parts[(*n_key_parts)++] = RDG_SERIES_GROUP;
              break;
            case PART_UNIT:
              key_parts[(*n_key_parts)++] = RDG_SERIES_UNIT;
              break;
            case PART_CHANNEL:
              key_parts[(*n_key_parts)++] = RDG_SERIES_CHANNEL;
              break;
            case PART_NONE:
            case PART_CAR:
            case PART_STATUS:
            case PART_VALUE:
            case PART_TIME:
            default:
              break;
            }
        }
    }
  g_ptr_array_add (names, NULL);
  self->header = (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);

  for (guint p = 0; p < G_N_ELEMENTS (part_names); p++)
    {
      if (!part_names[p].required || (found & 1u << p) != 0)
        continue;

      g_autofree char *missing = g_ascii_strup (part_names[p].name, -1);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
                   _("“%s” has no column “%s”, which a file of results must have. Choose another "
                     "layout, or export the file again with all its columns."),
                   self->file, missing);
      return FALSE;
    }

  return TRUE;
}

/**
 * rdg_series_reader_new:
 * @known: (element-type RdgOperation): what the database has
 *
 * Returns: (transfer full) (nullable): a reader, or %NULL with @error set
 */
RdgSeriesReader *
rdg_series_reader_new (const RdgInspection  *inspection,
                       GPtrArray            *known,
                       GCancellable         *cancellable,
                       GError              **error)
{
  g_autoptr (RdgSeriesReader) self = g_new0 (RdgSeriesReader, 1);
  RdgSeriesPart key_parts[RDG_SERIES_N_PARTS];
  guint n_key_parts;

  self->file = g_filename_display_name (inspection->path);
  self->first_line = _rdg_inspection_full (inspection)->first_line;
  self->date_order = RDG_DATE_ORDER_DAY_FIRST;
  self->pending = g_array_new (FALSE, FALSE, sizeof (PendingCell));
  g_array_set_clear_func (self->pending, clear_pending_cb);
  self->cars_size = FIRST_CARS;
  self->cars = g_new0 (CarSlot, self->cars_size);
  if (!find_parts (self, inspection, key_parts, &n_key_parts, error))
    return NULL;
  self->keys = rdg_series_keys_new (known, key_parts, n_key_parts);

  RdgSource *source = rdg_source_open (inspection->path, cancellable, error);

  if (source == NULL)
    return NULL;
  rdg_source_read_ahead (source, cancellable);
  self->csv = rdg_csv_reader_new (source, inspection->dialect.delimiter, take_cell_cb, self);

  return g_steal_pointer (&self);
}

void
rdg_series_reader_free (RdgSeriesReader *self)
{
  if (self == NULL)
    return;

  rdg_csv_reader_free (self->csv);
  rdg_series_keys_free (self->keys);
  g_strfreev (self->header);
  g_free (self->parts);
  g_free (self->cars);
  g_free (self->bad_code);
  g_free (self->bad_time);
  g_array_unref (self->pending);
  g_free (self->file);
  g_free (self);
}

static CarSlot *
find_slot (CarSlot *slots,
           gsize    size,
           guint64  code)
{
  /* Codes of a plant follow each other; the multiplication spreads them. */
  gsize i = (gsize) (code * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 20) & (size - 1);

  while (slots[i].used && slots[i].code != code)
    i = (i + 1) & (size - 1);

  return &slots[i];
}

static void
grow_cars (RdgSeriesReader *self)
{
  gsize size = self->cars_size * 2;
  CarSlot *slots = g_new0 (CarSlot, size);

  for (gsize i = 0; i < self->cars_size; i++)
    {
      if (self->cars[i].used)
        *find_slot (slots, size, self->cars[i].code) = self->cars[i];
    }
  g_free (self->cars);
  self->cars = slots;
  self->cars_size = size;
}

static guint32
find_car (RdgSeriesReader *self,
          RdgSeriesBatch  *batch)
{
  guint64 code = 0;

  for (guint i = 0; i < CODE_LENGTH; i++)
    {
      if (i != 4)
        code = code * 10 + (guint64) (self->code[i] - '0');
    }
  if (self->n_cars > 0 && code == self->last_code)
    return self->last_car;

  CarSlot *slot = find_slot (self->cars, self->cars_size, code);

  self->last_code = code;
  if (!slot->used)
    {
      RdgSeriesCode text;

      memcpy (text.text, self->code, sizeof text.text);
      g_array_append_val (batch->new_cars, text);
      *slot = (CarSlot){ code, self->n_cars, TRUE };
      self->last_car = self->n_cars++;
      if ((gsize) self->n_cars * 2 > self->cars_size)
        grow_cars (self);
      return self->last_car;
    }

  self->last_car = slot->car;
  return self->last_car;
}

static void
add_reject (RdgSeriesBatch *batch,
            guint64         line,
            const char     *column,
            const char     *reason,
            const char     *text)
{
  RdgRejectEntry *entry = g_new (RdgRejectEntry, 1);

  entry->line = line;
  entry->column = g_strdup (column);
  entry->reason = g_strdup (reason);
  entry->text = g_strdup (text);
  g_ptr_array_add (batch->rejects, entry);
}

static const char *
name_of_part (const RdgSeriesReader *self,
              Part                   part)
{
  for (guint i = 0; i < self->width; i++)
    {
      if (self->parts[i] == part)
        return self->header[i];
    }

  return "";
}

/* Rejects the row where it must be. */
static gboolean
reject_row (RdgSeriesReader *self,
            const RdgCsvRow *row,
            RdgSeriesBatch  *batch)
{
  g_autofree char *fault = _rdg_csv_row_find_fault (row, self->width);

  if (fault != NULL)
    add_reject (batch, row->line, "", fault, self->code_good ? self->code : "");
  else if (!self->code_good)
    add_reject (batch, row->line, name_of_part (self, PART_CAR),
                self->bad_code[0] != '\0' ? _("The car's code is not of the form 0000-0000000.")
                                          : _("The row does not say which car it is."),
                self->bad_code);
  else if (!self->time_good)
    add_reject (batch, row->line, name_of_part (self, PART_TIME),
                _("This is no date that the calendar has."), self->bad_time);
  else if (self->part_long)
    add_reject (batch, row->line, "", _("The name of the operation, its unit or its channel is "
                                        "longer than 200 bytes."), self->code);
  else
    return FALSE;

  return TRUE;
}

static void
take_row (RdgSeriesReader *self,
          const RdgCsvRow *row,
          RdgSeriesBatch  *batch)
{
  guint32 operation;

  if (reject_row (self, row, batch))
    {
      self->rows_rejected++;
      return;
    }

  operation = rdg_series_keys_find (self->keys, self->key, self->key_length,
                                    batch->new_operations);
  if (operation == RDG_SERIES_NO_OPERATION)
    {
      add_reject (batch, row->line, name_of_part (self, PART_OPERATION),
                  _("The row does not say which operation it is of."), self->code);
      self->rows_rejected++;
      return;
    }

  for (guint i = 0; i < self->pending->len; i++)
    {
      const PendingCell *cell = &g_array_index (self->pending, PendingCell, i);

      add_reject (batch, row->line, self->header[cell->slot], cell->reason, cell->text);
    }
  self->cells_dropped += self->pending->len;

  RdgSeriesRow *taken = &batch->rows[batch->n_rows++];

  taken->car = find_car (self, batch);
  taken->reading = self->reading;
  taken->reading.characteristic = operation;
}

static void
start_row (RdgSeriesReader *self)
{
  self->code_good = self->time_good = self->part_long = FALSE;
  if (self->bad_code != NULL)
    g_clear_pointer (&self->bad_code, g_free);
  if (self->bad_time != NULL)
    g_clear_pointer (&self->bad_time, g_free);
  self->key_length = 0;
  self->reading.status = 0;
  self->reading.value = NAN;
  if (self->pending->len > 0)
    g_array_set_size (self->pending, 0);
}

/**
 * rdg_series_reader_fill:
 * @batch: an empty one
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_series_reader_fill (RdgSeriesReader  *self,
                        RdgSeriesBatch   *batch,
                        GCancellable     *cancellable,
                        GError          **error)
{
  RdgSource *source = rdg_csv_reader_get_source (self->csv);
  GError *local_error = NULL;

  while (batch->n_rows < RDG_SERIES_BATCH_ROWS && batch->rejects->len < RDG_SERIES_BATCH_ROWS)
    {
      const RdgCsvRow *row;

      start_row (self);
      if (!rdg_csv_reader_next (self->csv, &row, cancellable, &local_error))
        {
          batch->last = TRUE;
          break;
        }
      if (row->line < self->first_line)
        continue;

      self->rows_read++;
      if (self->rows_read % ROWS_PER_LOOK == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, &local_error))
        break;
      take_row (self, row, batch);
    }

  batch->fraction = (double) rdg_source_get_position (source) /
                    (double) MAX (rdg_source_get_size (source), 1);
  if (local_error == NULL && rdg_series_keys_get_n_spellings (self->keys) > MOST_SPELLINGS)
    g_set_error (&local_error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
                 _("“%s” has more than %d different characteristics (operation, channel and unit): "
                   "it is no file of results. Choose another layout."), self->file, MOST_SPELLINGS);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return TRUE;
}

guint64
rdg_series_reader_rows_read (const RdgSeriesReader *self)
{
  return self->rows_read;
}

guint64
rdg_series_reader_rows_rejected (const RdgSeriesReader *self)
{
  return self->rows_rejected;
}

guint64
rdg_series_reader_cells_dropped (const RdgSeriesReader *self)
{
  return self->cells_dropped;
}

/**
 * rdg_series_reader_finish_hash:
 * @hash: (out caller-allocates): XXH3-128 of the file's bytes
 * @bytes: (out): how many these are
 *
 * After the last row.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_series_reader_finish_hash (RdgSeriesReader  *self,
                               guint8            hash[16],
                               guint64          *bytes,
                               GCancellable     *cancellable,
                               GError          **error)
{
  RdgSource *source = rdg_csv_reader_get_source (self->csv);

  if (!rdg_source_finish_hash (source, hash, cancellable, error))
    return FALSE;

  *bytes = rdg_source_get_position (source);
  return TRUE;
}
