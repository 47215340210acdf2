/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcsv is fed one physical line at a time: so line numbers are exact, and a
 * quote that is never closed costs its own line and not the rest of the file.
 * A line without quotes, which nearly all are, it does not get to see: such a
 * line is cut at its delimiters here, to the same cells in a quarter of the time.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-csv-reader.h"

#include <csv.h>
#include <string.h>

#define CHUNK_SIZE (256 * 1024)
#define LONGEST_LINE (8 * 1024 * 1024)

struct _RdgCsvReader
{
  RdgSource         *source;
  RdgCsvCellFunc     cell;
  gpointer           user_data;
  struct csv_parser  parser;
  unsigned char      delimiter;
  char               line_end;      /* '\n'; '\r' for files of old Macs; 0: not known yet */

  char              *buffer;
  gsize              size;
  gsize              row_start;     /* of the row being read, while in_row, else where pos is */
  gsize              first_end;     /* end of the row's first line */
  gsize              pos;           /* of the line to be fed next */
  gsize              end;
  guint64            base_offset;   /* of the buffer's first byte in the text */
  guint64            n_lines;       /* fed so far */
  gboolean           at_end;

  gboolean           in_row;
  gboolean           row_done;
  guint              n_cells;
  RdgCsvRow          row;
};

static void
start_parser (RdgCsvReader *self)
{
  /* With all line ends reported, a blank line is told from a line inside quotes. */
  csv_init (&self->parser, CSV_REPALL_NL);
  csv_set_delim (&self->parser, self->delimiter);
  csv_set_blk_size (&self->parser, 4096);
}

/**
 * rdg_csv_reader_new:
 * @source: (transfer full): the text, at its beginning
 * @cell: (scope forever): takes each cell
 *
 * Returns: (transfer full): a reader
 */
RdgCsvReader *
rdg_csv_reader_new (RdgSource      *source,
                    char            delimiter,
                    RdgCsvCellFunc  cell,
                    gpointer        user_data)
{
  RdgCsvReader *self = g_new0 (RdgCsvReader, 1);

  self->source = source;
  self->delimiter = (unsigned char) delimiter;
  self->cell = cell;
  self->user_data = user_data;
  /* What the source puts above the file's first line is not counted. */
  self->n_lines -= rdg_source_get_header_lines (source);
  self->size = CHUNK_SIZE;
  self->buffer = g_malloc (self->size);
  start_parser (self);

  return self;
}

void
rdg_csv_reader_free (RdgCsvReader *self)
{
  if (self == NULL)
    return;

  csv_free (&self->parser);
  rdg_source_free (self->source);
  g_free (self->buffer);
  g_free (self);
}

RdgSource *
rdg_csv_reader_get_source (RdgCsvReader *self)
{
  return self->source;
}

static void
cell_cb (void   *text,
         size_t  length,
         void   *data)
{
  RdgCsvReader *self = data;

  if (self->row_done)
    {
      self->row.problem = RDG_CSV_STRAY_CR;
      return;
    }

  if (length > RDG_CSV_LONGEST_CELL)
    self->row.problem = RDG_CSV_LONG_CELL;
  else
    self->cell (length != 0 ? text : "", length, self->n_cells, &self->row, self->user_data);
  self->n_cells++;
}

static void
row_cb (int   terminator,
        void *data)
{
  ((RdgCsvReader *) data)->row_done = TRUE;
}

/* Makes room behind what is still needed, and reads on. */
static gboolean
fill (RdgCsvReader  *self,
      GCancellable  *cancellable,
      GError       **error)
{
  gsize keep = self->in_row ? self->row_start : self->pos;

  if (keep > 0)
    {
      memmove (self->buffer, self->buffer + keep, self->end - keep);
      self->base_offset += keep;
      self->row_start -= MIN (self->row_start, keep);
      self->first_end -= MIN (self->first_end, keep);
      self->pos -= keep;
      self->end -= keep;
    }
  if (self->end == self->size)
    {
      self->size *= 2;
      self->buffer = g_realloc (self->buffer, self->size);
    }

  gssize n = rdg_source_read (self->source, self->buffer + self->end, self->size - self->end,
                              cancellable, error);

  if (n < 0)
    return FALSE;

  self->end += (gsize) n;
  self->at_end = n == 0;
  return TRUE;
}

static void
find_line_end (RdgCsvReader *self)
{
  if (memchr (self->buffer, '\n', self->end) != NULL)
    self->line_end = '\n';
  else if (memchr (self->buffer, '\r', self->end) != NULL && self->at_end)
    self->line_end = '\r';
  else if (self->end > LONGEST_LINE / 8 && memchr (self->buffer, '\r', self->end) != NULL)
    self->line_end = '\r';
  else if (self->at_end)
    self->line_end = '\n';
}

/* Passes over a line that is longer than any we keep. */
static gboolean
skip_line (RdgCsvReader  *self,
           GCancellable  *cancellable,
           GError       **error)
{
  for (;;)
    {
      char *found = memchr (self->buffer + self->pos, self->line_end, self->end - self->pos);

      if (found != NULL)
        {
          self->pos = (gsize) (found - self->buffer) + 1;
          return TRUE;
        }
      self->pos = self->end;
      if (self->at_end)
        return TRUE;
      self->in_row = FALSE;
      if (!fill (self, cancellable, error))
        return FALSE;
    }
}

