/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How columns are used, under names that people gave: to be suggested again for the same header. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_saved_mapping_table_schema[];

typedef struct
{
  char   *name;
  char   *header;     /* the file's columns in one text, as rdg-saved-mapping.c writes it */
  char   *json;
  gint64  saved_at;
} RdgStoredMapping;

gboolean   rdg_saved_mapping_table_put    (RdgStore          *store,
                                           const char        *name,
                                           const char        *header,
                                           const char        *json,
                                           gint64             saved_at,
                                           GError           **error);
gboolean   rdg_saved_mapping_table_delete (RdgStore          *store,
                                           const char        *name,
                                           gboolean          *found,
                                           GError           **error);
/* name, header: nullable, then any. The newest first. */
GPtrArray *rdg_saved_mapping_table_list   (RdgStore          *store,
                                           const char        *name,
                                           const char        *header,
                                           GError           **error);

G_END_DECLS
