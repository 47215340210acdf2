/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * STATUS: the positions that each car passed, gathered by car. Every code is
 * kept, also one that nobody knows: a user can say later which hall it marks.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-plant-import.h"

#include <stdlib.h>

#include "rdg-checkpoint-table.h"
#include "rdg-datetime.h"
#include "rdg-hall-table.h"
#include "rdg-plant-cell.h"

typedef struct
{
  guint32 rank;        /* of the car: first its number, then its place by id */
  RdgPass pass;
} Row;

typedef struct
{
  RdgPlantImport  base;
  GArray         *rows;        /* Row */
  GHashTable     *spellings;   /* as a cell has it, to the position's id */
} Import;

static void
clear_import (Import *self)
{
  _rdg_plant_import_clear (&self->base);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->spellings, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, clear_import)

static gboolean
find_position (Import              *self,
               const RdgPlantCell  *cell,
               guint32             *position,
               GError             **error)
{
  *position = GPOINTER_TO_UINT (g_hash_table_lookup (self->spellings, cell->text));
  if (*position != 0)
    return TRUE;

  g_autofree char *code = rdg_plant_cell_get_name (cell->text, cell->length);

  if (!rdg_hall_table_ensure (self->base.task->store, RDG_WORD_POSITION, code, position, error))
    return FALSE;

  g_hash_table_insert (self->spellings, g_strdup (cell->text), GUINT_TO_POINTER (*position));
  return TRUE;
}

static gboolean
take_row (RdgPlantImport     *base,
          const RdgPlantRow  *row,
          GError            **error)
{
  Import *self = (Import *) base;
  Row taken = { row->car, { row->at, 0 } };

  if (!find_position (self, &row->cells[0], &taken.pass.position, error))
    return FALSE;

  g_array_append_val (self->rows, taken);
  return TRUE;
}

static int
compare_rows (const void *a,
              const void *b)
{
  const Row *one = a, *other = b;

  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return rdg_pass_compare (&one->pass, &other->pass);
}

/* So that the table is written in its own order. */
static void
sort_rows (Import *self)
{
  g_autofree guint32 *rank = _rdg_plant_import_rank (&self->base);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      row->rank = rank[row->rank];
    }
  /* An array that never held a row has no data to sort. */
  if (self->rows->len > 0)
    qsort (self->rows->data, self->rows->len, sizeof (Row), compare_rows);
}

/* That the import knows the car, and when it was last seen. */
static gboolean
write_record (Import  *self,
              gint64   car_id,
              gint64   at,
              GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  RdgRecord record = { .time = at, .label = RDG_LABEL_NONE };

  rdg_record_append (bytes, &record);
  return rdg_record_writer_add (self->base.records, car_id, bytes->data, bytes->len, error);
}

static void
widen_period (RdgImportEntry *entry,
              gint64          at)
{
  if (entry->from == RDG_DATETIME_NONE || at < entry->from)
    entry->from = at;
  if (entry->to == RDG_DATETIME_NONE || at > entry->to)
    entry->to = at;
}

static gboolean
write_rows (Import  *self,
            GError **error)
{
  g_autoptr (RdgCheckpointWriter) writer =
    rdg_checkpoint_writer_new (self->base.task->store, self->base.entry->import_id, error);
  g_autoptr (GArray) passes = g_array_new (FALSE, FALSE, sizeof (RdgPass));

  if (writer == NULL)
    return FALSE;

  for (guint i = 0; i < self->rows->len;)
    {
      guint32 rank = g_array_index (self->rows, Row, i).rank;
      gint64 car_id = self->base.ids[self->base.order[rank]];
      gsize n_known;

      g_array_set_size (passes, 0);
      for (; i < self->rows->len && g_array_index (self->rows, Row, i).rank == rank; i++)
        {
          RdgPass *pass = &g_array_index (self->rows, Row, i).pass;

          if (passes->len == 0 ||
              rdg_pass_compare (pass, &g_array_index (passes, RdgPass, passes->len - 1)) != 0)
            g_array_append_val (passes, *pass);
        }

      gint64 first = g_array_index (passes, RdgPass, 0).at;
      gint64 last = g_array_index (passes, RdgPass, passes->len - 1).at;

      if (!rdg_checkpoint_writer_add (writer, car_id, (const RdgPass *) (gpointer) passes->data,
                                      passes->len, rdg_car_writer_is_new (self->base.cars, car_id),
                                      &n_known, error) ||
          !write_record (self, car_id, last, error))
        return FALSE;

      self->base.entry->rows_taken += passes->len - n_known;
      widen_period (self->base.entry, first);
      widen_period (self->base.entry, last);
    }

  return TRUE;
}

/**
 * rdg_status_import_run:
 * @task: the file
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set, and the transaction to be undone
 */
gboolean
rdg_status_import_run (const RdgImportTask  *task,
                       GError              **error)
{
  static const RdgPlantPart parts[] = { { "status", TRUE } };
  g_auto (Import) self = { .base = { .task = task } };
  gboolean go_on;

  self.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self.spellings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!_rdg_plant_import_begin (&self.base, parts, G_N_ELEMENTS (parts), error) ||
      !_rdg_plant_import_read (&self.base, take_row, error) || !_rdg_plant_import_resolve (&self.base, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;

  sort_rows (&self);
  return write_rows (&self, error) && _rdg_plant_import_finish (&self.base, error);
}
