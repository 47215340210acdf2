/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features that people compute from others: every training has them. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_formula_table_schema[];

typedef struct
{
  char   *name;
  char   *unit;        /* "" where there is none */
  char   *expression;  /* as the user wrote it */
  gint64  saved_at;
} RdgStoredFormula;

/* RdgStoredFormula in the order of names, owned by the array. */
GPtrArray *rdg_formula_table_list   (RdgStore                *store,
                                     GError                 **error);
/* Takes the place of the one of this name. Inside a transaction, as is delete. */
gboolean   rdg_formula_table_put    (RdgStore                *store,
                                     const RdgStoredFormula  *formula,
                                     GError                 **error);
gboolean   rdg_formula_table_delete (RdgStore                *store,
                                     const char              *name,
                                     gboolean                *found,
                                     GError                 **error);

G_END_DECLS
