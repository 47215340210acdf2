/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options from a table. GOption is not used because it reads numbers in the
 * user's locale and in hexadecimal, and knows no ranges.
 */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-number.h"

typedef struct
{
  char   *text;
  gint64  integer;   /* of an integer, or a time */
  double  number;
} Value;

struct _RdgCliArgs
{
  GHashTable *values;   /* name -> Value */
  GPtrArray  *words;
};

static void
free_value (gpointer data)
{
  Value *value = data;

  g_free (value->text);
  g_free (value);
}

static const RdgCliOption *
find_option (const RdgCliOption * const *tables,
             const char                 *name,
             gsize                       length)
{
  for (guint t = 0; tables[t] != NULL; t++)
    for (const RdgCliOption *option = tables[t]; option->name != NULL; option++)
      if (strlen (option->name) == length && memcmp (option->name, name, length) == 0)
        return option;

  return NULL;
}

static gboolean
fail_range (const RdgCliOption  *option,
            const char          *text,
            GError             **error)
{
  char low[RDG_NUMBER_BUFFER_SIZE], high[RDG_NUMBER_BUFFER_SIZE];

  rdg_number_format (option->low, low);
  rdg_number_format (option->high, high);
  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               option->kind == RDG_CLI_INTEGER
                 ? _("The option --%s takes a whole number from %s to %s, not “%s”.")
                 : _("The option --%s takes a number from %s to %s, not “%s”."),
               option->name, low, high, text);

  return FALSE;
}

/* Text goes into the database and into JSON: it has to be UTF-8, whatever the terminal speaks. */
static char *
text_to_utf8 (const char *text)
{
  if (g_utf8_validate (text, -1, NULL))
    return g_strdup (text);

  g_autofree char *converted = g_locale_to_utf8 (text, -1, NULL, NULL, NULL);

  return converted != NULL ? g_steal_pointer (&converted) : g_utf8_make_valid (text, -1);
}

static gboolean
read_value (const RdgCliOption  *option,
            const char          *text,
            Value               *value,
            GError             **error)
{
  switch (option->kind)
    {
    case RDG_CLI_FLAG:
      break;

    case RDG_CLI_TEXT:
      value->text = text_to_utf8 (text);
      break;

    case RDG_CLI_FILE:
      if (text[0] == '\0')
        {
          g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                       _("The option --%s takes the name of a file, not an empty text."),
                       option->name);
          return FALSE;
        }
      value->text = g_strdup (text);
      break;

    case RDG_CLI_INTEGER:
      if (!rdg_number_parse_int (text, strlen (text), &value->integer) ||
          (double) value->integer < option->low || (double) value->integer > option->high)
        return fail_range (option, text, error);
      break;

    case RDG_CLI_NUMBER:
      if (!rdg_number_parse_double (text, strlen (text), '.', &value->number) ||
          value->number < option->low || value->number > option->high)
        return fail_range (option, text, error);
      break;

    case RDG_CLI_TIME:
      if (!rdg_datetime_parse (text, strlen (text), RDG_DATE_ORDER_DAY_FIRST, &value->integer))
        {
          g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                       _("The option --%s takes a date such as 2024-05-31 or "
                         "“2024-05-31 14:30:00”, not “%s”."),
                       option->name, text);
          return FALSE;
        }
      break;

    default:
      g_assert_not_reached ();
    }

  return TRUE;
}

/**
 * rdg_cli_args_new:
 *
 * Returns: (transfer full): arguments with nothing in them
 */
RdgCliArgs *
rdg_cli_args_new (void)
{
  RdgCliArgs *self = g_new0 (RdgCliArgs, 1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_value);
  self->words = g_ptr_array_new ();
  g_ptr_array_add (self->words, NULL);

  return self;
}

/**
 * rdg_cli_args_free:
 * @self: (transfer full): arguments
 */
void
rdg_cli_args_free (RdgCliArgs *self)
{
  g_hash_table_unref (self->values);
  g_ptr_array_unref (self->words);
  g_free (self);
}

