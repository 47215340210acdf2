/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beginning and end of an import of FALHAS or STATUS: see rdg-plant-import.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-plant-import.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"
#include "rdg-import-common.h"

#define ROWS_PER_REPORT 8192
/* Reading is so much of the work. */
#define READING_SHARE 0.7

static void
reject_cb (guint64     line,
           const char *column,
           const char *reason,
           const char *text,
           gboolean    whole_row,
           gpointer    user_data)
{
  RdgPlantImport *self = user_data;
  g_autoptr (RdgRejectEntry) entry =
    _rdg_import_reject_new (rdg_plant_reader_get_source (self->reader), line, column, reason, text);

  if (whole_row)
    self->entry->rows_rejected++;
  else
    self->entry->cells_dropped++;
  if (self->failure == NULL)
    rdg_reject_writer_add (self->rejects, entry, &self->failure);
}

gboolean
_rdg_plant_import_begin (RdgPlantImport      *self,
                         const RdgPlantPart  *parts,
                         guint                n_parts,
                         GError             **error)
{
  self->entry = self->task->result->entry;
  self->reader = rdg_plant_reader_new (self->task->inspection, parts, n_parts, reject_cb, self,
                                       self->task->cancellable, error);
  if (self->reader == NULL || !rdg_import_table_begin (self->task->store, self->entry, error))
    return FALSE;

  self->rejects = rdg_reject_writer_new (self->task->store, self->entry->import_id, error);
  return self->rejects != NULL;
}

void
_rdg_plant_import_clear (RdgPlantImport *self)
{
  g_clear_pointer (&self->reader, rdg_plant_reader_free);
  g_clear_pointer (&self->rejects, rdg_reject_writer_free);
  g_clear_pointer (&self->cars, rdg_car_writer_free);
  g_clear_pointer (&self->records, rdg_record_writer_free);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->ids, g_free);
  g_clear_pointer (&self->order, g_free);
}

static gboolean
read_next (RdgPlantImport      *self,
           const RdgPlantRow  **row,
           GError             **error)
{
  guint64 n = rdg_plant_reader_rows_read (self->reader);

  if (n % ROWS_PER_REPORT == 0)
    {
      RdgSource *source = rdg_plant_reader_get_source (self->reader);

      rdg_progress_count (self->task->progress, n > 0 ? ROWS_PER_REPORT : 0);
      rdg_progress_report (self->task->progress, READING_SHARE * rdg_source_get_fraction (source));
    }
  if (n >= RDG_PLANT_IMPORT_MOST_ROWS)
    {
      g_autofree char *name = g_filename_display_name (self->task->inspection->path);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                   _("“%s” has more than %d rows. Split it into several files."), name,
                   RDG_PLANT_IMPORT_MOST_ROWS);
      return FALSE;
    }

  return rdg_plant_reader_next (self->reader, row, self->task->cancellable, error);
}

gboolean
_rdg_plant_import_read (RdgPlantImport    *self,
                        RdgPlantTakeFunc   take,
                        GError           **error)
{
  const RdgPlantRow *row;
  GError *local_error = NULL;

  while (read_next (self, &row, &local_error))
    {
      if (!take (self, row, error))
        return FALSE;
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);
  return FALSE;
}

static int
compare_ids_cb (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const gint64 *ids = user_data;
  gint64 first = ids[*(const guint32 *) a];
  gint64 second = ids[*(const guint32 *) b];

  return (first > second) - (first < second);
}

static gboolean
resolve_cars (RdgPlantImport  *self,
              GError         **error)
{
  GPtrArray *codes = rdg_plant_reader_get_codes (self->reader);

  self->n_cars = codes->len;
  self->ids = g_new (gint64, MAX (self->n_cars, 1));
  self->order = g_new (guint32, MAX (self->n_cars, 1));
  self->cars = rdg_car_writer_new (self->task->store, error);
  if (self->cars == NULL ||
      !rdg_car_writer_resolve (self->cars, (const char * const *) codes->pdata, self->n_cars,
                               self->ids, error) ||
      !rdg_car_writer_finish (self->cars, error))
    return FALSE;

  for (guint i = 0; i < self->n_cars; i++)
    self->order[i] = i;
  g_qsort_with_data (self->order, (int) self->n_cars, sizeof *self->order, compare_ids_cb,
                     self->ids);
  self->records = rdg_record_writer_new (self->task->store, self->entry->import_id, error);
  return self->records != NULL;
}

gboolean
_rdg_plant_import_resolve (RdgPlantImport  *self,
                           gboolean        *go_on,
                           GError         **error)
{
  RdgImportEntry *entry = self->entry;

  *go_on = FALSE;
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->failure));
      return FALSE;
    }
  entry->rows_read = rdg_plant_reader_rows_read (self->reader);
  if (!rdg_plant_reader_finish_hash (self->reader, entry->hash, &entry->bytes, self->task->cancellable,
                                     error) ||
      !_rdg_import_check_end (self->task, go_on, error))
    return FALSE;
  if (!*go_on)
    return TRUE;

  rdg_progress_report (self->task->progress, READING_SHARE);
  return resolve_cars (self, error);
}

guint32 *
_rdg_plant_import_rank (RdgPlantImport *self)
{
  guint32 *rank = g_new (guint32, MAX (self->n_cars, 1));

  for (guint i = 0; i < self->n_cars; i++)
    rank[self->order[i]] = i;

  return rank;
}

gboolean
_rdg_plant_import_finish (RdgPlantImport  *self,
                          GError         **error)
{
  self->entry->rows_duplicate =
    self->entry->rows_read - self->entry->rows_taken - self->entry->rows_rejected;
  self->entry->cars_new = rdg_car_writer_get_n_new (self->cars);
  self->entry->cars_touched = self->n_cars;
  return rdg_record_writer_finish (self->records, error) &&
         rdg_import_table_finish (self->task->store, self->entry, error);
}
