/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table-valued function over readings: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-reading-view.h"

#include <math.h>

#include "rdg-datetime.h"
#include "rdg-reading-table.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

enum
{
  COLUMN_CAR,
  COLUMN_IMPORT,
  COLUMN_NAME,
  COLUMN_OPERATION,
  COLUMN_CHANNEL,
  COLUMN_UNIT,
  COLUMN_GROUP,
  COLUMN_STATUS,
  COLUMN_TIME,
  COLUMN_VALUE,
  COLUMN_ONLY_CAR,    /* the function's argument */
};

static const char declaration[] =
  "CREATE TABLE x (car TEXT, import_id INTEGER, name TEXT, operation TEXT, channel TEXT,"
  "  unit TEXT, result_group INTEGER, status INTEGER, time TEXT, value, only_car HIDDEN)";

typedef struct
{
  char     *name;
  char     *unit;
  char     *operation;
  char     *channel;
  gint64    group;
  GPtrArray *levels;   /* char *, by code; NULL: numbers */
} Characteristic;

typedef struct
{
  sqlite3_vtab  base;
  RdgStore     *store;
  GHashTable   *characteristics;   /* by id; read with the first look at the readings */
} ViewTable;

typedef struct
{
  sqlite3_vtab_cursor  base;
  RdgRecordReader     *reader;
  RdgStatement        *codes;
  const RdgRecord     *record;     /* NULL: at the end */
  char                *code;       /* of the record's car */
  gint64               code_of;
  guint                i;
  gint64               row;
} ViewCursor;

static void
characteristic_free (gpointer data)
{
  Characteristic *self = data;

  g_free (self->name);
  g_free (self->unit);
  g_free (self->operation);
  g_free (self->channel);
  g_clear_pointer (&self->levels, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_levels (ViewTable  *table,
             GError    **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    table->store, "SELECT characteristic_id, text FROM level ORDER BY characteristic_id, code",
    error);
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      Characteristic *characteristic =
        g_hash_table_lookup (table->characteristics,
                             GUINT_TO_POINTER ((guint) rdg_statement_get_int (statement, 0)));

      if (characteristic == NULL)
        continue;
      if (characteristic->levels == NULL)
        characteristic->levels = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (characteristic->levels, g_strdup (rdg_statement_get_text (statement, 1)));
    }

  return step == RDG_STEP_DONE;
}

static gboolean
read_characteristics (ViewTable  *table,
                      GError    **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    table->store,
    "SELECT characteristic_id, name, unit, operation, channel, result_group FROM characteristic",
    error);
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  g_clear_pointer (&table->characteristics, g_hash_table_unref);
  table->characteristics = g_hash_table_new_full (NULL, NULL, NULL, characteristic_free);
  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      Characteristic *self = g_new0 (Characteristic, 1);

      self->name = g_strdup (rdg_statement_get_text (statement, 1));
      self->unit = g_strdup (rdg_statement_get_text (statement, 2));
      self->operation = g_strdup (rdg_statement_get_text (statement, 3));
      self->channel = g_strdup (rdg_statement_get_text (statement, 4));
      self->group = rdg_statement_get_int (statement, 5);
      g_hash_table_insert (table->characteristics,
                           GUINT_TO_POINTER ((guint) rdg_statement_get_int (statement, 0)), self);
    }

  return step == RDG_STEP_DONE && read_levels (table, error);
}

static int
connect_cb (sqlite3             *db,
            void                *data,
            int                  n_arguments,
            const char * const  *arguments,
            sqlite3_vtab       **table,
            char               **message)
{
  int rc = sqlite3_declare_vtab (db, declaration);

  if (rc == SQLITE_OK)
    {
      ViewTable *self = g_new0 (ViewTable, 1);

      self->store = data;
      *table = &self->base;
    }
  return rc;
}

static int
disconnect_cb (sqlite3_vtab *table)
{
  ViewTable *self = (ViewTable *) table;

  g_clear_pointer (&self->characteristics, g_hash_table_unref);
  g_free (self);
  return SQLITE_OK;
}

