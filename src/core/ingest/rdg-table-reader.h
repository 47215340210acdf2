/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgTableReader: the rows of a table with one row a car, by a mapping. The
 * importer, prediction and evaluation all read through it, so that what a model
 * is given later was computed as when it was trained.
 *
 * Blocking; belongs to one thread at a time. Errors are RDG_IMPORT_ERROR.
 */
#pragma once

#include "rdg-inspection.h"
#include "rdg-record.h"
#include "rdg-source.h"

G_BEGIN_DECLS

/* A column whose values are read: numeric, category or blocked. */
typedef struct
{
  const char *name;
  const char *unit;
  gboolean    category;
  gboolean    input;       /* FALSE: kept, never an input */
  gboolean    variant;     /* the category that names the car's model or variant */
  const char *reason;
} RdgTableColumn;

typedef struct
{
  guint64             line;      /* physical line, from 1 */
  const char         *car;       /* trimmed; never empty */
  gint64              time;      /* RDG_DATETIME_NONE where there is none */
  RdgLabel            label;
  const double       *values;    /* one a column; NaN is missing; of a category: its level */
} RdgTableRow;

/* A row that was not taken (column ""), or a cell that was dropped from a row that was. */
typedef void (*RdgRejectFunc) (guint64     line,
                               const char *column,
                               const char *reason,
                               const char *text,
                               gboolean    whole_row,
                               gpointer    user_data);

typedef struct _RdgTableReader RdgTableReader;

/* mapping: nullable, then the inspection's own. */
RdgTableReader       *rdg_table_reader_new        (const RdgInspection   *inspection,
                                                   const RdgMapping      *mapping,
                                                   RdgRejectFunc          reject,      /* nullable */
                                                   gpointer               user_data,
                                                   GError               **error);
void                  rdg_table_reader_free       (RdgTableReader        *self);
guint                 rdg_table_reader_n_columns  (const RdgTableReader  *self);
const RdgTableColumn *rdg_table_reader_get_column (const RdgTableReader  *self,
                                                   guint                  column);
gboolean              rdg_table_reader_has_label  (const RdgTableReader  *self);
/* The text of a category's level, as met so far: levels are numbered from 0 as they come. */
const char           *rdg_table_reader_get_level  (const RdgTableReader  *self,
                                                   guint                  column,
                                                   guint                  level);
/* FALSE with no error set: the end. The row lives until the next call. */
gboolean              rdg_table_reader_next       (RdgTableReader        *self,
                                                   const RdgTableRow    **row,
                                                   GCancellable          *cancellable,
                                                   GError               **error);
/* Where a line is in the user's words ("sheet Plan2, row 17"); NULL: the line says it. */
RdgSource            *rdg_table_reader_get_source (const RdgTableReader  *self);
char                 *rdg_table_reader_get_place  (const RdgTableReader  *self,
                                                   guint64                line);
/* 0 to 1, of the file's bytes. */
double                rdg_table_reader_fraction   (const RdgTableReader  *self);
guint64               rdg_table_reader_rows_read  (const RdgTableReader  *self);
/* After the last row: what the file's bytes were. */
gboolean              rdg_table_reader_finish_hash(RdgTableReader        *self,
                                                   guint8                 hash[16],
                                                   guint64               *bytes,
                                                   GCancellable          *cancellable,
                                                   GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgTableReader, rdg_table_reader_free)

G_END_DECLS
