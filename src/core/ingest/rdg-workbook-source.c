/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workbook as a source: its sheets in order, as one text with a row a line.
 * The first sheet's row 17 is line 17; the rows of the next sheet follow after
 * its last. A header that a later sheet repeats is left out there, and a later
 * sheet of another shape (notes, a legend) as a whole.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-source-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "rdg-error.h"
#include "rdg-sheet-parser.h"

/* Of XML; a hostile one makes much text out of little. */
#define CHUNK_SIZE (16 * 1024)
/* So many rows say how wide the table is, */
#define WIDTH_ROWS 256
#define WIDTH_BYTES (4 * 1024 * 1024)
/* and among so many at the top of a sheet a header stands. */
#define HEADER_ROWS 10
#define MOST_NAMED 5

typedef struct
{
  guint  number;
  guint  n_cells;
  guint  n_filled;
  char  *line;
  gsize  length;
} HeldRow;

typedef struct
{
  RdgSource       base;
  int             fd;
  RdgWorkbook    *workbook;
  guint64         expected;    /* bytes of all sheets, as far as the file tells the truth */
  guint64         unpacked;
  guint           width;
  GHashTable     *headers;     /* lines at the top of the first sheet, down to its fullest */

  guint           next_sheet;
  guint           first_sheet; /* the one with the header */
  RdgZipMember   *member;
  RdgSheetParser *parser;
  GArray         *starts;      /* guint64: the line before each sheet's first row */
  guint64         n_lines;
  GArray         *held;        /* HeldRow: the top of a later sheet, until it is clear */
  gboolean        holding;
  GString        *line;
  GString        *out;
  gsize           taken;       /* of out */
  guint64         emitted;
  char           *chunk;
} RdgWorkbookSource;

static void
held_row_clear (gpointer data)
{
  g_free (((HeldRow *) data)->line);
}

static void
format_row (GString           *line,
            const RdgSheetRow *row)
{
  g_string_truncate (line, 0);
  for (guint i = 0; i < row->n_cells; i++)
    {
      if (i > 0)
        g_string_append_c (line, RDG_SOURCE_DELIMITER);
      _rdg_source_append_cell (line, row->text + row->cells[i].start, row->cells[i].length);
    }
}

/* Rows that are not there are blank lines, so that the line tells the row. */
static void
emit (RdgWorkbookSource *self,
      guint              number,
      guint              n_cells,
      const char        *line,
      gsize              length)
{
  guint64 start = g_array_index (self->starts, guint64, self->starts->len - 1);

  for (; self->n_lines + 1 < start + number; self->n_lines++)
    g_string_append_c (self->out, '\n');
  g_string_append_len (self->out, line, (gssize) length);
  for (guint i = n_cells; i < self->width; i++)
    g_string_append_c (self->out, RDG_SOURCE_DELIMITER);
  g_string_append_c (self->out, '\n');
  self->n_lines++;
}

/* The top of a later sheet: a header like the first sheet's is left out, with the titles above. */
static void
release_held (RdgWorkbookSource *self)
{
  guint first = 0;

  for (guint i = 0; i < self->held->len; i++)
    {
      const HeldRow *row = &g_array_index (self->held, HeldRow, i);
      gboolean below_titles = TRUE;

      if (!g_hash_table_contains (self->headers, row->line))
        continue;
      for (guint j = first; j < i && below_titles; j++)
        below_titles = g_array_index (self->held, HeldRow, j).n_filled < row->n_filled;
      if (below_titles)
        first = i + 1;
    }

  for (guint i = first; i < self->held->len; i++)
    {
      const HeldRow *row = &g_array_index (self->held, HeldRow, i);

      emit (self, row->number, row->n_cells, row->line, row->length);
    }
  g_array_set_size (self->held, 0);
  self->holding = FALSE;
}

