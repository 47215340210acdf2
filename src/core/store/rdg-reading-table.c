/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The packed records in blocks. Cars with neighbouring ids, 32 to a block
 * (block = car id >> 5), share a row of the database: a million cars are 31,250
 * rows and not a million b-tree entries, and still one car is found by one seek
 * per import. `cars` has bit (car id & 31) set for each car that is in the row;
 * `records` holds, for each of them from the lowest bit up, the record's length
 * as a varint and its bytes (rdg-record.c). One block of one import may have
 * several rows, so that nothing is ever written twice: a file whose cars come in
 * another order than their ids just has more of them.
 *
 * `reading_twin` is built alike, and has what another import had brought before:
 * see rdg-reading-twin.h.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-reading-table.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"
#include "rdg-reading-table-private.h"
#include "rdg-reading-twin.h"
#include "rdg-statement.h"
#include "rdg-varint.h"

const char rdg_reading_table_schema[] =
  "CREATE TABLE reading ("
  "  reading_id INTEGER PRIMARY KEY,"
  "  import_id INTEGER NOT NULL REFERENCES import,"
  "  block INTEGER NOT NULL,"
  "  cars INTEGER NOT NULL CHECK (cars BETWEEN 1 AND 4294967295),"
  "  records BLOB NOT NULL"
  ") STRICT;"
  "CREATE INDEX reading_block ON reading (import_id, block);";

const char rdg_reading_twin_schema[] =
  "CREATE TABLE reading_twin ("
  "  twin_id INTEGER PRIMARY KEY,"
  "  import_id INTEGER NOT NULL REFERENCES import,"
  "  block INTEGER NOT NULL,"
  "  cars INTEGER NOT NULL CHECK (cars BETWEEN 1 AND 4294967295),"
  "  records BLOB NOT NULL"
  ") STRICT;"
  "CREATE INDEX reading_twin_block ON reading_twin (import_id, block);";

static const char insert_sql[] =
  "INSERT INTO reading (import_id, block, cars, records) VALUES (?1, ?2, ?3, ?4)";

static const char insert_twin_sql[] =
  "INSERT INTO reading_twin (import_id, block, cars, records) VALUES (?1, ?2, ?3, ?4)";

static const char all_sql[] =
  "SELECT import_id, block, cars, records FROM reading ORDER BY import_id, block, reading_id";

static const char one_import_sql[] =
  "SELECT import_id, block, cars, records FROM reading WHERE import_id = ?1 "
  "ORDER BY block, reading_id";

static const char twins_sql[] =
  "SELECT import_id, block, cars, records FROM reading_twin "
  "WHERE import_id = ?1 AND twin_id <= ?2 ORDER BY block, twin_id";

static const char one_car_sql[] =
  "SELECT r.import_id, r.block, r.cars, r.records "
  "FROM import i CROSS JOIN reading r ON r.import_id = i.import_id AND r.block = ?1 "
  "WHERE i.state = 'done' AND r.cars & ?2 ORDER BY r.import_id, r.reading_id";

#define LARGE_ROW (48 * 1024)

struct _RdgRecordReader
{
  RdgStore     *store;
  RdgStatement *statement;
  guint32       wanted;      /* of a block's cars */
  guint32       left;        /* cars of the row not yet looked at */
  gint64        block;
  const guint8 *p;
  const guint8 *end;
  RdgRecord     record;
  GArray       *readings;
};

struct _RdgRecordWriter
{
  RdgStatement *statement;
  gint64        block;
  guint32       cars;
  GByteArray   *records;
};

/**
 * rdg_record_reader_seek:
 *
 * Starts again, with another car; only where the reader was made for one car.
 */
void
rdg_record_reader_seek (RdgRecordReader *self,
                        gint64           car_id)
{
  rdg_statement_reset (self->statement);
  self->left = 0;
  self->wanted = _rdg_block_bit (car_id);
  rdg_statement_bind_int (self->statement, 1, _rdg_block_of (car_id));
  rdg_statement_bind_int (self->statement, 2, self->wanted);
}

/**
 * rdg_record_reader_seek_cars:
 * @car_ids: (array length=n_cars): ascending; one at least
 *
 * Starts again, with the first of these cars and those after it that lie in the same rows: much
 * faster than one by one. Only where the reader was made for one car.
 *
 * Returns: how many of the cars the reader gives now, their records mixed
 */
