/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A delimiter is right when it cuts the first rows, and the very first one, into
 * the same number of cells. The header is the wordiest of the rows above the
 * first one that holds numbers.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-dialect.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-layout-plant.h"
#include "rdg-number.h"
#include "rdg-source.h"
#include "rdg-text.h"

#define SAMPLE_SIZE (1024 * 1024)
#define SAMPLE_ROWS 100
#define HEADER_ROWS 10
#define MOST_COLUMNS 20000

static const char delimiters[] = { ';', '\t', ',', '|' };

typedef struct
{
  guint64    line;
  GPtrArray *cells;    /* char * */
} SampleRow;

typedef struct
{
  GPtrArray *rows;     /* SampleRow */
  GPtrArray *cells;    /* of the row being read */
  guint64    line;
} Splitter;

static void
sample_row_free (SampleRow *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

static void
cell_cb (void   *text,
         size_t  length,
         void   *data)
{
  Splitter *self = data;
  g_autofree char *valid = g_utf8_make_valid (length != 0 ? text : "", (gssize) length);

  g_ptr_array_add (self->cells, g_strdup (g_strstrip (valid)));
}

static void
row_cb (int   terminator,
        void *data)
{
  Splitter *self = data;
  SampleRow *row;

  if (self->cells->len == 0)
    return;

  row = g_new (SampleRow, 1);
  row->line = self->line;
  row->cells = self->cells;
  g_ptr_array_add (self->rows, row);
  self->cells = g_ptr_array_new_with_free_func (g_free);
}

static GPtrArray *
split (const char *text,
       gsize       length,
       char        delimiter)
{
  Splitter self = { g_ptr_array_new_with_free_func ((GDestroyNotify) sample_row_free),
                    g_ptr_array_new_with_free_func (g_free), 0 };
  char line_end = memchr (text, '\n', length) != NULL ? '\n' : '\r';
  struct csv_parser parser;
  gboolean in_row = FALSE;
  guint64 n_lines = 0;

  csv_init (&parser, 0);
  csv_set_delim (&parser, (unsigned char) delimiter);
  while (length > 0 && self.rows->len < SAMPLE_ROWS)
    {
      const char *found = memchr (text, line_end, length);
      gsize n = found != NULL ? (gsize) (found - text) + 1 : length;
      guint before = self.rows->len;

      n_lines++;
      if (!in_row)
        self.line = n_lines;
      csv_parse (&parser, text, n, cell_cb, row_cb, &self);
      /* Blank lines begin no row: only a quote that is still open does. */
      in_row = self.rows->len == before && (self.cells->len > 0 || memchr (text, '"', n) != NULL);
      text += n;
      length -= n;
    }
  csv_fini (&parser, cell_cb, row_cb, &self);
  csv_free (&parser);
  g_ptr_array_unref (self.cells);

  return self.rows;
}

/* The number of cells that most rows have. */
static guint
find_width (GPtrArray *rows,
            guint     *n_rows)
{
  guint width = 0;

  *n_rows = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      guint candidate = ((SampleRow *) g_ptr_array_index (rows, i))->cells->len;
      guint n = 0;

      for (guint j = 0; j < rows->len; j++)
        n += ((SampleRow *) g_ptr_array_index (rows, j))->cells->len == candidate;
      if (n > *n_rows)
        {
          *n_rows = n;
          width = candidate;
        }
    }

  return width;
}

static GPtrArray *
find_delimiter (const char *text,
                gsize       length,
                char       *delimiter)
{
  GPtrArray *best = NULL;
  double best_score = -1;

  /* The source knows. */
  if (*delimiter != 0)
    return split (text, length, *delimiter);

  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      GPtrArray *rows = split (text, length, delimiters[i]);
      guint n_same;
      guint width = find_width (rows, &n_same);
      double score = 0;

      if (rows->len > 0 && width > 1)
        {
          const SampleRow *first = g_ptr_array_index (rows, 0);

          /* The first row counts as much as all: with a decimal comma, the rows below can be cut
           * evenly at their commas too, but not the header. */
          score = (double) n_same / rows->len + (first->cells->len == width ? 1.0 : 0.0) +
                  MIN (width, 1000) * 1e-6;
        }
      if (score > best_score)
        {
          g_clear_pointer (&best, g_ptr_array_unref);
          best = g_ptr_array_ref (rows);
          best_score = score;
          *delimiter = delimiters[i];
        }
      g_ptr_array_unref (rows);
    }

  /* One column: no delimiter at all is as good as a comma. */
  if (best_score == 0)
    *delimiter = ',';
  return best;
}

static gboolean
is_number (const char *cell)
{
  double value;
  gsize length = strlen (cell);

  return rdg_number_parse_double (cell, length, '.', &value) ||
         rdg_number_parse_double (cell, length, ',', &value);
}