static void
row_cb (const RdgSheetRow *row,
        gpointer           user_data)
{
  RdgWorkbookSource *self = user_data;

  format_row (self->line, row);
  if (!self->holding)
    {
      emit (self, row->number, row->n_cells, self->line->str, self->line->len);
      return;
    }

  HeldRow held = { row->number, row->n_cells, row->n_filled,
                   g_strndup (self->line->str, self->line->len), self->line->len };

  g_array_append_val (self->held, held);
  if (self->held->len == HEADER_ROWS)
    release_held (self);
}

static gboolean
start_sheet (RdgWorkbookSource  *self,
             RdgSheetRowFunc     row,
             gpointer            user_data,
             GError            **error)
{
  const RdgWorkbookSheet *sheet = g_ptr_array_index (self->workbook->sheets, self->next_sheet);

  self->member = rdg_zip_open (self->workbook->zip, sheet->member, error);
  if (self->member == NULL)
    return FALSE;

  self->parser = rdg_sheet_parser_new (self->workbook, sheet, row, user_data);
  self->holding = self->next_sheet > self->first_sheet;
  g_array_append_val (self->starts, self->n_lines);
  self->next_sheet++;
  return TRUE;
}

static void
end_sheet (RdgWorkbookSource *self)
{
  g_clear_pointer (&self->parser, rdg_sheet_parser_free);
  g_clear_pointer (&self->member, rdg_zip_member_free);
}

/* Feeds some more of the sheet; at_end: there is no more. */
static gboolean
feed (RdgWorkbookSource  *self,
      gboolean           *at_end,
      GCancellable       *cancellable,
      GError            **error)
{
  gssize n = rdg_zip_member_read (self->member, self->chunk, CHUNK_SIZE, cancellable, error);

  if (n < 0 || !rdg_sheet_parser_feed (self->parser, self->chunk, (gsize) n, error))
    return FALSE;

  self->unpacked += (guint64) n;
  *at_end = n == 0;
  return TRUE;
}

static gssize
workbook_source_read (RdgSource     *source,
                      char          *buffer,
                      gsize          size,
                      GCancellable  *cancellable,
                      GError       **error)
{
  RdgWorkbookSource *self = (RdgWorkbookSource *) source;

  while (self->taken == self->out->len)
    {
      gboolean at_end = FALSE;
      gsize n;

      g_string_truncate (self->out, 0);
      self->taken = 0;
      if (self->parser == NULL)
        {
          if (self->next_sheet == self->workbook->sheets->len)
            return 0;
          if (!start_sheet (self, row_cb, self, error))
            return -1;
        }
      if (!feed (self, &at_end, cancellable, error))
        return -1;
      if (at_end)
        {
          if (self->holding)
            release_held (self);
          end_sheet (self);
        }

      n = self->out->len;
      if (!rdg_zip_count (self->workbook->zip, n, error))
        return -1;
    }

  size = MIN (size, self->out->len - self->taken);
  memcpy (buffer, self->out->str + self->taken, size);
  self->taken += size;
  return (gssize) size;
}

static guint64
workbook_source_get_position (RdgSource *source)
{
  RdgWorkbookSource *self = (RdgWorkbookSource *) source;

  if (self->next_sheet == self->workbook->sheets->len && self->parser == NULL)
    return source->size;
  if (self->expected == 0)
    return 0;

  double share = (double) self->unpacked / (double) self->expected;

  return (guint64) ((double) source->size * MIN (share, 1.0));
}

static gboolean
workbook_source_finish_hash (RdgSource     *source,
                             guint8         hash[RDG_SOURCE_HASH_SIZE],
                             GCancellable  *cancellable,
                             GError       **error)
{
  RdgWorkbookSource *self = (RdgWorkbookSource *) source;

  end_sheet (self);
  self->next_sheet = self->workbook->sheets->len;
  return _rdg_source_hash_file (self->fd, source->name, hash, cancellable, error);
}

