/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writing half of an import: see rdg-importer.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-importer.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#include "rdg-car-table.h"
#include "rdg-car-writer.h"
#include "rdg-characteristic-table.h"
#include "rdg-checkpoint-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-failure-table.h"
#include "rdg-import-common.h"
#include "rdg-import-repeats.h"
#include "rdg-inspection-private.h"
#include "rdg-mapping-private.h"
#include "rdg-plant-import.h"
#include "rdg-prediction-table.h"
#include "rdg-reading-table.h"
#include "rdg-reject-table.h"
#include "rdg-series-importer.h"
#include "rdg-source.h"

/* Writes a whole file inside a transaction, and fills in the result. The layouts of one row a car are
 * written here; the others each have a file of their own. */
typedef gboolean (*WriteFunc) (const RdgImportTask  *task,
                               GError              **error);

static const WriteFunc write_funcs[] = {
  [RDG_LAYOUT_TABLE] = NULL,
  [RDG_LAYOUT_PREDICT] = NULL,
  [RDG_LAYOUT_FALHAS] = rdg_falhas_import_run,
  [RDG_LAYOUT_RESULTADOS] = rdg_series_importer_run,
  [RDG_LAYOUT_STATUS] = rdg_status_import_run,
};

typedef struct
{
  RdgStore             *store;
  const RdgInspection  *inspection;
  const RdgMapping     *mapping;
  RdgImportProducer    *producer;
  RdgImportEntry       *entry;
  RdgCarWriter         *cars;
  RdgRecordWriter      *records;
  RdgRejectWriter      *rejects;
  const char           *codes[RDG_IMPORT_BATCH_ROWS];
  gint64                ids[RDG_IMPORT_BATCH_ROWS];
  guint                 order[RDG_IMPORT_BATCH_ROWS];
} Import;

static gboolean
ensure_column (Import                *self,
               const RdgTableColumn  *column,
               RdgImportColumn       *target,
               GError               **error)
{
  if (!rdg_characteristic_table_ensure (self->store, column->name, column->unit,
                                        column->category ? RDG_CHARACTERISTIC_CATEGORY
                                                         : RDG_CHARACTERISTIC_NUMERIC,
                                        &target->characteristic, error) ||
      !rdg_characteristic_table_use (self->store, self->entry->import_id, target->characteristic,
                                     column->input, column->variant, column->reason, error))
    return FALSE;

  if (!column->category)
    return TRUE;

  g_auto (GStrv) levels =
    rdg_characteristic_table_list_levels (self->store, target->characteristic, error);

  if (levels == NULL)
    return FALSE;

  target->known_levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (; levels[target->next_code] != NULL; target->next_code++)
    g_hash_table_insert (target->known_levels, g_strdup (levels[target->next_code]),
                         GUINT_TO_POINTER (target->next_code));
  return TRUE;
}

