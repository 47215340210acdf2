/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first rows, and what an import would refuse of them: see rdg-preview.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-preview.h"

#include "rdg-csv-reader.h"
#include "rdg-inspection-private.h"
#include "rdg-mapping-private.h"
#include "rdg-plant-reader.h"
#include "rdg-reject-table.h"
#include "rdg-series-reader.h"
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
  RdgSource *source = rdg_source_open_inspected (inspection, cancellable,
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

static void
read_table (const RdgInspection  *inspection,
            const RdgMapping     *mapping,
            Faults               *faults,
            GError              **error)
{
  const RdgTableRow *row;
  g_autoptr (RdgTableReader) reader =
    rdg_table_reader_new (inspection, mapping, reject_cb, faults, error);

  while (reader != NULL && rdg_table_reader_next (reader, &row, faults->enough, error) &&
         row->line < faults->last)
    ;
}

/* No part is asked for: what makes a row of these files bad is its car, its time or its shape. */
static void
read_plant (const RdgInspection  *inspection,
            Faults               *faults,
            GError              **error)
{
  const RdgPlantRow *row;
  g_autoptr (RdgPlantReader) reader =
    rdg_plant_reader_new (inspection, NULL, 0, reject_cb, faults, faults->enough, error);

  while (reader != NULL && rdg_plant_reader_next (reader, &row, faults->enough, error) &&
         row->line < faults->last)
    ;
}

/* Without its car, its time or its operation a reading is none; the others do without the cell. */
static gboolean
costs_row (const char *column)
{
  static const char * const needed[] = { "", "knr", "data", "name" };
  g_autofree char *name = g_ascii_strdown (column, -1);

  g_strstrip (name);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (g_str_equal (name, needed[i]))
      return TRUE;

  return FALSE;
}

/* One batch is more than what is shown. */
static void
read_series (const RdgInspection  *inspection,
             Faults               *faults,
             GError              **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autoptr (RdgSeriesReader) reader =
    rdg_series_reader_new (inspection, known, faults->enough, error);
  RdgSeriesBatch *batch;

  if (reader == NULL)
    return;

  batch = rdg_series_batch_new ();
  if (rdg_series_reader_fill (reader, batch, faults->enough, error))
    for (guint i = 0; i < batch->rejects->len; i++)
      {
        const RdgRejectEntry *entry = g_ptr_array_index (batch->rejects, i);

        reject_cb (entry->line, entry->column, entry->reason, entry->text,
                   costs_row (entry->column), faults);
      }
  rdg_series_batch_free (batch);
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

  for (guint i = 0; i < self->rows->len; i++)
    {
      RdgPreviewRow *shown = g_ptr_array_index (self->rows, i);

      g_hash_table_insert (by_line, &shown->line, shown);
      faults.last = shown->line;
    }

  switch (mapping->layout)
    {
    case RDG_LAYOUT_FALHAS:
    case RDG_LAYOUT_STATUS:
      read_plant (inspection, &faults, &local_error);
      break;
    case RDG_LAYOUT_RESULTADOS:
      read_series (inspection, &faults, &local_error);
      break;
    case RDG_LAYOUT_TABLE:
    case RDG_LAYOUT_PREDICT:
    default:
      read_table (inspection, mapping, &faults, &local_error);
      break;
    }

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
  find_faults (self, inspection, mapping != NULL ? mapping : inspection->mapping);

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
