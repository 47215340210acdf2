/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prepared statement: see rdg-statement.h. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-statement.h"

#include <math.h>
#include <sqlite3.h>

#include "rdg-datetime.h"
#include "rdg-store-private.h"

struct _RdgStatement
{
  RdgStore     *store;
  sqlite3_stmt *handle;
};

/**
 * rdg_statement_new:
 * @store: an open store
 * @sql: one statement, of our own: never made from what a user wrote
 *
 * Returns: (transfer full) (nullable): the prepared statement, or %NULL with @error set
 */
RdgStatement *
rdg_statement_new (RdgStore    *store,
                   const char  *sql,
                   GError     **error)
{
  sqlite3_stmt *handle = NULL;
  int rc = sqlite3_prepare_v2 (_rdg_store_get_handle (store), sql, -1, &handle, NULL);

  if (rc != SQLITE_OK)
    {
      _rdg_store_set_error (store, rc, error);
      return NULL;
    }

  RdgStatement *self = g_new0 (RdgStatement, 1);

  self->store = store;
  self->handle = handle;
  return self;
}

void
rdg_statement_free (RdgStatement *self)
{
  if (self == NULL)
    return;

  sqlite3_finalize (self->handle);
  g_free (self);
}

void
rdg_statement_bind_int (RdgStatement *self,
                        int           parameter,
                        gint64        value)
{
  sqlite3_bind_int64 (self->handle, parameter, value);
}

/**
 * rdg_statement_bind_double:
 * @value: a number; NaN is NULL in the file, as SQLite has no NaN
 */
void
rdg_statement_bind_double (RdgStatement *self,
                           int           parameter,
                           double        value)
{
  sqlite3_bind_double (self->handle, parameter, value);
}

/**
 * rdg_statement_bind_text:
 * @text: (nullable): UTF-8, alive until the statement has run
 */
void
rdg_statement_bind_text (RdgStatement *self,
                         int           parameter,
                         const char   *text)
{
  sqlite3_bind_text (self->handle, parameter, text, -1, SQLITE_STATIC);
}

/**
 * rdg_statement_bind_blob:
 * @data: (nullable): bytes, alive until the statement has run; an empty blob is not NULL
 */
void
rdg_statement_bind_blob (RdgStatement  *self,
                         int            parameter,
                         gconstpointer  data,
                         gsize          size)
{
  sqlite3_bind_blob64 (self->handle, parameter, data != NULL ? data : "", size, SQLITE_STATIC);
}

void
rdg_statement_bind_null (RdgStatement *self,
                         int           parameter)
{
  sqlite3_bind_null (self->handle, parameter);
}

void
rdg_statement_bind_time (RdgStatement *self,
                         int           parameter,
                         gint64        ms)
{
  if (ms == RDG_DATETIME_NONE)
    sqlite3_bind_null (self->handle, parameter);
  else
    sqlite3_bind_int64 (self->handle, parameter, ms);
}

/**
 * rdg_statement_step:
 *
 * Returns: whether there is a row; after the last one, or an error, the statement is reset
 */
RdgStep
rdg_statement_step (RdgStatement  *self,
                    GError       **error)
{
  int rc = sqlite3_step (self->handle);

  if (rc == SQLITE_ROW)
    return RDG_STEP_ROW;
  if (rc == SQLITE_DONE)
    {
      sqlite3_reset (self->handle);
      return RDG_STEP_DONE;
    }

  _rdg_store_set_error (self->store, rc, error);
  sqlite3_reset (self->handle);
  return RDG_STEP_ERROR;
}

/**
 * rdg_statement_run:
 *
 * Steps over all rows.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_statement_run (RdgStatement  *self,
                   GError       **error)
{
  RdgStep step;

  do
    step = rdg_statement_step (self, error);
  while (step == RDG_STEP_ROW);

  return step == RDG_STEP_DONE;
}

void
rdg_statement_reset (RdgStatement *self)
{
  sqlite3_reset (self->handle);
}

gboolean
rdg_statement_is_null (RdgStatement *self,
                       int           column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

gint64
rdg_statement_get_int (RdgStatement *self,
                       int           column)
{
  return sqlite3_column_int64 (self->handle, column);
}

double
rdg_statement_get_double (RdgStatement *self,
                          int           column)
{
  if (rdg_statement_is_null (self, column))
    return NAN;

  return sqlite3_column_double (self->handle, column);
}

const char *
rdg_statement_get_text (RdgStatement *self,
                        int           column)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, column);

  if (text == NULL)
    return "";

  /* SQLite keeps whatever bytes it was given; a file from elsewhere may hold any. */
  return g_utf8_validate (text, -1, NULL) ? text : "\357\277\275";
}

gconstpointer
rdg_statement_get_blob (RdgStatement *self,
                        int           column,
                        gsize        *size)
{
  /* In this order: asking for the bytes first could convert the value. */
  gconstpointer data = sqlite3_column_blob (self->handle, column);

  *size = (gsize) sqlite3_column_bytes (self->handle, column);
  return data;
}

gint64
rdg_statement_get_time (RdgStatement *self,
                        int           column)
{
  if (rdg_statement_is_null (self, column))
    return RDG_DATETIME_NONE;

  return sqlite3_column_int64 (self->handle, column);
}
