/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a sheet, from its XML (ECMA-376 part 1, 18.3): see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-sheet-parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-csv-reader.h"
#include "rdg-error.h"
#include "rdg-number.h"

/* One more than a cell may have, so that a longer one is seen to be. */
#define KEPT_OF_CELL (RDG_CSV_LONGEST_CELL + 1)

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED,
  CELL_TEXT,       /* inline, or a formula's */
  CELL_DATE,
  CELL_BOOLEAN,
  CELL_ERROR,
} CellType;

struct _RdgSheetParser
{
  const RdgWorkbook      *workbook;
  const RdgWorkbookSheet *sheet;
  RdgSheetRowFunc         row_func;
  gpointer                user_data;
  RdgXml                 *xml;

  gboolean                in_row;
  guint                   row;        /* the last one met */
  RdgSheetCell           *cells;
  guint                   n_cells;
  GString                *text;       /* of the row */

  gboolean                in_cell;
  guint                   column;     /* of the cell, from 0 */
  guint                   next_column;
  CellType                type;
  RdgCellKind             kind;
  gboolean                has_value;
  gboolean                has_formula;
  gboolean                taking;     /* inside a value */
  gboolean                in_inline;
  guint                   phonetic;
  GString                *value;
};

static void stop (RdgSheetParser *self, RdgImportError code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/* The sentence begins with where. */
static void
stop (RdgSheetParser *self,
      RdgImportError  code,
      const char     *format,
      ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  rdg_xml_stop (self->xml, g_error_new (RDG_IMPORT_ERROR, (int) code, _("“%s”, sheet “%s”: %s"),
                                        self->workbook->file, self->sheet->name, what));
}

static void
stop_bad_reference (RdgSheetParser *self,
                    const char     *text,
                    gsize           length)
{
  g_autofree char *reference = g_utf8_make_valid (text, (gssize) MIN (length, 40));

  stop (self, RDG_IMPORT_ERROR_UNREADABLE,
        _("“%s” below row %u is no place in a sheet, whose last is XFD1048576. The workbook is "
          "damaged: open it in a spreadsheet program and save it anew."), reference, self->row);
}

static void
start_row (RdgSheetParser         *self,
           const RdgXmlAttributes *attributes)
{
  const char *text;
  gsize length;
  guint number = self->row + 1;

  if (rdg_xml_get (attributes, "r", &text, &length) &&
      (!rdg_xml_get_uint (attributes, "r", &number) || number <= self->row ||
       number > RDG_SHEET_MOST_ROWS))
    {
      stop_bad_reference (self, text, length);
      return;
    }
  if (number > RDG_SHEET_MOST_ROWS)
    {
      stop_bad_reference (self, "row", 3);
      return;
    }

  self->row = number;
  self->in_row = TRUE;
  self->next_column = 0;
  g_string_truncate (self->text, 0);
}

/* From "AB12" to a column from 0; the row must be the one that is read. */
static gboolean
parse_reference (RdgSheetParser *self,
                 const char     *text,
                 gsize           length,
                 guint          *column)
{
  guint letters = 0, row = 0;
  gsize i = 0;

  for (; i < length && g_ascii_isalpha (text[i]); i++)
    {
      letters = letters * 26 + (guint) (g_ascii_toupper (text[i]) - 'A') + 1;
      if (letters > RDG_SHEET_MOST_COLUMNS)
        return FALSE;
    }
  if (letters == 0 || i == length)
    return FALSE;
  for (; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]) || row > RDG_SHEET_MOST_ROWS)
        return FALSE;
      row = row * 10 + (guint) (text[i] - '0');
    }

  *column = letters - 1;
  return row == self->row;
}

static CellType
parse_type (const char *text,
            gsize       length)
{
  if (length == 1)
    switch (*text)
      {
      case 's':
        return CELL_SHARED;
      case 'b':
        return CELL_BOOLEAN;
      case 'e':
        return CELL_ERROR;
      case 'd':
        return CELL_DATE;
      default:
        return CELL_NUMBER;
      }

  return (length == 3 && memcmp (text, "str", 3) == 0) ||
         (length == 9 && memcmp (text, "inlineStr", 9) == 0) ? CELL_TEXT : CELL_NUMBER;
}

