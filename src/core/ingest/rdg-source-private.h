/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every kind of source is made of. A kind fills in RdgSource at the head
 * of its own struct, and gives five functions.
 */
#pragma once

#include "rdg-source.h"

G_BEGIN_DECLS

typedef struct
{
  RdgSourceKind kind;
  gssize   (*read)         (RdgSource     *self,
                            char          *buffer,
                            gsize          size,
                            GCancellable  *cancellable,
                            GError       **error);
  /* NULL: it is read where it is used. */
  void     (*read_ahead)   (RdgSource     *self,
                            GCancellable  *cancellable);
  guint64  (*get_position) (RdgSource     *self);
  gboolean (*finish_hash)  (RdgSource     *self,
                            guint8         hash[RDG_SOURCE_HASH_SIZE],
                            GCancellable  *cancellable,
                            GError       **error);
  /* NULL: the lines are the file's own. */
  char    *(*get_place)    (RdgSource     *self,
                            guint64        line);
  /* Why a line that was rendered cannot be taken; NULL: no line has a fault of its own. */
  char    *(*take_fault)   (RdgSource     *self,
                            guint64        line);
  void     (*free)         (RdgSource     *self);
} RdgSourceClass;

struct _RdgSource
{
  const RdgSourceClass *klass;
  char                 *path;
  char                 *name;        /* to be shown */
  char                 *table;       /* of a database, or NULL */
  char                 *note;        /* what is worth knowing, or NULL */
  guint64               size;
  const char           *charset;
  gboolean              bom;
  gboolean              gzip;
  char                  delimiter;   /* 0: to be found out */
  guint                 header_lines; /* our own, above the file's first line */
};

/* Takes over what all kinds have. */
void       _rdg_source_init          (RdgSource            *self,
                                      const RdgSourceClass *klass,
                                      const char           *path,
                                      guint64               size);

/* What stands between the cells of a text that is our own rendering, */
#define RDG_SOURCE_DELIMITER '\t'
/* where a cell is quoted if need be, and a row is a line: a line break inside a cell is a blank. */
void       _rdg_source_append_cell   (GString       *line,
                                      const char    *text,
                                      gsize          length);

/* A regular file, open for reading, or -1. */
int        _rdg_source_open_file     (const char    *path,
                                      guint64       *size,
                                      GError       **error);
/* XXH3-128 of an open file from its beginning. */
gboolean   _rdg_source_hash_file     (int            fd,
                                      const char    *name,
                                      guint8         hash[RDG_SOURCE_HASH_SIZE],
                                      GCancellable  *cancellable,
                                      GError       **error);

RdgSource *_rdg_text_source_open     (const char    *path,
                                      const char    *charset,
                                      GCancellable  *cancellable,
                                      GError       **error);
gboolean   _rdg_sparse_source_matches (const char   *path,
                                      GCancellable  *cancellable);
RdgSource *_rdg_sparse_source_open   (const char    *path,
                                      GCancellable  *cancellable,
                                      GError       **error);
RdgSource *_rdg_workbook_source_open (const char    *path,
                                      GCancellable  *cancellable,
                                      GError       **error);
RdgSource *_rdg_database_source_open (const char    *path,
                                      const char    *table,
                                      GCancellable  *cancellable,
                                      GError       **error);

G_END_DECLS
