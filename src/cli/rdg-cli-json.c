/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON document as text: see rdg-cli-json.h. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-json.h"

#include <math.h>

#include "rdg-datetime.h"
#include "rdg-number.h"

struct _RdgCliJson
{
  GString *text;
  guint    depth;
  gboolean empty;   /* nothing stands yet in the object or array that is open */
};

/**
 * rdg_cli_json_new:
 * @text: where to write; has to outlive the writer
 *
 * Returns: (transfer full): a writer
 */
RdgCliJson *
rdg_cli_json_new (GString *text)
{
  RdgCliJson *self = g_new0 (RdgCliJson, 1);

  self->text = text;
  self->empty = TRUE;

  return self;
}

/**
 * rdg_cli_json_free:
 * @self: (transfer full): a writer
 */
void
rdg_cli_json_free (RdgCliJson *self)
{
  g_free (self);
}

static void
append_line_break (RdgCliJson *self)
{
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->text, "  ");
}

static void
append_quoted (RdgCliJson *self,
               const char *value)
{
  /* File names need not be UTF-8; JSON has to be. */
  g_autofree char *repaired = g_utf8_validate (value, -1, NULL) ? NULL
                                                                : g_utf8_make_valid (value, -1);

  g_string_append_c (self->text, '"');
  for (const char *p = repaired != NULL ? repaired : value; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
        g_string_append (self->text, "\\\"");
        break;
      case '\\':
        g_string_append (self->text, "\\\\");
        break;
      case '\n':
        g_string_append (self->text, "\\n");
        break;
      case '\t':
        g_string_append (self->text, "\\t");
        break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          g_string_append_printf (self->text, "\\u%04x", (guint) (guchar) *p);
        else
          g_string_append_c (self->text, *p);
      }
  g_string_append_c (self->text, '"');
}

static void
begin_value (RdgCliJson *self,
             const char *key)
{
  if (!self->empty)
    g_string_append_c (self->text, ',');
  self->empty = FALSE;

  if (self->depth > 0)
    append_line_break (self);
  if (key != NULL)
    {
      append_quoted (self, key);
      g_string_append (self->text, ": ");
    }
}

static void
begin_container (RdgCliJson *self,
                 const char *key,
                 char        bracket)
{
  begin_value (self, key);
  g_string_append_c (self->text, bracket);
  self->depth++;
  self->empty = TRUE;
}

static void
end_container (RdgCliJson *self,
               char        bracket)
{
  g_return_if_fail (self->depth > 0);

  self->depth--;
  if (!self->empty)
    append_line_break (self);
  g_string_append_c (self->text, bracket);
  self->empty = FALSE;
  if (self->depth == 0)
    g_string_append_c (self->text, '\n');
}

/**
 * rdg_cli_json_begin_object:
 * @key: (nullable): its name
 */
void
rdg_cli_json_begin_object (RdgCliJson *self,
                           const char *key)
{
  begin_container (self, key, '{');
}

/**
 * rdg_cli_json_end_object:
 *
 * Closes what rdg_cli_json_begin_object() opened.
 */
void
rdg_cli_json_end_object (RdgCliJson *self)
{
  end_container (self, '}');
}

/**
 * rdg_cli_json_begin_array:
 * @key: (nullable): its name
 */
void
rdg_cli_json_begin_array (RdgCliJson *self,
                          const char *key)
{
  begin_container (self, key, '[');
}

/**
 * rdg_cli_json_end_array:
 *
 * Closes what rdg_cli_json_begin_array() opened.
 */
void
rdg_cli_json_end_array (RdgCliJson *self)
{
  end_container (self, ']');
}

/**
 * rdg_cli_json_objects:
 * @key: (nullable): the array's
 * @elements: what there is an object of each
 * @func: writes the members of one
 */
void
rdg_cli_json_objects (RdgCliJson     *self,
                      const char     *key,
                      GPtrArray      *elements,
                      RdgCliJsonFunc  func)
{
  rdg_cli_json_begin_array (self, key);
  for (guint i = 0; i < elements->len; i++)
    {
      rdg_cli_json_begin_object (self, NULL);
      func (self, g_ptr_array_index (elements, i));
      rdg_cli_json_end_object (self);
    }
  rdg_cli_json_end_array (self);
}

/**
 * rdg_cli_json_string:
 * @key: (nullable): its name
 * @value: (nullable): a text; %NULL is null
 */
void
rdg_cli_json_string (RdgCliJson *self,
                     const char *key,
                     const char *value)
{
  begin_value (self, key);
  if (value != NULL)
    append_quoted (self, value);
  else
    g_string_append (self->text, "null");
}

/**
 * rdg_cli_json_strings:
 * @key: (nullable): its name
 * @values: (nullable) (array zero-terminated=1): texts; %NULL is an empty array
 */
void
rdg_cli_json_strings (RdgCliJson         *self,
                      const char         *key,
                      const char * const *values)
{
  rdg_cli_json_begin_array (self, key);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    rdg_cli_json_string (self, NULL, values[i]);
  rdg_cli_json_end_array (self);
}

/**
 * rdg_cli_json_number:
 * @key: (nullable): its name
 * @value: a number; what is not finite is null
 */
void
rdg_cli_json_number (RdgCliJson *self,
                     const char *key,
                     double      value)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  begin_value (self, key);
  g_string_append (self->text, isfinite (value) ? rdg_number_format (value, buffer) : "null");
}

/**
 * rdg_cli_json_count:
 * @key: (nullable): its name
 * @value: how many
 */
void
rdg_cli_json_count (RdgCliJson *self,
                    const char *key,
                    guint64     value)
{
  begin_value (self, key);
  g_string_append_printf (self->text, "%" G_GUINT64_FORMAT, value);
}

/**
 * rdg_cli_json_integer:
 * @key: (nullable): its name
 * @value: a whole number
 */
void
rdg_cli_json_integer (RdgCliJson *self,
                      const char *key,
                      gint64      value)
{
  begin_value (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/**
 * rdg_cli_json_boolean:
 * @key: (nullable): its name
 * @value: true or false
 */
void
rdg_cli_json_boolean (RdgCliJson *self,
                      const char *key,
                      gboolean    value)
{
  begin_value (self, key);
  g_string_append (self->text, value ? "true" : "false");
}

/**
 * rdg_cli_json_id:
 * @key: (nullable): its name
 * @value: an id of the database, or 0 for none, which is null
 */
void
rdg_cli_json_id (RdgCliJson *self,
                 const char *key,
                 gint64      value)
{
  begin_value (self, key);
  if (value != 0)
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
  else
    g_string_append (self->text, "null");
}

/**
 * rdg_cli_json_time:
 * @key: (nullable): its name
 * @value: milliseconds, or %RDG_DATETIME_NONE, which is null
 */
void
rdg_cli_json_time (RdgCliJson *self,
                   const char *key,
                   gint64      value)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];

  rdg_cli_json_string (self, key,
                       value != RDG_DATETIME_NONE ? rdg_datetime_format (value, buffer) : NULL);
}