static void
start_cell (RdgSheetParser         *self,
            const RdgXmlAttributes *attributes)
{
  const char *text;
  gsize length;
  guint style = 0;

  self->column = self->next_column;
  if (rdg_xml_get (attributes, "r", &text, &length))
    {
      if (!parse_reference (self, text, length, &self->column))
        {
          stop_bad_reference (self, text, length);
          return;
        }
    }
  else if (self->column >= RDG_SHEET_MOST_COLUMNS)
    {
      stop_bad_reference (self, "column", 6);
      return;
    }

  self->next_column = self->column + 1;
  self->type = rdg_xml_get (attributes, "t", &text, &length) ? parse_type (text, length)
                                                            : CELL_NUMBER;
  self->kind = RDG_CELL_NUMBER;
  if (self->type == CELL_NUMBER && self->workbook->kinds->len > 0)
    {
      rdg_xml_get_uint (attributes, "s", &style);
      self->kind = rdg_workbook_get_kind (self->workbook, style);
    }
  self->in_cell = TRUE;
  self->has_value = self->has_formula = self->taking = FALSE;
  g_string_truncate (self->value, 0);
}

static void
start_cb (const char             *name,
          const RdgXmlAttributes *attributes,
          gpointer                user_data)
{
  RdgSheetParser *self = user_data;

  if (self->in_cell)
    {
      if (strcmp (name, "v") == 0)
        self->has_value = self->taking = TRUE;
      else if (strcmp (name, "t") == 0 && self->in_inline && self->phonetic == 0)
        self->has_value = self->taking = TRUE;
      else if (strcmp (name, "is") == 0)
        self->in_inline = TRUE;
      else if (strcmp (name, "f") == 0)
        self->has_formula = TRUE;
      else if (strcmp (name, "rPh") == 0)
        self->phonetic++;
    }
  else if (self->in_row && strcmp (name, "c") == 0)
    start_cell (self, attributes);
  else if (!self->in_row && strcmp (name, "row") == 0)
    start_row (self, attributes);
}

static void
text_cb (const char *text,
         gsize       length,
         gpointer    user_data)
{
  RdgSheetParser *self = user_data;

  if (self->taking && self->value->len < KEPT_OF_CELL)
    g_string_append_len (self->value, text,
                         (gssize) MIN (length, KEPT_OF_CELL - self->value->len));
}

/* In texts, _x000D_ is the character 0x000D; one that XML itself can hold is not written so. */
static void
append_text (GString    *out,
             const char *text,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      gunichar c = (guchar) text[i];

      if (c == '_' && length - i >= 7 && text[i + 1] == 'x' && text[i + 6] == '_' &&
          g_ascii_isxdigit (text[i + 2]) && g_ascii_isxdigit (text[i + 3]) &&
          g_ascii_isxdigit (text[i + 4]) && g_ascii_isxdigit (text[i + 5]))
        {
          c = 0;
          for (guint j = 2; j < 6; j++)
            c = c * 16 + (gunichar) g_ascii_xdigit_value (text[i + j]);
          i += 6;
          if (c >= 0x80)
            {
              g_string_append_unichar (out, g_unichar_validate (c) ? c : 0xfffd);
              continue;
            }
        }
      g_string_append_c (out, (char) c);
    }
}

static void
append_number (RdgSheetParser *self)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];
  double serial;

  /* A date outside of the calendar stays the number that it is. */
  if (self->kind != RDG_CELL_NUMBER &&
      rdg_number_parse_double (self->value->str, self->value->len, '.', &serial) &&
      rdg_cell_format_date (serial, self->kind, self->workbook->from_1904, buffer))
    g_string_append (self->text, buffer);
  else
    append_text (self->text, self->value->str, self->value->len);
}

static void
append_shared (RdgSheetParser *self)
{
  guint64 index;
  const char *text = NULL;
  gsize length = 0;

  if (self->value->len == 0)
    return;
  if (self->workbook->strings != NULL &&
      g_ascii_string_to_unsigned (self->value->str, 10, 0, G_MAXUINT, &index, NULL))
    text = rdg_shared_strings_get (self->workbook->strings, index, &length);

  if (text == NULL)
    stop (self, RDG_IMPORT_ERROR_UNREADABLE,
          _("row %u names a text that the workbook does not have. It is damaged: open it in a "
            "spreadsheet program and save it anew."), self->row);
  else
    append_text (self->text, text, MIN (length, KEPT_OF_CELL));
}

