/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of twins when an import is undone: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-reading-twin.h"

#include "rdg-reading-list.h"
#include "rdg-statement.h"

typedef struct
{
  RdgReadingList  *stored;
  RdgRecordReader *reader;
  RdgRecordWriter *readings;
  RdgRecordWriter *twins;
  GHashTable      *written;   /* cars whose readings may still wait in a writer */
  GByteArray      *bytes;
  GArray          *free;      /* readings that nobody else has */
  GArray          *kept;
} Settle;

static void
clear_settle (Settle *self)
{
  g_clear_pointer (&self->stored, rdg_reading_list_free);
  g_clear_pointer (&self->reader, rdg_record_reader_free);
  g_clear_pointer (&self->readings, rdg_record_writer_free);
  g_clear_pointer (&self->twins, rdg_record_writer_free);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->free, g_array_unref);
  g_clear_pointer (&self->kept, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settle, clear_settle)

static gboolean
write_part (Settle           *self,
            RdgRecordWriter  *writer,
            gint64            car_id,
            GArray           *readings,
            GError          **error)
{
  if (readings->len == 0)
    return TRUE;

  RdgRecord record = {
    .time = g_array_index (readings, RdgReading, readings->len - 1).time,
    .series = TRUE,
    .n_readings = readings->len,
    .readings = (const RdgReading *) (gpointer) readings->data,
  };

  g_byte_array_set_size (self->bytes, 0);
  rdg_record_append (self->bytes, &record);
  return rdg_record_writer_add (writer, car_id, self->bytes->data, self->bytes->len, error);
}

static gboolean
settle_record (Settle           *self,
               const RdgRecord  *record,
               GError          **error)
{
  const RdgReading *stored;
  gsize n_stored, j = 0;
  gpointer car = GSIZE_TO_POINTER ((gsize) record->car_id);

  /* A car may have several records, and the same reading in two of them. */
  if (!g_hash_table_add (self->written, car) && !rdg_record_writer_finish (self->readings, error))
    return FALSE;

  stored = rdg_reading_list_read (self->stored, record->car_id, &n_stored, error);
  if (stored == NULL)
    return FALSE;

  g_array_set_size (self->free, 0);
  g_array_set_size (self->kept, 0);
  for (guint i = 0; i < record->n_readings; i++)
    {
      const RdgReading *reading = &record->readings[i];

      while (j < n_stored && rdg_reading_compare (&stored[j], reading) < 0)
        j++;
      if (j < n_stored && rdg_reading_compare (&stored[j], reading) == 0)
        g_array_append_val (self->kept, *reading);
      else
        g_array_append_val (self->free, *reading);
    }

  return write_part (self, self->readings, record->car_id, self->free, error) &&
         write_part (self, self->twins, record->car_id, self->kept, error);
}

static gboolean
delete_before (RdgStore  *store,
               gint64     import_id,
               gint64     last,
               GError   **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "DELETE FROM reading_twin WHERE import_id = ?1 AND twin_id <= ?2", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, import_id);
  rdg_statement_bind_int (statement, 2, last);
  return rdg_statement_run (statement, error);
}

static gboolean
settle_import (RdgStore  *store,
               gint64     import_id,
               gint64     last,
               GError   **error)
{
  g_auto (Settle) self = { 0 };
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;

  self.written = g_hash_table_new (NULL, NULL);
  self.bytes = g_byte_array_new ();
  self.free = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  self.kept = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  if ((self.stored = rdg_reading_list_new (store, error)) == NULL ||
      (self.reader = rdg_record_reader_new_of_twins (store, import_id, last, error)) == NULL ||
      (self.readings = rdg_record_writer_new (store, import_id, error)) == NULL ||
      (self.twins = rdg_record_writer_new_of_twins (store, import_id, error)) == NULL)
    return FALSE;

  while (rdg_record_reader_next (self.reader, &record, &local_error))
    {
      if (!settle_record (&self, record, error))
        return FALSE;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!rdg_record_writer_finish (self.readings, error) ||
      !rdg_record_writer_finish (self.twins, error))
    return FALSE;

  g_clear_pointer (&self.reader, rdg_record_reader_free);
  return delete_before (store, import_id, last, error);
}

gboolean
rdg_reading_twin_settle (RdgStore  *store,
                          GError   **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "SELECT import_id, max(twin_id) FROM reading_twin GROUP BY import_id ORDER BY import_id",
    error);
  g_autoptr (GArray) imports = g_array_new (FALSE, FALSE, sizeof (gint64));
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      gint64 import_and_last[2] = { rdg_statement_get_int (statement, 0),
                                    rdg_statement_get_int (statement, 1) };

      g_array_append_vals (imports, import_and_last, 2);
    }
  if (step == RDG_STEP_ERROR)
    return FALSE;

  /* The oldest import first: what it has, the newer ones go on having as twins. */
  for (guint i = 0; i < imports->len; i += 2)
    {
      if (!settle_import (store, g_array_index (imports, gint64, i),
                          g_array_index (imports, gint64, i + 1), error))
        return FALSE;
    }

  return TRUE;
}
