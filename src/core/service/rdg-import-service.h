/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking files in, looking at what was taken, and undoing it. Blocking: run
 * inside a job. Every import is one transaction; cancelled or killed, it leaves
 * the database as before.
 */
#pragma once

#include "rdg-inspection.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 failed;
  guint64 passed;
  guint64 unlabelled;
  GStrv   why;            /* why unlabelled: "left empty in the file", … */
  guint64 why_count[8];   /* as many as why has */
} RdgOutcomeCounts;

typedef struct
{
  char    *path;
  char    *file;             /* base name */
  gint64   import_id;        /* 0: not imported (dry run, or already there) */
  gint64   already_imported; /* the import that took these bytes before, or 0 */
  RdgLayout layout;
  guint64  rows_read;
  guint64  rows_taken;
  guint64  rows_duplicate;
  guint64  rows_rejected;
  guint64  cells_dropped;
  guint64  cars_new;
  guint64  cars_touched;
  guint64  cars_unscored;    /* of them had a risk, which was forgotten: it would not be true any more */
  gint64   from;             /* period covered, RDG_DATETIME_NONE where there are no times */
  gint64   to;
  GStrv    warnings;         /* whole sentences, translated */
  RdgOutcomeCounts outcomes;
  double   seconds;
} RdgImportReport;

typedef struct
{
  const char *layout;        /* key, or NULL: recognise */
  const char *table;         /* of a database, or NULL: it has just one */
  RdgMapping *mapping;       /* or NULL: as guessed */
  const char *charset;       /* of text files, as rdg_charset_find() names it, or NULL: found */
  char        decimal_mark;  /* or 0: found */
  gboolean    saved_mappings; /* where mapping is NULL: the saved one for a file's header goes first */
  gboolean    dry_run;
  gboolean    tell_inspectors; /* by a hash with the user's own key: rdg-inspector-key.h */
} RdgImportOptions;

typedef enum
{
  RDG_IMPORT_DONE,
  RDG_IMPORT_UNDONE,
} RdgImportState;

typedef struct
{
  gint64         import_id;
  char          *file;
  RdgLayout      layout;
  RdgImportState state;
  gint64         imported_at;
  guint64        rows_read, rows_taken, rows_duplicate, rows_rejected, cells_dropped;
  guint64        cars_new, cars_touched;
  gint64         from, to;
} RdgImportRow;

typedef struct
{
  guint64  line;
  char    *column;   /* "" when the whole row */
  char    *reason;   /* translated sentence */
  char    *text;     /* personal cells masked */
} RdgRejectRow;

/* What of them is said of each file. */
static inline RdgInspectionOptions
rdg_import_options_get_known (const RdgImportOptions *self)
{
  return (RdgInspectionOptions){
    .table = self->table,
    .layout = self->layout,
    .mapping = self->mapping,
    .charset = self->charset,
    .decimal_mark = self->decimal_mark,
  };
}

/* All files are opened and recognised before the first is written; each is then its own
 * transaction. Returns an array of RdgImportReport (owned). Where one fails in the middle, reports
 * holds those before it and the error is set. */
gboolean   rdg_import_files       (RdgWorkspace            *workspace,
                                   const char * const      *paths,
                                   const RdgImportOptions  *options,
                                   RdgJob                  *job,
                                   GPtrArray              **reports,
                                   GError                 **error);
void       rdg_import_report_free (RdgImportReport         *self);
/* Newest first; undone ones stay. import_id 0: all. */
GPtrArray *rdg_import_list        (RdgWorkspace            *workspace,
                                   gint64                   import_id,
                                   GError                 **error);
void       rdg_import_row_free    (RdgImportRow            *self);
/* limit 0: all. */
GPtrArray *rdg_import_rejects     (RdgWorkspace            *workspace,
                                   gint64                   import_id,
                                   guint64                  offset,
                                   guint64                  limit,
                                   GError                 **error);
void       rdg_reject_row_free    (RdgRejectRow            *self);
gboolean   rdg_import_undo        (RdgWorkspace            *workspace,
                                   gint64                   import_id,
                                   guint64                 *cars_unscored,
                                   RdgJob                  *job,
                                   GError                 **error);
/* Over the whole database. */
gboolean   rdg_outcome_count      (RdgWorkspace            *workspace,
                                   RdgOutcomeCounts        *counts,
                                   GError                 **error);
void       rdg_outcome_counts_clear (RdgOutcomeCounts      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgOutcomeCounts, rdg_outcome_counts_clear)

G_END_DECLS
