/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is measured: name, unit, kind, and for a category its levels. One row serves all imports. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_characteristic_table_schema[];

typedef enum
{
  RDG_CHARACTERISTIC_NUMERIC,
  RDG_CHARACTERISTIC_CATEGORY,
} RdgCharacteristicKind;

typedef struct
{
  guint32               id;
  char                 *name;
  char                 *unit;       /* "" where there is none */
  RdgCharacteristicKind kind;
  GStrv                 levels;     /* of a category, in code order; else NULL */
  guint                 n_levels;
  gboolean              variant;    /* the category that says which model or variant a car is */
  char                 *blocked;    /* why it is never an input, a sentence; NULL: it may be one */
  gint64                import_id;  /* the newest import (done) that has it */
} RdgCharacteristic;

/* Those of the imports that are done, ascending by id; RdgCharacteristic, owned by the array. An
 * ignored column is among them, blocked, without readings. */
GPtrArray *rdg_characteristic_table_list  (RdgStore              *store,
                                           GError               **error);
void       rdg_characteristic_free        (RdgCharacteristic     *self);

/* Inside a transaction. */
gboolean   rdg_characteristic_table_ensure (RdgStore              *store,
                                            const char            *name,
                                            const char            *unit,
                                            RdgCharacteristicKind  kind,
                                            guint32               *id,
                                            GError               **error);
/* How an import uses a characteristic; reason: why, where it is no input. */
gboolean   rdg_characteristic_table_use    (RdgStore              *store,
                                            gint64                 import_id,
                                            guint32                id,
                                            gboolean               input,
                                            gboolean               variant,
                                            const char            *reason,
                                            GError               **error);
gboolean   rdg_characteristic_table_add_level (RdgStore           *store,
                                            guint32                id,
                                            guint32                code,
                                            const char            *text,
                                            GError               **error);
GStrv      rdg_characteristic_table_list_levels (RdgStore         *store,
                                            guint32                id,
                                            GError               **error);
/* Forgets how an import used them, and those that no import has. */
gboolean   rdg_characteristic_table_delete (RdgStore              *store,
                                            gint64                 import_id,
                                            GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCharacteristic, rdg_characteristic_free)

G_END_DECLS
