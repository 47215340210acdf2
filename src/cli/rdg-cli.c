/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what the user typed to an exit code: global options, the table of verbs,
 * messages. Standard output gets the result and nothing else, and gets it when
 * the work has ended, so that a failure leaves it empty.
 */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "rdg-cli-table.h"
#include "rdg-cli-verbs.h"
#include "rdg-error.h"
#include "rdg-workspace.h"

const RdgCliOption rdg_cli_global_options[] = {
  { "database", RDG_CLI_FILE, "FILE", N_("The database; else $RODAGEM_DATABASE, else your own") },
  { "json", RDG_CLI_FLAG, NULL, N_("Print the result as one JSON document") },
  { "help", RDG_CLI_FLAG, NULL, N_("Say how to use it, and end") },
  { "version", RDG_CLI_FLAG, NULL, N_("Say which version this is, and end") },
  { NULL }
};

const RdgCliOption rdg_cli_no_options[] = { { NULL } };

/* In the order in which one uses them. */
const RdgCliVerb * const rdg_cli_verbs[] = {
  &rdg_cli_verb_simulate,
  &rdg_cli_verb_inspect,
  &rdg_cli_verb_import,
  &rdg_cli_verb_imports,
  &rdg_cli_verb_mappings,
  &rdg_cli_verb_watch,
  &rdg_cli_verb_rejects,
  &rdg_cli_verb_undo,
  &rdg_cli_verb_halls,
  &rdg_cli_verb_positions,
  &rdg_cli_verb_formulas,
  &rdg_cli_verb_train,
  &rdg_cli_verb_models,
  &rdg_cli_verb_model,
  &rdg_cli_verb_evaluate,
  &rdg_cli_verb_export_svm,
  &rdg_cli_verb_promote,
  &rdg_cli_verb_rollback,
  &rdg_cli_verb_history,
  &rdg_cli_verb_score,
  &rdg_cli_verb_risks,
  &rdg_cli_verb_predict,
  &rdg_cli_verb_explain,
  &rdg_cli_verb_outcome,
  &rdg_cli_verb_sql,
  &rdg_cli_verb_export_data,
  NULL
};

static const RdgCliVerb *
find_verb (const char *name)
{
  for (guint i = 0; rdg_cli_verbs[i] != NULL; i++)
    if (g_str_equal (rdg_cli_verbs[i]->name, name))
      return rdg_cli_verbs[i];

  return NULL;
}

/* One line, whatever stands in a file's name or in an error of a library. */
static void
say (const char *message)
{
  g_autofree char *line = rdg_cli_plain_text (message);

  g_printerr ("rodagem-cli: %s\n", g_strstrip (line));
}

/* A reader that has gone away (head, less) wants no more and no complaint. */
static RdgCliExit
print_result (const char *text,
              gsize       length)
{
  errno = 0;
  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0)
    return RDG_CLI_EXIT_DONE;
  if (errno == EPIPE)
    return RDG_CLI_EXIT_DONE;

  g_autofree char *message = g_strdup_printf (_("Could not write the result: %s."),
                                              g_strerror (errno));
  say (message);

  return RDG_CLI_EXIT_FAILED;
}

static RdgCliExit
print_text (const char *text)
{
  g_autofree char *local = g_locale_from_utf8 (text, -1, NULL, NULL, NULL);
  const char *shown = local != NULL ? local : text;

  return print_result (shown, strlen (shown));
}

/**
 * rdg_cli_flush:
 *
 * The verb's thread: nobody else prints until the verb has ended.
 *
 * Returns: %FALSE with @error set (G_IO_ERROR)
 */
gboolean
rdg_cli_flush (RdgCliCall  *call,
               GError     **error)
{
  g_autofree char *local = call->json ? NULL
                                      : g_locale_from_utf8 (call->out->str, -1, NULL, NULL, NULL);
  const char *shown = local != NULL ? local : call->out->str;
  gsize length = strlen (shown);

  errno = 0;
  if (fwrite (shown, 1, length, stdout) != length || fflush (stdout) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("Could not write the result: %s."), g_strerror (code));
      return FALSE;
    }

  g_string_truncate (call->out, 0);
  return TRUE;
}

static RdgCliExit
fail_usage (const RdgCliVerb *verb,
            const GError     *error)
{
  say (error->message);
  if (verb != NULL)
    g_printerr (_("Try “rodagem-cli %s --help”.\n"), verb->name);
  else
    g_printerr (_("Try “rodagem-cli --help”.\n"));

  return RDG_CLI_EXIT_USAGE;
}

