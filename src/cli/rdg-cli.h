/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line: one verb a file, one table of verbs. A verb is a function
 * that runs on a worker thread inside a job and writes its result into a text;
 * the frame around it parses, shows progress, cancels on Ctrl-C, prints the
 * result and chooses the exit code.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-cli-json.h"
#include "rdg-cli-options.h"
#include "rdg-job.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_CLI_EXIT_DONE = 0,
  RDG_CLI_EXIT_FAILED = 1,
  RDG_CLI_EXIT_USAGE = 2,
  RDG_CLI_EXIT_CANCELLED = 130,
} RdgCliExit;

typedef struct _RdgCliVerb RdgCliVerb;

typedef struct
{
  const RdgCliVerb *verb;
  RdgCliArgs       *args;
  char             *database;  /* the file, found from option, environment or default */
  gboolean          json;

  /* What the verb makes. */
  GString          *out;       /* for standard output, printed when the verb has ended */
  RdgCliJson       *doc;       /* writes into out */
  gboolean          partial;   /* print out although the verb failed */
} RdgCliCall;

struct _RdgCliVerb
{
  const char         *name;
  const char         *synopsis;   /* what follows the name, options left out */
  const char         *summary;    /* marked for translation: what it does, in a line */
  const RdgCliOption *options;
  guint               min_words;
  guint               max_words;

  /* Before the job starts, on the main thread; nullable. */
  void              (*prepare) (RdgJob      *job);
  /* Blocking, on the job's thread. */
  gboolean          (*run)     (RdgCliCall  *call,
                                RdgJob      *job,
                                GError     **error);
};

extern const RdgCliOption        rdg_cli_global_options[];
extern const RdgCliOption        rdg_cli_no_options[];
extern const RdgCliVerb * const  rdg_cli_verbs[];

int      rdg_cli_main       (int                 argc,
                             char              **argv);
char    *rdg_cli_help       (void);
char    *rdg_cli_verb_help  (const RdgCliVerb   *verb);
gboolean rdg_cli_run        (RdgCliCall         *call,
                             GError            **error);
/* Prints what out has so far, for results that are longer than memory should be; after that, a verb
 * that fails has printed a part. G_IO_ERROR_BROKEN_PIPE: nobody reads any more. */
gboolean rdg_cli_flush      (RdgCliCall         *call,
                             GError            **error);

G_END_DECLS
