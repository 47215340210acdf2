/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What inspectors found. A row that another import brought before is kept as its
 * twin, which counts nowhere: when that import is undone, the twin takes its
 * place, and the database is as if the other file had never been there.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_failure_table_schema[];

typedef struct
{
  gint64  import_id;
  gint64  car_id;
  gint64  at;
  guint32 hall;        /* of rdg-hall-table.h, as are those below */
  guint32 station;
  guint32 zone;
  guint32 text;
  gint64  inspector;   /* who found it, as a keyed hash; 0: not kept */
  guint64 key;         /* what makes two rows the same: a hash of car, time, text and hall */
} RdgFailure;

/* When the failures of one import were found: whoever was tested meanwhile would be in it. */
typedef struct
{
  gint64 import_id;
  gint64 from, to;
} RdgFailurePeriod;

typedef struct _RdgFailureWriter RdgFailureWriter;

/* Inside a transaction; the rows of one import differ from each other. */
RdgFailureWriter *rdg_failure_writer_new    (RdgStore          *store,
                                             gint64             import_id,
                                             GError           **error);
void              rdg_failure_writer_free   (RdgFailureWriter  *self);
gboolean          rdg_failure_writer_add    (RdgFailureWriter  *self,
                                             const RdgFailure  *failure,
                                             GError           **error);

typedef void (*RdgFailureFunc) (const RdgFailure *failure,
                                gpointer          user_data);

/* Those that count, by car. */
gboolean          rdg_failure_table_each    (RdgStore          *store,
                                             RdgFailureFunc     func,
                                             gpointer           user_data,
                                             GError           **error);
/* What an import brought that no other had. */
gboolean          rdg_failure_table_count   (RdgStore          *store,
                                             gint64             import_id,
                                             guint64           *n_taken,
                                             gint64            *from,
                                             gint64            *to,
                                             GError           **error);
/* RdgFailurePeriod: rows dated later than their import are no proof of anything. */
GArray           *rdg_failure_table_periods (RdgStore          *store,
                                             GError           **error);
gboolean          rdg_failure_table_delete  (RdgStore          *store,
                                             gint64             import_id,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFailureWriter, rdg_failure_writer_free)

G_END_DECLS
