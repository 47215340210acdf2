/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of libsvm's format: see rdg-sparse-line.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-sparse-line.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-number.h"
#include "rdg-svm-inputs.h"

#define SAMPLE_LINES 100

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* A word of a line; FALSE at its end. */
static gboolean
next_word (const char **at,
           const char  *end,
           const char **word,
           gsize       *length)
{
  while (*at < end && is_blank (**at))
    (*at)++;
  *word = *at;
  while (*at < end && !is_blank (**at))
    (*at)++;
  *length = (gsize) (*at - *word);

  return *length > 0;
}

static const char *
find_end (const char *text,
          gsize       length)
{
  const char *comment = memchr (text, '#', length);

  return comment != NULL ? comment : text + length;
}

static void
skip_plus (const char **text,
           gsize       *length)
{
  if (*length > 1 && **text == '+' && (*text)[1] != '-')
    {
      (*text)++;
      (*length)--;
    }
}

static gboolean
parse_number (const char *text,
              gsize       length,
              double     *value)
{
  skip_plus (&text, &length);

  return length > 0 && rdg_number_parse_double (text, length, '.', value) &&
         fabs (*value) <= G_MAXFLOAT;
}

/* 0: this is no such number. */
static guint
parse_index (const char *text,
             gsize       length)
{
  guint index = 0;

  if (length == 0 || length > 5)
    return 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return 0;
      index = index * 10 + (guint) (text[i] - '0');
    }

  return index <= RDG_SVM_MOST_INPUTS ? index : 0;
}

void
_rdg_sparse_line_init (RdgSparseLine *self)
{
  *self = (RdgSparseLine){ 0.0, g_array_new (FALSE, FALSE, sizeof (RdgSparsePair)), NULL };
}

void
_rdg_sparse_line_clear (RdgSparseLine *self)
{
  g_clear_pointer (&self->pairs, g_array_unref);
  g_clear_pointer (&self->fault, g_free);
}

static char *
parse_pair (const char    *word,
            gsize          length,
            guint          place,
            guint          before,
            RdgSparsePair *pair)
{
  const char *colon = memchr (word, ':', length);

  if (colon == NULL)
    return g_strdup_printf (_("At character %u: this is no feature number, a colon and a value, as in "
                              "3:0.25."), place);

  pair->index = parse_index (word, (gsize) (colon - word));
  if (pair->index == 0)
    return g_strdup_printf (_("At character %u: a feature's number is whole, from 1 to %d."), place,
                            RDG_SVM_MOST_INPUTS);
  if (pair->index <= before)
    return g_strdup_printf (_("At character %u: feature %u comes after feature %u. Their numbers "
                              "have to rise."), place, pair->index, before);

  pair->text = colon + 1;
  pair->length = length - (gsize) (colon + 1 - word);
  if (!parse_number (pair->text, pair->length, &pair->value))
    return g_strdup_printf (_("At character %u: the value of feature %u is no number."), place,
                            pair->index);
  skip_plus (&pair->text, &pair->length);

  return NULL;
}

/**
 * _rdg_sparse_line_parse:
 * @text: (array length=length): a line, without its end
 *
 * Returns: what it is; the pairs point into @text
 */
RdgSparseLineKind
_rdg_sparse_line_parse (RdgSparseLine *self,
                        const char    *text,
                        gsize          length)
{
  const char *at = text, *end = find_end (text, length), *word;
  gsize word_length;
  guint before = 0;

  g_array_set_size (self->pairs, 0);
  g_clear_pointer (&self->fault, g_free);
  if (!next_word (&at, end, &word, &word_length))
    return RDG_SPARSE_LINE_BLANK;

  if (!parse_number (word, word_length, &self->label))
    self->fault = g_strdup_printf (_("At character %u: this is no label. Write 1 for a car that failed "
                                     "and -1 or 0 for one that passed."), (guint) (word - text) + 1);

  while (self->fault == NULL && next_word (&at, end, &word, &word_length))
    {
      RdgSparsePair pair = { 0 };

      self->fault = parse_pair (word, word_length, (guint) (word - text) + 1, before, &pair);
      g_array_append_val (self->pairs, pair);
      before = pair.index;
    }

  return self->fault == NULL ? RDG_SPARSE_LINE_ROW : RDG_SPARSE_LINE_BAD;
}

