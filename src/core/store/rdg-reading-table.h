/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was measured: one packed record per (import, car), in blocks of
 * neighbouring cars. rdg-record.h has the bytes, rdg-reading-table.c the blocks.
 */
#pragma once

#include "rdg-record.h"
#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_reading_table_schema[];
extern const char rdg_reading_twin_schema[];

/* Reading: all records of all imports that are done, ascending by import and, where a file came in
 * the order of the cars, by car; or those of one car. A car has one record per import of a table, and
 * any number per import of a series; count on nothing else. */
typedef struct _RdgRecordReader RdgRecordReader;

RdgRecordReader *rdg_record_reader_new         (RdgStore         *store,
                                                gint64            car_id,  /* 0: all cars */
                                                GError          **error);
RdgRecordReader *rdg_record_reader_new_of_import (RdgStore       *store,
                                                gint64            import_id,
                                                GError          **error);
void             rdg_record_reader_free        (RdgRecordReader  *self);
/* Starts again with another car. */
void             rdg_record_reader_seek        (RdgRecordReader  *self,
                                                gint64            car_id);
/* Likewise several: how many of them it takes, from the front, as they lie together. */
gsize            rdg_record_reader_seek_cars   (RdgRecordReader  *self,
                                                const gint64     *car_ids,
                                                gsize             n_cars);
/* FALSE with no error set: there are no more. The record lives until the next call. */
gboolean         rdg_record_reader_next        (RdgRecordReader  *self,
                                                const RdgRecord **record,
                                                GError          **error);

/* Writing: inside a transaction, records of one import, in the order of the file. */
typedef struct _RdgRecordWriter RdgRecordWriter;

RdgRecordWriter *rdg_record_writer_new         (RdgStore         *store,
                                                gint64            import_id,
                                                GError          **error);
void             rdg_record_writer_free        (RdgRecordWriter  *self);
/* Takes the bytes of one record as rdg_record_append() made them. */
gboolean         rdg_record_writer_add         (RdgRecordWriter  *self,
                                                gint64            car_id,
                                                const guint8     *bytes,
                                                gsize             length,
                                                GError          **error);
gboolean         rdg_record_writer_finish      (RdgRecordWriter  *self,
                                                GError          **error);

gboolean         rdg_reading_table_delete      (RdgStore         *store,
                                                gint64            import_id,
                                                GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgRecordReader, rdg_record_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgRecordWriter, rdg_record_writer_free)

G_END_DECLS
