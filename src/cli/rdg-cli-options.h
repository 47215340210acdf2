/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of a verb as a table: parsing, checking and help are all made
 * from it. Numbers are read without the locale. What does not fit is
 * RDG_USAGE_ERROR, naming the option and what it takes.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_CLI_FLAG,
  RDG_CLI_TEXT,
  RDG_CLI_FILE,
  RDG_CLI_INTEGER,
  RDG_CLI_NUMBER,
  RDG_CLI_TIME,
} RdgCliOptionKind;

typedef struct
{
  const char      *name;        /* without the dashes; NULL ends a table */
  RdgCliOptionKind kind;
  const char      *value_name;  /* of the value in the help; NULL for a flag */
  const char      *help;        /* marked for translation */
  double           low;         /* the range that a number may have */
  double           high;
} RdgCliOption;

typedef struct _RdgCliArgs RdgCliArgs;

RdgCliArgs   *rdg_cli_args_new         (void);
void          rdg_cli_args_free        (RdgCliArgs                 *self);
gboolean      rdg_cli_args_parse       (RdgCliArgs                 *self,
                                        const RdgCliOption * const *tables,
                                        const char * const         *argv,
                                        gboolean                    until_word,
                                        guint                      *n_used,
                                        GError                    **error);

gboolean      rdg_cli_args_has         (const RdgCliArgs           *self,
                                        const char                 *name);
const char   *rdg_cli_args_get_text    (const RdgCliArgs           *self,
                                        const char                 *name);
gint64        rdg_cli_args_get_integer (const RdgCliArgs           *self,
                                        const char                 *name,
                                        gint64                      fallback);
double        rdg_cli_args_get_number  (const RdgCliArgs           *self,
                                        const char                 *name,
                                        double                      fallback);
gint64        rdg_cli_args_get_time    (const RdgCliArgs           *self,
                                        const char                 *name);
/* What is not an option: NULL-terminated. */
const char * const *rdg_cli_args_get_words (const RdgCliArgs       *self);
guint         rdg_cli_args_get_n_words (const RdgCliArgs           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCliArgs, rdg_cli_args_free)

G_END_DECLS
