/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgStatement: one prepared statement, for the files of this folder. Parameters
 * count from 1 and columns from 0, as in SQLite. Same thread as its store, and
 * freed before it.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct _RdgStatement RdgStatement;

typedef enum
{
  RDG_STEP_ERROR = -1,
  RDG_STEP_DONE = 0,
  RDG_STEP_ROW = 1,
} RdgStep;

RdgStatement *rdg_statement_new          (RdgStore      *store,
                                          const char    *sql,
                                          GError       **error);
void          rdg_statement_free         (RdgStatement  *self);

/* Text and blobs are not copied: they live until the next run, reset or free. */
void          rdg_statement_bind_int     (RdgStatement  *self,
                                          int            parameter,
                                          gint64         value);
void          rdg_statement_bind_double  (RdgStatement  *self,
                                          int            parameter,
                                          double         value);
void          rdg_statement_bind_text    (RdgStatement  *self,
                                          int            parameter,
                                          const char    *text);
void          rdg_statement_bind_blob    (RdgStatement  *self,
                                          int            parameter,
                                          gconstpointer  data,
                                          gsize          size);
void          rdg_statement_bind_null    (RdgStatement  *self,
                                          int            parameter);
/* RDG_DATETIME_NONE is NULL in the file. */
void          rdg_statement_bind_time    (RdgStatement  *self,
                                          int            parameter,
                                          gint64         ms);

RdgStep       rdg_statement_step         (RdgStatement  *self,
                                          GError       **error);
/* To its end, then ready to be bound again. */
gboolean      rdg_statement_run          (RdgStatement  *self,
                                          GError       **error);
void          rdg_statement_reset        (RdgStatement  *self);

gboolean      rdg_statement_is_null      (RdgStatement  *self,
                                          int            column);
gint64        rdg_statement_get_int      (RdgStatement  *self,
                                          int            column);
/* NaN for NULL. */
double        rdg_statement_get_double   (RdgStatement  *self,
                                          int            column);
/* "" for NULL; until the next step. */
const char   *rdg_statement_get_text     (RdgStatement  *self,
                                          int            column);
/* NULL when empty; until the next step. */
gconstpointer rdg_statement_get_blob     (RdgStatement  *self,
                                          int            column,
                                          gsize         *size);
gint64        rdg_statement_get_time     (RdgStatement  *self,
                                          int            column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgStatement, rdg_statement_free)

G_END_DECLS