static gboolean
parse_option (RdgCliArgs                  *self,
              const RdgCliOption * const  *tables,
              const char * const          *argv,
              guint                       *i,
              GError                     **error)
{
  const char *name = argv[*i] + 2;
  const char *equals = g_str_has_prefix (argv[*i], "--") ? strchr (name, '=') : NULL;
  const RdgCliOption *option = NULL;
  const char *text = NULL;
  g_autofree Value *value = g_new0 (Value, 1);

  if (g_str_has_prefix (argv[*i], "--"))
    option = find_option (tables, name, equals != NULL ? (gsize) (equals - name) : strlen (name));

  if (option == NULL)
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("There is no option “%s”."), argv[*i]);
      return FALSE;
    }

  if (option->kind == RDG_CLI_FLAG)
    {
      if (equals != NULL)
        {
          g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                       _("The option --%s takes no value."), option->name);
          return FALSE;
        }
    }
  else if (equals != NULL)
    {
      text = equals + 1;
    }
  else if (argv[*i + 1] != NULL)
    {
      text = argv[++*i];
    }
  else
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                   _("The option --%s needs a value: --%s %s."),
                   option->name, option->name, option->value_name);
      return FALSE;
    }

  if (!read_value (option, text, value, error))
    return FALSE;

  g_hash_table_replace (self->values, (char *) option->name, g_steal_pointer (&value));

  return TRUE;
}

/**
 * rdg_cli_args_parse:
 * @tables: (array zero-terminated=1): the options that are known
 * @argv: (array zero-terminated=1): what the user typed
 * @until_word: stop at the first that is no option
 * @n_used: (out): how many of @argv were read
 *
 * Adds to what was parsed before. An option may be written `--name value` or `--name=value`, the
 * last one of the same name counts, and after `--` all is words. Words are borrowed from @argv.
 *
 * Returns: whether all of it was understood
 */
gboolean
rdg_cli_args_parse (RdgCliArgs                  *self,
                    const RdgCliOption * const  *tables,
                    const char * const          *argv,
                    gboolean                     until_word,
                    guint                       *n_used,
                    GError                     **error)
{
  gboolean options_end = FALSE;
  guint i = 0;

  for (; argv[i] != NULL; i++)
    {
      if (!options_end && g_str_equal (argv[i], "--"))
        {
          options_end = TRUE;
        }
      else if (!options_end && argv[i][0] == '-' && argv[i][1] != '\0')
        {
          if (!parse_option (self, tables, argv, &i, error))
            return FALSE;
        }
      else if (until_word)
        {
          break;
        }
      else
        {
          g_ptr_array_insert (self->words, (int) self->words->len - 1, (char *) argv[i]);
        }
    }

  *n_used = i;

  return TRUE;
}

/**
 * rdg_cli_args_has:
 * @name: an option, without dashes
 *
 * Returns: whether it was given
 */
gboolean
rdg_cli_args_has (const RdgCliArgs *self,
                  const char       *name)
{
  return g_hash_table_contains (self->values, name);
}

/**
 * rdg_cli_args_get_text:
 * @name: an option that takes a text or a file
 *
 * Returns: (transfer none) (nullable): its value, or %NULL where it was not given
 */
const char *
rdg_cli_args_get_text (const RdgCliArgs *self,
                       const char       *name)
{
  const Value *value = g_hash_table_lookup (self->values, name);

  return value != NULL ? value->text : NULL;
}

/**
 * rdg_cli_args_get_integer:
 * @name: an option that takes a whole number
 * @fallback: what it is where it was not given
 *
 * Returns: its value
 */
gint64
rdg_cli_args_get_integer (const RdgCliArgs *self,
                          const char       *name,
                          gint64            fallback)
{
  const Value *value = g_hash_table_lookup (self->values, name);

  return value != NULL ? value->integer : fallback;
}

/**
 * rdg_cli_args_get_number:
 * @name: an option that takes a number
 * @fallback: what it is where it was not given
 *
 * Returns: its value
 */
double
rdg_cli_args_get_number (const RdgCliArgs *self,
                         const char       *name,
                         double            fallback)
{
  const Value *value = g_hash_table_lookup (self->values, name);

  return value != NULL ? value->number : fallback;
}

/**
 * rdg_cli_args_get_time:
 * @name: an option that takes a time
 *
 * Returns: its value, or %RDG_DATETIME_NONE where it was not given
 */
gint64
rdg_cli_args_get_time (const RdgCliArgs *self,
                       const char       *name)
{
  return rdg_cli_args_get_integer (self, name, RDG_DATETIME_NONE);
}

/**
 * rdg_cli_args_get_words:
 *
 * Returns: (transfer none) (array zero-terminated=1): what is no option
 */
const char * const *
rdg_cli_args_get_words (const RdgCliArgs *self)
{
  return (const char * const *) self->words->pdata;
}

/**
 * rdg_cli_args_get_n_words:
 *
 * Returns: how many there are
 */
guint
rdg_cli_args_get_n_words (const RdgCliArgs *self)
{
  return self->words->len - 1;
}