/* The columns that are read no value of are noted too: training says why it does not use them. */
static gboolean
note_unread (Import   *self,
             GError  **error)
{
  for (guint i = 0; i < self->inspection->columns->len; i++)
    {
      const RdgColumn *column = g_ptr_array_index (self->inspection->columns, i);
      const RdgMappedColumn *mapped = _rdg_mapping_find (self->mapping, column->name);
      RdgRole role = mapped != NULL ? mapped->role : RDG_ROLE_IGNORE;
      const char *reason = mapped != NULL && mapped->reason != NULL ? mapped->reason
                                                                    : column->reason;
      g_autofree char *name = NULL;
      g_autofree char *unit = NULL;
      guint32 id;

      /* A blocked column of numbers is read. */
      if (role != RDG_ROLE_IGNORE && role != RDG_ROLE_LABEL &&
          !(role == RDG_ROLE_BLOCKED && !_rdg_inspection_full (self->inspection)->numeric[i]))
        continue;

      _rdg_split_unit (column->name, &name, &unit);
      if (!rdg_characteristic_table_ensure (self->store, name, unit, RDG_CHARACTERISTIC_NUMERIC,
                                            &id, error) ||
          !rdg_characteristic_table_use (self->store, self->entry->import_id, id, FALSE, FALSE,
                                         reason, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
begin (Import   *self,
       GError  **error)
{
  RdgTableReader *reader = rdg_import_producer_get_reader (self->producer);
  RdgImportColumn *columns = rdg_import_producer_get_columns (self->producer);

  if (!rdg_import_table_begin (self->store, self->entry, error))
    return FALSE;

  for (guint i = 0; i < rdg_table_reader_n_columns (reader); i++)
    {
      if (!ensure_column (self, rdg_table_reader_get_column (reader, i), &columns[i], error))
        return FALSE;
    }
  if (!note_unread (self, error))
    return FALSE;

  self->cars = rdg_car_writer_new (self->store, error);
  if (self->cars == NULL)
    return FALSE;
  self->records = rdg_record_writer_new (self->store, self->entry->import_id, error);
  if (self->records == NULL)
    return FALSE;
  self->rejects = rdg_reject_writer_new (self->store, self->entry->import_id, error);
  return self->rejects != NULL;
}

static int
compare_ids_cb (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const gint64 *ids = user_data;
  gint64 first = ids[*(const guint *) a];
  gint64 second = ids[*(const guint *) b];

  return (first > second) - (first < second);
}

/* The rows of a batch by the ids of their cars, as records of neighbouring cars share a row only where
 * they come together. New cars have one id after the other, which says their places. */
static void
order_rows (Import *self,
            gsize   n_rows)
{
  gint64 low = self->ids[0];
  gint64 high = self->ids[0];

  for (gsize i = 1; i < n_rows; i++)
    {
      low = MIN (low, self->ids[i]);
      high = MAX (high, self->ids[i]);
    }

  if ((guint64) (high - low) == n_rows - 1)
    {
      for (gsize i = 0; i < n_rows; i++)
        self->order[self->ids[i] - low] = (guint) i;
    }
  else
    {
      for (gsize i = 0; i < n_rows; i++)
        self->order[i] = (guint) i;
      g_qsort_with_data (self->order, (int) n_rows, sizeof *self->order, compare_ids_cb, self->ids);
    }
}

static gboolean
write_batch (gconstpointer   data,
             gpointer        user_data,
             GError        **error)
{
  const RdgImportBatch *batch = data;
  Import *self = user_data;

  for (gsize i = 0; i < batch->head.n_rows; i++)
    self->codes[i] = batch->text->str + batch->code_at[i];
  if (!rdg_car_writer_resolve (self->cars, self->codes, batch->head.n_rows, self->ids, error))
    return FALSE;

  if (batch->head.n_rows > 0)
    order_rows (self, batch->head.n_rows);
  for (gsize j = 0; j < batch->head.n_rows; j++)
    {
      guint i = self->order[j];
      gsize start = i > 0 ? batch->record_end[i - 1] : 0;

      if (!rdg_record_writer_add (self->records, self->ids[i], batch->records->data + start,
                                  batch->record_end[i] - start, error))
        return FALSE;
    }
  for (guint i = 0; i < batch->rejects->len; i++)
    {
      if (!rdg_reject_writer_add (self->rejects, g_ptr_array_index (batch->rejects, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_levels (Import   *self,
              GError  **error)
{
  RdgTableReader *reader = rdg_import_producer_get_reader (self->producer);
  RdgImportColumn *columns = rdg_import_producer_get_columns (self->producer);

  for (guint i = 0; i < rdg_table_reader_n_columns (reader); i++)
    {
      guint n_known = columns[i].known_levels != NULL
                        ? g_hash_table_size (columns[i].known_levels) : 0;

      for (guint level = 0; level < columns[i].codes->len; level++)
        {
          guint32 code = g_array_index (columns[i].codes, guint32, level);

          if (code >= n_known &&
              !rdg_characteristic_table_add_level (self->store, columns[i].characteristic, code,
                                                   rdg_table_reader_get_level (reader, i, level),
                                                   error))
            return FALSE;
        }
    }

  return TRUE;
}

static void
take_counts (RdgImportEntry         *entry,
             const RdgImportCounts  *counts,
             guint64                 cars_new)
{
  entry->rows_taken = counts->rows_taken;
  entry->cells_dropped = counts->cells_dropped;
  entry->cars_new = cars_new;
  entry->cars_touched = counts->rows_taken;
  entry->from = counts->from;
  entry->to = counts->to;
}

static gboolean
write_all (Import               *self,
           const RdgImportTask  *task,
           GError              **error)
{
  RdgImportResult *result = task->result;
  RdgImportEntry *entry = self->entry;
  const RdgImportCounts *counts;
  gboolean go_on;

  if (!begin (self, error))
    return FALSE;

  rdg_import_producer_start (self->producer);
  if (!rdg_import_producer_write (self->producer, write_batch, self, task->progress, error) ||
      !rdg_import_producer_finish (self->producer, &counts, error))
    return FALSE;

  entry->bytes = counts->bytes;
  memcpy (entry->hash, counts->hash, sizeof entry->hash);
  entry->rows_read = counts->rows_read;
  entry->rows_rejected = counts->rows_rejected;
  if (!_rdg_import_check_end (task, &go_on, error) || !go_on)
    return !go_on && result->already_imported != 0;

  memcpy (result->labels, counts->labels, sizeof result->labels);
  if (!rdg_record_writer_finish (self->records, error) ||
      !rdg_car_writer_finish (self->cars, error) ||
      !write_levels (self, error))
    return FALSE;

  take_counts (self->entry, counts, rdg_car_writer_get_n_new (self->cars));
  return rdg_import_table_finish (self->store, self->entry, error);
}

static RdgImportEntry *
entry_new (const RdgInspection *inspection,
           const RdgMapping    *mapping)
{
  RdgImportEntry *entry = g_new0 (RdgImportEntry, 1);
  g_autofree char *base = g_path_get_basename (inspection->path);
  g_autofree char *full = g_canonicalize_filename (inspection->path, NULL);

  entry->file = g_filename_display_name (base);
  if (inspection->table != NULL)
    {
      g_autofree char *file = entry->file;

      entry->file = g_strdup_printf ("%s (%s)", file, inspection->table);
    }
  entry->path = g_filename_display_name (full);
  entry->layout = g_strdup (rdg_layout_get_key (mapping->layout));
  entry->mapping = rdg_mapping_to_json (mapping);
  entry->from = entry->to = RDG_DATETIME_NONE;
  return entry;
}

/* A file of the size of one that is here already: its bytes tell, and are read many times faster than
 * its rows. What is wrong with the file the import itself says better. */
static gboolean
find_imported (Import        *self,
               GCancellable  *cancellable,
               gint64        *import_id,
               GError       **error)
{
  g_autoptr (RdgSource) source = NULL;
  g_autoptr (GError) local_error = NULL;
  GStatBuf info;
  guint8 hash[RDG_SOURCE_HASH_SIZE];

  if (g_stat (self->inspection->path, &info) != 0)
    return TRUE;
  if (!rdg_import_table_find_same (self->store, (guint64) info.st_size, NULL, import_id, error))
    return FALSE;
  if (*import_id == 0)
    return TRUE;

  *import_id = 0;
  source = rdg_source_open (self->inspection->path, cancellable, &local_error);
  if (source != NULL && rdg_source_finish_hash (source, hash, cancellable, &local_error))
    return rdg_import_table_find_same (self->store, rdg_source_get_position (source), hash,
                                       import_id, error);

  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Statements end before their transaction does. */
static void
finish_writers (Import *self)
{
  g_clear_pointer (&self->producer, rdg_import_producer_free);
  g_clear_pointer (&self->cars, rdg_car_writer_free);
  g_clear_pointer (&self->records, rdg_record_writer_free);
  g_clear_pointer (&self->rejects, rdg_reject_writer_free);
}

static gboolean
write_bulk (Import                    *self,
            const RdgImportTask       *task,
            gboolean                   dry_run,
            GError                   **error)
{
  WriteFunc write_func = write_funcs[self->mapping->layout];
  RdgImportResult *result = task->result;
  gboolean done, kept;

  rdg_store_begin_bulk (self->store, rdg_import_table_is_empty (self->store));
  done = rdg_store_begin (self->store, error) &&
         (write_func != NULL ? write_func (task, error) : write_all (self, task, error));
  finish_writers (self);
  kept = done && !dry_run && result->already_imported == 0;
  if (kept)
    kept = done = rdg_prediction_table_forget_import (self->store, self->entry->import_id,
                                                      &result->cars_unscored, error);
  if (kept)
    done = rdg_store_commit (self->store, error);
  else
    rdg_store_rollback (self->store);
  rdg_store_end_bulk (self->store);
  return done;
}

/**
 * rdg_importer_run:
 * @store: open for writing, without a transaction
 * @result: (out caller-allocates): what was done; to be cleared
 *
 * Returns: %FALSE with @error set, and the database as before
 */
gboolean
rdg_importer_run (RdgStore             *store,
                  const RdgInspection  *inspection,
                  const RdgImporterOptions *options,
                  const RdgProgress    *progress,
                  GCancellable         *cancellable,
                  RdgImportResult      *result,
                  GError              **error)
{
  static const RdgImporterOptions no_options = { NULL };
  g_autofree Import *self = g_new0 (Import, 1);
  GError *local_error = NULL;
  gboolean done;

  if (options == NULL)
    options = &no_options;
  *result = (RdgImportResult){ 0 };
  self->store = store;
  self->inspection = inspection;
  self->mapping = options->mapping != NULL ? options->mapping : inspection->mapping;

  if (write_funcs[self->mapping->layout] == NULL)
    {
      self->producer = rdg_import_producer_new (inspection, self->mapping, cancellable, error);
      if (self->producer == NULL)
        return FALSE;
      result->has_label =
        rdg_table_reader_has_label (rdg_import_producer_get_reader (self->producer));
    }
  result->entry = self->entry = entry_new (inspection, self->mapping);

  RdgImportTask task = {
    .store = store,
    .inspection = inspection,
    .inspector_key = options->inspector_key,
    .progress = progress,
    .cancellable = cancellable,
    .result = result,
  };

  rdg_store_set_cancellable (store, cancellable);
  done = find_imported (self, cancellable, &result->already_imported, &local_error) &&
         (result->already_imported != 0 ||
          write_bulk (self, &task, options->dry_run, &local_error));
  finish_writers (self);
  rdg_store_set_cancellable (store, NULL);

  if (options->dry_run || result->already_imported != 0)
    result->entry->import_id = 0;
  if (done)
    return TRUE;

  rdg_import_result_clear (result);
  if (g_error_matches (local_error, RDG_STORE_ERROR, RDG_STORE_ERROR_EXISTS) &&
      rdg_import_name_repeats (inspection, options->mapping, cancellable, error))
    g_error_free (local_error);
  else
    g_propagate_error (error, local_error);
  return FALSE;
}

void
rdg_import_result_clear (RdgImportResult *self)
{
  g_clear_pointer (&self->entry, rdg_import_entry_free);
}

static gboolean
undo (RdgStore  *store,
      gint64     import_id,
      guint64   *cars_unscored,
      GError   **error)
{
  g_autoptr (GPtrArray) imports = rdg_import_table_list (store, import_id, error);

  if (imports == NULL)
    return FALSE;

  if (((RdgImportEntry *) g_ptr_array_index (imports, 0))->undone)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("The import %" PRId64 " is undone already."), import_id);
      return FALSE;
    }

  return rdg_failure_table_delete (store, import_id, error) &&
         rdg_checkpoint_table_delete (store, import_id, error) &&
         rdg_car_table_delete_brought (store, import_id, error) &&
         rdg_prediction_table_forget_import (store, import_id, cars_unscored, error) &&
         rdg_reading_table_delete (store, import_id, error) &&
         rdg_characteristic_table_delete (store, import_id, error) &&
         rdg_import_table_set_undone (store, import_id, error);
}

/**
 * rdg_importer_undo:
 * @cars_unscored: (out) (optional): how many cars lost their scores
 *
 * One transaction. Models stay.
 *
 * Returns: %FALSE with @error set, and the database as before
 */
gboolean
rdg_importer_undo (RdgStore      *store,
                   gint64         import_id,
                   GCancellable  *cancellable,
                   guint64       *cars_unscored,
                   GError       **error)
{
  guint64 n_cars = 0;
  gboolean done;

  rdg_store_set_cancellable (store, cancellable);
  rdg_store_begin_bulk (store, FALSE);
  done = rdg_store_begin (store, error) && undo (store, import_id, &n_cars, error);
  if (done)
    done = rdg_store_commit (store, error);
  else
    rdg_store_rollback (store);
  rdg_store_end_bulk (store);
  rdg_store_set_cancellable (store, NULL);
  if (cars_unscored != NULL)
    *cars_unscored = n_cars;

  return done;
}