static void
end_cell (RdgSheetParser *self)
{
  gsize start = self->text->len;

  self->in_cell = self->taking = self->in_inline = FALSE;
  self->phonetic = 0;
  if (self->has_formula && !self->has_value)
    {
      stop (self, RDG_IMPORT_ERROR_NO_DATA,
            _("a formula in row %u has no value with it. Open the workbook in a spreadsheet "
              "program and save it, which stores the values."), self->row);
      return;
    }

  switch (self->type)
    {
    case CELL_SHARED:
      append_shared (self);
      break;
    case CELL_NUMBER:
      append_number (self);
      break;
    case CELL_BOOLEAN:
    case CELL_ERROR:
    case CELL_DATE:
    case CELL_TEXT:
    default:
      append_text (self->text, self->value->str, self->value->len);
      break;
    }

  if (self->text->len == start)
    return;
  if (self->text->len > RDG_SHEET_LONGEST_ROW)
    {
      stop (self, RDG_IMPORT_ERROR_LIMIT, _("row %u holds more than %d MiB, which is more than is "
                                            "taken."),
            self->row, RDG_SHEET_LONGEST_ROW >> 20);
      return;
    }

  if (self->column >= self->n_cells)
    {
      memset (self->cells + self->n_cells, 0,
              (self->column + 1 - self->n_cells) * sizeof *self->cells);
      self->n_cells = self->column + 1;
    }
  self->cells[self->column] = (RdgSheetCell){ (guint32) start,
                                              (guint32) (self->text->len - start) };
}

static void
end_row (RdgSheetParser *self)
{
  RdgSheetRow row = { self->row, self->n_cells, 0, self->cells, self->text->str };

  for (guint i = 0; i < self->n_cells; i++)
    row.n_filled += self->cells[i].length > 0;
  self->in_row = FALSE;
  self->n_cells = 0;
  if (row.n_filled > 0)
    self->row_func (&row, self->user_data);
}

static void
end_cb (const char *name,
        gpointer    user_data)
{
  RdgSheetParser *self = user_data;

  if (self->in_cell)
    {
      if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
        self->taking = FALSE;
      else if (strcmp (name, "c") == 0)
        end_cell (self);
      else if (strcmp (name, "rPh") == 0 && self->phonetic > 0)
        self->phonetic--;
    }
  else if (self->in_row && strcmp (name, "row") == 0)
    end_row (self);
}

static const RdgXmlHandler handler = { start_cb, end_cb, text_cb };

/**
 * rdg_sheet_parser_new:
 * @row: (scope forever): takes each row that holds something
 *
 * Returns: (transfer full): a parser before the first byte of the sheet's XML
 */
RdgSheetParser *
rdg_sheet_parser_new (const RdgWorkbook      *workbook,
                      const RdgWorkbookSheet *sheet,
                      RdgSheetRowFunc         row,
                      gpointer                user_data)
{
  RdgSheetParser *self = g_new0 (RdgSheetParser, 1);

  self->workbook = workbook;
  self->sheet = sheet;
  self->row_func = row;
  self->user_data = user_data;
  self->cells = g_new (RdgSheetCell, RDG_SHEET_MOST_COLUMNS);
  self->text = g_string_new (NULL);
  self->value = g_string_new (NULL);
  self->xml = rdg_xml_new (&handler, self, workbook->file,
                           rdg_zip_get_name (workbook->zip, sheet->member));
  return self;
}

void
rdg_sheet_parser_free (RdgSheetParser *self)
{
  if (self == NULL)
    return;

  rdg_xml_free (self->xml);
  g_free (self->cells);
  g_string_free (self->text, TRUE);
  g_string_free (self->value, TRUE);
  g_free (self);
}

/**
 * rdg_sheet_parser_feed:
 * @length: how much of the XML; 0 ends it
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_sheet_parser_feed (RdgSheetParser  *self,
                       const char      *text,
                       gsize            length,
                       GError         **error)
{
  return rdg_xml_feed (self->xml, text, length, error);
}