static char
find_decimal_mark (GPtrArray *rows)
{
  guint n_commas = 0, n_points = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const SampleRow *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < row->cells->len; j++)
        {
          const char *cell = g_ptr_array_index (row->cells, j);

          if (is_number (cell))
            {
              n_commas += strchr (cell, ',') != NULL;
              n_points += strchr (cell, '.') != NULL;
            }
        }
    }

  return n_commas > n_points ? ',' : '.';
}

typedef struct
{
  guint n_filled;
  guint n_numbers;
  guint n_unnamed;
  guint n_words;     /* distinct, with a letter, not in brackets */
} RowLook;

static RowLook
look_at (const SampleRow *row)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  RowLook look = { 0 };

  for (guint i = 0; i < row->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (row->cells, i);
      gboolean letter = FALSE;

      if (*cell == '\0')
        continue;

      look.n_filled++;
      look.n_numbers += is_number (cell);
      look.n_unnamed += g_str_has_prefix (cell, "Unnamed:");
      for (const char *p = cell; *p != '\0' && !letter; p++)
        letter = g_ascii_isalpha (*p) || (guint8) *p >= 0x80;
      look.n_words += letter && *cell != '[' && *cell != '(' &&
                      !g_str_has_prefix (cell, "Unnamed:") &&
                      g_hash_table_add (seen, (gpointer) cell);
    }

  return look;
}

static gboolean
is_data (const RowLook *look,
         guint          width)
{
  return look->n_numbers > 0 && look->n_numbers * 10 > look->n_filled &&
         look->n_filled * 2 >= width && look->n_words * 10 < width * 9;
}

static guint
count_filled (const SampleRow *row)
{
  guint n = 0;

  for (guint i = 0; i < row->cells->len; i++)
    n += *(const char *) g_ptr_array_index (row->cells, i) != '\0';

  return n;
}

/* The plant's own headers are known, whatever stands above and below them: their rows are so wordy
 * that no look at them tells which is the header. */
static gboolean
find_plant_header (GPtrArray *rows,
                   guint      width,
                   guint     *header,
                   guint     *first)
{
  for (guint i = 0; i < MIN (rows->len, HEADER_ROWS); i++)
    {
      const SampleRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      RdgLayout layout;

      if (row->cells->len != width)
        continue;

      for (guint j = 0; j < width; j++)
        g_strv_builder_add (builder, g_ptr_array_index (row->cells, j));

      g_auto (GStrv) names = g_strv_builder_end (builder);

      if (!rdg_layout_plant_find ((const char * const *) names, &layout))
        continue;

      *header = i;
      *first = i + 1;
      /* A row that holds nothing but a count. */
      while (*first < rows->len && count_filled (g_ptr_array_index (rows, *first)) <= 1)
        (*first)++;
      return TRUE;
    }

  return FALSE;
}

/* Which of the rows is the header, and which the first of the data. */
static gboolean
find_header (GPtrArray *rows,
             guint      width,
             guint     *header,
             guint     *first)
{
  guint most_words = 0;

  *first = rows->len;
  for (guint i = 0; i < rows->len && *first == rows->len; i++)
    {
      const SampleRow *row = g_ptr_array_index (rows, i);
      RowLook look = look_at (row);

      if (row->cells->len != width)
        continue;
      if (is_data (&look, width))
        {
          *first = i;
        }
      else if (i < HEADER_ROWS && look.n_words > most_words &&
               look.n_unnamed * 2 <= look.n_filled)
        {
          most_words = look.n_words;
          *header = i;
        }
    }

  if (most_words == 0)
    return FALSE;

  /* Only text below: then the row under the header is data. */
  if (*first == rows->len)
    *first = *header + 1;
  return TRUE;
}

static GStrv
name_columns (const SampleRow *row)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < row->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (row->cells, i);
      g_autofree char *name = *cell != '\0' ? g_utf8_normalize (cell, -1, G_NORMALIZE_NFC)
                                            : g_strdup_printf (_("Column %u"), i + 1);

      g_strv_builder_add (builder, name);
    }

  g_auto (GStrv) names = g_strv_builder_end (builder);

  return rdg_text_unique ((const char * const *) names);
}

static void
note_header (GPtrArray       *rows,
             guint            header,
             guint            first,
             RdgDialectGuess *guess)
{
  const SampleRow *row = g_ptr_array_index (rows, header);

  g_autofree char *of_source = g_steal_pointer (&guess->note);

  if (first > header + 1)
    guess->note = g_strdup_printf (
      _("There is more than one header row: line %" PRIu64 " is taken as the header, and "
        "what stands between it and line %" PRIu64 " is passed over."),
      row->line, guess->first_line);
  else if (header > 0)
    guess->note = g_strdup_printf (
      _("The header is in line %" PRIu64 "; what stands above it is passed over."),
      row->line);

  if (of_source != NULL && guess->note != NULL)
    {
      g_autofree char *of_header = guess->note;

      guess->note = g_strconcat (of_source, " ", of_header, NULL);
    }
  else if (of_source != NULL)
    guess->note = g_steal_pointer (&of_source);
}

