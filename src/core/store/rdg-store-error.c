/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What SQLite's result codes mean to the user, in sentences that name the file. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-store-private.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"

static RdgStoreError
code_from_sqlite (int rc)
{
  switch (rc)
    {
    /* A quota, or the largest size of a file: only a full disk is SQLITE_FULL to SQLite. */
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_SHMSIZE:
      return RDG_STORE_ERROR_FULL;
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
      return RDG_STORE_ERROR_EXISTS;
    default:
      break;
    }

  switch (rc & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return RDG_STORE_ERROR_BUSY;
    case SQLITE_NOTADB:
      return RDG_STORE_ERROR_NOT_A_DATABASE;
    /* Our statements are fixed: one that SQLite does not understand means another schema. */
    case SQLITE_ERROR:
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
      return RDG_STORE_ERROR_DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return RDG_STORE_ERROR_READ_ONLY;
    case SQLITE_FULL:
      return RDG_STORE_ERROR_FULL;
    default:
      return RDG_STORE_ERROR_FAILED;
    }
}

void
_rdg_store_set_error (RdgStore  *self,
                      int        rc,
                      GError   **error)
{
  g_autofree char *name = g_filename_display_name (self->path);
  const char *why = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (rc);
  RdgStoreError code = code_from_sqlite (rc);

  if ((rc & 0xff) == SQLITE_INTERRUPT ||
      (code == RDG_STORE_ERROR_BUSY && g_cancellable_is_cancelled (self->cancellable)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      return;
    }

  switch (code)
    {
    case RDG_STORE_ERROR_BUSY:
      g_set_error (error, RDG_STORE_ERROR, code,
                   _("Another program has the database “%s” open for writing. "
                     "Wait until it is done, or close it, and try again."), name);
      break;
    case RDG_STORE_ERROR_NOT_A_DATABASE:
      g_set_error (error, RDG_STORE_ERROR, code, _("“%s” is not a Rodagem database."), name);
      break;
    case RDG_STORE_ERROR_DAMAGED:
      g_set_error (error, RDG_STORE_ERROR, code,
                   _("The database “%s” is damaged (%s). Use a backup copy."), name, why);
      break;
    case RDG_STORE_ERROR_READ_ONLY:
      g_set_error (error, RDG_STORE_ERROR, code,
                   _("The database “%s” can only be read: the file or its folder is "
                     "write-protected."), name);
      break;
    case RDG_STORE_ERROR_FULL:
      g_set_error (error, RDG_STORE_ERROR, code,
                   _("The database “%s” cannot grow: the disk is full, or a limit is reached. "
                     "Nothing was changed; make room and try again."), name);
      break;
    case RDG_STORE_ERROR_FAILED:
    case RDG_STORE_ERROR_NEWER:
    case RDG_STORE_ERROR_NOT_FOUND:
    case RDG_STORE_ERROR_EXISTS:
    default:
      g_set_error (error, RDG_STORE_ERROR, code,
                   _("The database “%s” cannot be used: %s."), name, why);
      break;
    }
}
