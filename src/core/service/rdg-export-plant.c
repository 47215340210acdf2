/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FALHAS and STATUS as the plant writes them; who found a failure is not known here, nor kept. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-export-private.h"

#include "rdg-car-table.h"
#include "rdg-characteristic-table.h"
#include "rdg-checkpoint-table.h"
#include "rdg-export-file.h"
#include "rdg-failure-rows.h"
#include "rdg-hall-table.h"
#include "rdg-reading-table.h"

enum
{
  TRAIT_MODEL,
  TRAIT_COLOUR,
  TRAIT_ENGINE,
  N_TRAITS,
};

static const char * const trait_names[N_TRAITS] = { "MODELO", "COR", "MOTOR" };

typedef struct
{
  const char *text[N_TRAITS];
} Traits;

typedef struct
{
  const RdgExportCall *call;
  RdgExportFile       *out;
  GPtrArray           *characteristics;
  GHashTable          *traits;     /* by car, of Traits */
  guint64              rows;
} Failures;

static void
clear_failures (Failures *self)
{
  g_clear_pointer (&self->out, rdg_export_file_free);
  g_clear_pointer (&self->traits, g_hash_table_unref);
  g_clear_pointer (&self->characteristics, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Failures, clear_failures)

static gboolean
write_names (RdgExportFile        *out,
             const char * const   *names,
             guint                 n_names,
             const RdgExportCall  *call,
             GError              **error)
{
  for (guint i = 0; i < n_names; i++)
    rdg_export_file_add_text (out, names[i]);
  return rdg_export_file_end_row (out, call->cancellable, error);
}

static void
take_trait (Failures         *self,
            Traits           *traits,
            const RdgReading *reading)
{
  for (guint i = 0; i < self->characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (self->characteristics, i);

      if (characteristic->id != reading->characteristic || characteristic->unit[0] != '\0' ||
          !(reading->value >= 0 && reading->value < characteristic->n_levels))
        continue;
      for (guint t = 0; t < N_TRAITS; t++)
        {
          if (g_str_equal (characteristic->name, trait_names[t]))
            traits->text[t] = characteristic->levels[(guint) reading->value];
        }
    }
}

static gboolean
read_traits (Failures  *self,
             GError   **error)
{
  g_autoptr (RdgRecordReader) reader = NULL;
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;

  self->traits = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->characteristics = rdg_characteristic_table_list (self->call->store, error);
  if (self->characteristics == NULL)
    return FALSE;
  reader = rdg_record_reader_new_of_import (self->call->store, self->call->entry->import_id, error);
  if (reader == NULL)
    return FALSE;

  while (rdg_record_reader_next (reader, &record, &local_error))
    {
      Traits *traits = g_new0 (Traits, 1);

      for (guint i = 0; i < record->n_readings; i++)
        take_trait (self, traits, &record->readings[i]);
      g_hash_table_insert (self->traits, GSIZE_TO_POINTER ((gsize) record->car_id), traits);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
write_failure (const RdgFailureRow  *row,
               gpointer              user_data,
               GError              **error)
{
  Failures *self = user_data;
  const Traits *traits = g_hash_table_lookup (self->traits, GSIZE_TO_POINTER ((gsize) row->car_id));

  rdg_export_file_add_text (self->out, row->code);
  for (guint t = 0; t < N_TRAITS; t++)
    rdg_export_file_add_text (self->out,
                              traits != NULL && traits->text[t] != NULL ? traits->text[t] : "");
  rdg_export_file_add_text (self->out, row->station);
  rdg_export_file_add_text (self->out, "");
  rdg_export_file_add_text (self->out, row->hall);
  rdg_export_file_add_text (self->out, row->text);
  rdg_export_file_add_text (self->out, row->zone);
  rdg_export_file_add_time (self->out, row->at);
  self->rows++;
  return rdg_export_file_end_row (self->out, self->call->cancellable, error);
}

gboolean
_rdg_export_failures (const RdgExportCall  *call,
                      RdgExportedFile      *file,
                      GError              **error)
{
  static const char * const names[] = {
    "KNR", "MODELO", "COR", "MOTOR", "ESTACAO", "USUARIO", "HALLE", "FALHA", "S_GROUP_ID", "DATA",
  };
  g_auto (Failures) self = { .call = call };
  g_autofree char *name = g_strconcat (call->base, ".csv", NULL);

  self.out = rdg_export_file_new (call->folder, name, ',', error);
  if (self.out == NULL || !read_traits (&self, error) ||
      !write_names (self.out, names, G_N_ELEMENTS (names), call, error) ||
      !rdg_failure_rows_each (call->store, call->entry->import_id, write_failure, &self, error) ||
      !rdg_export_file_publish (self.out, call->cancellable, error))
    return FALSE;

  file->rows = self.rows;
  file->path = g_build_filename (call->folder, name, NULL);
  return TRUE;
}

static gboolean
write_passes (RdgExportFile        *out,
              const RdgExportCall  *call,
              guint64              *rows,
              GError              **error)
{
  g_autoptr (GPtrArray) codes = rdg_hall_table_list_codes (call->store, error);
  g_autoptr (GHashTable) code_of = g_hash_table_new (NULL, NULL);
  g_autoptr (RdgCheckpointReader) reader = NULL;
  g_autoptr (GError) local_error = NULL;
  const RdgPass *passes;
  gsize n_passes;
  gint64 car_id;

  if (codes == NULL)
    return FALSE;
  for (guint i = 0; i < codes->len; i++)
    {
      RdgPositionCode *position = g_ptr_array_index (codes, i);

      g_hash_table_insert (code_of, GUINT_TO_POINTER (position->id), position->code);
    }

  reader = rdg_checkpoint_reader_new_of_import (call->store, call->entry->import_id, error);
  if (reader == NULL)
    return FALSE;
  while (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &local_error))
    {
      g_autofree char *code = rdg_car_table_get_code (call->store, car_id, error);

      if (code == NULL)
        return FALSE;
      for (gsize i = 0; i < n_passes; i++)
        {
          const char *position = g_hash_table_lookup (code_of,
                                                      GUINT_TO_POINTER (passes[i].position));

          rdg_export_file_add_text (out, code);
          rdg_export_file_add_text (out, position != NULL ? position : "");
          rdg_export_file_add_time (out, passes[i].at);
          (*rows)++;
          if (!rdg_export_file_end_row (out, call->cancellable, error))
            return FALSE;
        }
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
_rdg_export_positions (const RdgExportCall  *call,
                       RdgExportedFile      *file,
                       GError              **error)
{
  static const char * const names[] = { "KNR", "STATUS", "DATA" };
  g_autofree char *name = g_strconcat (call->base, ".csv", NULL);
  g_autoptr (RdgExportFile) out = rdg_export_file_new (call->folder, name, ',', error);

  if (out == NULL || !write_names (out, names, G_N_ELEMENTS (names), call, error) ||
      !write_passes (out, call, &file->rows, error) ||
      !rdg_export_file_publish (out, call->cancellable, error))
    return FALSE;

  file->path = g_build_filename (call->folder, name, NULL);
  return TRUE;
}
