/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes to ids in bulk. A batch is shown to SQLite as a virtual table, so that
 * one INSERT … SELECT takes thousands of cars: binding and stepping a statement
 * for each costs more than the b-trees do (0.9 s against 0.35 s for a million).
 *
 * New codes enter the index in their own order, batch by batch. Where a first,
 * large import comes in no order at all, even that touches the whole index for
 * each batch: then the index is dropped, and built once at the end by sorting.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-car-writer.h"

#include <string.h>

#include "rdg-statement.h"
#include "rdg-store-private.h"

#define MODULE_NAME "rdg_car_batch"

enum
{
  COLUMN_POSITION,
  COLUMN_ID,
  COLUMN_CODE,
};

struct _RdgCarWriter
{
  RdgStore           *store;
  RdgStatement       *lookup;
  RdgStatement       *insert;

  const char * const *codes;
  gint64             *ids;
  guint32            *order;     /* the rows that the virtual table shows, in this order */
  gsize               n_order;
  gsize               order_size;

  gint64              first_new_id;
  gint64              next_id;
  guint64             n_new;
  gboolean            was_empty;
  gboolean            index_dropped;
};

typedef struct
{
  sqlite3_vtab  base;
  RdgCarWriter *writer;
} BatchTable;

typedef struct
{
  sqlite3_vtab_cursor  base;
  const RdgCarWriter  *writer;
  gsize                i;
} BatchCursor;

static int
batch_connect_cb (sqlite3             *db,
                  void                *data,
                  int                  n_arguments,
                  const char * const  *arguments,
                  sqlite3_vtab       **table,
                  char               **message)
{
  int rc = sqlite3_declare_vtab (db, "CREATE TABLE x (position INTEGER, car_id INTEGER, code TEXT)");

  if (rc == SQLITE_OK)
    {
      BatchTable *self = g_new0 (BatchTable, 1);

      self->writer = data;
      *table = &self->base;
    }
  return rc;
}

static int
batch_disconnect_cb (sqlite3_vtab *table)
{
  g_free (table);
  return SQLITE_OK;
}

static int
batch_best_index_cb (sqlite3_vtab       *table,
                     sqlite3_index_info *info)
{
  info->estimatedCost = 4096;
  info->estimatedRows = 4096;
  return SQLITE_OK;
}

static int
batch_open_cb (sqlite3_vtab         *table,
               sqlite3_vtab_cursor **cursor)
{
  BatchCursor *self = g_new0 (BatchCursor, 1);

  self->writer = ((BatchTable *) table)->writer;
  *cursor = &self->base;
  return SQLITE_OK;
}

static int
batch_close_cb (sqlite3_vtab_cursor *cursor)
{
  g_free (cursor);
  return SQLITE_OK;
}

static int
batch_filter_cb (sqlite3_vtab_cursor  *cursor,
                 int                   index,
                 const char           *name,
                 int                   n_values,
                 sqlite3_value       **values)
{
  ((BatchCursor *) cursor)->i = 0;
  return SQLITE_OK;
}

static int
batch_next_cb (sqlite3_vtab_cursor *cursor)
{
  ((BatchCursor *) cursor)->i++;
  return SQLITE_OK;
}

static int
batch_eof_cb (sqlite3_vtab_cursor *cursor)
{
  BatchCursor *self = (BatchCursor *) cursor;

  return self->i >= self->writer->n_order;
}

static int
batch_column_cb (sqlite3_vtab_cursor *cursor,
                 sqlite3_context     *context,
                 int                  column)
{
  const BatchCursor *self = (const BatchCursor *) cursor;
  guint32 row = self->writer->order[self->i];

  if (column == COLUMN_CODE)
    sqlite3_result_text (context, self->writer->codes[row], -1, SQLITE_STATIC);
  else
    sqlite3_result_int64 (context, column == COLUMN_ID ? self->writer->ids[row] : (gint64) row);
  return SQLITE_OK;
}

static int
batch_rowid_cb (sqlite3_vtab_cursor *cursor,
                sqlite3_int64       *rowid)
{
  *rowid = (sqlite3_int64) ((BatchCursor *) cursor)->i;
  return SQLITE_OK;
}

/* Without xCreate the table is eponymous: it is there under the module's name, and nowhere in the
 * database file. */
static const sqlite3_module batch_module = {
  .xConnect = batch_connect_cb,
  .xBestIndex = batch_best_index_cb,
  .xDisconnect = batch_disconnect_cb,
  .xOpen = batch_open_cb,
  .xClose = batch_close_cb,
  .xFilter = batch_filter_cb,
  .xNext = batch_next_cb,
  .xEof = batch_eof_cb,
  .xColumn = batch_column_cb,
  .xRowid = batch_rowid_cb,
};