/* Index 1: of one car. */
static int
best_index_cb (sqlite3_vtab       *table,
               sqlite3_index_info *info)
{
  info->estimatedCost = 1e9;
  info->estimatedRows = 20000000;
  for (int i = 0; i < info->nConstraint; i++)
    {
      gboolean argument = info->aConstraint[i].iColumn == COLUMN_ONLY_CAR;

      if (info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
          (!argument && info->aConstraint[i].iColumn != COLUMN_CAR))
        continue;

      /* An argument without a value cannot mean every car. */
      if (!info->aConstraint[i].usable)
        {
          if (argument)
            return SQLITE_CONSTRAINT;
          continue;
        }
      if (info->idxNum == 1)
        continue;
      info->aConstraintUsage[i].argvIndex = 1;
      info->aConstraintUsage[i].omit = argument;
      info->idxNum = 1;
      info->estimatedCost = 1000;
      info->estimatedRows = 1000;
    }

  return SQLITE_OK;
}

static int
open_cb (sqlite3_vtab         *table,
         sqlite3_vtab_cursor **cursor)
{
  ViewCursor *self = g_new0 (ViewCursor, 1);

  *cursor = &self->base;
  return SQLITE_OK;
}

static void
clear_cursor (ViewCursor *self)
{
  g_clear_pointer (&self->reader, rdg_record_reader_free);
  g_clear_pointer (&self->codes, rdg_statement_free);
  g_clear_pointer (&self->code, g_free);
  self->record = NULL;
}

static int
close_cb (sqlite3_vtab_cursor *cursor)
{
  clear_cursor ((ViewCursor *) cursor);
  g_free (cursor);
  return SQLITE_OK;
}

static int
fail (ViewCursor *self,
      GError     *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  sqlite3_free (self->base.pVtab->zErrMsg);
  self->base.pVtab->zErrMsg = sqlite3_mprintf ("%s", error->message);
  g_error_free (error);
  return cancelled ? SQLITE_INTERRUPT : SQLITE_ERROR;
}

static gboolean
read_code (ViewCursor  *self,
           GError     **error)
{
  if (self->code != NULL && self->code_of == self->record->car_id)
    return TRUE;

  rdg_statement_reset (self->codes);
  rdg_statement_bind_int (self->codes, 1, self->record->car_id);
  if (rdg_statement_step (self->codes, error) == RDG_STEP_ERROR)
    return FALSE;

  g_free (self->code);
  self->code = g_strdup (rdg_statement_get_text (self->codes, 0));
  self->code_of = self->record->car_id;
  return TRUE;
}

static int
next_cb (sqlite3_vtab_cursor *cursor)
{
  ViewCursor *self = (ViewCursor *) cursor;
  GError *error = NULL;

  self->row++;
  if (self->record != NULL && ++self->i < self->record->n_readings)
    return SQLITE_OK;

  self->i = 0;
  do
    if (!rdg_record_reader_next (self->reader, &self->record, &error))
      {
        self->record = NULL;
        return error != NULL ? fail (self, error) : SQLITE_OK;
      }
  while (self->record->n_readings == 0);

  return read_code (self, &error) ? SQLITE_OK : fail (self, error);
}

/* 0: there is no such car. */
static gboolean
find_car (ViewTable   *table,
          const char  *code,
          gint64      *car_id,
          GError     **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (table->store, "SELECT car_id FROM car WHERE code = ?1", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, code);

  RdgStep step = rdg_statement_step (statement, error);

  *car_id = step == RDG_STEP_ROW ? rdg_statement_get_int (statement, 0) : 0;
  return step != RDG_STEP_ERROR;
}

static int
filter_cb (sqlite3_vtab_cursor  *cursor,
           int                   index,
           const char           *name,
           int                   n_values,
           sqlite3_value       **values)
{
  ViewCursor *self = (ViewCursor *) cursor;
  ViewTable *table = (ViewTable *) self->base.pVtab;
  GError *error = NULL;
  gint64 car_id = 0;

  clear_cursor (self);
  self->row = 0;
  self->i = 0;
  if (table->characteristics == NULL && !read_characteristics (table, &error))
    return fail (self, error);

  if (index == 1)
    {
      const char *code = (const char *) sqlite3_value_text (values[0]);

      if (code == NULL)
        return SQLITE_OK;
      if (!find_car (table, code, &car_id, &error))
        return fail (self, error);
      if (car_id == 0)
        return SQLITE_OK;
    }

  self->reader = rdg_record_reader_new (table->store, car_id, &error);
  if (self->reader == NULL)
    return fail (self, error);
  self->codes = rdg_statement_new (table->store, "SELECT code FROM car WHERE car_id = ?1", &error);
  if (self->codes == NULL)
    return fail (self, error);

  return next_cb (cursor);
}

