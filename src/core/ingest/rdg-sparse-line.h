/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of libsvm's sparse text format: a label, then what is not 0 as number:value, the
 * numbers rising from 1 ("+1 1:0.5 3:-1"). What follows a "#" is a comment. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_SPARSE_LINE_BLANK,
  RDG_SPARSE_LINE_ROW,
  RDG_SPARSE_LINE_BAD,
} RdgSparseLineKind;

typedef struct
{
  guint       index;    /* from 1 */
  double      value;
  const char *text;     /* the value as it is written, without a plus */
  gsize       length;
} RdgSparsePair;

typedef struct
{
  double  label;
  GArray *pairs;        /* RdgSparsePair */
  char   *fault;        /* of a bad line: where and what, a translated sentence */
} RdgSparseLine;

void              _rdg_sparse_line_init    (RdgSparseLine *self);
void              _rdg_sparse_line_clear   (RdgSparseLine *self);
RdgSparseLineKind _rdg_sparse_line_parse   (RdgSparseLine *self,
                                            const char    *text,
                                            gsize          length);
/* Without reading the values: the label (NaN: there is no number) and the last number (0: none). */
RdgSparseLineKind _rdg_sparse_line_measure (const char    *text,
                                            gsize          length,
                                            double        *label,
                                            guint         *last);
/* Whether the beginning of a text is of such lines. */
gboolean          _rdg_sparse_line_matches (const char    *text,
                                            gsize          length);

G_END_DECLS
