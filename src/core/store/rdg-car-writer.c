/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes to ids in bulk. A batch is shown to SQLite as a virtual table, so that
 * one INSERT … SELECT takes thousands of cars: binding and stepping a statement
 * for each costs more than the b-trees do (0.9 s against 0.35 s for a million).
 *
 * New codes enter the index in their own order, batch by batch. Where a first,
 * large import comes in no order at all, even that touches the whole index for
 * each batch: then the index is dropped, and built once at the end. SQLite's
 * sorter takes a third of the time for what comes in sorted batches, and so the
 * cars of each batch get their ids in the order of their codes; it is faster
 * still if it may keep only little in memory: the processor's own cache.
 *
 * A code that comes a second time is found without remembering all codes: it is
 * in the index with an id of this import's, or its index entry is there twice.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-car-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

#define MODULE_NAME "rdg_car_batch"

/* Of the page cache while the index is built, and so of the sorter's runs. In KiB, negative as
 * SQLite wants it. */
#define SORTER_CACHE_SIZE "-2000"

enum
{
  COLUMN_POSITION,
  COLUMN_ID,
  COLUMN_CODE,
};

/* More than any plant builds. */
#define LARGEST_ID G_MAXINT32

/* So many new cars in no order are worth building the index anew. */
#define LARGE_BATCH 1024

/* To sort by: bytes of the code behind what all codes of the batch begin with, the first highest. */
typedef struct
{
  guint64 bytes;
  guint32 row;
} CodeKey;

struct _RdgCarWriter
{
  RdgStore           *store;
  RdgStatement       *lookup;
  RdgStatement       *insert;
  RdgStatement       *append;

  const char * const *codes;
  gint64             *ids;
  guint32            *order;     /* the rows that the virtual table shows, in this order */
  gsize               n_order;
  gsize               order_size;
  CodeKey            *keys;

  GString            *last_code; /* the last of the batch before */
  gint64              first_id;  /* of the cars that this writer makes */
  gint64              next_id;
  guint8             *seen;      /* a bit for each car that was there before and came */
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
set_damaged (const RdgCarWriter  *self,
             GError             **error)
{
  g_autofree char *name = g_filename_display_name (rdg_store_get_path (self->store));

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED,
               _("The database “%s” is damaged (%s). Use a backup copy."), name,
               _("the number of a car"));
  return FALSE;
}

static gboolean
find_next_id (RdgCarWriter  *self,
              GError       **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (self->store, "SELECT coalesce(max(car_id), 0) FROM car", error);

  if (statement == NULL || rdg_statement_step (statement, error) != RDG_STEP_ROW)
    return FALSE;

  gint64 last_id = rdg_statement_get_int (statement, 0);

  if (last_id < 0 || last_id > LARGEST_ID)
    return set_damaged (self, error);

  self->first_id = self->next_id = last_id + 1;
  self->seen = g_malloc0 ((gsize) self->first_id / 8 + 1);
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
  self->last_code = g_string_new (NULL);

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

  /* Without an id SQLite gives the next one, and need not look where it belongs. */
  self->append = rdg_statement_new (store,
                                    "INSERT OR ROLLBACK INTO car (code) SELECT code FROM "
                                    MODULE_NAME,
                                    error);
  if (self->append == NULL)
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
  rdg_statement_free (self->append);
  sqlite3_create_module_v2 (_rdg_store_get_handle (self->store), MODULE_NAME, NULL, NULL, NULL);
  g_string_free (self->last_code, TRUE);
  g_free (self->seen);
  g_free (self->order);
  g_free (self->keys);
  g_free (self);
}

/* Whether the new codes follow each other, and those of the batch before. */
static gboolean
is_ordered (const RdgCarWriter *self)
{
  const char *last = self->last_code->str;

  for (gsize i = 0; i < self->n_order; i++)
    {
      const char *code = self->codes[self->order[i]];

      if (strcmp (last, code) >= 0)
        return FALSE;
      last = code;
    }

  return TRUE;
}

static int
compare_keys_cb (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const RdgCarWriter *self = user_data;
  const CodeKey *first = a;
  const CodeKey *second = b;

  if (first->bytes != second->bytes)
    return first->bytes < second->bytes ? -1 : 1;
  return strcmp (self->codes[first->row], self->codes[second->row]);
}

/* Many comparisons of short texts that begin alike: cheaper by their first bytes that differ. */
static void
sort_codes (RdgCarWriter *self)
{
  const char *first = self->codes[self->order[0]];
  gsize common = strlen (first);

  for (gsize i = 1; i < self->n_order; i++)
    {
      const char *code = self->codes[self->order[i]];
      gsize n = 0;

      while (n < common && code[n] == first[n])
        n++;
      common = n;
    }

  for (gsize i = 0; i < self->n_order; i++)
    {
      const char *code = self->codes[self->order[i]] + common;
      CodeKey *key = &self->keys[i];

      *key = (CodeKey){ .row = self->order[i] };
      for (guint shift = 64; shift > 0 && *code != '\0'; code++)
        key->bytes |= (guint64) (guint8) *code << (shift -= 8);
    }
  g_qsort_with_data (self->keys, (int) self->n_order, sizeof *self->keys, compare_keys_cb, self);
  for (gsize i = 0; i < self->n_order; i++)
    self->order[i] = self->keys[i].row;
}

