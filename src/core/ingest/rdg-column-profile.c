/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting what a column holds. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-column-profile.h"

#include <xxhash.h>

#include "rdg-number.h"
#include "rdg-text.h"

/* A known text is kept as its first line and, in the low bits, its level. */
#define LEVEL_BITS 8
#define LEVEL_MASK 0xff
#define MOST_DISTINCT 1000

RdgColumnProfile *
rdg_column_profile_new (void)
{
  RdgColumnProfile *self = g_new0 (RdgColumnProfile, 1);

  self->levels = g_ptr_array_new_with_free_func (g_free);
  self->hashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->level_of_row = g_array_new (FALSE, FALSE, sizeof (guint8));
  return self;
}

void
rdg_column_profile_free (RdgColumnProfile *self)
{
  g_ptr_array_unref (self->levels);
  g_hash_table_unref (self->hashes);
  g_array_unref (self->level_of_row);
  g_free (self->repeated_text);
  g_free (self);
}

/* What programs write where a number is absent or cannot be. Such a text in a column of numbers
 * makes no category of it. */
static gboolean
is_non_value (const char *text,
              gsize       length)
{
  static const char * const words[] = {
    "#div/0!", "#n/a", "#na", "#num!", "#valor!", "#value!", "?", "-", "--", "inf", "infinity", "n.d.",
    "n/a", "n/d", "na", "nan", "nd", "nil", "none", "null", "nulo",
  };

  if (length > 0 && (*text == '+' || (*text == '-' && length > 2)))
    {
      text++;
      length--;
    }
  if (length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    {
      gsize n_digits = 0;

      while (2 + n_digits < length && g_ascii_isxdigit (text[2 + n_digits]))
        n_digits++;
      return 2 + n_digits == length;
    }

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strlen (words[i]) == length && g_ascii_strncasecmp (words[i], text, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Notes the text among the distinct ones, and the first time that one comes again. */
static guint8
take_text (RdgColumnProfile *self,
           const char       *text,
           gsize             length,
           guint64           line)
{
  gint64 hash = (gint64) XXH3_64bits (text, length);
  gpointer first = g_hash_table_lookup (self->hashes, &hash);

  if (first != NULL)
    {
      if (self->repeat_line == 0)
        {
          self->repeat_line = line;
          self->repeated_line = GPOINTER_TO_SIZE (first) >> LEVEL_BITS;
          self->repeated_text = g_utf8_make_valid (text, (gssize) MIN (length, 100));
        }
      return (guint8) (GPOINTER_TO_SIZE (first) & LEVEL_MASK);
    }

  guint8 level = RDG_PROFILE_NO_LEVEL;

  /* Neither a category nor a car: how many more there are does not matter. */
  if (self->repeat_line != 0 && g_hash_table_size (self->hashes) >= MOST_DISTINCT)
    return level;

  if (self->levels->len < RDG_PROFILE_MOST_LEVELS)
    {
      level = (guint8) self->levels->len;
      g_ptr_array_add (self->levels, g_strndup (text, MIN (length, 200)));
    }
  g_hash_table_insert (self->hashes, g_memdup2 (&hash, sizeof hash),
                       GSIZE_TO_POINTER (line << LEVEL_BITS | level));
  return level;
}

/**
 * rdg_column_profile_add:
 * @text: (array length=length): a cell
 * @line: where it stands
 */
void
rdg_column_profile_add (RdgColumnProfile *self,
                        const char       *text,
                        gsize             length,
                        guint64           line,
                        char              decimal_mark)
{
  guint8 level = RDG_PROFILE_NO_LEVEL;
  double number;
  gint64 integer, time;

  text = rdg_text_trim (text, &length);
  self->n_rows++;
  if (length > 0)
    {
      self->n_filled++;
      level = take_text (self, text, length, line);
      if (rdg_number_parse_double (text, length, decimal_mark, &number))
        {
          self->n_numbers++;
          if (rdg_number_parse_int (text, length, &integer))
            {
              self->n_integers++;
              self->n_steps += self->n_integers > 1 && integer == self->last_integer + 1;
              self->last_integer = integer;
            }
        }
      else if (is_non_value (text, length))
        self->n_non_values++;
      else if (length >= 8)
        {
          self->n_day_first += rdg_datetime_parse (text, length, RDG_DATE_ORDER_DAY_FIRST, &time);
          self->n_month_first +=
            rdg_datetime_parse (text, length, RDG_DATE_ORDER_MONTH_FIRST, &time);
        }
    }
  g_array_append_val (self->level_of_row, level);
}
