/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgCsvReader: rows of a delimited text, by libcsv, with where they stand. The
 * cells of a row are handed to a function while it is read; what is wrong with
 * the row as a whole is known at its end. Memory is bounded whatever the file.
 * One thread at a time.
 */
#pragma once

#include "rdg-source.h"

G_BEGIN_DECLS

#define RDG_CSV_LONGEST_CELL (64 * 1024)

typedef enum
{
  RDG_CSV_GOOD,
  RDG_CSV_NUL,          /* a NUL byte somewhere in it */
  RDG_CSV_LONG_CELL,    /* over RDG_CSV_LONGEST_CELL */
  RDG_CSV_OPEN_QUOTE,   /* a quote that is not closed, or only far below */
  RDG_CSV_STRAY_CR,     /* a carriage return inside the line */
} RdgCsvProblem;

typedef struct
{
  guint64       line;      /* physical line where it begins, from 1 */
  guint64       offset;    /* of that line, in bytes of UTF-8 text */
  guint         n_cells;
  RdgCsvProblem problem;
  gboolean      invalid;   /* some bytes of it are no UTF-8 */
} RdgCsvRow;

/* Trimmed where not quoted; not ended by a NUL. */
typedef void (*RdgCsvCellFunc) (const char      *text,
                                gsize            length,
                                guint            column,   /* from 0 */
                                const RdgCsvRow *row,
                                gpointer         user_data);

typedef struct _RdgCsvReader RdgCsvReader;

/* Takes the source over. */
RdgCsvReader *rdg_csv_reader_new        (RdgSource         *source,
                                         char               delimiter,
                                         RdgCsvCellFunc     cell,
                                         gpointer           user_data);
void          rdg_csv_reader_free       (RdgCsvReader      *self);
RdgSource    *rdg_csv_reader_get_source (RdgCsvReader      *self);
/* FALSE with no error set: the end. Blank lines are no rows. */
gboolean      rdg_csv_reader_next       (RdgCsvReader      *self,
                                         const RdgCsvRow  **row,
                                         GCancellable      *cancellable,
                                         GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCsvReader, rdg_csv_reader_free)

G_END_DECLS
