/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A SELECT of the user's over the database, row by row: no result is ever held as a whole. */
#pragma once

#include "rdg-query.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

/* Called for each row, and first with row 0, before there is any, for the columns' names; FALSE
 * with the error set ends it. */
typedef gboolean (*RdgSqlRowFunc) (const RdgQuery  *query,
                                   guint64          row,       /* from 1 */
                                   gpointer         user_data,
                                   GError         **error);

/* Blocking. limit: rows at most, 0: all. truncated: there were more. */
gboolean rdg_sql_run (RdgWorkspace   *workspace,
                      const char     *sql,
                      guint64         limit,
                      RdgSqlRowFunc   take_row,
                      gpointer        user_data,
                      RdgJob         *job,
                      gboolean       *truncated,
                      GError        **error);

G_END_DECLS
