/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgPlantReader: rows of FALHAS or STATUS, each with the car and the moment
 * that every row of the plant's files has. Only the columns that are asked for
 * are ever copied: what else a row holds, such as who wrote it, leaves the
 * buffer of the file as it came. Blocking; one thread at a time.
 */
#pragma once

#include "rdg-csv-reader.h"
#include "rdg-inspection.h"
#include "rdg-table-reader.h"

G_BEGIN_DECLS

#define RDG_PLANT_MOST_PARTS 8

/* What KNR and DATA are besides. */
typedef struct
{
  const char *name;       /* normalised */
  gboolean    required;
} RdgPlantPart;

typedef struct
{
  const char *text;       /* trimmed; ends with a NUL */
  gsize       length;
} RdgPlantCell;

typedef struct
{
  guint64      line;
  guint32      car;       /* cars are numbered from 0 as they are met */
  gint64       at;
  RdgPlantCell cells[RDG_PLANT_MOST_PARTS];
} RdgPlantRow;

typedef struct _RdgPlantReader RdgPlantReader;

RdgPlantReader *rdg_plant_reader_new         (const RdgInspection  *inspection,
                                              const RdgPlantPart   *parts,
                                              guint                 n_parts,
                                              RdgRejectFunc         reject,
                                              gpointer              user_data,
                                              GCancellable         *cancellable,
                                              GError              **error);
void            rdg_plant_reader_free        (RdgPlantReader       *self);
/* FALSE with no error set: the end. The row lives until the next call. */
gboolean        rdg_plant_reader_next        (RdgPlantReader       *self,
                                              const RdgPlantRow   **row,
                                              GCancellable         *cancellable,
                                              GError              **error);
RdgSource      *rdg_plant_reader_get_source  (const RdgPlantReader *self);
guint64         rdg_plant_reader_rows_read   (const RdgPlantReader *self);
/* The codes of the cars met, in the order of their numbers; char *, owned by the reader. */
GPtrArray      *rdg_plant_reader_get_codes   (const RdgPlantReader *self);
/* After the last row: what the file's bytes were. */
gboolean        rdg_plant_reader_finish_hash (RdgPlantReader       *self,
                                              guint8                hash[16],
                                              guint64              *bytes,
                                              GCancellable         *cancellable,
                                              GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgPlantReader, rdg_plant_reader_free)

G_END_DECLS
