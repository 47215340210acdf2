/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was made active, when and why: never changed, only added to. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_promotion_table_schema[];

typedef struct
{
  gint64    at;
  gint64    previous;   /* model ids; 0: none */
  gint64    active;
  gboolean  rollback;
  char     *note;
} RdgStoredPromotion;

gboolean   rdg_promotion_table_insert (RdgStore                  *store,
                                       const RdgStoredPromotion  *promotion,
                                       GError                   **error);
GPtrArray *rdg_promotion_table_list   (RdgStore                  *store,
                                       guint                      limit,
                                       GError                   **error);

G_END_DECLS
