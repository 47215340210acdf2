/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgForeignDatabase: the rows of a table or view in an SQLite database of
 * another program. It is only read, no file is made beside it, and what its
 * schema defines may do nothing but compute. Blocking and cancellable; one
 * thread at a time; errors are RDG_IMPORT_ERROR with the file named.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-number.h"

G_BEGIN_DECLS

typedef struct
{
  char     *name;
  gboolean  view;
} RdgForeignTable;

typedef struct _RdgForeignDatabase RdgForeignDatabase;

RdgForeignDatabase *rdg_foreign_database_open       (const char          *path,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
void                rdg_foreign_database_free       (RdgForeignDatabase  *self);
/* RdgForeignTable, by name. */
GPtrArray          *rdg_foreign_database_get_tables (RdgForeignDatabase  *self);
/* table: nullable where there is just one. */
gboolean            rdg_foreign_database_select     (RdgForeignDatabase  *self,
                                                     const char          *table,
                                                     GError             **error);
/* Of what is selected. */
const char         *rdg_foreign_database_get_table  (RdgForeignDatabase  *self);
guint               rdg_foreign_database_n_columns  (RdgForeignDatabase  *self);
const char         *rdg_foreign_database_get_column (RdgForeignDatabase  *self,
                                                     guint                column);
/* FALSE with no error set: the end. */
gboolean            rdg_foreign_database_next       (RdgForeignDatabase  *self,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
/* Of the row; until the next one, or the next text in the same buffer. */
const char         *rdg_foreign_database_get_text   (RdgForeignDatabase  *self,
                                                     guint                column,
                                                     char                 buffer[RDG_NUMBER_BUFFER_SIZE],
                                                     gsize               *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgForeignDatabase, rdg_foreign_database_free)

G_END_DECLS
