/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The characteristics that stations measure one by one (RESULTADOS): which
 * operation, which of its channels, in which unit, from which group of results.
 * Each is a row of `characteristic` with a name made of these.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_operation_table_schema[];

typedef struct
{
  guint32  characteristic;
  char    *operation;      /* NAME: text, leading zeros matter */
  char    *channel;        /* VALUE_ID: which screw or channel, "" where there is none */
  char    *unit;           /* "" where there is none */
  gint64   group;          /* ID: 1 machines, 2 screw-driving, 718 electric; 0 where there is none */
} RdgOperation;

/* Ascending by characteristic; RdgOperation, owned by the array. */
GPtrArray *rdg_operation_table_list   (RdgStore            *store,
                                       GError             **error);
void       rdg_operation_free         (RdgOperation        *self);
/* Inside a transaction: makes a characteristic of one that is not in the list. */
gboolean   rdg_operation_table_add    (RdgStore            *store,
                                       RdgOperation        *operation,
                                       GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgOperation, rdg_operation_free)

G_END_DECLS
