/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a file is, as found from its content: dialect, layout, columns with the
 * role each would play and why. Nothing is written. Blocking; any thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_LAYOUT_TABLE,      /* mapped: one row a car */
  RDG_LAYOUT_PREDICT,
  RDG_LAYOUT_FALHAS,     /* the plant's failures, one row each */
  RDG_LAYOUT_RESULTADOS, /* the plant's measured values, one row each */
  RDG_LAYOUT_STATUS,     /* the plant's positions, one row each */
} RdgLayout;

typedef enum
{
  RDG_ROLE_IGNORE,
  RDG_ROLE_CAR,
  RDG_ROLE_TIME,
  RDG_ROLE_LABEL,
  RDG_ROLE_NUMERIC,
  RDG_ROLE_CATEGORY,
  RDG_ROLE_BLOCKED,      /* kept, shown, never an input: known only after the test, or by the user */
} RdgRole;

/* What a table lies in. */
typedef enum
{
  RDG_SOURCE_TEXT,
  RDG_SOURCE_WORKBOOK,
  RDG_SOURCE_DATABASE,
  RDG_SOURCE_SPARSE,     /* libsvm's text */
} RdgSourceKind;

typedef struct
{
  RdgSourceKind kind;         /* other than of text, what follows is our own rendering */
  const char *charset;        /* "UTF-8", "WINDOWS-1252" */
  gboolean    bom;
  gboolean    gzip;
  char        delimiter;
  char        decimal_mark;
  guint       header_line;    /* physical line, from 1; 0: the file has none */
} RdgDialect;

typedef struct
{
  char    *name;        /* as in the header, made unique */
  char    *unit;        /* taken from "Torque [Nm]" or "" */
  RdgRole  role;
  char    *reason;      /* why this role, a translated sentence; never NULL */
  guint64  n_filled;
  guint64  n_distinct;  /* capped */
  GStrv    examples;    /* a few values */
} RdgColumn;

/* How columns are used; saved as JSON (--write-map, --map), suggested again for the same header. */
typedef struct _RdgMapping RdgMapping;

typedef struct
{
  char       *path;
  char       *table;        /* of a database, or NULL */
  RdgLayout   layout;
  RdgDialect  dialect;
  GPtrArray  *columns;      /* RdgColumn */
  GPtrArray  *first_rows;   /* GStrv, up to 50 */
  guint64     rows_seen;    /* how many rows the guess is made from */
  gboolean    whole_file;   /* these were all */
  RdgMapping *mapping;      /* the guess as a mapping */
  GStrv       notes;        /* translated sentences worth reading */
} RdgInspection;

/* What is known of a file, and need not be found; all of it may be NULL or 0. */
typedef struct
{
  const char       *table;        /* of a database with several: the table or view */
  const char       *layout;       /* key: read it as that one, whatever its header says */
  const RdgMapping *mapping;      /* roles instead of guessed ones; its layout goes first */
  const char       *charset;      /* of a text: as rdg_charset_find() names it */
  char              decimal_mark;
} RdgInspectionOptions;

const char    *rdg_layout_get_key      (RdgLayout       layout);    /* "table", "predict", "falhas", … */
gboolean       rdg_layout_from_key     (const char     *key,
                                        RdgLayout      *layout);
const char    *rdg_source_kind_get_key (RdgSourceKind   kind);      /* "text", "workbook", … */
/* FALHAS, RESULTADOS, STATUS: many rows a car, and no label of their own. */
gboolean       rdg_layout_is_long      (RdgLayout       layout);
const char    *rdg_role_get_key        (RdgRole         role);      /* "ignore", "car", … */
gboolean       rdg_role_from_key       (const char     *key,
                                        RdgRole        *role);

RdgInspection *rdg_inspection_new      (const char     *path,
                                        const RdgMapping *mapping,  /* nullable: override the guess */
                                        GCancellable   *cancellable,
                                        GError        **error);
RdgInspection *rdg_inspection_new_with (const char                  *path,
                                        const RdgInspectionOptions  *options,
                                        GCancellable                *cancellable,
                                        GError                     **error);
void           rdg_inspection_free     (RdgInspection  *self);

RdgMapping    *rdg_mapping_copy        (const RdgMapping *self);
void           rdg_mapping_free        (RdgMapping     *self);
void           rdg_mapping_set_role    (RdgMapping     *self,
                                        const char     *column,
                                        RdgRole         role);
guint          rdg_mapping_get_n_columns (const RdgMapping *self);
const char    *rdg_mapping_get_column  (const RdgMapping *self,
                                        guint           i,
                                        RdgRole        *role);
/* A text that the label's column can have to say so. */
char          *rdg_mapping_dup_label   (const RdgMapping *self,
                                        gboolean        failed);
/* Name and unit of "Torque [Nm]": both owned by the caller. */
void           rdg_mapping_split_unit  (const char     *column,
                                        char          **name,
                                        char          **unit);
char          *rdg_mapping_to_json     (const RdgMapping *self);
RdgMapping    *rdg_mapping_from_json   (const char     *json,
                                        gssize          length,
                                        GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgInspection, rdg_inspection_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgMapping, rdg_mapping_free)

G_END_DECLS