/* The next physical line, with its end; length 0: there is none. */
static gboolean
find_line (RdgCsvReader  *self,
           gsize         *length,
           GCancellable  *cancellable,
           GError       **error)
{
  gsize searched = 0;

  for (;;)
    {
      if (self->line_end == 0)
        find_line_end (self);
      if (self->line_end != 0)
        {
          char *found = memchr (self->buffer + self->pos + searched, self->line_end,
                                self->end - self->pos - searched);

          if (found != NULL)
            {
              *length = (gsize) (found - (self->buffer + self->pos)) + 1;
              return TRUE;
            }
          searched = self->end - self->pos;
        }

      if (self->at_end || self->end - self->pos > LONGEST_LINE)
        {
          *length = self->end - self->pos;
          return TRUE;
        }
      if (!fill (self, cancellable, error))
        return FALSE;
    }
}

static gboolean
has_high_byte (const char *text,
               gsize       length)
{
  guint64 any = 0;

  for (; length >= sizeof any; text += sizeof any, length -= sizeof any)
    {
      guint64 word;

      memcpy (&word, text, sizeof word);
      any |= word;
    }
  for (; length > 0; length--)
    any |= (guint8) *text++;

  /* The loose bytes stand in the lowest byte, whose bit the mask has too. */
  return (any & G_GUINT64_CONSTANT (0x8080808080808080)) != 0;
}

/* FALSE: the line has something that only libcsv judges. */
static gboolean
split_line (RdgCsvReader *self,
            const char   *line,
            gsize         length)
{
  const char *end = line + length;

  if (end[-1] == self->line_end)
    end--;
  if (end > line && self->line_end == '\n' && end[-1] == '\r')
    end--;

  gsize rest = (gsize) (end - line);
  const char *found = memchr (line, self->delimiter, rest);

  /* A line of one cell may be a blank one. */
  if (found == NULL || memchr (line, '"', rest) != NULL || memchr (line, '\r', rest) != NULL ||
      (self->line_end != '\n' && memchr (line, '\n', rest) != NULL))
    return FALSE;

  while (line <= end)
    {
      const char *cell_end = found != NULL ? found : end;
      const char *next = cell_end + 1;

      while (line < cell_end && (*line == ' ' || *line == '\t'))
        line++;
      while (line < cell_end && (cell_end[-1] == ' ' || cell_end[-1] == '\t'))
        cell_end--;
      cell_cb ((char *) line, (gsize) (cell_end - line), self);

      line = next;
      if (line <= end)
        found = memchr (line, self->delimiter, (gsize) (end - line));
    }

  return TRUE;
}

static void
feed_line (RdgCsvReader *self,
           gsize         length)
{
  const char *line = self->buffer + self->pos;
  gboolean first = !self->in_row;

  if (first)
    {
      self->row_start = self->pos;
      self->first_end = self->pos + length;
      self->n_cells = 0;
      self->row = (RdgCsvRow){ .line = self->n_lines + 1,
                               .offset = self->base_offset + self->pos };
      self->in_row = TRUE;
    }
  if (memchr (line, '\0', length) != NULL)
    self->row.problem = RDG_CSV_NUL;
  if (has_high_byte (line, length) && !g_utf8_validate_len (line, length, NULL))
    self->row.invalid = TRUE;

  self->row_done = FALSE;
  if (first && split_line (self, line, length))
    {
      self->row_done = TRUE;
    }
  else
    {
      csv_parse (&self->parser, line, length, cell_cb, row_cb, self);
      if (!self->row_done && line[length - 1] != self->line_end)
        csv_parse (&self->parser, "\n", 1, cell_cb, row_cb, self);
    }

  self->n_lines++;
  self->pos += length;
}

/* Gives the row up and goes on with the line after its first. */
static void
take_back (RdgCsvReader *self)
{
  csv_free (&self->parser);
  start_parser (self);
  self->row.problem = RDG_CSV_OPEN_QUOTE;
  self->pos = self->first_end;
  self->n_lines = self->row.line;
}

static gboolean
finish_row (RdgCsvReader     *self,
            const RdgCsvRow **row)
{
  self->in_row = FALSE;
  self->row.n_cells = self->n_cells;
  *row = &self->row;
  return TRUE;
}

/**
 * rdg_csv_reader_next:
 * @row: (out) (transfer none): where the row stands and what is wrong with it
 *
 * Blocking.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
rdg_csv_reader_next (RdgCsvReader     *self,
                     const RdgCsvRow **row,
                     GCancellable     *cancellable,
                     GError          **error)
{
  for (;;)
    {
      gsize length;

      if (!find_line (self, &length, cancellable, error))
        return FALSE;

      if (length == 0)
        {
          if (!self->in_row)
            return FALSE;
          take_back (self);
          return finish_row (self, row);
        }

      if (length > LONGEST_LINE)
        {
          self->row = (RdgCsvRow){ .line = self->n_lines + 1,
                                   .offset = self->base_offset + self->pos,
                                   .problem = RDG_CSV_LONG_CELL };
          self->n_cells = 0;
          csv_free (&self->parser);
          start_parser (self);
          if (!skip_line (self, cancellable, error))
            return FALSE;
          self->n_lines++;
          return finish_row (self, row);
        }

      feed_line (self, length);
      if (self->row_done)
        {
          if (self->n_cells > 0)
            return finish_row (self, row);
          self->in_row = FALSE;
        }
      else if (self->pos - self->row_start > RDG_CSV_LONGEST_CELL &&
               self->pos > self->first_end)
        {
          take_back (self);
          return finish_row (self, row);
        }
    }
}
