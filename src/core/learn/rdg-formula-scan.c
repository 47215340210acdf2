/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Between the user's expression and muParser. Features have blanks, brackets and
 * slashes in their names, which muParser does not take; its complaints would be
 * about a text that the user never saw. So words are read here, in two states (a
 * value comes next, or an operator does), and every fault is told where it stands.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-formula-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-number.h"

#define LONGEST_EXPRESSION 4096
#define DEEPEST 64
#define MOST_NAMES 64

/* What muParser calls the same; most 0: any number from least on. */
static const struct
{
  const char *name;
  guint       least;
  guint       most;
} functions[] = {
  { "abs", 1, 1 },   { "sqrt", 1, 1 },  { "exp", 1, 1 },   { "ln", 1, 1 },    { "log2", 1, 1 },
  { "log10", 1, 1 }, { "sin", 1, 1 },   { "cos", 1, 1 },   { "tan", 1, 1 },   { "asin", 1, 1 },
  { "acos", 1, 1 },  { "atan", 1, 1 },  { "atan2", 2, 2 }, { "sign", 1, 1 },  { "rint", 1, 1 },
  { "min", 1, 0 },   { "max", 1, 0 },   { "sum", 1, 0 },   { "avg", 1, 0 },
};

/* Longer ones first. */
static const char * const operators[] = {
  "<=", ">=", "==", "!=", "&&", "||", "<", ">", "+", "-", "*", "/", "^",
};

typedef enum
{
  OPEN_GROUP,
  OPEN_FUNCTION,
  OPEN_CHOICE,    /* a "?" whose ":" has not come yet */
} OpenKind;

typedef struct
{
  OpenKind kind;
  guint    position;
  guint    function;
  guint    n_values;
} Open;

typedef struct
{
  RdgFormulaScan *out;
  const char     *at;
  guint           position;    /* of at */
  gboolean        wants_value;
  gboolean        signed_value;
  GArray         *open;        /* Open */
  guint           fault_at;
  char           *fault;
} Scanner;

static gboolean
fail (Scanner *self,
      guint    position,
      char    *fault)
{
  self->fault_at = position;
  self->fault = fault;
  return FALSE;
}

static void
advance (Scanner *self,
         gsize    length)
{
  self->position += (guint) g_utf8_strlen (self->at, (gssize) length);
  self->at += length;
}

static void
emit (Scanner    *self,
      const char *text,
      gsize       length)
{
  g_string_append_len (self->out->text, text, (gssize) length);
  g_string_append_c (self->out->text, ' ');
}

static Open *
innermost (Scanner *self)
{
  return self->open->len > 0 ? &g_array_index (self->open, Open, self->open->len - 1) : NULL;
}

static gboolean
push (Scanner  *self,
      OpenKind  kind,
      guint     position,
      guint     function)
{
  Open open = { kind, position, function, 1 };

  if (self->open->len >= DEEPEST)
    return fail (self, position,
                 g_strdup_printf (_("parentheses and choices are nested more than %d deep; "
                                    "split the formula."), DEEPEST));

  g_array_append_val (self->open, open);
  return TRUE;
}

static gboolean
take_name (Scanner    *self,
           const char *name,
           guint       position)
{
  g_autofree char *word = NULL;
  guint i = 0;

  while (i < self->out->names->len &&
         !g_str_equal (g_array_index (self->out->names, RdgFormulaName, i).name, name))
    i++;
  if (i == MOST_NAMES)
    return fail (self, position,
                 g_strdup_printf (_("it uses more than %d features; use fewer."), MOST_NAMES));
  if (i == self->out->names->len)
    {
      RdgFormulaName entry = { g_strdup (name), position };

      g_array_append_val (self->out->names, entry);
    }

  word = g_strdup_printf ("v%u", i);
  emit (self, word, strlen (word));
  self->wants_value = FALSE;
  return TRUE;
}

static gboolean
take_value (Scanner *self,
            double   value)
{
  g_autofree char *word = g_strdup_printf ("n%u", self->out->numbers->len);

  g_array_append_val (self->out->numbers, value);
  emit (self, word, strlen (word));
  self->wants_value = FALSE;
  return TRUE;
}

static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (g_ascii_isdigit (text[n]))
    n++;

  return n;
}

static gboolean
is_name_start (gunichar c)
{
  return c == '_' || g_unichar_isalpha (c);
}

static gboolean
is_name_part (gunichar c)
{
  return is_name_start (c) || g_unichar_isdigit (c);
}

