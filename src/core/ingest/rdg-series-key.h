/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSeriesKeys: which characteristic a row of RESULTADOS measures, from four of
 * its cells. What the file writes in several ways (`5`, `5.0`; `°`, `\u00B0`;
 * padded, in another case) is one characteristic. One thread.
 */
#pragma once

#include "rdg-operation-table.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_SERIES_OPERATION,   /* NAME */
  RDG_SERIES_GROUP,       /* ID */
  RDG_SERIES_UNIT,
  RDG_SERIES_CHANNEL,     /* VALUE_ID */
} RdgSeriesPart;

#define RDG_SERIES_N_PARTS 4
#define RDG_SERIES_NO_OPERATION G_MAXUINT32

typedef struct _RdgSeriesKeys RdgSeriesKeys;

/* known: RdgOperation, which get the first numbers. parts: in the order in which the cells of a key
 * come. */
RdgSeriesKeys *rdg_series_keys_new  (GPtrArray            *known,
                                     const RdgSeriesPart  *parts,
                                     guint                 n_parts);
void           rdg_series_keys_free (RdgSeriesKeys        *self);
/* key: the trimmed cells, each with a NUL behind it. The number of the characteristic; one not met
 * before is appended to the array too. RDG_SERIES_NO_OPERATION: it has no name. */
guint32        rdg_series_keys_find (RdgSeriesKeys        *self,
                                     const char           *key,
                                     gsize                 length,
                                     GPtrArray            *new_operations);
/* How many spellings were met, of however many characteristics. */
gsize          rdg_series_keys_get_n_spellings (const RdgSeriesKeys *self);

/* A whole number, also as `5.0` or `5,0`. */
gboolean       rdg_series_parse_whole (const char         *text,
                                       gsize               length,
                                       gint64             *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSeriesKeys, rdg_series_keys_free)

G_END_DECLS