static char *
workbook_source_get_place (RdgSource *source,
                           guint64    line)
{
  RdgWorkbookSource *self = (RdgWorkbookSource *) source;

  for (guint i = self->starts->len; i > 0; i--)
    {
      guint64 start = g_array_index (self->starts, guint64, i - 1);
      const RdgWorkbookSheet *sheet = g_ptr_array_index (self->workbook->sheets, i - 1);

      if (start < line)
        return g_strdup_printf (_("sheet %s, row %" PRIu64), sheet->name, line - start);
    }

  return NULL;
}

static void
workbook_source_free (RdgSource *source)
{
  RdgWorkbookSource *self = (RdgWorkbookSource *) source;

  end_sheet (self);
  g_clear_pointer (&self->workbook, rdg_workbook_free);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_array_unref (self->starts);
  g_array_unref (self->held);
  g_string_free (self->line, TRUE);
  g_string_free (self->out, TRUE);
  g_free (self->chunk);
  close (self->fd);
  g_free (self);
}

static const RdgSourceClass workbook_source_class = {
  .kind = RDG_SOURCE_WORKBOOK,
  .read = workbook_source_read,
  .get_position = workbook_source_get_position,
  .finish_hash = workbook_source_finish_hash,
  .get_place = workbook_source_get_place,
  .free = workbook_source_free,
};

/* What the top of a sheet says: of the first that has rows, what the table is. */
typedef struct
{
  GPtrArray *lines;      /* char * */
  guint      fullest;    /* of the lines, the first with most cells filled */
  guint      most_filled;
  guint      n_rows;
  gsize      n_bytes;
  guint      width;
  GString   *line;
} Top;

static void
top_row_cb (const RdgSheetRow *row,
            gpointer           user_data)
{
  Top *self = user_data;

  format_row (self->line, row);
  if (self->lines->len < HEADER_ROWS)
    {
      if (row->n_filled > self->most_filled)
        {
          self->most_filled = row->n_filled;
          self->fullest = self->lines->len;
        }
      g_ptr_array_add (self->lines, g_strdup (self->line->str));
    }
  if (self->n_rows < WIDTH_ROWS)
    self->width = MAX (self->width, row->n_cells);
  self->n_rows++;
  self->n_bytes += self->line->len;
}

/* Of the next sheet, so many rows, or all. */
static gboolean
look_at_sheet (RdgWorkbookSource  *self,
               Top                *top,
               guint               n_rows,
               GCancellable       *cancellable,
               GError            **error)
{
  gboolean at_end = FALSE;

  if (!start_sheet (self, top_row_cb, top, error))
    return FALSE;
  while (!at_end && top->n_rows < n_rows && top->n_bytes < WIDTH_BYTES)
    {
      if (!feed (self, &at_end, cancellable, error))
        return FALSE;
    }
  end_sheet (self);

  return TRUE;
}

static gboolean
look_at_top (RdgWorkbookSource  *self,
             Top                *top,
             GCancellable       *cancellable,
             GError            **error)
{
  while (top->n_rows == 0 && self->next_sheet < self->workbook->sheets->len)
    {
      self->first_sheet = self->next_sheet;
      if (!look_at_sheet (self, top, WIDTH_ROWS, cancellable, error))
        return FALSE;
    }

  if (top->n_rows == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                   _("“%s” has no rows: its sheets are empty."), self->base.name);
      return FALSE;
    }

  self->width = top->width;
  for (guint i = 0; i <= top->fullest; i++)
    g_hash_table_add (self->headers, g_strdup (g_ptr_array_index (top->lines, i)));
  return TRUE;
}

static void
top_clear (Top *self)
{
  g_ptr_array_unref (self->lines);
  g_string_free (self->line, TRUE);
}

static void
top_init (Top *self)
{
  *self = (Top){ .lines = g_ptr_array_new_with_free_func (g_free), .line = g_string_new (NULL) };
}

