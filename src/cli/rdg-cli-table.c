/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned columns: see rdg-cli-table.h. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-table.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-number.h"

#define GAP 2

struct _RdgCliTable
{
  guint      n_columns;
  GPtrArray *cells;      /* row after row, the titles first */
};

/* Takes the first cell and those that follow it, as many as there are columns. */
static void
add_cells (RdgCliTable *self,
           const char  *first,
           va_list      rest)
{
  for (const char *cell = first; cell != NULL; cell = va_arg (rest, const char *))
    g_ptr_array_add (self->cells, rdg_cli_plain_text (cell));
}

/**
 * rdg_cli_table_new:
 * @title: of the first column, translated
 * @...: the further titles, then %NULL
 *
 * Returns: (transfer full): a table without rows
 */
RdgCliTable *
rdg_cli_table_new (const char *title,
                   ...)
{
  RdgCliTable *self = g_new0 (RdgCliTable, 1);
  va_list rest;

  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (rest, title);
  add_cells (self, title, rest);
  va_end (rest);
  self->n_columns = self->cells->len;

  return self;
}

/**
 * rdg_cli_table_free:
 * @self: (transfer full): a table
 */
void
rdg_cli_table_free (RdgCliTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * rdg_cli_table_add:
 * @cell: the first cell of a row
 * @...: the further cells, as many as there are titles, then %NULL
 */
void
rdg_cli_table_add (RdgCliTable *self,
                   const char  *cell,
                   ...)
{
  va_list rest;

  va_start (rest, cell);
  add_cells (self, cell, rest);
  va_end (rest);

  g_return_if_fail (self->cells->len % self->n_columns == 0);
}

static gboolean
is_numeric (const char *cell)
{
  gsize length = strlen (cell);
  double value;

  if (g_str_has_suffix (cell, "%"))
    length--;

  return length == 0 || rdg_number_parse_double (cell, length, '.', &value);
}

static void
append_blanks (GString *text,
               gsize    n)
{
  for (gsize i = 0; i < n; i++)
    g_string_append_c (text, ' ');
}

/**
 * rdg_cli_table_write:
 * @text: where to append the table
 */
void
rdg_cli_table_write (RdgCliTable *self,
                     GString     *text)
{
  guint n_rows = self->cells->len / self->n_columns;
  g_autofree gsize *widths = g_new0 (gsize, self->n_columns);
  g_autofree gboolean *numeric = g_new0 (gboolean, self->n_columns);

  for (guint c = 0; c < self->n_columns; c++)
    {
      numeric[c] = n_rows > 1;
      for (guint r = 0; r < n_rows; r++)
        {
          const char *cell = g_ptr_array_index (self->cells, r * self->n_columns + c);

          widths[c] = MAX (widths[c], (gsize) g_utf8_strlen (cell, -1));
          if (r > 0 && !is_numeric (cell))
            numeric[c] = FALSE;
        }
    }

  for (guint r = 0; r < n_rows; r++)
    {
      for (guint c = 0; c < self->n_columns; c++)
        {
          const char *cell = g_ptr_array_index (self->cells, r * self->n_columns + c);
          gsize blanks = widths[c] - (gsize) g_utf8_strlen (cell, -1);

          if (numeric[c])
            append_blanks (text, blanks);
          g_string_append (text, cell);
          if (c + 1 < self->n_columns)
            append_blanks (text, GAP + (numeric[c] ? 0 : blanks));
        }
      while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate (text, text->len - 1);
      g_string_append_c (text, '\n');
    }
}

/**
 * rdg_cli_cell_count:
 * @value: how many
 *
 * Returns: (transfer full): the number as text
 */
char *
rdg_cli_cell_count (guint64 value)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

/**
 * rdg_cli_cell_id:
 * @value: an id, or 0 for none
 *
 * Returns: (transfer full): the id as text, empty for none
 */
char *
rdg_cli_cell_id (gint64 value)
{
  return value != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, value) : g_strdup ("");
}

/**
 * rdg_cli_cell_time:
 * @value: milliseconds, or %RDG_DATETIME_NONE
 *
 * Returns: (transfer full): the time to the second, empty for none
 */
char *
rdg_cli_cell_time (gint64 value)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];

  return g_strndup (rdg_datetime_format (value, buffer), strlen ("2024-05-31 14:30:00"));
}

/**
 * rdg_cli_cell_number:
 * @value: a number
 * @decimals: how many digits after the point
 *
 * Returns: (transfer full): the number as text, empty where it is none
 */
char *
rdg_cli_cell_number (double value,
                     guint  decimals)
{
  char format[8], buffer[G_ASCII_DTOSTR_BUF_SIZE + 300];

  if (!isfinite (value))
    return g_strdup ("");

  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 17));

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

/**
 * rdg_cli_cell_percent:
 * @value: a share of 1
 *
 * Returns: (transfer full): the share in percent, empty where it is none
 */
char *
rdg_cli_cell_percent (double value)
{
  g_autofree char *number = rdg_cli_cell_number (value * 100, 1);

  return number[0] != '\0' ? g_strconcat (number, " %", NULL) : g_steal_pointer (&number);
}

/**
 * rdg_cli_plain_text:
 * @text: anything, not necessarily UTF-8
 *
 * Returns: (transfer full): UTF-8 in which every control character is a blank
 */
char *
rdg_cli_plain_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (plain, g_unichar_iscntrl (c) ? ' ' : c);
    }

  return g_string_free (plain, FALSE);
}
