/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the import assistant has done for it on other threads: looking at files,
 * then taking them in. The functions that make jobs are for the main thread.
 */
#pragma once

#include "rdg-app-context.h"
#include "rdg-import-service.h"
#include "rdg-preview.h"

G_BEGIN_DECLS

/* What a look at one file gave: an inspection, or the reason why there is none. Counted
 * references, as a preview on another thread may still read it; not changed any more. */
typedef struct
{
  char          *path;            /* NULL where a folder is the problem */
  char          *table;           /* of a database, or NULL */
  GStrv          tables;          /* what it has to choose from, or NULL */
  char          *layout;          /* key, where the user has chosen it; else NULL */
  const char    *charset;         /* likewise */
  char           decimal_mark;    /* likewise; else 0 */
  RdgInspection *inspection;      /* nullable */
  char          *problem;         /* nullable */
  char          *mapping_name;    /* the saved mapping that it was read with, or NULL */
  char          *mapping_problem; /* why a saved one could not be used, or NULL */
} RdgLook;

/* How to look at one file. */
typedef struct
{
  RdgWorkspace *workspace;
  char         *path;
  char         *table;            /* nullable */
  char         *layout;           /* key; NULL: recognise */
  const char   *charset;          /* static; NULL: found */
  char          decimal_mark;     /* 0: found */
  RdgMapping   *mapping;          /* NULL: guess, or where suggest is set take a saved one */
  char         *mapping_name;     /* the mapping's */
  gboolean      suggest;
} RdgLookRequest;

/* How one file is to come in. */
typedef struct
{
  char       *path;
  char       *table;              /* nullable */
  const char *charset;            /* static */
  char        decimal_mark;
  RdgMapping *mapping;
} RdgImportChoice;

/* How an import ended. With several files some may have come in before one failed. */
typedef struct
{
  RdgWorkspace *workspace;        /* where they came in */
  GPtrArray    *reports;          /* RdgImportReport */
  GError       *error;            /* nullable: why the next one did not come in */
  gboolean      has_active;       /* a model is active: the cars can be scored */
} RdgImportOutcome;

RdgLook        *rdg_look_ref            (RdgLook              *self);
void            rdg_look_unref          (RdgLook              *self);
RdgLookRequest *rdg_look_request_new    (RdgWorkspace         *workspace,
                                         const char           *path);
/* Of the same table, written in the same way. */
RdgLookRequest *rdg_look_request_new_again
                                        (RdgWorkspace         *workspace,
                                         const RdgLook        *look);
void            rdg_look_request_free   (gpointer              request);
void            rdg_import_choice_free  (gpointer              choice);

/* Functions for jobs. data: GPtrArray of RdgLookRequest, folders among them; gives a GPtrArray of
 * RdgLook. */
gpointer        rdg_import_work_look    (RdgJob               *job,
                                         gpointer              data,
                                         GError              **error);
/* data: RdgLookRequest; gives a RdgLook. */
gpointer        rdg_import_work_look_again
                                        (RdgJob               *job,
                                         gpointer              data,
                                         GError              **error);

/* choices: RdgImportChoice. The job's value is a RdgImportOutcome; when it is there, the cars are
 * scored where a model is active. */
RdgJob         *rdg_import_work_start   (RdgAppContext        *context,
                                         GPtrArray            *choices);
/* When it has ended the window tells how, in a toast. */
void            rdg_import_work_tell    (RdgAppContext        *context,
                                         RdgJob               *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgLook, rdg_look_unref)

G_END_DECLS
