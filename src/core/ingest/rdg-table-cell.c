/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one cell of a row means: a code, a time, a label, a number or a level. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-table-reader-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-label-words.h"
#include "rdg-number.h"
#include "rdg-text.h"

#define MOST_LEVELS 10000
#define LONGEST_REJECT_TEXT 200
#define MOST_LABEL_VALUES 4

char *
_rdg_table_reader_shorten (const char *text,
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
  RdgPendingCell cell = { slot, reason, _rdg_table_reader_shorten (text, length) };

  g_array_append_val (self->pending, cell);
}

/* The level of a category's text; few levels, and mostly the first of them. */
static double
take_level (RdgTableReader     *self,
            guint               slot,
            RdgTableColumnFull *column,
            const char         *text,
            gsize               length)
{
  guint n_tried = MIN (column->levels->len, 8);

  for (guint i = 0; i < n_tried; i++)
    {
      const char *level = g_ptr_array_index (column->levels, i);

      if (strncmp (level, text, length) == 0 && strlen (level) == length)
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

/* What a spreadsheet shows where a formula failed; CSV files that one wrote have them too, in the
 * language of who wrote them. */
static gboolean
is_spreadsheet_error (const char *text,
                      gsize       length)
{
  static const char * const errors[] = {
    "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#GETTING_DATA", "#N/D", "#VALOR!", "#NOME?", "#N\303\232M!", "#NULO!",
  };

  if (length == 0 || *text != '#')
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (strlen (errors[i]) == length && memcmp (errors[i], text, length) == 0)
      return TRUE;

  return FALSE;
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

      if (strncmp (value, text, length) == 0 && strlen (value) == length)
        return;
    }
  g_ptr_array_add (self->label_values, g_utf8_make_valid (text, (gssize) length));
}

static void
set_bad_label (RdgTableReader *self,
               guint64         line)
{
  g_autoptr (GString) values = g_string_new (NULL);
  g_autofree char *place = rdg_table_reader_get_place (self, line);

  if (self->failure != NULL)
    return;

  if (place == NULL)
    place = g_strdup_printf (_("line %" PRIu64), line);

  for (guint i = 0; i < self->label_values->len; i++)
    g_string_append_printf (values, "%s“%s”", i > 0 ? ", " : "",
                            (char *) g_ptr_array_index (self->label_values, i));

  g_set_error (&self->failure, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_LABEL,
               _("“%s”, %s, column “%s”: a label says passed or failed, but this one has the values "
                 "%s. Say in the mapping which of them is a failure (“equals” or “at_least”)."),
               self->file, place, self->header[self->label_slot], values->str);
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

void
_rdg_table_reader_take_cell (const char      *text,
                             gsize            length,
                             guint            index,
                             const RdgCsvRow *row,
                             gpointer         user_data)
{
  RdgTableReader *self = user_data;
  g_autofree char *valid = NULL;

  if (index >= self->width || row->line < self->first_line)
    return;

  RdgTableSlot slot = self->slots[index];

  if (slot.part == RDG_TABLE_PART_NONE)
    return;

  /* The fast way of nearly every cell. */
  if (slot.part == RDG_TABLE_PART_NUMBER)
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

  if (is_spreadsheet_error (text, length))
    {
      if (slot.part == RDG_TABLE_PART_CAR)
        self->car_missing = TRUE;
      else
        drop_cell (self, index, _("The cell holds a spreadsheet's error instead of a value."), text,
                   length);
      return;
    }

  switch (slot.part)
    {
    case RDG_TABLE_PART_CAR:
      if (length == 0)
        self->car_missing = TRUE;
      if (self->car->len > 0)
        g_string_append_c (self->car, '-');
      g_string_append_len (self->car, text, (gssize) MIN (length, RDG_TABLE_LONGEST_CODE + 1));
      break;

    case RDG_TABLE_PART_TIME:
      if (length != 0 && !rdg_datetime_parse (text, length, self->date_order, &self->row.time))
        drop_cell (self, index, _("This is no date that the calendar has."), text, length);
      break;

    case RDG_TABLE_PART_LABEL:
      take_label (self, index, text, length, row);
      break;

    case RDG_TABLE_PART_LEVEL:
      if (length != 0)
        self->values[slot.column] = take_level (
          self, index, g_ptr_array_index (self->columns, slot.column), text, length);
      break;

    case RDG_TABLE_PART_NONE:
    case RDG_TABLE_PART_NUMBER:
    default:
      break;
    }
}
