/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one cell of RESULTADOS means: a code, a time, a status, a value, or a part of what is measured. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-reader-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-number.h"
#include "rdg-plant-cell.h"
#include "rdg-table-reader-private.h"
#include "rdg-text.h"

static const struct
{
  const char *name;
  RdgSeriesCell        part;
  gboolean    required;
} part_names[] = {
  { "knr", RDG_SERIES_CELL_CAR, TRUE },
  { "name", RDG_SERIES_CELL_OPERATION, TRUE },
  { "id", RDG_SERIES_CELL_GROUP, FALSE },
  { "status", RDG_SERIES_CELL_STATUS, FALSE },
  { "unit", RDG_SERIES_CELL_UNIT, FALSE },
  { "value_id", RDG_SERIES_CELL_CHANNEL, FALSE },
  { "value", RDG_SERIES_CELL_VALUE, TRUE },
  { "data", RDG_SERIES_CELL_TIME, TRUE },
};

static void
drop_cell (RdgSeriesReader *self,
           guint            slot,
           const char      *reason,
           const char      *text,
           gsize            length)
{
  RdgSeriesPendingCell cell = { slot, reason, _rdg_table_reader_shorten (text, length) };

  g_array_append_val (self->pending, cell);
}

static void
take_code (RdgSeriesReader *self,
           const char      *text,
           gsize            length)
{
  self->code_good = rdg_plant_cell_is_code (text, length);
  if (self->code_good)
    {
      memcpy (self->code, text, RDG_PLANT_CODE_LENGTH);
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

  self->time_good = rdg_plant_cell_get_time (text, length, &self->reading.time);
  if (!self->time_good)
    {
      g_free (self->bad_time);
      self->bad_time = _rdg_table_reader_shorten (text, length);
    }
  else if (length <= RDG_SERIES_LONGEST_TIME)
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
  if (length > RDG_SERIES_LONGEST_PART)
    {
      self->part_long = TRUE;
      length = 0;
    }
  memcpy (self->key + self->key_length, text, length);
  self->key_length += length;
  self->key[self->key_length++] = '\0';
}

void
_rdg_series_reader_take_cell (const char      *text,
              gsize            length,
              guint            index,
              const RdgCsvRow *row,
              gpointer         user_data)
{
  RdgSeriesReader *self = user_data;
  gint64 group;

  if (index >= self->width || self->parts[index] == RDG_SERIES_CELL_NONE || row->line < self->first_line)
    return;

  text = rdg_text_trim (text, &length);
  switch (self->parts[index])
    {
    case RDG_SERIES_CELL_CAR:
      take_code (self, text, length);
      break;

    case RDG_SERIES_CELL_TIME:
      take_time (self, text, length);
      break;

    case RDG_SERIES_CELL_STATUS:
      take_status (self, index, text, length);
      break;

    case RDG_SERIES_CELL_VALUE:
      take_value (self, index, text, length);
      break;

    case RDG_SERIES_CELL_GROUP:
      if (length != 0 && !rdg_series_parse_whole (text, length, &group))
        drop_cell (self, index, _("This is no number of a group of results."), text, length);
      take_key_part (self, index, text, length, row);
      break;

    case RDG_SERIES_CELL_OPERATION:
    case RDG_SERIES_CELL_UNIT:
    case RDG_SERIES_CELL_CHANNEL:
      take_key_part (self, index, text, length, row);
      break;

    case RDG_SERIES_CELL_NONE:
    default:
      break;
    }
}

gboolean
_rdg_series_reader_find_cells (RdgSeriesReader     *self,
            const RdgInspection *inspection,
            RdgSeriesPart       *key_parts,
            guint               *n_key_parts,
            GError             **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint found = 0;

  self->width = inspection->columns->len;
  self->parts = g_new0 (RdgSeriesCell, MAX (self->width, 1));
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
            case RDG_SERIES_CELL_OPERATION:
              key_parts[(*n_key_parts)++] = RDG_SERIES_OPERATION;
              break;
            case RDG_SERIES_CELL_GROUP:
              key_parts[(*n_key_parts)++] = RDG_SERIES_GROUP;
              break;
            case RDG_SERIES_CELL_UNIT:
              key_parts[(*n_key_parts)++] = RDG_SERIES_UNIT;
              break;
            case RDG_SERIES_CELL_CHANNEL:
              key_parts[(*n_key_parts)++] = RDG_SERIES_CHANNEL;
              break;
            case RDG_SERIES_CELL_NONE:
            case RDG_SERIES_CELL_CAR:
            case RDG_SERIES_CELL_STATUS:
            case RDG_SERIES_CELL_VALUE:
            case RDG_SERIES_CELL_TIME:
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