static gboolean
set_repeated (const RdgCarWriter  *self,
              gsize                i,
              GError             **error)
{
  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_EXISTS, _("The car “%s” comes twice."),
               self->codes[i]);
  return FALSE;
}

/* The cars that are there already. */
static gboolean
look_up (RdgCarWriter  *self,
         GError       **error)
{
  RdgStep step;

  while ((step = rdg_statement_step (self->lookup, error)) == RDG_STEP_ROW)
    {
      gsize i = (gsize) rdg_statement_get_int (self->lookup, 0);
      gint64 id = rdg_statement_get_int (self->lookup, 1);
      guint8 bit = (guint8) (1u << (id & 7));

      if (id < 1)
        {
          rdg_statement_reset (self->lookup);
          return set_damaged (self, error);
        }
      if (id >= self->first_id || (self->seen[id >> 3] & bit) != 0)
        {
          rdg_statement_reset (self->lookup);
          return set_repeated (self, i, error);
        }
      self->seen[id >> 3] |= bit;
      self->ids[i] = id;
    }

  return step == RDG_STEP_DONE;
}

/* Puts the new codes into the order in which they enter the index, and gives them ids. */
static gboolean
number_codes (RdgCarWriter  *self,
              gboolean       ordered,
              GError       **error)
{
  if (!ordered && !self->index_dropped && self->first_id == 1 && self->n_order >= LARGE_BATCH)
    {
      if (!_rdg_store_execute (self->store, "DROP INDEX car_code", error))
        return FALSE;
      self->index_dropped = TRUE;
    }

  /* Ids as the cars come, unless it is the index's turn to be built. */
  if (!self->index_dropped)
    {
      for (gsize i = 0; i < self->n_order; i++)
        self->ids[self->order[i]] = self->next_id + (gint64) i;
    }
  if (!ordered)
    {
      sort_codes (self);
      for (gsize i = 1; i < self->n_order; i++)
        {
          if (g_str_equal (self->codes[self->order[i - 1]], self->codes[self->order[i]]))
            return set_repeated (self, self->order[i], error);
        }
    }
  if (self->index_dropped)
    {
      for (gsize i = 0; i < self->n_order; i++)
        self->ids[self->order[i]] = self->next_id + (gint64) i;
    }

  self->next_id += (gint64) self->n_order;
  g_string_assign (self->last_code, self->codes[self->order[self->n_order - 1]]);
  return TRUE;
}

/**
 * rdg_car_writer_resolve:
 * @codes: (array length=n_codes): codes, each with a NUL at its end
 * @ids: (out caller-allocates) (array length=n_codes): their cars
 *
 * Returns: %FALSE with @error set, RDG_STORE_ERROR_EXISTS where a code came before
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
      self->keys = g_renew (CodeKey, self->keys, n_codes);
      self->order_size = n_codes;
    }
  for (gsize i = 0; i < n_codes; i++)
    {
      self->order[i] = (guint32) i;
      ids[i] = 0;
    }
  self->n_order = n_codes;

  if (self->first_id > 1 && !look_up (self, error))
    return FALSE;

  self->n_order = 0;
  for (gsize i = 0; i < n_codes; i++)
    {
      if (ids[i] == 0)
        self->order[self->n_order++] = (guint32) i;
    }
  if (self->n_order == 0)
    return TRUE;

  gboolean ordered = is_ordered (self);

  return number_codes (self, ordered, error) &&
         rdg_statement_run (ordered || self->index_dropped ? self->append : self->insert, error);
}

/**
 * rdg_car_writer_finish:
 *
 * Call after the last batch.
 *
 * Returns: %FALSE with @error set, RDG_STORE_ERROR_EXISTS where a code came twice
 */
gboolean
rdg_car_writer_finish (RdgCarWriter  *self,
                       GError       **error)
{
  if (!self->index_dropped)
    return TRUE;

  return _rdg_store_execute (self->store,
                             "PRAGMA cache_size = " SORTER_CACHE_SIZE ";"
                             "CREATE UNIQUE INDEX car_code ON car (code)", error);
}

gboolean
rdg_car_writer_is_new (const RdgCarWriter *self,
                       gint64              car_id)
{
  return car_id >= self->first_id;
}

guint64
rdg_car_writer_get_n_new (const RdgCarWriter *self)
{
  return (guint64) (self->next_id - self->first_id);
}
