/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first rows, and what an import would refuse of them: see rdg-preview.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-preview.h"

#include "rdg-csv-reader.h"
#include "rdg-inspection-private.h"
#include "rdg-table-reader.h"

typedef struct
{
  RdgPreview   *preview;
  GHashTable   *by_line;   /* RdgPreviewRow */
  guint64       last;
  GCancellable *enough;    /* cancelled when a row after the last is met */
} Faults;

static void
row_free (gpointer data)
{
  RdgPreviewRow *self = data;

  g_free (self->place);
  g_strfreev (self->cells);
  g_free (self->problem);
  g_free (self);
}

static void
ignore_cell_cb (const char      *text,
                gsize            length,
                guint            column,
                const RdgCsvRow *row,
                gpointer         user_data)
{
}

/* Which lines the first rows stand in. Their cells are those that the inspection kept: it hides what
 * says who did something, and of a row whose cells cannot be told apart nothing is shown. */
static gboolean
find_rows (RdgPreview           *self,
           const RdgInspection  *inspection,
           GCancellable         *cancellable,
           GError              **error)
{
  RdgSource *source = rdg_source_open_table (inspection->path, inspection->table, cancellable,
                                             error);
  g_autoptr (GError) local_error = NULL;
  const RdgCsvRow *row;
  guint n_good = 0;

  if (source == NULL)
    return FALSE;

  g_autoptr (RdgCsvReader) reader =
    rdg_csv_reader_new (source, inspection->dialect.delimiter, ignore_cell_cb, NULL);

  while (self->rows->len < RDG_PREVIEW_ROWS &&
         rdg_csv_reader_next (reader, &row, cancellable, &local_error))
    {
      gboolean whole = row->problem == RDG_CSV_GOOD && row->n_cells == inspection->columns->len;
      RdgPreviewRow *shown;

      if (row->line < _rdg_inspection_full (inspection)->first_line)
        continue;
      if (whole && n_good == inspection->first_rows->len)
        break;

      shown = g_new0 (RdgPreviewRow, 1);
      shown->line = row->line;
      shown->place = rdg_source_get_place (source, row->line);
      if (whole)
        shown->cells = g_strdupv (g_ptr_array_index (inspection->first_rows, n_good++));
      g_ptr_array_add (self->rows, shown);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static void
reject_cb (guint64     line,
           const char *column,
           const char *reason,
           const char *text,
           gboolean    whole_row,
           gpointer    user_data)
{
  Faults *faults = user_data;
  RdgPreviewRow *row = g_hash_table_lookup (faults->by_line, &line);

  if (line > faults->last)
    g_cancellable_cancel (faults->enough);
  if (row == NULL)
    return;

  g_autofree char *before = row->problem;
  g_autofree char *fault =
    whole_row ? g_strdup (reason) : g_strdup_printf ("%s: %s", column, reason);

  row->problem = before != NULL ? g_strdup_printf ("%s %s", before, fault) : g_strdup (fault);
  row->rejected |= whole_row;
  faults->preview->n_rejected += whole_row;
  faults->preview->n_dropped += !whole_row;
}

/* A failure of the reader is one of the import: it belongs to what is shown. A file of nothing but
 * bad rows is not read to its end. */
static void
find_faults (RdgPreview          *self,
             const RdgInspection *inspection,
             const RdgMapping    *mapping)
{
  g_autoptr (GHashTable) by_line = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GCancellable) enough = g_cancellable_new ();
  Faults faults = { self, by_line, 0, enough };
  const RdgTableRow *row;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RdgPreviewRow *shown = g_ptr_array_index (self->rows, i);

      g_hash_table_insert (by_line, &shown->line, shown);
      faults.last = shown->line;
    }

  g_autoptr (RdgTableReader) reader =
    rdg_table_reader_new (inspection, mapping, reject_cb, &faults, &local_error);

  while (reader != NULL && rdg_table_reader_next (reader, &row, enough, &local_error) &&
         row->line < faults.last)
    ;

  if (local_error != NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->obstacle = g_strdup (local_error->message);
}

/**
 * rdg_preview_new:
 * @inspection: what the file is
 * @mapping: (nullable): how its columns would be used
 *
 * Returns: (transfer full) (nullable): the first rows, or %NULL with @error set where the file
 *   cannot be read any more
 */
RdgPreview *
rdg_preview_new (const RdgInspection  *inspection,
                 const RdgMapping     *mapping,
                 GCancellable         *cancellable,
                 GError              **error)
{
  g_autoptr (RdgPreview) self = g_new0 (RdgPreview, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  if (!find_rows (self, inspection, cancellable, error))
    return NULL;
  find_faults (self, inspection, mapping);

  return g_steal_pointer (&self);
}

void
rdg_preview_free (RdgPreview *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rows);
  g_free (self->obstacle);
  g_free (self);
}
