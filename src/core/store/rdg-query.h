/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgQuery: one SELECT that the user wrote, over the tables of the file and the
 * function `readings` (rdg-reading-view.h). Whatever else it tries is refused.
 * Same thread as its store, which is open for reading, and freed before it.
 */
#pragma once

#include "rdg-statement.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_QUERY_NULL,
  RDG_QUERY_INTEGER,
  RDG_QUERY_REAL,
  RDG_QUERY_TEXT,
  RDG_QUERY_BLOB,
} RdgQueryType;

typedef struct _RdgQuery RdgQuery;

/* RDG_USAGE_ERROR_VALUE where it is no SELECT, or one that SQLite does not understand. */
RdgQuery     *rdg_query_new              (RdgStore         *store,
                                          const char       *sql,
                                          GError          **error);
void          rdg_query_free             (RdgQuery         *self);
guint         rdg_query_get_n_columns    (const RdgQuery   *self);
const char   *rdg_query_get_column_name  (const RdgQuery   *self,
                                          guint             column);
RdgStep       rdg_query_step             (RdgQuery         *self,
                                          GError          **error);
/* Of the row, until the next step. */
RdgQueryType  rdg_query_get_type         (const RdgQuery   *self,
                                          guint             column);
gint64        rdg_query_get_int          (const RdgQuery   *self,
                                          guint             column);
double        rdg_query_get_double       (const RdgQuery   *self,
                                          guint             column);
const char   *rdg_query_get_text         (const RdgQuery   *self,
                                          guint             column);
gconstpointer rdg_query_get_blob         (const RdgQuery   *self,
                                          guint             column,
                                          gsize            *size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgQuery, rdg_query_free)

G_END_DECLS