gsize
rdg_record_reader_seek_cars (RdgRecordReader *self,
                             const gint64    *car_ids,
                             gsize            n_cars)
{
  gint64 block = _rdg_block_of (car_ids[0]);
  gsize n = 0;

  rdg_record_reader_seek (self, car_ids[0]);
  for (; n < n_cars && _rdg_block_of (car_ids[n]) == block; n++)
    self->wanted |= _rdg_block_bit (car_ids[n]);
  rdg_statement_bind_int (self->statement, 2, self->wanted);

  return n;
}

static RdgRecordReader *
reader_new (RdgStore    *store,
            const char  *sql,
            GError     **error)
{
  RdgStatement *statement = rdg_statement_new (store, sql, error);

  if (statement == NULL)
    return NULL;

  RdgRecordReader *self = g_new0 (RdgRecordReader, 1);

  self->store = store;
  self->statement = statement;
  self->wanted = G_MAXUINT32;
  self->readings = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  return self;
}

/**
 * rdg_record_reader_new:
 * @car_id: one car's records only, or 0
 *
 * Returns: (transfer full) (nullable): a reader, to be freed before the store is closed, or %NULL
 *   with @error set
 */
RdgRecordReader *
rdg_record_reader_new (RdgStore  *store,
                       gint64     car_id,
                       GError   **error)
{
  RdgRecordReader *self = reader_new (store, car_id != 0 ? one_car_sql : all_sql, error);

  if (self != NULL && car_id != 0)
    rdg_record_reader_seek (self, car_id);
  return self;
}

/**
 * rdg_record_reader_new_of_import:
 *
 * Returns: (transfer full) (nullable): a reader, to be freed before the store is closed, or %NULL
 *   with @error set
 */
RdgRecordReader *
rdg_record_reader_new_of_import (RdgStore  *store,
                                 gint64     import_id,
                                 GError   **error)
{
  RdgRecordReader *self = reader_new (store, one_import_sql, error);

  if (self != NULL)
    rdg_statement_bind_int (self->statement, 1, import_id);
  return self;
}

RdgRecordReader *
rdg_record_reader_new_of_twins (RdgStore  *store,
                                 gint64     import_id,
                                 gint64     last,
                                 GError   **error)
{
  RdgRecordReader *self = reader_new (store, twins_sql, error);

  if (self != NULL)
    {
      rdg_statement_bind_int (self->statement, 1, import_id);
      rdg_statement_bind_int (self->statement, 2, last);
    }
  return self;
}

void
rdg_record_reader_free (RdgRecordReader *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->statement);
  g_array_unref (self->readings);
  g_free (self);
}

static gboolean
set_damaged (RdgRecordReader  *self,
             GError          **error)
{
  g_autofree char *name = g_filename_display_name (rdg_store_get_path (self->store));

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED,
               _("The database “%s” is damaged (a record of readings). Use a backup copy."), name);
  return FALSE;
}

static gboolean
take_length (RdgRecordReader *self,
             gsize           *length)
{
  guint64 value;

  if (!_rdg_take_varint (&self->p, self->end, &value) ||
      value > (guint64) (self->end - self->p))
    return FALSE;

  *length = (gsize) value;
  return TRUE;
}

/**
 * rdg_record_reader_next:
 * @record: (out) (transfer none): the record, until the next call
 *
 * Blocking.
 *
 * Returns: %FALSE at the end, or with @error set (RDG_STORE_ERROR)
 */
gboolean
rdg_record_reader_next (RdgRecordReader  *self,
                        const RdgRecord **record,
                        GError          **error)
{
  for (;;)
    {
      while (self->left == 0)
        {
          gsize size;

          if (rdg_statement_step (self->statement, error) != RDG_STEP_ROW)
            return FALSE;

          self->record.import_id = rdg_statement_get_int (self->statement, 0);
          self->block = rdg_statement_get_int (self->statement, 1);
          self->left = (guint32) rdg_statement_get_int (self->statement, 2);
          self->p = rdg_statement_get_blob (self->statement, 3, &size);
          self->end = self->p + size;
        }

      guint bit = (guint) g_bit_nth_lsf (self->left, -1);
      gsize length;

      self->left &= self->left - 1;
      if (!take_length (self, &length))
        return set_damaged (self, error);

      const guint8 *bytes = self->p;

      self->p += length;
      if ((self->wanted & 1u << bit) == 0)
        continue;

      self->record.car_id = self->block << RDG_BLOCK_SHIFT | bit;
      if (!rdg_record_decode (bytes, length, &self->record, self->readings))
        return set_damaged (self, error);

      *record = &self->record;
      return TRUE;
    }
}

