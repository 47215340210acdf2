/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cars: a code each, unique; what else is known of a car comes from its records. */
#pragma once

#include "rdg-record.h"
#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_car_table_schema[];

/* All cars as arrays, ascending by id; text is owned by the list. */
typedef struct
{
  gsize         n_cars;
  gint64       *id;
  const char  **code;
  const char  **variant;    /* "" where unknown */
  gint64       *time;       /* tested at, or last seen; RDG_DATETIME_NONE where there are no times */
  guint8       *label;      /* RdgLabel: a result written back, else the newest import's that has one */
  guint8       *tested;     /* reached the road test; filled in by who knows its rules, else 0 */
  gint64       *failed_at;  /* when the road test found a failure; likewise filled in */
  guint8       *written_back; /* the label comes from a result written back */
  guint64       n_contradicted; /* times that two imports say different models of a car */
  GStringChunk *text;
} RdgCarRoll;

RdgCarRoll *rdg_car_table_read     (RdgStore    *store,
                                    GError     **error);
void        rdg_car_roll_free      (RdgCarRoll  *self);
/* Where a car stands in the list; FALSE: nowhere. */
gboolean    rdg_car_roll_find      (const RdgCarRoll *self,
                                    gint64       car_id,
                                    gsize       *index);

/* RDG_STORE_ERROR_NOT_FOUND where no car has the code. */
gboolean    rdg_car_table_find     (RdgStore    *store,
                                    const char  *code,
                                    gint64      *car_id,
                                    GError     **error);
char       *rdg_car_table_get_code (RdgStore    *store,
                                    gint64       car_id,
                                    GError     **error);

/* Before an import's readings are deleted: deletes the cars that only it has brought and that have
 * no result written back, with their predictions. Inside a transaction. */
gboolean    rdg_car_table_delete_brought (RdgStore *store,
                                     gint64       import_id,
                                     GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCarRoll, rdg_car_roll_free)

G_END_DECLS