/* What the source puts above the file's lines is not counted; and its numbers are written our way. */
static void
count_from_file (RdgDialectGuess *guess)
{
  if (guess->header_lines == 0)
    return;

  guess->dialect.header_line -= guess->header_lines;
  guess->first_line -= guess->header_lines;
  guess->dialect.decimal_mark = '.';
}

static char *
read_sample (const char                  *path,
             const RdgInspectionOptions  *options,
             RdgDialectGuess             *guess,
             gsize                       *length,
             GCancellable                *cancellable,
             GError                     **error)
{
  g_autoptr (RdgSource) source = rdg_source_open_table (path, options->table, options->charset,
                                                        cancellable, error);
  g_autofree char *sample = NULL;
  gssize n = 0;

  if (source == NULL)
    return NULL;

  guess->dialect.kind = rdg_source_get_kind (source);
  guess->dialect.charset = rdg_source_get_charset (source);
  guess->dialect.bom = rdg_source_has_bom (source);
  guess->dialect.gzip = rdg_source_is_gzip (source);
  guess->dialect.delimiter = rdg_source_get_delimiter (source);
  guess->table = g_strdup (rdg_source_get_table (source));
  guess->note = g_strdup (rdg_source_get_note (source));
  guess->header_lines = rdg_source_get_header_lines (source);

  sample = g_malloc (SAMPLE_SIZE);
  *length = 0;
  do
    {
      n = rdg_source_read (source, sample + *length, SAMPLE_SIZE - *length, cancellable, error);
      if (n < 0)
        return NULL;
      *length += (gsize) n;
    }
  while (n > 0 && *length < SAMPLE_SIZE);

  /* Not half a row. */
  if (*length == SAMPLE_SIZE)
    {
      gsize whole = *length;

      while (whole > 0 && sample[whole - 1] != '\n')
        whole--;
      if (whole > 0)
        *length = whole;
    }

  return g_steal_pointer (&sample);
}

/**
 * rdg_dialect_guess:
 * @path: a file name
 * @options: what is known
 * @guess: (out caller-allocates): what was found
 *
 * Returns: %FALSE with @error set (RDG_IMPORT_ERROR)
 */
gboolean
rdg_dialect_guess (const char                  *path,
                   const RdgInspectionOptions  *options,
                   RdgDialectGuess             *guess,
                   GCancellable                *cancellable,
                   GError                     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *sample = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint header = 0, first = 0, n_same;
  gsize length;

  *guess = (RdgDialectGuess){ 0 };
  sample = read_sample (path, options, guess, &length, cancellable, error);
  if (sample == NULL)
    return FALSE;

  rows = find_delimiter (sample, length, &guess->dialect.delimiter);
  if (rows->len == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                   _("“%s” has no rows, only blank lines."), name);
      return FALSE;
    }

  guint width = find_width (rows, &n_same);
  const SampleRow *top = g_ptr_array_index (rows, 0);

  if (guess->header_lines > 0)
    width = top->cells->len;
  if (width > MOST_COLUMNS)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                   _("“%s” has %u columns, and at most %u can be taken. Export fewer."),
                   name, width, MOST_COLUMNS);
      return FALSE;
    }
  if (guess->header_lines > 0)
    first = guess->header_lines;
  else if (!find_plant_header (rows, width, &header, &first) &&
           !find_header (rows, width, &header, &first))
    {
      if (top->cells->len != width)
        g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
                     _("“%s”, line %" PRIu64 ": the header has %u names, but the rows "
                       "below it have %u cells."), name, top->line, top->cells->len, width);
      else
        g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
                     _("“%s” has no header: line %" PRIu64 " already holds data. Put a "
                       "line with the names of the columns above it."), name, top->line);
      return FALSE;
    }
  if (first >= rows->len)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                   _("“%s” has a header in line %" PRIu64 ", but no rows below it."), name,
                   ((SampleRow *) g_ptr_array_index (rows, header))->line);
      return FALSE;
    }

  const SampleRow *header_row = g_ptr_array_index (rows, header);

  guess->dialect.decimal_mark = options->decimal_mark != 0 ? options->decimal_mark
                                                           : find_decimal_mark (rows);
  guess->dialect.header_line = (guint) header_row->line;
  guess->first_line = ((SampleRow *) g_ptr_array_index (rows, first))->line;
  guess->header = name_columns (header_row);
  note_header (rows, header, first, guess);
  count_from_file (guess);
  return TRUE;
}

void
rdg_dialect_guess_clear (RdgDialectGuess *self)
{
  g_clear_pointer (&self->header, g_strfreev);
  g_clear_pointer (&self->table, g_free);
  g_clear_pointer (&self->note, g_free);
}
