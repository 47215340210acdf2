/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSource: a table from outside as UTF-8 text, whatever it lies in: a text
 * file, plain or packed; the sheets of an Excel workbook; a table or view of a
 * database. Bytes that a UTF-8 file has wrong are passed on as they are.
 * Blocking; one thread at a time; errors are RDG_IMPORT_ERROR with the file
 * named.
 */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

#define RDG_SOURCE_HASH_SIZE 16

typedef struct _RdgSource RdgSource;

typedef struct
{
  char     *name;
  gboolean  view;
} RdgSourceTable;

RdgSource  *rdg_source_open          (const char    *path,
                                      GCancellable  *cancellable,
                                      GError       **error);
/* table: of a database; NULL: it has just one, or is none. charset: of a text, as rdg_charset_find()
 * names it; NULL: it is found. */
RdgSource  *rdg_source_open_table    (const char    *path,
                                      const char    *table,
                                      const char    *charset,
                                      GCancellable  *cancellable,
                                      GError       **error);
/* As the inspection read it. */
RdgSource  *rdg_source_open_inspected
                                     (const RdgInspection *inspection,
                                      GCancellable  *cancellable,
                                      GError       **error);
/* RdgSourceTable: what a database has to choose from, by name; NULL without an error: it is none. */
GPtrArray  *rdg_source_list_tables   (const char    *path,
                                      GCancellable  *cancellable,
                                      GError       **error);
void        rdg_source_free          (RdgSource     *self);
/* 0 at the end, -1 with an error. */
gssize      rdg_source_read          (RdgSource     *self,
                                      char          *buffer,
                                      gsize          size,
                                      GCancellable  *cancellable,
                                      GError       **error);
/* Before the first read: reading happens on a thread of its own, where the kind of source can. */
void        rdg_source_read_ahead    (RdgSource     *self,
                                      GCancellable  *cancellable);
RdgSourceKind rdg_source_get_kind    (RdgSource     *self);
/* The table or view that is read, NULL where it is no database. */
const char *rdg_source_get_table     (RdgSource     *self);
const char *rdg_source_get_charset   (RdgSource     *self);
gboolean    rdg_source_is_gzip       (RdgSource     *self);
gboolean    rdg_source_has_bom       (RdgSource     *self);
/* What stands between cells where the source knows; else 0. */
char        rdg_source_get_delimiter (RdgSource     *self);
/* How many lines with the columns' names it puts above the file's first, which stays line 1. */
guint       rdg_source_get_header_lines (RdgSource     *self);
/* A sentence about how it is read, or NULL. */
const char *rdg_source_get_note      (RdgSource     *self);
/* Where a line of the text stands for the user ("sheet Plan2, row 17"); NULL: in that line. */
char       *rdg_source_get_place     (RdgSource     *self,
                                      guint64        line);
/* Once for each line: why it cannot be taken, a translated sentence; NULL: its cells tell. */
char       *rdg_source_take_fault    (RdgSource     *self,
                                      guint64        line);
/* The file as it lies there: its size, how much of it is read, and XXH3-128 of what was read. */
guint64     rdg_source_get_size      (RdgSource     *self);
guint64     rdg_source_get_position  (RdgSource     *self);
/* 0 to 1: how much of it is read. */
double      rdg_source_get_fraction  (RdgSource     *self);
gboolean    rdg_source_finish_hash   (RdgSource     *self,
                                      guint8         hash[RDG_SOURCE_HASH_SIZE],
                                      GCancellable  *cancellable,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSource, rdg_source_free)

G_END_DECLS