static gboolean
scan_number (Scanner *self)
{
  const char *text = self->at;
  guint position = self->position;
  gsize length = count_digits (text), n_exponent;
  double value;

  if (text[length] == '.')
    length += 1 + count_digits (text + length + 1);
  if (text[length] == 'e' || text[length] == 'E')
    {
      gsize sign = text[length + 1] == '+' || text[length + 1] == '-' ? 1 : 0;

      n_exponent = count_digits (text + length + 1 + sign);
      length += n_exponent > 0 ? 1 + sign + n_exponent : 0;
    }

  if (is_name_part (g_utf8_get_char (text + length)) || text[length] == '.')
    return fail (self, position,
                 g_strdup (_("this is no number; a name that begins with a digit stands in "
                             "quotation marks.")));
  if (!rdg_number_parse_double (text, length, '.', &value))
    return fail (self, position, g_strdup (_("this number is too large.")));

  advance (self, length);
  return take_value (self, value);
}

/* "Torque [Nm]"; a quotation mark within is written twice. The application's own messages quote with
 * “…”, and what is copied from them is taken as well. */
static gboolean
scan_quoted (Scanner *self)
{
  gboolean plain = *self->at == '"';
  const char *end_mark = plain ? "\"" : "”";
  guint position = self->position;
  g_autoptr (GString) name = g_string_new (NULL);

  advance (self, strlen (plain ? "\"" : "“"));
  for (;;)
    {
      const char *end = strstr (self->at, end_mark);

      if (end == NULL)
        return fail (self, position, g_strdup (_("the quotation mark is not closed.")));

      g_string_append_len (name, self->at, end - self->at);
      advance (self, (gsize) (end - self->at) + strlen (end_mark));
      if (!plain || *self->at != '"')
        break;
      g_string_append_c (name, '"');
      advance (self, 1);
    }

  for (const char *p = name->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return fail (self, position, g_strdup (_("a name is text in one line.")));
    }
  if (name->len == 0)
    return fail (self, position, g_strdup (_("the name between the quotation marks is missing.")));
  return take_name (self, name->str, position);
}

static char *
list_functions (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", functions[i].name);

  return g_string_free (list, FALSE);
}

static gboolean
open_function (Scanner    *self,
               const char *name,
               guint       position)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (functions) && !g_str_equal (functions[i].name, name))
    i++;
  if (i == G_N_ELEMENTS (functions))
    {
      g_autofree char *known = list_functions ();

      return fail (self, position, g_strdup_printf (_("there is no function “%s”. There are: %s."),
                                                    name, known));
    }

  /* muParser wants no blank between the two. */
  g_string_append (self->out->text, name);
  emit (self, "(", 1);
  return push (self, OPEN_FUNCTION, position, i);
}

static void
skip_blanks (Scanner *self)
{
  while (*self->at != '\0' && g_unichar_isspace (g_utf8_get_char (self->at)))
    advance (self, (gsize) (g_utf8_next_char (self->at) - self->at));
}

static gboolean
scan_word (Scanner *self)
{
  const char *end = self->at;
  guint position = self->position;
  g_autofree char *word = NULL;

  while (is_name_part (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  word = g_strndup (self->at, (gsize) (end - self->at));
  advance (self, strlen (word));
  skip_blanks (self);
  if (*self->at == '(')
    {
      advance (self, 1);
      return open_function (self, word, position);
    }
  if (g_str_equal (word, "pi"))
    return take_value (self, G_PI);

  return take_name (self, word, position);
}

static gboolean
scan_value (Scanner *self)
{
  gunichar c = g_utf8_get_char (self->at);

  if (g_ascii_isdigit (*self->at) || (*self->at == '.' && g_ascii_isdigit (self->at[1])))
    return scan_number (self);
  if (c == '"' || c == 0x201c)
    return scan_quoted (self);
  if (is_name_start (c))
    return scan_word (self);
  if (c == '(')
    {
      guint position = self->position;

      advance (self, 1);
      emit (self, "(", 1);
      return push (self, OPEN_GROUP, position, 0);
    }
  /* muParser takes one sign before a value. */
  if ((c == '-' || c == '+') && !self->signed_value)
    {
      emit (self, self->at, 1);
      advance (self, 1);
      self->signed_value = TRUE;
      return TRUE;
    }

  char shown[7] = { 0 };

  if (g_unichar_iscntrl (c))
    return fail (self, self->position, g_strdup (_("this character cannot stand in a formula.")));
  g_unichar_to_utf8 (c, shown);
  if (strstr ("),?:<>=!&|+-*/^", shown) != NULL)
    return fail (self, self->position,
                 g_strdup_printf (_("a number or a feature is missing before “%s”."), shown));
  return fail (self, self->position,
               g_strdup_printf (_("“%s” means nothing here; names with such characters stand in "
                                  "quotation marks."), shown));
}

static gboolean
close_parenthesis (Scanner *self)
{
  Open *open = innermost (self);

  if (open == NULL)
    return fail (self, self->position, g_strdup (_("this parenthesis was never opened.")));
  if (open->kind == OPEN_CHOICE)
    return fail (self, open->position, g_strdup (_("the “:” of this “?” is missing.")));
  if (open->kind == OPEN_FUNCTION &&
      (open->n_values < functions[open->function].least ||
       (functions[open->function].most > 0 && open->n_values > functions[open->function].most)))
    return fail (self, open->position,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” takes %u value.",
                                               "“%s” takes %u values.",
                                               functions[open->function].least),
                                  functions[open->function].name, functions[open->function].least));

  g_array_set_size (self->open, self->open->len - 1);
  emit (self, ")", 1);
  advance (self, 1);
  return TRUE;
}

