/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record: all that one import says of one car, packed. Documented bytes, so
 * that a database can be read by others; hostile until checked. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the file itself says of the road test; a result written back later wins over it. */
typedef enum
{
  RDG_LABEL_NONE,
  RDG_LABEL_PASSED,
  RDG_LABEL_FAILED,
} RdgLabel;

typedef struct
{
  guint32 characteristic;  /* characteristic.id */
  guint8  status;          /* 0: the file gives none; else as the plant writes it (10, 13) */
  gint64  time;            /* RDG_DATETIME_NONE: the record's */
  double  value;           /* NaN: a status without a value; of a category: the level's index */
} RdgReading;

typedef struct
{
  gint64            import_id;
  gint64            car_id;
  gint64            time;        /* of the car in this import, or RDG_DATETIME_NONE */
  RdgLabel          label;
  gboolean          series;      /* measured one by one (RESULTADOS), each with its own time */
  guint             n_readings;
  const RdgReading *readings;    /* ascending by characteristic; of a series, by time and then by
                                  * characteristic, and those without a time first */
} RdgRecord;

/* Packs a record's label, time and readings (import and car are not part of it). */
void     rdg_record_append (GByteArray       *bytes,
                            const RdgRecord  *record);
/* Unpacks one record from the front of the bytes; FALSE where they are damaged. The readings are
 * put into the array, which record then points into. */
gboolean rdg_record_decode (const guint8     *bytes,
                            gsize             length,
                            RdgRecord        *record,
                            GArray           *readings);

G_END_DECLS