static RdgRecordWriter *
writer_new (RdgStore    *store,
            const char  *sql,
            gint64       import_id,
            GError     **error)
{
  RdgStatement *statement = rdg_statement_new (store, sql, error);

  if (statement == NULL)
    return NULL;

  RdgRecordWriter *self = g_new0 (RdgRecordWriter, 1);

  self->statement = statement;
  self->records = g_byte_array_new ();
  rdg_statement_bind_int (statement, 1, import_id);
  return self;
}

/**
 * rdg_record_writer_new:
 *
 * Returns: (transfer full) (nullable): a writer, to be finished inside the transaction, or %NULL
 *   with @error set
 */
RdgRecordWriter *
rdg_record_writer_new (RdgStore  *store,
                       gint64     import_id,
                       GError   **error)
{
  return writer_new (store, insert_sql, import_id, error);
}

RdgRecordWriter *
rdg_record_writer_new_of_twins (RdgStore  *store,
                                 gint64     import_id,
                                 GError   **error)
{
  return writer_new (store, insert_twin_sql, import_id, error);
}

void
rdg_record_writer_free (RdgRecordWriter *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->statement);
  g_byte_array_unref (self->records);
  g_free (self);
}

/**
 * rdg_record_writer_finish:
 *
 * Writes what is left.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_record_writer_finish (RdgRecordWriter  *self,
                          GError          **error)
{
  if (self->cars == 0)
    return TRUE;

  rdg_statement_bind_int (self->statement, 2, self->block);
  rdg_statement_bind_int (self->statement, 3, self->cars);
  rdg_statement_bind_blob (self->statement, 4, self->records->data, self->records->len);
  self->cars = 0;
  if (!rdg_statement_run (self->statement, error))
    return FALSE;

  g_byte_array_set_size (self->records, 0);
  return TRUE;
}

/**
 * rdg_record_writer_add:
 * @bytes: (array length=length): one record
 *
 * Cars that come by ascending id share rows.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_record_writer_add (RdgRecordWriter  *self,
                       gint64            car_id,
                       const guint8     *bytes,
                       gsize             length,
                       GError          **error)
{
  gint64 block = _rdg_block_of (car_id);
  guint32 bit = _rdg_block_bit (car_id);

  /* Bits must rise, as the records lie in their order. Long records share a row with few others:
   * who wants one car reads its row. */
  if ((block != self->block || bit <= self->cars || self->records->len > LARGE_ROW) &&
      !rdg_record_writer_finish (self, error))
    return FALSE;

  guint8 prefix[RDG_VARINT_LONGEST];
  gsize n = (gsize) (_rdg_put_varint (prefix, length) - prefix);

  self->block = block;
  self->cars |= bit;
  g_byte_array_append (self->records, prefix, (guint) n);
  g_byte_array_append (self->records, bytes, (guint) length);
  return TRUE;
}

/**
 * rdg_reading_table_delete:
 *
 * Forgets all records of an import; what others had brought too takes their place. Inside a
 * transaction.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_reading_table_delete (RdgStore  *store,
                          gint64     import_id,
                          GError   **error)
{
  g_autoptr (RdgStatement) readings =
    rdg_statement_new (store, "DELETE FROM reading WHERE import_id = ?1", error);
  g_autoptr (RdgStatement) twins = NULL;

  if (readings == NULL)
    return FALSE;
  twins = rdg_statement_new (store, "DELETE FROM reading_twin WHERE import_id = ?1", error);
  if (twins == NULL)
    return FALSE;

  rdg_statement_bind_int (readings, 1, import_id);
  rdg_statement_bind_int (twins, 1, import_id);
  return rdg_statement_run (readings, error) && rdg_statement_run (twins, error) &&
         rdg_reading_twin_settle (store, error);
}