static gboolean
separate_values (Scanner *self)
{
  Open *open = innermost (self);

  if (open == NULL || open->kind != OPEN_FUNCTION)
    return fail (self, self->position,
                 g_strdup (_("a comma stands only between the values of a function; numbers are "
                             "written with a point.")));

  open->n_values++;
  emit (self, ",", 1);
  advance (self, 1);
  self->wants_value = TRUE;
  return TRUE;
}

static gboolean
choose (Scanner *self)
{
  Open *open = innermost (self);
  gboolean begins = *self->at == '?';

  if (!begins && (open == NULL || open->kind != OPEN_CHOICE))
    return fail (self, self->position, g_strdup (_("a “:” stands only after a “?”.")));
  if (begins && !push (self, OPEN_CHOICE, self->position, 0))
    return FALSE;
  if (!begins)
    g_array_set_size (self->open, self->open->len - 1);

  emit (self, self->at, 1);
  advance (self, 1);
  self->wants_value = TRUE;
  return TRUE;
}

static gboolean
scan_operator (Scanner *self)
{
  switch (*self->at)
    {
    case ')':
      return close_parenthesis (self);
    case ',':
      return separate_values (self);
    case '?':
    case ':':
      return choose (self);
    default:
      break;
    }

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      gsize length = strlen (operators[i]);

      if (strncmp (self->at, operators[i], length) != 0)
        continue;
      emit (self, operators[i], length);
      advance (self, length);
      self->wants_value = TRUE;
      return TRUE;
    }

  if (*self->at == '=')
    return fail (self, self->position,
                 g_strdup (_("a formula has no “=”; to compare, write “==”.")));
  return fail (self, self->position,
               g_strdup (_("an operator such as * or + is missing here; a name with blanks or signs "
                           "stands in quotation marks.")));
}

static gboolean
check_end (Scanner *self)
{
  const Open *open = innermost (self);

  if (self->wants_value)
    return fail (self, self->position, g_strdup (_("it ends where a number or a feature is missing.")));
  if (open != NULL && open->kind == OPEN_CHOICE)
    return fail (self, open->position, g_strdup (_("the “:” of this “?” is missing.")));
  if (open != NULL)
    return fail (self, open->position, g_strdup (_("this parenthesis is not closed.")));
  if (self->out->names->len == 0)
    return fail (self, 1, g_strdup (_("it uses no feature, and would be the same for all cars.")));

  return TRUE;
}

static gboolean
scan (Scanner *self)
{
  for (skip_blanks (self); *self->at != '\0'; skip_blanks (self))
    {
      gboolean was_signed = self->signed_value;

      if (!(self->wants_value ? scan_value (self) : scan_operator (self)))
        return FALSE;
      if (was_signed)
        self->signed_value = FALSE;
    }

  return check_end (self);
}

static void
clear_name (gpointer data)
{
  g_free (((RdgFormulaName *) data)->name);
}

/**
 * _rdg_formula_scan:
 * @position: (out): where the fault is, in characters from 1; 0 where it is in no place
 * @fault: (out) (transfer full): what it is, as the end of a sentence
 *
 * Returns: (transfer full) (nullable): what muParser takes, or %NULL with @fault set
 */
RdgFormulaScan *
_rdg_formula_scan (const char  *expression,
                   guint       *position,
                   char       **fault)
{
  g_autoptr (RdgFormulaScan) out = g_new0 (RdgFormulaScan, 1);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Open));
  Scanner scanner = { .out = out, .at = expression, .position = 1, .wants_value = TRUE, .open = open };

  out->text = g_string_new (NULL);
  out->names = g_array_new (FALSE, FALSE, sizeof (RdgFormulaName));
  g_array_set_clear_func (out->names, clear_name);
  out->numbers = g_array_new (FALSE, FALSE, sizeof (double));
  if (strlen (expression) > LONGEST_EXPRESSION || !g_utf8_validate (expression, -1, NULL))
    fail (&scanner, 0, g_strdup_printf (_("an expression is text of at most %d bytes."),
                                        LONGEST_EXPRESSION));
  else if (scan (&scanner))
    return g_steal_pointer (&out);

  *position = scanner.fault_at;
  *fault = scanner.fault;
  return NULL;
}

void
_rdg_formula_scan_free (RdgFormulaScan *self)
{
  if (self == NULL)
    return;

  g_string_free (self->text, TRUE);
  g_array_unref (self->names);
  g_array_unref (self->numbers);
  g_free (self);
}
