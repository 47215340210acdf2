/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of one row a car, with the columns of its mapping; those that were not
 * taken are empty. The mapping is written beside it: of several columns that named
 * the car, the first has the whole code, and where none did, one is added.
 */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-export-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-car-table.h"
#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-export-file.h"
#include "rdg-reading-table.h"

#define ADDED_COLUMN "car"

typedef struct
{
  const char              *name;
  RdgRole                  role;
  const RdgCharacteristic *characteristic;   /* of its values; NULL: it has none */
} Column;

typedef struct
{
  const RdgExportCall *call;
  RdgMapping          *mapping;
  GPtrArray           *characteristics;
  GArray              *columns;     /* Column */
  RdgExportFile       *out;
} Export;

static void
clear_export (Export *self)
{
  g_clear_pointer (&self->out, rdg_export_file_free);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->characteristics, g_ptr_array_unref);
  g_clear_pointer (&self->mapping, rdg_mapping_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, clear_export)

static const RdgCharacteristic *
find_characteristic (const Export *self,
                     const char   *column,
                     gboolean      category)
{
  g_autofree char *name = NULL;
  g_autofree char *unit = NULL;

  rdg_mapping_split_unit (column, &name, &unit);
  for (guint i = 0; i < self->characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (self->characteristics, i);

      if (g_str_equal (characteristic->name, name) && g_str_equal (characteristic->unit, unit) &&
          (characteristic->kind == RDG_CHARACTERISTIC_CATEGORY) == category)
        return characteristic;
    }

  return NULL;
}

static void
plan (Export *self)
{
  gboolean has_car = FALSE;

  for (guint i = 0; i < rdg_mapping_get_n_columns (self->mapping); i++)
    {
      Column column;

      column.name = rdg_mapping_get_column (self->mapping, i, &column.role);
      column.characteristic = NULL;
      if (column.role == RDG_ROLE_CAR)
        {
          if (has_car)
            {
              rdg_mapping_set_role (self->mapping, column.name, RDG_ROLE_IGNORE);
              column.role = RDG_ROLE_IGNORE;
            }
          has_car = TRUE;
        }
      else if (column.role == RDG_ROLE_NUMERIC || column.role == RDG_ROLE_BLOCKED ||
               column.role == RDG_ROLE_CATEGORY)
        {
          column.characteristic =
            find_characteristic (self, column.name, column.role == RDG_ROLE_CATEGORY);
        }
      g_array_append_val (self->columns, column);
    }

  if (!has_car)
    {
      Column column = { ADDED_COLUMN, RDG_ROLE_CAR, NULL };

      rdg_mapping_set_role (self->mapping, ADDED_COLUMN, RDG_ROLE_CAR);
      g_array_append_val (self->columns, column);
    }
}

static const RdgReading *
find_reading (const RdgRecord *record,
              guint32          characteristic)
{
  guint low = 0, high = record->n_readings;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (record->readings[middle].characteristic < characteristic)
        low = middle + 1;
      else
        high = middle;
    }

  return low < record->n_readings && record->readings[low].characteristic == characteristic
           ? &record->readings[low] : NULL;
}

static void
add_value (Export          *self,
           const Column    *column,
           const RdgRecord *record)
{
  const RdgCharacteristic *characteristic = column->characteristic;
  const RdgReading *reading =
    characteristic != NULL ? find_reading (record, characteristic->id) : NULL;

  if (reading == NULL)
    rdg_export_file_add_text (self->out, "");
  else if (characteristic->kind == RDG_CHARACTERISTIC_NUMERIC)
    rdg_export_file_add_number (self->out, reading->value);
  else
    rdg_export_file_add_text (self->out,
                              reading->value >= 0 && reading->value < characteristic->n_levels
                                ? characteristic->levels[(guint) reading->value] : "");
}

static gboolean
write_record (Export           *self,
              const RdgRecord  *record,
              GError          **error)
{
  g_autofree char *code = rdg_car_table_get_code (self->call->store, record->car_id, error);

  if (code == NULL)
    return FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

      if (column->role == RDG_ROLE_CAR)
        {
          rdg_export_file_add_text (self->out, code);
        }
      else if (column->role == RDG_ROLE_TIME)
        {
          rdg_export_file_add_time (self->out, record->time);
        }
      else if (column->role == RDG_ROLE_LABEL && record->label != RDG_LABEL_NONE)
        {
          g_autofree char *label = rdg_mapping_dup_label (self->mapping,
                                                          record->label == RDG_LABEL_FAILED);

          rdg_export_file_add_text (self->out, label);
        }
      else
        {
          add_value (self, column, record);
        }
    }

  return rdg_export_file_end_row (self->out, self->call->cancellable, error);
}

static gboolean
write_rows (Export   *self,
            guint64  *rows,
            GError  **error)
{
  g_autoptr (RdgRecordReader) reader = rdg_record_reader_new_of_import (
    self->call->store, self->call->entry->import_id, error);
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;

  if (reader == NULL)
    return FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    rdg_export_file_add_text (self->out, g_array_index (self->columns, Column, i).name);
  if (!rdg_export_file_end_row (self->out, self->call->cancellable, error))
    return FALSE;

  while (rdg_record_reader_next (reader, &record, &local_error))
    {
      if (!write_record (self, record, error))
        return FALSE;
      (*rows)++;
      rdg_progress_report (&self->call->progress,
                           (double) *rows / (double) self->call->entry->rows_taken);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
_rdg_export_table (const RdgExportCall  *call,
                   RdgExportedFile      *file,
                   GError              **error)
{
  g_auto (Export) self = { .call = call };
  g_autofree char *name = g_strconcat (call->base, ".csv", NULL);
  g_autofree char *map_name = g_strconcat (call->base, ".map.json", NULL);
  g_autofree char *json = NULL;

  self.columns = g_array_new (FALSE, FALSE, sizeof (Column));
  self.characteristics = rdg_characteristic_table_list (call->store, error);
  if (self.characteristics == NULL)
    return FALSE;
  self.mapping = rdg_mapping_from_json (call->entry->mapping, -1, error);
  if (self.mapping == NULL)
    return FALSE;
  plan (&self);

  self.out = rdg_export_file_new (call->folder, name, ';', error);
  if (self.out == NULL || !write_rows (&self, &file->rows, error))
    return FALSE;

  json = rdg_mapping_to_json (self.mapping);
  file->mapping = g_build_filename (call->folder, map_name, NULL);
  if (!g_file_set_contents (file->mapping, json, -1, error) ||
      !rdg_export_file_publish (self.out, call->cancellable, error))
    return FALSE;

  file->path = g_build_filename (call->folder, name, NULL);
  return TRUE;
}