static int
eof_cb (sqlite3_vtab_cursor *cursor)
{
  return ((ViewCursor *) cursor)->record == NULL;
}

static void
result_text (sqlite3_context *context,
             const char      *text)
{
  sqlite3_result_text (context, text, -1, SQLITE_TRANSIENT);
}

static void
result_time (sqlite3_context  *context,
             const RdgRecord  *record,
             const RdgReading *reading)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];
  gint64 time = reading->time != RDG_DATETIME_NONE ? reading->time : record->time;

  if (time != RDG_DATETIME_NONE)
    result_text (context, rdg_datetime_format (time, buffer));
}

static void
result_value (sqlite3_context      *context,
              const Characteristic *characteristic,
              const RdgReading     *reading)
{
  const GPtrArray *levels = characteristic != NULL ? characteristic->levels : NULL;

  if (isnan (reading->value))
    return;
  if (levels != NULL && reading->value >= 0 && reading->value < levels->len)
    result_text (context, g_ptr_array_index (levels, (guint) reading->value));
  else
    sqlite3_result_double (context, reading->value);
}

static int
column_cb (sqlite3_vtab_cursor *cursor,
           sqlite3_context     *context,
           int                  column)
{
  const ViewCursor *self = (const ViewCursor *) cursor;
  const ViewTable *table = (const ViewTable *) self->base.pVtab;
  const RdgReading *reading = &self->record->readings[self->i];
  const Characteristic *characteristic =
    g_hash_table_lookup (table->characteristics, GUINT_TO_POINTER (reading->characteristic));

  switch (column)
    {
    case COLUMN_CAR:
      result_text (context, self->code);
      break;
    case COLUMN_IMPORT:
      sqlite3_result_int64 (context, self->record->import_id);
      break;
    case COLUMN_STATUS:
      if (reading->status != 0)
        sqlite3_result_int (context, reading->status);
      break;
    case COLUMN_TIME:
      result_time (context, self->record, reading);
      break;
    case COLUMN_VALUE:
      result_value (context, characteristic, reading);
      break;
    default:
      if (characteristic == NULL)
        break;
      if (column == COLUMN_GROUP)
        sqlite3_result_int64 (context, characteristic->group);
      else if (column != COLUMN_ONLY_CAR)
        result_text (context, column == COLUMN_NAME ? characteristic->name
                              : column == COLUMN_UNIT ? characteristic->unit
                              : column == COLUMN_OPERATION ? characteristic->operation
                              : characteristic->channel);
      break;
    }

  return SQLITE_OK;
}

static int
rowid_cb (sqlite3_vtab_cursor *cursor,
          sqlite3_int64       *rowid)
{
  *rowid = ((ViewCursor *) cursor)->row;
  return SQLITE_OK;
}

static const sqlite3_module view_module = {
  .xConnect = connect_cb,
  .xBestIndex = best_index_cb,
  .xDisconnect = disconnect_cb,
  .xOpen = open_cb,
  .xClose = close_cb,
  .xFilter = filter_cb,
  .xNext = next_cb,
  .xEof = eof_cb,
  .xColumn = column_cb,
  .xRowid = rowid_cb,
};

/**
 * rdg_reading_view_add:
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_reading_view_add (RdgStore  *store,
                      GError   **error)
{
  int rc = sqlite3_create_module_v2 (_rdg_store_get_handle (store), RDG_READING_VIEW_NAME,
                                     &view_module, store, NULL);

  if (rc == SQLITE_OK)
    return TRUE;

  _rdg_store_set_error (store, rc, error);
  return FALSE;
}