static gboolean
find_next_id (RdgCarWriter  *self,
              GError       **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (self->store, "SELECT coalesce(max(car_id), 0) FROM car", error);

  if (statement == NULL || rdg_statement_step (statement, error) != RDG_STEP_ROW)
    return FALSE;

  self->first_new_id = self->next_id = rdg_statement_get_int (statement, 0) + 1;
  self->was_empty = self->next_id == 1;
  return TRUE;
}

/**
 * rdg_car_writer_new:
 * @store: with a transaction begun
 *
 * Returns: (transfer full) (nullable): a writer, or %NULL with @error set
 */
RdgCarWriter *
rdg_car_writer_new (RdgStore  *store,
                    GError   **error)
{
  g_autoptr (RdgCarWriter) self = g_new0 (RdgCarWriter, 1);

  self->store = store;

  int rc = sqlite3_create_module_v2 (_rdg_store_get_handle (store), MODULE_NAME, &batch_module,
                                     self, NULL);

  if (rc != SQLITE_OK)
    {
      _rdg_store_set_error (store, rc, error);
      return NULL;
    }

  if (!find_next_id (self, error))
    return NULL;

  self->lookup = rdg_statement_new (store,
                                    "SELECT b.position, c.car_id FROM " MODULE_NAME " b "
                                    "CROSS JOIN car c ON c.code = b.code",
                                    error);
  if (self->lookup == NULL)
    return NULL;

  /* OR ROLLBACK: an import that fails is undone as a whole; the default would keep a journal of
   * each page that the statement changes, to undo just that. */
  self->insert = rdg_statement_new (store,
                                    "INSERT OR ROLLBACK INTO car (car_id, code) "
                                    "SELECT car_id, code FROM " MODULE_NAME,
                                    error);
  if (self->insert == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
rdg_car_writer_free (RdgCarWriter *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->lookup);
  rdg_statement_free (self->insert);
  sqlite3_create_module_v2 (_rdg_store_get_handle (self->store), MODULE_NAME, NULL, NULL, NULL);
  g_free (self->order);
  g_free (self);
}

static int
compare_codes_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const RdgCarWriter *self = user_data;

  return strcmp (self->codes[*(const guint32 *) a], self->codes[*(const guint32 *) b]);
}

static gboolean
is_ordered (const RdgCarWriter *self)
{
  for (gsize i = 1; i < self->n_order; i++)
    {
      if (strcmp (self->codes[self->order[i - 1]], self->codes[self->order[i]]) > 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
look_up (RdgCarWriter  *self,
         GError       **error)
{
  RdgStep step;

  while ((step = rdg_statement_step (self->lookup, error)) == RDG_STEP_ROW)
    self->ids[rdg_statement_get_int (self->lookup, 0)] = rdg_statement_get_int (self->lookup, 1);

  return step == RDG_STEP_DONE;
}

/**
 * rdg_car_writer_resolve:
 * @codes: (array length=n_codes): codes, each with a NUL at its end
 * @ids: (out caller-allocates) (array length=n_codes): their cars
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_car_writer_resolve (RdgCarWriter        *self,
                        const char * const  *codes,
                        gsize                n_codes,
                        gint64              *ids,
                        GError             **error)
{
  self->codes = codes;
  self->ids = ids;
  if (n_codes > self->order_size)
    {
      self->order = g_renew (guint32, self->order, n_codes);
      self->order_size = n_codes;
    }
  for (gsize i = 0; i < n_codes; i++)
    {
      self->order[i] = (guint32) i;
      ids[i] = 0;
    }
  self->n_order = n_codes;

  if (!self->was_empty && !look_up (self, error))
    return FALSE;

  self->n_order = 0;
  for (gsize i = 0; i < n_codes; i++)
    {
      if (ids[i] != 0)
        continue;
      ids[i] = self->next_id++;
      self->order[self->n_order++] = (guint32) i;
    }
  if (self->n_order == 0)
    return TRUE;
  self->n_new += self->n_order;

  if (!self->index_dropped && !is_ordered (self))
    {
      if (self->was_empty)
        {
          if (!_rdg_store_execute (self->store, "DROP INDEX car_code", error))
            return FALSE;
          self->index_dropped = TRUE;
        }
      else
        {
          g_qsort_with_data (self->order, (int) self->n_order, sizeof *self->order,
                             compare_codes_cb, self);
        }
    }

  return rdg_statement_run (self->insert, error);
}

/**
 * rdg_car_writer_finish:
 *
 * Call after the last batch.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_car_writer_finish (RdgCarWriter  *self,
                       GError       **error)
{
  if (!self->index_dropped)
    return TRUE;

  return _rdg_store_execute (self->store, "CREATE UNIQUE INDEX car_code ON car (code)", error);
}

gboolean
rdg_car_writer_is_new (const RdgCarWriter *self,
                       gint64              car_id)
{
  return car_id >= self->first_new_id;
}

guint64
rdg_car_writer_get_n_new (const RdgCarWriter *self)
{
  return self->n_new;
}
