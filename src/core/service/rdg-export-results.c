/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RESULTADOS as the plant writes it, car by car. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-export-private.h"

#include "rdg-car-table.h"
#include "rdg-export-file.h"
#include "rdg-operation-table.h"
#include "rdg-reading-table.h"

static const char * const header[] = {
  "", "KNR", "NAME", "ID", "STATUS", "UNIT", "VALUE_ID", "VALUE", "DATA",
};

static gboolean
write_header (RdgExportFile        *file,
              const RdgExportCall  *call,
              GError              **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (header); i++)
    rdg_export_file_add_text (file, header[i]);
  return rdg_export_file_end_row (file, call->cancellable, error);
}

static gboolean
write_record (RdgExportFile        *file,
              const RdgExportCall  *call,
              const RdgRecord      *record,
              GHashTable           *operations,
              guint64              *rows,
              GError              **error)
{
  g_autofree char *code = rdg_car_table_get_code (call->store, record->car_id, error);

  if (code == NULL)
    return FALSE;

  for (guint i = 0; i < record->n_readings; i++)
    {
      const RdgReading *reading = &record->readings[i];
      const RdgOperation *operation =
        g_hash_table_lookup (operations, GUINT_TO_POINTER (reading->characteristic));

      if (operation == NULL)
        continue;

      rdg_export_file_add_int (file, (gint64) (*rows)++);
      rdg_export_file_add_text (file, code);
      rdg_export_file_add_text (file, operation->operation);
      if (operation->group != 0)
        rdg_export_file_add_int (file, operation->group);
      else
        rdg_export_file_add_text (file, "");
      if (reading->status != 0)
        rdg_export_file_add_int (file, reading->status);
      else
        rdg_export_file_add_text (file, "");
      rdg_export_file_add_text (file, operation->unit);
      rdg_export_file_add_text (file, operation->channel);
      rdg_export_file_add_number (file, reading->value);
      rdg_export_file_add_time (file, reading->time);
      if (!rdg_export_file_end_row (file, call->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_records (RdgExportFile        *file,
               const RdgExportCall  *call,
               guint64              *rows,
               GError              **error)
{
  g_autoptr (GPtrArray) list = rdg_operation_table_list (call->store, error);
  g_autoptr (GHashTable) operations = g_hash_table_new (NULL, NULL);
  g_autoptr (RdgRecordReader) reader = NULL;
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      RdgOperation *operation = g_ptr_array_index (list, i);

      g_hash_table_insert (operations, GUINT_TO_POINTER (operation->characteristic), operation);
    }

  reader = rdg_record_reader_new_of_import (call->store, call->entry->import_id, error);
  if (reader == NULL)
    return FALSE;
  while (rdg_record_reader_next (reader, &record, &local_error))
    {
      if (!write_record (file, call, record, operations, rows, error))
        return FALSE;
      rdg_progress_report (&call->progress, (double) *rows / (double) MAX (call->entry->rows_taken, 1));
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
_rdg_export_results (const RdgExportCall  *call,
                     RdgExportedFile      *file,
                     GError              **error)
{
  g_autofree char *name = g_strconcat (call->base, ".csv", NULL);
  g_autoptr (RdgExportFile) out = rdg_export_file_new (call->folder, name, ',', error);

  if (out == NULL || !write_header (out, call, error) ||
      !write_records (out, call, &file->rows, error))
    return FALSE;
  /* All that the import brought, others had before. */
  if (file->rows == 0)
    return TRUE;
  if (!rdg_export_file_publish (out, call->cancellable, error))
    return FALSE;

  file->path = g_build_filename (call->folder, name, NULL);
  return TRUE;
}