/**
 * _rdg_sparse_line_measure:
 * @text: (array length=length): a line, without its end
 * @label: (out): NaN where there is no number
 * @last: (out): the number of its last feature, 0 where there is none
 *
 * Returns: %RDG_SPARSE_LINE_BLANK, or %RDG_SPARSE_LINE_ROW for anything else
 */
RdgSparseLineKind
_rdg_sparse_line_measure (const char *text,
                          gsize       length,
                          double     *label,
                          guint      *last)
{
  const char *at = text, *end = find_end (text, length), *word;
  gsize word_length;

  *label = NAN;
  *last = 0;
  if (!next_word (&at, end, &word, &word_length))
    return RDG_SPARSE_LINE_BLANK;
  if (!parse_number (word, word_length, label))
    *label = NAN;

  /* The numbers rise: the last is the largest. */
  while (end > at && is_blank (end[-1]))
    end--;
  for (word = end; word > at && !is_blank (word[-1]); word--)
    ;
  if (word < end && memchr (word, ':', (gsize) (end - word)) != NULL)
    *last = parse_index (word, (gsize) ((const char *) memchr (word, ':', (gsize) (end - word)) - word));

  return RDG_SPARSE_LINE_ROW;
}

/* A number, then digits with a colon each. A line of numbers alone is a row without values. */
static gboolean
looks_sparse (const char *text,
              gsize       length,
              gboolean   *has_pairs)
{
  const char *at = text, *end = find_end (text, length), *word;
  gsize word_length;
  double label;

  *has_pairs = FALSE;
  if (!next_word (&at, end, &word, &word_length) || !parse_number (word, word_length, &label))
    return FALSE;

  while (next_word (&at, end, &word, &word_length))
    {
      gsize n = 0;

      while (n < word_length && g_ascii_isdigit (word[n]))
        n++;
      if (n == 0 || n == word_length || word[n] != ':')
        return FALSE;
      *has_pairs = TRUE;
    }

  return TRUE;
}

/**
 * _rdg_sparse_line_matches:
 * @text: (array length=length): the beginning of a file
 *
 * The first line decides that it is no table with a header, and most of those below it have to agree.
 *
 * Returns: whether it is libsvm's format
 */
gboolean
_rdg_sparse_line_matches (const char *text,
                          gsize       length)
{
  const char *end = text + length;
  guint n_lines = 0, n_sparse = 0, n_pairs = 0;

  if (length >= 3 && memcmp (text, "\357\273\277", 3) == 0)
    text += 3;

  while (text < end && n_lines < SAMPLE_LINES)
    {
      const char *stop = memchr (text, '\n', (gsize) (end - text));
      gboolean has_pairs, sparse;
      double label;
      guint last;

      /* Of a line that the sample cuts, the words that are whole. */
      if (stop == NULL)
        {
          stop = end;
          while (n_lines == 0 && stop > text && !is_blank (stop[-1]))
            stop--;
          if (stop == text)
            stop = end;
        }
      if (_rdg_sparse_line_measure (text, (gsize) (stop - text), &label, &last) !=
          RDG_SPARSE_LINE_BLANK)
        {
          sparse = looks_sparse (text, (gsize) (stop - text), &has_pairs);
          if (n_lines++ == 0 && !sparse)
            return FALSE;
          n_sparse += sparse;
          n_pairs += has_pairs;
        }
      text = MIN (stop + 1, end);
    }

  return n_pairs > 0 && n_sparse * 2 >= n_lines;
}
