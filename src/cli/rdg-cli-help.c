/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help, made from the table of verbs and their options. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli.h"

#include <glib/gi18n-lib.h>

static void
append_line (GString    *text,
             const char *left,
             int         width,
             const char *right)
{
  g_string_append_printf (text, "  %-*s  %s\n", width, left, right);
}

static char *
option_left (const RdgCliOption *option)
{
  return option->value_name != NULL
    ? g_strdup_printf ("--%s %s", option->name, option->value_name)
    : g_strdup_printf ("--%s", option->name);
}

static void
append_options (GString            *text,
                const char         *title,
                const RdgCliOption *options)
{
  int width = 0;

  if (options[0].name == NULL)
    return;

  g_string_append_printf (text, "\n%s\n", title);
  for (guint i = 0; options[i].name != NULL; i++)
    {
      g_autofree char *left = option_left (&options[i]);

      width = MAX (width, (int) g_utf8_strlen (left, -1));
    }
  for (guint i = 0; options[i].name != NULL; i++)
    {
      g_autofree char *left = option_left (&options[i]);

      append_line (text, left, width, _(options[i].help));
    }
}

/**
 * rdg_cli_help:
 *
 * Returns: (transfer full): what `rodagem-cli --help` prints
 */
char *
rdg_cli_help (void)
{
  GString *text = g_string_new (NULL);

  g_string_append (text, _("Usage: rodagem-cli [--database FILE] [--json] VERB …\n"));
  g_string_append_printf (text, "\n%s\n",
                          _("Says which cars to send to the long road test, and why."));
  g_string_append_printf (text, "\n%s\n", _("Verbs:"));
  for (guint i = 0; rdg_cli_verbs[i] != NULL; i++)
    append_line (text, rdg_cli_verbs[i]->name, 10, _(rdg_cli_verbs[i]->summary));
  append_options (text, _("Options, before or after the verb:"), rdg_cli_global_options);
  g_string_append_printf (text, "\n%s\n",
                          _("“rodagem-cli VERB --help” says more of a verb."));

  return g_string_free (text, FALSE);
}

/**
 * rdg_cli_verb_help:
 * @verb: a verb
 *
 * Returns: (transfer full): what `rodagem-cli VERB --help` prints
 */
char *
rdg_cli_verb_help (const RdgCliVerb *verb)
{
  GString *text = g_string_new (NULL);
  g_autofree char *usage = g_strjoin (" ", "rodagem-cli", verb->name,
                                      verb->options[0].name != NULL ? _("[OPTION…]") : verb->synopsis,
                                      verb->options[0].name != NULL ? verb->synopsis : NULL,
                                      NULL);

  g_string_append_printf (text, _("Usage: %s\n"), g_strchomp (usage));
  g_string_append_printf (text, "\n%s\n", _(verb->summary));
  append_options (text, _("Options:"), verb->options);
  append_options (text, _("Options of every verb:"), rdg_cli_global_options);

  return g_string_free (text, FALSE);
}
