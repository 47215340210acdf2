/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A statement of the user's. The connection could not write anyway; that it
 * does not try is asked before anything runs, to say so in words. To SQLite some
 * statements write nothing and yet do what they should not: ATTACH makes a file,
 * a PRAGMA changes what the connection does; these the authorizer refuses.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-reading-view.h"
#include "rdg-store-private.h"

/* No value of ours comes near it; one that a statement makes up would only fill the memory. */
#define LARGEST_VALUE (64 * 1024 * 1024)

struct _RdgQuery
{
  RdgStore     *store;
  sqlite3_stmt *statement;
  gboolean      refused;
};

/* What describes tables may be asked. */
static const char * const harmless_pragmas[] = {
  "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
  "foreign_key_list", NULL
};

static int
authorize_cb (void       *data,
              int         action,
              const char *first,
              const char *second,
              const char *database,
              const char *trigger)
{
  RdgQuery *self = data;

  switch (action)
    {
    case SQLITE_FUNCTION:
      if (second != NULL && g_ascii_strcasecmp (second, "load_extension") != 0)
        return SQLITE_OK;
      break;

    case SQLITE_PRAGMA:
      if (first != NULL && g_strv_contains (harmless_pragmas, first))
        return SQLITE_OK;
      break;

    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      break;

    default:
      return SQLITE_OK;
    }

  self->refused = TRUE;
  return SQLITE_DENY;
}

static gboolean
set_failed (RdgQuery  *self,
            int        rc,
            GError   **error)
{
  const char *why = sqlite3_errmsg (self->store->handle);

  if (self->refused)
    g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                         _("Only a SELECT is run: this statement would change the database, open "
                           "another one or change how it is read."));
  else if (g_cancellable_is_cancelled (self->store->cancellable))
    _rdg_store_set_error (self->store, SQLITE_INTERRUPT, error);
  else if ((rc & 0xff) == SQLITE_ERROR || (rc & 0xff) == SQLITE_TOOBIG ||
           (rc & 0xff) == SQLITE_MISMATCH || (rc & 0xff) == SQLITE_RANGE)
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("The statement cannot be run: %s. SELECT name FROM sqlite_schema lists the "
                   "tables."), why);
  else
    _rdg_store_set_error (self->store, rc, error);

  return FALSE;
}

static gboolean
prepare (RdgQuery    *self,
         const char  *sql,
         GError     **error)
{
  sqlite3_stmt *next = NULL;
  const char *tail;
  int rc = sqlite3_prepare_v2 (self->store->handle, sql, -1, &self->statement, &tail);

  if (rc != SQLITE_OK)
    return set_failed (self, rc, error);
  if (self->statement == NULL)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("There is no statement: write a SELECT."));
      return FALSE;
    }

  if (!sqlite3_stmt_readonly (self->statement))
    {
      self->refused = TRUE;
      return set_failed (self, rc, error);
    }

  /* Behind it, blanks and comments are no statement. */
  rc = sqlite3_prepare_v2 (self->store->handle, tail, -1, &next, NULL);
  if (next != NULL || rc != SQLITE_OK)
    {
      sqlite3_finalize (next);
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("There is more than one statement: run them one by one."));
      return FALSE;
    }
  if (sqlite3_bind_parameter_count (self->statement) > 0)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("The statement has a parameter (?): write its value."));
      return FALSE;
    }

  return TRUE;
}

/**
 * rdg_query_new:
 * @sql: one statement
 *
 * Returns: (transfer full) (nullable): a query before its first row, or %NULL with @error set
 */
RdgQuery *
rdg_query_new (RdgStore    *store,
               const char  *sql,
               GError     **error)
{
  g_autoptr (RdgQuery) self = g_new0 (RdgQuery, 1);

  self->store = store;
  if (!rdg_reading_view_add (store, error))
    return NULL;

  sqlite3_limit (store->handle, SQLITE_LIMIT_LENGTH, LARGEST_VALUE);
  sqlite3_set_authorizer (store->handle, authorize_cb, self);

  gboolean prepared = prepare (self, sql, error);

  /* The view's own statements are made while it runs. */
  sqlite3_set_authorizer (store->handle, NULL, NULL);
  return prepared ? g_steal_pointer (&self) : NULL;
}

void
rdg_query_free (RdgQuery *self)
{
  if (self == NULL)
    return;

  sqlite3_finalize (self->statement);
  g_free (self);
}

guint
rdg_query_get_n_columns (const RdgQuery *self)
{
  return (guint) sqlite3_column_count (self->statement);
}

const char *
rdg_query_get_column_name (const RdgQuery *self,
                           guint           column)
{
  const char *name = sqlite3_column_name (self->statement, (int) column);

  return name != NULL ? name : "";
}

/**
 * rdg_query_step:
 *
 * Blocking; stopped by the store's cancellable.
 *
 * Returns: whether there is a row, or an error with @error set
 */
RdgStep
rdg_query_step (RdgQuery  *self,
                GError   **error)
{
  int rc = sqlite3_step (self->statement);

  if (rc == SQLITE_ROW)
    return RDG_STEP_ROW;
  if (rc == SQLITE_DONE)
    return RDG_STEP_DONE;

  set_failed (self, rc, error);
  return RDG_STEP_ERROR;
}

RdgQueryType
rdg_query_get_type (const RdgQuery *self,
                    guint           column)
{
  switch (sqlite3_column_type (self->statement, (int) column))
    {
    case SQLITE_INTEGER:
      return RDG_QUERY_INTEGER;
    case SQLITE_FLOAT:
      return RDG_QUERY_REAL;
    case SQLITE_TEXT:
      return RDG_QUERY_TEXT;
    case SQLITE_BLOB:
      return RDG_QUERY_BLOB;
    default:
      return RDG_QUERY_NULL;
    }
}

gint64
rdg_query_get_int (const RdgQuery *self,
                   guint           column)
{
  return sqlite3_column_int64 (self->statement, (int) column);
}

double
rdg_query_get_double (const RdgQuery *self,
                      guint           column)
{
  return sqlite3_column_double (self->statement, (int) column);
}

const char *
rdg_query_get_text (const RdgQuery *self,
                    guint           column)
{
  const char *text = (const char *) sqlite3_column_text (self->statement, (int) column);

  return text != NULL ? text : "";
}

gconstpointer
rdg_query_get_blob (const RdgQuery *self,
                    guint           column,
                    gsize          *size)
{
  gconstpointer blob = sqlite3_column_blob (self->statement, (int) column);

  *size = (gsize) sqlite3_column_bytes (self->statement, (int) column);
  return blob;
}
