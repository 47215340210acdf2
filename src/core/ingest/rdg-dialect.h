/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delimiter, decimal mark and header of a file, from its first rows. Blocking; any thread. */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

typedef struct
{
  guint       header_lines; /* of the source's own making, above the file's first line */
  RdgDialect  dialect;
  guint64     first_line;   /* physical line of the first data row */
  GStrv       header;       /* trimmed, made unique, none empty */
  char       *table;        /* the one that was read, where it is a database */
  char       *note;         /* what is unusual about the header, or NULL */
} RdgDialectGuess;

/* Of the options what says where the table lies and how it is written. */
gboolean rdg_dialect_guess       (const char                  *path,
                                  const RdgInspectionOptions  *options,
                                  RdgDialectGuess             *guess,
                                  GCancellable                *cancellable,
                                  GError                     **error);
void     rdg_dialect_guess_clear (RdgDialectGuess             *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgDialectGuess, rdg_dialect_guess_clear)

G_END_DECLS