/* Leaves out the sheets behind the first that are much narrower than the table, and names them. */
static gboolean
drop_other_shapes (RdgWorkbookSource  *self,
                   GString            *dropped,
                   GCancellable       *cancellable,
                   GError            **error)
{
  GPtrArray *sheets = self->workbook->sheets;

  while (self->next_sheet < sheets->len)
    {
      guint i = self->next_sheet;
      gboolean looked;
      Top top;

      top_init (&top);
      looked = look_at_sheet (self, &top, HEADER_ROWS, cancellable, error);
      top_clear (&top);
      if (!looked)
        return FALSE;

      /* An empty one costs nothing and is not worth a word. */
      if (top.width * 2 >= self->width || top.n_rows == 0)
        continue;

      g_string_append_printf (dropped, "%s%s", dropped->len > 0 ? ", " : "",
                              ((RdgWorkbookSheet *) g_ptr_array_index (sheets, i))->name);
      g_ptr_array_remove_index (sheets, i);
      self->next_sheet = i;
    }

  return TRUE;
}

static char *
describe (const RdgWorkbook *workbook,
          const char        *dropped)
{
  guint n = workbook->sheets->len;
  g_autoptr (GString) names = g_string_new (NULL);

  if (*dropped != '\0' && n == 1)
    return g_strdup_printf (_("Sheets of another shape are left out: %s."), dropped);
  if (n == 1)
    return NULL;

  for (guint i = 0; i < MIN (n, MOST_NAMED); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((RdgWorkbookSheet *) g_ptr_array_index (workbook->sheets, i))->name);
  if (n > MOST_NAMED)
    g_string_append (names, ", …");

  if (*dropped != '\0')
    return g_strdup_printf (_("%u of the workbook's sheets (%s) are read as one table, with the "
                              "header of the first. Sheets of another shape are left out: %s."),
                            n, names->str, dropped);
  return g_strdup_printf (_("The workbook's %u sheets (%s) are read as one table, with the header "
                            "of the first."), n, names->str);
}

/**
 * _rdg_workbook_source_open:
 * @path: a ZIP file
 *
 * Returns: (transfer full) (nullable): its sheets as text, or %NULL with @error set
 */
RdgSource *
_rdg_workbook_source_open (const char    *path,
                           GCancellable  *cancellable,
                           GError       **error)
{
  guint64 size;
  int fd = _rdg_source_open_file (path, &size, error);

  if (fd < 0)
    return NULL;

  RdgWorkbookSource *self = g_new0 (RdgWorkbookSource, 1);
  g_autoptr (RdgSource) source = &self->base;
  g_autoptr (GString) dropped = g_string_new (NULL);
  gboolean found;
  Top top;

  _rdg_source_init (source, &workbook_source_class, path, size);
  source->delimiter = RDG_SOURCE_DELIMITER;
  self->fd = fd;
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->held = g_array_new (FALSE, FALSE, sizeof (HeldRow));
  g_array_set_clear_func (self->held, held_row_clear);
  self->line = g_string_new (NULL);
  self->out = g_string_new (NULL);
  self->chunk = g_malloc (CHUNK_SIZE);
  self->workbook = rdg_workbook_open (fd, source->name, size, cancellable, error);
  if (self->workbook == NULL)
    return NULL;

  top_init (&top);
  found = look_at_top (self, &top, cancellable, error);
  top_clear (&top);
  if (!found || !drop_other_shapes (self, dropped, cancellable, error))
    return NULL;

  for (guint i = 0; i < self->workbook->sheets->len; i++)
    {
      const RdgWorkbookSheet *sheet = g_ptr_array_index (self->workbook->sheets, i);

      self->expected += MIN (rdg_zip_get_size (self->workbook->zip, sheet->member),
                             RDG_ZIP_MOST_BYTES);
    }
  source->note = describe (self->workbook, dropped->str);
  self->next_sheet = 0;
  self->unpacked = 0;
  g_array_set_size (self->starts, 0);
  return g_steal_pointer (&source);
}