static char *
find_database (const RdgCliArgs *args)
{
  const char *path = rdg_cli_args_get_text (args, "database");

  if (path == NULL)
    path = g_getenv ("RODAGEM_DATABASE");

  return path != NULL && path[0] != '\0' ? g_strdup (path) : rdg_workspace_default_path ();
}

static gboolean
check_words (const RdgCliVerb  *verb,
             const RdgCliArgs  *args,
             GError           **error)
{
  guint n = rdg_cli_args_get_n_words (args);
  g_autofree char *usage = g_strjoin (" ", verb->name, verb->synopsis, NULL);

  if (n >= verb->min_words && n <= verb->max_words)
    return TRUE;

  if (n > verb->max_words)
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("“%s” is one too many: the usage is “rodagem-cli %s”."),
                 rdg_cli_args_get_words (args)[verb->max_words], g_strchomp (usage));
  else
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("Something is missing: the usage is “rodagem-cli %s”."),
                 g_strchomp (usage));

  return FALSE;
}

static RdgCliExit
run_verb (const RdgCliVerb *verb,
          RdgCliArgs       *args)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = NULL;
  g_autoptr (GString) out = NULL;
  g_autoptr (RdgCliJson) doc = NULL;
  RdgCliExit code = RDG_CLI_EXIT_DONE;

  if (!check_words (verb, args, &error))
    return fail_usage (verb, error);

  database = find_database (args);
  out = g_string_new (NULL);
  doc = rdg_cli_json_new (out);

  RdgCliCall call = { .verb = verb, .args = args, .database = database,
                      .json = rdg_cli_args_has (args, "json"), .out = out, .doc = doc };

  gboolean done = rdg_cli_run (&call, &error);

  if ((done || call.partial) && out->len > 0)
    code = call.json ? print_result (out->str, out->len) : print_text (out->str);
  if (done)
    return code;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      say (call.partial ? _("Cancelled; what was done before stays.")
                        : _("Cancelled; nothing was changed."));
      return RDG_CLI_EXIT_CANCELLED;
    }
  if (error->domain == RDG_USAGE_ERROR)
    return fail_usage (verb, error);

  say (error->message);

  return RDG_CLI_EXIT_FAILED;
}

static void
set_up_process (void)
{
  const char *locale_dir = g_getenv ("RODAGEM_LOCALE_DIR");

  setlocale (LC_ALL, "");
  /* Messages follow the user; data that scripts read do not. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : RDG_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("rodagem-cli");
  /* A pipe that closes is seen where we write, not as a death in the middle of an import. */
  signal (SIGPIPE, SIG_IGN);
}

/**
 * rdg_cli_main:
 * @argc: how many arguments
 * @argv: the arguments, the program's name first
 *
 * The whole of rodagem-cli.
 *
 * Returns: the exit code
 */
int
rdg_cli_main (int    argc,
              char **argv)
{
  const RdgCliOption *tables[] = { rdg_cli_global_options, NULL, NULL };
  g_autoptr (RdgCliArgs) args = rdg_cli_args_new ();
  g_autoptr (GError) error = NULL;
  const RdgCliVerb *verb = NULL;
  const char * const *words = (const char * const *) argv + MIN (argc, 1);
  guint n_used;

  set_up_process ();

  if (!rdg_cli_args_parse (args, tables, words, TRUE, &n_used, &error))
    return fail_usage (NULL, error);

  words += n_used;
  if (words[0] != NULL)
    {
      verb = find_verb (words[0]);
      if (verb == NULL)
        {
          g_set_error (&error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                       _("There is no verb “%s”."), words[0]);
          return fail_usage (NULL, error);
        }
      tables[1] = verb->options;
      if (!rdg_cli_args_parse (args, tables, words + 1, FALSE, &n_used, &error))
        return fail_usage (verb, error);
    }

  if (rdg_cli_args_has (args, "version"))
    return print_text ("rodagem-cli " RDG_VERSION "\n");

  if (rdg_cli_args_has (args, "help"))
    {
      g_autofree char *help = verb != NULL ? rdg_cli_verb_help (verb) : rdg_cli_help ();

      return print_text (help);
    }

  if (verb == NULL)
    {
      g_set_error_literal (&error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                           _("No verb was given."));
      return fail_usage (NULL, error);
    }

  return run_verb (verb, args);
}
